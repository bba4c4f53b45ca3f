//! Sites of a few lines, and what comes of them. Expectations were recorded from mkdocs 1.6.1 with `mkdocs-techdocs-core`
//! 1.7.1 and the plugins named, unless a test says otherwise.

use std::fmt::Write as _;

use super::*;

mod config;
mod hostile;
mod incremental;
mod nav;

/// A tree of these texts and, in `docs/`, of these further files.
fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in files {
        if path::is_page(path) || [".yml", ".yaml", ".pages"].iter().any(|ending| path.ends_with(ending)) {
            tree.insert_text(*path, *text);
        } else {
            tree.insert(*path, Content::Asset(text.len() as u64));
        }
    }
    tree.complete()
}

fn plan(files: &[(&str, &str)]) -> Plan {
    Plan::new(&tree(files), &Settings::default()).unwrap()
}

fn site(files: &[(&str, &str)]) -> Site {
    plan(files).build()
}

/// The navigation as an outline.
fn outline(site: &Site) -> String {
    let mut text = String::new();
    write_outline(site, &site.nav, 0, &mut text);
    text
}

fn write_outline(site: &Site, entries: &[Entry], depth: usize, text: &mut String) {
    for entry in entries {
        let indent = "  ".repeat(depth);
        match entry {
            Entry::Page { title, page } => {
                let _ = writeln!(text, "{indent}{title} -> {}", site.pages[*page].destination);
            }
            Entry::Link { title, url } => {
                let _ = writeln!(text, "{indent}{title} => {url}");
            }
            Entry::Section { title, entries } => {
                let _ = writeln!(text, "{indent}{title}");
                write_outline(site, entries, depth + 1, text);
            }
        }
    }
}

/// Findings, one a line.
fn findings(site: &Site) -> Vec<String> {
    let shown = |finding: &Finding| {
        format!("{}{finding}", if finding.severity == Severity::Note { "note: " } else { "" })
    };
    site.findings.iter().map(shown).collect()
}

//! The written pages: what they link to is there, and the table of contents names them all.

use std::path::Path;

use crate::{files, root};

/// Screenshots are made by the browser flows and may be missing in a tree where these have not run.
const MADE_LATER: &str = "assets/screens/";

fn pages() -> Vec<(String, String)> {
    let mut found = files(&root().join("docs"), ".md");
    for (path, text) in files(&root(), ".md") {
        if !path.contains('/') {
            found.push((path, text));
        }
    }
    assert!(found.len() > 5, "only {} pages found", found.len());
    found
}

/// Targets of `[words](target)`, outside of code blocks, without the fragment.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for part in line.split("](").skip(1) {
            let target = part.split([')', '#', ' ']).next().unwrap_or_default();
            found.push(target.to_owned());
        }
    }
    found
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut broken = Vec::new();
    for (path, text) in pages() {
        let page = root().join(&path);
        let folder = page.parent().unwrap();
        for link in links(&text) {
            let leaves = link.is_empty() || link.contains("://") || link.starts_with("mailto:");
            if leaves || link.contains(MADE_LATER) || folder.join(&link).exists() {
                continue;
            }
            broken.push(format!("{path}: {link}"));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_table_of_contents_names_every_page_once() {
    let contents = std::fs::read_to_string(root().join("mkdocs.yml")).unwrap();
    let mut named: Vec<&str> = contents
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("- "))
        .filter_map(|line| line.rsplit(' ').next())
        .filter(|target| Path::new(target).extension().is_some_and(|extension| extension == "md"))
        .collect();
    named.sort_unstable();
    let pages: Vec<String> = files(&root().join("docs"), ".md")
        .into_iter()
        .filter_map(|(path, _)| path.strip_prefix("docs/").map(str::to_owned))
        .collect();
    let mut expected: Vec<&str> = pages.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(named, expected);
}

#[test]
fn links_are_found() {
    let text = "a [b](c.md#d) and ![e](f.png)\n```\n[g](h.md)\n```\n[i](https://j.test/k)";
    assert_eq!(links(text), ["c.md", "f.png", "https://j.test/k"]);
}

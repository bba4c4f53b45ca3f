//! Sites of several sites: `!include` and `*include` in `nav`. Source: the plugin `monorepo`, which `techdocs-core`
//! brings along.

use std::collections::BTreeSet;

use globset::GlobBuilder;

use super::documents::Mount;
use super::finding::Finding;
use super::nav::written::{self, Target, Written};
use super::node::{self, Node};
use super::path;
use super::tree::{Tree, Want};

/// A navigation with the included ones in their places, and where the docs of each come from.
#[derive(Debug, Default)]
pub(super) struct Included {
    pub nav: Vec<Written>,
    /// Without the site's own docs folder.
    pub mounts: Vec<Mount>,
    /// What must be read before the answer is right.
    pub wants: Vec<Want>,
}

/// Most sites that one site includes.
const MOST_SITES: usize = 1000;

/// Puts the included sites in. What cannot be included is left out with a finding.
pub(super) fn include(tree: &Tree, file: &str, nav: &[Written], findings: &mut Vec<Finding>) -> Included {
    let mut includer =
        Includer { tree, file, included: Included::default(), aliases: BTreeSet::new(), findings };
    let nav = includer.entries(nav);
    includer.included.nav = nav;
    includer.included
}

struct Includer<'i> {
    tree: &'i Tree,
    file: &'i str,
    included: Included,
    aliases: BTreeSet<String>,
    findings: &'i mut Vec<Finding>,
}

impl Includer<'_> {
    fn warn(&mut self, line: usize, message: impl Into<String>) {
        self.findings.push(Finding::warning(self.file, Some(line), message));
    }

    fn entries(&mut self, nav: &[Written]) -> Vec<Written> {
        let mut entries = Vec::with_capacity(nav.len());
        for entry in nav {
            match &entry.target {
                Target::Section(inner) => {
                    let target = Target::Section(self.entries(inner));
                    entries.push(Written { target, ..entry.clone() });
                }
                Target::Path(path) => {
                    if let Some(included) = path.strip_prefix("!include ") {
                        entries.extend(self.site(included.trim(), entry.title.clone(), entry.line));
                    } else if let Some(pattern) = path.strip_prefix("*include ") {
                        entries.extend(self.sites(pattern.trim(), entry));
                    } else {
                        entries.push(entry.clone());
                    }
                }
            }
        }
        entries
    }

    /// All sites whose file fits, as sections of one section.
    fn sites(&mut self, pattern: &str, entry: &Written) -> Option<Written> {
        let line = entry.line;
        if !is_settings(pattern) {
            self.warn(line, format!("nav: the pattern '{pattern}' must end with .yml or .yaml"));
            return None;
        }
        let Some(pattern) = path::join(path::folder(self.file), pattern) else {
            self.warn(line, format!("nav: '{pattern}' leads out of the folder of the site"));
            return None;
        };
        self.included.wants.push(Want::Glob(pattern.clone()));
        let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() else {
            self.warn(line, format!("nav: the pattern '{pattern}' cannot be read"));
            return None;
        };
        let matcher = glob.compile_matcher();
        let beginning = path::folder(pattern.split(['*', '?', '[', '{']).next().unwrap_or_default());
        let files = self.tree.beneath(beginning).map(|(path, _)| path).filter(|path| matcher.is_match(path));
        let files: Vec<String> = files.map(str::to_owned).collect();
        let sections: Vec<Written> = files.iter().filter_map(|file| self.site_at(file, None, line)).collect();
        if sections.is_empty() {
            return None;
        }
        Some(Written { title: entry.title.clone(), line, target: Target::Section(sections) })
    }

    fn site(&mut self, written: &str, title: Option<String>, line: usize) -> Option<Written> {
        if !is_settings(written) {
            self.warn(line, format!("nav: '{written}' is included and must end with .yml or .yaml"));
            return None;
        }
        if let Some(file) = path::join(path::folder(self.file), written) {
            return self.site_at(&file, title, line);
        }
        self.warn(line, format!("nav: '{written}' leads out of the folder of the site"));
        None
    }

    fn site_at(&mut self, file: &str, title: Option<String>, line: usize) -> Option<Written> {
        self.included.wants.push(Want::File(file.to_owned()));
        let Some(text) = self.tree.text(file) else {
            self.warn(line, format!("nav: '{file}' is included and is not there"));
            return None;
        };
        let root = match node::read(file, text) {
            Ok(root) => root,
            Err(refusal) => {
                self.findings.push(Finding::warning(&refusal.file, refusal.line, refusal.message));
                return None;
            }
        };
        let Some(name) = root.get("site_name").and_then(Node::text) else {
            self.findings.push(Finding::warning(file, None, "an included site must have a site_name"));
            return None;
        };
        let docs_dir = root.get("docs_dir").and_then(Node::text).unwrap_or_else(|| "docs".to_owned());
        let alias = alias(&name);
        let folder = path::join(path::folder(file), &docs_dir);
        let (Some(alias), Some(folder)) = (alias, folder) else {
            self.findings.push(Finding::warning(file, None, "site_name or docs_dir lead out of the site"));
            return None;
        };
        if self.aliases.len() >= MOST_SITES || !self.aliases.insert(alias.clone()) {
            self.findings.push(Finding::warning(file, None, format!("a second site '{alias}' is left out")));
            return None;
        }
        self.included.wants.push(Want::Folder(folder.clone()));
        let nav = match root.get("nav") {
            Some(nav) if !nav.is_null() => {
                let nav = written::read(file, nav, self.findings);
                self.prefixed(&alias, file, nav)
            }
            _ => self.entries_of_folder(&alias, &folder, line),
        };
        self.included.mounts.push(Mount { prefix: alias, folder });
        Some(Written { title: Some(title.unwrap_or(name)), line, target: Target::Section(nav) })
    }

    /// The entries of an included site, whose paths begin with its alias here.
    fn prefixed(&mut self, alias: &str, file: &str, nav: Vec<Written>) -> Vec<Written> {
        let mut entries = Vec::with_capacity(nav.len());
        for entry in nav {
            let target = match entry.target {
                Target::Section(inner) => Target::Section(self.prefixed(alias, file, inner)),
                Target::Path(path) if path.starts_with("!include ") || path.starts_with("*include ") => {
                    let message = "an included site cannot include others; the entry is left out";
                    self.findings.push(Finding::warning(file, Some(entry.line), message));
                    continue;
                }
                Target::Path(path) if path.contains("://") || path.starts_with("//") => Target::Path(path),
                Target::Path(path) => Target::Path(format!("{alias}/{path}")),
            };
            entries.push(Written { target, ..entry });
        }
        entries
    }

    /// The folders of a site without `nav`: folders before files, as the plugin lists them.
    fn entries_of_folder(&self, alias: &str, folder: &str, line: usize) -> Vec<Written> {
        let mut root = Vec::new();
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        for (source, _) in self.tree.beneath(folder) {
            let Some(inside) = source.strip_prefix(&prefix) else { continue };
            if inside.rsplit_once('.').is_none_or(|(_, ending)| ending != "md") {
                continue;
            }
            let folders: Vec<&str> =
                path::folder(inside).split('/').filter(|name| !name.is_empty()).collect();
            let target = Target::Path(format!("{alias}/{inside}"));
            put(&mut root, &folders, Written { title: None, line, target });
        }
        folders_first(&mut root);
        root
    }
}

/// Puts an entry into the section of its folders.
fn put(entries: &mut Vec<Written>, folders: &[&str], entry: Written) {
    let Some((folder, below)) = folders.split_first() else {
        entries.push(entry);
        return;
    };
    let title = path::title_of(folder);
    // Files come in the order of their folders, so the wanted section is the last or is new.
    if let Some(Written { title: Some(known), target: Target::Section(inner), .. }) = entries.last_mut()
        && *known == title
    {
        put(inner, below, entry);
        return;
    }
    let line = entry.line;
    let mut inner = Vec::new();
    put(&mut inner, below, entry);
    entries.push(Written { title: Some(title), line, target: Target::Section(inner) });
}

fn folders_first(entries: &mut [Written]) {
    entries.sort_by_key(|entry| matches!(entry.target, Target::Path(_)));
    for entry in entries {
        if let Target::Section(inner) = &mut entry.target {
            folders_first(inner);
        }
    }
}

fn is_settings(path: &str) -> bool {
    matches!(path.rsplit_once('.'), Some((_, "yml" | "yaml")))
}

/// Where the pages of an included site stand: its name as it is where that can be a path, else made into one.
fn alias(name: &str) -> Option<String> {
    let is_path = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-/".contains(&byte));
    if is_path {
        return path::join("", name).filter(|alias| !alias.is_empty());
    }
    let mut slug = String::new();
    for letter in name.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_folders() {
        let table = [
            ("plugin-a", Some("plugin-a")),
            ("teams/pear", Some("teams/pear")),
            ("Plugin A", Some("plugin-a")),
            ("Über uns!", Some("über-uns")),
            ("../x", None),
            ("..", None),
            ("", None),
        ];
        for (name, expected) in table {
            assert_eq!(alias(name).as_deref(), expected, "{name}");
        }
    }
}

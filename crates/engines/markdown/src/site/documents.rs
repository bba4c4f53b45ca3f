//! Which files a site consists of, where each is written, and which of them are pages.

use std::collections::{BTreeMap, HashMap};

use super::config::Config;
use super::finding::Finding;
use super::path;
use super::tree::{Content, Tree, Want};

/// A docs folder within the site. Only a site of several sites has more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mount {
    /// Where its files stand within the site, without a slash at the end; `""` for the root.
    pub prefix: String,
    /// Path from the opened folder.
    pub folder: String,
}

/// How much a file takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inclusion {
    /// Part of the site, and missed when the navigation does not name it.
    Full,
    /// Part of the site, and not missed in the navigation.
    NotInNav,
    /// Shown to its authors only.
    Draft,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// Path within the site, before rendering (`guide/index.md`).
    pub path: String,
    /// Path from the opened folder.
    pub source: String,
    /// Path of what is written.
    pub destination: String,
    pub inclusion: Inclusion,
}

/// All files of a site: its pages first in mkdocs' order, and what is only copied.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub pages: Vec<Document>,
    pub assets: Vec<Document>,
}

/// Whether a path is never part of a site, unless a pattern of `exclude_docs` says otherwise: `.*` and `/templates/`.
/// Source: mkdocs 1.5.
fn is_left_out(path: &str) -> bool {
    path.starts_with("templates/") || path.split('/').any(|part| part.starts_with('.'))
}

/// Finds the files. A later mount wins where two have the same path.
pub(super) fn collect(
    tree: &Tree,
    config: &Config,
    mounts: &[Mount],
    with_drafts: bool,
    findings: &mut Vec<Finding>,
) -> Documents {
    let mut found: BTreeMap<Place, Document> = BTreeMap::new();
    for mount in mounts {
        for (source, _) in tree.beneath(&mount.folder) {
            let Some(inside) = source.get(mount.folder.len()..).map(|rest| rest.trim_start_matches('/'))
            else {
                continue;
            };
            let path = if mount.prefix.is_empty() {
                inside.to_owned()
            } else {
                format!("{}/{inside}", mount.prefix)
            };
            let is_excluded = config.exclude_docs.verdict(&path).unwrap_or_else(|| is_left_out(&path));
            if is_excluded || is_beneath(source, &config.site_dir, &config.docs_dir) {
                continue;
            }
            let inclusion = if config.draft_docs.fits(&path) {
                Inclusion::Draft
            } else if config.not_in_nav.fits(&path) {
                Inclusion::NotInNav
            } else {
                Inclusion::Full
            };
            if inclusion == Inclusion::Draft && !with_drafts {
                continue;
            }
            let destination = if path::is_page(&path) {
                path::destination(&path, config.use_directory_urls)
            } else {
                path.clone()
            };
            let document = Document { source: source.to_owned(), destination, inclusion, path };
            found.insert(Place::of(&document.path), document);
        }
    }
    without_conflicts(found.into_values(), findings)
}

/// Where a file stands in mkdocs' order: the files of a folder before its folders, the index first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    folders: Vec<String>,
    is_not_index: bool,
    name: String,
}

impl Place {
    fn of(path: &str) -> Self {
        let folders =
            path::folder(path).split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Self { folders, is_not_index: !path::is_index(path), name: path::name(path).to_owned() }
    }
}

/// mkdocs' `site_dir` may lie in the docs folder; what an earlier build left there is no source.
fn is_beneath(source: &str, site_dir: &str, docs_dir: &str) -> bool {
    let lies_inside = docs_dir.is_empty() || site_dir.starts_with(&format!("{docs_dir}/"));
    !site_dir.is_empty()
        && lies_inside
        && source.strip_prefix(site_dir).is_some_and(|rest| rest.starts_with('/'))
}

/// Of two pages that would be written to one place (`index.md` and `README.md`) the later in the order stays.
fn without_conflicts(all: impl Iterator<Item = Document>, findings: &mut Vec<Finding>) -> Documents {
    let mut documents = Documents::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for document in all {
        if !path::is_page(&document.path) {
            documents.assets.push(document);
            continue;
        }
        if let Some(&index) = places.get(&document.destination) {
            let earlier = std::mem::replace(&mut documents.pages[index], document);
            let kept = &documents.pages[index].path;
            let message = format!("left out, because '{kept}' is written to the same place");
            findings.push(Finding::warning(&earlier.source, None, message));
        } else {
            places.insert(document.destination.clone(), documents.pages.len());
            documents.pages.push(document);
        }
    }
    documents
}

/// The files that a page of the site wants to include as snippets, by their path from the opened folder. Source: the two
/// forms of `pymdownx.snippets`, with and without a block.
pub(super) fn snippets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.contains("8<") {
        return found;
    }
    let mut in_block = false;
    for line in text.lines() {
        let line = line.trim();
        let Some(rest) = after_scissors(line) else {
            if in_block && !line.is_empty() && !line.starts_with(';') {
                found.extend(file_of(line));
            }
            continue;
        };
        let rest = rest.trim();
        if rest.is_empty() {
            in_block = !in_block;
            continue;
        }
        let quote = rest.chars().next().unwrap_or_default();
        if quote == '"' || quote == '\'' {
            found.extend(rest[1..].split(quote).next().and_then(file_of));
        }
    }
    found
}

/// What follows `--8<--`, with any number of dashes. A `;` before it switches it off.
fn after_scissors(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('-');
    if rest.len() == line.len() {
        return None;
    }
    let rest = rest.strip_prefix("8<")?;
    let after = rest.trim_start_matches('-');
    (after.len() < rest.len()).then_some(after)
}

/// The path of a snippet without its lines or section. Addresses are no paths.
fn file_of(written: &str) -> Option<String> {
    if written.contains("://") {
        return None;
    }
    let path = written.split(':').next().unwrap_or_default().trim();
    path::join("", path).filter(|path| !path.is_empty())
}

/// All texts that the pages include, and those that these include, and so on; and what nobody has looked for yet.
pub(super) fn all_snippets(tree: &Tree, pages: &[Document]) -> (HashMap<String, String>, Vec<Want>) {
    let mut texts = HashMap::new();
    let mut wants = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for page in pages {
        if let Some(text) = tree.text(&page.source) {
            open.extend(snippets(text));
        }
    }
    while let Some(path) = open.pop() {
        if texts.contains_key(&path) {
            continue;
        }
        match tree.get(&path) {
            Some(Content::Text(text)) => {
                open.extend(snippets(text));
                texts.insert(path, text.to_string());
            }
            _ => wants.push(Want::File(path)),
        }
    }
    (texts, wants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_are_found_in_both_forms() {
        let text = "a\n--8<-- \"docs/x.md\"\n  --8<-- 'y.txt:3:5'\n;--8<-- \"no.md\"\n--8<--\nz.md\n; off.md\n\nw.md:part\n\
                    --8<--\nnot.md\n--8<-- \"https://x.test/a\"\n--8<-- \"../../etc/passwd\"\n-8<- \"v.md\"\n";
        assert_eq!(snippets(text), ["docs/x.md", "y.txt", "z.md", "w.md", "v.md"]);
    }

    #[test]
    fn hidden_files_and_templates_are_left_out() {
        for path in [".a.md", "a/.b/c.md", "a/.b", "templates/a.md", "templates/b/c.md"] {
            assert!(is_left_out(path), "{path}");
        }
        for path in ["a.md", "a/templates/b.md", "templates.md", "a./b.md"] {
            assert!(!is_left_out(path), "{path}");
        }
    }

    #[test]
    fn order_is_that_of_mkdocs() {
        let mut paths = ["b/c.md", "a.md", "b/index.md", "b/a/x.md", "README.md", "c.md", "b/b.md"];
        paths.sort_by_key(|path| Place::of(path));
        assert_eq!(paths, ["README.md", "a.md", "c.md", "b/index.md", "b/b.md", "b/c.md", "b/a/x.md"]);
    }
}

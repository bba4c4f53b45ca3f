//! The basics of the plugin `literate-nav`: a page `SUMMARY.md` whose list is the navigation.
//!
//! Read are bullets with links, with plain titles above lists, with wildcards (`*.md`) and with folders (`guide/`), which
//! are filled from their own `SUMMARY.md` or from their files.

use std::collections::HashSet;

use globset::GlobBuilder;

use super::Item;
use super::resolve::{Given, is_external};
use super::written::{Target, Written};
use crate::site::config::LiterateNav;
use crate::site::finding::Finding;
use crate::site::path;

/// The navigation, when the root has such a page or nothing else is written, or when what is written has folders and
/// wildcards in it.
pub(super) fn resolve(
    given: &Given<'_>,
    options: &LiterateNav,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Item>> {
    let mut parser = Parser { given, options, seen: HashSet::new(), findings };
    if given.nav.is_none_or(<[_]>::is_empty) || given.text("", &options.nav_file).is_some() {
        return Some(parser.folder("", &mut Vec::new()));
    }
    let nav = given.nav?;
    if !nav.iter().any(has_folder) {
        return None;
    }
    Some(parser.written(nav))
}

fn has_folder(entry: &Written) -> bool {
    match &entry.target {
        Target::Path(path) => path.contains('*') || (path.ends_with('/') && !is_external(path)),
        Target::Section(inner) => inner.iter().any(has_folder),
    }
}

/// A line of a list.
#[derive(Debug, PartialEq, Eq)]
struct Bullet<'t> {
    indent: usize,
    title: Option<&'t str>,
    target: Option<&'t str>,
    line: usize,
}

struct Parser<'p> {
    given: &'p Given<'p>,
    options: &'p LiterateNav,
    /// Paths that the navigation names already; wildcards leave them out.
    seen: HashSet<String>,
    findings: &'p mut Vec<Finding>,
}

impl Parser<'_> {
    fn folder(&mut self, folder: &str, above: &mut Vec<String>) -> Vec<Item> {
        if above.iter().any(|known| known == folder) {
            return Vec::new();
        }
        above.push(folder.to_owned());
        let items = match self.given.text(folder, &self.options.nav_file) {
            Some((file, text)) => {
                self.seen.insert(inside(folder, &self.options.nav_file));
                let bullets = bullets(&text);
                for bullet in &bullets {
                    if let Some(path) = bullet.target.and_then(|target| path::join(folder, target)) {
                        self.seen.insert(path);
                    }
                }
                let mut items = Vec::new();
                if self.options.implicit_index {
                    items.extend(self.index(folder));
                }
                let mut rest = bullets.as_slice();
                items.extend(self.list(&mut rest, folder, &file, above));
                items
            }
            None => self.wildcard(folder, "*", above),
        };
        above.pop();
        items
    }

    fn index(&self, folder: &str) -> Option<Item> {
        let index =
            ["index.md", "README.md"].into_iter().find_map(|name| self.given.page(&inside(folder, name)));
        index.map(|page| Item::Page { title: None, page })
    }

    /// The bullets of one level and what is indented below each.
    fn list(
        &mut self,
        bullets: &mut &[Bullet<'_>],
        folder: &str,
        file: &str,
        above: &mut Vec<String>,
    ) -> Vec<Item> {
        let mut items = Vec::new();
        let Some(indent) = bullets.first().map(|bullet| bullet.indent) else { return items };
        while let Some((bullet, rest)) = bullets.split_first() {
            if bullet.indent < indent {
                break;
            }
            *bullets = rest;
            let has_below = bullets.first().is_some_and(|next| next.indent > bullet.indent);
            let title = bullet.title.map(str::to_owned);
            if has_below {
                let mut inner = Vec::new();
                if let Some(target) = bullet.target {
                    inner.extend(self.entry(None, target, (folder, file, bullet.line), above));
                }
                inner.extend(self.list(bullets, folder, file, above));
                items.push(Item::Section { title: title.unwrap_or_default(), items: inner });
                continue;
            }
            if let Some(target) = bullet.target {
                items.extend(self.entry(title, target, (folder, file, bullet.line), above));
            } else {
                let message = format!("'{}' leads nowhere", bullet.title.unwrap_or_default());
                self.findings.push(Finding::warning(file, Some(bullet.line), message));
            }
        }
        items
    }

    fn entry(
        &mut self,
        title: Option<String>,
        target: &str,
        (folder, file, line): (&str, &str, usize),
        above: &mut Vec<String>,
    ) -> Vec<Item> {
        if is_external(target) {
            return vec![Item::Link { title, url: target.to_owned() }];
        }
        if target.contains('*') {
            let inner = self.wildcard(folder, target, above);
            return match title {
                Some(title) => vec![Item::Section { title, items: inner }],
                None => inner,
            };
        }
        let Some(path) = path::join(folder, target) else {
            self.findings.push(Finding::warning(
                file,
                Some(line),
                format!("'{target}' leads out of the site"),
            ));
            return Vec::new();
        };
        if let Some(page) = self.given.page(&path) {
            return vec![Item::Page { title, page }];
        }
        if target.ends_with('/') && self.given.is_folder(&path) {
            let items = self.folder(&path, above);
            let title = title.unwrap_or_else(|| path::title_of(path::name(&path)));
            return vec![Item::Section { title, items }];
        }
        self.findings.push(Finding::warning(file, Some(line), format!("'{target}' is not among the pages")));
        vec![Item::Link { title, url: target.to_owned() }]
    }

    /// Everything that fits and is not named elsewhere: pages, and unless the pattern has an ending, folders.
    fn wildcard(&mut self, folder: &str, pattern: &str, above: &mut Vec<String>) -> Vec<Item> {
        let pattern = path::join(folder, pattern).unwrap_or_default();
        let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() else { return Vec::new() };
        let matcher = glob.compile_matcher();
        let mut items = Vec::new();
        let mut folders: Vec<String> = Vec::new();
        for (index, page) in self.given.pages().iter().enumerate() {
            let mut parent = path::folder(&page.path);
            while !parent.is_empty() {
                if matcher.is_match(parent) && folders.last().is_none_or(|last| last != parent) {
                    folders.push(parent.to_owned());
                }
                parent = path::folder(parent);
            }
            if matcher.is_match(&page.path) && self.seen.insert(page.path.clone()) {
                items.push(Item::Page { title: None, page: index });
            }
        }
        folders.dedup();
        for inner in folders {
            if self.seen.insert(inner.clone()) {
                let below = self.folder(&inner, above);
                if !below.is_empty() {
                    items.push(Item::Section { title: path::title_of(path::name(&inner)), items: below });
                }
            }
        }
        items
    }

    /// Entries of `mkdocs.yml`.
    fn written(&mut self, nav: &[Written]) -> Vec<Item> {
        let file = self.given.config.file.clone();
        let mut items = Vec::new();
        for entry in nav {
            match &entry.target {
                Target::Section(inner) => {
                    let title = entry.title.clone().unwrap_or_default();
                    items.push(Item::Section { title, items: self.written(inner) });
                }
                Target::Path(target) => {
                    let place = ("", file.as_str(), entry.line);
                    items.extend(self.entry(entry.title.clone(), target, place, &mut Vec::new()));
                }
            }
        }
        items
    }
}

fn inside(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The bullets of the last list of a page, or of the first one after `<!--nav-->`.
fn bullets(text: &str) -> Vec<Bullet<'_>> {
    let mut lists: Vec<Vec<Bullet<'_>>> = Vec::new();
    let mut is_open = false;
    let mut marked = None;
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed == "<!--nav-->" {
            (marked, is_open) = (Some(lists.len()), false);
        } else if let Some(content) = after_mark(trimmed) {
            let indent = line.len() - line.trim_start().len();
            let bullet = bullet(content, indent, index + 1);
            match lists.last_mut() {
                Some(list) if is_open => list.push(bullet),
                _ => lists.push(vec![bullet]),
            }
            is_open = true;
        } else if !trimmed.is_empty() {
            is_open = line.starts_with([' ', '\t']) && is_open;
        }
    }
    match marked {
        Some(index) if index < lists.len() => lists.swap_remove(index),
        _ => lists.pop().unwrap_or_default(),
    }
}

fn after_mark(trimmed: &str) -> Option<&str> {
    let text = trimmed.strip_prefix(['*', '-', '+']).or_else(|| {
        let digits = trimmed.trim_start_matches(|letter: char| letter.is_ascii_digit());
        (digits.len() < trimmed.len()).then(|| digits.strip_prefix('.')).flatten()
    })?;
    text.starts_with([' ', '\t']).then(|| text.trim())
}

fn bullet(content: &str, indent: usize, line: usize) -> Bullet<'_> {
    let parts =
        content.strip_prefix('[').and_then(|rest| rest.rsplit_once("](")).and_then(|(title, target)| {
            target.strip_suffix(')').map(|target| (title, target.split(' ').next().unwrap_or_default()))
        });
    match parts {
        Some((title, target)) => {
            let target = target.trim_start_matches('<').trim_end_matches('>');
            Bullet { indent, title: Some(title), target: Some(target), line }
        }
        None if content.contains('*') => Bullet { indent, title: None, target: Some(content), line },
        None => Bullet { indent, title: Some(content), target: None, line },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_of_the_last_list_count() {
        let text = "# Nav\n\n* [No](no.md)\n\ntext\n\n* [A](a.md)\n* B\n    * [C](c/ \"t\")\n    * *.md\n1. [D](<d.md>)\n";
        let found: Vec<_> = bullets(text).iter().map(|b| (b.indent, b.title, b.target)).collect();
        let expected = [
            (0, Some("A"), Some("a.md")),
            (0, Some("B"), None),
            (4, Some("C"), Some("c/")),
            (4, None, Some("*.md")),
            (0, Some("D"), Some("d.md")),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_mark_chooses_the_list() {
        let text = "* [No](no.md)\n\n<!--nav-->\n\n* [A](a.md)\n\nx\n\n* [B](b.md)\n";
        assert_eq!(bullets(text)[0].target, Some("a.md"));
    }
}

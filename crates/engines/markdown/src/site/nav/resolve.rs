//! From written entries to pages of the site.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::folders::Folder;
use super::written::{Target, Written};
use super::{Item, awesome, literate};
use crate::site::config::{Config, Level};
use crate::site::documents::{Document, Documents, Inclusion};
use crate::site::finding::Finding;
use crate::site::path;
use crate::site::tree::Tree;

/// What the navigation is made from.
pub(in crate::site) struct Given<'g> {
    pub tree: &'g Tree,
    pub config: &'g Config,
    pub documents: &'g Documents,
    /// `nav` with the entries of included sites, if there is one.
    pub nav: Option<&'g [Written]>,
    /// Positions of the pages by their paths.
    positions: HashMap<&'g str, usize>,
    assets: HashSet<&'g str>,
    /// For each folder that holds something, a page that lies in it or in a folder of it.
    folders: HashMap<&'g str, usize>,
}

impl<'g> Given<'g> {
    pub(in crate::site) fn new(
        tree: &'g Tree,
        config: &'g Config,
        documents: &'g Documents,
        nav: Option<&'g [Written]>,
    ) -> Self {
        let mut positions = HashMap::new();
        let mut folders = HashMap::new();
        for (index, page) in documents.pages.iter().enumerate() {
            positions.insert(page.path.as_str(), index);
            let mut folder = path::folder(&page.path);
            while !folder.is_empty() && folders.insert(folder, index).is_none() {
                folder = path::folder(folder);
            }
        }
        let assets = documents.assets.iter().map(|asset| asset.path.as_str()).collect();
        Self { tree, config, documents, nav, positions, assets, folders }
    }

    pub(super) fn pages(&self) -> &[Document] {
        &self.documents.pages
    }

    pub(super) fn page(&self, path: &str) -> Option<usize> {
        self.positions.get(path).copied()
    }

    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.folders.contains_key(path)
    }

    /// The text of a file in a folder of the site, which need not be part of it, with its path from the opened folder.
    pub(super) fn text(&self, folder: &str, name: &str) -> Option<(String, Arc<str>)> {
        // Beside the sources of that folder, which in a site of several sites lie elsewhere.
        let source_folder = match self.folders.get(folder) {
            Some(&page) => {
                let page = &self.documents.pages[page];
                let below = page.path.get(folder.len()..)?;
                page.source.strip_suffix(below)?.to_owned()
            }
            None => path::join(&self.config.docs_dir, folder)?,
        };
        let source = path::join(&source_folder, name)?;
        self.tree.text(&source).map(|text| (source, text.clone()))
    }
}

/// Makes the navigation.
pub(in crate::site) fn resolve(given: &Given<'_>, findings: &mut Vec<Finding>) -> Vec<Item> {
    let mut resolver = Resolver::new(given);
    if let Some(options) = &given.config.plugins.literate_nav
        && let Some(items) = literate::resolve(given, options, findings)
    {
        resolver.note_named(&items);
        resolver.report_omitted(findings);
        return items;
    }
    let Some(nav) = given.nav.filter(|nav| !nav.is_empty()) else {
        let folder = Folder::of(given.pages(), &|_| false);
        return match &given.config.plugins.awesome_pages {
            Some(options) => awesome::arrange(given, options, &folder, findings),
            None => folder.items(),
        };
    };
    let mut items = resolver.items(nav, findings);
    if given.config.plugins.awesome_pages.is_some() {
        resolver.rest(&mut items);
    }
    resolver.report_omitted(findings);
    items
}

struct Resolver<'g> {
    given: &'g Given<'g>,
    named: Vec<bool>,
}

impl<'g> Resolver<'g> {
    fn new(given: &'g Given<'g>) -> Self {
        Self { given, named: vec![false; given.documents.pages.len()] }
    }

    fn items(&mut self, nav: &[Written], findings: &mut Vec<Finding>) -> Vec<Item> {
        let mut items = Vec::with_capacity(nav.len());
        for entry in nav {
            items.push(match &entry.target {
                Target::Section(inner) => Item::Section {
                    title: entry.title.clone().unwrap_or_default(),
                    items: self.items(inner, findings),
                },
                Target::Path(target) => self.item(entry, target, findings),
            });
        }
        items
    }

    fn item(&mut self, entry: &Written, target: &str, findings: &mut Vec<Finding>) -> Item {
        // Source: `PurePath.as_posix`, which drops `./` and double slashes and keeps `..`.
        let parts = target.split('/').filter(|part| !part.is_empty() && *part != ".");
        let normal = parts.collect::<Vec<_>>().join("/");
        if let Some(page) = self.given.page(&normal).filter(|_| !target.starts_with('/')) {
            self.named[page] = true;
            return Item::Page { title: entry.title.clone(), page };
        }
        let is_asset = self.given.assets.contains(normal.as_str());
        if !is_asset && !self.is_rest(target) {
            self.report_missing(entry.line, target, findings);
        }
        Item::Link { title: entry.title.clone(), url: if is_asset { normal } else { target.to_owned() } }
    }

    fn is_rest(&self, target: &str) -> bool {
        self.given.config.plugins.awesome_pages.is_some() && awesome::Rest::read(target).is_some()
    }

    fn report_missing(&self, line: usize, target: &str, findings: &mut Vec<Finding>) {
        let validation = &self.given.config.validation;
        let (level, message) = if is_external(target) {
            return;
        } else if target.starts_with('/') {
            (
                validation.nav_absolute_links,
                format!("nav: '{target}' is an absolute path, which leads out of the site"),
            )
        } else {
            (validation.nav_not_found, format!("nav: '{target}' is not among the files of the docs folder"))
        };
        report(level, &self.given.config.file, Some(line), message, findings);
    }

    fn note_named(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Page { page, .. } => self.named[*page] = true,
                Item::Link { .. } => {}
                Item::Section { items, .. } => self.note_named(items),
            }
        }
    }

    /// Puts the pages that nothing names where `...` stands.
    fn rest(&mut self, items: &mut Vec<Item>) {
        let folder = Folder::of(self.given.pages(), &|page| self.named[page]);
        awesome::fill(items, self.given.pages(), &folder);
        let filled = items.clone();
        self.note_named(&filled);
    }

    fn report_omitted(&self, findings: &mut Vec<Finding>) {
        for (page, is_named) in self.given.pages().iter().zip(&self.named) {
            if !is_named && page.inclusion != Inclusion::NotInNav {
                let message = "is in the docs folder and not in the navigation";
                report(self.given.config.validation.nav_omitted_files, &page.source, None, message, findings);
            }
        }
    }
}

/// Whether an address names its scheme or host. Source: Python's `urlsplit`.
pub(in crate::site) fn is_external(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
}

fn report(
    level: Level,
    file: &str,
    line: Option<usize>,
    message: impl Into<String>,
    findings: &mut Vec<Finding>,
) {
    if let Some(severity) = level.severity() {
        findings.push(Finding { severity, file: file.to_owned(), line, message: message.into() });
    }
}

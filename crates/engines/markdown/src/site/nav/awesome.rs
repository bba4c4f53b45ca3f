//! The basics of the plugin `awesome-pages`: a file `.pages` in a folder says its title, its order, what is hidden, and
//! where the rest goes. Written from the plugin's behaviour; patterns of the kind `regex=` are not supported.

use std::cmp::Ordering;

use globset::{GlobBuilder, GlobMatcher};

use super::Item;
use super::folders::Folder;
use super::resolve::Given;
use crate::site::config::AwesomePages;
use crate::site::documents::Document;
use crate::site::finding::Finding;
use crate::site::node::{self, Node, Value};
use crate::site::path;

/// An entry `...`: the place of everything that is not named.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    /// Pages only, without their folders.
    is_flat: bool,
    pattern: Option<GlobMatcher>,
}

impl Rest {
    /// Reads `...`, `... | flat`, `... | a*.md`, `... | glob=a*.md` and their mixtures.
    pub(super) fn read(entry: &str) -> Option<Self> {
        let mut rest = Self { is_flat: false, pattern: None };
        for part in entry.strip_prefix("...")?.split('|').map(str::trim).filter(|part| !part.is_empty()) {
            if part == "flat" {
                rest.is_flat = true;
            } else {
                let glob = GlobBuilder::new(part.strip_prefix("glob=").unwrap_or(part))
                    .literal_separator(true)
                    .build();
                rest.pattern = Some(glob.ok()?.compile_matcher());
            }
        }
        Some(rest)
    }

    fn fits(&self, path: &str) -> bool {
        self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(path))
    }
}

/// Puts what `folder` holds in the place of the entries `...` of a written navigation. Patterns are asked first.
pub(super) fn fill(items: &mut Vec<Item>, pages: &[Document], folder: &Folder) {
    let mut rests = Vec::new();
    find(items, &mut rests);
    rests.sort_by_key(|(_, rest)| rest.pattern.is_none());
    let mut taken = vec![false; pages.len()];
    let filled: Vec<(String, Vec<Item>)> = rests
        .into_iter()
        .map(|(text, rest)| {
            let fitting = fitting(&rest, folder, pages, &mut taken);
            (text, fitting)
        })
        .collect();
    put(items, &filled);
}

fn find(items: &[Item], rests: &mut Vec<(String, Rest)>) {
    for item in items {
        match item {
            Item::Link { title: None, url } => rests.extend(Rest::read(url).map(|rest| (url.clone(), rest))),
            Item::Section { items, .. } => find(items, rests),
            _ => {}
        }
    }
}

fn fitting(rest: &Rest, folder: &Folder, pages: &[Document], taken: &mut [bool]) -> Vec<Item> {
    let mut items = Vec::new();
    for &page in &folder.pages {
        if !taken[page] && rest.fits(&pages[page].path) {
            taken[page] = true;
            items.push(Item::Page { title: None, page });
        }
    }
    for inner in &folder.folders {
        let found = fitting(rest, inner, pages, taken);
        if rest.is_flat {
            items.extend(found);
        } else if !found.is_empty() {
            items.push(Item::Section { title: path::title_of(path::name(&inner.path)), items: found });
        }
    }
    items
}

fn put(items: &mut Vec<Item>, filled: &[(String, Vec<Item>)]) {
    let old = std::mem::take(items);
    for item in old {
        match item {
            Item::Link { title: None, url } if Rest::read(&url).is_some() => {
                let found = filled.iter().find(|(text, _)| *text == url);
                items.extend(found.map(|(_, found)| found.clone()).unwrap_or_default());
            }
            Item::Section { title, items: mut inner } => {
                put(&mut inner, filled);
                items.push(Item::Section { title, items: inner });
            }
            other => items.push(other),
        }
    }
}

/// The navigation of the folders, arranged by their `.pages`.
pub(super) fn arrange(
    given: &Given<'_>,
    options: &AwesomePages,
    folder: &Folder,
    findings: &mut Vec<Finding>,
) -> Vec<Item> {
    let mut arranger = Arranger { given, options, findings };
    let meta = arranger.meta(folder);
    arranger.folder(folder, &meta, options.collapse_single_pages)
}

/// What a `.pages` says.
#[derive(Default)]
struct Meta {
    file: String,
    node: Option<Node>,
}

impl Meta {
    fn get(&self, key: &str) -> Option<&Node> {
        self.node.as_ref().and_then(|node| node.get(key))
    }

    fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key)?.value {
            Value::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        self.get(key).and_then(Node::text)
    }

    /// `nav`, or the older `arrange`, which implies `...` at its end.
    fn nav(&self) -> Option<Vec<Node>> {
        if let Some(nav) = self.get("nav") {
            return Some(nav.items().to_vec());
        }
        let mut nav = self.get("arrange")?.items().to_vec();
        if !nav.iter().any(|node| node.text().is_some_and(|text| text.starts_with("..."))) {
            nav.push(Node { value: Value::Text("...".to_owned()), line: 0, tag: None });
        }
        Some(nav)
    }
}

/// A child of a folder by the name that `.pages` knows it by.
struct Child {
    name: String,
    item: Item,
}

struct Arranger<'a> {
    given: &'a Given<'a>,
    options: &'a AwesomePages,
    findings: &'a mut Vec<Finding>,
}

impl Arranger<'_> {
    fn meta(&mut self, folder: &Folder) -> Meta {
        let Some((file, text)) = self.given.text(&folder.path, &self.options.filename) else {
            return Meta::default();
        };
        match node::read(&file, &text) {
            Ok(node) => Meta { file, node: Some(node) },
            Err(refusal) => {
                self.findings.push(Finding::warning(&refusal.file, refusal.line, refusal.message));
                Meta::default()
            }
        }
    }

    fn folder(&mut self, folder: &Folder, meta: &Meta, collapses: bool) -> Vec<Item> {
        let mut children: Vec<Child> = Vec::new();
        for &page in &folder.pages {
            let name = path::name(&self.given.pages()[page].path).to_owned();
            children.push(Child { name, item: Item::Page { title: None, page } });
        }
        for inner in &folder.folders {
            children.extend(self.section(inner, collapses));
        }
        self.order(&mut children, meta);
        match meta.nav() {
            Some(nav) => {
                let mut children: Vec<Option<Child>> = children.into_iter().map(Some).collect();
                let mut items = self.named(&nav, &mut children, &meta.file);
                fill_children(&mut items, &mut children);
                items
            }
            None => children.into_iter().map(|child| child.item).collect(),
        }
    }

    fn section(&mut self, folder: &Folder, collapses: bool) -> Option<Child> {
        let meta = self.meta(folder);
        if meta.flag("hide") == Some(true) {
            return None;
        }
        let collapses = meta.flag("collapse_single_pages").unwrap_or(collapses);
        let mut items = self.folder(folder, &meta, collapses);
        let name = path::name(&folder.path).to_owned();
        let title = meta.text("title").unwrap_or_else(|| path::title_of(&name));
        let item = match items.len() {
            0 => return None,
            1 if meta.flag("collapse").unwrap_or(collapses) => items.remove(0),
            _ => Item::Section { title, items },
        };
        Some(Child { name, item })
    }

    fn order(&self, children: &mut [Child], meta: &Meta) {
        let (order, sort_type) = (meta.text("order"), meta.text("sort_type"));
        if order.is_none() && sort_type.is_none() && self.options.sorting.is_none() {
            return;
        }
        let default = self.options.sorting.unwrap_or_default();
        let is_natural = sort_type.map_or(default.is_natural, |sort| sort == "natural");
        let ignores_case = meta.flag("ignore_case").unwrap_or(default.ignores_case);
        let is_descending = order.map_or(default.is_descending, |order| order == "desc");
        children.sort_by(|one, other| {
            let fold = |name: &str| if ignores_case { name.to_lowercase() } else { name.to_owned() };
            let (one, other) = (fold(&one.name), fold(&other.name));
            let ordering = if is_natural { natural(&one, &other) } else { one.cmp(&other) };
            if is_descending { ordering.reverse() } else { ordering }
        });
    }

    /// The entries that `nav` names, taken out of the children. Entries `...` stay as links for later.
    fn named(&mut self, nav: &[Node], children: &mut [Option<Child>], file: &str) -> Vec<Item> {
        let mut items = Vec::new();
        for node in nav {
            if let Some(text) = node.text() {
                if text.starts_with("...") {
                    items.push(Item::Link { title: None, url: text });
                } else if let Some(child) = take(children, &text) {
                    items.push(child.item);
                } else {
                    let message = format!("'{text}' is not in this folder");
                    self.findings.push(Finding::warning(file, Some(node.line), message));
                }
                continue;
            }
            for (title, target) in node.entries() {
                if !target.items().is_empty() {
                    let inner = self.named(target.items(), children, file);
                    items.push(Item::Section { title: title.clone(), items: inner });
                } else if let Some(target) = target.text() {
                    items.push(match take(children, &target).map(|child| child.item) {
                        Some(Item::Page { page, .. }) => Item::Page { title: Some(title.clone()), page },
                        Some(Item::Section { items, .. }) => Item::Section { title: title.clone(), items },
                        Some(Item::Link { url, .. }) => Item::Link { title: Some(title.clone()), url },
                        None => Item::Link { title: Some(title.clone()), url: target },
                    });
                }
            }
        }
        items
    }
}

fn take(children: &mut [Option<Child>], name: &str) -> Option<Child> {
    children.iter_mut().find(|child| child.as_ref().is_some_and(|child| child.name == name))?.take()
}

/// Puts the children that are left in the place of `...`; those of a pattern first.
fn fill_children(items: &mut Vec<Item>, children: &mut [Option<Child>]) {
    let mut rests = Vec::new();
    find(items, &mut rests);
    rests.sort_by_key(|(_, rest)| rest.pattern.is_none());
    let mut filled = Vec::new();
    for (text, rest) in rests {
        let mut found = Vec::new();
        for child in children.iter_mut() {
            if child.as_ref().is_some_and(|child| rest.fits(&child.name)) {
                found.extend(child.take().map(|child| child.item));
            }
        }
        filled.push((text, found));
    }
    put(items, &filled);
}

/// Compares with runs of digits as numbers: `2` before `10`.
fn natural(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one, other);
    loop {
        let (Some(first), Some(second)) = (one.chars().next(), other.chars().next()) else {
            return one.len().cmp(&other.len());
        };
        if first.is_ascii_digit() && second.is_ascii_digit() {
            let (number, rest) = digits(one);
            let (other_number, other_rest) = digits(other);
            let ordering = number.len().cmp(&other_number.len()).then_with(|| number.cmp(other_number));
            if ordering != Ordering::Equal {
                return ordering;
            }
            (one, other) = (rest, other_rest);
        } else if first == second {
            (one, other) = (&one[first.len_utf8()..], &other[second.len_utf8()..]);
        } else {
            return first.cmp(&second);
        }
    }
}

/// A run of digits without its leading zeros, and what follows.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

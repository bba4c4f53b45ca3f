//! Headings: their ids, their links to themselves, and the table of contents.

use super::slug::{Ids, slugify, unique};
use crate::element::{Element, Text};
use crate::extensions::{Feature, Permalink, Toc};
use crate::marker::AMPERSAND;
use crate::page::Heading;
use crate::plain;
use crate::work::Work;

/// Gives headings ids and links, and replaces the marker. Returns the headings as a tree.
pub(crate) fn run(root: &mut Element, work: &Work<'_>) -> Vec<Heading> {
    if !work.extensions.has(Feature::Toc) {
        return Vec::new();
    }
    let settings = &work.extensions.toc;
    let mut used = Ids::of(root);
    let mut headings = Vec::new();
    root.walk(&mut |element| {
        if let Some(level) = element.heading_level() {
            headings.extend(heading(element, level, &mut used, work));
        }
    });
    let tree = nest(headings);
    if !settings.marker.is_empty() {
        replace_marker(root, &tree, settings);
    }
    tree
}

const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

fn heading(element: &mut Element, level: u8, used: &mut Ids, work: &Work<'_>) -> Option<Heading> {
    let settings = &work.extensions.toc;
    let level = (level + settings.base_level - 1).min(6);
    element.tag = TAGS[usize::from(level - 1)].into();
    let mut title = plain::title(element, &work.stash);
    let id = match element.get("id") {
        Some(id) => plain::text(id, &work.stash),
        None => unique(&slugify(&title, settings.slug, &settings.separator), used),
    };
    element.set("id", id.clone());
    if let Some(label) = element.remove("data-toc-label") {
        title = plain::text(&label, &work.stash);
    }
    if settings.anchor_link {
        let mut link = Element::new("a").with("class", "toclink").with("href", format!("#{id}"));
        link.text = std::mem::take(&mut element.text);
        link.children = std::mem::take(&mut element.children);
        element.push(link);
    }
    add_permalink(element, &id, settings);
    let (top, bottom) = settings.depth;
    (top..=bottom).contains(&level).then(|| Heading { level, id, title, children: Vec::new() })
}

fn add_permalink(element: &mut Element, id: &str, settings: &Toc) {
    let text = match &settings.permalink {
        Permalink::None => return,
        Permalink::Pilcrow => format!("{AMPERSAND}para;"),
        Permalink::Text(text) => text.clone(),
    };
    let mut link =
        Element::new("a").with("class", settings.permalink_class.clone()).with("href", format!("#{id}"));
    if !settings.permalink_title.is_empty() {
        link.set("title", settings.permalink_title.clone());
    }
    link.text = Text::atomic(text);
    if settings.permalink_leading {
        link.tail = std::mem::take(&mut element.text);
        element.children.insert(0, link);
    } else {
        element.push(link);
    }
}

/// Makes a tree of headings by their levels. Levels may be left out and may go back at will.
fn nest(headings: Vec<Heading>) -> Vec<Heading> {
    let mut tree: Vec<Heading> = Vec::new();
    // The open headings, outermost first.
    let mut open: Vec<Heading> = Vec::new();
    for heading in headings {
        while open.last().is_some_and(|last| last.level >= heading.level) {
            close(&mut open, &mut tree);
        }
        open.push(heading);
    }
    while !open.is_empty() {
        close(&mut open, &mut tree);
    }
    tree
}

fn close(open: &mut Vec<Heading>, tree: &mut Vec<Heading>) {
    let Some(heading) = open.pop() else { return };
    match open.last_mut() {
        Some(parent) => parent.children.push(heading),
        None => tree.push(heading),
    }
}

/// Replaces paragraphs that hold nothing but the marker.
fn replace_marker(parent: &mut Element, tree: &[Heading], settings: &Toc) {
    for child in &mut parent.children {
        if child.heading_level().is_some() || child.is_one_of(&["pre", "code"]) {
            continue;
        }
        if child.children.is_empty() && child.text.content.trim() == settings.marker {
            let tail = std::mem::take(&mut child.tail);
            *child = Element { tail, ..contents(tree, settings) };
        } else {
            replace_marker(child, tree, settings);
        }
    }
}

fn contents(tree: &[Heading], settings: &Toc) -> Element {
    let mut block = Element::new("div").with("class", settings.class.clone());
    if !settings.title.is_empty() {
        let title = Element::new("span").with("class", "toctitle");
        block.push(Element { text: Text::atomic(settings.title.clone()), ..title });
    }
    block.push(list(tree));
    block
}

fn list(headings: &[Heading]) -> Element {
    let mut list = Element::new("ul");
    for heading in headings {
        let item = list.push(Element::new("li"));
        let link = Element::new("a").with("href", format!("#{}", heading.id));
        item.push(Element {
            text: Text::atomic(heading.title.replace('&', &format!("{AMPERSAND}amp;"))),
            ..link
        });
        if !heading.children.is_empty() {
            item.push(self::list(&heading.children));
        }
    }
    list
}

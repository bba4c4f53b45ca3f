//! The list of footnotes at the end of a page.

use crate::block;
use crate::element::{Element, Text};
use crate::extensions::Feature;
use crate::marker::AMPERSAND;
use crate::work::Work;

/// Adds the list, before the inline stage, so that footnotes can hold markup.
pub(crate) fn add(root: &mut Element, work: &mut Work<'_>) {
    if work.footnotes.is_empty() || !work.extensions.has(Feature::Footnotes) {
        return;
    }
    let list = list(work);
    let marker = work.extensions.footnotes.marker.clone();
    if let Some(list) = place(root, list, &marker) {
        root.push(list);
    }
}

fn list(work: &mut Work<'_>) -> Element {
    let mut block = Element::new("div").with("class", "footnote");
    block.push(Element::new("hr"));
    let separator = work.extensions.footnotes.separator.clone();
    let mut list = Element::new("ol");
    let mut at = 0;
    // Footnotes may define footnotes.
    while at < work.footnotes.len() {
        let footnote = work.footnotes[at].clone();
        let mut item = Element::new("li").with("id", format!("fn{separator}{}", footnote.id));
        let mut parent = Element::new("div");
        block::parse_into(&footnote.text, &mut parent, work);
        item.children = parent.children;
        add_backlink(&mut item, &footnote.id, at + 1, work);
        list.push(item);
        at += 1;
    }
    block.push(list);
    block
}

fn add_backlink(item: &mut Element, id: &str, number: usize, work: &Work<'_>) {
    let settings = &work.extensions.footnotes;
    let title = settings.backlink_title.replace("%d", "{}").replace("{}", &number.to_string());
    let link = Element::new("a")
        .with("class", "footnote-backref")
        .with("href", format!("#fnref{}{id}", settings.separator))
        .with("title", title);
    let text = settings.backlink.replace('&', AMPERSAND);
    let link = Element { text: Text::atomic(text), ..link };
    match item.children.last_mut() {
        Some(last) if last.is("p") => {
            let space = format!("{AMPERSAND}#160;");
            match last.children.last_mut() {
                Some(child) => child.tail.content.push_str(&space),
                None => last.text.content.push_str(&space),
            }
            last.push(link);
        }
        Some(_) => {
            item.push(Element::new("p")).push(link);
        }
        None => {}
    }
}

/// Puts the list in place of its marker. Returns it when there is none.
fn place(parent: &mut Element, list: Element, marker: &str) -> Option<Element> {
    if marker.is_empty() {
        return Some(list);
    }
    let mut list = list;
    for at in 0..parent.children.len() {
        if parent.children[at].text.content.contains(marker) {
            let tail = std::mem::take(&mut parent.children[at].tail);
            parent.children[at] = Element { tail, ..list };
            return None;
        }
        if parent.children[at].tail.content.contains(marker) {
            parent.children[at].tail = Text::default();
            parent.children.insert(at + 1, list);
            return None;
        }
        list = place(&mut parent.children[at], list, marker)?;
    }
    Some(list)
}

/// Adds a link back for each further reference, after the inline stage has counted them, and puts the list in
/// the order of references when it shall be.
pub(crate) fn finish(root: &mut Element, work: &Work<'_>) {
    if work.footnotes.is_empty() {
        return;
    }
    root.walk(&mut |element| {
        if !(element.is("div") && element.get("class") == Some("footnote")) {
            return;
        }
        let Some(list) = element.children.iter_mut().find(|child| child.is("ol")) else { return };
        for (footnote, item) in work.footnotes.iter().zip(&mut list.children) {
            if footnote.references > 1 {
                add_more_links(item, footnote.references, &work.extensions.footnotes.separator);
            }
        }
        if !work.extensions.footnotes.by_definition {
            reorder(list, work);
        }
    });
}

fn add_more_links(item: &mut Element, count: usize, separator: &str) {
    let mut link = None;
    item.walk(&mut |element| {
        if link.is_none() && element.is("a") && element.get("class") == Some("footnote-backref") {
            link = Some(element.clone());
        }
    });
    let (Some(link), Some(last)) = (link, item.children.last_mut()) else { return };
    let rest = link.get("href").and_then(|href| href.split_once(separator)).map(|(_, rest)| rest.to_owned());
    let Some(rest) = rest else { return };
    for number in 2..=count {
        let mut more = link.clone();
        more.set("href", format!("#fnref{number}{separator}{rest}"));
        last.push(more);
    }
}

fn reorder(list: &mut Element, work: &Work<'_>) {
    let mut items: Vec<(usize, Element)> =
        std::mem::take(&mut list.children).into_iter().enumerate().collect();
    items.sort_by_key(|(index, _)| work.footnote_order.get_index_of(index).unwrap_or(usize::MAX));
    list.children = items.into_iter().map(|(_, item)| item).collect();
}

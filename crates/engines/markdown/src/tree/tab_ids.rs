//! Ids of tabs that are made from their labels.

use super::slug::{Ids, slugify, unique};
use crate::element::Element;
use crate::plain;
use crate::work::Work;

pub(crate) fn run(root: &mut Element, work: &Work<'_>) {
    let Some(slug) = work.extensions.tab_slugs else { return };
    let mut used = Ids::of(root);
    root.walk(&mut |element| {
        if !element.has_class("tabbed-set") {
            return;
        }
        let labels: Vec<String> =
            labels(element).iter().map(|label| plain::title(label, &work.stash)).collect();
        let ids: Vec<String> =
            labels.iter().map(|label| unique(&slugify(label, slug, "-"), &mut used)).collect();
        for (input, id) in element.children.iter_mut().filter(|child| child.is("input")).zip(&ids) {
            input.set("id", id.clone());
        }
        let holder = match element.children.iter().position(|child| child.has_class("tabbed-labels")) {
            Some(at) => &mut element.children[at],
            None => element,
        };
        for (label, id) in holder.children.iter_mut().filter(|child| child.is("label")).zip(&ids) {
            label.set("for", id.clone());
        }
    });
}

fn labels(set: &Element) -> Vec<&Element> {
    let holder = set.children.iter().find(|child| child.has_class("tabbed-labels")).unwrap_or(set);
    holder.children.iter().filter(|child| child.is("label")).collect()
}

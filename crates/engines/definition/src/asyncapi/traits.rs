//! Traits: what several operations or messages have in common, merged into each of them (JSON Merge Patch, RFC 7396).
//!
//! In version 2 a trait goes before what the operation says itself, in version 3 it is the other way round. Works on the
//! tree, before anything is read from it.

use std::borrow::Cow;

use crate::document::{Data, Mapping, Node};
use crate::limits::Limits;
use crate::problem::Problems;
use crate::reader::target;

/// Keys whose values are data or schemas, where `traits` is just a word.
const DATA: [&str; 10] = [
    "payload", "headers", "schemas", "schema", "examples", "example", "default", "const", "enum", "bindings",
];

/// Merges all traits into what they belong to.
pub(super) fn apply(root: &mut Node<'_>, trait_wins: bool, limits: &Limits, problems: &mut Problems) {
    // References are followed in the document as it was written.
    let written = root.clone();
    let mut merger = Merger { written: &written, trait_wins, left: limits.nodes, hops: limits.hops };
    merger.walk(root);
    if merger.left == 0 {
        problems.whole(format!("traits expand to too much (limit {}); some are not shown", limits.nodes));
    }
}

/// Whether there is anything to merge.
pub(super) fn has_traits(root: &Node<'_>) -> bool {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.data {
            Data::List(items) => open.extend(items),
            Data::Mapping(mapping) => {
                if mapping.get("traits").is_some_and(|traits| traits.list().is_some()) {
                    return true;
                }
                open.extend(mapping.iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    false
}

struct Merger<'w, 't> {
    written: &'w Node<'t>,
    trait_wins: bool,
    left: usize,
    hops: usize,
}

impl<'t> Merger<'_, 't> {
    /// Recursion is bounded by the depth of the document.
    fn walk(&mut self, node: &mut Node<'t>) {
        match &mut node.data {
            Data::List(items) => {
                for item in items {
                    self.walk(item);
                }
            }
            Data::Mapping(mapping) => {
                if let Some(Node { data: Data::List(traits), .. }) = mapping.remove("traits") {
                    self.merge_traits(mapping, &traits);
                }
                for (key, value) in mapping.iter_mut() {
                    if !DATA.contains(&key) {
                        self.walk(value);
                    }
                }
            }
            _ => {}
        }
    }

    fn merge_traits(&mut self, own: &mut Mapping<'t>, traits: &[Node<'t>]) {
        let mut merged = Mapping::default();
        for node in traits {
            let Some(source) = self.resolved(node) else {
                continue;
            };
            let size = source.size(self.left.saturating_add(1));
            if let Data::Mapping(source) = &source.data
                && size < self.left
            {
                patch(&mut merged, source);
            }
            self.left = self.left.saturating_sub(size);
        }
        if self.trait_wins {
            patch(own, &merged);
        } else {
            patch(&mut merged, own);
            *own = merged;
        }
    }

    /// The trait itself, or what it refers to in the document.
    fn resolved<'n>(&'n self, node: &'n Node<'t>) -> Option<&'n Node<'t>> {
        let mut node = node;
        for _ in 0..self.hops {
            let Some(reference) = node.get("$ref").and_then(Node::text) else {
                return Some(node);
            };
            node = target::walk(self.written, reference.strip_prefix('#')?)?;
        }
        None
    }
}

/// What the patch says replaces what was there; mappings are merged entry by entry, and null takes away.
fn patch<'t>(target: &mut Mapping<'t>, source: &Mapping<'t>) {
    for (key, value) in source.iter() {
        match (&value.data, target.get_mut(key)) {
            (Data::Null, _) => {
                target.remove(key);
            }
            (Data::Mapping(deeper), Some(Node { data: Data::Mapping(own), .. })) => patch(own, deeper),
            (_, Some(own)) => *own = value.clone(),
            (_, None) => {
                target.insert(Cow::Owned(key.to_owned()), value.clone());
            }
        }
    }
}

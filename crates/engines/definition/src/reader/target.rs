//! Where references inside a document lead.
//!
//! JSON pointers in fragments (RFC 6901, section 6), and the names that JSON Schema gives with `$anchor` and `$id`.
//! References to other documents lead nowhere: an engine fetches nothing.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use crate::document::{Data, Node};
use crate::reader::Reader;

impl<'d> Reader<'d> {
    /// The node that a reference means, or why there is none.
    pub(crate) fn target(&mut self, reference: &'d str) -> Result<&'d Node<'d>, Lost> {
        let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = if document.is_empty() {
            self.root
        } else {
            self.named(document).ok_or_else(|| Lost::Elsewhere(reference.to_owned()))?
        };
        if fragment.is_empty() {
            return Ok(base);
        }
        if fragment.starts_with('/') {
            return walk(base, fragment).ok_or_else(|| Lost::Nowhere(format!("nothing is at `{reference}`")));
        }
        self.named(fragment).ok_or_else(|| Lost::Nowhere(format!("nothing has the name `{reference}`")))
    }

    fn named(&mut self, name: &str) -> Option<&'d Node<'d>> {
        let root = self.root;
        self.named.get_or_insert_with(|| names(root)).get(name).copied()
    }
}

/// Why a reference leads nowhere.
pub(crate) enum Lost {
    /// To another file, by its reference.
    Elsewhere(String),
    /// To nothing, in words.
    Nowhere(String),
}

/// The node at a JSON pointer below another one.
pub(crate) fn walk<'n, 't>(base: &'n Node<'t>, pointer: &str) -> Option<&'n Node<'t>> {
    let mut node = base;
    for step in pointer.split('/').skip(1) {
        node = match &node.data {
            Data::List(items) => items.get(step.parse::<usize>().ok()?)?,
            // Authors also write keys with `%` or `~` unescaped.
            Data::Mapping(mapping) => mapping.get(&unescaped(step)).or_else(|| mapping.get(step))?,
            _ => return None,
        };
    }
    Some(node)
}

fn unescaped(step: &str) -> Cow<'_, str> {
    if !step.contains(['%', '~']) {
        return Cow::Borrowed(step);
    }
    Cow::Owned(percent_decoded(step).replace("~1", "/").replace("~0", "~"))
}

/// `%2F` and its like as characters; a text that is no text then stays as it is.
pub(super) fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// All names that the document gives to its parts, the first of each.
fn names<'d>(root: &'d Node<'d>) -> HashMap<&'d str, &'d Node<'d>> {
    let (mut names, mut open) = (HashMap::new(), vec![root]);
    while let Some(node) = open.pop() {
        match &node.data {
            Data::List(items) => open.extend(items.iter().rev()),
            Data::Mapping(mapping) => {
                for key in ["$anchor", "$dynamicAnchor", "$id"] {
                    if let Some(name) = mapping.get(key).and_then(Node::text) {
                        names.entry(name.trim_start_matches('#')).or_insert(node);
                    }
                }
                let values: Vec<_> = mapping.iter().map(|(_, value)| value).collect();
                open.extend(values.into_iter().rev());
            }
            _ => {}
        }
    }
    names
}

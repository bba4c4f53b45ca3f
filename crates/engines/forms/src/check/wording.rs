//! `errorMessage`: what a template wants to have said in place of the usual words.
//!
//! Of `ajv-errors`, which the stock front end has on, this is the part that words a message: for a whole schema, for a
//! keyword, for a property, and for names that are required. Where an error is stays as it is.

use super::{Breach, schema_at};
use crate::node::Node;

/// Puts the template's words in.
pub(super) fn apply(breach: &mut Breach, root: &Node) {
    let (above, name) = match breach.pointer.rsplit_once('/') {
        Some((above, name)) => (above, name.replace("~1", "/").replace("~0", "~")),
        None => ("", String::new()),
    };
    let own = schema_at(root, &breach.pointer).and_then(|schema| schema.get("errorMessage"));
    let outer = schema_at(root, above).and_then(|schema| schema.get("errorMessage"));
    let text = |node: Option<&Node>| node.and_then(Node::as_text).map(str::to_owned);
    let worded = if breach.keyword == "required" {
        let required = outer.and_then(|outer| outer.get("required"));
        text(required).or_else(|| text(required.and_then(|names| names.get(&name))))
    } else {
        text(own.and_then(|own| own.get(&breach.keyword)))
            .or_else(|| text(own))
            .or_else(|| text(outer.and_then(|outer| outer.get("properties")?.get(&name))))
    };
    if let Some(worded) = worded.or_else(|| text(outer)) {
        breach.message = worded;
    }
}

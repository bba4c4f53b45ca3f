//! Two schemas made one, the way a condition's branch is laid over what it depends on: the second wins, objects are
//! merged entry by entry, and `required` is the union.

use std::sync::Arc;

use crate::node::Node;
use crate::problem::Overrun;
use crate::run::Run;
use crate::schema;

pub(crate) fn schemas(run: &Run<'_>, under: &Node, over: &Node) -> Result<Node, Overrun> {
    let mut merged = under.entries().cloned().unwrap_or_default();
    let Some(over_entries) = over.entries() else {
        return Ok(under.clone());
    };
    run.spend(1 + over_entries.len())?;
    for (key, value) in over_entries {
        let value = match under.get(key) {
            Some(own) if value.is_object() => run.deeper(|| schemas(run, own, value))?,
            Some(Node::List(_)) if key.as_ref() == "required" && (is_object(under) || is_object(over)) => {
                union(under.get(key).and_then(Node::items), value)
            }
            _ => value.clone(),
        };
        merged.insert(Arc::clone(key), value);
    }
    Ok(Node::object(merged))
}

fn is_object(schema: &Node) -> bool {
    schema::type_of(schema) == Some("object")
}

fn union(own: Option<&[Node]>, other: &Node) -> Node {
    let (Some(own), Some(other)) = (own, other.items()) else {
        return other.clone();
    };
    let mut names: Vec<Node> = Vec::with_capacity(own.len() + other.len());
    let mut seen = std::collections::HashSet::new();
    for name in own.iter().chain(other) {
        if seen.insert(name.clone()) {
            names.push(name.clone());
        }
    }
    Node::list(names)
}

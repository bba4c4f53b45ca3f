//! Whether a form may be worked with at all: its size, its depth, its patterns, and how large it grows when every
//! reference is followed.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::limits::Limits;
use crate::node::Node;
use crate::problem::FormProblem;
use crate::run::point;

/// Different places that the references of one form may name.
const MOST_REFERENCES: usize = 100;

/// Refuses what is more than the limits allow.
pub(crate) fn within(
    pages: &[Value],
    limits: &Limits,
    place: impl Fn(usize) -> String,
) -> Result<(), FormProblem> {
    let mut measure = Measure { values: 0, patterns: BTreeSet::new(), references: BTreeSet::new() };
    for (index, page) in pages.iter().enumerate() {
        measure.add(page, limits.depth, limits, &place(index))?;
        let root = Node::from(page);
        if root.has_reference() {
            let mut sizes = HashMap::new();
            let size = grown(&root, &root, &mut sizes, 0);
            if size > limits.schema_values {
                let message = format!(
                    "grows to more than {} values when its references are followed; name fewer from within others",
                    limits.schema_values
                );
                return Err(FormProblem::new(place(index), message));
            }
        }
    }
    Ok(())
}

struct Measure<'v> {
    values: usize,
    patterns: BTreeSet<&'v str>,
    references: BTreeSet<&'v str>,
}

impl<'v> Measure<'v> {
    fn add(
        &mut self,
        value: &'v Value,
        depth: usize,
        limits: &Limits,
        pointer: &str,
    ) -> Result<(), FormProblem> {
        let refuse = |message: String| Err(FormProblem::new(pointer, message));
        let Some(depth) = depth.checked_sub(1) else {
            return refuse(format!("is nested deeper than {} levels", limits.depth));
        };
        self.values += 1;
        if self.values > limits.schema_values {
            return refuse(format!("has more than {} values", limits.schema_values));
        }
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.add(item, depth, limits, pointer)),
            Value::Object(entries) => {
                if let Some(pattern) = entries.get("pattern").and_then(Value::as_str) {
                    self.patterns.insert(pattern);
                }
                if let Some(patterns) = entries.get("patternProperties").and_then(Value::as_object) {
                    self.patterns.extend(patterns.keys().map(String::as_str));
                }
                if let Some(reference) = entries.get("$ref").and_then(Value::as_str) {
                    self.references.insert(reference);
                }
                if self.patterns.len() > limits.patterns {
                    return refuse(format!("has more than {} different patterns", limits.patterns));
                }
                if self.references.len() > MOST_REFERENCES {
                    return refuse(format!("refers to more than {MOST_REFERENCES} different places"));
                }
                entries.values().try_for_each(|item| self.add(item, depth, limits, pointer))
            }
            _ => Ok(()),
        }
    }
}

/// How many values a schema has with its references followed. A reference that leads back to itself counts once.
fn grown<'n>(root: &'n Node, node: &'n Node, sizes: &mut HashMap<&'n str, usize>, depth: usize) -> usize {
    if depth > 1_000 {
        return usize::MAX;
    }
    let mut size: usize = 1;
    if let Some(reference) = node.get("$ref").and_then(Node::as_text) {
        let known = sizes.get(reference).copied();
        let target = known.unwrap_or_else(|| {
            sizes.insert(reference, 1);
            let size = point(root, reference).map_or(1, |target| grown(root, target, sizes, depth + 1));
            sizes.insert(reference, size);
            size
        });
        size = size.saturating_add(target);
    }
    let inner: Box<dyn Iterator<Item = &'n Node>> = match node {
        Node::List(_) => Box::new(node.items().unwrap_or_default().iter()),
        _ => Box::new(node.entries().into_iter().flat_map(|entries| entries.values())),
    };
    for each in inner {
        size = size.saturating_add(grown(root, each, sizes, depth + 1));
    }
    size
}

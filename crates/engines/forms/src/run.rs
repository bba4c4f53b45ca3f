//! One evaluation of one page: what it works with, and how much of its budget is left.

use std::cell::Cell;

use serde_json::Value;

use crate::check::Checker;
use crate::limits::Limits;
use crate::node::Node;
use crate::problem::Overrun;

/// Deepest nesting of the evaluation itself, which follows references further than a schema nests.
const DEEPEST: usize = 160;

pub(crate) struct Run<'p> {
    /// The schema of the page, where references point into.
    pub root: &'p Node,
    pub checker: &'p Checker,
    pub limits: &'p Limits,
    steps: Cell<usize>,
    depth: Cell<usize>,
}

impl<'p> Run<'p> {
    pub(crate) const fn new(root: &'p Node, checker: &'p Checker, limits: &'p Limits) -> Self {
        Self { root, checker, limits, steps: Cell::new(0), depth: Cell::new(0) }
    }

    /// Takes `steps` off the budget.
    pub(crate) fn spend(&self, steps: usize) -> Result<(), Overrun> {
        let spent = self.steps.get().saturating_add(steps);
        self.steps.set(spent);
        if spent > self.limits.steps {
            return Err(Overrun { what: "steps to work out", limit: self.limits.steps });
        }
        Ok(())
    }

    /// Runs `work` one level deeper.
    pub(crate) fn deeper<T>(&self, work: impl FnOnce() -> Result<T, Overrun>) -> Result<T, Overrun> {
        let depth = self.depth.get() + 1;
        if depth > DEEPEST {
            return Err(Overrun { what: "schemas within schemas", limit: DEEPEST });
        }
        self.depth.set(depth);
        let result = self.spend(1).and_then(|()| work());
        self.depth.set(depth - 1);
        result
    }

    /// Whether a value fits a piece of the page's schema. A schema that cannot be used fits nothing.
    pub(crate) fn fits(&self, schema: &Node, value: &Value) -> Result<bool, Overrun> {
        self.spend(1)?;
        Ok(match schema {
            Node::Bool(truth) => *truth,
            _ => self.checker.fits(schema, value),
        })
    }

    /// The schema that a reference of this page names.
    pub(crate) fn definition(&self, reference: &str) -> Option<Node> {
        definition(self.root, reference, 0)
    }
}

/// Follows a reference, and the references that it leads to.
fn definition(root: &Node, reference: &str, hops: usize) -> Option<Node> {
    let found = point(root, reference)?;
    let Some(next) = found.get("$ref").and_then(Node::as_text) else {
        return Some(found.clone());
    };
    if hops == 32 {
        return None;
    }
    let target = definition(root, next, hops + 1)?;
    let mut entries = found.without(&["$ref"]).entries().cloned().unwrap_or_default();
    for (key, value) in target.entries()? {
        entries.insert(key.clone(), value.clone());
    }
    Some(Node::object(entries))
}

/// The piece of a document at `#/...`.
pub(crate) fn point<'n>(root: &'n Node, reference: &str) -> Option<&'n Node> {
    let mut node = root;
    let pointer = reference.strip_prefix('#')?;
    if pointer.is_empty() {
        return Some(node);
    }
    for segment in pointer.strip_prefix('/')?.split('/') {
        let key = decode(segment).replace("~1", "/").replace("~0", "~");
        node = match node {
            Node::List(_) => node.items()?.get(key.parse::<usize>().ok()?)?,
            _ => node.get(&key)?,
        };
    }
    Some(node)
}

/// Undoes the percent signs of a URL fragment; what is not well-formed stays.
fn decode(segment: &str) -> String {
    if !segment.contains('%') {
        return segment.to_owned();
    }
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

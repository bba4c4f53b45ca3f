//! What reading OpenAPI and AsyncAPI has in common: lenient getters, references, problems and the budget.
//!
//! Knows the tree, not what it describes.

pub(crate) mod target;

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use crate::anchor::Anchors;
use crate::document::{Node, Spot, weight};
use crate::limits::Limits;
use crate::problem::{Problem, Problems};
use crate::schema::Table;
use target::Lost;

pub(crate) struct Reader<'d> {
    pub root: &'d Node<'d>,
    pub limits: &'d Limits,
    pub problems: Problems,
    pub anchors: Anchors,
    pub schemas: Table<'d>,
    /// Names given by `$anchor`, `$dynamicAnchor` and `$id`; found when first asked for.
    named: Option<HashMap<&'d str, &'d Node<'d>>>,
    /// Values of shared examples by the address of their node.
    values: HashMap<usize, Arc<Value>>,
    left: usize,
    /// References to other files so far.
    elsewhere: usize,
}

/// References to other files that are named one by one; a definition that was never bundled has hundreds.
const NAMED_ELSEWHERE: usize = 5;

impl<'d> Reader<'d> {
    pub(crate) fn new(root: &'d Node<'d>, limits: &'d Limits, problems: Problems) -> Self {
        Self {
            root,
            limits,
            problems,
            anchors: Anchors::default(),
            schemas: Table::default(),
            named: None,
            values: HashMap::new(),
            left: limits.expansion,
            elsewhere: 0,
        }
    }

    pub(crate) fn problem(&mut self, spot: &Spot<'d, '_>, message: impl Into<String>) {
        // The pointer is only worth writing when the problem is kept.
        let pointer = if self.problems.is_full() { String::new() } else { spot.pointer() };
        let line = Some(spot.node.line);
        self.problems.push(Problem { pointer, line, column: None, message: message.into() });
    }

    /// Takes from the budget what a key costs that becomes a name.
    pub(crate) fn spend_name(&mut self, name: &str) -> bool {
        self.spend(1 + weight(name))
    }

    /// Takes from the budget; once it is gone the answer is false, and the first to find out says so.
    pub(crate) fn spend(&mut self, amount: usize) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left = self.left.saturating_sub(amount);
        if self.left == 0 {
            let limit = self.limits.expansion;
            self.problems
                .whole(format!("the definition expands to too much (limit {limit}); the rest is not shown"));
        }
        self.left > 0
    }

    /// The text of a scalar below `key`; anything else there is a problem.
    pub(crate) fn text(&mut self, spot: &Spot<'d, '_>, key: &'d str) -> Option<String> {
        let found = spot.get(key)?;
        let Some(text) = found.node.text() else {
            self.problem(&found, format!("`{key}` should be a text"));
            return None;
        };
        self.spend(weight(text)).then(|| text.to_owned())
    }

    pub(crate) fn flag(&mut self, spot: &Spot<'d, '_>, key: &'d str) -> Option<bool> {
        let found = spot.get(key)?;
        let flag = found.node.flag();
        if flag.is_none() {
            self.problem(&found, format!("`{key}` should be true or false"));
        }
        flag
    }

    /// The mapping below `key`; anything else there is a problem.
    pub(crate) fn mapping<'p>(&mut self, spot: &'p Spot<'d, 'p>, key: &'d str) -> Option<Spot<'d, 'p>> {
        let found = spot.get(key)?;
        if found.node.mapping().is_none() {
            self.problem(&found, format!("`{key}` should be a mapping"));
            return None;
        }
        Some(found)
    }

    /// The list below `key`; anything else there is a problem.
    pub(crate) fn list<'p>(&mut self, spot: &'p Spot<'d, 'p>, key: &'d str) -> Option<Spot<'d, 'p>> {
        let found = spot.get(key)?;
        if found.node.list().is_none() {
            self.problem(&found, format!("`{key}` should be a list"));
            return None;
        }
        Some(found)
    }

    /// The texts of a list. A single text counts as a list of one, which authors write.
    pub(crate) fn texts(&mut self, spot: &Spot<'d, '_>, key: &'d str) -> Vec<String> {
        let Some(found) = spot.get(key) else {
            return Vec::new();
        };
        if let Some(text) = found.node.text() {
            self.problem(&found, format!("`{key}` should be a list"));
            return vec![text.to_owned()];
        }
        let Some(found) = self.list(spot, key) else {
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in found.items() {
            match item.node.text() {
                Some(text) if !self.spend(1 + weight(text)) => break,
                Some(text) => texts.push(text.to_owned()),
                None => self.problem(&item, "a text was expected"),
            }
        }
        texts
    }

    /// A value as JSON, within the budget; shared examples are made once.
    pub(crate) fn value(&mut self, node: &'d Node<'d>) -> Arc<Value> {
        let address = std::ptr::from_ref(node).addr();
        if let Some(value) = self.values.get(&address) {
            return Arc::clone(value);
        }
        let size = node.size(self.left.saturating_add(1));
        let value = Arc::new(if self.spend(size) { node.to_value() } else { Value::Null });
        if size > 1 {
            self.values.insert(address, Arc::clone(&value));
        }
        value
    }

    /// Follows `$ref` until something else is there. Chains that end nowhere are a problem, and nothing is given.
    pub(crate) fn resolve<'p>(&mut self, spot: Spot<'d, 'p>) -> Option<Spot<'d, 'p>> {
        let mut current = spot;
        for _ in 0..self.limits.hops {
            let Some(reference) = current.node.get("$ref").and_then(Node::text) else {
                return Some(current);
            };
            match self.target(reference) {
                Ok(node) => current = Spot::at(node, reference.trim_start_matches('#')),
                Err(lost) => {
                    self.lost(&current, lost);
                    return None;
                }
            }
        }
        self.problem(&spot, "the reference leads in a circle");
        None
    }

    /// Reports a reference that leads nowhere.
    pub(crate) fn lost(&mut self, spot: &Spot<'d, '_>, lost: Lost) {
        match lost {
            Lost::Nowhere(message) => self.problem(spot, message),
            Lost::Elsewhere(reference) => {
                self.elsewhere += 1;
                if self.elsewhere <= NAMED_ELSEWHERE {
                    let message = format!(
                        "`{reference}` is in another file, which is not read; bundle the definition into one file"
                    );
                    self.problem(spot, message);
                }
            }
        }
    }

    /// All problems, at the end.
    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        if self.elsewhere > NAMED_ELSEWHERE {
            let more = self.elsewhere - NAMED_ELSEWHERE;
            self.problems.whole(format!(
                "{more} more references lead to other files; bundle the definition into one file"
            ));
        }
        self.problems.into_list()
    }

    /// Like [`Reader::resolve`], and what is found must be a mapping.
    pub(crate) fn object<'p>(&mut self, spot: Spot<'d, 'p>) -> Option<Spot<'d, 'p>> {
        let found = self.resolve(spot)?;
        if found.node.mapping().is_none() {
            self.problem(&found, "a mapping was expected");
            return None;
        }
        Some(found)
    }
}

/// The last step of a reference, as a name for people.
pub(crate) fn last_step(reference: &str) -> String {
    let last = reference.rsplit(['/', '#']).next().unwrap_or_default();
    let decoded = target::percent_decoded(last);
    decoded.replace("~1", "/").replace("~0", "~")
}

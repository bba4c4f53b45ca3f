//! The part of a configuration that a browser may see. Source: config contract, section 4: only leaves that are visible,
//! objects that keep a child, lists of visible items. What the table does not know is not visible.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::tree::{Branch, root};
use super::{Support, Visibility};

/// What is put into a page for the browser.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontendView {
    pub data: Value,
    pub deprecated: Vec<Deprecated>,
}

/// A deprecated key that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    pub key: String,
    pub description: &'static str,
}

impl FrontendView {
    /// One item of the list in the `backstage.io/config` script. Source: platform-services contract, section 3.
    pub fn to_wire(&self, context: &str) -> Value {
        let deprecated: Vec<Value> = self
            .deprecated
            .iter()
            .map(|one| json!({ "key": one.key, "description": one.description }))
            .collect();
        json!({ "context": context, "deprecatedKeys": deprecated, "data": self.data })
    }
}

pub(in crate::config) fn frontend_view(value: &Value) -> FrontendView {
    let mut walk = Walk { deprecated: Vec::new(), key: String::new() };
    let data = walk.visible(value, Some(root()), Visibility::Backend);
    FrontendView { data: data.unwrap_or_else(|| Value::Object(Map::new())), deprecated: walk.deprecated }
}

struct Walk {
    deprecated: Vec<Deprecated>,
    key: String,
}

impl Walk {
    fn visible(&mut self, value: &Value, branch: Option<&Branch>, inherited: Visibility) -> Option<Value> {
        if let Some(Support::Deprecated(description)) =
            branch.and_then(|branch| branch.key).map(|key| key.support)
        {
            self.deprecated.push(Deprecated { key: self.key.clone(), description });
        }
        let own = branch.and_then(Branch::own_visibility).unwrap_or(inherited);
        let is_visible = matches!(own, Visibility::Frontend | Visibility::DeepFrontend);
        // Only the deep kinds reach further down.
        let below =
            if matches!(own, Visibility::DeepFrontend | Visibility::DeepSecret) { own } else { inherited };
        match value {
            Value::Null => None,
            Value::Array(items) => {
                let items = self.items(items, branch, (own, below));
                (is_visible || !items.is_empty()).then_some(Value::Array(items))
            }
            Value::Object(entries) => {
                let entries = self.entries(entries, branch, below);
                (is_visible || !entries.is_empty()).then_some(Value::Object(entries))
            }
            leaf => is_visible.then(|| leaf.clone()),
        }
    }

    fn items(
        &mut self,
        items: &[Value],
        branch: Option<&Branch>,
        (own, below): (Visibility, Visibility),
    ) -> Vec<Value> {
        let branch = branch.and_then(|branch| branch.item.as_deref());
        let length = self.key.len();
        let mut kept = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let _ = write!(self.key, "[{index}]");
            // A leaf in a list is seen by whoever sees the list.
            let inherited = if item.is_object() || item.is_array() { below } else { own };
            kept.extend(self.visible(item, branch, inherited));
            self.key.truncate(length);
        }
        kept
    }

    fn entries(
        &mut self,
        entries: &Map<String, Value>,
        branch: Option<&Branch>,
        below: Visibility,
    ) -> Map<String, Value> {
        let length = self.key.len();
        let mut kept = Map::new();
        for (name, value) in entries {
            if length > 0 {
                self.key.push('.');
            }
            self.key.push_str(name);
            let child = branch.and_then(|branch| branch.child(name, value.is_object()));
            if let Some(value) = self.visible(value, child, below) {
                kept.insert(name.clone(), value);
            }
            self.key.truncate(length);
        }
        kept
    }
}

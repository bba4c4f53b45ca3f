//! The table of keys as a tree, so that a configuration can be walked beside it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::keys::GROUPS;
use super::{Key, Visibility};

/// What is known at one place of a configuration.
#[derive(Default)]
pub(super) struct Branch {
    pub key: Option<&'static Key>,
    pub named: HashMap<&'static str, Branch>,
    pub any_key: Option<Box<Branch>>,
    pub item: Option<Box<Branch>>,
    /// The feature that reads this place, where all of it belongs to one.
    pub feature: Option<&'static str>,
}

static ROOT: LazyLock<Branch> = LazyLock::new(build);

pub(super) fn root() -> &'static Branch {
    &ROOT
}

fn build() -> Branch {
    let mut root = Branch::default();
    for group in GROUPS {
        for key in group.keys {
            let branch = root.place(key.path);
            branch.key = Some(key);
            branch.feature = group.feature;
        }
    }
    root
}

impl Branch {
    fn place(&mut self, path: &'static str) -> &mut Self {
        let mut at = self;
        for part in path.split('.') {
            let name = part.trim_end_matches("[]");
            at = if name == "*" {
                at.any_key.get_or_insert_default()
            } else {
                at.named.entry(name).or_default()
            };
            for _ in 0..(part.len() - name.len()) / 2 {
                at = at.item.get_or_insert_default();
            }
        }
        at
    }

    /// What is known of the value below `name`. A wildcard whose values are objects does not answer for other values,
    /// so that a misspelt key beside it is noticed.
    pub(super) fn child(&self, name: &str, value_is_object: bool) -> Option<&Self> {
        let wildcard = self.any_key.as_deref();
        let matching =
            wildcard.filter(|branch| value_is_object || branch.key.is_some() || self.named.is_empty());
        self.named.get(name).or(matching)
    }

    pub(super) fn has_children(&self) -> bool {
        !self.named.is_empty() || self.any_key.is_some()
    }

    /// The visibility that this place gives to its value; `None` where it is inherited.
    pub(super) fn own_visibility(&self) -> Option<Visibility> {
        self.key.map(|key| key.visibility).filter(|visibility| *visibility != Visibility::Backend)
    }
}

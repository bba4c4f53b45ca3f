//! The entries of a mapping in the order of the text, found by key.
//!
//! Small mappings are searched from the front; large ones get a table, so that documents with thousands of schemas
//! are not quadratic. Knows nothing of where entries come from.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::Node;

/// Entries above which a table pays.
const SMALL: usize = 12;

#[derive(Debug, Clone, Default)]
pub(crate) struct Mapping<'t> {
    entries: Vec<(Cow<'t, str>, Node<'t>)>,
    table: Option<Box<Table>>,
}

/// Positions of entries by key.
#[derive(Debug, Clone, Default)]
struct Table {
    hasher: DefaultHashBuilder,
    positions: HashTable<usize>,
}

impl<'t> Mapping<'t> {
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.position(key).map(|position| &self.entries[position].1)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Node<'t>)> {
        self.entries.iter().map(|(key, value)| (key.as_ref(), value))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node<'t>)> {
        self.entries.iter_mut().map(|(key, value)| {
            let key: &Cow<'t, str> = key;
            (key.as_ref(), value)
        })
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node<'t>> {
        self.position(key).map(|position| &mut self.entries[position].1)
    }

    /// Adds an entry; an entry with the same key stays as it is, and the answer is false.
    pub(crate) fn insert(&mut self, key: Cow<'t, str>, value: Node<'t>) -> bool {
        if self.position(&key).is_some() {
            return false;
        }
        self.entries.push((key, value));
        if self.table.is_some() {
            self.note(self.entries.len() - 1);
        } else if self.entries.len() > SMALL {
            self.table = Some(Box::default());
            for position in 0..self.entries.len() {
                self.note(position);
            }
        }
        true
    }

    /// Takes an entry out. Costs as much as the mapping is long.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Node<'t>> {
        let position = self.position(key)?;
        let (_, value) = self.entries.remove(position);
        if self.table.take().is_some() {
            self.table = Some(Box::default());
            for position in 0..self.entries.len() {
                self.note(position);
            }
        }
        Some(value)
    }

    fn note(&mut self, position: usize) {
        let Self { entries, table } = self;
        let Some(table) = table else {
            return;
        };
        let Table { hasher, positions } = &mut **table;
        let hash = hasher.hash_one(&*entries[position].0);
        positions.insert_unique(hash, position, |&other| hasher.hash_one(&*entries[other].0));
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.table {
            None => self.entries.iter().position(|(own, _)| own == key),
            Some(table) => {
                let hash = table.hasher.hash_one(key);
                table.positions.find(hash, |&position| self.entries[position].0 == key).copied()
            }
        }
    }
}

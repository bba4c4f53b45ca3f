//! A node together with the way to it, so that a problem can say where it is.
//!
//! The way is kept as borrowed steps; the pointer is only written when a problem needs it.

use std::fmt::Write as _;

use super::{Mapping, Node};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'d, 'p> {
    pub node: &'d Node<'d>,
    step: Step<'d, 'p>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'d, 'p> {
    /// At a pointer that somebody wrote, such as the target of a reference.
    Pointer(&'d str),
    Key(&'p Spot<'d, 'p>, &'d str),
    Item(&'p Spot<'d, 'p>, usize),
}

impl<'d, 'p> Spot<'d, 'p> {
    pub(crate) fn root(node: &'d Node<'d>) -> Self {
        Self::at(node, "")
    }

    pub(crate) fn at(node: &'d Node<'d>, pointer: &'d str) -> Self {
        Self { node, step: Step::Pointer(pointer) }
    }

    /// The value of a key. `null` counts as absent.
    pub(crate) fn get(&'p self, key: &'d str) -> Option<Spot<'d, 'p>> {
        let node = self.node.get(key).filter(|node| !node.is_null())?;
        Some(Spot { node, step: Step::Key(self, key) })
    }

    /// A value of this node's mapping, under its key.
    pub(crate) fn entry(&'p self, key: &'d str, node: &'d Node<'d>) -> Spot<'d, 'p> {
        Spot { node, step: Step::Key(self, key) }
    }

    /// The entries of a mapping; none for anything else.
    pub(crate) fn entries(&'p self) -> impl Iterator<Item = (&'d str, Spot<'d, 'p>)> {
        let entries = self.node.mapping().into_iter().flat_map(Mapping::iter);
        entries.map(move |(key, node)| (key, self.entry(key, node)))
    }

    /// The items of a list; none for anything else.
    pub(crate) fn items(&'p self) -> impl Iterator<Item = Spot<'d, 'p>> {
        let items = self.node.list().unwrap_or_default().iter().enumerate();
        items.map(move |(index, node)| Spot { node, step: Step::Item(self, index) })
    }

    /// The way from the root as a JSON pointer.
    pub(crate) fn pointer(&self) -> String {
        let (mut steps, mut spot) = (Vec::new(), self);
        let mut pointer = loop {
            match &spot.step {
                Step::Pointer(start) => break (*start).to_owned(),
                Step::Key(parent, _) | Step::Item(parent, _) => {
                    steps.push(&spot.step);
                    spot = *parent;
                }
            }
        };
        for step in steps.into_iter().rev() {
            match step {
                Step::Key(_, key) => {
                    pointer.push('/');
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                }
                // Writing to a string cannot fail.
                Step::Item(_, index) => _ = write!(pointer, "/{index}"),
                Step::Pointer(_) => {}
            }
        }
        pointer
    }
}

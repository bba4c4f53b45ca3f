//! Finished HTML that waits for its place in the page.

use crate::element::Element;
use crate::marker;

/// Something that a [`marker::Marker::Stashed`] stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stashed {
    /// HTML as an author wrote it. Not to be trusted.
    Written(String),
    /// HTML that this crate made, and which needs no cleaning.
    Made(String),
    /// HTML whose content is markdown.
    Element(Box<Element>),
    /// Was put in its place.
    Taken,
}

/// All stashed HTML of a page.
#[derive(Debug, Default)]
pub(crate) struct Stash {
    entries: Vec<Stashed>,
}

impl Stash {
    /// Keeps an entry and returns the marker that stands for it.
    pub(crate) fn keep(&mut self, entry: Stashed) -> String {
        self.entries.push(entry);
        marker::stashed(self.entries.len() - 1)
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Stashed> {
        self.entries.get(index)
    }

    /// The element with that index, which is then gone from the stash.
    pub(crate) fn take_element(&mut self, index: usize) -> Option<Element> {
        let entry = self.entries.get_mut(index)?;
        match std::mem::replace(entry, Stashed::Taken) {
            Stashed::Element(element) => Some(*element),
            other => {
                *entry = other;
                None
            }
        }
    }
}

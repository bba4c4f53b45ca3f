//! The files of a site as values: what somebody who may read files has read, and what was looked for in vain.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The files beneath one opened folder, by their path from it with `/` (`docs/guide/index.md`).
///
/// A reader of a whole archive puts everything in and says so ([`Tree::complete`]). A reader of a folder puts in
/// `mkdocs.yml` and then what [`super::wants`] asks for, until it asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    files: BTreeMap<String, Content>,
    /// What was looked for, found or not.
    looked_for: BTreeSet<Want>,
    is_complete: bool,
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(Arc<str>),
    /// A file that is only copied, with its length in bytes.
    Asset(u64),
}

/// Something that a site refers to and that nobody has looked for yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// The text of one file.
    File(String),
    /// Everything beneath a folder: the texts of its pages, the lengths of the rest.
    Folder(String),
    /// The texts of all files whose path fits: `*` stands for a part of one name.
    Glob(String),
}

impl Tree {
    /// Puts a file in, in the place of what was known of it.
    pub fn insert(&mut self, path: impl Into<String>, content: Content) {
        self.files.insert(path.into(), content);
    }

    /// Puts a text in.
    pub fn insert_text(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) {
        self.insert(path, Content::Text(text.into()));
    }

    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// Says that everything there is has been put in.
    #[must_use]
    pub fn complete(mut self) -> Self {
        self.is_complete = true;
        self
    }

    /// Says that this was looked for, whether it was there or not.
    pub fn looked_for(&mut self, want: Want) {
        self.looked_for.insert(want);
    }

    pub fn get(&self, path: &str) -> Option<&Content> {
        self.files.get(path)
    }

    /// The text of a file; none for an asset.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        match self.files.get(path) {
            Some(Content::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// All files beneath a folder, in the order of their paths; beneath the root for `""`.
    pub fn beneath<'t>(&'t self, folder: &str) -> impl Iterator<Item = (&'t str, &'t Content)> + use<'t> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let first = prefix.clone();
        self.files
            .range(first..)
            .take_while(move |(path, _)| path.starts_with(&prefix))
            .map(|(path, content)| (path.as_str(), content))
    }

    pub(super) fn is_open(&self, want: &Want) -> bool {
        if self.is_complete || self.looked_for.contains(want) {
            return false;
        }
        match want {
            Want::File(path) => self.text(path).is_none(),
            Want::Folder(_) | Want::Glob(_) => true,
        }
    }
}

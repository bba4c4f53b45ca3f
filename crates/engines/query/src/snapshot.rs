//! Copies of the index and of the relations as bytes, and back, so that a start need not read every entity again.
//!
//! A copy is taken in pieces of about a megabyte, so that whoever holds the lock never holds it for long; the caller
//! sees to it that nothing is written between the first piece and the last. The layout is private to this crate and
//! changes with [`FORMAT`]. Knows no files and no checksums: what it is given back it checks for sense only.
//!
//! [`Index::copy_piece`](crate::index::Index::copy_piece) and
//! [`RelationGraph::copy_piece`](crate::relations::RelationGraph::copy_piece) give the pieces,
//! [`IndexRestorer`](crate::index::IndexRestorer) and [`GraphRestorer`](crate::relations::GraphRestorer) take them.

pub(crate) mod wire;

/// Changes whenever the layout of a copy does.
pub const FORMAT: u32 = 1;

/// Bytes at which a piece ends.
pub(crate) const PIECE: usize = 1 << 20;

/// Where the next piece of a copy begins. Starts at [`Place::default`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    pub(crate) section: u8,
    pub(crate) item: usize,
}

impl Place {
    /// Goes on to the next section if `section_is_done`.
    pub(crate) fn advance(&mut self, section_is_done: bool) {
        if section_is_done {
            self.section += 1;
            self.item = 0;
        }
    }
}

/// The bytes are no copy of this format, or not all of it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the copy of the index is damaged or of another format")]
pub struct Damaged;

//! Interned texts as bytes and back, under the same ids.

use super::{Span, TextId, Texts, id_of, text_of};
use crate::snapshot::wire::{Input, put_bytes, put_u32};
use crate::snapshot::{Damaged, PIECE};

impl Texts {
    /// Number of ids, in use or not.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Writes the texts from `item` on, until the piece is full; true when that was the last.
    pub(crate) fn copy(&self, item: &mut usize, out: &mut Vec<u8>) -> bool {
        while let Some(span) = self.spans.get(*item) {
            if out.len() >= PIECE {
                return false;
            }
            put_u32(out, span.users);
            put_bytes(out, text_of(&self.buffer, Some(span)).as_bytes());
            *item += 1;
        }
        true
    }

    /// Takes what [`Texts::copy`] wrote.
    pub(crate) fn restore(&mut self, input: &mut Input<'_>) -> Result<(), Damaged> {
        while !input.is_empty() {
            let users = input.u32()?;
            let text = input.text()?;
            let span = Span { start: self.buffer.len() as u64, length: id_of(text.len()), users };
            if users == 0 {
                self.free.push(id_of(self.spans.len()));
            }
            self.buffer.push_str(text);
            self.spans.push(span);
        }
        Ok(())
    }

    /// Makes the restored texts findable.
    pub(crate) fn restored(&mut self) {
        self.trim();
        let Self { buffer, spans, by_text, hasher, .. } = self;
        by_text.reserve(spans.len(), |_| 0);
        for (id, span) in spans.iter().enumerate() {
            if span.users > 0 {
                let hash = std::hash::BuildHasher::hash_one(hasher, text_of(buffer, Some(span)));
                by_text.insert_unique(hash, id_of(id), |other: &TextId| {
                    std::hash::BuildHasher::hash_one(hasher, text_of(buffer, spans.get(*other as usize)))
                });
            }
        }
    }
}

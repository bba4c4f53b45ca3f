//! Interned texts: each distinct text once, in one buffer, named by a small number and counted by its users.
//!
//! Knows nothing of what the texts mean. Ids are stable while a text is in use; the room of texts that
//! nobody uses any more is given back once it is half of the buffer.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

mod copy;

/// The name of an interned text.
pub(crate) type TextId = u32;

/// Unused bytes below which the buffer is never rewritten.
const WORTH_REWRITING: usize = 1 << 20;

#[derive(Clone, Copy, Default)]
struct Span {
    start: u64,
    length: u32,
    users: u32,
}

/// The set of texts in use.
#[derive(Default)]
pub(crate) struct Texts {
    buffer: String,
    spans: Vec<Span>,
    free: Vec<TextId>,
    by_text: HashTable<TextId>,
    hasher: DefaultHashBuilder,
    unused_bytes: usize,
}

impl Texts {
    /// The text of an id; empty for an id that is not in use.
    pub(crate) fn get(&self, id: TextId) -> &str {
        text_of(&self.buffer, self.spans.get(id as usize))
    }

    /// The id of a text in use.
    pub(crate) fn find(&self, text: &str) -> Option<TextId> {
        let hash = self.hasher.hash_one(text);
        self.by_text.find(hash, |id| self.get(*id) == text).copied()
    }

    /// The id of a text, with one user more.
    pub(crate) fn acquire(&mut self, text: &str) -> TextId {
        if let Some(id) = self.find(text) {
            self.spans[id as usize].users += 1;
            return id;
        }
        let span = Span {
            start: self.buffer.len() as u64,
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
            users: 1,
        };
        self.buffer.push_str(text);
        let id = if let Some(id) = self.free.pop() {
            self.spans[id as usize] = span;
            id
        } else {
            self.spans.push(span);
            id_of(self.spans.len() - 1)
        };
        let Self { buffer, spans, by_text, hasher, .. } = self;
        by_text.insert_unique(hasher.hash_one(text), id, |other| {
            hasher.hash_one(text_of(buffer, spans.get(*other as usize)))
        });
        id
    }

    /// Takes one user away; a text without users is forgotten.
    pub(crate) fn release(&mut self, id: TextId) {
        let Some(span) = self.spans.get_mut(id as usize) else { return };
        span.users = span.users.saturating_sub(1);
        if span.users > 0 {
            return;
        }
        let hash = self.hasher.hash_one(text_of(&self.buffer, self.spans.get(id as usize)));
        if let Ok(entry) = self.by_text.find_entry(hash, |other| *other == id) {
            entry.remove();
            self.unused_bytes += self.spans[id as usize].length as usize;
            self.spans[id as usize] = Span::default();
            self.free.push(id);
        }
        if self.unused_bytes > WORTH_REWRITING && self.unused_bytes > self.buffer.len() / 2 {
            self.rewrite();
        }
    }

    /// Sets memory aside for some texts more.
    pub(crate) fn reserve(&mut self, texts: usize) {
        self.spans.reserve(texts);
        let Self { buffer, spans, by_text, hasher, .. } = self;
        by_text.reserve(texts, |id| hasher.hash_one(text_of(buffer, spans.get(*id as usize))));
    }

    /// Gives spare capacity back.
    pub(crate) fn shrink(&mut self) {
        self.trim();
        let Self { buffer, spans, by_text, hasher, .. } = self;
        by_text.shrink_to_fit(|id| hasher.hash_one(text_of(buffer, spans.get(*id as usize))));
    }

    /// Gives spare capacity back, but that of the table, which would have to be hashed anew.
    pub(crate) fn trim(&mut self) {
        self.buffer.shrink_to_fit();
        self.spans.shrink_to_fit();
        self.free.shrink_to_fit();
    }

    /// Bytes held, without the allocator's own overhead.
    pub(crate) fn memory(&self) -> usize {
        self.buffer.capacity()
            + self.spans.capacity() * size_of::<Span>()
            + self.free.capacity() * size_of::<TextId>()
            + self.by_text.allocation_size()
    }

    fn rewrite(&mut self) {
        let mut buffer = String::with_capacity(self.buffer.len() - self.unused_bytes);
        for span in &mut self.spans {
            let text = text_of(&self.buffer, Some(span));
            let start = buffer.len() as u64;
            buffer.push_str(text);
            span.start = start;
        }
        self.buffer = buffer;
        self.unused_bytes = 0;
    }
}

/// A count as an id. Saturates, because the memory for 2^32 of anything ends long before the ids do.
pub(crate) fn id_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn text_of<'a>(buffer: &'a str, span: Option<&Span>) -> &'a str {
    let Some(span) = span else { return "" };
    let start = usize::try_from(span.start).unwrap_or(usize::MAX);
    buffer.get(start..start.saturating_add(span.length as usize)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shared_and_forgotten_with_their_last_user() {
        let mut texts = Texts::default();
        let first = texts.acquire("one");
        assert_eq!(texts.acquire("one"), first);
        let second = texts.acquire("two");
        assert_ne!(first, second);
        texts.release(first);
        assert_eq!(texts.find("one"), Some(first));
        texts.release(first);
        assert_eq!(texts.find("one"), None);
        assert_eq!(texts.get(second), "two");
        assert_eq!(texts.acquire("three"), first, "ids are used again");
        assert_eq!(texts.get(first), "three");
    }

    #[test]
    fn the_buffer_is_rewritten_when_half_of_it_is_unused() {
        let mut texts = Texts::default();
        let kept = texts.acquire("kept");
        for round in 0..3_000 {
            let id = texts.acquire(&format!("{round}-{}", "x".repeat(1_000)));
            texts.release(id);
        }
        assert!(texts.buffer.len() < 2 * WORTH_REWRITING + 2_000, "{}", texts.buffer.len());
        assert_eq!(texts.get(kept), "kept");
        assert_eq!(texts.find("kept"), Some(kept));
    }
}

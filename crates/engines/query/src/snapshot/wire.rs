//! Numbers, texts and sets as bytes and back. Every read checks what is left, so that no bytes can make it panic.

use roaring::RoaringBitmap;

use super::Damaged;
use crate::posting::{LONGEST_LIST, Posting, Slot};
use crate::text::id_of;

/// Stands in place of a length for sets that are written as a bitmap.
const BITMAP: u8 = u8::MAX;
const _: () = assert!(LONGEST_LIST < BITMAP as usize);

pub(crate) fn put_u32(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_le_bytes());
}

pub(crate) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_u32(out, id_of(bytes.len()));
    out.extend_from_slice(bytes);
}

pub(crate) fn put_all(out: &mut Vec<u8>, numbers: &[u32]) {
    put_u32(out, id_of(numbers.len()));
    for number in numbers {
        put_u32(out, *number);
    }
}

pub(crate) fn put_posting(out: &mut Vec<u8>, posting: &Posting) {
    if let Posting::Bitmap(bitmap) = posting {
        out.push(BITMAP);
        put_u32(out, id_of(bitmap.serialized_size()));
        // Writing to memory does not fail.
        let _ = bitmap.serialize_into(&mut *out);
        return;
    }
    out.push(u8::try_from(posting.len()).unwrap_or(0));
    posting.for_each(|slot| put_u32(out, slot));
}

/// What is left of a piece.
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn new(piece: &'a [u8]) -> Self {
        Self(piece)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Damaged> {
        Ok(self.take(1)?[0])
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Damaged> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u32) -> Result<u32, Damaged> {
        let number = self.u32()?;
        if number < bound { Ok(number) } else { Err(Damaged) }
    }

    /// A count of things that take at least one byte each, which bounds what a wrong one can cost.
    pub(crate) fn count(&mut self) -> Result<usize, Damaged> {
        let count = self.u32()? as usize;
        if count > self.0.len() { Err(Damaged) } else { Ok(count) }
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let length = self.u32()? as usize;
        self.take(length)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Damaged> {
        std::str::from_utf8(self.bytes()?).map_err(|_not_text| Damaged)
    }

    pub(crate) fn all(&mut self) -> Result<Vec<u32>, Damaged> {
        let count = self.count()?;
        let bytes = self.take(count.checked_mul(4).ok_or(Damaged)?)?;
        Ok(bytes.chunks_exact(4).map(|it| u32::from_le_bytes([it[0], it[1], it[2], it[3]])).collect())
    }

    /// A set of slots below `slots`.
    pub(crate) fn posting(&mut self, slots: u32) -> Result<Posting, Damaged> {
        let length = self.u8()?;
        if length == BITMAP {
            let bitmap = RoaringBitmap::deserialize_from(self.bytes()?).map_err(|_not_one| Damaged)?;
            if bitmap.max().is_some_and(|last| last >= slots) {
                return Err(Damaged);
            }
            return Ok(Posting::Bitmap(Box::new(bitmap)));
        }
        let mut list: Vec<Slot> = Vec::with_capacity(usize::from(length));
        for _ in 0..length {
            let slot = self.u32()?;
            if slot >= slots || list.last().is_some_and(|last| *last >= slot) {
                return Err(Damaged);
            }
            list.push(slot);
        }
        Ok(Posting::from_sorted(list))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }
}

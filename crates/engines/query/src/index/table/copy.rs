//! The search rows as bytes and back: fields, pairs, spellings, and which numbers are free.

use std::hash::BuildHasher as _;
use std::sync::OnceLock;

use super::{Field, NO_VALUE, Pair, Table, hash_field, hash_pair, id_of};
use crate::snapshot::wire::{Input, put_all, put_posting, put_u32};
use crate::snapshot::{Damaged, PIECE};

/// How many of everything a copy has, so that each number in it can be checked.
#[derive(Clone, Copy, Default)]
pub(in crate::index) struct Counts {
    pub(in crate::index) texts: u32,
    pub(in crate::index) fields: u32,
    pub(in crate::index) pairs: u32,
    pub(in crate::index) slots: u32,
}

impl Table {
    pub(in crate::index) fn counts(&self, slots: usize) -> Counts {
        Counts {
            texts: id_of(self.texts.len()),
            fields: id_of(self.fields.len()),
            pairs: id_of(self.pairs.len()),
            slots: id_of(slots),
        }
    }

    pub(in crate::index) fn copy_fields(&self, item: &mut usize, out: &mut Vec<u8>) -> bool {
        while let Some(field) = self.fields.get(*item) {
            if out.len() >= PIECE {
                return false;
            }
            put_u32(out, field.name);
            out.push(u8::from(field.is_member));
            put_posting(out, &field.present);
            put_all(out, &field.pairs);
            *item += 1;
        }
        true
    }

    pub(in crate::index) fn copy_pairs(&self, item: &mut usize, out: &mut Vec<u8>) -> bool {
        while let Some(pair) = self.pairs.get(*item) {
            if out.len() >= PIECE {
                return false;
            }
            for number in [pair.field, pair.value, pair.original, pair.position] {
                put_u32(out, number);
            }
            put_posting(out, &pair.slots);
            *item += 1;
        }
        true
    }

    /// Spellings and free numbers: few, so that they fit one piece.
    pub(in crate::index) fn copy_rest(&self, out: &mut Vec<u8>) {
        put_all(out, &self.free_fields);
        put_all(out, &self.free_pairs);
        put_u32(out, id_of(self.spellings.len()));
        for (pair, spellings) in &self.spellings {
            put_u32(out, *pair);
            put_u32(out, id_of(spellings.len()));
            for (text, slots) in spellings {
                put_u32(out, *text);
                put_posting(out, slots);
            }
        }
    }

    pub(in crate::index) fn restore_fields(
        &mut self,
        input: &mut Input<'_>,
        counts: Counts,
    ) -> Result<(), Damaged> {
        while !input.is_empty() {
            let name = input.below(counts.texts)?;
            let is_member = input.u8()? == 1;
            let present = input.posting(counts.slots)?;
            let pairs = input.all()?;
            if pairs.iter().any(|pair| *pair >= counts.pairs) {
                return Err(Damaged);
            }
            self.fields.push(Field { name, is_member, changed: 0, present, pairs, views: OnceLock::new() });
        }
        Ok(())
    }

    pub(in crate::index) fn restore_pairs(
        &mut self,
        input: &mut Input<'_>,
        counts: Counts,
    ) -> Result<(), Damaged> {
        let text = |id| if id == NO_VALUE || id < counts.texts { Ok(id) } else { Err(Damaged) };
        while !input.is_empty() {
            let field = input.below(counts.fields)?;
            let (value, original) = (text(input.u32()?)?, text(input.u32()?)?);
            let position = input.u32()?;
            let slots = input.posting(counts.slots)?;
            self.pairs.push(Pair { field, value, original, position, slots });
        }
        Ok(())
    }

    pub(in crate::index) fn restore_rest(
        &mut self,
        input: &mut Input<'_>,
        counts: Counts,
    ) -> Result<(), Damaged> {
        self.free_fields = input.all()?;
        self.free_pairs = input.all()?;
        for _ in 0..input.count()? {
            let pair = input.below(counts.pairs)?;
            let mut spellings = Vec::new();
            for _ in 0..input.count()? {
                spellings.push((input.below(counts.texts)?, input.posting(counts.slots)?));
            }
            self.spellings.insert(pair, spellings);
        }
        let in_range = |ids: &[u32], count| ids.iter().all(|id| *id < count);
        if in_range(&self.free_fields, counts.fields) && in_range(&self.free_pairs, counts.pairs) {
            Ok(())
        } else {
            Err(Damaged)
        }
    }

    /// Makes the restored rows findable; fails if there are not as many as there should be.
    pub(in crate::index) fn restored(&mut self, counts: Counts, slots: usize) -> Result<(), Damaged> {
        let found = [self.texts.len(), self.fields.len(), self.pairs.len(), slots];
        let wanted = [counts.texts, counts.fields, counts.pairs, counts.slots];
        if found.iter().zip(wanted).any(|(found, wanted)| *found != wanted as usize) {
            return Err(Damaged);
        }
        self.texts.restored();
        self.write = 1;
        let (mut live_fields, mut live_pairs) = (vec![true; self.fields.len()], vec![true; self.pairs.len()]);
        self.free_fields.iter().for_each(|id| live_fields[*id as usize] = false);
        self.free_pairs.iter().for_each(|id| live_pairs[*id as usize] = false);
        let Self { texts, fields, by_name, pairs, by_value, hasher, .. } = self;
        by_name.reserve(fields.len(), |_| 0);
        for (id, field) in fields.iter().enumerate().filter(|(id, _)| live_fields[*id]) {
            let hash = hasher.hash_one((texts.get(field.name), field.is_member));
            by_name
                .insert_unique(hash, id_of(id), |other| hash_field(texts, hasher, &fields[*other as usize]));
        }
        by_value.reserve(pairs.len(), |_| 0);
        for (id, pair) in pairs.iter().enumerate().filter(|(id, _)| live_pairs[*id]) {
            let hash = hash_pair(texts, hasher, pair);
            by_value
                .insert_unique(hash, id_of(id), |other| hash_pair(texts, hasher, &pairs[*other as usize]));
        }
        Ok(())
    }
}

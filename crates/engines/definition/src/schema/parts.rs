//! What a schema says together with what it refers to and the parts of its `allOf`.
//!
//! Pages and examples want one object with all properties, not a list of halves.

use std::collections::HashSet;

use super::{Rare, Reference, Schema, SchemaId, Schemas};

/// Parts of one schema; more than this is no schema that anybody reads.
const MOST_PARTS: usize = 64;

/// The parts of one schema, itself first.
pub(super) struct Parts<'s> {
    pub list: Vec<&'s Schema>,
    /// The named schemas that the schema itself is by reference. Those that it only takes in through `allOf` are not
    /// here: they may be shown again below.
    pub chain: Vec<SchemaId>,
    /// Names that lead back to where the reading came from.
    pub circle: Option<SchemaId>,
    /// The name of a reference that leads nowhere.
    pub missing: Option<&'s str>,
}

impl Schemas {
    /// Gathers the parts of a schema. `above` are the named schemas that are being shown already.
    pub(super) fn parts<'s>(&'s self, schema: &'s Schema, above: &[SchemaId]) -> Parts<'s> {
        let mut parts = Parts { list: Vec::new(), chain: Vec::new(), circle: None, missing: None };
        let (mut open, mut seen) = (vec![(schema, true)], HashSet::new());
        while let Some((schema, itself)) = open.pop() {
            if parts.list.len() >= MOST_PARTS {
                break;
            }
            parts.list.push(schema);
            open.extend(schema.all_of.iter().take(MOST_PARTS).rev().map(|part| (part, false)));
            match &schema.reference {
                Reference::To(id) if above.contains(id) => parts.circle = Some(*id),
                Reference::To(id) if !seen.insert(*id) => {}
                Reference::To(id) => {
                    if itself {
                        parts.chain.push(*id);
                    }
                    open.extend(self.get(*id).map(|named| (&named.schema, itself)));
                }
                Reference::Missing(name) => parts.missing = Some(name),
                Reference::None => {}
            }
        }
        parts
    }
}

impl<'s> Parts<'s> {
    /// What the first part that says anything says.
    pub(super) fn first<T>(&self, of: impl Fn(&'s Schema) -> Option<T>) -> Option<T> {
        self.list.iter().find_map(|part| of(part))
    }

    pub(super) fn rares(&self) -> impl Iterator<Item = &'s Rare> {
        self.list.iter().filter_map(|part| part.rare.as_deref())
    }

    /// The properties of all parts, each name once, the first part's own first.
    pub(super) fn properties(&self) -> Vec<(&'s str, &'s Schema)> {
        let (mut seen, mut properties) = (HashSet::new(), Vec::new());
        for part in &self.list {
            for property in &part.properties {
                if seen.insert(&*property.name) {
                    properties.push((&*property.name, &property.schema));
                }
            }
        }
        properties
    }

    pub(super) fn required(&self) -> HashSet<&'s str> {
        self.rares().flat_map(|rare| rare.required.iter().map(|name| &**name)).collect()
    }
}

//! Collects the schemas of a definition while it is read: each target of a reference becomes one entry, however many
//! refer to it, and circles end by themselves.

use std::collections::{HashMap, VecDeque};

use super::{NamedSchema, Reference, SchemaId, Schemas};
use crate::document::{Node, Spot};
use crate::problem::count;
use crate::reader::{Reader, last_step};

#[derive(Default)]
pub(crate) struct Table<'d> {
    schemas: Schemas,
    /// Entries by the address of their node, which stays while the document is read.
    ids: HashMap<usize, SchemaId>,
    /// Entries that are still empty.
    open: VecDeque<(SchemaId, Spot<'d, 'd>)>,
}

impl<'d> Reader<'d> {
    /// Gives an entry of the document's own list of schemas its place, anchor and name.
    pub(crate) fn list_schema(&mut self, name: &str, node: &'d Node<'d>, pointer: &'d str) -> SchemaId {
        let id = self.schema_id(node, name, pointer);
        if let Some(named) = self.schemas.schemas.list.get_mut(id.0 as usize) {
            named.listed = true;
        }
        id
    }

    /// The entry that a reference means. A reference to nowhere is a problem, but still has a name to show.
    pub(crate) fn schema_reference(&mut self, spot: &Spot<'d, '_>, reference: &'d str) -> Reference {
        match self.target(reference) {
            Ok(node) => {
                let id = self.schema_id(node, &last_step(reference), reference.trim_start_matches('#'));
                Reference::To(id)
            }
            Err(lost) => {
                self.lost(spot, lost);
                Reference::Missing(last_step(reference).into())
            }
        }
    }

    fn schema_id(&mut self, node: &'d Node<'d>, name: &str, pointer: &'d str) -> SchemaId {
        let address = std::ptr::from_ref(node).addr();
        if let Some(id) = self.schemas.ids.get(&address) {
            return *id;
        }
        let id = SchemaId(count(self.schemas.schemas.list.len()));
        let name = if name.is_empty() { "document" } else { name };
        let anchor = self.anchors.give("type", name);
        self.schemas.schemas.list.push(NamedSchema {
            anchor,
            name: name.to_owned(),
            ..NamedSchema::default()
        });
        self.schemas.ids.insert(address, id);
        self.schemas.open.push_back((id, Spot::at(node, pointer)));
        id
    }

    /// Reads all entries that were only referred to so far, and those that they refer to.
    pub(crate) fn finish_schemas(&mut self) -> Schemas {
        while let Some((id, spot)) = self.schemas.open.pop_front() {
            let schema = self.schema(&spot);
            if let Some(named) = self.schemas.schemas.list.get_mut(id.0 as usize) {
                named.schema = schema;
            }
        }
        std::mem::take(&mut self.schemas.schemas)
    }
}

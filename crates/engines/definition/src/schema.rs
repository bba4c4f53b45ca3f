//! JSON Schemas as OpenAPI and AsyncAPI use them.
//!
//! A schema stays as small as the document wrote it: references are kept as ids into one [`Schemas`] table. What a page
//! shows is made from it on demand and within bounds: [`Schemas::tree`], [`Schemas::example`], [`Schemas::type_words`].

mod example;
mod input;
mod parts;
mod read;
mod role;
mod table;
mod tree;
mod words;

use std::sync::Arc;

use serde_json::Value;

pub use input::Shape;
pub use role::Role;
pub use tree::{Cut, Direction, Tree, TreeLimits};

pub(crate) use table::Table;

/// A schema of a definition. Its content is reached through the definition's [`Schemas`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    pub(crate) reference: Reference,
    pub(crate) types: Types,
    pub(crate) marks: Marks,
    pub(crate) format: Option<Box<str>>,
    pub(crate) title: Option<Box<str>>,
    pub(crate) description: Option<Box<str>>,
    pub(crate) properties: Vec<Property>,
    pub(crate) items: Option<Box<Schema>>,
    pub(crate) all_of: Vec<Schema>,
    pub(crate) rare: Option<Box<Rare>>,
}

/// Where a `$ref` leads.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Reference {
    #[default]
    None,
    To(SchemaId),
    /// To something that is not in the document; the name it was meant by.
    Missing(Box<str>),
}

/// A schema in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SchemaId(pub(crate) u32);

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Property {
    pub name: Box<str>,
    pub schema: Schema,
}

/// The types of JSON as a set, and `file` of OpenAPI 2.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    /// In the order in which pages name them.
    pub(crate) const NAMES: [&'static str; 8] =
        ["string", "integer", "number", "boolean", "object", "array", "file", "null"];

    pub(crate) fn add(&mut self, name: &str) -> bool {
        let bit = Self::NAMES.iter().position(|known| *known == name);
        self.0 |= bit.map_or(0, |bit| 1 << bit);
        bit.is_some()
    }

    pub(crate) fn has(self, name: &str) -> bool {
        Self::NAMES.iter().position(|known| *known == name).is_some_and(|bit| self.0 & (1 << bit) != 0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().filter(move |name| self.has(name))
    }
}

/// What a schema says with `true`.
#[expect(clippy::struct_excessive_bools, reason = "independent marks of the format")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub nullable: bool,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    /// The schema `false`: nothing is valid.
    pub never: bool,
}

/// What few schemas have, kept apart so that the others stay small.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rare {
    /// Types that JSON does not have, as written.
    pub odd_types: Vec<String>,
    pub required: Vec<Box<str>>,
    pub constraints: Vec<String>,
    pub enumeration: Vec<Arc<Value>>,
    pub constant: Option<Arc<Value>>,
    pub default: Option<Arc<Value>>,
    pub examples: Vec<Arc<Value>>,
    pub one_of: Vec<Schema>,
    pub any_of: Vec<Schema>,
    /// Schemas with a role of their own.
    pub others: Vec<(Keyword, Schema)>,
    pub additional: Additional,
    pub discriminator: Option<Discriminator>,
    pub bounds: Bounds,
}

/// The keyword that a schema stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Keyword {
    Pattern(Box<str>),
    Additional,
    PropertyNames,
    WithProperty(Box<str>),
    TupleItem(usize),
    FurtherItems,
    Contains,
    Not,
    If,
    Then,
    Else,
}

/// What an object may hold beyond its named properties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Additional {
    /// Nothing is said, which JSON Schema reads as allowed.
    #[default]
    Unsaid,
    /// Anything.
    Allowed,
    /// Nothing.
    Forbidden,
    /// Values of a schema, which is a child with [`Role::Additional`].
    Described,
}

/// Which property tells the alternatives of a schema apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discriminator {
    /// The property.
    pub property: String,
    /// Its values, and the name of the schema that each stands for.
    pub mapping: Vec<(String, String)>,
}

/// Numbers that an example has to respect.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Bounds {
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub above: bool,
    pub multiple_of: Option<f64>,
    pub shortest: Option<usize>,
    pub longest: Option<usize>,
    pub fewest: Option<usize>,
}

/// All schemas of a definition that something refers to or that it lists by name, in the order of the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schemas {
    pub(crate) list: Vec<NamedSchema>,
}

/// A schema with a name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NamedSchema {
    /// What links to it use.
    pub anchor: String,
    /// Its name in the document.
    pub name: String,
    /// Whether the document lists it among its schemas, rather than something merely pointing at it.
    pub listed: bool,
    /// The schema.
    pub schema: Schema,
}

impl Schemas {
    /// The schemas that the document lists by name.
    pub fn listed(&self) -> impl Iterator<Item = &NamedSchema> {
        self.list.iter().filter(|named| named.listed)
    }

    /// A schema of the table.
    pub fn get(&self, id: SchemaId) -> Option<&NamedSchema> {
        self.list.get(usize::try_from(id.0).ok()?)
    }

    /// The named schema that a schema is nothing but a reference to.
    pub fn target(&self, schema: &Schema) -> Option<&NamedSchema> {
        match schema.reference {
            Reference::To(id) => self.get(id),
            Reference::None | Reference::Missing(_) => None,
        }
    }
}

impl Schema {
    pub(crate) fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// The description, as Markdown.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}

#[cfg(test)]
mod tests;

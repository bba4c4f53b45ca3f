//! A schema as the tree that a page shows: references followed, parts of `allOf` joined, circles cut and named.
//!
//! Made on demand and within [`TreeLimits`], because a table of schemas that refer to each other has no end.

use std::sync::Arc;

use serde_json::Value;

use super::parts::Parts;
use super::{Additional, Discriminator, NamedSchema, Role, Schema, SchemaId, Schemas};

/// One line of the tree and what is below it.
#[expect(clippy::struct_excessive_bools, reason = "independent marks of the format")]
#[derive(Debug, Clone, PartialEq)]
pub struct Tree<'s> {
    /// What it is to its parent.
    pub role: Role<'s>,
    /// Whether the parent must have it.
    pub required: bool,
    /// The type in a few words.
    pub types: String,
    /// The named schema that it is.
    pub named: Option<&'s NamedSchema>,
    /// `format`, such as `date-time`.
    pub format: Option<&'s str>,
    /// `title`.
    pub title: Option<&'s str>,
    /// `description`, as Markdown.
    pub description: Option<&'s str>,
    /// What bounds its values, in words.
    pub constraints: Vec<&'s str>,
    /// The values that are allowed, when they are listed. There may be any number.
    pub enumeration: &'s [Arc<Value>],
    /// The only value that is allowed.
    pub constant: Option<&'s Value>,
    /// The value when nothing is sent.
    pub default: Option<&'s Value>,
    /// Values that the author gave as examples.
    pub examples: &'s [Arc<Value>],
    /// Whether null is allowed.
    pub nullable: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether only answers carry it.
    pub read_only: bool,
    /// Whether only requests carry it.
    pub write_only: bool,
    /// What an object may hold beyond its properties.
    pub additional: Additional,
    /// What tells its alternatives apart.
    pub discriminator: Option<&'s Discriminator>,
    /// Properties, items, alternatives.
    pub children: Vec<Tree<'s>>,
    /// Why children are missing.
    pub cut: Option<Cut<'s>>,
}

/// Why a tree ends before the schema does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut<'s> {
    /// The named schema is already above.
    Circle(&'s str),
    /// The reference leads to something that the document does not have.
    Missing(&'s str),
    /// Deeper than [`TreeLimits::depth`].
    Depth,
    /// More lines than [`TreeLimits::lines`].
    Lines,
}

/// Whether a schema is shown for what is sent or for what comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A request: read-only properties are left out.
    Request,
    /// An answer: write-only properties are left out.
    Response,
    /// All of it.
    Both,
}

/// Bounds on one tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeLimits {
    /// Nesting of lines.
    pub depth: usize,
    /// Lines.
    pub lines: usize,
}

impl Default for TreeLimits {
    fn default() -> Self {
        Self { depth: 8, lines: 400 }
    }
}

impl Schemas {
    /// The tree of a schema.
    pub fn tree<'s>(&'s self, schema: &'s Schema, direction: Direction, limits: TreeLimits) -> Tree<'s> {
        let mut grower = Grower { schemas: self, direction, left: limits.lines, above: Vec::new() };
        grower.tree(Role::Root, false, schema, limits.depth)
    }
}

struct Grower<'s> {
    schemas: &'s Schemas,
    direction: Direction,
    left: usize,
    /// Named schemas on the way from the root.
    above: Vec<SchemaId>,
}

impl<'s> Grower<'s> {
    fn tree(&mut self, role: Role<'s>, required: bool, schema: &'s Schema, deeper: usize) -> Tree<'s> {
        self.left = self.left.saturating_sub(1);
        let parts = self.schemas.parts(schema, &self.above);
        let mut tree = self.line(role, required, schema, &parts);
        if tree.cut.is_some() {
            return tree;
        }
        let children = children(&parts, self.direction);
        if children.is_empty() {
            return tree;
        }
        if deeper == 0 {
            tree.cut = Some(Cut::Depth);
            return tree;
        }
        let height = self.above.len();
        self.above.extend(&parts.chain);
        for (role, required, child) in children {
            if self.left == 0 {
                tree.cut = Some(Cut::Lines);
                break;
            }
            tree.children.push(self.tree(role, required, child, deeper - 1));
        }
        self.above.truncate(height);
        tree
    }

    /// The line itself, without what is below.
    fn line(&self, role: Role<'s>, required: bool, schema: &'s Schema, parts: &Parts<'s>) -> Tree<'s> {
        // A part in a circle says nothing new; a schema that is nothing else is cut.
        let cut = match (parts.circle, parts.missing) {
            (Some(id), _) if parts.list.len() == 1 => {
                Some(Cut::Circle(self.schemas.get(id).map_or("", |named| &named.name)))
            }
            (_, Some(name)) if parts.list.len() == 1 => Some(Cut::Missing(name)),
            _ => None,
        };
        let any = |mark: fn(&Schema) -> bool| parts.list.iter().any(|part| mark(part));
        let additional = parts.rares().map(|rare| rare.additional).find(|said| *said != Additional::Unsaid);
        let enumeration = parts.rares().map(|rare| rare.enumeration.as_slice()).find(|list| !list.is_empty());
        let examples = parts.rares().map(|rare| rare.examples.as_slice()).find(|list| !list.is_empty());
        Tree {
            role,
            required,
            types: self.schemas.type_words(schema),
            named: self.schemas.target(schema),
            format: parts.first(|part| part.format.as_deref()),
            title: parts.first(|part| part.title.as_deref()),
            description: parts.first(|part| part.description.as_deref()),
            constraints: parts.rares().flat_map(|rare| rare.constraints.iter().map(String::as_str)).collect(),
            enumeration: enumeration.unwrap_or_default(),
            constant: parts.rares().find_map(|rare| rare.constant.as_deref()),
            default: parts.rares().find_map(|rare| rare.default.as_deref()),
            examples: examples.unwrap_or_default(),
            nullable: any(|part| part.marks.nullable || part.types.has("null")),
            deprecated: any(|part| part.marks.deprecated),
            read_only: any(|part| part.marks.read_only),
            write_only: any(|part| part.marks.write_only),
            additional: additional.unwrap_or_default(),
            discriminator: parts.rares().find_map(|rare| rare.discriminator.as_ref()),
            children: Vec::new(),
            cut,
        }
    }
}

/// What is below a schema, in the order in which a page shows it.
fn children<'s>(parts: &Parts<'s>, direction: Direction) -> Vec<(Role<'s>, bool, &'s Schema)> {
    let required = parts.required();
    let mut children = Vec::new();
    for (name, schema) in parts.properties() {
        if direction.shows(schema) {
            children.push((Role::Property(name), required.contains(name), schema));
        }
    }
    // An item that says no more than its type is already in the words of the array.
    if let Some(items) = parts.first(|part| part.items.as_deref()).filter(|items| says_more(items)) {
        children.push((Role::Items, false, items));
    }
    for rare in parts.rares() {
        children.extend(rare.others.iter().map(|(keyword, schema)| (keyword.role(), false, schema)));
        for (index, schema) in rare.one_of.iter().enumerate() {
            children.push((Role::OneOf(index), false, schema));
        }
        for (index, schema) in rare.any_of.iter().enumerate() {
            children.push((Role::AnyOf(index), false, schema));
        }
    }
    children
}

impl Direction {
    /// Whether a property goes this way.
    pub(super) fn shows(self, schema: &Schema) -> bool {
        match self {
            Self::Request => !schema.marks.read_only,
            Self::Response => !schema.marks.write_only,
            Self::Both => true,
        }
    }
}

fn says_more(schema: &Schema) -> bool {
    let plain = Schema { types: schema.types, format: schema.format.clone(), ..Schema::default() };
    *schema != plain
}

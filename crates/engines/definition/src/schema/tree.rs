//! A schema as the tree that a page shows: references followed, parts of `allOf` joined, circles cut and named.
//!
//! Made on demand and within [`TreeLimits`], because a table of schemas that refer to each other has no end.

use std::sync::Arc;

use serde_json::Value;

use super::parts::Parts;
use super::{Additional, Discriminator, Schema, SchemaId, Schemas};

/// One line of the tree and what is below it.
#[expect(clippy::struct_excessive_bools, reason = "independent marks of the format")]
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// What it is to its parent.
    pub role: Role,
    /// Whether the parent must have it.
    pub required: bool,
    /// The type in a few words.
    pub types: String,
    /// The named schema that it is, with its anchor.
    pub named: Option<(String, String)>,
    /// `format`, such as `date-time`.
    pub format: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `description`, as Markdown.
    pub description: Option<String>,
    /// What bounds its values, in words.
    pub constraints: Vec<String>,
    /// The values that are allowed, when they are listed.
    pub enumeration: Vec<Value>,
    /// The only value that is allowed.
    pub constant: Option<Value>,
    /// The value when nothing is sent.
    pub default: Option<Arc<Value>>,
    /// Values that the author gave as examples.
    pub examples: Vec<Arc<Value>>,
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
    pub discriminator: Option<Discriminator>,
    /// Properties, items, alternatives.
    pub children: Vec<Tree>,
    /// Why children are missing.
    pub cut: Option<Cut>,
}

/// What a schema is to the one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The schema that was asked for.
    Root,
    /// A property by its name.
    Property(String),
    /// Properties whose names match a pattern.
    Pattern(String),
    /// All other properties.
    Additional,
    /// The names of properties themselves.
    PropertyNames,
    /// What holds in addition when a property is there.
    WithProperty(String),
    /// Each item of an array.
    Items,
    /// One item of an array, from 0.
    TupleItem(usize),
    /// Items after those.
    FurtherItems,
    /// At least one item of an array.
    Contains,
    /// Exactly one of these, from 0.
    OneOf(usize),
    /// One or more of these, from 0.
    AnyOf(usize),
    /// What must not hold.
    Not,
    /// A condition, what follows from it, and what follows otherwise.
    If,
    /// See [`Role::If`].
    Then,
    /// See [`Role::If`].
    Else,
}

/// Why a tree ends before the schema does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// The named schema is already above.
    Circle(String),
    /// The reference leads to something that the document does not have.
    Missing(String),
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
    pub fn tree(&self, schema: &Schema, direction: Direction, limits: TreeLimits) -> Tree {
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
    fn tree(&mut self, role: Role, required: bool, schema: &'s Schema, deeper: usize) -> Tree {
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
    fn line(&self, role: Role, required: bool, schema: &'s Schema, parts: &Parts<'s>) -> Tree {
        let target = self.schemas.target(schema);
        let name_of =
            |id: SchemaId| self.schemas.get(id).map_or_else(String::new, |named| named.name.clone());
        // A part in a circle says nothing new; a schema that is nothing else is cut.
        let cut = match (parts.circle, parts.missing) {
            (Some(id), _) if parts.list.len() == 1 => Some(Cut::Circle(name_of(id))),
            (_, Some(name)) if parts.list.len() == 1 => Some(Cut::Missing(name.to_owned())),
            _ => None,
        };
        let any = |mark: fn(&Schema) -> bool| parts.list.iter().any(|part| mark(part));
        let additional = parts.rares().map(|rare| rare.additional).find(|said| *said != Additional::Unsaid);
        Tree {
            role,
            required,
            types: self.schemas.type_words(schema),
            named: target.map(|named| (named.name.clone(), named.anchor.clone())),
            format: parts.first(|part| part.format.as_deref()).map(str::to_owned),
            title: parts.first(|part| part.title.as_deref()).map(str::to_owned),
            description: parts.first(|part| part.description.as_deref()).map(str::to_owned),
            constraints: parts.rares().flat_map(|rare| rare.constraints.iter().cloned()).collect(),
            enumeration: parts
                .rares()
                .map(|rare| &rare.enumeration)
                .find(|list| !list.is_empty())
                .cloned()
                .unwrap_or_default(),
            constant: parts.rares().find_map(|rare| rare.constant.clone()),
            default: parts.rares().find_map(|rare| rare.default.clone()),
            examples: parts
                .rares()
                .map(|rare| &rare.examples)
                .find(|list| !list.is_empty())
                .cloned()
                .unwrap_or_default(),
            nullable: any(|part| part.marks.nullable || part.types.has("null")),
            deprecated: any(|part| part.marks.deprecated),
            read_only: any(|part| part.marks.read_only),
            write_only: any(|part| part.marks.write_only),
            additional: additional.unwrap_or_default(),
            discriminator: parts.rares().find_map(|rare| rare.discriminator.clone()),
            children: Vec::new(),
            cut,
        }
    }
}

/// What is below a schema, in the order in which a page shows it.
fn children<'s>(parts: &Parts<'s>, direction: Direction) -> Vec<(Role, bool, &'s Schema)> {
    let required = parts.required();
    let mut children = Vec::new();
    for (name, schema) in parts.properties() {
        let left_out = match direction {
            Direction::Request => schema.marks.read_only,
            Direction::Response => schema.marks.write_only,
            Direction::Both => false,
        };
        if !left_out {
            children.push((Role::Property(name.to_owned()), required.contains(name), schema));
        }
    }
    if let Some(items) = parts.first(|part| part.items.as_deref()) {
        children.push((Role::Items, false, items));
    }
    for rare in parts.rares() {
        children.extend(rare.others.iter().map(|(role, schema)| (role.clone(), false, schema)));
        for (index, schema) in rare.one_of.iter().enumerate() {
            children.push((Role::OneOf(index), false, schema));
        }
        for (index, schema) in rare.any_of.iter().enumerate() {
            children.push((Role::AnyOf(index), false, schema));
        }
    }
    // An item that says no more than its type is already in the words of the array.
    children.retain(|(role, _, schema)| *role != Role::Items || says_more(schema));
    children
}

fn says_more(schema: &Schema) -> bool {
    let plain = Schema { types: schema.types, format: schema.format.clone(), ..Schema::default() };
    *schema != plain
}

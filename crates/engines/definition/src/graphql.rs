//! GraphQL schemas (the type system definition language).

mod read;
mod types;

pub(crate) use read::read;

/// A GraphQL schema. Descriptions are Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graphql {
    /// What the schema says about itself.
    pub description: Option<String>,
    /// Fields of the root types in the order of the document: what can be asked for.
    pub operations: Vec<Operation>,
    /// All types in the order of the document, root types included, with their extensions.
    pub types: Vec<TypeDefinition>,
    /// Directives that the schema defines.
    pub directives: Vec<DirectiveDefinition>,
}

/// A field of a root type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// What links to it use.
    pub anchor: String,
    /// Which root type it is a field of.
    pub root: Root,
    /// Position of the root type in [`Graphql::types`].
    pub type_index: usize,
    /// Position of the field in [`TypeDefinition::fields`].
    pub field_index: usize,
}

/// The root types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    /// Reads.
    Query,
    /// Changes.
    Mutation,
    /// Streams of events.
    Subscription,
}

impl Root {
    /// As GraphQL writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }
}

/// The kinds of types.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TypeKind {
    /// Has fields.
    #[default]
    Object,
    /// Has fields that other types promise.
    Interface,
    /// Is given as an argument.
    Input,
    /// One of several names.
    Enum,
    /// One of several types.
    Union,
    /// A value without parts.
    Scalar,
}

impl TypeKind {
    /// As GraphQL writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Object => "type",
            Self::Interface => "interface",
            Self::Input => "input",
            Self::Enum => "enum",
            Self::Union => "union",
            Self::Scalar => "scalar",
        }
    }
}

/// A type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeDefinition {
    /// What links to it use.
    pub anchor: String,
    /// What it is.
    pub kind: TypeKind,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Interfaces that it keeps.
    pub implements: Vec<TypeUse>,
    /// Fields of objects, interfaces and inputs.
    pub fields: Vec<Field>,
    /// Values of an enum.
    pub values: Vec<EnumValue>,
    /// Types of a union.
    pub members: Vec<TypeUse>,
    /// Directives that it carries, as written.
    pub directives: Vec<String>,
    /// Whether the document only extends it; it is defined elsewhere.
    pub only_extended: bool,
    /// The line of the text that it starts on, from 1.
    pub line: u32,
}

/// A field, an input field or an argument.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its type.
    pub of: TypeUse,
    /// Its arguments.
    pub arguments: Vec<Field>,
    /// Its value when nothing is given, as written.
    pub default: Option<String>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Other directives that it carries, as written.
    pub directives: Vec<String>,
}

/// A type where it is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeUse {
    /// As written, such as `[Order!]!`.
    pub text: String,
    /// The named type in it.
    pub name: String,
    /// The anchor of that type, when the schema defines it.
    pub anchor: Option<String>,
}

/// A value of an enum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnumValue {
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Other directives that it carries, as written.
    pub directives: Vec<String>,
}

/// A directive that the schema defines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirectiveDefinition {
    /// What links to it use.
    pub anchor: String,
    /// Its name, without `@`.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its arguments.
    pub arguments: Vec<Field>,
    /// Whether it may stand more than once at one place.
    pub repeatable: bool,
    /// Where it may stand.
    pub locations: Vec<String>,
}

impl Graphql {
    /// The field that an operation is.
    pub fn field(&self, operation: &Operation) -> Option<&Field> {
        self.types.get(operation.type_index)?.fields.get(operation.field_index)
    }
}

#[cfg(test)]
mod tests;

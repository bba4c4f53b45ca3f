//! What a schema is to the one above it.

use super::Keyword;

/// The place of a schema in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role<'s> {
    /// The schema that was asked for.
    Root,
    /// A property by its name.
    Property(&'s str),
    /// Properties whose names match a pattern.
    Pattern(&'s str),
    /// All other properties.
    Additional,
    /// The names of properties themselves.
    PropertyNames,
    /// What holds in addition when a property is there.
    WithProperty(&'s str),
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
    /// A condition; [`Role::Then`] and [`Role::Else`] say what follows.
    If,
    /// What holds when the condition does.
    Then,
    /// What holds when the condition does not.
    Else,
}

impl Keyword {
    pub(super) fn role(&self) -> Role<'_> {
        match self {
            Self::Pattern(pattern) => Role::Pattern(pattern),
            Self::Additional => Role::Additional,
            Self::PropertyNames => Role::PropertyNames,
            Self::WithProperty(name) => Role::WithProperty(name),
            Self::TupleItem(index) => Role::TupleItem(*index),
            Self::FurtherItems => Role::FurtherItems,
            Self::Contains => Role::Contains,
            Self::Not => Role::Not,
            Self::If => Role::If,
            Self::Then => Role::Then,
            Self::Else => Role::Else,
        }
    }
}

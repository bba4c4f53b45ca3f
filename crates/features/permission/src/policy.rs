//! The policy as data: rules in order, the first that fits decides. Knows no HTTP and no database.

pub(crate) mod conditions;
pub(crate) mod installed;
pub(crate) mod rules;
pub(crate) mod settings;

//! User: a person.

use super::{BuiltinKind, CATALOG_VERSIONS, PROFILE, RelationField};
use crate::shape::{Fields, Others, TEXTS};

pub(super) static USER: BuiltinKind = BuiltinKind {
    kind: "User",
    api_versions: CATALOG_VERSIONS,
    spec: Fields {
        required: &["memberOf"],
        named: &[("profile", PROFILE), ("memberOf", TEXTS)],
        others: Others::Kept,
    },
    variants: &[],
    relations: &[RelationField::new("memberOf", "Group", "memberOf", "hasMember")],
    sorted: &["memberOf"],
};

//! Group: a team or a larger part of the organisation.

use super::{BuiltinKind, CATALOG_VERSIONS, PROFILE, RelationField};
use crate::shape::{Fields, Others, Shape, TEXTS};

pub(super) static GROUP: BuiltinKind = BuiltinKind {
    kind: "Group",
    api_versions: CATALOG_VERSIONS,
    spec: Fields {
        required: &["type", "children"],
        named: &[
            ("type", Shape::Text),
            ("profile", PROFILE),
            ("parent", Shape::Text),
            ("children", TEXTS),
            ("members", TEXTS),
        ],
        others: Others::Kept,
    },
    variants: &[],
    relations: &[
        RelationField::new("parent", "Group", "childOf", "parentOf"),
        RelationField::new("children", "Group", "parentOf", "childOf"),
        RelationField::new("members", "User", "hasMember", "memberOf"),
    ],
    sorted: &["children", "members"],
};

//! System: components and resources that do one thing together.

use super::{BuiltinKind, CATALOG_VERSIONS, OWNER, RelationField};
use crate::shape::{Fields, Others, Shape};

pub(super) static SYSTEM_KIND: BuiltinKind = BuiltinKind {
    kind: "System",
    api_versions: CATALOG_VERSIONS,
    spec: Fields {
        required: &["owner"],
        named: &[("owner", Shape::Text), ("domain", Shape::Text), ("type", Shape::Text)],
        others: Others::Kept,
    },
    variants: &[],
    relations: &[OWNER, RelationField::new("domain", "Domain", "partOf", "hasPart")],
    sorted: &[],
};

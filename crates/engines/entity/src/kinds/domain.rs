//! Domain: an area of the business that systems serve.

use super::{BuiltinKind, CATALOG_VERSIONS, OWNER, RelationField};
use crate::shape::{Fields, Others, Shape};

pub(super) static DOMAIN: BuiltinKind = BuiltinKind {
    kind: "Domain",
    api_versions: CATALOG_VERSIONS,
    spec: Fields {
        required: &["owner"],
        named: &[("owner", Shape::Text), ("subdomainOf", Shape::Text), ("type", Shape::Text)],
        others: Others::Kept,
    },
    variants: &[],
    relations: &[OWNER, RelationField::new("subdomainOf", "Domain", "partOf", "hasPart")],
    sorted: &[],
};

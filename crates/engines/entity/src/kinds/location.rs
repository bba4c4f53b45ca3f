//! Location: an entity that names further places to read.

use super::{BuiltinKind, CATALOG_VERSIONS};
use crate::shape::{Fields, Others, Shape, TEXTS};

pub(super) static LOCATION: BuiltinKind = BuiltinKind {
    kind: "Location",
    api_versions: CATALOG_VERSIONS,
    spec: Fields {
        required: &[],
        named: &[
            ("type", Shape::Text),
            ("target", Shape::Text),
            ("targets", TEXTS),
            ("presence", Shape::OneOf(&["required", "optional"])),
        ],
        others: Others::Kept,
    },
    variants: &[],
    relations: &[],
    sorted: &[],
};

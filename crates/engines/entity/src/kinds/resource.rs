//! Resource: what software needs at run time, such as a database.

use super::{BuiltinKind, CATALOG_VERSIONS, DEPENDENCY_OF, DEPENDS_ON, OWNER, SYSTEM};
use crate::shape::{Fields, Others, Shape, TEXTS};

pub(super) static RESOURCE: BuiltinKind = BuiltinKind {
    kind: "Resource",
    api_versions: CATALOG_VERSIONS,
    spec: Fields {
        required: &["type", "owner"],
        named: &[
            ("type", Shape::Text),
            ("owner", Shape::Text),
            ("dependsOn", TEXTS),
            ("system", Shape::Text),
        ],
        others: Others::Kept,
    },
    variants: &[],
    relations: &[OWNER, SYSTEM, DEPENDS_ON, DEPENDENCY_OF],
    sorted: &["dependsOn", "dependencyOf"],
};

//! Component: a piece of software.

use super::{BuiltinKind, CATALOG_VERSIONS, DEPENDENCY_OF, DEPENDS_ON, OWNER, RelationField, SYSTEM};
use crate::shape::{Fields, Others, Shape, TEXTS};

pub(super) static COMPONENT: BuiltinKind = BuiltinKind {
    kind: "Component",
    api_versions: CATALOG_VERSIONS,
    spec: Fields {
        required: &["type", "lifecycle", "owner"],
        named: &[
            ("type", Shape::Text),
            ("lifecycle", Shape::Text),
            ("owner", Shape::Text),
            ("system", Shape::Text),
            ("subcomponentOf", Shape::Text),
            ("providesApis", TEXTS),
            ("consumesApis", TEXTS),
            ("dependsOn", TEXTS),
        ],
        others: Others::Kept,
    },
    variants: &[],
    relations: &[
        OWNER,
        SYSTEM,
        RelationField::new("subcomponentOf", "Component", "partOf", "hasPart"),
        RelationField::new("providesApis", "API", "providesApi", "apiProvidedBy"),
        RelationField::new("consumesApis", "API", "consumesApi", "apiConsumedBy"),
        DEPENDS_ON,
        DEPENDENCY_OF,
    ],
    sorted: &["providesApis", "consumesApis", "dependsOn", "dependencyOf"],
};

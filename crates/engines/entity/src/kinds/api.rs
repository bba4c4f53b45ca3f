//! API: an interface that components provide and consume.

use super::{BuiltinKind, CATALOG_VERSIONS, OWNER, SYSTEM};
use crate::shape::{Fields, Others, Shape};

/// The `spec.type` of an API that is reached at its remotes instead of being described by a definition.
pub(super) const MCP_SERVER: &str = "mcp-server";

const REMOTE: Shape = Shape::Object(&Fields {
    required: &["type", "url"],
    named: &[("type", Shape::Text), ("url", Shape::Text)],
    others: Others::Kept,
});

pub(super) static API: BuiltinKind = BuiltinKind {
    kind: "API",
    api_versions: CATALOG_VERSIONS,
    spec: Fields {
        required: &["type", "lifecycle", "owner", "definition"],
        named: &[
            ("type", Shape::Text),
            ("lifecycle", Shape::Text),
            ("owner", Shape::Text),
            ("system", Shape::Text),
            ("definition", Shape::Text),
        ],
        others: Others::Kept,
    },
    variants: &[(
        MCP_SERVER,
        Fields {
            required: &["type", "lifecycle", "owner", "remotes"],
            named: &[
                ("lifecycle", Shape::Text),
                ("owner", Shape::Text),
                ("system", Shape::Text),
                ("remotes", Shape::List(&REMOTE, 1)),
            ],
            others: Others::Kept,
        },
    )],
    relations: &[OWNER, SYSTEM],
    sorted: &[],
};

//! `AiResource`: skills, rules and plugins for coding agents, and marketplaces of plugins.

use super::{BuiltinKind, OWNER, RelationField, SYSTEM};
use crate::shape::{Fields, Others, Shape, TEXTS};

/// Most characters of a skill's compatibility note.
const LONGEST_COMPATIBILITY: usize = 500;

const TYPE: (&str, Shape) = ("type", Shape::Text);
const LIFECYCLE: (&str, Shape) = ("lifecycle", Shape::Text);
const OWNED_BY: (&str, Shape) = ("owner", Shape::Text);
const PART_OF: (&str, Shape) = ("system", Shape::Text);

const SKILL: Fields = Fields {
    required: &["type", "lifecycle", "owner"],
    named: &[
        TYPE,
        LIFECYCLE,
        OWNED_BY,
        PART_OF,
        ("disciplines", TEXTS),
        ("categories", TEXTS),
        ("agents", TEXTS),
        ("dependsOn", TEXTS),
        ("allowedTools", Shape::Text),
        ("license", Shape::Text),
        ("compatibility", Shape::TextUpTo(LONGEST_COMPATIBILITY)),
    ],
    others: Others::Kept,
};

const RULE: Fields = Fields {
    required: &["type", "lifecycle", "owner", "category", "rationale"],
    named: &[
        TYPE,
        LIFECYCLE,
        OWNED_BY,
        PART_OF,
        ("disciplines", TEXTS),
        ("category", Shape::Text),
        ("rationale", Shape::Text),
    ],
    others: Others::Kept,
};

const PLUGIN: Fields = Fields {
    required: &["type", "lifecycle", "owner", "skills"],
    named: &[TYPE, LIFECYCLE, OWNED_BY, PART_OF, ("skills", TEXTS), ("version", Shape::Text)],
    others: Others::Kept,
};

const MARKETPLACE: Fields = Fields {
    required: &["type", "lifecycle", "owner", "plugins"],
    named: &[TYPE, LIFECYCLE, OWNED_BY, PART_OF, ("plugins", TEXTS), ("version", Shape::Text)],
    others: Others::Kept,
};

pub(super) static AI_RESOURCE: BuiltinKind = BuiltinKind {
    kind: "AiResource",
    api_versions: &["backstage.io/v1alpha1"],
    spec: Fields {
        required: &["type", "lifecycle", "owner"],
        named: &[TYPE, LIFECYCLE, OWNED_BY, PART_OF],
        others: Others::Kept,
    },
    variants: &[("skill", SKILL), ("rule", RULE), ("plugin", PLUGIN), ("marketplace", MARKETPLACE)],
    relations: &[
        OWNER,
        SYSTEM,
        RelationField::new("dependsOn", "AiResource", "dependsOn", "dependencyOf").only_for("skill"),
        RelationField::new("skills", "AiResource", "hasPart", "partOf").only_for("plugin"),
        RelationField::new("plugins", "AiResource", "hasPart", "partOf").only_for("marketplace"),
    ],
    sorted: &[],
};

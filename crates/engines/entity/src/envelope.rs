//! The envelope that all kinds share: `apiVersion`, `kind`, `metadata`, `spec`.
//!
//! Checks shapes only; how names are spelled is the business of [`crate::field_rules`], and what is in `spec`
//! that of [`crate::kinds`] (contracts: entity-model 1).

use serde_json::Value;

use crate::problem::{ErrorName, Problem, Stage};
use crate::shape::{self, Fields, Misfit, Others, Path, Shape, TEXTS};

/// What a document must have to count as an entity at all.
const ENVELOPE: Shape = Shape::Object(&Fields {
    required: &["apiVersion", "kind", "metadata"],
    named: &[
        ("apiVersion", Shape::Text),
        ("kind", Shape::Text),
        (
            "metadata",
            Shape::Object(&Fields {
                required: &["name"],
                named: &[("name", Shape::Text), ("namespace", Shape::Text)],
                others: Others::Kept,
            }),
        ),
    ],
    others: Others::Kept,
});

const TEXT_BY_KEY: Shape =
    Shape::Object(&Fields { required: &[], named: &[], others: Others::Each(&Shape::AnyText) });

const LINK: Shape = Shape::Object(&Fields {
    required: &["url"],
    named: &[("url", Shape::Text), ("title", Shape::Text), ("icon", Shape::Text), ("type", Shape::Text)],
    others: Others::Kept,
});

const METADATA: Shape = Shape::Object(&Fields {
    required: &["name"],
    named: &[
        ("uid", Shape::Text),
        ("etag", Shape::Text),
        ("name", Shape::Text),
        ("namespace", Shape::Text),
        ("title", Shape::Text),
        ("description", Shape::AnyText),
        ("labels", TEXT_BY_KEY),
        ("annotations", TEXT_BY_KEY),
        ("tags", TEXTS),
        ("links", Shape::List(&LINK, 0)),
    ],
    others: Others::Kept,
});

const RELATION: Shape = Shape::Object(&Fields {
    required: &["type", "targetRef"],
    named: &[("target", Shape::Anything), ("type", Shape::Word), ("targetRef", Shape::Text)],
    others: Others::Refused,
});

const STATUS_ITEM: Shape = Shape::Object(&Fields {
    required: &["type", "level", "message"],
    named: &[
        ("type", Shape::Text),
        ("level", Shape::OneOf(&["info", "warning", "error"])),
        ("message", Shape::AnyText),
        (
            "error",
            Shape::Object(&Fields {
                required: &["name", "message"],
                named: &[("name", Shape::Text), ("message", Shape::AnyText)],
                others: Others::Kept,
            }),
        ),
    ],
    others: Others::Kept,
});

/// The whole entity without the insides of `spec`.
const ENTITY: Shape = Shape::Object(&Fields {
    required: &["apiVersion", "kind", "metadata"],
    named: &[
        ("apiVersion", Shape::Text),
        ("kind", Shape::Text),
        ("metadata", METADATA),
        ("spec", Shape::Object(&Fields { required: &[], named: &[], others: Others::Kept })),
        ("relations", Shape::List(&RELATION, 0)),
        (
            "status",
            Shape::Object(&Fields {
                required: &[],
                named: &[("items", Shape::List(&STATUS_ITEM, 0))],
                others: Others::Kept,
            }),
        ),
    ],
    others: Others::Refused,
});

/// Checks that a document is an entity: the first thing done with it, before anything in it is believed.
pub fn check(entity: &Value) -> Result<(), Problem> {
    shape::check(&ENVELOPE, entity, &Path::Root).map_err(|misfit| {
        let message = format!("{} {} - {}", misfit.path(), misfit.text, misfit.detail);
        problem(Stage::Envelope, ErrorName::Type, message, misfit)
    })
}

/// Checks the shape of all that kinds have in common.
pub(crate) fn check_schema(entity: &Value) -> Result<(), Problem> {
    shape::check(&ENTITY, entity, &Path::Root).map_err(|misfit| {
        let message = format!("Malformed envelope, {} {}", misfit.path(), misfit.text);
        problem(Stage::SchemaValid, ErrorName::Plain, message, misfit)
    })
}

pub(crate) fn problem(stage: Stage, name: ErrorName, message: String, misfit: Misfit) -> Problem {
    let help = shape::help(&misfit);
    let mut problem = Problem::at(stage, name, misfit.keyword, misfit.pointer, message);
    problem.help = help;
    problem
}

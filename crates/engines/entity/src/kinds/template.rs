//! Template: a form and the steps that run with what is entered in it (contracts: scaffolder 1).

use super::{BuiltinKind, OWNER};
use crate::shape::{Fields, Others, Shape};

const ANY_TEXTS: Shape = Shape::List(&Shape::AnyText, 0);
const ANY_OBJECT: Shape = Shape::Object(&Fields { required: &[], named: &[], others: Others::Kept });

const PERMISSIONS: Shape =
    Shape::Object(&Fields { required: &[], named: &[("tags", ANY_TEXTS)], others: Others::Kept });

/// One page of the form. What it asks for is a JSON Schema of its own, read where the form is drawn.
const PARAMETERS: Shape = Shape::Object(&Fields {
    required: &[],
    named: &[("backstage:permissions", PERMISSIONS)],
    others: Others::Kept,
});

const STEP: Shape = Shape::Object(&Fields {
    required: &["action"],
    named: &[
        ("id", Shape::AnyText),
        ("name", Shape::AnyText),
        ("action", Shape::AnyText),
        ("input", ANY_OBJECT),
        ("if", Shape::TextOrBool),
        ("backstage:permissions", PERMISSIONS),
    ],
    others: Others::Kept,
});

const LINK: Shape = Shape::Object(&Fields {
    required: &[],
    named: &[
        ("url", Shape::Text),
        ("entityRef", Shape::Text),
        ("title", Shape::Text),
        ("icon", Shape::Text),
        ("if", Shape::TextOrBool),
    ],
    others: Others::Kept,
});

const TEXT: Shape = Shape::Object(&Fields {
    required: &[],
    named: &[
        ("title", Shape::Text),
        ("icon", Shape::Text),
        ("content", Shape::AnyText),
        ("if", Shape::TextOrBool),
    ],
    others: Others::Kept,
});

const OUTPUT: Shape = Shape::Object(&Fields {
    required: &[],
    named: &[("links", Shape::List(&LINK, 0)), ("text", Shape::List(&TEXT, 0))],
    others: Others::Each(&Shape::AnyText),
});

const PRESENTATION: Shape = Shape::Object(&Fields {
    required: &[],
    named: &[(
        "buttonLabels",
        Shape::Object(&Fields {
            required: &[],
            named: &[
                ("backButtonText", Shape::AnyText),
                ("createButtonText", Shape::AnyText),
                ("reviewButtonText", Shape::AnyText),
            ],
            others: Others::Kept,
        }),
    )],
    others: Others::Kept,
});

const RECOVERY: Shape = Shape::Object(&Fields {
    required: &[],
    named: &[("EXPERIMENTAL_strategy", Shape::AnyText)],
    others: Others::Kept,
});

const FORM_DECORATOR: Shape = Shape::Object(&Fields {
    required: &[],
    named: &[("id", Shape::AnyText), ("input", ANY_OBJECT)],
    others: Others::Kept,
});

pub(super) static TEMPLATE: BuiltinKind = BuiltinKind {
    kind: "Template",
    api_versions: &["scaffolder.backstage.io/v1beta3"],
    spec: Fields {
        required: &["type", "steps"],
        named: &[
            ("type", Shape::Text),
            ("owner", Shape::Text),
            ("lifecycle", Shape::Text),
            ("parameters", Shape::Either(&PARAMETERS, &Shape::List(&PARAMETERS, 0))),
            (
                "secrets",
                Shape::Object(&Fields {
                    required: &[],
                    named: &[("schema", ANY_OBJECT)],
                    others: Others::Kept,
                }),
            ),
            ("presentation", PRESENTATION),
            ("EXPERIMENTAL_recovery", RECOVERY),
            ("formDecorators", Shape::List(&FORM_DECORATOR, 0)),
            ("EXPERIMENTAL_formDecorators", Shape::List(&FORM_DECORATOR, 0)),
            ("steps", Shape::List(&STEP, 0)),
            ("output", OUTPUT),
        ],
        others: Others::Kept,
    },
    variants: &[],
    relations: &[OWNER],
    sorted: &[],
};

//! Forms: a template's `parameters` (JSON Schema with `ui:*` hints) and the values so far, to fields with defaults,
//! choices, visibility and errors; and what was filled in, to checked parameters.
//!
//! Pure: values in, values out. Knows no clock, network, database, files or HTML, nor how the choices of a picker are
//! found. Its measure is the stock front end: `@rjsf/core` 5.24 with Ajv 8 decides in `e2e/forms` what is right.
//!
//! ```
//! use forms::{Form, Selections, Settings};
//! use serde_json::json;
//!
//! let parameters = json!([{
//!     "title": "Where",
//!     "required": ["name"],
//!     "properties": {
//!         "name": { "title": "Name", "type": "string", "maxLength": 20, "ui:field": "EntityNamePicker" },
//!         "public": { "title": "Public?", "type": "boolean", "default": true }
//!     },
//!     "if": { "properties": { "public": { "const": false } } },
//!     "then": { "properties": { "reason": { "title": "Why not?", "type": "string" } } }
//! }]);
//! // Once for a template:
//! let form = Form::new(Some(&parameters), Settings::default())?;
//! assert!(form.problems().is_empty());
//!
//! // On every change:
//! let page = form.page(0, &json!({ "public": false }), &Selections::new())?.ok_or("no such page")?;
//! let shown: Vec<&str> = page.fields.iter().map(|field| field.label.as_str()).collect();
//! assert_eq!(shown, ["Name", "Public?", "Why not?"]);
//! assert_eq!(page.errors[0].pointer, "/name");
//!
//! // In the end:
//! let submission = form.submit(&json!({ "name": "shop", "old": 1 }), &Selections::new())?;
//! assert!(submission.is_valid());
//! assert_eq!(submission.parameters, json!({ "name": "shop", "public": true }));
//! assert_eq!(submission.review()[0].label, "Name");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The way of an evaluation: [`hints`] are lifted out of the schema once; then, for given values, [`defaults`] fills in,
//! [`resolve`] decides conditions (with [`choose`] and [`merge`]), [`check`] validates and [`model`] draws the fields.
//! [`submit`] prunes, [`review`] tells what was answered.

mod check;
mod choose;
mod data;
mod defaults;
mod field;
mod form;
mod hints;
mod limits;
mod merge;
mod model;
mod node;
mod page;
mod picker;
mod problem;
mod resolve;
mod review;
mod run;
mod schema;
mod soundness;
mod submit;

pub use field::{Choice, Control, Field, List, Look, Number, NumberInput, Text, TextInput, Variants};
pub use form::{Form, Settings};
pub use limits::Limits;
pub use model::Selections;
pub use page::{FieldError, Page, PageModel};
pub use picker::{
    CatalogFilter, EntityPicker, EntityTagsPicker, FilterValue, Host, MultiEntityPicker, OwnerPicker, Picker,
    RepoBranchPicker, RepoOwnerPicker, RepoUrlPicker, UserCredentials,
};
pub use problem::{FormProblem, Overrun};
pub use review::ReviewItem;
pub use submit::Submission;

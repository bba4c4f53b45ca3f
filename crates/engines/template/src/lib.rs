//! The template language of the scaffolder: `${{ }}`, `{% %}` and `{# #}`, as Backstage's current engine has it.
//!
//! A pure library: source and data in, text or data out. It knows no files, network, clock or dice, and nothing of tasks
//! and steps. A [`Template`] is parsed once and rendered any number of times, and [`render`] is for one time; what a render may use is bounded by
//! [`Limits`], and nothing but data, and the filters and functions that an [`Environment`] adds, can be reached.
//!
//! - how it is written: [`Syntax`]; what went wrong: [`Error`]
//! - what it sees: [`Context`], [`Environment`], [`Extension`]
//! - what it names, for checks before anything runs: [`Template::references`]
//! - the filters that a scaffolder adds, and data with templates in it: [`scaffolder`]
//! - whole trees of files: [`skeleton`]

mod budget;
mod checks;
mod context;
mod environment;
mod error;
mod evaluate;
mod extension;
mod filters;
mod limits;
mod methods;
mod random;
mod references;
mod regex;
pub mod scaffolder;
pub mod skeleton;
mod suggest;
mod syntax;
mod template;
mod text;
mod value;

pub use context::Context;
pub use environment::Environment;
pub use error::{Error, ErrorKind};
pub use extension::{Extension, ExtensionArguments, ExtensionResult};
pub use limits::{Limit, Limits};
pub use references::{Reference, References};
pub use suggest::nearest;
pub use syntax::Syntax;
pub use template::{Template, render};
pub use value::ContextError;

//! What can be wrong with a form itself, as opposed to what is wrong with the values filled in.

/// A part of a template's `parameters` that cannot be used as it is written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[error("parameters{pointer}: {message}")]
pub struct FormProblem {
    /// JSON pointer into `parameters`.
    pub pointer: String,
    /// What was expected and what to do.
    pub message: String,
}

impl FormProblem {
    pub(crate) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: message.into() }
    }
}

/// Form and values together ask for more than [`Limits`](crate::Limits) allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the form needs more than {limit} {what}")]
pub struct Overrun {
    /// What there is too much of, as a plural.
    pub what: &'static str,
    pub limit: usize,
}

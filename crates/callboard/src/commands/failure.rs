//! Why a command could not do its work, said so that the next step is clear, and whose fault that is.

use kernel::Error;
use kernel::db::DbError;
use thiserror::Error as ThisError;

use super::Outcome;

/// Ends a command.
#[derive(Debug, ThisError)]
pub enum Failure {
    /// Files, configuration or arguments.
    #[error("{0}")]
    Input(String),
    /// The portal, its database or the network.
    #[error("{0}")]
    Portal(String),
}

impl Failure {
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Input(_) => Outcome::InputAtFault,
            Self::Portal(_) => Outcome::PortalAtFault,
        }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        let text = with_causes(&error);
        match error {
            DbError::Copy(_) | DbError::Config(_) | DbError::Settings(_) | DbError::File { .. } => {
                Self::Input(text)
            }
            _ => Self::Portal(text),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Internal(cause) => Self::Portal(with_causes(cause.as_ref())),
            Error::Unavailable { message, .. } => Self::Portal(message),
            other => Self::Input(other.to_string()),
        }
    }
}

/// A message with what caused it, outermost first.
pub(super) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}

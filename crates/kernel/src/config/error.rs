//! What is wrong with a configuration, with the place where it stands.

use thiserror::Error;

/// `line` and `column` count from 1 and are 0 where the value came from the environment.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{message}")]
pub struct ConfigError {
    pub message: String,
    pub file: String,
    pub line: usize,
    pub column: usize,
    /// The offending line of the file, empty where there is none.
    pub source_line: String,
}

//! What a site's authors should know, and why a site cannot be read at all.

use std::fmt;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; never fails a build.
    Note,
    /// Something that readers will miss. A strict build fails.
    Warning,
}

/// One thing about one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// Path from the opened folder.
    pub file: String,
    /// From 1, as far as it is known.
    pub line: Option<usize>,
    pub message: String,
}

impl Finding {
    pub(super) fn warning(file: &str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, file: file.to_owned(), line, message: message.into() }
    }

    pub(super) fn note(file: &str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, file: file.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        write!(formatter, ": {}", self.message)
    }
}

/// Why there is no site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Path from the opened folder.
    pub file: String,
    /// From 1, as far as it is known.
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: Option<usize>,
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
            if let Some(column) = self.column {
                write!(formatter, ":{column}")?;
            }
        }
        write!(formatter, ": {}", self.message)
    }
}

//! What is wrong with a configuration, with the place where it stands. Does not know how configuration is read.

use std::fmt::Write as _;

use thiserror::Error;

/// `line` and `column` count from 1 and are 0 where the value came from the environment or from a test.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{message}")]
pub struct ConfigError {
    pub message: String,
    pub file: String,
    pub line: usize,
    pub column: usize,
    /// The offending line of the file, empty where there is none; secrets in it are masked.
    pub source_line: String,
}

impl ConfigError {
    /// An error of the configuration as a whole, or of a file that could not be opened.
    pub fn whole(message: impl Into<String>, file: impl Into<String>) -> Self {
        Self { message: message.into(), file: file.into(), line: 0, column: 0, source_line: String::new() }
    }

    /// `app-config.yaml:12:5`, as editors and terminals understand it.
    pub fn place(&self) -> String {
        if self.line == 0 {
            return self.file.clone();
        }
        format!("{}:{}:{}", self.file, self.line, self.column)
    }

    /// The error for a person: place, message, the line, and a caret below the offending column.
    pub fn render(&self, severity: &str) -> String {
        let mut text = format!("{}: {severity}: {}\n", self.place(), self.message);
        if self.source_line.is_empty() {
            return text;
        }
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        // Tabs are repeated below so that the caret stands under the column in any terminal.
        let before = self.source_line.chars().take(self.column.saturating_sub(1));
        let indent: String = before.map(|character| if character == '\t' { '\t' } else { ' ' }).collect();
        let _ = writeln!(text, " {number} | {}", self.source_line);
        let _ = writeln!(text, " {margin} | {indent}^");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_line_and_caret() {
        let error = ConfigError {
            message: String::from("bad"),
            file: String::from("app-config.yaml"),
            line: 12,
            column: 6,
            source_line: String::from("app: {"),
        };
        assert_eq!(error.render("error"), "app-config.yaml:12:6: error: bad\n 12 | app: {\n    |      ^\n");
        assert_eq!(ConfigError::whole("gone", "env").render("error"), "env: error: gone\n");
    }
}

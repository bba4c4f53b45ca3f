//! Judges configuration files without running anything: `callboard check app-config.yaml`. Knows no terminal.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::load::{Sources, load};
use super::schema::{Finding, Severity, find};
use super::{ConfigError, Section};

/// What is to be said about a configuration.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// It cannot be used as it is.
    pub errors: Vec<Finding>,
    /// It can be used, but some of it has no effect.
    pub warnings: Vec<Finding>,
    pub notes: Vec<Finding>,
}

/// Reads the files as one configuration, the last one on top, and judges the result. `features` are the ids of those
/// that the build contains. The environment matters: a variable that is not set removes the values that name it.
pub fn check(paths: &[PathBuf], environment: &Environment, features: &[&str]) -> Report {
    let sources = Sources {
        files: paths.to_vec(),
        root: Path::new(".").to_owned(),
        environment: environment.clone(),
        required: true,
    };
    let loaded = load(&sources);
    let mut report = Report::default();
    for error in loaded.problems {
        report.errors.push(Finding { severity: Severity::Error, key: String::new(), error, help: None });
    }
    for finding in find(&Section::of(loaded.document), features) {
        match finding.severity {
            Severity::Error => report.errors.push(finding),
            Severity::Warning => report.warnings.push(finding),
            Severity::Note => report.notes.push(finding),
        }
    }
    report
}

impl Report {
    /// Whether there is nothing that must be mended.
    pub fn is_good(&self) -> bool {
        self.errors.is_empty()
    }

    /// The report for a person: errors first, each with place, line and caret, then a line that counts.
    pub fn render(&self) -> String {
        let mut text = String::new();
        for (name, findings) in [("error", &self.errors), ("warning", &self.warnings), ("note", &self.notes)]
        {
            for finding in findings {
                text.push_str(&finding.error.render(name));
                if let Some(help) = &finding.help {
                    let _ = writeln!(text, "   = help: {help}");
                }
            }
        }
        let (errors, warnings) = (self.errors.len(), self.warnings.len());
        let _ = writeln!(
            text,
            "{errors} {}, {warnings} {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        );
        text
    }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

/// Several errors as one text, for a start that fails.
pub fn render_errors(errors: &[ConfigError]) -> String {
    errors.iter().map(|error| error.render("error")).collect()
}

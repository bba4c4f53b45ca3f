//! What a check has to say, in one form for every kind of file. Knows no rules and no output format.

use std::fmt::Write as _;

use entity::Problem;
use entity::report::Report;
use kernel::config::{self, Severity};
use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The portal would refuse it.
    Error,
    /// The portal would take it, but not all of it works.
    Warning,
    Note,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing about one place.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub level: Level,
    pub file: String,
    /// From 1; 0 when it is about the file as a whole.
    pub line: usize,
    /// In characters, from 1; 0 when it is about the file as a whole.
    pub column: usize,
    /// A short stable id.
    pub rule: String,
    /// The step of the catalog that refuses it, under Backstage's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<&'static str>,
    /// Position among the documents of a catalog file, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<usize>,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The finding for a person, several lines with a line break at the end.
    #[serde(skip)]
    pub shown: String,
}

impl Finding {
    /// Of a catalog file. `document` is `None` when the file is refused as a whole.
    pub fn of_problem(file: &str, level: Level, document: Option<usize>, problem: &Problem) -> Self {
        let (line, column) = problem.place.as_ref().map_or((0, 0), |place| (place.line, place.column));
        Self {
            level,
            file: file.to_owned(),
            line,
            column,
            rule: problem.rule.to_owned(),
            stage: Some(problem.stage.as_str()),
            document,
            message: problem.message.clone(),
            help: problem.help.clone(),
            shown: format!("{}: {}\n", level.name(), Report { file, problem }),
        }
    }

    /// Of a configuration.
    pub fn of_configuration(finding: &config::Finding) -> Self {
        let level = match finding.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Note => Level::Note,
        };
        let error = &finding.error;
        let mut shown = error.render(level.name());
        if let Some(help) = &finding.help {
            let _ = writeln!(shown, "   = help: {help}");
        }
        Self {
            level,
            file: error.file.clone(),
            line: error.line,
            column: error.column,
            rule: "configuration".to_owned(),
            stage: None,
            document: None,
            message: error.message.clone(),
            help: finding.help.clone(),
            shown,
        }
    }

    /// A path that cannot be read.
    pub fn unreadable(file: &str, reason: &str) -> Self {
        Self::whole(file, "unreadable", &format!("cannot be read: {reason}"))
    }

    /// An error of a file as a whole.
    pub fn whole(file: &str, rule: &str, message: &str) -> Self {
        Self {
            level: Level::Error,
            file: file.to_owned(),
            line: 0,
            column: 0,
            rule: rule.to_owned(),
            stage: None,
            document: None,
            message: message.to_owned(),
            help: None,
            shown: format!("error: {file}: {message} [{rule}]\n"),
        }
    }
}

/// What came of a check.
#[derive(Debug, Default, Serialize)]
pub struct Checked {
    pub files: usize,
    /// Refs of the entities that the catalog would take.
    pub entities: Vec<String>,
    pub findings: Vec<Finding>,
}

impl Checked {
    pub fn add(&mut self, other: Self) {
        self.files += other.files;
        self.entities.extend(other.entities);
        self.findings.extend(other.findings);
    }

    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }
}

//! Asks the engine that owns a kind of file what it thinks of one. Knows no folders and no output.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use catalog::settings::Settings;
use entity::check::Outcome;
use entity::{Kinds, Limits, yaml};
use kernel::Config;
use kernel::config::{self, Environment};

use super::find::FileKind;
use super::finding::{Checked, Finding, Level};
use crate::commands::Failure;
use crate::features;

/// What files are measured against.
pub struct Judge {
    kinds: Arc<Kinds>,
    limits: Limits,
    environment: Environment,
    features: Vec<&'static str>,
}

impl Judge {
    /// Kinds and limits come from `config`.
    pub fn new(config: &Config) -> Result<Self, Failure> {
        let folder = Path::new(".");
        let settings = Settings::read(&config.root(), folder)?;
        let features = features::all(folder).iter().map(|feature| feature.id()).collect();
        Ok(Self {
            kinds: settings.kinds,
            limits: settings.limits,
            environment: config.environment().clone(),
            features,
        })
    }

    /// Bytes that one file may have.
    pub fn file_limit(&self) -> usize {
        self.limits.file_bytes
    }

    /// Judges a file of this machine.
    pub fn file(&self, path: &Path, kind: FileKind) -> Checked {
        let name = path.display().to_string();
        if kind == FileKind::Configuration {
            return self.configuration(path);
        }
        match self.read(path) {
            Ok(bytes) => self.bytes(&name, kind, &bytes),
            Err(error) => one(Finding::unreadable(&name, &error.to_string())),
        }
    }

    /// One byte more than the limit is read, so that the engine sees that the file is too large.
    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let limit = self.limits.file_bytes as u64;
        std::fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Judges the contents of a file called `name`.
    pub fn bytes(&self, name: &str, kind: FileKind, bytes: &[u8]) -> Checked {
        match kind {
            FileKind::Catalog => self.catalog(name, bytes),
            FileKind::Mkdocs => self.mkdocs(name, bytes),
            FileKind::Configuration => {
                one(Finding::whole(name, "configuration", "a configuration can be checked as a file only"))
            }
        }
    }

    fn configuration(&self, path: &Path) -> Checked {
        let report = config::check(&[path.to_owned()], &self.environment, &self.features);
        let mut checked = Checked { files: 1, ..Checked::default() };
        for finding in report.errors.iter().chain(&report.warnings).chain(&report.notes) {
            checked.findings.push(Finding::of_configuration(finding));
        }
        checked
    }

    fn catalog(&self, name: &str, bytes: &[u8]) -> Checked {
        let verdicts = match entity::check::check(bytes, &self.kinds, &self.limits) {
            Ok(verdicts) => verdicts,
            Err(problem) => return one(Finding::of_problem(name, Level::Error, None, &problem)),
        };
        let mut checked = Checked { files: 1, ..Checked::default() };
        for verdict in verdicts {
            let index = Some(verdict.index);
            match verdict.outcome {
                Outcome::Empty => {}
                Outcome::Refused(problem) => {
                    checked.findings.push(Finding::of_problem(name, Level::Error, index, &problem));
                }
                Outcome::Accepted { entity_ref, concern } => {
                    checked.entities.push(entity_ref.to_string());
                    if let Some(problem) = concern {
                        checked.findings.push(Finding::of_problem(name, Level::Warning, index, &problem));
                    }
                }
            }
        }
        checked
    }

    /// A site's `mkdocs.yml`, as far as it can be judged without building the site: one mapping in readable YAML.
    fn mkdocs(&self, name: &str, bytes: &[u8]) -> Checked {
        let documents = match yaml::documents(bytes, &self.limits) {
            Ok(documents) => documents,
            Err(problem) => return one(Finding::of_problem(name, Level::Error, None, &problem)),
        };
        let mut checked = Checked { files: 1, ..Checked::default() };
        let mut is_mapping = false;
        for document in documents {
            match document.value {
                Ok(value) => is_mapping |= value.is_object(),
                Err(problem) => {
                    let finding = Finding::of_problem(name, Level::Error, Some(document.index), &problem);
                    checked.findings.push(finding);
                }
            }
        }
        if !is_mapping && checked.findings.is_empty() {
            checked.findings.push(Finding::whole(name, "mkdocs.mapping", "must be a mapping of settings"));
        }
        checked
    }
}

fn one(finding: Finding) -> Checked {
    Checked { files: 1, findings: vec![finding], ..Checked::default() }
}

//! Reads the templates of a file. Knows no expressions.

use std::path::{Path, PathBuf};

use entity::{Limits, yaml};
use serde_json::{Map, Value};

use crate::commands::Failure;

/// One template of a file.
pub(super) struct TemplateFile {
    pub(super) path: PathBuf,
    /// The whole file.
    pub(super) text: String,
    /// Position among the documents of the file, from 0.
    pub(super) document: usize,
    pub(super) entity: Value,
}

/// A step with the id that it has or gets.
pub(super) struct Step<'a> {
    pub(super) index: usize,
    pub(super) id: String,
    pub(super) action: &'a str,
    pub(super) fields: &'a Map<String, Value>,
}

impl TemplateFile {
    /// All templates of a file; a file that cannot be read as YAML is the caller's to judge.
    pub(super) fn read(path: &Path) -> Result<Vec<Self>, Failure> {
        let input = |reason: String| Failure::Input(format!("{}: {reason}", path.display()));
        let bytes = std::fs::read(path).map_err(|error| input(format!("cannot be read: {error}")))?;
        let limits = Limits::default();
        let documents = yaml::documents(&bytes, &limits).map_err(|problem| input(problem.message))?;
        let text = yaml::text(&bytes, &limits).map_err(|problem| input(problem.message))?;
        let mut templates = Vec::new();
        for document in documents {
            let Ok(entity) = document.value else { continue };
            if entity["kind"].as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("template")) {
                let (path, text) = (path.to_owned(), text.clone().into_owned());
                templates.push(Self { path, text, document: document.index, entity });
            }
        }
        Ok(templates)
    }

    /// The name in the template's metadata.
    pub(super) fn name(&self) -> &str {
        self.entity["metadata"]["name"].as_str().unwrap_or("template")
    }

    pub(super) fn steps(&self) -> Vec<Step<'_>> {
        let steps = self.entity["spec"]["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut found = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let Some(fields) = step.as_object() else { continue };
            let id = step["id"].as_str().map_or_else(|| format!("step-{}", index + 1), str::to_owned);
            found.push(Step { index, id, action: step["action"].as_str().unwrap_or_default(), fields });
        }
        found
    }
}

impl Step<'_> {
    /// The folder on this machine that the step fetches, when it renders one beside the template.
    pub(super) fn skeleton(&self, template: &Path) -> Option<PathBuf> {
        let url = self.fields.get("input")?.get("url")?.as_str()?;
        let is_fetched = matches!(self.action, "fetch:template" | "fetch:template:file");
        let is_local = !url.contains("://") && !url.starts_with('/') && !url.contains("${{");
        (is_fetched && is_local)
            .then(|| template.parent().unwrap_or(Path::new(".")).join(url.strip_prefix("./").unwrap_or(url)))
    }
}

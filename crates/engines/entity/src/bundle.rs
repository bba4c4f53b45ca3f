//! Bundling for `$openapi` and `$asyncapi`: a definition in several files becomes one.
//!
//! Pure: the caller hands over the files it has, learns which are missing, fetches those it may fetch, and asks
//! again. The first use of a part of another file gets that part in its place; further uses, and uses of it
//! within itself, refer to that place (contracts: entity-model 6).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::limits::Limits;
use crate::location;
use crate::problem::Problem;
use crate::yaml;

/// Most files of one definition.
const MOST_FILES: usize = 200;
/// Deepest nesting of the bundled definition.
const DEEPEST: usize = 100;

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bundled {
    /// The whole definition as a YAML text.
    Complete(String),
    /// Files that are referred to and were not given, by absolute path or URL.
    Needs(BTreeSet<String>),
}

/// Why a definition cannot be bundled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    #[error("could not read {file}, {problem}")]
    Unreadable { file: String, problem: Box<Problem> },
    #[error("{file} must hold exactly one document, found {found}")]
    DocumentCount { file: String, found: usize },
    #[error("{file} has no {pointer:?}, which {from} refers to")]
    Dangling { file: String, pointer: String, from: String },
    #[error("reference {reference:?} in {from} is not an address")]
    BadReference { reference: String, from: String },
    #[error("more than {MOST_FILES} files")]
    TooManyFiles,
    #[error("nested deeper than {DEEPEST}")]
    TooDeep,
    #[error("more than {0} values when bundled")]
    TooLarge(usize),
}

/// Bundles the definition in `root`. `files` maps absolute paths or URLs to texts and must hold `root`.
pub fn bundle(root: &str, files: &BTreeMap<String, String>, limits: &Limits) -> Result<Bundled, BundleError> {
    if files.len() > MOST_FILES {
        return Err(BundleError::TooManyFiles);
    }
    let mut parsed = BTreeMap::new();
    for (file, text) in files {
        parsed.insert(file.as_str(), parse(file, text, limits)?);
    }
    let Some(document) = parsed.get(root) else {
        return Ok(Bundled::Needs(BTreeSet::from([root.to_owned()])));
    };
    let mut bundler = Bundler {
        root,
        files: &parsed,
        placed: BTreeMap::new(),
        needs: BTreeSet::new(),
        nodes: limits.nodes,
        most_nodes: limits.nodes,
    };
    let value = bundler.copy(document, root, &mut Vec::new())?;
    if bundler.needs.is_empty() {
        Ok(Bundled::Complete(yaml::to_yaml(&value)))
    } else {
        Ok(Bundled::Needs(bundler.needs))
    }
}

fn parse(file: &str, text: &str, limits: &Limits) -> Result<Value, BundleError> {
    let unreadable = |problem| BundleError::Unreadable { file: file.to_owned(), problem: Box::new(problem) };
    let mut documents = yaml::documents(text.as_bytes(), limits).map_err(unreadable)?;
    match (documents.len(), documents.pop()) {
        (1, Some(document)) => document.value.map_err(unreadable),
        (found, _) => Err(BundleError::DocumentCount { file: file.to_owned(), found }),
    }
}

struct Bundler<'f> {
    root: &'f str,
    files: &'f BTreeMap<&'f str, Value>,
    /// Where in the result each part of another file stands: `(file, pointer)` to pointer.
    placed: BTreeMap<(String, String), String>,
    needs: BTreeSet<String>,
    nodes: usize,
    most_nodes: usize,
}

impl Bundler<'_> {
    /// A copy of `value`, which was read in `file` and will stand at `place`.
    fn copy(&mut self, value: &Value, file: &str, place: &mut Vec<String>) -> Result<Value, BundleError> {
        if place.len() > DEEPEST {
            return Err(BundleError::TooDeep);
        }
        self.nodes = self.nodes.checked_sub(1).ok_or(BundleError::TooLarge(self.most_nodes))?;
        match value {
            Value::Array(items) => {
                let mut copy = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    copy.push(self.below(item, file, index.to_string(), place)?);
                }
                Ok(Value::Array(copy))
            }
            Value::Object(entries) => {
                if let Some(Value::String(reference)) = entries.get("$ref") {
                    return self.reference(reference, entries, file, place);
                }
                let mut copy = Map::new();
                for (key, item) in entries {
                    copy.insert(key.clone(), self.below(item, file, key.clone(), place)?);
                }
                Ok(Value::Object(copy))
            }
            scalar => Ok(scalar.clone()),
        }
    }

    fn below(
        &mut self,
        value: &Value,
        file: &str,
        step: String,
        place: &mut Vec<String>,
    ) -> Result<Value, BundleError> {
        place.push(step);
        let copy = self.copy(value, file, place);
        place.pop();
        copy
    }

    fn reference(
        &mut self,
        reference: &str,
        entries: &Map<String, Value>,
        file: &str,
        place: &mut Vec<String>,
    ) -> Result<Value, BundleError> {
        let (address, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let target = if address.is_empty() { file.to_owned() } else { resolve(file, address, reference)? };
        if target == self.root {
            return Ok(referring(entries, pointer));
        }
        let part = (target.clone(), pointer.to_owned());
        if let Some(pointer) = self.placed.get(&part) {
            return Ok(referring(entries, pointer));
        }
        let files = self.files;
        let Some(document) = files.get(target.as_str()) else {
            self.needs.insert(target);
            return Ok(Value::Null);
        };
        let Some(found) = document.pointer(pointer) else {
            let (pointer, from) = (pointer.to_owned(), file.to_owned());
            return Err(BundleError::Dangling { file: target, pointer, from });
        };
        // Before its inside is copied, so that a part that uses itself refers to this place.
        self.placed.insert(part, pointer_of(place));
        self.copy(found, &target, place)
    }
}

/// The object again, referring to a place of the result.
fn referring(entries: &Map<String, Value>, pointer: &str) -> Value {
    let mut copy = entries.clone();
    copy.insert("$ref".to_owned(), Value::String(format!("#{pointer}")));
    Value::Object(copy)
}

fn pointer_of(place: &[String]) -> String {
    let mut pointer = String::new();
    for step in place {
        pointer.push('/');
        pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

fn resolve(base: &str, address: &str, reference: &str) -> Result<String, BundleError> {
    let bad = || BundleError::BadReference { reference: reference.to_owned(), from: base.to_owned() };
    if base.contains("://") || address.contains("://") {
        return location::resolve_url(base, address).ok_or_else(bad);
    }
    if address.starts_with('/') {
        return Ok(address.to_owned());
    }
    Ok(location::resolve_file(base, &format!("./{address}")))
}

#[cfg(test)]
mod tests;

//! From files and environment to one merged document. Source: config contract, section 1. Knows the order of the
//! layers, not what they mean.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::environment::Environment;
use super::files::{Files, Fingerprint, ReadFailure};
use super::node::{Data, Node, Origin, Source};
use super::transform::{Transformer, normalize};
use super::{ConfigError, environment_layer, merge, yaml};

/// Where a configuration comes from.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Explicit files in order, later ones winning; when there are any, the default files are not read.
    pub files: Vec<PathBuf>,
    /// The folder of the default files: `app-config.yaml`, `app-config.<env>.yaml` for each name in `BACKSTAGE_ENV`,
    /// `app-config.local.yaml`, `app-config.<env>.local.yaml`.
    pub root: PathBuf,
    pub environment: Environment,
    /// Whether a missing default `app-config.yaml` is an error.
    pub required: bool,
}

/// A merged configuration with the place of every value.
pub(super) struct Document {
    pub value: Value,
    pub origins: HashMap<String, Origin>,
    /// What Backstage's messages name where a value is missing from the root: the topmost layer.
    pub layer: Arc<str>,
}

/// What one load gives: the document, what to watch, and what was wrong.
pub(super) struct Loaded {
    pub document: Document,
    pub watched: BTreeMap<PathBuf, Fingerprint>,
    pub problems: Vec<ConfigError>,
}

impl Document {
    /// A document that comes from no file; messages call it what Backstage's test kit calls it.
    pub(super) fn from_value(value: Value) -> Self {
        Self { value, origins: HashMap::new(), layer: "mock-config".into() }
    }
}

/// Reads every layer. Problems do not stop it, so that all of them are found at once.
pub(super) fn load(sources: &Sources) -> Loaded {
    let mut files = Files::default();
    let mut problems = Vec::new();
    let mut layers = Vec::new();
    for target in targets(sources, &mut files) {
        layers.extend(read_layer(&target, &sources.environment, &mut files, &mut problems));
    }
    layers.extend(environment_layer::read(&sources.environment, &mut problems));

    let mut merged: Option<Node> = None;
    for layer in layers {
        merged = Some(match merged {
            Some(below) => merge::merge(layer, below),
            None => layer,
        });
    }
    let document = match merged {
        Some(node) => {
            let layer = Arc::clone(&node.origin.source.layer);
            let (value, origins) = merge::finish(node);
            Document { value, origins, layer }
        }
        None => Document::from_value(Value::Object(serde_json::Map::new())),
    };
    Loaded { document, watched: files.into_watched(), problems }
}

/// The files to read, lowest layer first. Default files that are absent are remembered, so that creating one is noticed.
fn targets(sources: &Sources, files: &mut Files) -> Vec<PathBuf> {
    if !sources.files.is_empty() {
        return sources.files.clone();
    }
    let names = sources.environment.get("BACKSTAGE_ENV").unwrap_or_default();
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let mut candidates = vec![String::from("app-config.yaml")];
    candidates.extend(names.iter().map(|name| format!("app-config.{name}.yaml")));
    candidates.push(String::from("app-config.local.yaml"));
    candidates.extend(names.iter().map(|name| format!("app-config.{name}.local.yaml")));

    let mut targets = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let path = sources.root.join(candidate);
        let is_required = index == 0 && sources.required;
        if is_required || path.is_file() {
            targets.push(path);
        } else {
            files.expect_absent(&path);
        }
    }
    targets
}

/// One file with its substitutions and includes done; `None` when it is empty or broken.
fn read_layer(
    target: &Path,
    environment: &Environment,
    files: &mut Files,
    problems: &mut Vec<ConfigError>,
) -> Option<Node> {
    let shown = target.display().to_string();
    if shown.starts_with("http://") || shown.starts_with("https://") {
        let message =
            format!("Config argument \"{shown}\" looks like a URL but remote configuration is not enabled");
        problems.push(ConfigError::whole(message, shown));
        return None;
    }
    let path = normalize(&std::path::absolute(target).unwrap_or_else(|_| target.to_owned()));
    let text = match files.text(&path) {
        Ok(text) => text,
        Err(ReadFailure::Missing) => {
            problems.push(ConfigError::whole(format!("Config file \"{shown}\" does not exist"), shown));
            return None;
        }
        Err(ReadFailure::Unreadable(reason)) => {
            problems.push(ConfigError::whole(reason, shown));
            return None;
        }
    };
    let layer: Arc<str> =
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default().into();
    let source = Arc::new(Source { path: shown, layer: Arc::clone(&layer), text: text.to_string() });
    let node = match yaml::parse(&source) {
        Ok(node) => node?,
        Err(errors) => {
            problems.extend(errors);
            return None;
        }
    };
    if matches!(node.data, Data::Null) {
        return None;
    }
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let root_at = node.origin.value;
    let mut transformer = Transformer {
        environment,
        files,
        layer: &layer,
        problems,
        including: vec![(path, String::new())],
        includes: 0,
        nodes: 0,
        depth: 0,
    };
    let result = transformer.transform(node, &mut String::new(), &folder);
    if result.as_ref().is_none_or(|node| !matches!(node.data, Data::Object(_))) {
        problems.push(source.error(root_at, "expected object at config root"));
        return None;
    }
    // Whatever the root came from, messages name the file that was asked for.
    result.map(|node| Node { data: node.data, origin: Origin::at(&source, root_at) })
}

//! Behaviour of the whole reader: files, environment, merging and getters together.

mod judging;
mod layers;
mod readers;
mod transforms;
mod untrusted;
mod watching;

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::{Config, ConfigError, Environment, Sources};

/// A folder with these files in it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn sources(root: &Path, variables: &[(&str, &str)]) -> Sources {
    let environment = Environment::from_pairs(variables.iter().copied());
    Sources { files: Vec::new(), root: root.to_owned(), environment, required: true }
}

/// The configuration of the default files in a fresh folder.
fn load(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Result<Config, Vec<ConfigError>> {
    let folder = folder(files);
    Config::load(&sources(folder.path(), variables))
}

/// The configuration of one `app-config.yaml`.
fn single(text: &str) -> Config {
    load(&[("app-config.yaml", text)], &[]).unwrap()
}

fn value(config: &Config) -> Value {
    config.root().value().clone()
}

/// The messages of a load that must fail.
fn messages(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Vec<String> {
    match load(files, variables) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| error.message).collect(),
    }
}

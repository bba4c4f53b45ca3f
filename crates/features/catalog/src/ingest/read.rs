//! From a target of a Location to files: `file` paths and `url`s, with what is known of them from the last time. A
//! failed read is told apart from a missing file; neither removes anything.

use std::path::PathBuf;

use bytes::Bytes;
use kernel::scm::{Read, ReadErrorKind, ReadOptions};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Ingest;
use super::file::{self, FileError};

/// What is kept of a file between two passes, as JSON in `catalog_source.state`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileState {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub hash: String,
    /// Hash of the rules and kinds under which the file was processed; other rules mean processing it anew.
    pub rules: String,
    /// Files that placeholders of this file read, with the hash of what they held.
    pub dependencies: Vec<Dependency>,
    /// Status items that this file caused.
    pub problems: Vec<Value>,
}

impl FileState {
    /// Makes the next pass process the file whether it changed or not. What is known of its problems stays.
    pub fn distrust(&mut self) {
        self.hash.clear();
        self.etag = None;
        self.last_modified = None;
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dependency {
    pub location: String,
    pub etag: Option<String>,
    pub hash: String,
}

/// One file of a target.
#[derive(Clone, Debug)]
pub enum Fetched {
    Unchanged,
    Found {
        bytes: Bytes,
        etag: Option<String>,
        last_modified: Option<String>,
        hash: String,
    },
    /// The name of the error as Backstage gives it, and its message.
    Failed {
        missing: bool,
        /// The configuration forbids to read from there.
        not_allowed: bool,
        name: &'static str,
        message: String,
    },
}

/// Names of the files that a `type:target` means, each as `type:target` again. Globs in a URL's path are searched for.
pub async fn expand(
    ingest: &Ingest,
    kind: &str,
    target: &str,
) -> Result<Vec<String>, (bool, &'static str, String)> {
    if kind != "file" {
        return Ok(vec![format!("{kind}:{target}")]);
    }
    let roots = ingest.settings().file_roots.clone();
    let target = target.to_owned();
    let found = tokio::task::spawn_blocking(move || file::expand(&target, &roots)).await;
    match found {
        Ok(Ok(paths)) => Ok(paths.iter().map(|path| format!("file:{}", path.display())).collect()),
        Ok(Err(error)) => Err(describe(error)),
        Err(_) => Err((false, "Error", "reading was cut off".to_owned())),
    }
}

fn describe(error: FileError) -> (bool, &'static str, String) {
    match error {
        FileError::Missing(message) => (true, "NotFoundError", message),
        FileError::Refused(message) => (false, "NotAllowedError", message),
        FileError::Failed(message) => (false, "Error", message),
    }
}

/// Reads one file, with a condition where the last reading left a validator.
pub async fn fetch(ingest: &Ingest, location: &str, known: Option<&FileState>) -> Fetched {
    match location.split_once(':') {
        Some(("file", path)) => fetch_file(ingest, PathBuf::from(path)).await,
        Some(("url", url)) => fetch_url(ingest, url, known).await,
        _ => Fetched::Failed {
            missing: false,
            not_allowed: false,
            name: "InputError",
            message: format!("no reader for location {location}, only file and url are known"),
        },
    }
}

async fn fetch_file(ingest: &Ingest, path: PathBuf) -> Fetched {
    let settings = ingest.settings();
    let read = tokio::task::spawn_blocking(move || {
        let paths = file::expand(&path.to_string_lossy(), &settings.file_roots)?;
        let path = paths.into_iter().next().unwrap_or(path);
        file::read(&path, settings.limits.file_bytes)
    });
    match read.await {
        Ok(Ok(bytes)) => found(bytes, None, None),
        Ok(Err(error)) => {
            let not_allowed = matches!(error, FileError::Refused(_));
            let (missing, name, message) = describe(error);
            Fetched::Failed { missing, not_allowed, name, message }
        }
        Err(_) => Fetched::Failed {
            missing: false,
            not_allowed: false,
            name: "Error",
            message: "reading was cut off".to_owned(),
        },
    }
}

async fn fetch_url(ingest: &Ingest, url: &str, known: Option<&FileState>) -> Fetched {
    let options = ReadOptions {
        etag: known.and_then(|state| state.etag.clone()),
        last_modified: known.and_then(|state| state.last_modified.clone()),
        token: None,
    };
    match ingest.services.reader.read(url, &options).await {
        Ok(Read::NotModified) => Fetched::Unchanged,
        Ok(Read::Found { body, etag, last_modified }) => found(body, etag, last_modified),
        Err(error) if error.kind == ReadErrorKind::NotFound => Fetched::Failed {
            missing: true,
            not_allowed: false,
            name: "NotFoundError",
            message: format!("Unable to read url, no matching files found for {url}"),
        },
        Err(error) => Fetched::Failed {
            missing: false,
            not_allowed: error.kind == ReadErrorKind::NotAllowed,
            name: error_name(&error.kind),
            message: format!("Unable to read url, {}", error.message),
        },
    }
}

/// Backstage's name for a failed read. Its reader throws plain errors for everything but a missing file.
fn error_name(kind: &ReadErrorKind) -> &'static str {
    match kind {
        ReadErrorKind::NotFound => "NotFoundError",
        ReadErrorKind::TooLarge | ReadErrorKind::Invalid => "InputError",
        _ => "Error",
    }
}

fn found(bytes: Bytes, etag: Option<String>, last_modified: Option<String>) -> Fetched {
    let hash = blake3::hash(&bytes).to_hex().to_string();
    Fetched::Found { bytes, etag, last_modified, hash }
}

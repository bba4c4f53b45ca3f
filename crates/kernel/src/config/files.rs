//! Reads the files of one load, each once and within the size limit, and remembers which were asked for so that they can
//! be watched. Knows no format but which parser a name asks for.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::node::{Node, Origin, Position, Source};
use super::{ConfigError, limits, yaml};

/// What a watched file looked like when it was read; `None` when it could not be read.
pub(super) type Fingerprint = Option<blake3::Hash>;

/// Reads and remembers.
#[derive(Default)]
pub(super) struct Files {
    watched: BTreeMap<PathBuf, Fingerprint>,
    texts: HashMap<PathBuf, Arc<str>>,
    documents: HashMap<PathBuf, Option<Arc<Node>>>,
}

/// Why a file could not be had.
pub(super) enum ReadFailure {
    Missing,
    Unreadable(String),
}

impl Files {
    pub(super) fn text(&mut self, path: &Path) -> Result<Arc<str>, ReadFailure> {
        if let Some(text) = self.texts.get(path) {
            return Ok(Arc::clone(text));
        }
        let outcome = read(path);
        self.watched.insert(path.to_owned(), outcome.as_ref().ok().map(|text| blake3::hash(text.as_bytes())));
        let text: Arc<str> = outcome?.into();
        self.texts.insert(path.to_owned(), Arc::clone(&text));
        Ok(text)
    }

    /// Notes that a file counts although it is not there, so that its appearance is a change.
    pub(super) fn expect_absent(&mut self, path: &Path) {
        self.watched.entry(path.to_owned()).or_insert(None);
    }

    /// The parsed contents of a file; `Ok(None)` when it is empty.
    pub(super) fn document(
        &mut self,
        path: &Path,
        shown: &str,
        layer: &Arc<str>,
    ) -> Result<Option<Arc<Node>>, Vec<ConfigError>> {
        if let Some(known) = self.documents.get(path) {
            return Ok(known.clone());
        }
        let text = self.text(path).map_err(|failure| {
            let message = match failure {
                ReadFailure::Missing => {
                    format!("failed to include \"{}\", file does not exist", path.display())
                }
                ReadFailure::Unreadable(reason) => reason,
            };
            vec![ConfigError::whole(message, shown)]
        })?;
        let source =
            Arc::new(Source { path: shown.to_owned(), layer: Arc::clone(layer), text: text.to_string() });
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let document = if is_json { json(&source)? } else { yaml::parse(&source)? }.map(Arc::new);
        self.documents.insert(path.to_owned(), document.clone());
        Ok(document)
    }

    pub(super) fn into_watched(self) -> BTreeMap<PathBuf, Fingerprint> {
        self.watched
    }
}

/// The contents of a file as text. A byte order mark is dropped.
fn read(path: &Path) -> Result<String, ReadFailure> {
    let file = std::fs::File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => ReadFailure::Missing,
        _ => ReadFailure::Unreadable(format!("failed to open the file: {error}")),
    })?;
    let mut bytes = Vec::new();
    let outcome = file.take(limits::FILE_BYTES + 1).read_to_end(&mut bytes);
    outcome.map_err(|error| ReadFailure::Unreadable(format!("failed to read the file: {error}")))?;
    if bytes.len() as u64 > limits::FILE_BYTES {
        return Err(ReadFailure::Unreadable(format!(
            "the file is too large (limit {} bytes)",
            limits::FILE_BYTES
        )));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        ReadFailure::Unreadable(format!("the file is not UTF-8 text: {}", error.utf8_error()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// What [`Files`] would remember of a file now.
pub(super) fn fingerprint(path: &Path) -> Fingerprint {
    read(path).ok().map(|text| blake3::hash(text.as_bytes()))
}

/// Strict JSON. The places come from reading it as YAML, which JSON nearly is.
fn json(source: &Arc<Source>) -> Result<Option<Node>, Vec<ConfigError>> {
    let value = serde_json::from_str(&source.text).map_err(|error| {
        let at = Position { line: error.line(), column: error.column().max(1) };
        vec![source.error(at, format!("invalid JSON: {error}"))]
    })?;
    let mut node = Node::from_value(value, &Origin::at(source, Position { line: 1, column: 1 }));
    if node.count() > limits::NODES {
        return Err(vec![
            source.error(Position::default(), format!("too many values (limit {})", limits::NODES)),
        ]);
    }
    if let Ok(Some(guide)) = yaml::parse(source) {
        node.place_like(&guide);
    }
    Ok(Some(node))
}

//! Reads `file` targets: globs, confinement to the configured folders, the size limit. Knows no YAML.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use globset::GlobBuilder;

/// What a glob may match at most, and how many folder entries are looked at for it.
const MAXIMUM_MATCHES: usize = 10_000;
const MAXIMUM_ENTRIES: usize = 200_000;

/// Why a file could not be read; the message is shown to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    Missing(String),
    Refused(String),
    Failed(String),
}

/// The files that `target` means: itself, or what the glob matches, sorted. Symbolic links are followed only to places
/// beneath `roots`.
pub fn expand(target: &str, roots: &[PathBuf]) -> Result<Vec<PathBuf>, FileError> {
    if !target.contains(['*', '?', '[', '{']) {
        return Ok(vec![confine(Path::new(target), roots)?]);
    }
    let pattern = GlobBuilder::new(target)
        .literal_separator(true)
        .build()
        .map_err(|error| FileError::Refused(format!("file {target} is not a valid pattern: {error}")))?
        .compile_matcher();
    let fixed = target.find(['*', '?', '[', '{']).and_then(|at| target.get(..at)).unwrap_or_default();
    let base = fixed.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    let mut folders = vec![confine(Path::new(base), roots)?];
    let mut seen = 0_usize;
    let depth_limited = !target.contains("**");
    let levels = target.get(base.len()..).unwrap_or_default().matches('/').count();
    let mut level = 0;
    while !folders.is_empty() {
        level += 1;
        let mut next = Vec::new();
        for folder in folders {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                seen += 1;
                if seen > MAXIMUM_ENTRIES || found.len() > MAXIMUM_MATCHES {
                    return Err(FileError::Refused(format!(
                        "file {target} matches too much (limit {MAXIMUM_MATCHES} files)"
                    )));
                }
                let path = entry.path();
                let Ok(kind) = entry.file_type() else { continue };
                if kind.is_dir() {
                    next.push(path);
                } else if pattern.is_match(&path) {
                    found.push(confine(&path, roots)?);
                }
            }
        }
        folders = if depth_limited && level >= levels { Vec::new() } else { next };
    }
    found.sort();
    Ok(found)
}

/// The path itself, if what it leads to lies beneath one of the folders.
fn confine(path: &Path, roots: &[PathBuf]) -> Result<PathBuf, FileError> {
    let shown = path.display();
    let real = path.canonicalize().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => FileError::Missing(format!("file {shown} does not exist")),
        _ => FileError::Failed(format!("file {shown} could not be read")),
    })?;
    for root in roots {
        if root.canonicalize().is_ok_and(|root| real.starts_with(root)) {
            return Ok(clean(path));
        }
    }
    Err(FileError::Refused(format!(
        "file {shown} lies outside the folders that may be read; add its folder to callboard.catalog.fileRoots"
    )))
}

/// The path without `.` and `..`, as Backstage shows it.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// The content of a file, at most `limit` bytes.
pub fn read(path: &Path, limit: usize) -> Result<Bytes, FileError> {
    use std::io::Read as _;
    let shown = path.display();
    let failed = |_| FileError::Failed(format!("file {shown} could not be read"));
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut content = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut content).map_err(failed)?;
    if content.len() > limit {
        return Err(FileError::Refused(format!(
            "file too large: {shown} is over the limit of {limit} bytes"
        )));
    }
    Ok(content.into())
}

//! The folder that a site is written to: readers of it see the old site or the new one, and nobody's files are lost.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::Value;

use crate::commands::Failure;

/// What TechDocs reads about a site, and by which this command knows its own work.
pub(super) const METADATA: &str = "techdocs_metadata.json";
/// The key of it that names who wrote the site.
pub(super) const GENERATOR_KEY: &str = "generator";

/// A site that is being written, beside its place.
pub(super) struct Output {
    target: PathBuf,
    staging: PathBuf,
    folders: Mutex<HashSet<PathBuf>>,
    is_committed: bool,
}

impl Output {
    /// Begins to write. Fails when the place holds anything that this command did not write.
    pub(super) fn begin(target: &Path, source: &Path) -> Result<Self, Failure> {
        let target = std::path::absolute(target).map_err(|error| cannot(target, &error))?;
        let name = target
            .file_name()
            .ok_or_else(|| Failure::Input(format!("{}: not a place for a site", target.display())))?;
        let parent = target.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(parent).map_err(|error| cannot(parent, &error))?;
        let parent = parent.canonicalize().map_err(|error| cannot(parent, &error))?;
        let target = parent.join(name);
        // A link to a folder means that folder.
        let target = if target.is_symlink() {
            target.canonicalize().map_err(|error| cannot(&target, &error))?
        } else {
            target
        };
        if source.starts_with(&target) {
            let message = format!(
                "{}: holds the sources of the site; name another folder with --out",
                target.display()
            );
            return Err(Failure::Input(message));
        }
        is_ours(&target)?;
        let staging = target.with_file_name(format!(".{}.callboard-{}", name.display(), std::process::id()));
        fs::create_dir(&staging).map_err(|error| cannot(&staging, &error))?;
        Ok(Self { target, staging, folders: Mutex::default(), is_committed: false })
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let place = self.place(path)?;
        fs::write(&place, bytes).map_err(|error| cannot(&place, &error))
    }

    pub(super) fn copy(&self, from: &Path, path: &str) -> Result<(), Failure> {
        let place = self.place(path)?;
        // Not `fs::copy`: what may be read by whom is not the source's business.
        let copied =
            fs::File::open(from).and_then(|mut from| io::copy(&mut from, &mut fs::File::create(&place)?));
        copied.map(|_| ()).map_err(|error| cannot(&place, &error))
    }

    fn place(&self, path: &str) -> Result<PathBuf, Failure> {
        let place = self.staging.join(path);
        let folder = place.parent().unwrap_or(&self.staging).to_path_buf();
        let mut folders = self.folders.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !folders.contains(&folder) {
            fs::create_dir_all(&folder).map_err(|error| cannot(&folder, &error))?;
            folders.insert(folder);
        }
        Ok(place)
    }

    /// Puts the site in its place.
    pub(super) fn commit(mut self) -> Result<(), Failure> {
        let old = self.staging.with_extension("old");
        let has_old = self.target.exists();
        let swapped = if has_old { fs::rename(&self.target, &old) } else { Ok(()) };
        let swapped = swapped.and_then(|()| {
            fs::rename(&self.staging, &self.target).inspect_err(|_| {
                if has_old {
                    // The old site goes back; if even that fails, it is beside its place.
                    let _ = fs::rename(&old, &self.target);
                }
            })
        });
        match swapped {
            Ok(()) => {
                self.is_committed = true;
                if has_old {
                    fs::remove_dir_all(&old).map_err(|error| cannot(&old, &error))?;
                }
                Ok(())
            }
            // The place is a mount, or its folder may not be written to: file by file, then.
            Err(_) if has_old => self.replace_files(),
            Err(error) => Err(cannot(&self.target, &error)),
        }
    }

    fn replace_files(&self) -> Result<(), Failure> {
        let stale: HashSet<PathBuf> =
            files(&self.target).map_err(|error| cannot(&self.target, &error))?.into_iter().collect();
        let fresh = files(&self.staging).map_err(|error| cannot(&self.staging, &error))?;
        for path in &fresh {
            let place = self.target.join(path);
            let part = place.with_extension(format!("callboard-{}", std::process::id()));
            let copied = fs::create_dir_all(place.parent().unwrap_or(&self.target))
                .and_then(|()| fs::copy(self.staging.join(path), &part))
                .and_then(|_| fs::rename(&part, &place));
            copied.map_err(|error| cannot(&place, &error))?;
        }
        for path in stale.iter().filter(|path| !fresh.contains(path)) {
            fs::remove_file(self.target.join(path)).map_err(|error| cannot(path, &error))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.is_committed {
            let _ = fs::remove_dir_all(&self.staging);
        }
    }
}

/// Whether a folder is not there, is empty, or holds a site of this command and nothing else.
fn is_ours(target: &Path) -> Result<(), Failure> {
    let refuse = |what: String| {
        Err(Failure::Input(format!(
            "{}: {what}; name an empty folder, or one that this command wrote",
            target.display()
        )))
    };
    let found = match files(target) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot(target, &error)),
    };
    if found.is_empty() {
        return Ok(());
    }
    let metadata: Option<Value> =
        fs::read(target.join(METADATA)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let metadata = metadata.filter(|metadata| metadata.get(GENERATOR_KEY).is_some());
    let Some(metadata) = metadata else { return refuse("is not empty".to_owned()) };
    let own: HashSet<&str> =
        metadata["files"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for path in &found {
        let shown = path.to_string_lossy();
        if shown != METADATA && !own.contains(&*shown) {
            return refuse(format!("holds '{shown}', which is not of the site"));
        }
    }
    Ok(())
}

/// All files beneath a folder, relative to it. Links count as files.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(folder.join(&inner))? {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    Ok(found)
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    Failure::Input(format!("{}: cannot be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(target: &Path, names: &[&str]) -> Result<(), Failure> {
        let output = Output::begin(target, Path::new("/somewhere/else"))?;
        for name in names {
            output.write(name, b"x")?;
        }
        let metadata = serde_json::json!({GENERATOR_KEY: "Callboard", "files": names});
        output.write(METADATA, metadata.to_string().as_bytes())?;
        output.commit()
    }

    #[test]
    fn a_site_takes_the_place_of_its_predecessor_only() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        write(&target, &["a/index.html", "old.html"]).unwrap();
        write(&target, &["a/index.html"]).unwrap();
        assert!(!target.join("old.html").exists() && target.join("a/index.html").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

        fs::write(target.join("mine.txt"), "precious").unwrap();
        let failure = write(&target, &["a/index.html"]).unwrap_err().to_string();
        assert!(failure.contains("mine.txt"), "{failure}");
        assert_eq!(fs::read_to_string(target.join("mine.txt")).unwrap(), "precious");
    }

    #[test]
    fn an_unfinished_site_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        let output = Output::begin(&target, Path::new("/somewhere/else")).unwrap();
        output.write("index.html", b"x").unwrap();
        drop(output);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn sources_are_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().canonicalize().unwrap().join("a/b");
        assert!(Output::begin(folder.path(), &source).is_err());
    }

    #[test]
    fn file_by_file_comes_to_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("site");
        write(&target, &["a/index.html", "old.html"]).unwrap();
        let output = Output::begin(&target, Path::new("/somewhere/else")).unwrap();
        output.write("a/index.html", b"new").unwrap();
        output.replace_files().unwrap();
        assert_eq!(fs::read(target.join("a/index.html")).unwrap(), b"new");
        assert!(!target.join("old.html").exists());
    }
}

//! The folder of a site, read into values. Nothing outside of it is read: links that lead out are named and left alone.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use globset::GlobBuilder;
use markdown::site::{self, Content, Finding, Severity, Tree, Want, path};

use crate::commands::Failure;

/// Most files that are looked at.
const MOST_FILES: usize = 200_000;
/// Deepest folder.
const DEEPEST: usize = 64;
/// Longest text that is read, in bytes.
const LONGEST_TEXT: u64 = 16 << 20;
/// Longest sum of texts, in bytes.
const MOST_TEXT: u64 = 1 << 30;
/// Folders that patterns do not look into.
const NOT_SEARCHED: [&str; 3] = [".git", "node_modules", "target"];

/// When a file was changed, and how long it is.
type Stamp = (Option<SystemTime>, u64);

/// A folder that was opened. Reading it again takes what has not changed from memory.
pub(super) struct Folder {
    root: PathBuf,
    tree: Tree,
    /// What could not be read.
    findings: Vec<Finding>,
    stamps: HashMap<String, Stamp>,
    texts: HashMap<String, (Stamp, Arc<str>)>,
}

impl Folder {
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        let cannot = |error| Failure::Input(format!("{}: cannot be opened: {error}", folder.display()));
        let root = folder.canonicalize().map_err(cannot)?;
        if !root.is_dir() {
            return Err(Failure::Input(format!(
                "{}: not a folder; name the folder of mkdocs.yml",
                folder.display()
            )));
        }
        Ok(Self {
            root,
            tree: Tree::default(),
            findings: Vec::new(),
            stamps: HashMap::new(),
            texts: HashMap::new(),
        })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    pub(super) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Reads everything that the site refers to. Says whether anything differs from the last time.
    pub(super) fn read(&mut self) -> Result<bool, Failure> {
        let mut reading = Reading {
            root: &self.root,
            known: &self.texts,
            tree: Tree::default(),
            findings: Vec::new(),
            stamps: HashMap::new(),
            texts: HashMap::new(),
            bytes: 0,
        };
        loop {
            let wants = site::wants(&reading.tree);
            if wants.is_empty() {
                break;
            }
            for want in wants {
                match &want {
                    Want::File(file) => reading.file(file)?,
                    Want::Folder(folder) => reading.walk(folder, &|_| true)?,
                    Want::Glob(pattern) => reading.glob(pattern)?,
                }
                reading.tree.looked_for(want);
            }
        }
        let Reading { tree, findings, stamps, texts, .. } = reading;
        let differs = stamps != self.stamps;
        (self.tree, self.findings, self.stamps, self.texts) = (tree, findings, stamps, texts);
        Ok(differs)
    }

    /// The path of a file of the site on this machine, unless a link leads out of the folder.
    pub(super) fn locate(&self, file: &str) -> Option<PathBuf> {
        inside(&self.root, file)
    }
}

/// Follows links as long as they stay in the folder.
fn inside(root: &Path, file: &str) -> Option<PathBuf> {
    let real = root.join(file).canonicalize().ok()?;
    real.starts_with(root).then_some(real)
}

struct Reading<'f> {
    root: &'f Path,
    known: &'f HashMap<String, (Stamp, Arc<str>)>,
    tree: Tree,
    findings: Vec<Finding>,
    stamps: HashMap<String, Stamp>,
    texts: HashMap<String, (Stamp, Arc<str>)>,
    bytes: u64,
}

impl Reading<'_> {
    fn warn(&mut self, file: &str, message: impl Into<String>) {
        self.findings.push(Finding {
            severity: Severity::Warning,
            file: file.to_owned(),
            line: None,
            message: message.into(),
        });
    }

    /// Reads one file as text, if it is there.
    fn file(&mut self, file: &str) -> Result<(), Failure> {
        let place = self.root.join(file);
        if place.symlink_metadata().is_err() {
            return Ok(());
        }
        let Some(real) = inside(self.root, file) else {
            self.warn(file, "a link that leads out of the folder or nowhere; it is not followed");
            return Ok(());
        };
        match real.metadata() {
            Ok(metadata) if metadata.is_file() => self.text(file, &real, &metadata),
            _ => Ok(()),
        }
    }

    /// Everything beneath a folder whose path is wanted.
    fn walk(&mut self, folder: &str, is_wanted: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
        let Some(real) = inside(self.root, folder) else {
            if self.root.join(folder).symlink_metadata().is_ok() {
                self.warn(folder, "a link that leads out of the folder or nowhere; it is not followed");
            }
            return Ok(());
        };
        let mut open = vec![(folder.to_owned(), real, 0)];
        while let Some((folder, real, depth)) = open.pop() {
            let Ok(entries) = fs::read_dir(&real) else {
                self.warn(&folder, "cannot be read");
                continue;
            };
            for entry in entries.flatten() {
                let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                    self.warn(
                        &folder,
                        format!("holds a name that is not UTF-8: {}", entry.file_name().display()),
                    );
                    continue;
                };
                let file = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                let Some((real, metadata)) = self.entry(&file, &entry) else { continue };
                let is_folder = metadata.is_dir() && name != ".git";
                if is_folder && depth == DEEPEST {
                    self.warn(&file, format!("more than {DEEPEST} folders deep; it is left out"));
                } else if is_folder {
                    open.push((file, real, depth + 1));
                } else if metadata.is_file() && is_wanted(&file) {
                    self.document(&file, &real, &metadata)?;
                }
            }
        }
        Ok(())
    }

    /// Where an entry of a folder really is. None for links that lead out, nowhere, or to a folder above themselves.
    fn entry(&mut self, file: &str, entry: &fs::DirEntry) -> Option<(PathBuf, Metadata)> {
        if !entry.file_type().ok()?.is_symlink() {
            return Some((entry.path(), entry.metadata().ok()?));
        }
        let real = inside(self.root, file);
        let above = real.as_ref().is_some_and(|real| entry.path().starts_with(real));
        if let Some(real) = real.filter(|_| !above) {
            let metadata = real.metadata().ok()?;
            return Some((real, metadata));
        }
        self.warn(file, "a link that leads out of the folder, in circles or nowhere; it is not followed");
        None
    }

    /// Files whose path fits a pattern, as texts.
    fn glob(&mut self, pattern: &str) -> Result<(), Failure> {
        let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() else { return Ok(()) };
        let matcher = glob.compile_matcher();
        let literal = pattern.split(['*', '?', '[', '{']).next().unwrap_or_default();
        let is_searched = |file: &str| !file.split('/').any(|part| NOT_SEARCHED.contains(&part));
        self.walk(path::folder(literal), &|file| matcher.is_match(file) && is_searched(file))
    }

    /// A file of the docs: a text when pages are made of it, else only its length.
    fn document(&mut self, file: &str, real: &Path, metadata: &Metadata) -> Result<(), Failure> {
        let name = path::name(file);
        let is_text = path::is_page(file)
            || name == ".pages"
            || Path::new(name).extension().is_some_and(|ending| ending == "yml" || ending == "yaml");
        if is_text {
            return self.text(file, real, metadata);
        }
        self.note(file, metadata)?;
        if self.tree.text(file).is_none() {
            self.tree.insert(file, Content::Asset(metadata.len()));
        }
        Ok(())
    }

    fn note(&mut self, file: &str, metadata: &Metadata) -> Result<Stamp, Failure> {
        let stamp = (metadata.modified().ok(), metadata.len());
        self.stamps.insert(file.to_owned(), stamp);
        if self.stamps.len() > MOST_FILES {
            return Err(Failure::Input(format!("the site has more than {MOST_FILES} files")));
        }
        Ok(stamp)
    }

    fn text(&mut self, file: &str, real: &Path, metadata: &Metadata) -> Result<(), Failure> {
        let stamp = self.note(file, metadata)?;
        self.bytes += metadata.len();
        if self.bytes > MOST_TEXT {
            return Err(Failure::Input(format!("the texts of the site are longer than {MOST_TEXT} bytes")));
        }
        let known = self.known.get(file).filter(|(known, _)| *known == stamp).map(|(_, text)| text.clone());
        let text = match known {
            Some(text) => text,
            None if metadata.len() > LONGEST_TEXT => {
                self.warn(file, format!("longer than {LONGEST_TEXT} bytes; it is left empty"));
                Arc::from("")
            }
            None => match fs::read(real) {
                Ok(bytes) => self.decode(file, &bytes),
                Err(error) => {
                    self.warn(file, format!("cannot be read: {error}"));
                    return Ok(());
                }
            },
        };
        self.texts.insert(file.to_owned(), (stamp, text.clone()));
        self.tree.insert(file, Content::Text(text));
        Ok(())
    }

    fn decode(&mut self, file: &str, bytes: &[u8]) -> Arc<str> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Arc::from(text);
        }
        self.warn(file, "not UTF-8; what cannot be read is shown as \u{fffd}");
        Arc::from(String::from_utf8_lossy(bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn links_that_lead_out_are_named_and_not_followed() {
        let outside = site(&[("canary.md", "canary"), ("more/canary.md", "canary")]);
        let inner = site(&[
            ("mkdocs.yml", "site_name: S\n"),
            ("docs/index.md", "# I\n--8<-- \"snippet.md\"\n"),
            ("README.md", "# R"),
        ]);
        symlink(outside.path().join("canary.md"), inner.path().join("docs/x.md")).unwrap();
        symlink(outside.path().join("more"), inner.path().join("docs/more")).unwrap();
        symlink(outside.path().join("canary.md"), inner.path().join("snippet.md")).unwrap();
        symlink("../..", inner.path().join("docs/up")).unwrap();
        symlink("..", inner.path().join("docs/circle")).unwrap();
        symlink("../README.md", inner.path().join("docs/readme.md")).unwrap();
        symlink("nowhere", inner.path().join("docs/dangling.md")).unwrap();
        let mut folder = Folder::open(inner.path()).unwrap();
        folder.read().unwrap();
        let texts: Vec<&str> = folder.tree().beneath("").map(|(path, _)| path).collect();
        assert_eq!(texts, ["docs/index.md", "docs/readme.md", "mkdocs.yml"]);
        let mut named: Vec<&str> = folder.findings().iter().map(|finding| finding.file.as_str()).collect();
        named.sort_unstable();
        assert_eq!(
            named,
            ["docs/circle", "docs/dangling.md", "docs/more", "docs/up", "docs/x.md", "snippet.md"]
        );
        assert!(folder.locate("docs/x.md").is_none() && folder.locate("../x").is_none());
    }

    #[test]
    fn a_docs_folder_that_is_a_link_out_is_not_there() {
        let outside = site(&[("canary.md", "canary")]);
        let inner = site(&[("mkdocs.yml", "site_name: S\n")]);
        symlink(outside.path(), inner.path().join("docs")).unwrap();
        let mut folder = Folder::open(inner.path()).unwrap();
        folder.read().unwrap();
        assert_eq!(folder.tree().beneath("docs").count(), 0);
        assert_eq!(folder.findings().len(), 1);
    }

    #[test]
    fn a_second_reading_says_whether_anything_changed() {
        let inner = site(&[("mkdocs.yml", "site_name: S\n"), ("docs/a.md", "# A")]);
        let mut folder = Folder::open(inner.path()).unwrap();
        assert!(folder.read().unwrap());
        assert!(!folder.read().unwrap());
        let before = folder.tree().text("docs/a.md").unwrap().clone();
        fs::write(inner.path().join("docs/b.md"), "# B").unwrap();
        assert!(folder.read().unwrap());
        assert!(Arc::ptr_eq(&before, folder.tree().text("docs/a.md").unwrap()));
    }

    #[test]
    fn included_sites_are_read() {
        let inner = site(&[
            ("mkdocs.yml", "site_name: S\nnav: ['*include parts/*/mkdocs.yml']\n"),
            ("docs/index.md", "x"),
            ("parts/a/mkdocs.yml", "site_name: a\n"),
            ("parts/a/docs/index.md", "x"),
            ("parts/node_modules/mkdocs.yml", "site_name: no\n"),
            ("elsewhere/secret.md", "x"),
        ]);
        let mut folder = Folder::open(inner.path()).unwrap();
        folder.read().unwrap();
        let texts: Vec<&str> = folder.tree().beneath("").map(|(path, _)| path).collect();
        assert_eq!(texts, ["docs/index.md", "mkdocs.yml", "parts/a/docs/index.md", "parts/a/mkdocs.yml"]);
    }
}

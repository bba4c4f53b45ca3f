//! Which files a check looks at, and what each is. Knows names and a glance at the contents, no rules.

use std::fs::FileType;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Files looked at below one folder.
const MAXIMUM_FILES: usize = 200_000;
/// How deep folders are looked into.
const MAXIMUM_DEPTH: usize = 64;
/// How much of a file is looked at to see whether it holds entities, in bytes.
const GLANCE: u64 = 64 * 1024;
/// Folders that hold no files to check: what tools leave, and templates of files that are not files yet.
const LEFT_OUT: [&str; 6] = ["node_modules", "target", "dist", "vendor", "skeleton", "__pycache__"];
/// What the `apiVersion` of Backstage's own kinds contains. Other systems have files of `apiVersion` and `kind`, too.
const OWN_API: &str = "backstage.io/";
/// What stands in a file that a software template has yet to fill in: it is no catalog file before.
const TO_FILL_IN: [&str; 5] = ["{%-", "${{ values.", "${{values.", "{{ cookiecutter.", "{{cookiecutter."];

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Catalog,
    Configuration,
    Mkdocs,
}

/// What was found at a path.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order of their paths.
    pub files: Vec<(PathBuf, FileKind)>,
    /// What could not be looked at, and why.
    pub problems: Vec<(PathBuf, String)>,
}

/// The files of a path: a file that is named is always checked, in a folder only what looks like one of the portal's.
pub fn files(path: &Path) -> Found {
    let mut found = Found::default();
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            let mut looked_at = 0;
            walk(path, 0, &mut looked_at, &mut found);
        }
        Ok(_) => found.files.push((path.to_owned(), kind_of_name(&path.to_string_lossy()))),
        Err(error) => found.problems.push((path.to_owned(), error.to_string())),
    }
    found
}

/// What a file's name, path or URL says it is.
pub fn kind_of_name(name: &str) -> FileKind {
    let name = name.rsplit('/').next().unwrap_or(name);
    let is_mkdocs = matches!(name, "mkdocs.yml" | "mkdocs.yaml");
    match name {
        _ if is_mkdocs => FileKind::Mkdocs,
        _ if name.starts_with("app-config") => FileKind::Configuration,
        _ => FileKind::Catalog,
    }
}

fn walk(folder: &Path, depth: usize, looked_at: &mut usize, found: &mut Found) {
    if depth > MAXIMUM_DEPTH {
        found.problems.push((folder.to_owned(), format!("folders are too deep (limit {MAXIMUM_DEPTH})")));
        return;
    }
    let entries = match entries(folder) {
        Ok(entries) => entries,
        Err(error) => {
            found.problems.push((folder.to_owned(), error.to_string()));
            return;
        }
    };
    for (path, kind) in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if kind.is_dir() {
            if !name.starts_with('.') && !LEFT_OUT.contains(&&*name) {
                walk(&path, depth + 1, looked_at, found);
            }
            continue;
        }
        *looked_at += 1;
        if *looked_at == MAXIMUM_FILES {
            found.problems.push((folder.to_owned(), format!("too many files (limit {MAXIMUM_FILES})")));
        }
        if kind.is_file()
            && *looked_at < MAXIMUM_FILES
            && let Some(kind) = kind_of_file(&path, &name)
        {
            found.files.push((path, kind));
        }
    }
}

fn entries(folder: &Path) -> std::io::Result<Vec<(PathBuf, FileType)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        entries.push((entry.path(), entry.file_type()?));
    }
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(entries)
}

/// `None` for files that are nothing to a portal.
fn kind_of_file(path: &Path, name: &str) -> Option<FileKind> {
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
    match kind_of_name(name) {
        FileKind::Catalog => {
            let text = glance(path);
            let is_named = stem == "catalog-info";
            let counts = (is_named || looks_like_entities(&text)) && !is_to_be_filled_in(&text);
            counts.then_some(FileKind::Catalog)
        }
        other => Some(other),
    }
}

/// The beginning of a file. Empty when it cannot be read: `catalog-info` files are reported later, others are no loss.
fn glance(path: &Path) -> String {
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(GLANCE).read_to_end(&mut start));
    match read {
        Ok(_) => String::from_utf8_lossy(&start).into_owned(),
        Err(_) => String::new(),
    }
}

fn looks_like_entities(text: &str) -> bool {
    let mut own_api = false;
    let mut kind = false;
    for line in text.trim_start_matches('\u{feff}').lines() {
        own_api |= line.starts_with("apiVersion:") && line.contains(OWN_API);
        kind |= line.starts_with("kind:");
    }
    own_api && kind
}

/// A template itself may speak of values, too, and is a catalog file all the same.
fn is_to_be_filled_in(text: &str) -> bool {
    let is_template = text.lines().any(|line| line.starts_with("kind: Template"));
    !is_template && TO_FILL_IN.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_what_a_portal_reads() {
        let folder = tempfile::tempdir().unwrap();
        let entity = "apiVersion: backstage.io/v1alpha1\nkind: Component\n";
        let files_of_the_folder = [
            ("a/catalog-info.yaml", "anything", Some(FileKind::Catalog)),
            ("a/deep/own.yml", entity, Some(FileKind::Catalog)),
            (
                "b/bom.yaml",
                "\u{feff}apiVersion: \"backstage.io/v1alpha1\"\r\nkind: API\r\n",
                Some(FileKind::Catalog),
            ),
            ("b/cluster.yaml", "apiVersion: apps/v1\nkind: Deployment\n", None),
            ("b/app-config.local.yaml", "", Some(FileKind::Configuration)),
            ("b/mkdocs.yml", "", Some(FileKind::Mkdocs)),
            ("content/catalog-info.yaml", "metadata:\n  name: ${{ values.name }}\n", None),
            (
                "content/template.yaml",
                "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\na: ${{ values.name }}\n",
                Some(FileKind::Catalog),
            ),
            ("c/notes.txt", entity, None),
            (".hidden/x.yaml", entity, None),
            ("template/skeleton/catalog-info.yaml", entity, None),
        ];
        let mut expected = Vec::new();
        for (name, text, kind) in files_of_the_folder {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            expected.extend(kind.map(|kind| (path, kind)));
        }
        expected.sort_by(|(one, _), (other, _)| one.cmp(other));
        let found = files(folder.path());
        assert_eq!(found.files, expected);
        assert!(found.problems.is_empty());
        let named = folder.path().join("c/notes.txt");
        assert_eq!(files(&named).files, [(named, FileKind::Catalog)]);
        assert_eq!(files(&folder.path().join("gone")).problems.len(), 1);
    }
}

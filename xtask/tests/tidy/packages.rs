//! Which package may name which, and what every package must say. An edge that is not in `edges.txt` is a decision: add
//! it there in the same change, and say why in ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::{files, root};

/// One `Cargo.toml`.
struct Package {
    path: String,
    name: String,
    /// Names below `[dependencies]` and `[build-dependencies]`.
    uses: BTreeSet<String>,
    /// Names below `[dev-dependencies]`.
    tests_with: BTreeSet<String>,
    lints: bool,
}

/// Reads as much of a manifest as these tests need: sections, and the names at the start of lines.
fn read(path: &str, text: &str) -> Option<Package> {
    let mut package = Package {
        path: path.to_owned(),
        name: String::new(),
        uses: BTreeSet::new(),
        tests_with: BTreeSet::new(),
        lints: false,
    };
    let mut section = "";
    for line in text.lines() {
        if let Some(header) = line.strip_prefix('[') {
            section = header.split(']').next().unwrap_or_default();
            continue;
        }
        let name = line.split(['.', ' ', '=']).next().unwrap_or_default().to_owned();
        if name.is_empty() || name.starts_with('#') {
            continue;
        }
        match section {
            "package" if name == "name" => line.split('"').nth(1)?.clone_into(&mut package.name),
            "dependencies" | "build-dependencies" => _ = package.uses.insert(name),
            "dev-dependencies" => _ = package.tests_with.insert(name),
            "lints" => package.lints |= line == "workspace = true",
            _ => {}
        }
    }
    (!package.name.is_empty()).then_some(package)
}

fn packages() -> Vec<Package> {
    let mut found = Vec::new();
    for (path, text) in files(&root(), "Cargo.toml") {
        if path.contains("/skeleton/") {
            continue;
        }
        found.extend(read(&path, &text));
    }
    assert!(found.len() > 8, "only {} packages found", found.len());
    found
}

/// `a -> b`, and `a -> b (tests)` for what only tests need.
fn edges(packages: &[Package]) -> BTreeSet<String> {
    let own: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut edges = BTreeSet::new();
    for package in packages {
        for (uses, ending) in [(&package.uses, ""), (&package.tests_with, " (tests)")] {
            for name in uses {
                if own.contains(name.as_str()) {
                    edges.insert(format!("{} -> {name}{ending}", package.name));
                }
            }
        }
    }
    edges
}

#[test]
fn packages_name_only_whom_they_may() {
    let mut allowed: BTreeSet<String> = include_str!("edges.txt").lines().map(str::to_owned).collect();
    let mut found = edges(&packages());
    // The binary puts the house together, so it may name everybody.
    assert!(allowed.remove("callboard -> *"));
    found.retain(|edge| !edge.starts_with("callboard -> "));
    let new: Vec<&String> = found.difference(&allowed).collect();
    let gone: Vec<&String> = allowed.difference(&found).collect();
    assert!(new.is_empty(), "these are not in xtask/tests/tidy/edges.txt: {new:#?}");
    assert!(gone.is_empty(), "nobody needs these lines of xtask/tests/tidy/edges.txt any more: {gone:#?}");
}

#[test]
fn every_package_keeps_the_lints_of_the_workspace() {
    for package in packages() {
        assert!(package.lints, "{} has no `[lints] workspace = true`", package.path);
    }
}

#[test]
fn dependencies_are_chosen_in_one_place() {
    for (path, text) in files(&root().join("crates"), "Cargo.toml") {
        for line in text.lines() {
            let pinned_here =
                line.contains("version = \"") || line.contains("git = ") || line.contains("path = ");
            assert!(!pinned_here, "{path}: `{line}` belongs into the manifest of the workspace");
        }
    }
}

#[test]
fn migrations_have_the_same_names_for_both_databases() {
    let mut names: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (path, _) in files(&root().join("crates"), ".sql") {
        let path = Path::new(&path);
        let part = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let dialect = path.parent().unwrap();
        let feature = dialect.parent().unwrap().to_string_lossy().into_owned();
        names.entry(feature).or_default().insert((part(path), part(dialect)));
    }
    assert!(!names.is_empty());
    for (feature, files) in names {
        for (name, _) in &files {
            for dialect in ["sqlite", "postgres"] {
                let twin = (name.clone(), dialect.to_owned());
                assert!(files.contains(&twin), "{feature}/{dialect}/{name} is missing");
            }
        }
    }
}

#[test]
fn manifests_are_read() {
    let text = "[package]\nname = \"a\"\n[lints]\nworkspace = true\n[dependencies]\nb.workspace = true\n# c\n\
                d = { workspace = true }\n[dev-dependencies]\ne.workspace = true\n";
    let package = read("Cargo.toml", text).unwrap();
    assert_eq!(package.uses, BTreeSet::from(["b".to_owned(), "d".to_owned()]));
    assert_eq!(package.tests_with, BTreeSet::from(["e".to_owned()]));
    assert!(package.lints && package.name == "a");
    assert!(read("Cargo.toml", "[workspace]\nresolver = \"3\"\n").is_none());
}

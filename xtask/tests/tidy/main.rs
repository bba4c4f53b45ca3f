//! Rules of the repository that no compiler knows, as ordinary tests.

#![expect(clippy::unwrap_used, reason = "a tree that cannot be read should end the test where it is read")]

mod documents;
mod examples;
mod hostile;
mod keys;
mod packages;
mod sources;

use std::path::{Path, PathBuf};

/// Folders that hold no text of ours.
const FOREIGN: [&str; 5] = ["target", ".git", "node_modules", "data", "screens"];

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every file beneath `folder` whose name ends with `ending`, as path from the root and text, in order.
fn files(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(folder, ending, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // A link may lead out of the repository, or in circles.
        if path.is_symlink() || FOREIGN.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            collect(&path, ending, found);
        } else if name.ends_with(ending) {
            let shown = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push((shown, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

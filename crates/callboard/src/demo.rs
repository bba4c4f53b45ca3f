//! The demo organisation: what a portal shows when nothing is configured. Writes its catalog files and says the
//! configuration that reads them; knows nothing of the catalog but the keys of its configuration.

use std::io;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use serde_json::{Value, json};

/// The files of the organisation, as they were when the binary was built.
#[derive(RustEmbed)]
#[folder = "../../examples/orchard"]
struct Orchard;

/// Where the files go, beneath the data folder.
const FOLDER: &str = "demo/orchard";
/// The file that names all others.
const ENTRY: &str = "all.yaml";
/// Kinds that the demo may define; the rules that hold without configuration leave most of these out.
const KINDS: [&str; 9] =
    ["API", "Component", "Domain", "Group", "Location", "Resource", "System", "Template", "User"];

/// Writes the files that are missing or differ, and gives the one to read. The folder belongs to the portal: what is
/// changed in it by hand is put back at the next start.
pub(crate) fn write(data_dir: &Path) -> io::Result<PathBuf> {
    let folder = std::path::absolute(data_dir)?.join(FOLDER);
    for name in Orchard::iter() {
        let Some(file) = Orchard::get(&name) else { continue };
        let path = folder.join(&*name);
        if std::fs::read(&path).is_ok_and(|present| present == *file.data) {
            continue;
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, &file.data)?;
    }
    Ok(folder.join(ENTRY))
}

/// A flag that shows what flags are.
const QUIET_HOME: &str = "quiet-home";

/// The configuration of a first start: guests may sign in, `entry` is read. `port` is the one that is listened on.
pub(crate) fn configuration(entry: &Path, port: u16) -> Value {
    let url = format!("http://localhost:{port}");
    let is_loud = json!({ "$not": { "featureFlags": { "$contains": QUIET_HOME } } });
    json!({
        "app": {
            "title": "Callboard",
            "baseUrl": url,
            "extensions": [{ "home-page-widget:home/visited": { "config": { "order": 60, "if": is_loud } } }],
        },
        "organization": { "name": "Orchard" },
        "callboard": {
            "dev": { "components": true },
            "featureFlags": [{ "name": QUIET_HOME, "description": "The start page without what you visited" }],
        },
        "backend": { "baseUrl": url },
        "auth": {
            "providers": {
                "guest": { "dangerouslyAllowOutsideDevelopment": true, "userEntityRef": "user:default/guest" },
            },
        },
        "catalog": {
            "locations": [
                { "type": "file", "target": entry.to_string_lossy(), "rules": [{ "allow": KINDS }] },
            ],
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_and_changed_files_are_written_and_others_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let entry = write(folder.path()).unwrap();
        let first = std::fs::metadata(&entry).unwrap().modified().unwrap();
        let users = entry.with_file_name("org").join("users.yaml");
        let original = std::fs::read(&users).unwrap();
        std::fs::write(&users, "changed").unwrap();
        assert_eq!(write(folder.path()).unwrap(), entry);
        assert_eq!(std::fs::read(&users).unwrap(), original);
        assert_eq!(std::fs::metadata(&entry).unwrap().modified().unwrap(), first);
    }
}

//! The files that a step of a template renders.

use std::path::Path;

use serde_json::Value;
use template::skeleton::{Content, Entry, Rules};
use template::{Environment, Syntax};

use super::expressions::remarks;
use super::file::Step;
use super::names::Names;
use super::place::in_file;
use crate::commands::Failure;
use crate::commands::check::finding::{Finding, Level};

/// Entries of one tree.
const MOST_ENTRIES: usize = 20_000;
/// Bytes of one file.
const LARGEST_FILE: u64 = 16 << 20;

/// How a step renders, by its input.
pub(super) fn rules(input: &Value) -> Rules {
    let is_set = |name: &str| input[name].as_bool().unwrap_or(false);
    let syntax = Syntax {
        cookiecutter: is_set("cookiecutterCompat"),
        trim_blocks: is_set("trimBlocks"),
        lstrip_blocks: is_set("lstripBlocks"),
    };
    let copied =
        ["copyWithoutTemplating", "copyWithoutRender"].iter().find_map(|name| input[*name].as_array());
    let copied = copied.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let extension = match &input["templateFileExtension"] {
        Value::Bool(true) => Some(".njk".to_owned()),
        Value::String(extension) if extension.starts_with('.') => Some(extension.clone()),
        Value::String(extension) => Some(format!(".{extension}")),
        _ => None,
    };
    let replace = is_set("replace");
    Rules { syntax, copy_without_templating: copied, extension, replace, ..Rules::default() }
}

/// The variable that a step's values are in.
pub(super) fn root(rules: &Rules) -> &'static str {
    if rules.syntax.cookiecutter { "cookiecutter" } else { "values" }
}

/// All entries below a folder in the order of their paths. Links are not followed.
pub(super) fn entries(folder: &Path) -> Result<Vec<Entry>, Failure> {
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<Entry>) -> Result<(), Failure> {
    let failed = |path: &Path, reason: &dyn std::fmt::Display| {
        Failure::Input(format!("{}: cannot be read: {reason}", path.display()))
    };
    for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, &error))? {
        let entry = entry.map_err(|error| failed(folder, &error))?;
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            return Err(failed(&path, &"its name is not UTF-8"));
        };
        let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if found.len() >= MOST_ENTRIES {
            return Err(failed(folder, &format!("a skeleton can have {MOST_ENTRIES} entries")));
        }
        let kind = entry.file_type().map_err(|error| failed(&path, &error))?;
        if kind.is_dir() {
            found.push(Entry { path: relative.clone(), content: Content::Folder });
            walk(&path, &relative, found)?;
        } else if kind.is_symlink() {
            let target = std::fs::read_link(&path).map_err(|error| failed(&path, &error))?;
            let content = Content::Link(target.to_string_lossy().into_owned());
            found.push(Entry { path: relative, content });
        } else if kind.is_file() {
            found
                .push(Entry { path: relative, content: file(&path).map_err(|error| failed(&path, &error))? });
        }
    }
    Ok(())
}

/// A file with its permissions.
pub(super) fn file(path: &Path) -> std::io::Result<Content> {
    let metadata = std::fs::metadata(path)?;
    if metadata.len() > LARGEST_FILE {
        return Err(std::io::Error::other(format!("it has more than {LARGEST_FILE} bytes")));
    }
    Ok(Content::File { bytes: std::fs::read(path)?, mode: mode_of(&metadata) })
}

#[cfg(unix)]
fn mode_of(metadata: &std::fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777
}

#[cfg(not(unix))]
fn mode_of(_metadata: &std::fs::Metadata) -> u32 {
    0o644
}

/// Everything that is wrong with the files that a step renders; gives how many there are, too.
pub(super) fn check(
    step: &Step<'_>,
    folder: &Path,
    environment: &Environment,
) -> Result<(usize, Vec<Finding>), Failure> {
    let input = step.fields.get("input").cloned().unwrap_or_default();
    let rules = rules(&input);
    let names = Names::of_skeleton(root(&rules), input.get("values"));
    let entries = if folder.is_file() {
        let content =
            file(folder).map_err(|error| Failure::Input(format!("{}: {error}", folder.display())))?;
        vec![Entry { path: String::new(), content }]
    } else {
        entries(folder)?
    };
    let mut findings = Vec::new();
    for (path, text) in
        template::skeleton::sources(&entries, &rules).map_err(|error| Failure::Input(error.to_string()))?
    {
        let file = folder.join(path);
        let file = file.to_string_lossy();
        let file = file.trim_end_matches('/');
        for remark in remarks(&text, rules.syntax, &names, environment) {
            findings.push(in_file(file, &text, &remark));
        }
    }
    for entry in &entries {
        for remark in remarks(&entry.path, rules.syntax, &names, environment) {
            if remark.level == Level::Error {
                findings.push(in_file(&folder.join(&entry.path).to_string_lossy(), &entry.path, &remark));
            }
        }
    }
    Ok((entries.len(), findings))
}

//! Substitutions and includes, applied to one file before merging. Source: config contract, section 3. Knows no schema.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use super::environment::Environment;
use super::files::{Files, ReadFailure};
use super::node::{Data, Node};
use super::substitute::substitute;
use super::{ConfigError, limits};

/// Walks one file and whatever it includes; collects problems instead of stopping.
pub(super) struct Transformer<'a> {
    pub environment: &'a Environment,
    pub files: &'a mut Files,
    pub layer: &'a Arc<str>,
    pub problems: &'a mut Vec<ConfigError>,
    /// The files being included around the current value, with the part of each that was asked for.
    pub including: Vec<(PathBuf, String)>,
    pub includes: usize,
    pub nodes: usize,
    /// Objects and lists around the current value, across included files.
    pub depth: usize,
}

/// What stands in place of an include.
struct Included {
    node: Option<Node>,
    folder: PathBuf,
    /// Whether `including` grew, and must shrink when the value is done.
    entered: bool,
}

#[derive(Clone, Copy)]
enum Form {
    Environment,
    File,
    Include,
}

impl Form {
    fn of(key: &str) -> Option<Self> {
        match key {
            "$env" => Some(Self::Environment),
            "$file" => Some(Self::File),
            "$include" => Some(Self::Include),
            _ => None,
        }
    }
}

impl Transformer<'_> {
    /// The value with everything replaced; `None` when it is undefined and its key must go. `path` is where it stands
    /// (`.a.b[0]`), `folder` what relative names start from.
    pub(super) fn transform(&mut self, node: Node, path: &mut String, folder: &Path) -> Option<Node> {
        self.nodes += 1;
        if self.nodes > limits::NODES {
            if self.nodes == limits::NODES + 1 {
                self.report(&node, path, &format!("too many values (limit {})", limits::NODES));
            }
            return None;
        }
        let Node { data, origin } = node;
        match data {
            Data::Text(text) => {
                let text = substitute(&text, self.environment)?;
                Some(Node { data: Data::Text(text), origin })
            }
            Data::Object(entries) => {
                match entries.keys().find_map(|key| Form::of(key).map(|form| (form, key.clone()))) {
                    Some((form, key)) => self.replace(
                        &Node { data: Data::Object(entries), origin },
                        (form, &key),
                        path,
                        folder,
                    ),
                    None => self.inside(Node { data: Data::Object(entries), origin }, path, folder),
                }
            }
            data => self.inside(Node { data, origin }, path, folder),
        }
    }

    /// Transforms the children of a value, not the value itself.
    fn inside(&mut self, node: Node, path: &mut String, folder: &Path) -> Option<Node> {
        let length = path.len();
        self.depth += 1;
        if self.depth > limits::DEPTH {
            self.report(&node, path, &format!("nested too deeply (limit {})", limits::DEPTH));
            self.depth -= 1;
            return None;
        }
        let data = match node.data {
            Data::List(items) => {
                let mut kept = Vec::with_capacity(items.len());
                for (index, item) in items.into_iter().enumerate() {
                    let _ = write!(path, "[{index}]");
                    kept.extend(self.transform(item, path, folder));
                    path.truncate(length);
                }
                Data::List(kept)
            }
            Data::Object(entries) => {
                let mut kept = IndexMap::with_capacity(entries.len());
                for (key, item) in entries {
                    path.push('.');
                    path.push_str(&key);
                    if let Some(item) = self.transform(item, path, folder) {
                        kept.insert(key, item);
                    }
                    path.truncate(length);
                }
                Data::Object(kept)
            }
            data => data,
        };
        self.depth -= 1;
        Some(Node { data, origin: node.origin })
    }

    fn replace(&mut self, node: &Node, form: (Form, &str), path: &mut String, folder: &Path) -> Option<Node> {
        let included = match self.include(node, form, folder) {
            Ok(included) => included,
            Err(message) => {
                self.report(node, path, &message);
                return None;
            }
        };
        let result = included.node.and_then(|mut value| {
            value.origin.key = node.origin.key;
            self.inside(value, path, &included.folder)
        });
        if included.entered {
            self.including.pop();
        }
        result
    }

    fn include(&mut self, node: &Node, (form, key): (Form, &str), folder: &Path) -> Result<Included, String> {
        let Data::Object(entries) = &node.data else {
            return Err(format!("{key} include value is not a string"));
        };
        if entries.len() != 1 {
            return Err(format!("include key {key} should not have adjacent keys"));
        }
        let Some(Node { data: Data::Text(raw), origin }) = entries.get(key) else {
            return Err(format!("{key} include value is not a string"));
        };
        let argument = substitute(raw, self.environment)
            .ok_or_else(|| format!("{key} substitution value was undefined"))?;
        let text_node = |text: &str| Node::new(Data::Text(text.to_owned()), origin.clone());
        let plain = |node| Included { node, folder: folder.to_owned(), entered: false };
        match form {
            Form::Environment => Ok(plain(self.environment.trimmed(&argument).map(text_node))),
            Form::File => {
                self.spend_include()?;
                let text = self.files.text(&folder.join(&argument)).map_err(|failure| match failure {
                    ReadFailure::Missing => format!("failed to read file {argument}, file does not exist"),
                    ReadFailure::Unreadable(reason) => format!("failed to read file {argument}, {reason}"),
                })?;
                Ok(plain(Some(text_node(text.trim_end()))))
            }
            Form::Include => {
                self.spend_include()?;
                self.include_document(&argument, folder)
            }
        }
    }

    fn spend_include(&mut self) -> Result<(), String> {
        self.includes += 1;
        if self.includes > limits::INCLUDES {
            return Err(format!("too many included files (limit {})", limits::INCLUDES));
        }
        Ok(())
    }

    fn include_document(&mut self, argument: &str, folder: &Path) -> Result<Included, String> {
        let (file, part) = argument.split_once('#').unwrap_or((argument, ""));
        let known = Path::new(file).extension().is_some_and(|it| it == "json" || it == "yaml" || it == "yml");
        if !known {
            return Err(format!("no configuration parser available for included file {file}"));
        }
        let path = normalize(&folder.join(file));
        let entry = (path.clone(), part.to_owned());
        if self.including.contains(&entry) {
            let mut chain: Vec<String> =
                self.including.iter().map(|(path, _)| path.display().to_string()).collect();
            chain.push(path.display().to_string());
            return Err(format!("include cycle: {}", chain.join(" -> ")));
        }
        if self.including.len() >= limits::INCLUDE_DEPTH {
            return Err(format!("includes are nested too deeply (limit {})", limits::INCLUDE_DEPTH));
        }
        let document = match self.files.document(&path, &path.display().to_string(), self.layer) {
            Ok(document) => document,
            Err(errors) => {
                // The place inside the included file is the useful one; the including place is reported by the caller.
                let reason = errors.first().map(|error| error.message.clone()).unwrap_or_default();
                self.problems.extend(errors.into_iter().filter(|error| error.line > 0));
                return Err(format!("failed to parse included file {file}, {reason}"));
            }
        };
        let mut node = select(document.as_deref(), part, file)?;
        if let Some(Node { data: Data::Text(text), .. }) = &mut node {
            match substitute(text, self.environment) {
                Some(result) => *text = result,
                None => node = None,
            }
        }
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        self.including.push(entry);
        Ok(Included { node, folder, entered: true })
    }

    fn report(&mut self, node: &Node, path: &str, message: &str) {
        if self.problems.len() < limits::PROBLEMS {
            let text = format!("error at {path}, {message}");
            self.problems.push(node.origin.source.error(node.origin.value, text));
        }
    }
}

/// A copy of the part of an included document at a dotted path.
fn select(document: Option<&Node>, part: &str, file: &str) -> Result<Option<Node>, String> {
    let mut at = document;
    let mut walked = String::new();
    for name in part.split('.').filter(|_| !part.is_empty()) {
        let Some(Node { data: Data::Object(entries), .. }) = at else {
            return Err(format!("value at '{walked}' in included file {file} is not an object"));
        };
        at = entries.get(name);
        if !walked.is_empty() {
            walked.push('.');
        }
        walked.push_str(name);
    }
    Ok(at.cloned())
}

/// Removes `.` and `..` by text, so that one file has one name however it was reached.
pub(super) fn normalize(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if result.file_name().is_some() => {
                result.pop();
            }
            component => result.push(component),
        }
    }
    result
}

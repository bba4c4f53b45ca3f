//! Renders a whole tree of files: entries in, entries out. Reads and writes nothing itself.
//!
//! Paths are templates, and so is the content of every file that is text, unless a rule says otherwise. Binary files and
//! links are taken as they are. A tree is rendered completely or not at all.
//! Source of the rules: the contract sheet scaffolder, sections 3 and 4.

mod binary;
mod copied;
mod place;

use std::collections::{BTreeMap, HashSet};

use crate::context::Context;
use crate::environment::Environment;
use crate::error::Error;
use crate::syntax::Syntax;
use crate::template;
use copied::Copied;
use place::{Place, place_of};

pub use binary::is_binary;
pub use copied::PatternError;

/// One entry of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative, with slashes; folders without one at the end.
    pub path: String,
    pub content: Content,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Folder,
    /// A symbolic link, with what it says.
    Link(String),
    File {
        bytes: Vec<u8>,
        /// The permission bits.
        mode: u32,
    },
}

/// How a tree is rendered.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    pub syntax: Syntax,
    /// Globs of files whose content is taken as it is; a folder stands for everything below it, and a `!` takes back what
    /// patterns before it chose. Their paths are templates all the same.
    pub copy_without_templating: Vec<String>,
    /// With an extension, as `.njk`, only files that have it are templates, and they lose it.
    pub extension: Option<String>,
    /// Whether entries of `existing` are replaced; they are left alone otherwise.
    pub replace: bool,
    /// Paths that are there already.
    pub existing: HashSet<String>,
    /// The folder that everything is put in, as it is.
    pub target: String,
    /// Whether paths are taken as they are.
    pub fixed_paths: bool,
}

/// The result for one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub path: String,
    /// The entry that it was made from.
    pub source: String,
    pub content: Content,
    /// Whether the content is a template's output.
    pub rendered: bool,
}

/// A rendered tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In order of their paths.
    pub entries: Vec<Planned>,
    /// Entries that make nothing, with why.
    pub skipped: Vec<(String, Skipped)>,
}

/// Why an entry makes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// A part of its path was rendered to nothing.
    NoPath,
    /// The path is there already.
    Exists,
}

/// Why an entry, and with it the tree, cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SkeletonError {
    #[error("{path}: {error}")]
    Path { path: String, error: Error },
    #[error("{path}: {error}")]
    Content { path: String, error: Error },
    #[error("{path}: its path would be \"{rendered}\", which is outside of the target")]
    Outside { path: String, rendered: String },
    #[error("{path}: the link leads to \"{target}\", which is outside of the target")]
    LinkOutside { path: String, target: String },
    #[error("{path}: its path would be \"{rendered}\", which leads through the link \"{link}\"")]
    ThroughLink { path: String, rendered: String, link: String },
    #[error(transparent)]
    Pattern(#[from] PatternError),
    #[error("{path}: the rendered tree would have more than {MOST_BYTES} bytes")]
    TooLarge { path: String },
}

/// Bytes of all files of a rendered tree.
pub const MOST_BYTES: usize = 256 << 20;

/// Renders a tree. All errors are given, not only the first.
pub fn plan(
    entries: &[Entry],
    rules: &Rules,
    context: &Context,
    environment: &Environment,
) -> Result<Plan, Vec<SkeletonError>> {
    let copied = Copied::new(&rules.copy_without_templating, entries).map_err(|error| vec![error.into()])?;
    let mut planner = Planner {
        rules,
        copied,
        context,
        environment,
        planned: BTreeMap::new(),
        plan: Plan::default(),
        bytes: 0,
    };
    let mut errors = Vec::new();
    for entry in entries {
        if let Err(error) = planner.entry(entry) {
            errors.push(error);
        }
    }
    errors.extend(planner.through_links());
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut plan = planner.plan;
    plan.entries = planner.planned.into_values().collect();
    Ok(plan)
}

/// The texts of a tree that are templates, with the paths of their entries.
pub fn sources(entries: &[Entry], rules: &Rules) -> Result<Vec<(String, String)>, PatternError> {
    let copied = Copied::new(&rules.copy_without_templating, entries)?;
    let mut sources = Vec::new();
    for entry in entries {
        let Content::File { bytes, .. } = &entry.content else { continue };
        let templated = match rules.extension.as_deref() {
            Some(extension) => has_extension(&entry.path, extension),
            None => !copied.contains(&entry.path),
        };
        if templated && !is_binary(bytes) {
            sources.push((entry.path.clone(), String::from_utf8_lossy(bytes).into_owned()));
        }
    }
    Ok(sources)
}

impl Skipped {
    /// The reason in words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::NoPath => "a part of its path is empty",
            Self::Exists => "it is there already",
        }
    }
}

struct Planner<'a> {
    rules: &'a Rules,
    copied: Copied,
    context: &'a Context,
    environment: &'a Environment,
    planned: BTreeMap<String, Planned>,
    plan: Plan,
    bytes: usize,
}

impl Planner<'_> {
    fn entry(&mut self, entry: &Entry) -> Result<(), SkeletonError> {
        let is_folder = entry.content == Content::Folder;
        let extension = self.rules.extension.as_deref();
        let suffixed = extension.filter(|extension| !is_folder && has_extension(&entry.path, extension));
        let templated = match extension {
            Some(_) => suffixed.is_some(),
            None => !self.copied.contains(&entry.path),
        };
        let written =
            suffixed.map_or(entry.path.as_str(), |suffix| &entry.path[..entry.path.len() - suffix.len()]);
        let rendered = if self.rules.fixed_paths {
            written.to_owned()
        } else {
            self.render(written).map_err(|error| SkeletonError::Path { path: entry.path.clone(), error })?
        };
        let path = match place_of(&self.rules.target, &rendered) {
            Place::Inside(path) => path,
            Place::Nowhere => {
                self.plan.skipped.push((entry.path.clone(), Skipped::NoPath));
                return Ok(());
            }
            Place::Outside => return Err(SkeletonError::Outside { path: entry.path.clone(), rendered }),
        };
        // The first entry at a path stays, unless later ones replace it.
        let exists = self.rules.existing.contains(&path) || self.planned.contains_key(&path);
        if exists && !self.rules.replace {
            if !is_folder {
                self.plan.skipped.push((entry.path.clone(), Skipped::Exists));
            }
            return Ok(());
        }
        let (content, rendered) = self.content(entry, &path, templated)?;
        let planned = Planned { path: path.clone(), source: entry.path.clone(), content, rendered };
        self.planned.insert(path, planned);
        Ok(())
    }

    fn content(
        &mut self,
        entry: &Entry,
        path: &str,
        templated: bool,
    ) -> Result<(Content, bool), SkeletonError> {
        let (bytes, mode) = match &entry.content {
            Content::Folder => return Ok((Content::Folder, false)),
            Content::Link(target) => {
                if place::leaves(path, target) {
                    let (path, target) = (entry.path.clone(), target.clone());
                    return Err(SkeletonError::LinkOutside { path, target });
                }
                return Ok((entry.content.clone(), false));
            }
            Content::File { bytes, mode } => (bytes, *mode),
        };
        let rendered = templated && !is_binary(bytes);
        let bytes = if rendered {
            let source = String::from_utf8_lossy(bytes);
            let text = self.render(&source);
            text.map_err(|error| SkeletonError::Content { path: entry.path.clone(), error })?.into_bytes()
        } else {
            bytes.clone()
        };
        self.bytes += bytes.len();
        if self.bytes > MOST_BYTES {
            return Err(SkeletonError::TooLarge { path: entry.path.clone() });
        }
        Ok((Content::File { bytes, mode }, rendered))
    }

    fn render(&self, source: &str) -> Result<String, Error> {
        template::render(source, self.rules.syntax, self.context, self.environment)
    }

    /// Entries that would be written behind a link of the same tree.
    fn through_links(&self) -> Vec<SkeletonError> {
        let links: HashSet<&str> = self
            .planned
            .values()
            .filter(|planned| matches!(planned.content, Content::Link(_)))
            .map(|planned| planned.path.as_str())
            .collect();
        let mut errors = Vec::new();
        for planned in self.planned.values() {
            let parents = planned.path.match_indices('/').map(|(at, _)| &planned.path[..at]);
            for link in parents.filter(|parent| links.contains(parent)) {
                errors.push(SkeletonError::ThroughLink {
                    path: planned.source.clone(),
                    rendered: planned.path.clone(),
                    link: link.to_owned(),
                });
            }
        }
        errors
    }
}

/// Whether a file's name ends in an extension, and does not consist of it.
fn has_extension(path: &str, extension: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rfind('.').is_some_and(|dot| dot > 0 && &name[dot..] == extension)
}

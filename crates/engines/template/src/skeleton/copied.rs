//! Which files are taken as they are.

use std::collections::HashSet;

use globset::{GlobBuilder, GlobMatcher};

use super::{Content, Entry};

/// A pattern that is no glob.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("copyWithoutTemplating: \"{pattern}\" is not a valid pattern: {reason}")]
pub struct PatternError {
    pub pattern: String,
    pub reason: String,
}

/// Patterns in order; those that take back count against all before them.
#[derive(Debug)]
pub(super) struct Copied {
    patterns: Vec<(bool, GlobMatcher)>,
}

impl Copied {
    pub(super) fn new(patterns: &[String], entries: &[Entry]) -> Result<Self, PatternError> {
        let folders: HashSet<&str> = entries
            .iter()
            .filter(|entry| entry.content == Content::Folder)
            .map(|entry| entry.path.as_str())
            .collect();
        let mut compiled = Vec::new();
        for pattern in patterns {
            let (keeps, glob) =
                pattern.strip_prefix('!').map_or((true, pattern.as_str()), |glob| (false, glob));
            let glob = glob.strip_prefix("./").unwrap_or(glob);
            let folder = glob.trim_end_matches('/');
            let whole_folder = folders.contains(folder).then(|| format!("{}/**", globset::escape(folder)));
            let matcher = GlobBuilder::new(whole_folder.as_deref().unwrap_or(glob))
                .literal_separator(true)
                .build()
                .map_err(|error| PatternError { pattern: pattern.clone(), reason: error.kind().to_string() })?
                .compile_matcher();
            compiled.push((keeps, matcher));
        }
        Ok(Self { patterns: compiled })
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        let mut chosen = false;
        for (keeps, matcher) in &self.patterns {
            if matcher.is_match(path) {
                chosen = *keeps;
            }
        }
        chosen
    }
}

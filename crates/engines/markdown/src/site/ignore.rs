//! Patterns of `exclude_docs`, `draft_docs` and `not_in_nav`: lines as in a `.gitignore`, the last that fits decides.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A list of patterns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patterns {
    set: GlobSet,
    /// For each glob of the set, whether a fit means "yes".
    verdicts: Vec<bool>,
}

impl Patterns {
    /// Reads the lines; those that are no patterns come back.
    pub(crate) fn read(text: &str) -> (Self, Vec<String>) {
        let mut set = GlobSetBuilder::new();
        let mut verdicts = Vec::new();
        let mut wrong = Vec::new();
        for line in text.lines() {
            let line = if line.ends_with("\\ ") { line } else { line.trim_end() };
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (pattern, verdict) = match line.strip_prefix('!') {
                Some(rest) => (rest, false),
                None => (
                    line.strip_prefix('\\').filter(|rest| rest.starts_with(['!', '#'])).unwrap_or(line),
                    true,
                ),
            };
            for glob in globs(pattern) {
                match GlobBuilder::new(&glob).literal_separator(true).backslash_escape(true).build() {
                    Ok(glob) => {
                        set.add(glob);
                        verdicts.push(verdict);
                    }
                    Err(_) => wrong.push(line.to_owned()),
                }
            }
        }
        match set.build() {
            Ok(set) => (Self { set, verdicts }, wrong),
            Err(error) => (Self::default(), vec![error.to_string()]),
        }
    }

    /// Whether the patterns mean this path, `None` when none fits.
    pub(crate) fn verdict(&self, path: &str) -> Option<bool> {
        let last = self.set.matches(path).into_iter().max()?;
        self.verdicts.get(last).copied()
    }

    pub(crate) fn fits(&self, path: &str) -> bool {
        self.verdict(path) == Some(true)
    }
}

/// A pattern fits what it names and everything beneath; one that ends with a slash only the latter, because only files
/// are asked about. A slash elsewhere ties it to the root.
fn globs(pattern: &str) -> Vec<String> {
    let is_folder = pattern.ends_with('/');
    let trimmed = pattern.trim_end_matches('/');
    let is_tied = trimmed.contains('/');
    let trimmed = trimmed.trim_start_matches('/');
    if trimmed.is_empty() {
        return Vec::new();
    }
    let glob =
        if is_tied || trimmed.starts_with("**/") { trimmed.to_owned() } else { format!("**/{trimmed}") };
    let beneath = format!("{glob}/**");
    if is_folder { vec![beneath] } else { vec![glob, beneath] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_git_means() {
        let table = [
            (".*", ".hidden", true),
            (".*", "a/.b/c.md", true),
            (".*", "a.md", false),
            ("/templates/", "templates/x.md", true),
            ("/templates/", "a/templates/x.md", false),
            ("*.py", "a/b.py", true),
            ("a/*.md", "a/b.md", true),
            ("a/*.md", "x/a/b.md", false),
            ("a/*.md", "a/b/c.md", false),
            ("drafts/", "x/drafts/y/z.md", true),
            ("drafts/", "drafts", false),
            ("*.md\n!keep.md", "x/keep.md", false),
            ("*.md\n!keep.md", "x/other.md", true),
            ("**/old/**", "a/old/b/c.md", true),
            ("# no\n\nb.md", "b.md", true),
            ("change_log/", "change_log/index.md", true),
        ];
        for (lines, path, expected) in table {
            let (patterns, wrong) = Patterns::read(lines);
            assert!(wrong.is_empty());
            assert_eq!(patterns.fits(path), expected, "{lines:?} {path}");
        }
        assert_eq!(Patterns::read("a[").1, ["a[", "a["]);
    }
}

//! A diagram's text as statements, without comments, directives and front matter. Knows no type of diagram.

use crate::Problem;

/// Longest line in bytes, so that searches within one cannot cost much.
const LONGEST: usize = 10_000;

/// One line that says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Statement<'t> {
    /// From 1.
    pub(crate) line: usize,
    pub(crate) text: &'t str,
}

impl Statement<'_> {
    pub(crate) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.line, message)
    }

    /// This statement is not understood.
    pub(crate) fn unknown(&self, expected: &str) -> Problem {
        let shown: String = self.text.chars().take(60).collect();
        self.problem(format!("`{shown}` is not understood; expected {expected}"))
    }
}

/// A diagram before its statements are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source<'t> {
    /// The first word, such as `flowchart`.
    pub(crate) kind: &'t str,
    /// The line of that word.
    pub(crate) line: usize,
    /// What stands behind it first; it may be empty.
    pub(crate) head: &'t str,
    pub(crate) statements: Vec<Statement<'t>>,
    /// `title` of the front matter.
    pub(crate) title: &'t str,
    /// `accTitle` and `accDescr`.
    pub(crate) name: &'t str,
    pub(crate) description: String,
}

impl<'t> Source<'t> {
    pub(crate) fn read(text: &'t str) -> Result<Self, Problem> {
        let mut source = Self::default();
        let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim())).peekable();
        while lines.next_if(|(_, line)| line.is_empty()).is_some() {}
        if lines.next_if(|(_, line)| *line == "---").is_some() {
            for (_, line) in lines.by_ref().take_while(|(_, line)| *line != "---") {
                if let Some(title) = line.strip_prefix("title:") {
                    source.title = title.trim().trim_matches(['"', '\'']);
                }
            }
        }
        while let Some((line, text)) = lines.next() {
            if text.len() > LONGEST {
                return Err(Problem::new(line, format!("the line is longer than {LONGEST} bytes")));
            }
            if text.starts_with("%%{") && !text.contains("}%%") {
                lines.by_ref().find(|(_, line)| line.contains("}%%"));
                continue;
            }
            if text.is_empty() || text.starts_with("%%") {
                continue;
            }
            if source.kind.is_empty() {
                let end = text.find([' ', '\t', ';', ':']).unwrap_or(text.len());
                (source.kind, source.head) = (&text[..end], text[end..].trim_start_matches([':', ' ', '\t']));
                source.line = line;
            } else if let Some(name) = text.strip_prefix("accTitle") {
                source.name = name.trim_start_matches([':', ' ', '\t']);
            } else if let Some(rest) = text.strip_prefix("accDescr") {
                let rest = rest.trim_start_matches([':', ' ', '\t']);
                source.description = match rest.strip_prefix('{') {
                    None => rest.to_owned(),
                    Some(first) => {
                        let rest = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "}");
                        let parts: Vec<&str> = std::iter::once(first).chain(rest).collect();
                        parts.join(" ").trim().trim_end_matches('}').to_owned()
                    }
                };
            } else {
                source.statements.push(Statement { line, text });
            }
        }
        if source.kind.is_empty() {
            return Err(Problem::new(
                1,
                "the diagram is empty; its first word must be its type, such as `flowchart`",
            ));
        }
        Ok(source)
    }
}

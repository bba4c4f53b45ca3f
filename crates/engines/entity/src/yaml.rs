//! Catalog files: bytes in, documents out.
//!
//! Reads YAML as npm's `yaml` does with its default 1.2 core schema, because that is what Backstage reads with:
//! `yes` is a string, `0o17` a number, `<<` a plain key, duplicate keys an error (contracts: entity-model 7).
//! Knows nothing of entities.

mod compose;
mod emit;
mod input;
mod json;
mod locate;
pub(crate) mod number;
mod scalar;
mod split;

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use crate::limits::Limits;
use crate::problem::{ErrorName, Place, Problem, Stage};

pub use emit::to_yaml;
pub use locate::{locate, locate_within};
pub use number::to_javascript;

/// One document of a file.
#[derive(Debug)]
pub struct Document {
    /// Position among the documents of the file, from 0, empty ones counted.
    pub index: usize,
    /// The line of the file that the document starts on, from 1.
    pub line: usize,
    /// The bytes of [`text`] that the document was read from.
    pub span: Range<usize>,
    /// Its value, `Null` for an empty document, or why it cannot be read. Numbers are those that JavaScript
    /// would print: `1.0` is 1, `.inf` is null.
    pub value: Result<Value, Problem>,
}

/// Reads all documents of a file. A document that cannot be read costs only itself; a file that is too large or
/// holds too many documents is refused as a whole.
pub fn documents(bytes: &[u8], limits: &Limits) -> Result<Vec<Document>, Problem> {
    let text = text(bytes, limits)?;
    let slices = split::split(&text);
    if slices.len() > limits.documents {
        let extra = slices.get(limits.documents).map_or(1, |slice| slice.line + 1);
        let message = format!("too many documents (limit {})", limits.documents);
        return Err(limit_problem("limit.documents", message, Some(Place::of(&text, extra, 1))));
    }
    let read = |(index, slice): (usize, &split::Slice<'_>)| Document {
        index,
        line: slice.line + 1,
        span: slice.start..slice.start + slice.text.len(),
        value: value(slice, limits).map_err(|fault| fault.into_problem(slice)),
    };
    Ok(slices.iter().enumerate().map(read).collect())
}

/// The text of a file as Backstage decodes it: UTF-8 with broken sequences replaced, byte order mark dropped.
pub fn text<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Cow<'b, str>, Problem> {
    if bytes.len() > limits.file_bytes {
        let message = format!("file too large (limit {} bytes)", limits.file_bytes);
        return Err(limit_problem("limit.file_bytes", message, None));
    }
    Ok(String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)))
}

fn limit_problem(rule: &'static str, message: String, place: Option<Place>) -> Problem {
    let mut problem = Problem::at(Stage::Yaml, ErrorName::Input, rule, "", message)
        .with_help("split the file, and list the parts as targets of a Location");
    problem.place = place.map(Box::new);
    problem
}

fn value(slice: &split::Slice<'_>, limits: &Limits) -> Result<Value, Fault> {
    // Generated catalogs are JSON lines. Where the short cut does not apply or finds anything unusual, the
    // composer decides, so that errors come from one place.
    if let Some(value) = json::read(slice.text, limits) {
        return Ok(value);
    }
    compose::compose(slice.text, limits)
}

/// Why a text is not a document. Lines and columns count from 1, at the start of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub rule: &'static str,
    pub text: String,
    pub line: usize,
    pub column: usize,
}

impl Fault {
    fn is_limit(&self) -> bool {
        self.rule.starts_with("limit.")
    }

    fn into_problem(self, slice: &split::Slice<'_>) -> Problem {
        let mut place = Place::of(slice.text, self.line, self.column);
        place.line += slice.line;
        let (line, column) = (place.line, place.column);
        let (name, message) = if self.is_limit() {
            (ErrorName::Input, format!("{} at line {line}, column {column}", self.text))
        } else {
            let excerpt: String = place.source_line.chars().take(EXCERPT).collect();
            let caret = " ".repeat(column.saturating_sub(1).min(EXCERPT));
            let text = &self.text;
            let message =
                format!("YAMLParseError: {text} at line {line}, column {column}:\n\n{excerpt}\n{caret}^\n");
            (ErrorName::Plain, message)
        };
        let mut problem = Problem::at(Stage::Yaml, name, self.rule, "", message);
        problem.help = help(self.rule).map(str::to_owned);
        problem.place = Some(Box::new(place));
        problem
    }
}

/// Characters of the source line that a YAML message quotes.
const EXCERPT: usize = 80;

fn help(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "yaml.start" => "put quotes around the value",
        "yaml.duplicate" => "keep one of the two keys",
        "yaml.alias" => "define the anchor with `&name` before the alias, and not around it",
        "limit.nodes" => "aliases count with everything they expand to; write less, or split the document",
        "limit.depth" => "flatten the structure",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;

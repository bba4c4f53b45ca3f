//! The line that opens a fenced block: fence, language, options.

use super::attributes::{self, Attribute};

/// A line that may open a fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FenceLine<'l> {
    pub fence: &'l str,
    pub language: Option<&'l str>,
    pub options: Options,
}

/// What stands behind the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Options {
    /// `title="x" linenums="1"`, or nothing.
    Plain(Vec<Attribute>),
    /// `{ .class #id key="value" }`.
    List(Vec<Attribute>),
    /// Anything else: no fence, unless headers are relaxed.
    Other,
}

/// Reads a line without the indent before it.
pub(crate) fn read(line: &str) -> Option<FenceLine<'_>> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    if length < 3 {
        return None;
    }
    let (fence, rest) = line.split_at(length);
    let (language, rest) = language(rest);
    let rest = rest.trim_matches([' ', '\t']);
    let options = if rest.is_empty() {
        Options::Plain(Vec::new())
    } else if let Some(list) = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Options::List(attributes::read(list).0)
    } else {
        plain(rest).map_or(Options::Other, Options::Plain)
    };
    Some(FenceLine { fence, language, options })
}

/// A word directly or after spaces, followed by a space or the end.
fn language(rest: &str) -> (Option<&str>, &str) {
    let text = rest.trim_start_matches([' ', '\t']);
    let name = text.strip_prefix('.').filter(|name| name.starts_with(is_language)).unwrap_or(text);
    let end = name.find(|letter| !is_language(letter)).unwrap_or(name.len());
    let behind = &name[end..];
    if end == 0 || !(behind.is_empty() || behind.starts_with([' ', '\t'])) {
        return (None, rest);
    }
    (Some(&name[..end]), behind)
}

fn is_language(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '#' | '.' | '+' | '-')
}

/// Options as `name` or `name="value"`.
fn plain(text: &str) -> Option<Vec<Attribute>> {
    let mut options = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end =
            rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(rest.len());
        if end == 0 || !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            return None;
        }
        let (name, behind) = rest.split_at(end);
        rest = behind;
        let mut value = name;
        if let Some(quoted) = behind.strip_prefix('=') {
            let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            let close = closing(&quoted[1..], quote)?;
            // The value ends with the first quote, even where the option goes on to a later one.
            value = quoted[1..].split(quote).next().unwrap_or_default();
            rest = &quoted[close + 2..];
        }
        if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
            return None;
        }
        options.push((name.to_owned(), value.to_owned()));
        rest = rest.trim_start_matches([' ', '\t']);
    }
    Some(options)
}

/// The first quote that a space or the end follows.
fn closing(text: &str, quote: char) -> Option<usize> {
    text.match_indices(quote)
        .map(|(at, _)| at)
        .find(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\t']))
}

//! Code with colours and line numbers, in the markup and with the class names that Pygments has.

mod language;
mod languages;
mod layout;
mod markup;
mod scan;

use std::fmt::Write as _;

use crate::extensions::Highlight;
use crate::write::escape_attribute;

/// A block of code and how it is to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CodeBlock {
    pub language: String,
    pub classes: Vec<String>,
    pub id: String,
    pub attributes: Vec<(String, String)>,
    /// As written: `1 3-5`.
    pub marked: String,
    /// First number, step, and which multiple is special.
    pub numbers: Option<(usize, usize, usize)>,
    pub title: Option<String>,
    /// Place among the blocks of the page, for ids of lines.
    pub number: usize,
}

impl CodeBlock {
    /// Takes `hl_lines`, `linenums` or `title`. False for anything else.
    pub(crate) fn take_option(&mut self, name: &str, value: &str) -> bool {
        match name {
            "hl_lines" => {
                let fits = !value.is_empty() && value.split([' ', '\t']).all(is_range);
                if fits {
                    value.clone_into(&mut self.marked);
                }
                fits
            }
            "linenums" => {
                let mut numbers =
                    value.split([' ', '\t']).filter(|part| !part.is_empty()).map(leading_number);
                let Some(first) = numbers.next().flatten() else { return false };
                let step = numbers.next().flatten().unwrap_or(1).max(1);
                self.numbers = Some((first, step, numbers.next().flatten().unwrap_or(0)));
                true
            }
            "title" => {
                self.title = Some(value.to_owned());
                true
            }
            _ => false,
        }
    }

    /// Whether a line, from 1, is marked.
    fn is_marked(&self, line: usize) -> bool {
        self.marked.split_whitespace().any(|range| match range.split_once('-') {
            Some((first, last)) => number(first) <= line && line <= number(last),
            None => number(range) == line,
        })
    }
}

fn is_range(range: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match range.split_once('-') {
        Some((first, last)) => is_number(first) && is_number(last),
        None => is_number(range),
    }
}

fn leading_number(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or(usize::MAX)
}

/// HTML of a block.
pub(crate) fn block(code: &str, block: &CodeBlock, settings: &Highlight) -> String {
    let language = if block.language.is_empty() { &settings.default_language } else { &block.language };
    layout::block(code, language, block, settings)
}

/// Class and HTML of code within text.
pub(crate) fn inline(code: &str, language: &str, settings: &Highlight) -> (String, String) {
    let mut html = String::new();
    if settings.colours {
        for (kind, text) in tokens(code, language) {
            markup::span(kind, text, &mut html);
        }
    } else {
        html = crate::write::escape_text(code);
    }
    let mut classes = Vec::new();
    if settings.language_class || !settings.colours {
        classes.push(format!("{}{language}", settings.language_prefix));
    }
    classes.push(settings.class.clone());
    (classes.join(" "), html)
}

/// Parts of code with the short class name of each, empty for plain text.
fn tokens<'c>(code: &'c str, language: &str) -> Vec<(&'static str, &'c str)> {
    match languages::find(language) {
        Some(language) => scan::scan(code, language),
        None => vec![("", code)],
    }
}

/// The attributes of the element around a block.
fn attributes(language: &str, block: &CodeBlock, settings: &Highlight) -> String {
    let mut classes = Vec::new();
    if settings.language_class {
        let language = if language.is_empty() { "text" } else { language };
        classes.push(format!("{}{language}", settings.language_prefix));
    }
    classes.extend(block.classes.iter().cloned());
    classes.push(settings.class.clone());
    let mut attributes = String::new();
    if !block.id.is_empty() {
        attributes = format!(" id=\"{}\"", escape_attribute(&block.id));
    }
    let _ = write!(attributes, " class=\"{}\"", escape_attribute(&classes.join(" ")));
    for (name, value) in &block.attributes {
        let is_name = name.strip_prefix("data-").is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        });
        if is_name {
            let _ = write!(attributes, " {name}=\"{}\"", escape_attribute(value));
        }
    }
    attributes
}

//! Regular expressions as templates write them, on an engine whose time grows with the text and not beyond it.
//!
//! The syntax is JavaScript's. What a linear engine cannot do, backreferences and looking around, is refused when the
//! expression is used.

mod expand;
mod search;
mod translate;

use std::fmt;
use std::sync::OnceLock;

use crate::budget::Budget;
use crate::error::{Failure, Outcome};

pub(crate) use expand::expand;
pub(crate) use search::{replace, split, test};

/// Bytes of a compiled expression.
const LARGEST: usize = 1 << 20;

/// Steps that compiling one expression counts for.
const COMPILING: usize = 5_000;

/// A regular expression of a template's source. Compiled when it is first used.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    flags: Flags,
    /// The expression in the engine's syntax, or why it has none.
    translated: Result<String, &'static str>,
    compiled: OnceLock<Result<regex::Regex, String>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "these are four independent flags")]
pub(crate) struct Flags {
    pub(crate) global: bool,
    pub(crate) ignore_case: bool,
    pub(crate) multiline: bool,
    pub(crate) sticky: bool,
}

impl Pattern {
    /// Reads an expression; the error says what is wrong with its syntax.
    pub(crate) fn new(source: &str, flags: &str) -> Result<Self, String> {
        let flags = Flags {
            global: flags.contains('g'),
            ignore_case: flags.contains('i'),
            multiline: flags.contains('m'),
            sticky: flags.contains('y'),
        };
        let translated = match translate::translate(source, flags) {
            Ok(translated) => Ok(translated),
            Err(translate::Refusal::Invalid(reason)) => return Err(reason.to_owned()),
            Err(translate::Refusal::Unsupported(reason)) => Err(reason),
        };
        Ok(Self { source: source.to_owned(), flags, translated, compiled: OnceLock::new() })
    }

    pub(crate) const fn flags(&self) -> Flags {
        self.flags
    }

    fn compiled(&self, budget: &mut Budget) -> Outcome<&regex::Regex> {
        let translated = match &self.translated {
            Ok(translated) => translated,
            Err(reason) => return Err(Failure::evaluation(format!("{self} cannot be used: {reason}"))),
        };
        if self.compiled.get().is_none() {
            budget.charge_many(COMPILING)?;
        }
        let compiled = self.compiled.get_or_init(|| {
            let built =
                regex::RegexBuilder::new(translated).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
            built.map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
                _ => "it is too complex".to_owned(),
            })
        });
        compiled.as_ref().map_err(|reason| Failure::evaluation(format!("{self} cannot be used: {reason}")))
    }
}

/// As JavaScript writes it: flags in its order, line breaks escaped.
impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("/")?;
        if self.source.is_empty() {
            out.write_str("(?:)")?;
        }
        for character in self.source.chars() {
            match character {
                '\n' => out.write_str("\\n")?,
                '\r' => out.write_str("\\r")?,
                '\u{2028}' => out.write_str("\\u2028")?,
                '\u{2029}' => out.write_str("\\u2029")?,
                other => write!(out, "{other}")?,
            }
        }
        out.write_str("/")?;
        let Flags { global, ignore_case, multiline, sticky } = self.flags;
        for (set, flag) in [(global, "g"), (ignore_case, "i"), (multiline, "m"), (sticky, "y")] {
            out.write_str(if set { flag } else { "" })?;
        }
        Ok(())
    }
}

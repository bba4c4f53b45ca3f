//! What a language looks like, as far as colours need it.

/// A language, described by its words and marks.
#[derive(Debug, Default)]
pub(super) struct Language {
    /// Names, lower case.
    pub names: &'static [&'static str],
    pub line_comments: &'static [&'static str],
    pub block_comments: &'static [(&'static str, &'static str)],
    /// Marks around strings, longer ones first.
    pub strings: &'static [&'static str],
    /// Words with spaces between them.
    pub keywords: &'static str,
    pub constants: &'static str,
    pub types: &'static str,
    pub builtins: &'static str,
    /// Words are the same in any case.
    pub ignores_case: bool,
    /// Characters that belong to words, besides letters, digits and `_`.
    pub word_marks: &'static str,
    pub form: Form,
}

/// Languages that are more than words and marks.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Code,
    /// `key: value`.
    Yaml,
    /// `key = value` below `[section]`.
    Ini,
    /// Keys are strings before a colon.
    Json,
    /// Tags.
    Markup,
    /// Lines with a sign before them.
    Diff,
    /// Commands behind a prompt, and what they print.
    Console,
    /// Strings go on over lines, and `$name` is a variable.
    Shell,
}

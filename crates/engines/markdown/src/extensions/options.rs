//! The options of single extensions.

/// `pymdownx.critic`: what becomes of proposed changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CriticMode {
    /// They are shown as changes.
    #[default]
    View,
    /// They are made.
    Accept,
    /// They are left out.
    Reject,
}

/// Whether markers inside a word are emphasis: `smart` is no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one switch for each marker, as the extensions have them")]
pub struct Emphasis {
    pub smart_asterisk: bool,
    pub smart_underscore: bool,
    /// `^^inserted^^`.
    pub insert: bool,
    /// `^up^`.
    pub superscript: bool,
    pub smart_insert: bool,
    /// `~~deleted~~`.
    pub delete: bool,
    /// `~down~`.
    pub subscript: bool,
    pub smart_delete: bool,
    pub smart_mark: bool,
}

/// How a custom fence of `pymdownx.superfences` is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FenceFormat {
    /// `<pre class=".."><code>`.
    Code,
    /// `<div class="..">`.
    Div,
    /// A formula.
    Math,
}

/// A fence with its own class, such as `mermaid`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomFence {
    /// The language that it is for, `*` for all.
    pub name: String,
    pub class: String,
    pub format: FenceFormat,
}

/// `footnotes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnotes {
    /// Text of the link back, with entities.
    pub backlink: String,
    /// Title of the link back; `%d` or `{}` is the number.
    pub backlink_title: String,
    /// Text that is replaced by the footnotes.
    pub marker: String,
    pub separator: String,
    /// Text of the reference; `{}` is the number.
    pub superscript: String,
    /// Numbered in the order of definitions, not of references.
    pub by_definition: bool,
}

/// Where line numbers of code stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineNumbers {
    /// In a column of their own.
    Table,
    /// Before each line.
    Inline,
    /// Before each line, as an attribute that a stylesheet shows.
    Attribute,
}

/// `pymdownx.highlight`, or `codehilite`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each option of the extension")]
pub struct Highlight {
    /// Whether the extension is on: indented code is highlighted, too.
    pub enabled: bool,
    pub class: String,
    /// Code is coloured here, and not by a script in the browser.
    pub colours: bool,
    /// On for all blocks, off for all blocks, or as the block says.
    pub line_numbers: Option<bool>,
    pub line_numbers_style: LineNumbers,
    pub language_prefix: String,
    /// The language is a class of the block.
    pub language_class: bool,
    /// The name of the language is the title.
    pub auto_title: bool,
    pub default_language: String,
    /// Each line has an id made of this.
    pub line_spans: String,
    /// Each line has an anchor made of this.
    pub line_anchors: String,
    /// Line numbers are links to those anchors.
    pub anchor_line_numbers: bool,
    /// Blank lines around code are dropped.
    pub strip_blank_lines: bool,
}

/// How lists are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lists {
    /// Spaces that make a level.
    pub indent: usize,
    /// Lists of another kind, or after a blank line, are lists of their own (`mdx_truly_sane_lists`).
    pub truly_sane: bool,
    /// Lists of another kind are lists of their own, and numbers start where the first one says (`sane_lists`).
    pub sane: bool,
}

/// `pymdownx.magiclink`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each option of the extension")]
pub struct MagicLinks {
    pub hide_protocol: bool,
    /// Links to issues, commits and repositories are shown short.
    pub shorten_repositories: bool,
    pub shorten_social: bool,
    /// `user/repository#1` and the like are links.
    pub repository_shorthand: bool,
    /// `@name` is a link.
    pub social_shorthand: bool,
    pub normalize_symbols: bool,
    pub provider: String,
    pub user: String,
    pub repository: String,
}

/// `pymdownx.snippets`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippets {
    /// Folders that paths start from, relative to the folder of `mkdocs.yml`; empty for that folder itself.
    pub base_paths: Vec<String>,
    /// Included at the end of every page.
    pub append: Vec<String>,
    /// Parts of files lose the indent that all their lines have.
    pub dedent: bool,
    /// A missing file is worth a warning.
    pub check_paths: bool,
}

/// How ids are made from headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slug {
    /// Python-Markdown's: only ASCII.
    Ascii,
    /// Python-Markdown's `slugify_unicode`.
    Unicode,
    /// `pymdownx.slugs.slugify`.
    Pymdownx { lower: Lower, percent_encode: bool },
}

/// What `pymdownx.slugs.slugify` does with capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lower {
    Keep,
    All,
    Ascii,
}

/// The link behind a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permalink {
    None,
    /// Shows `¶`.
    Pilcrow,
    /// Shows this text.
    Text(String),
}

/// `toc`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toc {
    pub permalink: Permalink,
    pub permalink_class: String,
    pub permalink_title: String,
    /// The link stands before the heading's text.
    pub permalink_leading: bool,
    /// The whole heading is a link.
    pub anchor_link: bool,
    /// Paragraph that is replaced by the table of contents; empty for none.
    pub marker: String,
    pub title: String,
    pub class: String,
    pub slug: Slug,
    pub separator: String,
    /// Level of `#`.
    pub base_level: u8,
    /// First and last level in the table of contents.
    pub depth: (u8, u8),
}

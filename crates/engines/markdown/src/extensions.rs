//! Which syntax is switched on, and how: `markdown_extensions` of `mkdocs.yml` over what its plugins bring.

mod defaults;
mod names;
mod options;
mod read;

pub use options::{
    CriticMode, CustomFence, Emphasis, FenceFormat, Footnotes, Highlight, LineNumbers, Lists, Lower,
    MagicLinks, Permalink, Slug, Snippets, Toc,
};

/// What is switched on before the site says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// mkdocs alone: `toc`, `tables` and `fenced_code`.
    Mkdocs,
    /// The plugin `techdocs-core`.
    TechDocs,
    /// The plugin `techdocs-core` with its option `use_pymdownx_blocks`.
    TechDocsBlocks,
}

/// A kind of syntax that can be switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Feature {
    Abbreviations,
    Admonitions,
    Attributes,
    BetterEmphasis,
    Blocks,
    Caret,
    Critic,
    Definitions,
    Details,
    Emoji,
    Fences,
    Footnotes,
    GithubAlerts,
    InlineHighlight,
    Keys,
    LineBreaks,
    MagicLinks,
    Mark,
    MarkdownInHtml,
    Math,
    SmartQuotes,
    SmartSymbols,
    Snippets,
    Tables,
    Tabs,
    Tasks,
    Tilde,
    Toc,
}

/// Settings of all supported extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each option of an extension")]
pub struct Extensions {
    features: u64,
    pub critic: CriticMode,
    pub emphasis: Emphasis,
    pub fences: Vec<CustomFence>,
    pub footnotes: Footnotes,
    pub highlight: Highlight,
    pub lists: Lists,
    pub magic_links: MagicLinks,
    pub snippets: Snippets,
    pub toc: Toc,
    /// Headings need a space behind their hashes (`pymdownx.saneheaders`).
    pub sane_headers: bool,
    /// Tab sets have one row of labels and one of contents (`alternate_style`).
    pub alternate_tabs: bool,
    /// Ids of tabs are made from their labels, and not counted.
    pub tab_slugs: Option<Slug>,
    /// Check boxes are labels with an indicator that a stylesheet can draw (`custom_checkbox`).
    pub custom_check_boxes: bool,
    /// Names of icons are known besides those of emoji (an `emoji_index` of mkdocs-material).
    pub emoji_icons: bool,
    /// Names for `pymdownx.keys` beyond the common ones.
    pub key_names: Vec<(String, String)>,
}

impl Extensions {
    /// Whether a kind of syntax is switched on.
    pub fn has(&self, feature: Feature) -> bool {
        self.features & (1 << feature as u8) != 0
    }

    /// Switches a kind of syntax on.
    pub fn enable(&mut self, feature: Feature) {
        self.features |= 1 << feature as u8;
    }

    /// Switches a kind of syntax off.
    pub fn disable(&mut self, feature: Feature) {
        self.features &= !(1 << feature as u8);
    }
}

#[cfg(test)]
mod tests;

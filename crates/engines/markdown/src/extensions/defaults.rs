//! What is switched on, and how, before a site says anything.

use super::names::known;
use super::{
    Base, CriticMode, Emphasis, Extensions, Feature, Footnotes, Highlight, LineNumbers, Lists, MagicLinks,
    Permalink, Slug, Snippets, Toc,
};

impl Extensions {
    /// What is switched on before the site says anything.
    pub fn of(base: Base) -> Self {
        let mut extensions = Extensions {
            features: 0,
            critic: CriticMode::View,
            emphasis: emphasis(),
            fences: Vec::new(),
            footnotes: footnotes(),
            highlight: highlight(),
            lists: Lists { indent: 4, truly_sane: false, sane: false },
            magic_links: MagicLinks { provider: "github".to_owned(), ..MagicLinks::default() },
            snippets: snippets(),
            toc: toc(),
            sane_headers: false,
            alternate_tabs: false,
            tab_slugs: None,
            custom_check_boxes: false,
            emoji_icons: false,
            key_names: Vec::new(),
        };
        for feature in [Feature::Toc, Feature::Tables, Feature::Fences] {
            extensions.enable(feature);
        }
        if base == Base::Mkdocs {
            return extensions;
        }
        let names: &[&str] = if base == Base::TechDocsBlocks {
            &["pymdownx.blocks.admonition"]
        } else {
            &["admonition", "pymdownx.details", "pymdownx.tabbed"]
        };
        let common = [
            "pymdownx.caret",
            "pymdownx.critic",
            "pymdownx.emoji",
            "pymdownx.inlinehilite",
            "pymdownx.magiclink",
            "pymdownx.mark",
            "pymdownx.smartsymbols",
            "pymdownx.snippets",
            "pymdownx.extra",
            "pymdownx.tasklist",
            "pymdownx.tilde",
        ];
        for name in names.iter().chain(&common) {
            for feature in known(name).unwrap_or_default() {
                extensions.enable(*feature);
            }
        }
        extensions.enable(Feature::GithubAlerts);
        extensions.toc.permalink = Permalink::Pilcrow;
        extensions.alternate_tabs = true;
        extensions.highlight.enabled = true;
        extensions.highlight.line_numbers = Some(true);
        extensions.highlight.language_class = true;
        extensions.emphasis.smart_asterisk = true;
        extensions.custom_check_boxes = true;
        extensions.lists = Lists { indent: 2, truly_sane: true, sane: false };
        extensions
    }
}

fn emphasis() -> Emphasis {
    Emphasis {
        smart_asterisk: false,
        smart_underscore: true,
        insert: true,
        superscript: true,
        smart_insert: true,
        delete: true,
        subscript: true,
        smart_delete: true,
        smart_mark: true,
    }
}

fn footnotes() -> Footnotes {
    Footnotes {
        backlink: "&#8617;".to_owned(),
        backlink_title: "Jump back to footnote %d in the text".to_owned(),
        marker: "///Footnotes Go Here///".to_owned(),
        separator: ":".to_owned(),
        superscript: "{}".to_owned(),
        by_definition: true,
    }
}

fn highlight() -> Highlight {
    Highlight {
        enabled: false,
        class: "highlight".to_owned(),
        colours: true,
        line_numbers: None,
        line_numbers_style: LineNumbers::Table,
        language_prefix: "language-".to_owned(),
        language_class: false,
        auto_title: false,
        default_language: String::new(),
        line_spans: String::new(),
        line_anchors: String::new(),
        anchor_line_numbers: false,
        strip_blank_lines: true,
    }
}

fn snippets() -> Snippets {
    Snippets { base_paths: vec![String::new()], append: Vec::new(), dedent: false, check_paths: false }
}

fn toc() -> Toc {
    Toc {
        permalink: Permalink::None,
        permalink_class: "headerlink".to_owned(),
        permalink_title: "Permanent link".to_owned(),
        permalink_leading: false,
        anchor_link: false,
        marker: "[TOC]".to_owned(),
        title: String::new(),
        class: "toc".to_owned(),
        slug: Slug::Ascii,
        separator: "-".to_owned(),
        base_level: 1,
        depth: (1, 6),
    }
}

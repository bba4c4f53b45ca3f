//! The names of extensions, and what each switches on.

use super::Feature;

/// An extension's name without its package, and what it is.
pub(super) fn known(name: &str) -> Option<&'static [Feature]> {
    use Feature as F;
    let name = name.strip_prefix("markdown.extensions.").unwrap_or(name);
    let name = name.split(':').next().unwrap_or(name);
    Some(match name {
        "abbr" => &[F::Abbreviations],
        "admonition" => &[F::Admonitions],
        "attr_list" => &[F::Attributes],
        "def_list" => &[F::Definitions],
        "extra" => &[
            F::Abbreviations,
            F::Attributes,
            F::Definitions,
            F::Fences,
            F::Footnotes,
            F::MarkdownInHtml,
            F::Tables,
        ],
        "fenced_code" | "pymdownx.superfences" => &[F::Fences],
        "footnotes" => &[F::Footnotes],
        "github-alerts" | "markdown_callouts" => &[F::GithubAlerts],
        "md_in_html" => &[F::MarkdownInHtml],
        "nl2br" => &[F::LineBreaks],
        "smarty" => &[F::SmartQuotes],
        "tables" => &[F::Tables],
        "toc" => &[F::Toc],
        "pymdownx.arithmatex" => &[F::Math],
        "pymdownx.betterem" => &[F::BetterEmphasis],
        "pymdownx.blocks.admonition" | "pymdownx.blocks.details" | "pymdownx.blocks.tab" => &[F::Blocks],
        "pymdownx.caret" => &[F::Caret],
        "pymdownx.critic" => &[F::Critic],
        "pymdownx.details" => &[F::Details],
        "pymdownx.emoji" => &[F::Emoji],
        "pymdownx.extra" => &[
            F::Abbreviations,
            F::Attributes,
            F::BetterEmphasis,
            F::Definitions,
            F::Fences,
            F::Footnotes,
            F::MarkdownInHtml,
            F::Tables,
        ],
        "pymdownx.inlinehilite" => &[F::InlineHighlight],
        "pymdownx.keys" => &[F::Keys],
        "pymdownx.magiclink" => &[F::MagicLinks],
        "pymdownx.mark" => &[F::Mark],
        "pymdownx.smartsymbols" => &[F::SmartSymbols],
        "pymdownx.snippets" => &[F::Snippets],
        "pymdownx.tabbed" => &[F::Tabs],
        "pymdownx.tasklist" => &[F::Tasks],
        "pymdownx.tilde" => &[F::Tilde],
        // These have options, or nothing to switch on.
        "codehilite"
        | "pymdownx.highlight"
        | "pymdownx.saneheaders"
        | "meta"
        | "sane_lists"
        | "mdx_truly_sane_lists"
        | "markdown_inline_graphviz"
        | "plantuml_markdown" => &[],
        _ => return None,
    })
}

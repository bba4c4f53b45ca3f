//! Pages that mean harm: none runs anything, none is expensive, none makes the engine panic.

use markdown::{Base, Extensions, Limits, PageSource, Surroundings, render};
use proptest::prelude::*;
use serde_json::json;

use crate::page;

#[test]
fn nothing_that_could_run_comes_through() {
    for text in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
        "<object data=x></object>",
        "<embed src=x>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<a href=\" javascript:alert(1)\">x</a>",
        "<form action=javascript:alert(1)><input type=submit></form>",
        "<details ontoggle=alert(1) open>x</details>",
        "[x](javascript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "*a*{onclick=alert(1) style=x}",
        "# a {onclick=\"alert(1)\"}",
        "``` {.py onclick=\"alert(1)\" data-x='\"><script>'}\nx\n```",
        "```\n<script>alert(1)</script>\n```",
        "`<img src=x onerror=alert(1)>`",
        "!!! note \"<img src=x onerror=alert(1)>\"\n    x",
        "=== \"<script>alert(1)</script>\"\n    x",
        "{>><script>alert(1)</script><<}",
        "*[A]: \"><script>alert(1)</script>\n\nA",
        "<div markdown onclick=alert(1)>\n<script>alert(1)</script>\n</div>",
        "<style>@import url(//evil.test)</style>",
        "<link rel=stylesheet href=//evil.test><meta http-equiv=refresh content=0><base href=//evil.test>",
        "[a](`<img src=x onerror=alert(1)>`)",
        "![`\"><script>alert(1)</script>`](x)",
        "\u{2}h0\u{3}<script\u{2}>alert(1)</script>",
        "[^1]\n\n[^1]: <script>alert(1)</script>",
    ] {
        let html = page(text).html.to_lowercase();
        // What is left of a tag has no active name; what is left of code is escaped.
        for bad in [
            "<script",
            "<object",
            "<embed",
            "<iframe",
            "<form",
            "<style",
            "<link",
            "<meta",
            "<base",
            "\"javascript:",
        ] {
            assert!(!html.contains(bad), "{bad} of {text} in {html}");
        }
        for tag in html.split('<').skip(1).filter_map(|part| part.split('>').next()) {
            let outside: String = tag.split('"').step_by(2).collect();
            assert!(!outside.contains(" on"), "{text} in {html}");
        }
    }
}

#[test]
fn cost_does_not_explode() {
    // Small enough for a slow machine; anything that is not linear would take minutes.
    let size = 1 << 17;
    for unit in [
        "[",
        "*a **a ",
        ">",
        "> ",
        "[a](",
        "![",
        "`",
        "` `` ",
        "<",
        "<a ",
        "<a b=\"",
        "<div>\n",
        "<div markdown>\n",
        "<!-- ",
        "***a ",
        "~~a ",
        "^a",
        "==a ",
        "__a ",
        "# h\n",
        "!!! note\n    a\n\n",
        "[^",
        "{++",
        "*[a\n",
        "```\n",
        ":a",
        "http://",
        "a@b.c@",
        "++a",
        "\\(",
        "a\n: b\n",
        "- a\n",
        "- a\n\n",
        "\\",
        "[a]:\n",
        "| `",
        "&#",
        "*a*{: b=\"",
        "<p><b>",
        "- + ",
    ] {
        let text = unit.repeat(size / unit.len());
        let html = page(&text).html;
        assert!(html.len() < 64 * size, "{unit}");
    }
    let columns = format!("{}\n{}\n{}", "|a".repeat(50_000), "|-".repeat(50_000), "|\n".repeat(10_000));
    assert!(!page(&columns).warnings.is_empty());
    let mut lists = String::new();
    for level in 0..300 {
        lists.push_str(&"  ".repeat(level));
        lists.push_str("- a\n");
    }
    assert!(!page(&lists).warnings.is_empty());
}

#[test]
fn a_page_that_is_too_long_is_cut_with_a_warning() {
    let limits = Limits { page_bytes: 10, ..Limits::default() };
    let source = PageSource { path: "a.md", text: "0123456789é after" };
    let page = render(&source, &Extensions::of(Base::TechDocs), &Surroundings::default(), &limits);
    assert_eq!(page.html, "<p>0123456789</p>");
    assert_eq!(page.warnings.len(), 1);
}

/// Pieces of markup, so that random texts are likely to mean something.
const PIECES: [&str; 64] = [
    "\n",
    "\n\n",
    " ",
    "    ",
    "  ",
    "a",
    "é",
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "~~~",
    "~",
    "^",
    "=",
    "==",
    "#",
    "## ",
    "- ",
    "1. ",
    "> ",
    "|",
    "|-|",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "<",
    ">",
    "</",
    "<div>",
    "</div>",
    "<div markdown>",
    "<p",
    "<!--",
    "-->",
    "&",
    "&amp;",
    "\\",
    ":",
    ": ",
    "!!! note",
    "??? a",
    "=== \"t\"",
    "[^1]",
    "[^1]: ",
    "*[a]: ",
    "{",
    "}",
    "{: .a}",
    "{++",
    "++}",
    "$",
    "$$",
    "++",
    "--8<--",
    "\"",
    "http://a.b",
    "\u{2}",
    "\u{3}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_makes_it_panic(parts in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let text: String = parts.concat();
        let options = json!(["pymdownx.keys", "pymdownx.arithmatex", "nl2br", {"pymdownx.magiclink": {"repo_url_shorthand": true, "social_url_shorthand": true, "repo_url_shortener": true}}]);
        let (extensions, _) = Extensions::read(Base::TechDocs, &options);
        let page = render(&PageSource { path: "a/b.md", text: &text }, &extensions, &Surroundings::default(), &Limits::default());
        prop_assert!(!page.html.contains(['\u{2}', '\u{3}']), "{:?}", page.html);
        // Every element that is opened is closed.
        let opened = page.html.matches("<div").count();
        prop_assert_eq!(opened, page.html.matches("</div>").count());
    }
}

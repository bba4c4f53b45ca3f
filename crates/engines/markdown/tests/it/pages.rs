//! What a page says besides its HTML.

use markdown::{Base, Extensions, Limits, PageSource, Surroundings, render};

use crate::page;

#[test]
fn the_title_is_picked_as_mkdocs_does() {
    for (text, title) in [
        ("---\ntitle: Meta\n---\n# H", "Meta"),
        ("Title: Plain\n\n# H", "Plain"),
        ("# H *x* `y`", "H x y"),
        ("text\n\n# H", "Page"),
        ("", "Page"),
    ] {
        assert_eq!(page(text).title, title, "{text}");
    }
}

#[test]
fn front_matter_that_is_no_yaml_is_text() {
    let page = page("---\ntitle: \"a\" b\n---\n\nx");
    assert!(page.html.contains("title:"), "{}", page.html);
    assert!(page.warnings[0].message.starts_with("front matter: "), "{:?}", page.warnings);
}

#[test]
fn headings_are_a_tree_and_sections_have_their_text() {
    let page = page("intro\n\n# A\n\nfirst *x*\n\n### B\n\n```\ncode\n```\n\n## C\n\n[TOC]\n");
    let shape: Vec<_> = page.contents.iter().map(|top| (&*top.id, top.children.len())).collect();
    assert_eq!(shape, [("a", 2)]);
    let sections: Vec<_> = page.sections.iter().map(|s| (s.id.as_deref(), &*s.title, &*s.text)).collect();
    assert_eq!(sections[0], (None, "", "intro"));
    assert_eq!(sections[1], (Some("a"), "A", "first x"));
    assert_eq!(sections[2], (Some("b"), "B", "code"));
    assert!(page.html.contains("<div class=\"toc\"><ul>"), "{}", page.html);
}

fn with_snippets(text: &str) -> markdown::Page {
    let files = [
        ("docs/a.md", "one\ntwo\n--8<-- [start:s]\nthree\n--8<-- [end:s]"),
        ("docs/loop.md", "x\n--8<-- \"docs/loop.md\""),
        ("secret/b.md", "secret"),
    ];
    let site = Surroundings {
        snippets: files.map(|(path, text)| (path.to_owned(), text.to_owned())).into(),
        directory_urls: true,
        ..Surroundings::default()
    };
    let source = PageSource { path: "index.md", text };
    render(&source, &Extensions::of(Base::TechDocs), &site, &Limits::default())
}

#[test]
fn snippets_come_from_the_tree_only() {
    for (text, html) in [
        ("--8<-- \"docs/a.md:1:1\"", "<p>one</p>"),
        ("--8<-- \"docs/a.md:s\"", "<p>three</p>"),
        ("--8<-- \"docs/loop.md\"", "<p>x</p>"),
        ("--8<-- \"docs/../../secret\"", ""),
        ("--8<-- \"/etc/passwd\"", ""),
        ("--8<-- \"http://169.254.169.254/\"", ""),
        (";--8<-- \"docs/a.md\"", "<p>--8← \"docs/a.md\"</p>"),
    ] {
        let page = with_snippets(text);
        assert_eq!(page.html, html, "{text}");
    }
    let page = with_snippets("--8<--\ndocs/a.md\ngone.md\n--8<--");
    assert_eq!(page.snippets, ["docs/a.md", "gone.md"]);
    assert_eq!(page.warnings[0].line, Some(3));
}

//! Links between pages.

use markdown::{Base, Extensions, Limits, LinkState, PageSource, Surroundings, render};

fn site(directory_urls: bool) -> Surroundings {
    let files = ["index.md", "a/b.md", "a/index.md", "a/c d.md", "img/x.png"];
    Surroundings { files: files.map(str::to_owned).into(), directory_urls, ..Surroundings::default() }
}

#[test]
fn links_lead_to_where_pages_are_shown() {
    for (path, target, directory, shown) in [
        ("index.md", "a/b.md#x", true, "a/b/#x"),
        ("a/b.md", "../index.md", true, "../../"),
        ("a/b.md", "index.md", true, "../"),
        ("a/b.md", "c%20d.md?q=1", true, "../c%20d/?q=1"),
        ("a/b.md", "../img/x.png", true, "../../img/x.png"),
        ("index.md", "a/b.md", false, "a/b.html"),
        ("a/b.md", "../index.md", false, "../index.html"),
        ("index.md", "#x", true, "#x"),
        ("index.md", "/a/b.md", true, "/a/b.md"),
        ("index.md", "a/", true, "a/"),
        ("index.md", "missing.md", true, "missing.md"),
        ("index.md", "mailto:a@x.test", true, "mailto:a@x.test"),
    ] {
        let text = format!("[l]({target})");
        let page = render(
            &PageSource { path, text: &text },
            &Extensions::of(Base::TechDocs),
            &site(directory),
            &Limits::default(),
        );
        assert_eq!(page.html, format!("<p><a href=\"{shown}\">l</a></p>"), "{path} {target}");
    }
}

#[test]
fn broken_links_are_reported_with_their_line() {
    let text = "---\ntitle: T\n---\n\n[a](a/b.md) ![x](img/x.png)\n\n[b](gone.md) and [c](gone.md)\n";
    let page = render(
        &PageSource { path: "index.md", text },
        &Extensions::of(Base::TechDocs),
        &site(true),
        &Limits::default(),
    );
    let broken: Vec<_> = page.links.iter().filter(|link| link.state == LinkState::Broken).collect();
    assert_eq!(broken.len(), 2);
    assert_eq!((broken[0].line, broken[0].target.as_str()), (Some(7), "gone.md"));
    assert_eq!(page.warnings[0].message, "link to `gone.md`: the site has no such file");
    assert_eq!(page.warnings[0].line, Some(7));
    assert_eq!(page.assets, ["img/x.png"]);
    assert_eq!(page.title, "T");
}

//! Navigation in all its forms.

use super::*;

#[test]
fn without_nav_the_folders_are_it() {
    let site = site(&[
        ("mkdocs.yml", "site_name: S\n"),
        ("docs/zebra.md", "# Z"),
        ("docs/index.md", "# I"),
        ("docs/getting-started/second_page.md", "text"),
        ("docs/getting-started/README.md", "text"),
        ("docs/API/deep/x.md", "text"),
        ("docs/templates/left-out.md", "x"),
        ("docs/.hidden/left-out.md", "x"),
        ("docs/img/logo.png", "..."),
    ]);
    let paths: Vec<&str> = site.pages.iter().map(|page| page.destination.as_str()).collect();
    let expected = [
        "index.html",
        "zebra/index.html",
        "API/deep/x/index.html",
        "getting-started/index.html",
        "getting-started/second_page/index.html",
    ];
    assert_eq!(paths, expected);
    let shown: Vec<String> = outline(&site).lines().map(|line| line.trim_end().to_owned()).collect();
    assert_eq!(shown[2..4], ["API", "  Deep"]);
    assert!(shown.contains(&"Getting started".to_owned()), "{shown:?}");
    assert_eq!(
        site.assets,
        [Asset { source: "docs/img/logo.png".into(), destination: "img/logo.png".into() }]
    );
}

#[test]
fn nav_names_pages_sections_and_links() {
    let nav = "site_name: S\nnav:\n  - index.md\n  - Guide:\n      - First: guide/./a.md\n      - guide/b.md\n\
               \x20 - Web: https://example.test/\n  - Gone: gone.md\n  - Up: /elsewhere\n  - Text: notes.txt\n\
               \x20 - Again: guide/a.md\n";
    let site = site(&[
        ("mkdocs.yml", nav),
        ("docs/index.md", "text"),
        ("docs/guide/a.md", "text"),
        ("docs/guide/b.md", "text"),
        ("docs/orphan.md", "text"),
        ("docs/notes.txt", "text"),
    ]);
    let expected = "Home -> index.html\nGuide\n  First -> guide/a/index.html\n  B -> guide/b/index.html\n\
                    Web => https://example.test/\nGone => gone.md\nUp => /elsewhere\nText => notes.txt\n\
                    First -> guide/a/index.html\n";
    assert_eq!(outline(&site), expected);
    let expected = [
        "note: docs/orphan.md: is in the docs folder and not in the navigation",
        "mkdocs.yml:8: nav: 'gone.md' is not among the files of the docs folder",
        "note: mkdocs.yml:9: nav: '/elsewhere' is an absolute path, which leads out of the site",
    ];
    assert_eq!(findings(&site), expected);
    let pages = |of: Option<usize>| of.map(|index| site.pages[index].path.as_str());
    let first = site.page("guide/a.md").unwrap();
    assert_eq!((pages(first.previous), pages(first.next)), (Some("index.md"), Some("guide/b.md")));
    assert_eq!(site.page("orphan.md").unwrap().next, None);
}

#[test]
fn sites_of_several_sites() {
    let site = site(&[
        (
            "mkdocs.yml",
            "site_name: All\nnav:\n  - Home: index.md\n  - Sub: '!include ./sub/mkdocs.yml'\n  - Plugins: '*include ./plugins/*/mkdocs.yml'\n  - Out: '!include ../x/mkdocs.yml'\n",
        ),
        ("docs/index.md", "text"),
        (
            "sub/mkdocs.yml",
            "site_name: sub/docs\nnav:\n  - Start: index.md\n  - More:\n      - a/b.md\n      - https://example.test\n",
        ),
        ("sub/docs/index.md", "text"),
        ("sub/docs/a/b.md", "text"),
        ("sub/docs/pic.png", "text"),
        ("plugins/b/mkdocs.yml", "site_name: Plugin B\ndocs_dir: pages\n"),
        ("plugins/b/pages/index.md", "text"),
        ("plugins/b/pages/how-to/x.md", "text"),
        ("plugins/a/mkdocs.yml", "site_name: Plugin A\nnav: [index.md]\n"),
        ("plugins/a/docs/index.md", "text"),
    ]);
    let expected = "Home -> index.html\nSub\n  Start -> sub/docs/index.html\n  More\n    B -> sub/docs/a/b/index.html\n\
                    \x20   https://example.test => https://example.test\nPlugins\n  Plugin A\n    Index -> plugin-a/index.html\n\
                    \x20 Plugin B\n    How to\n      X -> plugin-b/how-to/x/index.html\n    Index -> plugin-b/index.html\n";
    assert_eq!(outline(&site), expected);
    assert_eq!(findings(&site), ["mkdocs.yml:6: nav: '../x/mkdocs.yml' leads out of the folder of the site"]);
    assert_eq!(site.page("sub/docs/a/b.md").unwrap().source, "sub/docs/a/b.md");
    assert!(site.assets.iter().any(|asset| asset.destination == "sub/docs/pic.png"));
}

#[test]
fn awesome_pages_arranges_folders() {
    let site = site(&[
        ("mkdocs.yml", "site_name: S\nplugins:\n  - awesome-pages\n"),
        ("docs/index.md", "text"),
        ("docs/a.md", "text"),
        ("docs/b.md", "text"),
        (
            "docs/.pages",
            "nav:\n  - b.md\n  - Renamed: a.md\n  - ...\n  - Web: https://example.test\n  - gone.md\n",
        ),
        ("docs/steps/.pages", "title: The steps\norder: desc\nsort_type: natural\n"),
        ("docs/steps/2.md", "text"),
        ("docs/steps/10.md", "text"),
        ("docs/hidden/.pages", "hide: true\n"),
        ("docs/hidden/x.md", "text"),
        ("docs/single/.pages", "collapse: true\n"),
        ("docs/single/only.md", "text"),
    ]);
    let expected = "B -> b/index.html\nRenamed -> a/index.html\nHome -> index.html\nOnly -> single/only/index.html\n\
                    The steps\n  10 -> steps/10/index.html\n  2 -> steps/2/index.html\nWeb => https://example.test\n";
    assert_eq!(outline(&site), expected);
    assert_eq!(findings(&site), ["docs/.pages:6: 'gone.md' is not in this folder"]);
}

#[test]
fn the_rest_goes_where_the_dots_are() {
    let site = site(&[
        (
            "mkdocs.yml",
            "site_name: S\nplugins: [awesome-pages]\nnav:\n  - index.md\n  - Notes:\n      - ... | notes/*.md\n  - ...\n",
        ),
        ("docs/index.md", "text"),
        ("docs/notes/n.md", "text"),
        ("docs/other/o.md", "text"),
    ]);
    let expected =
        "Home -> index.html\nNotes\n  Notes\n    N -> notes/n/index.html\nOther\n  O -> other/o/index.html\n";
    assert_eq!(outline(&site), expected);
    assert_eq!(findings(&site), Vec::<String>::new());
}

#[test]
fn a_page_can_be_the_navigation() {
    let summary = "* [Start](index.md)\n* Guides\n    * [All](guides/)\n    * [Web](https://example.test)\n* more/*.md\n";
    let site = site(&[
        ("mkdocs.yml", "site_name: S\nplugins: [literate-nav]\n"),
        ("docs/SUMMARY.md", summary),
        ("docs/index.md", "text"),
        ("docs/guides/SUMMARY.md", "- [Second](b.md)\n- [First](a.md)\n"),
        ("docs/guides/a.md", "text"),
        ("docs/guides/b.md", "text"),
        ("docs/more/x.md", "text"),
        ("docs/more/y.md", "text"),
    ]);
    let expected = "Start -> index.html\nGuides\n  All\n    Second -> guides/b/index.html\n    First -> guides/a/index.html\n\
                    \x20 Web => https://example.test\nX -> more/x/index.html\nY -> more/y/index.html\n";
    assert_eq!(outline(&site), expected);
}

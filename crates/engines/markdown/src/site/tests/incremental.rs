//! What is rendered again when something changes, and what is not.

use super::*;

const FILES: [(&str, &str); 5] = [
    ("mkdocs.yml", "site_name: S\n"),
    ("docs/index.md", "# Home\n\n[a](a.md)\n"),
    ("docs/a.md", "# A\n\n--8<-- \"docs/part.txt\"\n"),
    ("docs/b.md", "# B\n\n[gone](gone.md)\n"),
    ("docs/c.md", "# C\n"),
];

fn whole(changes: &[(&str, &str)]) -> Tree {
    let mut tree = tree(&FILES);
    tree.insert_text("docs/part.txt", "part");
    for (path, text) in changes {
        tree.insert_text(*path, *text);
    }
    tree
}

/// The pages that a change makes necessary to render.
fn rendered_again(after: &Tree) -> Vec<String> {
    let before = Plan::new(&whole(&[]), &Settings::default()).unwrap().build();
    let plan = Plan::new(after, &Settings::default()).unwrap();
    let unchanged = plan.unchanged(&before);
    let paths = plan.documents().map(str::to_owned).collect::<Vec<_>>();
    paths.into_iter().zip(unchanged).filter(|(_, page)| page.is_none()).map(|(path, _)| path).collect()
}

#[test]
fn only_what_depends_on_a_change_is_rendered_again() {
    let mut without_a = whole(&[]);
    without_a.remove("docs/a.md");
    let table: [(&str, Tree, &[&str]); 7] = [
        ("nothing", whole(&[]), &[]),
        ("a page", whole(&[("docs/c.md", "# Changed")]), &["c.md"]),
        ("a snippet", whole(&[("docs/part.txt", "other")]), &["a.md"]),
        ("a new page", whole(&[("docs/gone.md", "x")]), &["b.md", "gone.md"]),
        ("a page less", without_a, &["index.md", "b.md"]),
        ("the name", whole(&[("mkdocs.yml", "site_name: Other\n")]), &[]),
        (
            "the address form",
            whole(&[("mkdocs.yml", "site_name: S\nuse_directory_urls: false\n")]),
            &["index.md", "a.md", "b.md", "c.md"],
        ),
    ];
    for (what, after, expected) in table {
        assert_eq!(rendered_again(&after), expected, "{what}");
    }
}

//! Sites that want out of their folder, or want to cost a lot.

use super::*;

#[test]
fn nothing_outside_is_asked_for() {
    let mut tree = Tree::default();
    let nav = "site_name: S\nnav:\n  - '!include ../../x/mkdocs.yml'\n  - A: '!include /etc/mkdocs.yml'\n  - B: '*include ../*/mkdocs.yml'\n  - C: '!include sub/mkdocs.yml'\n";
    tree.insert_text("mkdocs.yml", nav);
    tree.insert_text("sub/mkdocs.yml", "site_name: ../../up\ndocs_dir: ../../..\nnav: [a.md]\n");
    let page = "--8<-- \"../../canary\"\n--8<-- \"/etc/passwd\"\n--8<-- \"http://169.254.169.254/\"\n--8<--\n../up.md\n--8<--\n";
    tree.insert_text("docs/index.md", page);
    let all: Vec<String> = wants(&tree).iter().map(|want| format!("{want:?}")).collect();
    assert_eq!(all, ["File(\"mkdocs.yaml\")", "Folder(\"docs\")"]);
}

#[test]
fn wants_end() {
    let mut tree = Tree::default();
    let mut rounds = 0;
    loop {
        let wants = wants(&tree);
        if wants.is_empty() {
            break;
        }
        rounds += 1;
        assert!(rounds < 10);
        for want in wants {
            match &want {
                Want::File(path) if path == "mkdocs.yml" => {
                    tree.insert_text(path.as_str(), "site_name: S\nnav: ['!include sub/mkdocs.yml', a.md]\n");
                }
                Want::File(path) if path == "sub/mkdocs.yml" => {
                    tree.insert_text(path.as_str(), "site_name: sub\n");
                }
                Want::File(path) if path == "x.txt" => tree.insert_text(path.as_str(), "--8<-- 'y.txt'"),
                Want::Folder(path) => tree.insert_text(format!("{path}/a.md"), "--8<-- 'x.txt'"),
                _ => {}
            }
            tree.looked_for(want);
        }
    }
    let site = Plan::new(&tree, &Settings::default()).unwrap().build();
    assert_eq!(outline(&site), "sub\n  A -> sub/a/index.html\nA -> a/index.html\n");
}

#[test]
fn ten_thousand_entries_are_no_trouble() {
    let mut nav = String::from("site_name: S\nnav:\n");
    let mut tree = Tree::default();
    for index in 0..10_000 {
        let _ = writeln!(nav, "  - P{index}: p/{index}.md");
        tree.insert_text(format!("docs/p/{index}.md"), "text");
    }
    tree.insert_text("mkdocs.yml", nav.as_str());
    let site = Plan::new(&tree.complete(), &Settings::default()).unwrap().build();
    assert_eq!(site.order.len(), 10_000);
}

//! Trees of files.

use std::collections::HashSet;

use serde_json::json;
use template::skeleton::{Content, Entry, Plan, Rules, SkeletonError, Skipped, plan};
use template::{Environment, Syntax};

use crate::support::context;

fn file(path: &str, text: &[u8]) -> Entry {
    Entry { path: path.to_owned(), content: Content::File { bytes: text.to_vec(), mode: 0o644 } }
}

fn folder(path: &str) -> Entry {
    Entry { path: path.to_owned(), content: Content::Folder }
}

fn link(path: &str, target: &str) -> Entry {
    Entry { path: path.to_owned(), content: Content::Link(target.to_owned()) }
}

fn run(entries: &[Entry], rules: &Rules) -> Result<Plan, Vec<SkeletonError>> {
    let data =
        json!({"values": {"name": "ledger", "empty": "", "up": "../x"}, "cookiecutter": {"name": "ledger"}});
    plan(entries, rules, &context(&data), &Environment::default())
}

fn texts(plan: &Plan) -> Vec<(&str, String)> {
    let text = |content: &Content| match content {
        Content::Folder => "/".to_owned(),
        Content::Link(target) => format!("-> {target}"),
        Content::File { bytes, .. } => String::from_utf8_lossy(bytes).into_owned(),
    };
    plan.entries.iter().map(|entry| (entry.path.as_str(), text(&entry.content))).collect()
}

#[test]
fn paths_and_contents_are_rendered() {
    let entries = [
        folder("${{ values.name }}"),
        file("${{ values.name }}/a.txt", b"I am ${{ values.name }}"),
        file("b.bin", b"\0${{ values.name }}"),
        link("l", "${{ values.name }}/a.txt"),
        file("${{ values.empty }}", b"gone"),
        file("x/${{ values.empty }}/y", b"gone"),
    ];
    let plan = run(&entries, &Rules::default()).unwrap();
    assert_eq!(
        texts(&plan),
        [
            ("b.bin", "\0${{ values.name }}".to_owned()),
            ("l", "-> ${{ values.name }}/a.txt".to_owned()),
            ("ledger", "/".to_owned()),
            ("ledger/a.txt", "I am ledger".to_owned()),
        ]
    );
    assert_eq!(plan.skipped.len(), 2);
}

#[test]
fn rules_choose_what_is_rendered() {
    let entries = [
        folder("raw"),
        file("raw/${{ values.name }}.txt", b"${{ values.name }}"),
        file("raw/keep.md", b"${{ values.name }}"),
        file("c.tf", b"${{ values.name }}"),
        file("d.txt", b"${{ values.name }}"),
    ];
    let patterns = ["raw", "*.tf", "!raw/keep.md"].map(str::to_owned).to_vec();
    let copied = run(&entries, &Rules { copy_without_templating: patterns, ..Rules::default() }).unwrap();
    let raw = "${{ values.name }}".to_owned();
    assert_eq!(
        texts(&copied),
        [
            ("c.tf", raw.clone()),
            ("d.txt", "ledger".to_owned()),
            ("raw", "/".to_owned()),
            ("raw/keep.md", "ledger".to_owned()),
            ("raw/ledger.txt", raw.clone()),
        ]
    );
    let entries = [
        file("a.txt.njk", b"${{ values.name }}"),
        file("${{ values.name }}.txt", b"${{ values.name }}"),
        file(".njk", b"x"),
    ];
    let suffixed = run(&entries, &Rules { extension: Some(".njk".to_owned()), ..Rules::default() }).unwrap();
    assert_eq!(
        texts(&suffixed),
        [(".njk", "x".to_owned()), ("a.txt", "ledger".to_owned()), ("ledger.txt", raw)]
    );
    let syntax = Syntax { cookiecutter: true, ..Syntax::default() };
    let old = run(
        &[file("{{cookiecutter.name}}/a", b"{{ cookiecutter.name }}")],
        &Rules { syntax, ..Rules::default() },
    )
    .unwrap();
    assert_eq!(texts(&old), [("ledger/a", "ledger".to_owned())]);
}

#[test]
fn what_exists_stays_unless_replaced() {
    let entries = [file("a", b"new"), file("${{ 'b' }}", b"first"), file("b", b"second")];
    let existing = HashSet::from(["a".to_owned()]);
    let kept = run(&entries, &Rules { existing: existing.clone(), ..Rules::default() }).unwrap();
    assert_eq!(texts(&kept), [("b", "first".to_owned())]);
    assert_eq!(kept.skipped, [("a".to_owned(), Skipped::Exists), ("b".to_owned(), Skipped::Exists)]);
    let replaced = run(&entries, &Rules { existing, replace: true, ..Rules::default() }).unwrap();
    assert_eq!(texts(&replaced), [("a", "new".to_owned()), ("b", "second".to_owned())]);
}

#[test]
fn nothing_leaves_the_target() {
    let entries = [
        file("${{ values.up }}", b""),
        link("out", "/etc/passwd"),
        link("up", "../x"),
        link("in", "a"),
        file("in/b", b""),
        file("bad", b"${{ values.name | uper }}"),
        file("${{ }}", b""),
    ];
    let errors = run(&entries, &Rules::default()).unwrap_err();
    let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "${{ values.up }}: its path would be \"../x\", which is outside of the target",
            "out: the link leads to \"/etc/passwd\", which is outside of the target",
            "up: the link leads to \"../x\", which is outside of the target",
            "bad: line 1, column 19: there is no filter \"uper\"; did you mean \"upper\"?",
            "${{ }}: line 1, column 5: expected a value, found the end of the tag",
            "in/b: its path would be \"in/b\", which leads through the link \"in\"",
        ]
    );
    let pattern = Rules { copy_without_templating: vec!["[".to_owned()], ..Rules::default() };
    assert!(matches!(run(&[], &pattern).unwrap_err().as_slice(), [SkeletonError::Pattern(_)]));
}

#[test]
fn a_target_is_no_template() {
    let rules = Rules { target: "./${{ values.name }}/".to_owned(), ..Rules::default() };
    let placed = run(&[file("a", b"")], &rules).unwrap();
    assert_eq!(placed.entries[0].path, "${{ values.name }}/a");
    let fixed = Rules { fixed_paths: true, ..Rules::default() };
    assert_eq!(run(&[file("${{ values.up }}", b"")], &fixed).unwrap().entries[0].path, "${{ values.up }}");
    assert!(run(&[file("a", b"")], &Rules { target: "../x".to_owned(), ..Rules::default() }).is_err());
}

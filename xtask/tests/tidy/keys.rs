//! Configuration keys that the reference calls supported are read by some part of the program: a key that is accepted and
//! ignored in silence is worse than one that is not known.
//!
//! The check is by the last part of a key in a text of the program, so a common word may pass by accident.

use crate::{files, root};

/// Headings of the reference whose feature is not part of this program yet; setting one of their keys is warned about.
const ABSENT: [&str; 9] = [
    "Scaffolder",
    "TechDocs",
    "Search",
    "Proxy",
    "Events",
    "Notifications",
    "Kubernetes",
    "MCP",
    "Developer tools",
];
/// Keys that have one possible value, which the table of keys itself insists on.
const FIXED: [&str; 2] = ["backend.cache", "backend.cache.store"];
/// A section that browsers see whole.
const FOR_BROWSERS: &str = "catalog.import.";
/// Marks of rows that nothing on the server reads.
const ELSEWHERE: [&str; 3] = ["**Not supported**", "**Read by the stock Backstage app only.**", "*browser*"];

/// The keys of a reference that the server is said to read.
fn supported(reference: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut heading = "";
    for line in reference.lines() {
        heading = line.strip_prefix("### ").unwrap_or(heading);
        let Some(key) = line.strip_prefix("| `").and_then(|row| row.split('`').next()) else { continue };
        let is_elsewhere = ELSEWHERE.iter().any(|mark| line.contains(mark));
        if !ABSENT.contains(&heading)
            && !FIXED.contains(&key)
            && !is_elsewhere
            && !key.starts_with(FOR_BROWSERS)
        {
            found.push(key.to_owned());
        }
    }
    found
}

/// The last part of a key that is a name.
fn leaf(key: &str) -> &str {
    let mut names = key.rsplit('.').map(|part| part.trim_end_matches("[]"));
    names.find(|part| *part != "*").unwrap_or_default()
}

/// Whether a text of the program names `leaf`, alone or within a path.
fn names(program: &str, leaf: &str) -> bool {
    program.match_indices(leaf).any(|(at, _)| {
        let before = program[..at].chars().next_back();
        let after = program[at + leaf.len()..].chars().next();
        matches!(before, Some('"' | '.')) && matches!(after, Some('"' | '.' | '['))
    })
}

#[test]
fn every_supported_key_is_read() {
    let reference = std::fs::read_to_string(root().join("docs/configuration.md")).unwrap();
    let keys = supported(&reference);
    assert!(keys.len() > 100, "only {} keys found", keys.len());
    let mut program = String::new();
    for (path, text) in files(&root().join("crates"), ".rs") {
        let is_table = path.contains("/config/schema/");
        if !is_table && !path.contains("/tests/") && !path.ends_with("tests.rs") {
            program += &text;
        }
    }
    let unread: Vec<&String> = keys.iter().filter(|key| !names(&program, leaf(key))).collect();
    assert!(unread.is_empty(), "nothing reads these; say so in the table of keys: {unread:#?}");
}

#[test]
fn rows_are_told_apart() {
    let reference = "### Server\n| Key | Type |\n|---|---|\n| `a.b[].*` | text | | words |\n\
                     | `a.c` | any | | **Not supported**: x |\n### Search\n| `s.d` | text | | words |\n";
    assert_eq!(supported(reference), ["a.b[].*"]);
    assert_eq!(leaf("a.b[].*"), "b");
    assert!(names("section.string(\"x.b\")", "b") && names("\"b[\"", "b"));
    assert!(!names("let b = \"abc\"", "b"));
}

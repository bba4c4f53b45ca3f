//! What every source file must keep.

use crate::{files, root};

/// Longest file, not counting its tests.
const LINES: usize = 400;

/// Files that are longer, with their length at most. Shorten them and take them out; never add one.
const TOO_LONG: [(&str, usize); 0] = [];

/// Programs for one person at a terminal, and tests, may be as long as they must.
fn is_counted(path: &str) -> bool {
    let aside = ["/tests/", "/examples/", "/samples/"];
    !aside.iter().any(|part| path.contains(part)) && !path.ends_with("tests.rs")
}

/// Lines before the unit tests.
fn length(text: &str) -> usize {
    let mut count = 0;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let opens_tests = lines.peek().is_some_and(|next| next.starts_with("mod ") && next.ends_with('{'));
        if line == "#[cfg(test)]" && opens_tests {
            return count;
        }
        count += 1;
    }
    count
}

fn rust() -> Vec<(String, String)> {
    let mut found = files(&root(), ".rs");
    // What a template of the demo gives to its users is no source of this program.
    found.retain(|(path, _)| !path.contains("/skeleton/"));
    assert!(found.len() > 100, "only {} files found", found.len());
    found
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut without = Vec::new();
    for (path, text) in rust() {
        if !text.starts_with("//!") {
            without.push(path);
        }
    }
    assert!(without.is_empty(), "these do not begin with `//!`: {without:#?}");
}

#[test]
fn files_stay_short() {
    let mut wrong = Vec::new();
    for (path, text) in rust() {
        let length = length(&text);
        let most = TOO_LONG.iter().find(|(name, _)| *name == path).map(|(_, most)| *most);
        match most {
            None if is_counted(&path) && length > LINES => wrong.push(format!("{path}: {length} lines")),
            Some(most) if length > most => wrong.push(format!("{path}: {length} lines, grown from {most}")),
            Some(_) if length <= LINES => wrong.push(format!("{path} is short: take it out of the list")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not hold them.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
    let mut found = rust();
    found.extend(files(&root().join("scripts"), ""));
    found.extend(files(&root(), ".toml"));
    found.extend(files(&root(), ".css"));
    found.extend(files(&root(), ".sql"));
    let mut wrong = Vec::new();
    for (path, text) in found {
        for (number, line) in text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                wrong.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn lines_are_counted_up_to_the_tests() {
    assert_eq!(length("//! a\n\nfn a() {}\n"), 3);
    assert_eq!(length("//! a\n#[cfg(test)]\nmod tests {\n}\n"), 1);
    assert_eq!(length("//! a\n#[cfg(test)]\nmod tests;\nfn a() {}\n"), 4);
}

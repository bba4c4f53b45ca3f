//! Hostile and fault cases: each has a test by name, or is about a feature that does not exist.

use std::collections::BTreeSet;

use crate::root;

const MAP: &str = include_str!("hostile.txt");
/// Cases that may be said to be beyond the tests of this repository.
const BEYOND: [&str; 6] = ["S-AUT-03", "S-AUT-04", "S-AUT-05", "S-AUT-06", "S-DOS-01", "S-FLT-11"];

/// Each line as id and the rest.
fn lines() -> Vec<(&'static str, &'static str)> {
    let lines = MAP.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once(' ').unwrap()).collect()
}

#[test]
fn every_named_test_exists() {
    let mut missing = Vec::new();
    for (id, rest) in lines() {
        if rest.starts_with("without ") || rest.starts_with("beyond ") {
            continue;
        }
        let (path, test) = rest.split_once(' ').unwrap();
        let source = std::fs::read_to_string(root().join(path)).unwrap_or_default();
        // The attribute stands above, maybe with others between.
        let is_test = source.split_once(&format!("fn {test}(")).is_some_and(|(before, _)| {
            before
                .rsplit("\n\n")
                .next()
                .is_some_and(|above| above.contains("#[test]") || above.contains("#[tokio::test"))
        });
        if !is_test {
            missing.push(format!("{id}: {path} has no test {test}"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn cases_without_a_test_are_about_what_does_not_exist() {
    for (id, rest) in lines() {
        if let Some(feature) = rest.strip_prefix("without ") {
            let exists = root().join("crates/features").join(feature).exists();
            assert!(!exists, "{id}: {feature} exists by now, so it needs a test");
        }
        assert!(!rest.starts_with("beyond ") || BEYOND.contains(&id), "{id} needs a test");
    }
}

#[test]
fn every_case_is_mapped() {
    let Ok(cases) = std::fs::read_to_string(root().join("../shared/hostile-cases.md")) else {
        println!("the list of hostile cases is absent; not compared");
        return;
    };
    let ids = cases.lines().filter_map(|line| line.strip_prefix("- **")?.split("**").next());
    let listed: BTreeSet<&str> = ids.collect();
    let mapped: BTreeSet<&str> = lines().into_iter().map(|(id, _)| id).collect();
    assert!(listed.len() > 100, "only {} cases found", listed.len());
    assert_eq!(mapped, listed);
}

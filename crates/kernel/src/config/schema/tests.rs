//! The table itself: every line is tried with a value at its place.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::keys::GROUPS;
use super::{Key, Severity, Shape, Support, Visibility, reference};
use crate::config::Config;

const SECRET: &str = "c0ffee-c0ffee-c0ffee";

fn keys() -> impl Iterator<Item = &'static Key> {
    GROUPS.iter().flat_map(|group| group.keys)
}

fn all_features() -> Vec<&'static str> {
    GROUPS.iter().filter_map(|group| group.feature).collect()
}

fn sample(shape: Shape) -> Value {
    match shape {
        Shape::Text | Shape::Any => json!(SECRET),
        Shape::Number => json!(5),
        Shape::Boolean => json!(true),
        Shape::Duration => json!({"seconds": 5}),
        Shape::OneOf(choices) => json!(choices[0]),
    }
}

/// A configuration that sets `path` to `leaf` and nothing else.
fn configuration(path: &str, leaf: Value) -> Config {
    let mut value = leaf;
    for part in path.rsplit('.') {
        let name = part.trim_end_matches("[]");
        for _ in 0..(part.len() - name.len()) / 2 {
            value = json!([value]);
        }
        let name = if name == "*" { "some" } else { name };
        value = json!({ name: value });
    }
    Config::from_value(value)
}

#[test]
fn every_key_is_found_and_treated_as_the_table_says() {
    let features = all_features();
    for key in keys() {
        for shape in key.shapes {
            let config = configuration(key.path, sample(*shape));
            let found = config.findings(&features);
            let place = key.path;
            match key.support {
                Support::Supported => assert!(
                    found.iter().all(|one| one.error.message.contains("deprecated")),
                    "{place}: {found:?}"
                ),
                Support::FrontEndOnly => assert_eq!(found[0].severity, Severity::Note, "{place}"),
                Support::Deprecated(_) | Support::NotSupported(_) => {
                    assert_eq!(found.len(), 1, "{place}: {found:?}");
                    assert_eq!(found[0].severity, Severity::Warning, "{place}");
                }
            }
        }
    }
}

#[test]
fn every_key_is_seen_by_whom_the_table_says() {
    for key in keys() {
        if !key.shapes.iter().any(|shape| matches!(shape, Shape::Text | Shape::Any)) {
            continue;
        }
        let config = configuration(key.path, json!(SECRET));
        let in_page = config.frontend_view().data.to_string().contains(SECRET);
        let for_admin = config.redacted().to_string().contains(SECRET);
        let (page, admin) = match key.visibility {
            Visibility::Frontend | Visibility::DeepFrontend => (true, true),
            // Inherited from `catalog.import`.
            Visibility::Backend => (key.path.starts_with("catalog.import."), true),
            Visibility::Secret | Visibility::DeepSecret => (false, false),
        };
        assert_eq!((in_page, for_admin), (page, admin), "{}", key.path);
    }
}

#[test]
fn the_table_is_well_formed() {
    let mut seen = HashSet::new();
    for key in keys() {
        assert!(seen.insert(key.path), "{} stands twice", key.path);
        let explained = !key.meaning.is_empty()
            || matches!(key.support, Support::NotSupported(_) | Support::Deprecated(_));
        assert!(explained, "{} says nothing", key.path);
    }
}

#[test]
fn the_reference_lists_every_key_once() {
    let page = reference();
    for key in keys() {
        assert_eq!(page.matches(&format!("| `{}` |", key.path)).count(), 1, "{}", key.path);
    }
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let separators = line.replace("\\|", "").matches('|').count();
        assert_eq!(separators, 5, "{line}");
    }
}

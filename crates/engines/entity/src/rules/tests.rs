//! Which entities the rules let through.

use serde_json::json;

use super::*;

fn entity(kind: &str, spec_type: &str) -> Value {
    json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": "x"}, "spec": {"type": spec_type}})
}

fn allowed(rules: &Rules, kind: &str, spec_type: &str, origin: &str) -> bool {
    let origin = LocationRef::parse(origin).unwrap();
    rules.check(&entity(kind, spec_type), &origin, &origin).is_ok()
}

#[test]
fn default_allows_three_kinds_without_case() {
    let rules = Rules::from_config(None).unwrap();
    let cases = [
        ("Component", true),
        ("component", true),
        ("API", true),
        ("Location", true),
        ("User", false),
        ("user", false),
        ("User ", false),
        ("Group", false),
        ("Template", false),
    ];
    for (kind, expected) in cases {
        assert_eq!(allowed(&rules, kind, "user", "url:https://a"), expected, "{kind}");
    }
}

#[test]
fn locations_and_types_narrow_a_rule() {
    let config = json!([
        {"allow": ["Component"]},
        {"allow": [{"kind": "Template", "spec.type": "Website"}], "locations": [{"type": "url", "pattern": "https://github.com/org/**"}]},
        {"allow": ["Group"], "locations": [{"type": "url", "exact": "https://a/b"}, {"type": "file"}]},
        {"allow": ["User"], "locations": [{"pattern": "https://*.example.com/*/x.yaml"}]},
    ]);
    let rules = Rules::from_config(Some(&config)).unwrap();
    let cases = [
        ("API", "", "url:https://a", false),
        ("Component", "", "url:https://a", true),
        ("Template", "website", "url:https://GitHub.com/org/r/blob/main/.hidden/t.yaml", true),
        ("Template", "service", "url:https://github.com/org/r/t.yaml", false),
        ("Template", "website", "url:https://github.com/other/r/t.yaml", false),
        ("Template", "website", "file:https://github.com/org/r/t.yaml", false),
        ("Group", "", "url:https://a/b", true),
        ("Group", "", "url:https://a/b/c", false),
        ("Group", "", "file:/anything", true),
        ("User", "", "url:https://hr.example.com/a/x.yaml", true),
        ("User", "", "url:https://hr.example.com/a/b/x.yaml", false),
    ];
    for (kind, spec_type, origin, expected) in cases {
        assert_eq!(allowed(&rules, kind, spec_type, origin), expected, "{kind} {spec_type} {origin}");
    }
}

#[test]
fn rules_of_a_static_location_hold_only_there() {
    let mut rules = Rules::from_config(None).unwrap();
    let location = LocationRef::new("file", "/org.yaml");
    rules.extend_for(&location, &json!([{"allow": ["User", "Group"]}])).unwrap();
    assert!(allowed(&rules, "User", "", "file:/org.yaml"));
    assert!(!allowed(&rules, "User", "", "file:/other.yaml"));
    assert!(!allowed(&rules, "User", "", "url:/org.yaml"));
}

#[test]
fn refusal_names_entity_and_both_locations() {
    let rules = Rules::default();
    let read = LocationRef::new("url", "https://a/b");
    let origin = LocationRef::new("url", "https://a");
    let problem = rules.check(&entity("User", ""), &read, &origin).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "NotAllowedError: Entity user:default/x at url:https://a/b, originated at url:https://a, \
         is not of an allowed kind for that location"
    );
}

#[test]
fn mistakes_are_pointed_at() {
    let cases = [
        (json!({}), ""),
        (json!(["Component"]), "/0"),
        (json!([{}]), "/0/allow"),
        (json!([{"allow": [{}]}]), "/0/allow/0"),
        (json!([{"allow": [{"kind": 1}]}]), "/0/allow/0/kind"),
        (json!([{"alow": []}]), "/0/alow"),
        (json!([{"allow": [], "locations": [{"exact": "a", "pattern": "b"}]}]), "/0/locations/0"),
        (json!([{"allow": [], "locations": [{"pattern": "[a"}]}]), "/0/locations/0/pattern"),
    ];
    for (config, pointer) in cases {
        assert_eq!(Rules::from_config(Some(&config)).unwrap_err().pointer, pointer, "{config}");
    }
}

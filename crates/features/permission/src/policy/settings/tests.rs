//! Policies, right and wrong, and what they decide.

use std::sync::Arc;

use kernel::Decision;
use kernel::gate::{Permission, Subject};
use proptest::prelude::*;
use serde_json::json;

use super::*;

static READ: Permission = Permission {
    name: "catalog.entity.read",
    action: Some(Action::Read),
    resource_type: Some("catalog-entity"),
};
static DELETE: Permission = Permission {
    name: "catalog.entity.delete",
    action: Some(Action::Delete),
    resource_type: Some("catalog-entity"),
};
static CREATE: Permission =
    Permission { name: "catalog.entity.create", action: Some(Action::Create), resource_type: None };
static CANCEL: Permission =
    Permission { name: "scaffolder.task.cancel", action: None, resource_type: Some("scaffolder-task") };

fn policy(rules: &Value) -> Result<Policy, PolicyError> {
    from_config(&Section::root(json!({ "callboard": { "permission": { "policy": rules } } })))
}

fn ann() -> Subject {
    let ownership = vec!["user:default/ann".to_owned(), "group:default/pears".to_owned()];
    Subject { user_ref: Some("user:default/ann".to_owned()), ownership: Arc::new(ownership) }
}

fn nobody() -> Subject {
    Subject { user_ref: None, ownership: Arc::default() }
}

fn owner(claims: &Value) -> Value {
    json!({ "rule": "IS_ENTITY_OWNER", "resourceType": "catalog-entity", "params": { "claims": claims } })
}

#[test]
fn without_a_policy_everything_is_allowed() {
    let policy = from_config(&Section::root(json!({}))).unwrap();
    assert_eq!(policy.decide(&DELETE, &nobody()), Decision::Allow);
}

#[test]
fn the_first_rule_that_fits_decides() {
    for (rules, permission, subject, allowed) in [
        (json!([]), &READ, ann(), false),
        (json!([{ "decision": "allow" }]), &READ, nobody(), true),
        (json!([{ "decision": "deny" }, { "decision": "allow" }]), &READ, ann(), false),
        (json!([{ "permission": "catalog.*", "decision": "allow" }]), &READ, ann(), true),
        (json!([{ "permission": "catalog.*", "decision": "allow" }]), &CANCEL, ann(), false),
        (json!([{ "permission": "catalog.entity.re*", "decision": "allow" }]), &DELETE, ann(), false),
        (
            json!([{ "permission": ["x", "catalog.entity.delete"], "decision": "allow" }]),
            &DELETE,
            ann(),
            true,
        ),
        (json!([{ "action": "read", "decision": "allow" }]), &READ, ann(), true),
        (json!([{ "action": "read", "decision": "allow" }]), &DELETE, ann(), false),
        (json!([{ "action": "read", "decision": "allow" }]), &CANCEL, ann(), false),
        (json!([{ "resourceType": "catalog-entity", "decision": "allow" }]), &READ, ann(), true),
        (json!([{ "resourceType": "catalog-entity", "decision": "allow" }]), &CREATE, ann(), false),
        (json!([{ "users": ["user:default/ann"], "decision": "allow" }]), &READ, ann(), true),
        (json!([{ "users": ["User:default/Ann"], "decision": "allow" }]), &READ, ann(), true),
        (json!([{ "users": ["user:default/bob"], "decision": "allow" }]), &READ, ann(), false),
        (json!([{ "groups": "group:default/pears", "decision": "allow" }]), &READ, ann(), true),
        (json!([{ "groups": "group:other/pears", "decision": "allow" }]), &READ, ann(), false),
        (json!([{ "groups": "group:default/pears", "decision": "allow" }]), &READ, nobody(), false),
        (
            json!([{ "users": ["user:default/bob"], "groups": ["group:default/pears"], "decision": "allow" }]),
            &READ,
            ann(),
            true,
        ),
    ] {
        let decision = policy(&rules).unwrap().decide(permission, &subject);
        assert_eq!(decision == Decision::Allow, allowed, "{rules} {}", permission.name);
    }
}

#[test]
fn gaps_are_filled_for_the_caller() {
    for (claims, filled) in [
        (json!("$claims"), json!(["user:default/ann", "group:default/pears"])),
        (json!(["$user"]), json!(["user:default/ann"])),
        (
            json!(["$claims", "group:default/all"]),
            json!(["user:default/ann", "group:default/pears", "group:default/all"]),
        ),
        (json!(["$$user"]), json!(["$user"])),
        (json!(["plain"]), json!(["plain"])),
    ] {
        let conditions = json!({ "anyOf": [{ "not": owner(&claims) }] });
        let rules = json!([{ "decision": "conditions", "conditions": conditions }]);
        let Decision::Where(criteria) = policy(&rules).unwrap().decide(&READ, &ann()) else {
            panic!("{claims}")
        };
        assert_eq!(serde_json::to_value(criteria).unwrap(), json!({ "anyOf": [{ "not": owner(&filled) }] }));
        let spoken_of = claims.to_string().replace("$$", "").contains('$');
        let for_nobody = policy(&rules).unwrap().decide(&READ, &nobody());
        assert_eq!(
            for_nobody == Decision::Deny,
            spoken_of,
            "{claims}: a `not` about nobody would hold for everything"
        );
    }
}

#[test]
fn conditions_say_nothing_about_other_types() {
    let rules = json!([{ "decision": "conditions", "conditions": owner(&json!("$claims")) }]);
    for permission in [&CREATE, &CANCEL] {
        assert_eq!(policy(&rules).unwrap().decide(permission, &ann()), Decision::Deny);
    }
}

#[test]
fn what_is_not_understood_is_refused() {
    let with = |conditions: Value| json!([{ "decision": "conditions", "conditions": conditions }]);
    let rule = |name: &str, kind: &str, params: Value| json!({ "rule": name, "resourceType": kind, "params": params });
    let mut deep = owner(&json!([]));
    for _ in 0..20 {
        deep = json!({ "not": deep });
    }
    for (rules, words) in [
        (json!("allow"), "expected a list of rules"),
        (json!({ "decision": "allow" }), "expected a list of rules"),
        (json!([{ "decision": "permit" }]), "unknown decision 'permit'"),
        (json!([{}]), "decision"),
        (json!([{ "permision": "x", "decision": "allow" }]), "unknown key 'permision'"),
        (json!([{ "permission": "a[", "decision": "allow" }]), "a["),
        (json!([{ "permission": [], "decision": "allow" }]), "an empty list"),
        (json!([{ "users": [], "decision": "allow" }]), "an empty list"),
        (json!([{ "action": "write", "decision": "allow" }]), "unknown action 'write'"),
        (json!([{ "users": ["ann"], "decision": "allow" }]), "not a full entity ref"),
        (json!([{ "groups": ["group:default/"], "decision": "allow" }]), "not a full entity ref"),
        (json!([{ "decision": "conditions" }]), "needs conditions"),
        (json!([{ "decision": "allow", "conditions": owner(&json!([])) }]), "need 'decision: conditions'"),
        (with(json!({ "anyOf": [] })), "at least one condition"),
        (with(json!({ "allOf": "x" })), "at least one condition"),
        (with(json!({ "anyOf": [owner(&json!([]))], "not": owner(&json!([])) })), "expected anyOf"),
        (with(json!({ "rule": "IS_ENTITY_OWNER" })), "expected anyOf"),
        (with(json!([])), "expected an object"),
        (with(rule("IS_OWNER", "catalog-entity", json!({}))), "have no rule IS_OWNER"),
        (with(rule("IS_ENTITY_OWNER", "catalog-entity", json!({}))), "needs the parameter claims"),
        (with(owner(&json!("$groups"))), "'$groups' is unknown"),
        (
            with(
                json!({ "anyOf": [owner(&json!([])), rule("IS_TASK_OWNER", "scaffolder-task", json!({ "createdBy": [] }))] }),
            ),
            "conditions about catalog-entity and scaffolder-task",
        ),
        (with(deep), "at most 16 deep"),
        (
            json!((0..=MAX_RULES).map(|_| json!({ "decision": "deny" })).collect::<Vec<_>>()),
            "at most 1000 rules",
        ),
    ] {
        let error = policy(&rules).err().unwrap_or_else(|| panic!("{rules}"));
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(policy(&with(rule("ANYTHING", "of-a-third-party", json!({})))).is_ok());
}

proptest! {
    #[test]
    fn reading_never_panics(decision in "[a-z$]{0,12}", key in "[a-zA-Z]{0,12}", text in ".{0,20}") {
        let _ = policy(&json!([{ "decision": decision, "conditions": { (key): [text] } }]));
    }
}

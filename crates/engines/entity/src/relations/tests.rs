//! Which relations each field makes.

use serde_json::json;

use super::*;

fn emit(entity: &Value) -> Vec<String> {
    let relations = emitted(entity, &Kinds::builtin(), &Limits::default()).unwrap();
    relations
        .iter()
        .map(|relation| format!("{} {} {}", relation.source, relation.kind, relation.target))
        .collect()
}

fn entity(kind: &str, spec: &Value) -> Value {
    let api_version =
        if kind == "Template" { "scaffolder.backstage.io/v1beta3" } else { "backstage.io/v1alpha1" };
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "Me", "namespace": "ns"}, "spec": spec})
}

/// The contract's table: kind, field, forward, reverse, default kind of the target.
const TABLE: &[(&str, &str, &str, &str, Option<&str>)] = &[
    ("Component", "owner", "ownedBy", "ownerOf", Some("group")),
    ("API", "owner", "ownedBy", "ownerOf", Some("group")),
    ("Resource", "owner", "ownedBy", "ownerOf", Some("group")),
    ("System", "owner", "ownedBy", "ownerOf", Some("group")),
    ("Domain", "owner", "ownedBy", "ownerOf", Some("group")),
    ("Template", "owner", "ownedBy", "ownerOf", Some("group")),
    ("AiResource", "owner", "ownedBy", "ownerOf", Some("group")),
    ("Component", "system", "partOf", "hasPart", Some("system")),
    ("API", "system", "partOf", "hasPart", Some("system")),
    ("Resource", "system", "partOf", "hasPart", Some("system")),
    ("AiResource", "system", "partOf", "hasPart", Some("system")),
    ("Component", "subcomponentOf", "partOf", "hasPart", Some("component")),
    ("Component", "providesApis", "providesApi", "apiProvidedBy", Some("api")),
    ("Component", "consumesApis", "consumesApi", "apiConsumedBy", Some("api")),
    ("Component", "dependsOn", "dependsOn", "dependencyOf", None),
    ("Resource", "dependsOn", "dependsOn", "dependencyOf", None),
    ("Component", "dependencyOf", "dependencyOf", "dependsOn", None),
    ("Resource", "dependencyOf", "dependencyOf", "dependsOn", None),
    ("System", "domain", "partOf", "hasPart", Some("domain")),
    ("Domain", "subdomainOf", "partOf", "hasPart", Some("domain")),
    ("Group", "parent", "childOf", "parentOf", Some("group")),
    ("Group", "children", "parentOf", "childOf", Some("group")),
    ("Group", "members", "hasMember", "memberOf", Some("user")),
    ("User", "memberOf", "memberOf", "hasMember", Some("group")),
];

#[test]
fn every_field_of_the_contract() {
    for (kind, field, forward, reverse, default_kind) in TABLE {
        let me = format!("{}:ns/me", kind.to_lowercase());
        let mut expected = vec![format!("{me} {forward} x:other/y"), format!("x:other/y {reverse} {me}")];
        expected.sort();
        assert_eq!(emit(&entity(kind, &json!({*field: ["X:Other/Y"]}))), expected, "{kind}.{field}");
        let short = entity(kind, &json!({*field: "Y"}));
        if let Some(default_kind) = default_kind {
            let mut expected = vec![
                format!("{me} {forward} {default_kind}:ns/y"),
                format!("{default_kind}:ns/y {reverse} {me}"),
            ];
            expected.sort();
            assert_eq!(emit(&short), expected, "{kind}.{field}");
        } else {
            let problem = emitted(&short, &Kinds::builtin(), &Limits::default()).unwrap_err();
            assert!(problem.message.contains("had missing or empty kind"), "{problem}");
        }
    }
}

#[test]
fn ai_resources_relate_by_type() {
    let spec =
        |spec_type: &str| json!({"type": spec_type, "dependsOn": ["a"], "skills": ["b"], "plugins": ["c"]});
    let cases = [
        ("skill", "dependsOn airesource:ns/a"),
        ("plugin", "hasPart airesource:ns/b"),
        ("marketplace", "hasPart airesource:ns/c"),
    ];
    for (spec_type, expected) in cases {
        let relations = emit(&entity("AiResource", &spec(spec_type)));
        assert_eq!(
            (relations.len(), &*relations[1]),
            (2, &*format!("airesource:ns/me {expected}")),
            "{spec_type}"
        );
    }
    assert_eq!(emit(&entity("AiResource", &spec("rule"))), Vec::<String>::new());
}

#[test]
fn repeated_references_count_once_and_mistakes_are_pointed_at() {
    assert_eq!(emit(&entity("User", &json!({"memberOf": ["a", "A", "group:ns/a"]}))).len(), 2);
    let cases = [
        (json!({"memberOf": ["a", "b:"]}), "/spec/memberOf/1"),
        (json!({"memberOf": ["a", 7]}), "/spec/memberOf/1"),
        (json!({"memberOf": {}}), "/spec/memberOf"),
    ];
    for (spec, pointer) in cases {
        let problem = emitted(&entity("User", &spec), &Kinds::builtin(), &Limits::default()).unwrap_err();
        assert_eq!((problem.pointer.as_str(), problem.rule), (pointer, "relations.ref"));
    }
    let limits = Limits { relations: 2, ..Limits::default() };
    let problem = emitted(&entity("User", &json!({"memberOf": ["a", "b", "c"]})), &Kinds::builtin(), &limits)
        .unwrap_err();
    assert_eq!(problem.to_string(), "InputError: too many relations (limit 2)");
    assert_eq!(emit(&entity("Nothing", &json!({"owner": "x"}))), Vec::<String>::new());
}

#[test]
fn custom_kinds_relate_by_path() {
    let config = json!([{
        "apiVersions": ["acme.io/v1"], "kind": "Gadget", "schema": true,
        "relations": [
            {"path": "spec.deep.uses", "defaultKind": "API", "type": "uses", "reverse": "usedBy"},
            {"path": "spec.needs", "type": "needs", "reverse": "neededBy"},
        ],
    }]);
    let kinds = Kinds::builtin().with_custom(serde_json::from_value(config).unwrap()).unwrap();
    let gadget = |spec: Value| json!({"apiVersion": "acme.io/v1", "kind": "Gadget", "metadata": {"name": "g"}, "spec": spec});
    let relations = emitted(&gadget(json!({"deep": {"uses": "a"}})), &kinds, &Limits::default()).unwrap();
    let relations: Vec<_> =
        relations.iter().map(|relation| (&*relation.source, &*relation.kind, &*relation.target)).collect();
    assert_eq!(
        relations,
        [("api:default/a", "usedBy", "gadget:default/g"), ("gadget:default/g", "uses", "api:default/a")]
    );
    let problem = emitted(&gadget(json!({"needs": ["a"]})), &kinds, &Limits::default()).unwrap_err();
    assert_eq!(problem.pointer, "/spec/needs/0");
}

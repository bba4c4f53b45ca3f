//! Each kind's rules, and kinds from configuration.

use serde_json::json;

use super::*;
use crate::limits::Limits;
use crate::validate::validate;

fn outcome(kinds: &Kinds, api_version: &str, kind: &str, spec: &Value) -> String {
    let mut entity =
        json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}, "spec": spec});
    match validate(&mut entity, kinds, &Limits::default()) {
        Ok(_) => "ok".to_owned(),
        Err(problem) => problem.message,
    }
}

#[track_caller]
fn check(api_version: &str, kind: &str, cases: &[(Value, &str)]) {
    for (spec, expected) in cases {
        assert_eq!(outcome(&Kinds::builtin(), api_version, kind, spec), *expected, "{kind} {spec}");
    }
}

const V1: &str = "backstage.io/v1alpha1";

#[test]
fn every_kind_takes_its_smallest_spec_and_names_the_first_missing_field() {
    let template = "scaffolder.backstage.io/v1beta3";
    let cases = [
        (V1, "Component", json!({"type": "a", "lifecycle": "b", "owner": "c"})),
        ("backstage.io/v1beta1", "Component", json!({"type": "a", "lifecycle": "b", "owner": "c"})),
        (V1, "API", json!({"type": "a", "lifecycle": "b", "owner": "c", "definition": "d"})),
        (V1, "Resource", json!({"type": "a", "owner": "c"})),
        (V1, "System", json!({"owner": "c"})),
        (V1, "Domain", json!({"owner": "c"})),
        (V1, "Group", json!({"type": "a", "children": []})),
        (V1, "User", json!({"memberOf": []})),
        (V1, "Location", json!({})),
        (template, "Template", json!({"type": "a", "steps": []})),
        (V1, "AiResource", json!({"type": "a", "lifecycle": "b", "owner": "c"})),
        (
            V1,
            "AiResource",
            json!({"type": "rule", "lifecycle": "b", "owner": "c", "category": "d", "rationale": "e"}),
        ),
    ];
    for (api_version, kind, spec) in cases {
        assert_eq!(outcome(&Kinds::builtin(), api_version, kind, &spec), "ok", "{kind}");
        let required: Vec<&String> = spec.as_object().unwrap().keys().collect();
        for missing in required {
            let mut spec = spec.clone();
            spec.as_object_mut().unwrap().shift_remove(missing);
            if kind == "AiResource" && missing == "type" && spec.get("category").is_some() {
                continue;
            }
            let expected =
                format!("/spec must have required property '{missing}' - missingProperty: {missing}");
            assert_eq!(outcome(&Kinds::builtin(), api_version, kind, &spec), expected, "{kind}");
        }
    }
}

#[test]
fn wrong_fields() {
    let text = "must be string - type: string";
    check(
        V1,
        "Component",
        &[
            (json!({"type": 7, "lifecycle": 7, "owner": 7}), "/spec/type must be string - type: string"),
            (
                json!({"type": "a", "lifecycle": "b", "owner": "c", "providesApis": "x"}),
                "/spec/providesApis must be array - type: array",
            ),
            (
                json!({"type": "a", "lifecycle": "b", "owner": "c", "dependsOn": ["x", ""]}),
                "/spec/dependsOn/1 must NOT have fewer than 1 characters - limit: 1",
            ),
            (json!({"type": "a", "lifecycle": "b", "owner": "c", "dependencyOf": 7, "unknown": null}), "ok"),
        ],
    );
    check(
        V1,
        "Location",
        &[
            (
                json!({"presence": "x"}),
                "/spec/presence must be equal to one of the allowed values - allowedValues: required,optional",
            ),
            (json!({"presence": 7}), &format!("/spec/presence {text}")),
            (json!({"targets": "x"}), "/spec/targets must be array - type: array"),
        ],
    );
    check(
        V1,
        "User",
        &[
            (json!({"memberOf": 7, "profile": 7}), "/spec/profile must be object - type: object"),
            (
                json!({"memberOf": [], "profile": {"email": ""}}),
                "/spec/profile/email must NOT have fewer than 1 characters - limit: 1",
            ),
        ],
    );
    check(
        V1,
        "AiResource",
        &[
            (
                json!({"type": "skill", "lifecycle": "b", "owner": "c", "compatibility": "x".repeat(501)}),
                "/spec/compatibility must NOT have more than 500 characters - limit: 500",
            ),
            (
                json!({"type": "plugin", "lifecycle": "b", "owner": "c"}),
                "/spec must have required property 'skills' - missingProperty: skills",
            ),
            (
                json!({"type": "marketplace", "lifecycle": "b", "owner": "c", "plugins": [7]}),
                &format!("/spec/plugins/0 {text}"),
            ),
        ],
    );
}

#[test]
fn templates() {
    let object = "must be object - type: object";
    let with = |field: &str, value: Value| {
        let mut spec = json!({"type": "a", "steps": []});
        spec[field] = value;
        spec
    };
    check(
        "scaffolder.backstage.io/v1beta3",
        "Template",
        &[
            (
                with("steps", json!([{}])),
                "/spec/steps/0 must have required property 'action' - missingProperty: action",
            ),
            (with("steps", json!([{"action": "", "if": true, "each": 7}])), "ok"),
            (
                with("steps", json!([{"action": "a", "if": 7}])),
                "/spec/steps/0/if must be string,boolean - type: string,boolean",
            ),
            (
                with("steps", json!([{"action": "a", "backstage:permissions": {"tags": [3]}}])),
                "/spec/steps/0/backstage:permissions/tags/0 must be string - type: string",
            ),
            (with("parameters", json!("x")), &format!("/spec/parameters {object}")),
            (with("parameters", json!([{"title": 7}, {}])), "ok"),
            (with("parameters", json!([""])), &format!("/spec/parameters {object}")),
            (
                with("parameters", json!({"backstage:permissions": 7})),
                &format!("/spec/parameters/backstage:permissions {object}"),
            ),
            (
                with("output", json!({"links": [{"url": ""}]})),
                "/spec/output/links/0/url must NOT have fewer than 1 characters - limit: 1",
            ),
            (
                with("output", json!({"links": 7, "remoteUrl": 7})),
                "/spec/output/remoteUrl must be string - type: string",
            ),
            (with("output", json!({"text": [{"content": ""}], "remoteUrl": ""})), "ok"),
            (
                with("presentation", json!({"buttonLabels": {"createButtonText": 7}})),
                "/spec/presentation/buttonLabels/createButtonText must be string - type: string",
            ),
        ],
    );
}

#[test]
fn mcp_servers_are_apis_of_their_own_only_when_asked_for() {
    let api =
        |remotes: Value| json!({"type": "mcp-server", "lifecycle": "b", "owner": "c", "remotes": remotes});
    let stock = "/spec must have required property 'definition' - missingProperty: definition";
    let good = api(json!([{"type": "sse", "url": "https://a"}]));
    assert_eq!(outcome(&Kinds::builtin(), V1, "API", &good), stock);
    let kinds = Kinds::builtin().with_mcp_servers();
    let cases = [
        (good, "ok"),
        (api(json!([])), "/spec/remotes must NOT have fewer than 1 items - limit: 1"),
        (
            api(json!([{"type": "a"}])),
            "/spec/remotes/0 must have required property 'url' - missingProperty: url",
        ),
        (json!({"type": "openapi", "lifecycle": "b", "owner": "c"}), stock),
    ];
    for (spec, expected) in cases {
        assert_eq!(outcome(&kinds, V1, "API", &spec), expected);
    }
}

fn custom(changes: &Value) -> Result<Kinds, CustomKindError> {
    let mut config = json!({
        "apiVersions": ["acme.io/v1"], "kind": "Gadget",
        "schema": {"type": "object", "required": ["spec"], "properties": {"spec": {
            "type": "object", "required": ["size"],
            "properties": {"size": {"type": "integer", "maximum": 9}, "code": {"type": "string", "pattern": "^a+$", "minLength": 1}},
        }}},
        "relations": [{"path": "spec.uses", "defaultKind": "API", "type": "uses", "reverse": "usedBy"}],
    });
    config.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    Kinds::builtin().with_custom(vec![serde_json::from_value(config).unwrap()])
}

#[test]
fn custom_kinds_are_checked_by_their_schema() {
    let kinds = custom(&json!({})).unwrap();
    let cases = [
        (json!({"size": 1}), "ok"),
        (json!({}), "/spec must have required property 'size' - missingProperty: size"),
        (json!({"size": "x"}), "/spec/size must be integer - type: integer"),
        (json!({"size": 1, "code": "b"}), "/spec/code must match pattern \"^a+$\" - pattern: ^a+$"),
        (json!({"size": 1, "code": ""}), "/spec/code must NOT have fewer than 1 characters - limit: 1"),
        (json!({"size": 10}), "/spec/size 10 is greater than the maximum of 9"),
    ];
    for (spec, expected) in cases {
        assert_eq!(outcome(&kinds, "acme.io/v1", "Gadget", &spec), expected, "{spec}");
    }
    assert!(
        outcome(&kinds, "acme.io/v2", "Gadget", &json!({"size": 1})).starts_with("No processor recognized")
    );
    assert_eq!(kinds.names().last(), Some("Gadget"));
}

#[test]
fn mistakes_in_custom_kinds_are_pointed_at() {
    let many: Vec<Value> = vec![json!({}); 10_001];
    let cases = [
        (json!({"kind": ""}), "/0/kind"),
        (json!({"apiVersions": []}), "/0/apiVersions"),
        (json!({"kind": "Component", "apiVersions": ["acme.io/v1", V1]}), "/0/apiVersions/1"),
        (
            json!({"schema": {"properties": {"spec": {"type": "no-such-type"}}}}),
            "/0/schema/properties/spec/type",
        ),
        (json!({"schema": {"anyOf": many}}), "/0/schema"),
        (json!({"schema": {"$ref": "https://example.com/schema.json"}}), "/0/schema"),
        (json!({"relations": [{"path": "spec.uses", "type": "a b", "reverse": "c"}]}), "/0/relations/0"),
    ];
    for (changes, pointer) in cases {
        assert_eq!(custom(&changes).unwrap_err().pointer, pointer);
    }
}

//! Backstage's own fields: their options, and the rules that they have beyond their schema.

use forms::{Control, FilterValue, Form, Host, Picker, Selections, Settings};
use serde_json::{Value, json};

use crate::{field, page, wrong};

fn picker(property: &Value) -> Picker {
    match &field(&page(&json!({"properties": {"a": property}}), &json!({})), "/a").control {
        Control::Picker(picker) => picker.clone(),
        other => panic!("{property} is {other:?}"),
    }
}

#[test]
fn every_picker_has_a_field_of_its_own() {
    let names = [
        "EntityPicker",
        "MultiEntityPicker",
        "OwnerPicker",
        "OwnedEntityPicker",
        "MyGroupsPicker",
        "EntityNamePicker",
        "EntityTagsPicker",
        "RepoUrlPicker",
        "RepoBranchPicker",
        "RepoOwnerPicker",
        "Secret",
    ];
    for name in names {
        assert_eq!(picker(&json!({"type": "string", "ui:field": name})).name(), name);
    }
    let custom = page(&json!({"properties": {"a": {"type": "string", "ui:field": "Somebodys"}}}), &json!({}));
    assert_eq!(field(&custom, "/a").custom.as_deref(), Some("Somebodys"));
    assert!(matches!(field(&custom, "/a").control, Control::Text(_)));
}

#[test]
fn options_are_read() {
    let Picker::EntityPicker(entity) = picker(
        &json!({"type": "string", "ui:field": "EntityPicker", "ui:options": {
            "catalogFilter": [{"kind": ["Component", "API"], "spec.type": "service"}, {"metadata.annotations.a": {"exists": true}}],
            "defaultKind": "Component", "defaultNamespace": false, "allowArbitraryValues": false, "autoSelect": false,
        }}),
    ) else {
        panic!()
    };
    let filter = entity.catalog_filter.unwrap();
    assert_eq!(filter.any_of[0]["kind"], FilterValue::OneOf(vec!["Component".to_owned(), "API".to_owned()]));
    assert_eq!(filter.any_of[1]["metadata.annotations.a"], FilterValue::Exists);
    assert_eq!((entity.default_kind.as_deref(), entity.default_namespace), (Some("Component"), None));
    assert!(!entity.allow_arbitrary_values && !entity.auto_select);

    let Picker::OwnerPicker(owner) = picker(&json!({"type": "string", "ui:field": "OwnerPicker"})) else {
        panic!()
    };
    let kinds = FilterValue::OneOf(vec!["Group".to_owned(), "User".to_owned()]);
    assert_eq!(owner.catalog_filter.any_of[0]["kind"], kinds);
    assert!(owner.allow_arbitrary_values);

    let Picker::RepoUrlPicker(repository) =
        picker(&json!({"type": "string", "ui:field": "RepoUrlPicker", "ui:options": {
            "allowedHosts": ["github.com"], "allowedOwners": ["o"], "ownerLabel": "Org",
            "requestUserCredentials": {"secretsKey": "TOKEN", "additionalScopes": {"github": ["workflow"]}},
        }}))
    else {
        panic!()
    };
    assert_eq!(
        (repository.allowed_hosts, repository.allowed_owners),
        (vec!["github.com".to_owned()], vec!["o".to_owned()])
    );
    let credentials = repository.request_user_credentials.unwrap();
    assert_eq!(
        (credentials.secrets_key.as_str(), &credentials.additional_scopes["github"][..]),
        ("TOKEN", &["workflow".to_owned()][..])
    );

    let Picker::EntityTagsPicker(tags) = picker(
        &json!({"type": "array", "ui:field": "EntityTagsPicker", "ui:options": {"kinds": ["API"], "showCounts": true}}),
    ) else {
        panic!()
    };
    assert_eq!((tags.kinds, tags.show_counts), (vec!["API".to_owned()], true));
    let Picker::RepoOwnerPicker(owner) = picker(
        &json!({"type": "string", "ui:field": "RepoOwnerPicker", "ui:options": {"host": "h", "excludedOwners": ["x"]}}),
    ) else {
        panic!()
    };
    assert_eq!((owner.host.as_deref(), owner.excluded_owners), (Some("h"), vec!["x".to_owned()]));
}

#[test]
fn a_filter_may_use_what_is_filled_in() {
    let Picker::EntityPicker(entity) = picker(
        &json!({"type": "string", "ui:field": "EntityPicker", "ui:options": {
            "catalogFilter": {"kind": "{{ parameters.kind }}", "spec.system": "{{parameters.on.system}}", "spec.type": "x"},
        }}),
    ) else {
        panic!()
    };
    let filled = entity.catalog_filter.unwrap().with_parameters(&json!({"kind": "API"}));
    let one = |text: &str| FilterValue::OneOf(vec![text.to_owned()]);
    let expected = [("kind".to_owned(), one("API")), ("spec.type".to_owned(), one("x"))];
    assert_eq!(filled.any_of, [expected.into()]);
}

#[test]
fn wrong_options_are_problems_of_the_template() {
    let parameters = json!([{}, {"properties": {"a": {"type": "string", "ui:field": "RepoUrlPicker", "ui:options": {
        "allowedHosts": "github.com", "requestUserCredentials": {"key": 1},
    }}, "b": {"ui:field": "EntityPicker", "type": "string", "ui:options": {"catalogFilter": {"kind": 1}, "autoSelect": "yes"}}}}]);
    let form = Form::new(Some(&parameters), Settings::default()).unwrap();
    let problems: Vec<String> = form.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "parameters/1/properties/a/ui:options/allowedHosts: must be a list of texts",
            "parameters/1/properties/a/ui:options/requestUserCredentials: must be an object with `secretsKey`, and scopes as lists of texts",
            "parameters/1/properties/b/ui:options/catalogFilter: must be an object of fields, each with a text, a list of texts or `exists: true`",
            "parameters/1/properties/b/ui:options/autoSelect: must be true or false",
        ]
    );
}

#[test]
fn values_are_checked_as_backstage_does() {
    let hosts = vec![
        ("bitbucket.org".to_owned(), Host::BitbucketCloud),
        ("bb.test:7990".to_owned(), Host::BitbucketServer),
        ("dev.azure.com".to_owned(), Host::Azure),
        ("review.test".to_owned(), Host::Gerrit),
    ];
    let table: [(&str, Value, usize); 14] = [
        ("RepoUrlPicker", json!("github.com?owner=o&repo=r"), 0),
        ("RepoUrlPicker", json!("github.com?owner=o"), 1),
        ("RepoUrlPicker", json!("github.com"), 2),
        ("RepoUrlPicker", json!("bitbucket.org?repo=r"), 2),
        ("RepoUrlPicker", json!("bb.test:7990?project=p&repo=r"), 0),
        ("RepoUrlPicker", json!("dev.azure.com?owner=o&repo=r"), 1),
        ("RepoUrlPicker", json!("review.test?repo=r"), 0),
        ("RepoUrlPicker", json!("["), 1),
        ("EntityNamePicker", json!("my-shop_1.2"), 0),
        ("EntityNamePicker", json!("-shop"), 1),
        ("EntityNamePicker", json!(""), 1),
        ("EntityNamePicker", json!("a".repeat(64)), 1),
        ("MultiEntityPicker", json!(["component:default/a", "b"]), 1),
        ("EntityPicker", json!("anything goes"), 0),
    ];
    for (name, value, expected) in table {
        let parameters = json!({"properties": {"a": {"ui:field": name, "title": "A"}}});
        let settings = Settings { hosts: hosts.clone(), ..Settings::default() };
        let form = Form::new(Some(&parameters), settings).unwrap();
        let page = form.page(0, &json!({"a": value}), &Selections::new()).unwrap().unwrap();
        assert_eq!(wrong(&page), vec![("/a", name); expected], "{name} with {value}");
    }
}

//! The predicate grammar, and that one entity is judged by the rows the index would have for it.

use proptest::prelude::*;

use super::*;

fn entity() -> Value {
    json!({
        "kind": "Component",
        "metadata": {"name": "Basket", "uid": "u1", "tags": ["java", "Shop"], "annotations": {"Team": "A"}},
        "spec": {"type": "service", "n": 42, "yes": true, "none": null, "owner": "a"},
        "relations": [{"type": "ownedBy", "targetRef": "group:default/a"}, {"type": "partOf", "targetRef": "system:default/s"}],
    })
}

#[test]
fn queries_match_as_the_contract_says() {
    let table: &[(Value, bool)] = &[
        (json!({}), true),
        (json!({"$all": []}), true),
        (json!({"$any": []}), false),
        (json!({"kind": "COMPONENT"}), true),
        (json!({"Kind": "component", "spec.type": "Service"}), true),
        (json!({"kind": "component", "spec.type": "website"}), false),
        (json!({"spec.n": 42}), true),
        (json!({"spec.n": "42"}), true),
        (json!({"spec.yes": true}), true),
        (json!({"spec.none": {"$exists": true}}), true),
        (json!({"spec.none": ""}), false),
        (json!({"spec.nope": {"$exists": false}}), true),
        (json!({"$not": {"spec.nope": "x"}}), true),
        (json!({"spec.type": {"$in": ["library", "SERVICE"]}}), true),
        (json!({"spec.type": {"$in": []}}), false),
        (json!({"metadata.name": {"$hasPrefix": "BAS"}}), true),
        (json!({"metadata.name": {"$hasPrefix": ""}}), true),
        (json!({"spec.none": {"$hasPrefix": ""}}), false),
        (json!({"metadata.tags": {"$contains": "SHOP"}}), true),
        (json!({"metadata.tags": "java"}), true),
        (json!({"metadata.tags.shop": true}), true),
        (json!({"metadata.annotations.team": "a"}), true),
        (json!({"metadata.namespace": "default"}), true),
        (json!({"relations": {"$contains": {"type": "ownedby"}}}), true),
        (json!({"relations": {"$contains": {"TYPE": "ownedBy", "TargetRef": "group:Default/A"}}}), true),
        (
            json!({"relations": {"$contains": {"type": "ownedBy", "targetRef": {"$in": ["x", "group:default/a"]}}}}),
            true,
        ),
        (json!({"relations": {"$contains": {"type": "partOf", "targetRef": "group:default/a"}}}), false),
        (json!({"relations.ownedBy": "group:default/a"}), true),
        (json!({"relations": {"$exists": true}}), false),
        (
            json!({"$any": [{"kind": "api"}, {"$all": [{"kind": "component"}, {"$not": {"spec.type": "x"}}]}]}),
            true,
        ),
    ];
    for (query, expected) in table {
        let predicate = Predicate::from_json(query).unwrap();
        assert_eq!(predicate.matches(&entity()), *expected, "{query}");
        assert_eq!(Predicate::from_json(&predicate.to_json()).unwrap(), predicate, "{query}");
    }
}

#[test]
fn grammar_errors_read_as_the_validator_writes_them() {
    let operator = |key: &str| {
        format!(
            "Invalid query: Validation error: Expected string, received object at \"{key}\", or Expected number, \
             received object at \"{key}\", or Expected boolean, received object at \"{key}\", or Required at \
             \"{key}.$exists\", or Required at \"{key}.$in\", or Required at \"{key}.$contains\", or Required at \
             \"{key}.$hasPrefix\", or Invalid at \"{key}\"; Expected never, received object at \"{key}\", or Expected \
             string, received object, or Expected number, received object, or Expected boolean, received object, or \
             Required at \"$all\"; Unrecognized key(s) in object: '{key}', or Required at \"$any\"; Unrecognized \
             key(s) in object: '{key}', or Required at \"$not\"; Unrecognized key(s) in object: '{key}'"
        )
    };
    let table = [
        (json!([]), "Query must be an object".to_owned()),
        (json!("kind"), "Query must be an object".to_owned()),
        (json!(null), "Query must be an object".to_owned()),
        (json!({"kind": {"$frob": 1}}), operator("kind")),
        (json!({"a": {"$x": 1}}), operator("a")),
        (json!({"$frob": "x"}), "Invalid query: Validation error: Invalid at \"$frob\"".to_owned()),
    ];
    for (query, expected) in table {
        assert_eq!(Predicate::from_json(&query).unwrap_err().to_string(), expected, "{query}");
    }
}

#[test]
fn other_bad_queries_are_refused() {
    for query in [
        json!({"kind": null}),
        json!({"kind": ["a"]}),
        json!({"kind": {}}),
        json!({"$all": {"kind": "a"}}),
        json!({"$all": ["component"]}),
        json!({"$not": "component"}),
        json!({"$all": [{"kind": "a"}], "kind": "b"}),
        json!({"kind": {"$in": "a"}}),
        json!({"kind": {"$in": [null]}}),
        json!({"kind": {"$exists": "yes"}}),
        json!({"kind": {"$hasPrefix": 1}}),
        json!({"kind": {"$contains": {"a": "b"}}}),
        json!({"metadata.tags": {"$contains": {"type": "ownedBy"}}}),
        json!({"relations": {"$contains": {"targetRef": "x"}}}),
        json!({"relations": {"$contains": {"type": "a", "other": "x"}}}),
        json!({"relations": {"$contains": {"type": "a", "targetRef": {"$in": []}}}}),
        json!({"relations": {"$contains": {"type": "a", "targetRef": {"$hasPrefix": "x"}}}}),
        json!({"relations": {"$contains": {"type": {"$in": ["a"]}}}}),
    ] {
        let problem = Predicate::from_json(&query).unwrap_err().to_string();
        assert!(problem.starts_with("Invalid "), "{query}: {problem}");
    }
}

#[test]
fn size_and_depth_have_limits() {
    let mut deep = json!({"kind": "a"});
    for _ in 0..40 {
        deep = json!({"$all": [deep]});
    }
    assert_eq!(Predicate::from_json(&deep), Err(PredicateError::TooDeep));
    let wide = json!({"kind": {"$in": vec!["a"; MOST_CONDITIONS]}});
    assert_eq!(Predicate::from_json(&wide), Err(PredicateError::TooManyConditions));
    let fits = json!({"kind": {"$in": vec!["a"; MOST_CONDITIONS - 1]}});
    assert!(Predicate::from_json(&fits).is_ok());
    let long = json!({"x".repeat(5_000): {"$x": 1}});
    assert!(Predicate::from_json(&long).unwrap_err().to_string().chars().count() <= 1_001);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-c$.]{0,3}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("$all".to_owned()),
        Just("$any".to_owned()),
        Just("$not".to_owned()),
        Just("$in".to_owned()),
        Just("$exists".to_owned()),
        Just("$contains".to_owned()),
        Just("$hasPrefix".to_owned()),
        Just("relations".to_owned()),
        Just("type".to_owned()),
        "[a-c.]{0,3}",
    ];
    leaf.prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused(query in any_json()) {
        if let Ok(predicate) = Predicate::from_json(&query) {
            predicate.matches(&entity());
            let again = Predicate::from_json(&predicate.to_json()).unwrap();
            prop_assert_eq!(again.matches(&entity()), predicate.matches(&entity()));
        }
    }
}

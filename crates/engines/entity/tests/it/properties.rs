//! Properties that hold for any input.

use entity::check::check;
use entity::{EntityRef, Kinds, Limits, normalize, relations, validate, yaml};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Texts that look enough like catalog files to reach deep into the reader.
fn yaml_like() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "a",
        "kind",
        "metadata",
        "name",
        ":",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "'",
        "|",
        ">",
        "&x ",
        "*x",
        "!!str ",
        "!",
        "#",
        " # c",
        "---\n",
        "...\n",
        "%",
        "\t",
        "? ",
        "1",
        "1.5",
        "~",
        "\r\n",
        "\u{feff}",
        "ä",
        "\\",
        "\u{0}",
        "<<: ",
        "Component",
        "backstage.io/v1alpha1",
    ]);
    prop::collection::vec(token, 0..60).prop_map(|tokens| tokens.concat())
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e6..1e6_f64).prop_map(|double| Value::from((double * 8.0).trunc() / 8.0 + 0.0625)),
        ".{0,8}".prop_map(Value::from),
        "[a-z#: \\-\\n'\"]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((".{0,6}", inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// An object with the fields of an entity, each right, wrong or absent.
fn entity_like() -> impl Strategy<Value = Value> {
    let text = |right: &'static str| prop_oneof![4 => Just(Value::from(right)), 1 => json_value()];
    let kinds =
        vec!["Component", "API", "Resource", "System", "Domain", "Group", "User", "Location", "AiResource"];
    let refs = prop::collection::vec("[a-zA-Z:/]{0,6}".prop_map(Value::from), 0..4).prop_map(Value::from);
    let spec = prop::collection::btree_map(
        prop::sample::select(vec![
            "type",
            "owner",
            "lifecycle",
            "system",
            "children",
            "memberOf",
            "dependsOn",
            "definition",
        ]),
        prop_oneof![Just(Value::from("x")), refs, json_value()],
        0..8,
    );
    let kind = prop::sample::select(kinds).prop_map(Value::from);
    (text("backstage.io/v1alpha1"), kind, text("name"), text("ns"), json_value(), spec).prop_map(
        |(api_version, kind, name, namespace, annotations, spec)| {
            let spec: Map<String, Value> =
                spec.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            serde_json::json!({
                "apiVersion": api_version, "kind": kind, "spec": spec,
                "metadata": {"name": name, "namespace": namespace, "annotations": annotations},
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_a_verdict(text in yaml_like()) {
        let _ = check(text.as_bytes(), &Kinds::builtin(), &Limits::default());
    }

    #[test]
    fn any_bytes_get_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = check(&bytes, &Kinds::builtin(), &Limits::default());
    }

    #[test]
    fn json_reads_as_itself(value in json_value()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap(), format!("# c\n{value}\n# c\n")] {
            let read = yaml::documents(text.as_bytes(), &Limits::default()).unwrap().remove(0).value;
            prop_assert_eq!(read.as_ref(), Ok(&value), "{}", text);
        }
    }

    #[test]
    fn written_yaml_reads_as_it_was(value in json_value()) {
        let text = yaml::to_yaml(&value);
        let read = yaml::documents(text.as_bytes(), &Limits::default()).unwrap().remove(0).value;
        prop_assert_eq!(read.as_ref(), Ok(&value), "{}", text);
    }

    #[test]
    fn validation_is_stable(mut entity in entity_like()) {
        let (kinds, limits) = (Kinds::builtin(), Limits::default());
        if let Ok(first) = validate::validate(&mut entity, &kinds, &limits) {
            normalize::normalize(&mut entity);
            let once = entity.clone();
            prop_assert_eq!(validate::validate(&mut entity, &kinds, &limits), Ok(first));
            normalize::normalize(&mut entity);
            prop_assert_eq!(&entity, &once);
            let _ = relations::emitted(&entity, &kinds, &limits);
        }
    }

    #[test]
    fn refs_round_trip(text in "[a-zA-Zäß:/ .]{0,12}") {
        if let Ok(parsed) = EntityRef::parse(&text, Some("Component"), "default") {
            let again = EntityRef::parse(&parsed.to_string(), None, "default").unwrap();
            prop_assert_eq!(again, parsed);
        }
    }

    #[test]
    fn every_pointer_into_a_document_is_located(value in json_value()) {
        let text = serde_json::to_string_pretty(&value).unwrap();
        let mut open = vec![(String::new(), &value)];
        while let Some((pointer, value)) = open.pop() {
            prop_assert!(yaml::locate(&text, 0, &pointer).is_some(), "{} in {}", pointer, text);
            match value {
                Value::Array(items) => {
                    open.extend(items.iter().enumerate().map(|(index, item)| (format!("{pointer}/{index}"), item)));
                }
                Value::Object(entries) => open.extend(entries.iter().map(|(key, item)| {
                    (format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), item)
                })),
                _ => {}
            }
        }
    }
}

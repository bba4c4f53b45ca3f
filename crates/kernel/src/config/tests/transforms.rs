//! Substitutions and includes. Source of the vectors: config contract, section 3.

use serde_json::json;

use super::{load, messages, value};

const VARIABLES: [(&str, &str); 3] = [("FOO", "foo"), ("NUM", "42"), ("EMPTY", "")];

#[test]
fn observed_vectors() {
    let cases = [
        ("a: ${FOO}", json!({"a": "foo"})),
        ("a: pre-${FOO}-post", json!({"a": "pre-foo-post"})),
        ("a: ${ FOO }", json!({"a": "foo"})),
        ("a: ${MISSING}\nb: 1", json!({"b": 1})),
        ("a: x${MISSING}y\nb: 1", json!({"b": 1})),
        ("a: [1, '${MISSING}']", json!({"a": [1]})),
        ("a: ${EMPTY}", json!({"a": ""})),
        ("a: ${EMPTY:-fb}", json!({"a": "fb"})),
        ("a: '${MISSING:-}'\nb: 1", json!({"b": 1})),
        ("a: $${FOO}", json!({"a": "${FOO}"})),
        ("a: $FOO", json!({"a": "$FOO"})),
        ("a: ${NUM}", json!({"a": "42"})),
        ("a: {$env: NUM}", json!({"a": "42"})),
        ("a: {$env: MISSING}\nb: 1", json!({"b": 1})),
        ("a: {$env: '${WHICH:-NUM}'}", json!({"a": "42"})),
        ("a: {$file: ./t.txt}", json!({"a": "text ${FOO}"})),
        ("a: {$include: './sub/i.yaml#x.y'}", json!({"a": "val-foo"})),
        ("a: {$include: ./sub/i.yaml}", json!({"a": {"x": {"y": "val-foo", "z": "beside"}}})),
        ("a: {$include: 'sub/i.yaml#x.none'}\nb: 1", json!({"b": 1})),
        ("a: {$include: d.json#list}", json!({"a": [1, "foo", "\u{1f600}"]})),
        ("a: null\nb: 1", json!({"b": 1})),
        ("${FOO}: ${FOO}", json!({"${FOO}": "foo"})),
        ("a: &x {b: 1}\nc: *x", json!({"a": {"b": 1}, "c": {"b": 1}})),
        ("<<: {a: 1}", json!({"<<": {"a": 1}})),
    ];
    for (text, expected) in cases {
        let config = load(
            &[
                ("app-config.yaml", text),
                ("t.txt", "text ${FOO}\n\n"),
                ("sub/i.yaml", "x:\n  y: val-${FOO}\n  z: {$file: n.txt}"),
                ("sub/n.txt", "beside\n"),
                ("d.json", "{\"list\": [1, \"${FOO}\", \"\\ud83d\\ude00\"]}"),
            ],
            &VARIABLES,
        );
        let config = config.unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
        assert_eq!(value(&config), expected, "{text}");
    }
}

#[test]
fn refusals_name_the_place() {
    let cases = [
        ("a: {$file: t.txt, b: 1}", "error at .a, include key $file should not have adjacent keys"),
        ("a: {b: [{c: {$env: 1}}]}", "error at .a.b[0].c, $env include value is not a string"),
        ("a: {$file: '${MISSING}'}", "error at .a, $file substitution value was undefined"),
        ("a: {$file: none.txt}", "error at .a, failed to read file none.txt, file does not exist"),
        ("a: {$include: t.txt}", "error at .a, no configuration parser available for included file t.txt"),
        (
            "a: {$include: 'i.yaml#x.y.z'}",
            "error at .a, value at 'x.y' in included file i.yaml is not an object",
        ),
        ("- 1", "expected object at config root"),
        ("text", "expected object at config root"),
        ("a: 1\na: 2", "the key 'a' stands twice in this object"),
        ("a: 1\n---\nb: 1", "the file holds several YAML documents, only one is read"),
    ];
    for (text, expected) in cases {
        let files = [("app-config.yaml", text), ("t.txt", "t"), ("i.yaml", "x: {y: 1}")];
        assert_eq!(messages(&files, &VARIABLES), [expected], "{text}");
    }
}

#[test]
fn all_problems_are_collected() {
    let text = "a: {$file: gone.txt}\nb: 1\nc: [{$env: 5}]\n";
    let errors = load(&[("app-config.yaml", text)], &[("APP_CONFIG_x", "null")]).err().unwrap();
    let places: Vec<(usize, usize)> = errors.iter().map(|error| (error.line, error.column)).collect();
    assert_eq!(places, [(1, 4), (3, 5), (0, 0)]);
    assert_eq!(errors[0].source_line, "a: {$file: gone.txt}");
    assert_eq!(errors[2].file, "env");
}

#[test]
fn include_cycles_are_refused() {
    let cycles: [&[(&str, &str)]; 3] = [
        &[("app-config.yaml", "a: {$include: app-config.yaml}")],
        &[("app-config.yaml", "a: {$include: b.yaml}"), ("b.yaml", "c: {$include: ./b.yaml}")],
        &[
            ("app-config.yaml", "a: {$include: s/b.yaml}"),
            ("s/b.yaml", "c: {$include: ../d.yaml}"),
            ("d.yaml", "e: [{$include: s/b.yaml}]"),
        ],
    ];
    for files in cycles {
        let found = messages(files, &[]);
        assert!(found.len() == 1 && found[0].contains("include cycle: "), "{found:?}");
    }
    let harmless =
        load(&[("app-config.yaml", "a: {$include: 'app-config.yaml#b'}\nb: {c: 1}")], &[]).unwrap();
    assert_eq!(value(&harmless), json!({"a": {"c": 1}, "b": {"c": 1}}));
}

#[test]
fn included_values_keep_their_own_place() {
    let config =
        load(&[("app-config.yaml", "a: {$include: i.yaml}"), ("i.yaml", "\nport:\n  - x\n")], &[]).unwrap();
    let error = config.root().string("a.port").err().unwrap();
    assert!(error.file.ends_with("i.yaml"), "{}", error.file);
    assert_eq!((error.line, error.source_line.as_str()), (2, "port:"));
    assert!(error.message.contains("in 'app-config.yaml', got array, wanted string"), "{}", error.message);
}

#[test]
fn included_syntax_errors_point_into_the_included_file() {
    let files = [("app-config.yaml", "a: {$include: i.yaml}"), ("i.yaml", "x: 1\ny: [\n")];
    let errors = load(&files, &[]).err().unwrap();
    assert!(errors.iter().any(|error| error.file.ends_with("i.yaml") && error.line >= 2), "{errors:?}");
}

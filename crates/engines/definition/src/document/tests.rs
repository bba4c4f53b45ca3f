//! Texts and the trees they become.

use serde_json::{Value, json};

use super::*;

fn read_with(text: &str, limits: &Limits) -> (Value, Vec<String>) {
    let mut problems = Problems::new(10);
    let value = read(text, limits, &mut problems).map_or(Value::Null, |node| node.to_value());
    (value, problems.into_list().iter().map(ToString::to_string).collect())
}

fn value(text: &str) -> Value {
    let (value, problems) = read_with(text, &Limits::default());
    assert_eq!(problems, Vec::<String>::new(), "{text}");
    value
}

#[test]
fn json_and_yaml_give_the_same_tree() {
    for (text, expected) in [
        ("{\"a\": [1, 2.50, \"x\\u00e9\", true, null]}", json!({"a": [1, 2.5, "xé", true, null]})),
        ("a: [1, 2.50, xé, true, null]", json!({"a": [1, 2.5, "xé", true, null]})),
        ("a:\n  - 1\n  - 0x10\n  - 0o17\n  - '1'\n", json!({"a": [1, 16, 15, "1"]})),
        ("200:\n  yes: on\n", json!({"200": {"yes": "on"}})),
        ("{a: 1,}", json!({"a": 1})),
        ("\u{feff}a: 1", json!({"a": 1})),
        ("a:\tb", json!({"a": "b"})),
        ("a: !!str 5", json!({"a": "5"})),
        ("a: 18446744073709551615", json!({"a": u64::MAX})),
        (
            "base: &b {x: 1, y: 2}\nmore: {<<: *b, y: 3}",
            json!({"base": {"x": 1, "y": 2}, "more": {"y": 3, "x": 1}}),
        ),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn numbers_stay_as_written() {
    let mut problems = Problems::new(1);
    let root = read("version: 1.10", &Limits::default(), &mut problems).unwrap();
    assert_eq!(root.get("version").and_then(Node::text), Some("1.10"));
}

#[test]
fn the_part_before_an_error_is_kept() {
    for (text, expected, problem) in [
        (
            "{\"a\": 1,\n \"b\": {\"c\": [2, oops}}",
            json!({"a": 1, "b": {"c": [2, null]}}),
            "line 2, column 18",
        ),
        ("{\"a\": 1", json!({"a": 1}), "line 1, column 8"),
        ("a: 1\nb:\n  c: 2\n  d: [1, 2\n", json!({"a": 1, "b": {"c": 2, "d": [1, 2]}}), "line 5"),
        ("a: 1\n---\nb: 2", json!({"a": 1}), "line 2"),
        ("a: 1\na: 2", json!({"a": 1}), "line 2: the key `a` is written twice"),
    ] {
        let (value, problems) = read_with(text, &Limits::default());
        assert_eq!(value, expected, "{text}");
        assert!(problems[0].starts_with(problem), "{text}: {problems:?}");
    }
}

#[test]
fn lines_are_remembered() {
    for text in ["{\"a\": 1,\n\n \"b\": {\n\"c\": 3}}", "a: 1\n\nb:\n  c: 3"] {
        let mut problems = Problems::new(1);
        let root = read(text, &Limits::default(), &mut problems).unwrap();
        assert_eq!(root.get("b").and_then(|b| b.get("c")).map(|c| c.line), Some(4), "{text}");
    }
}

#[test]
fn limits_are_named() {
    let limits = Limits { nodes: 50, depth: 5, ..Limits::default() };
    let bomb = "a: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b]";
    let wide = format!("[{}1]", "1,".repeat(100));
    for (text, expected) in [
        (bomb, "too many values (limit 50)"),
        (&wide, "too many values (limit 50)"),
        ("[[[[[[[[1]]]]]]]]", "nesting too deep (limit 5)"),
        ("a: {b: {c: {d: {e: {f: {g: 1}}}}}}", "nesting too deep (limit 5)"),
    ] {
        let (_, problems) = read_with(text, &limits);
        assert!(problems[0].contains(expected), "{text}: {problems:?}");
    }
}

#[test]
fn brackets_do_not_eat_memory() {
    let text = format!("- [{}", "1,".repeat(200_000));
    let (_, problems) = read_with(&text, &Limits::default());
    assert!(problems[0].contains("brackets"), "{problems:?}");
}

#[test]
fn large_mappings_are_found_by_key() {
    let lines: Vec<String> = (0..500).map(|number| format!("key{number}: {number}")).collect();
    let text = lines.join("\n");
    let mut problems = Problems::new(1);
    let root = read(&text, &Limits::default(), &mut problems).unwrap();
    for number in 0..500 {
        let text = root.get(&format!("key{number}")).and_then(Node::text);
        assert_eq!(text, Some(number.to_string().as_str()));
    }
    assert!(root.get("key500").is_none());
}

#[test]
fn pointers_are_escaped() {
    let mut problems = Problems::new(1);
    let root = read("paths: {/a/~b: [x, y]}", &Limits::default(), &mut problems).unwrap();
    let root = Spot::root(&root);
    let paths = root.get("paths").unwrap();
    let (_, path) = paths.entries().next().unwrap();
    let last = path.items().last().unwrap();
    assert_eq!(last.pointer(), "/paths/~1a~1~0b/1");
}

//! What the getters accept and say. Source: config contract, section 2 "Readers" and section 4 (durations).

use std::time::Duration;

use serde_json::json;

use super::{Config, load, single};
use crate::config::Section;

const TEXT: &str = "
s: text
n: 5
ns: '42'
nb: x5
e: ''
b: true
by: 'yes'
bx: maybe
one: 1
arr: [a, 1, '']
ok: [a, b]
objects: [{a: {b: 1}}, {c: d}]
mixed: [{a: 1}, x]
o: {p: {q: 1}}
endpoints: {/echo: http://x, '1a': {t: 1}}
password: 12345
";

#[test]
fn accepted() {
    let config = single(TEXT);
    let root = config.root();
    assert_eq!(root.string("s").unwrap().as_deref(), Some("text"));
    assert_eq!(root.string("gone.below").unwrap(), None);
    assert_eq!(root.number("n").unwrap(), Some(5.0));
    assert_eq!(root.number("ns").unwrap(), Some(42.0));
    assert_eq!(root.number("e").unwrap(), Some(0.0));
    assert_eq!(root.integer("ns").unwrap(), Some(42));
    assert_eq!(root.boolean("b").unwrap(), Some(true));
    assert_eq!(root.boolean("by").unwrap(), Some(true));
    assert_eq!(root.boolean("one").unwrap(), Some(true));
    assert_eq!(root.strings("ok").unwrap().unwrap(), ["a", "b"]);
    assert_eq!(root.string_or_strings("s").unwrap().unwrap(), ["text"]);
    assert_eq!(root.section("o.p").unwrap().unwrap().number("q").unwrap(), Some(1.0));
    assert_eq!(root.sections("objects").unwrap()[1].string("c").unwrap().as_deref(), Some("d"));
    assert_eq!(root.section_or_sections("o").unwrap()[0].key(), "o");
    assert_eq!(root.secret("s").unwrap().unwrap().reveal(), "text");
    let endpoints = root.section("endpoints").unwrap().unwrap();
    assert_eq!(endpoints.child("/echo").unwrap().value(), "http://x");
    assert_eq!(endpoints.children()[1].1.number("t").unwrap(), Some(1.0));
    assert_eq!(root.child("arr").unwrap().items()[1].value(), 1);
}

#[test]
fn refused_with_the_place() {
    let config = single(TEXT);
    let root = config.root();
    let file = "app-config.yaml";
    let cases = [
        (root.string("n").err(), "Invalid type in config for key 'n' in 'F', got number, wanted string", 3),
        (
            root.string("e").err(),
            "Invalid type in config for key 'e' in 'F', got empty-string, wanted string",
            6,
        ),
        (root.number("nb").err(), "Unable to convert config value for key 'nb' in 'F' to a number", 5),
        (root.number("o").err(), "Invalid type in config for key 'o' in 'F', got object, wanted number", 15),
        (root.boolean("bx").err(), "Unable to convert config value for key 'bx' in 'F' to a boolean", 9),
        (root.boolean("n").err(), "Unable to convert config value for key 'n' in 'F' to a boolean", 3),
        (
            root.strings("arr").err(),
            "Invalid type in config for key 'arr[1]' in 'F', got number, wanted string-array",
            11,
        ),
        (
            root.strings("s").err(),
            "Invalid type in config for key 's' in 'F', got string, wanted string-array",
            2,
        ),
        (
            root.sections("mixed").err(),
            "Invalid type in config for key 'mixed[1]' in 'F', got string, wanted object-array",
            14,
        ),
        (
            root.sections("o").err(),
            "Invalid type in config for key 'o' in 'F', got object, wanted object-array",
            15,
        ),
        (root.section("s").err(), "Invalid type in config for key 's' in 'F', got string, wanted object", 2),
        (
            root.string("s.x.y").err(),
            "Invalid type in config for key 's' in 'F', got string, wanted object",
            2,
        ),
        (root.string("endpoints./echo").err(), "Invalid config key 'endpoints./echo'", 2),
        (
            root.required("o.z", root.string("o.z").unwrap()).err(),
            "Missing required config value at 'o.z' in 'F'",
            15,
        ),
        (
            root.section("o").unwrap().unwrap().string("p").err(),
            "Invalid type in config for key 'o.p' in 'F', got object, wanted string",
            15,
        ),
        (
            root.sections("objects").unwrap()[0].string("a.b").err(),
            "Invalid type in config for key 'objects[0].a.b' in 'F', got number, wanted string",
            13,
        ),
    ];
    for (error, message, line) in cases {
        let error = error.unwrap();
        assert_eq!(error.message, message.replace("'F'", &format!("'{file}'")));
        assert_eq!(error.line, line, "{message}");
        assert!(error.file.ends_with(file) && error.column > 0, "{error:?}");
    }
}

#[test]
fn source_lines_in_errors_do_not_show_secrets() {
    let error = single(TEXT).root().secret("password").err().unwrap();
    assert_eq!(error.source_line, "password: ***");
}

#[test]
fn messages_name_the_layer() {
    let files = [("app-config.yaml", "a: {x: 1, y: 2}"), ("app-config.local.yaml", "a: {y: 3}")];
    let config = load(&files, &[("APP_CONFIG_z", "1")]).unwrap();
    let root = config.root();
    assert!(root.string("a.x").err().unwrap().message.contains("in 'app-config.yaml'"));
    assert!(root.string("a.y").err().unwrap().message.contains("in 'app-config.local.yaml'"));
    assert!(root.string("z").err().unwrap().message.contains("in 'env'"));
    assert_eq!(
        root.required::<String>("a.q", None).err().unwrap().message,
        "Missing required config value at 'a.q' in 'env'"
    );
    let section = root.section("a").unwrap().unwrap();
    assert_eq!(
        section.required::<String>("q", None).err().unwrap().message,
        "Missing required config value at 'a.q' in 'app-config.local.yaml'"
    );
}

#[test]
fn null_reads_as_missing() {
    let config = Config::from_value(json!({"a": null, "l": [null, {"b": null}]}));
    let root = config.root();
    assert!(!root.has("a") && root.string("a").unwrap().is_none() && root.string("a.b").unwrap().is_none());
    assert_eq!(root.keys(), ["l"]);
    assert!(root.child("l").unwrap().items()[1].keys().is_empty());
}

#[test]
fn durations() {
    let root = Section::root(json!({
        "object": {"minutes": 5, "seconds": "30"},
        "iso": "PT1H",
        "short": " 30m ",
        "unknown": {"minutes": 1, "second": 5},
        "empty": {},
        "number": 5,
        "plain": "5",
        "negative": {"seconds": -1},
        "bad": {"seconds": "x"},
    }));
    assert_eq!(root.duration("object").unwrap(), Some(Duration::from_secs(330)));
    assert_eq!(root.duration("iso").unwrap(), Some(Duration::from_hours(1)));
    assert_eq!(root.duration("short").unwrap(), Some(Duration::from_mins(30)));
    assert_eq!(root.duration("gone").unwrap(), None);
    let units = "'years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'";
    let cases = [
        (
            "unknown",
            format!(
                "Failed to read duration from config at 'unknown', Error: Unknown property 'second'; expected one or more of {units}"
            ),
        ),
        (
            "empty",
            format!("Failed to read duration from config at 'empty', Error: Needs one or more of {units}"),
        ),
        (
            "number",
            String::from(
                "Failed to read duration from config, TypeError: Invalid type in config for key 'number' in 'mock-config', got number, wanted object",
            ),
        ),
        (
            "plain",
            String::from(
                "Invalid duration '5' in config at 'plain', Error: The value cannot be a plain number; try adding a unit like 'ms' or 'seconds'",
            ),
        ),
        (
            "negative",
            String::from(
                "Failed to read duration from config at 'negative', Error: Negative durations are not allowed",
            ),
        ),
        (
            "bad",
            String::from(
                "Failed to read duration from config, Error: Unable to convert config value for key 'bad.seconds' in 'mock-config' to a number",
            ),
        ),
    ];
    for (key, expected) in cases {
        assert_eq!(root.duration(key).err().unwrap().message, expected, "{key}");
    }
}

#[test]
fn debug_shows_no_value() {
    assert_eq!(format!("{:?}", Section::root(json!({"token": "hunter2"}))), "Section()");
}

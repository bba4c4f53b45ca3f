//! What npm's `yaml` makes of a text, and what we make of it.

use std::fmt::Write as _;

use super::*;

fn read(text: &str) -> Vec<String> {
    let documents = documents(text.as_bytes(), &Limits::default()).unwrap();
    let describe = |document: Document| match document.value {
        Ok(value) => value.to_string(),
        Err(problem) => {
            let place = problem.place.unwrap();
            format!("{} {}:{}", problem.rule, place.line, place.column)
        }
    };
    documents.into_iter().map(describe).collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text:?}");
    }
}

#[test]
fn scalars_of_the_core_schema() {
    check(&[
        ("a: 1.0", &["{\"a\":1}"]),
        ("[0o17, 0x1f, 012, 1e3, .5, 5., -0, +5, -1.5e-3]", &["[15,31,12,1000,0.5,5,0,5,-0.0015]"]),
        ("[.inf, -.Inf, +.INF, .nan, .NaN, 1e400]", &["[null,null,null,null,null,null]"]),
        (
            "[1_000, 0b11, +.nan, 0o8, 0xg, -0x1, 1e, 1.2.3, ., +]",
            &["[\"1_000\",\"0b11\",\"+.nan\",\"0o8\",\"0xg\",\"-0x1\",\"1e\",\"1.2.3\",\".\",\"+\"]"],
        ),
        ("[12345678901234567890, 9007199254740993]", &["[12345678901234567000,9007199254740992]"]),
        (
            "[yes, on, TRUE, tRUE, False, ~, NULL, Null, nULL, 2001-01-01]",
            &["[\"yes\",\"on\",true,\"tRUE\",false,null,null,null,\"nULL\",\"2001-01-01\"]"],
        ),
        ("a: \"\\x41\\u0041\\U0001f600\\/\\e\"", &["{\"a\":\"AA😀/\\u001b\"}"]),
        ("a: >-\n  x\n  y\n\n  z\n", &["{\"a\":\"x y\\nz\"}"]),
        ("a: |+\n  x\n\n\nb: 1", &["{\"a\":\"x\\n\\n\\n\",\"b\":1}"]),
        ("a: ${{ x }}\nb: {{ x }}", &["{\"a\":\"${{ x }}\",\"b\":{\"{ x }\":null}}"]),
    ]);
}

#[test]
fn keys_and_tags() {
    check(&[
        (
            "1.0: x\ntrue: y\n~: z\n.nan: q\n0x10: w",
            &["{\"1\":\"x\",\"true\":\"y\",\"\":\"z\",\"NaN\":\"q\",\"16\":\"w\"}"],
        ),
        ("? [a, b]\n: c\n? {a: 1}\n: d", &["{\"[ a, b ]\":\"c\",\"{ a: 1 }\":\"d\"}"]),
        ("<<: {a: 1}\nb: 2", &["{\"<<\":{\"a\":1},\"b\":2}"]),
        (
            "[!!str 1, !!int \"1\", !!int x, !!float 1, !!float 1.5, ! 12, !foo 3, !!bool \"true\", !!null \"\", !!null x, !<tag:yaml.org,2002:str> 1]",
            &["[\"1\",1,\"x\",\"1\",1.5,\"12\",\"3\",true,null,\"x\",\"1\"]"],
        ),
        (
            "a: !foo {a: 1}\nb: !!seq {a: 1}\nc: !!map x\nd: !!str\n",
            &["{\"a\":{\"a\":1},\"b\":{\"a\":1},\"c\":\"x\",\"d\":\"\"}"],
        ),
        ("&x a: 1\nb: *x\nc: &e\nd: *e", &["{\"a\":1,\"b\":\"a\",\"c\":null,\"d\":null}"]),
        ("a: &y {k: [1]}\nb: [*y, *y]", &["{\"a\":{\"k\":[1]},\"b\":[{\"k\":[1]},{\"k\":[1]}]}"]),
    ]);
}

#[test]
fn documents_of_a_stream() {
    check(&[
        ("", &[]),
        ("# only\n", &[]),
        ("a: 1\n---\n", &["{\"a\":1}", "null"]),
        ("---\na: 1\n---\n---\nb: 2", &["{\"a\":1}", "null", "{\"b\":2}"]),
        ("a: 1\n...\n# c\n", &["{\"a\":1}"]),
        ("a: 1\n...\nb: 2", &["{\"a\":1}", "{\"b\":2}"]),
        ("x: |\n  a\n---\ny: 1", &["{\"x\":\"a\\n\"}", "{\"y\":1}"]),
        ("--- {a: 1}\n", &["{\"a\":1}"]),
        ("%YAML 1.2\n---\na: 1", &["{\"a\":1}"]),
        ("\u{feff}a: 1\r\nb: 2\r\n", &["{\"a\":1,\"b\":2}"]),
        (
            "a: 1\t\nb:\t2\nc: \tx\nd:\t\n  - e:\tf g\n",
            &["{\"a\":1,\"b\":2,\"c\":\"x\",\"d\":[{\"e\":\"f g\"}]}"],
        ),
        (
            "---\n{\"a\":1}\n---\n{\"b\": 1.0, \"c\": 12345678901234567890}\n",
            &["{\"a\":1}", "{\"b\":1,\"c\":12345678901234567000}"],
        ),
        ("{\n\t\"a\": 1\n}\n# c", &["{\"a\":1}"]),
        ("a: \"x\n---\ny: 1", &["yaml.syntax 1:4", "{\"y\":1}"]),
        ("a: {% x %}\n---\nb: 1\n---\nb: [1\n", &["yaml.start 1:5", "{\"b\":1}", "yaml.syntax 6:1"]),
    ]);
}

#[test]
fn refusals() {
    check(&[
        ("a: 1\na: 2", &["yaml.duplicate 2:1"]),
        ("{\"a\":1,\"a\":2}", &["yaml.duplicate 1:8"]),
        ("a: {b: 1, b: 2}", &["yaml.duplicate 1:11"]),
        ("a: @x", &["yaml.start 1:4"]),
        ("a: `x", &["yaml.start 1:4"]),
        ("a: &a [*a]", &["yaml.alias 1:8"]),
        ("b: *x", &["yaml.alias 1:4"]),
    ]);
    let refused = [
        "a:\n\t- b",
        "a:\t- b",
        "a:\tb:\tc",
        "-\t- a",
        "a: b: c",
        "a: \"x\ny\"",
        "a: \"\\q\"",
        "{a: 1",
        "{\"a\": 1} x",
        "a: \"b\" c",
        "a: - b",
        "a: [1,2",
        "a:\n b: 1\n  c: 2",
        "a:\n  b: 1\n c: 2",
        "a: 'x",
        "a: [a,,b]",
        "a: |\n    x\n  y\n",
        "a: x #c\n  y",
        "a: 1\n b: 2",
        "- a\nb: 1",
        "a: 1\n- b",
        "a: [${{ x }}]",
        "a: 'x'#c",
        "a: b:",
        "%YAML 1.2\na: 1",
        "--- a: 1",
        "a: [\nb\n]",
        "a: !e!x 1",
        "a: *",
        "a: &",
        "a: | x\n  y",
        "a: [,]",
        "\"a\":1",
    ];
    for text in refused {
        let value = documents(text.as_bytes(), &Limits::default()).unwrap().remove(0).value;
        assert!(value.is_err(), "{text:?} was read as {}", value.unwrap());
    }
}

#[test]
fn messages_are_those_of_backstage() {
    let problem = documents(b"x: 1\na:\n  b: %c\n", &Limits::default()).unwrap().remove(0).value.unwrap_err();
    assert_eq!(
        problem.message,
        "YAMLParseError: Plain value cannot start with directive indicator character % at line 3, column 6:\n\n  \
         b: %c\n     ^\n"
    );
}

#[test]
fn limits_are_named_with_their_place() {
    let limits = Limits { nodes: 1000, depth: 10, documents: 3, file_bytes: 2000, ..Limits::default() };
    let one = |text: &str| documents(text.as_bytes(), &limits).unwrap().remove(0).value.unwrap_err();
    let mut laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (inner, outer) in ["ab", "bc", "cd", "de"].map(|pair| pair.split_at(1)) {
        let nine = format!("*{inner},").repeat(9);
        writeln!(laughs, "{outer}: &{outer} [{nine}*{inner}]").unwrap();
    }
    let problem = one(&laughs);
    assert_eq!(problem.to_string(), "InputError: too many nodes (node limit 1000) at line 3, column 26");
    let problem = one(&format!("a: {}", "[".repeat(100)));
    assert_eq!(problem.to_string(), "InputError: nesting too deep (depth limit 10) at line 1, column 13");
    let problem = one(&format!("{{\"a\": {}{}}}", "[".repeat(10), "]".repeat(10)));
    assert_eq!(problem.to_string(), "InputError: nesting too deep (depth limit 10) at line 1, column 16");
    let problem = documents("---\na: 1\n".repeat(4).as_bytes(), &limits).unwrap_err();
    assert_eq!(
        (problem.to_string(), problem.place.unwrap().line),
        ("InputError: too many documents (limit 3)".to_owned(), 7)
    );
    let problem = documents(&vec![b'a'; 2001], &limits).unwrap_err();
    assert_eq!(problem.to_string(), "InputError: file too large (limit 2000 bytes)");
}

#[test]
fn a_hundred_thousand_brackets_end_at_once() {
    let text = format!("metadata:\n  annotations: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(read(&text), ["limit.depth 2:271"]);
    let text = format!("{}1", "- ".repeat(100_000));
    assert_eq!(read(&text), ["limit.depth 1:129"]);
    let text = format!("{}1", "{\"a\":".repeat(100_000));
    assert_eq!(read(&text), ["limit.depth 1:1276"]);
}

#[test]
fn many_broken_documents_cost_no_more_than_their_text() {
    // A report that went through the whole file for each document would take minutes here.
    let document = format!("---\n# {}\nkind: %\n", "x".repeat(4_000));
    let documents = documents(document.repeat(1000).as_bytes(), &Limits::default()).unwrap();
    let last = documents.last().unwrap();
    let place = last.value.as_ref().unwrap_err().place.as_ref().unwrap();
    assert_eq!((last.line, place.line, place.source_line.as_str()), (2998, 3000, "kind: %"));
    assert_eq!(last.span.len(), document.len());
}

#[test]
fn the_parser_does_not_read_ahead_without_end() {
    let text = format!("- [{}1]\n", "1,".repeat(60_000));
    assert!(read(&text)[0].starts_with("limit.flow 1:"), "{}", read(&text)[0]);
    let text = format!("- [{}1]\n- \"{}\"\n", "1,".repeat(40_000), ",".repeat(40_000));
    assert!(read(&text)[0].starts_with("[[1,1,"));
    // No part of this can be a key, so nothing is kept.
    let text = format!("a:\n  b: [{}1]\n", "1,".repeat(60_000));
    assert!(read(&text)[0].starts_with("{\"a\":{\"b\":[1,1,"));
}

#[test]
fn pointers_are_located() {
    let text = "# head\na: 1\n---\nmetadata:\n  name: x\n  tags: [one, two]\n  a/b: {c: }\nspec:\n  - k: v\n    l: &x [1]\n  - *x\n";
    let cases = [
        ("", (4, 1)),
        ("/metadata", (4, 1)),
        ("/metadata/name", (5, 9)),
        ("/metadata/tags", (6, 3)),
        ("/metadata/tags/1", (6, 15)),
        ("/metadata/a~1b/c", (7, 9)),
        ("/metadata/missing/deep", (4, 1)),
        ("/spec/0/k", (9, 8)),
        ("/spec/0/l/0", (10, 12)),
        ("/spec/1", (11, 5)),
    ];
    for (pointer, expected) in cases {
        assert_eq!(locate(text, 1, pointer), Some(expected), "{pointer}");
    }
    assert_eq!(locate(text, 2, ""), None);
}

#[test]
fn written_yaml_reads_back_the_same() {
    let value = serde_json::json!({
        "openapi": "3.0.0", "n": [1, -2.5, null, true, [], {}], "texts": ["yes", "1", "", " x", "a: b", "#", "null", "x\ny", "ä", "- a", "~", "a-b/c (d)"],
        "deep": {"200": {"a": [[1], {"b": [{}]}]}}, "": {"- ": "y"},
    });
    let text = to_yaml(&value);
    let read = documents(text.as_bytes(), &Limits::default()).unwrap().remove(0).value.unwrap();
    assert_eq!(read, value, "{text}");
}

#[test]
fn mappings_of_a_list_begin_behind_the_dash() {
    let value = serde_json::json!({"links": [{"url": "/a", "title": "A"}, [{"b": [{"c": 1}]}], {}]});
    let text = "links:\n  - url: /a\n    title: A\n  -\n    - b:\n        - c: 1\n  - {}\n";
    assert_eq!(to_yaml(&value), text);
    let read = documents(text.as_bytes(), &Limits::default()).unwrap().remove(0).value.unwrap();
    assert_eq!(read, value);
}

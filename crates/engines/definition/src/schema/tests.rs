//! Schemas, and the trees, words and examples they become.

use std::fmt::Write as _;

use serde_json::json;

use super::*;
use crate::document::{self, Spot};
use crate::limits::Limits;
use crate::problem::Problems;
use crate::reader::Reader;

/// Reads `root` of a document with `schemas`, and hands it over with the table and the problems.
fn with<T>(text: &str, then: impl Fn(&Schemas, &Schema, Vec<String>) -> T) -> T {
    let limits = Limits::default();
    let mut problems = Problems::new(20);
    let root = document::read(text, &limits, &mut problems).unwrap();
    let mut reader = Reader::new(&root, &limits, problems);
    let spot = Spot::root(&root);
    let schema = reader.schema(&spot.get("root").unwrap());
    let schemas = reader.finish_schemas();
    let problems = reader.problems.into_list().iter().map(ToString::to_string).collect();
    then(&schemas, &schema, problems)
}

/// One line for each line of the tree.
fn outline(tree: &Tree<'_>, indent: usize, out: &mut String) {
    let role = match &tree.role {
        Role::Property(name) => (*name).to_owned(),
        other => format!("{other:?}"),
    };
    let star = if tree.required { "*" } else { "" };
    write!(out, "{}{role}{star}: {}", "  ".repeat(indent), tree.types).unwrap();
    if let Some(cut) = &tree.cut {
        write!(out, " [{cut:?}]").unwrap();
    }
    if !tree.constraints.is_empty() {
        write!(out, " ({})", tree.constraints.join(", ")).unwrap();
    }
    out.push('\n');
    for child in &tree.children {
        outline(child, indent + 1, out);
    }
}

fn tree_of(text: &str) -> String {
    with(text, |schemas, schema, problems| {
        assert_eq!(problems, Vec::<String>::new(), "{text}");
        let mut out = String::new();
        outline(&schemas.tree(schema, Direction::Both, TreeLimits::default()), 0, &mut out);
        out
    })
}

#[test]
fn words_for_types() {
    for (schema, expected) in [
        ("{type: string}", "string"),
        ("{type: [string, 'null']}", "string or null"),
        ("{type: [string, null]}", "string or null"),
        ("{type: string, nullable: true}", "string or null"),
        ("{type: array, items: {type: array, items: {type: integer}}}", "array of array of integer"),
        ("{items: {}}", "array of any"),
        ("{properties: {a: {}}}", "object"),
        ("{oneOf: [{type: string}, {type: 'null'}]}", "string or null"),
        ("{oneOf: [{type: string}, {type: integer}, {type: string}]}", "one of string, integer"),
        ("{anyOf: [{type: string}]}", "string"),
        ("{enum: [a, b]}", "string"),
        ("{const: 5}", "number"),
        ("true", "any"),
        ("false", "nothing"),
        ("{additionalProperties: true}", "object"),
        ("{$ref: '#/Pet'}", "Pet"),
        ("{type: array, items: {$ref: '#/Pet'}}", "array of Pet"),
        ("{type: file}", "file"),
    ] {
        let text = format!("root: {schema}\nPet: {{type: object}}");
        assert_eq!(with(&text, |schemas, schema, _| schemas.type_words(schema)), expected, "{schema}");
    }
}

#[test]
fn words_for_constraints() {
    for (schema, expected) in [
        ("minimum: 1, maximum: 5", "≥ 1, ≤ 5"),
        ("minimum: 1, exclusiveMinimum: true", "> 1"),
        ("exclusiveMinimum: 1.50", "> 1.50"),
        ("minLength: 1", "at least 1 character"),
        ("minLength: 2, maxLength: 2", "exactly 2 characters"),
        ("minLength: 2, maxLength: 5, pattern: '^a'", "2 to 5 characters, matches ^a"),
        ("maxItems: 1, uniqueItems: true", "at most 1 item, no item twice"),
        ("multipleOf: 5", "a multiple of 5"),
        ("minLength: 0", ""),
        ("minProperties: 1", "at least 1 property"),
    ] {
        let text = format!("root: {{{schema}}}");
        let words = with(&text, |schemas, schema, _| {
            schemas.tree(schema, Direction::Both, TreeLimits::default()).constraints.join(", ")
        });
        assert_eq!(words, expected, "{schema}");
    }
}

#[test]
fn references_are_followed_parts_joined_and_circles_cut() {
    let text = "
root: {allOf: [{$ref: '#/Base'}, {type: object, required: [name], properties: {name: {type: string}, parent: {$ref: '#/Node'}}}]}
Base: {type: object, required: [id], properties: {id: {type: integer, minimum: 1}}}
Node: {type: object, properties: {value: {$ref: '#/Base'}, next: {$ref: '#/Node'}, all: {type: array, items: {$ref: '#/Node'}}}}
";
    let expected = "\
Root: object
  id*: integer (≥ 1)
  name*: string
  parent: Node
    value: Base
      id*: integer (≥ 1)
    next: Node [Circle(\"Node\")]
    all: array of Node
      Items: Node [Circle(\"Node\")]
";
    assert_eq!(tree_of(text), expected);
}

#[test]
fn every_kind_of_child_has_a_role() {
    let text = "
root:
  oneOf: [{type: string}, {type: object, properties: {a: {}}}]
  anyOf: [{type: integer}]
  not: {type: boolean}
  if: {type: string}
  then: {minLength: 1}
  else: {minimum: 1}
  patternProperties: {'^x-': {type: string}}
  additionalProperties: {type: number}
  prefixItems: [{type: string}]
  items: {type: object, properties: {b: {type: string}}}
  contains: {const: 1}
  propertyNames: {maxLength: 5}
  dependentSchemas: {card: {required: [address]}}
";
    let tree = tree_of(text);
    for expected in [
        "OneOf(0): string",
        "OneOf(1): object",
        "AnyOf(0): integer",
        "Not: boolean",
        "If: string",
        "Then: any (at least 1 character)",
        "Else: any (≥ 1)",
        "Pattern(\"^x-\"): string",
        "Additional: number",
        "TupleItem(0): string",
        "Items: object",
        "Contains: number",
        "PropertyNames: any",
        "WithProperty(\"card\"): any",
    ] {
        assert!(tree.contains(expected), "{expected} is not in\n{tree}");
    }
}

#[test]
fn trees_end_at_their_limits() {
    let mut text = "root: {$ref: '#/s0'}\n".to_owned();
    for number in 0..40 {
        let next = number + 1;
        writeln!(text, "s{number}: {{properties: {{a: {{$ref: '#/s{next}'}}, b: {{$ref: '#/s{next}'}}}}}}")
            .unwrap();
    }
    text.push_str("s40: {type: string}\n");
    with(&text, |schemas, schema, _| {
        let limits = TreeLimits { depth: 30, lines: 100 };
        let tree = schemas.tree(schema, Direction::Both, limits);
        let mut out = String::new();
        outline(&tree, 0, &mut out);
        assert!(out.lines().count() <= 100, "{}", out.lines().count());
        assert!(out.contains("[Lines]") && out.contains("[Depth]"), "{out}");
        assert!(schemas.example(schema, Direction::Both).is_object());
    });
}

#[test]
fn examples_fit_their_schema() {
    for (schema, expected) in [
        ("{type: string}", json!("text")),
        ("{type: string, maxLength: 2}", json!("te")),
        ("{type: string, minLength: 6}", json!("texttext")),
        ("{type: string, format: date}", json!("2025-01-31")),
        ("{type: integer, minimum: 5}", json!(5)),
        ("{type: integer, exclusiveMinimum: 5, multipleOf: 4}", json!(12)),
        ("{type: integer, maximum: -3}", json!(-3)),
        ("{type: number}", json!(1)),
        ("{type: boolean}", json!(true)),
        ("{enum: [b, a]}", json!("b")),
        ("{type: string, default: x, example: y}", json!("y")),
        ("{type: string, examples: [z]}", json!("z")),
        ("{type: array, items: {type: string}, minItems: 2}", json!(["text", "text"])),
        ("{additionalProperties: {type: integer}}", json!({"key": 1})),
        ("{oneOf: [{type: string}, {type: integer}]}", json!("text")),
        (
            "{type: object, properties: {a: {type: string, readOnly: true}, b: {type: 'null'}}}",
            json!({"b": null}),
        ),
        ("{$ref: '#/Node'}", json!({"id": 1, "all": []})),
        ("{}", json!(null)),
    ] {
        let text = format!(
            "root: {schema}\nNode: {{properties: {{id: {{type: integer}}, next: {{$ref: '#/Node'}}, all: {{type: array, items: {{$ref: '#/Node'}}}}}}}}"
        );
        let example = with(&text, |schemas, schema, _| schemas.example(schema, Direction::Request));
        assert_eq!(example, expected, "{schema}");
    }
}

#[test]
fn odd_schemas_are_problems_and_still_shown() {
    for (schema, problem) in [
        ("[1]", "line 1: /root: a schema was expected"),
        ("{type: date}", "line 1: /root/type: `date` is not a type"),
        ("{properties: [a]}", "line 1: /root/properties: `properties` should be a mapping"),
        ("{allOf: {type: string}}", "line 1: /root/allOf: a list of schemas was expected"),
        ("{$ref: '#/None'}", "line 1: /root: nothing is at `#/None`"),
        (
            "{$ref: 'other.yaml#/A'}",
            "line 1: /root: `other.yaml#/A` is in another file, which is not read; bundle the definition into one file",
        ),
        ("{required: 5}", "line 1: /root/required: `required` should be a list of property names"),
    ] {
        let text = format!("root: {schema}");
        with(&text, |schemas, schema, problems| {
            assert_eq!(problems, [problem]);
            schemas.tree(schema, Direction::Both, TreeLimits::default());
            schemas.example(schema, Direction::Both);
        });
    }
}

#[test]
fn names_of_json_schema_are_found() {
    let text = "
root: {$ref: '#node'}
a: {$anchor: node, type: string}
b: {$id: 'https://schemas.example/b', $defs: {c: {type: integer}}}
";
    assert_eq!(tree_of(text), "Root: node\n");
    let text = text.replace("'#node'", "'https://schemas.example/b#/$defs/c'");
    assert_eq!(tree_of(&text), "Root: c\n");
}

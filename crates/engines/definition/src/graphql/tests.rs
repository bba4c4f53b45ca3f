//! Small schemas and what they are read as.

use std::fmt::Write as _;

use super::*;
use crate::limits::Limits;
use crate::problem::Problems;

fn read_all(text: &str) -> (Graphql, Vec<String>) {
    let (graphql, problems) = read(text, &Limits::default(), Problems::new(20));
    (graphql, problems.iter().map(ToString::to_string).collect())
}

/// The schema in few words.
fn outline(graphql: &Graphql) -> String {
    let mut out = String::new();
    for operation in &graphql.operations {
        writeln!(out, "{} {}", operation.root.word(), graphql.field(operation).unwrap().name).unwrap();
    }
    for definition in &graphql.types {
        write!(out, "{} {}", definition.kind.word(), definition.name).unwrap();
        for field in &definition.fields {
            let arguments: Vec<String> = field
                .arguments
                .iter()
                .map(|argument| format!("{}: {} = {:?}", argument.name, argument.of.text, argument.default))
                .collect();
            write!(out, " {}({}): {}", field.name, arguments.join(", "), field.of.text).unwrap();
        }
        for value in &definition.values {
            write!(out, " {}", value.name).unwrap();
        }
        let names = |uses: &[TypeUse]| uses.iter().map(|used| used.name.clone()).collect::<Vec<_>>();
        writeln!(out, " {:?} {:?}", names(&definition.members), names(&definition.implements)).unwrap();
    }
    out
}

#[test]
fn a_whole_schema() {
    let text = r#"
"""
About
  the schema
"""
schema @link(url: "https://a.example") { query: Root mutation: Change }
"Reads"
type Root implements Node & Named @key(fields: "id") {
  "One order"
  order(id: ID!, first: Int = 10, filter: Filter = {state: [OPEN]}): Order @deprecated(reason: "Use \"orders\"")
  orders: [Order!]!
}
type Change { pay(order: ID!): Order }
type Subscription { never: Int }
interface Node { id: ID! }
union Found = | Order | Root
enum State { "Still open" OPEN, CLOSED @deprecated }
input Filter { state: [State!] = [OPEN] }
scalar Date @specifiedBy(url: "https://a.example/date")
extend type Order { more: Date }
type Order { id: ID! }
directive @key(fields: String!) repeatable on OBJECT | INTERFACE
"#;
    let (graphql, problems) = read_all(text);
    assert_eq!(problems, Vec::<String>::new());
    let expected = "\
query order
query orders
mutation pay
type Root order(id: ID! = None, first: Int = Some(\"10\"), filter: Filter = Some(\"{state: [OPEN]}\")): Order orders(): [Order!]! [] [\"Node\", \"Named\"]
type Change pay(order: ID! = None): Order [] []
type Subscription never(): Int [] []
interface Node id(): ID! [] []
union Found [\"Order\", \"Root\"] []
enum State OPEN CLOSED [] []
input Filter state(): [State!] [] []
scalar Date [] []
type Order more(): Date id(): ID! [] []
";
    assert_eq!(outline(&graphql), expected);
    assert_eq!(graphql.description.as_deref(), Some("About\n  the schema"));
    let root = &graphql.types[0];
    assert_eq!(
        (root.description.as_deref(), root.line, root.anchor.as_str()),
        (Some("Reads"), 7, "type-Root")
    );
    assert_eq!(root.directives, ["@key(fields: \"id\")"]);
    assert_eq!(root.fields[0].deprecated.as_deref(), Some("Use \"orders\""));
    assert_eq!(root.fields[1].of.anchor.as_deref(), Some("type-Order"));
    assert_eq!(root.fields[0].arguments[2].of.anchor.as_deref(), Some("type-Filter"));
    assert_eq!((&root.implements[1].anchor, root.fields[0].arguments[0].of.anchor.as_deref()), (&None, None));
    assert_eq!(graphql.types[5].values[1].deprecated.as_deref(), Some("No longer supported"));
    assert!(graphql.types.iter().all(|definition| !definition.only_extended));
    let directive = &graphql.directives[0];
    assert_eq!((directive.repeatable, directive.locations.join(" ").as_str()), (true, "OBJECT INTERFACE"));
    assert_eq!(graphql.operations[2].anchor, "mutation-pay");
}

#[test]
fn root_types_without_a_schema() {
    let (graphql, _) =
        read_all("type Query { a: Int } type Mutation { b: Int } type Subscription { c: Int }");
    let names: Vec<&str> = graphql.operations.iter().map(|operation| operation.root.word()).collect();
    assert_eq!(names, ["query", "mutation", "subscription"]);
}

#[test]
fn the_rest_survives_an_error() {
    let (graphql, problems) = read_all("type A { a: Int }\ntype B { b: }\ntype C { c: Int }\nenum D { X Y }");
    let names: Vec<&str> = graphql.types.iter().map(|definition| definition.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C", "D"]);
    assert!(problems[0].starts_with("line 2, column 13: GraphQL: "), "{problems:?}");
}

#[test]
fn odd_documents_give_problems() {
    for (text, expected) in [
        ("query { a }", "line 1: a query, not part of a schema"),
        ("type A { a: Int }\ntype A { b: Int }", "line 2: the type `A` is defined twice"),
        ("type A { a: \"", "line 1, column 13: GraphQL: "),
    ] {
        let (_, problems) = read_all(text);
        assert!(problems.iter().any(|problem| problem.starts_with(expected)), "{text}: {problems:?}");
    }
}

#[test]
fn nesting_is_bounded() {
    let text = format!("type A {{ a: {}Int{} }}", "[".repeat(5000), "]".repeat(5000));
    let (_, problems) = read_all(&text);
    assert!(problems.iter().any(|problem| problem.contains("limit")), "{problems:?}");
}

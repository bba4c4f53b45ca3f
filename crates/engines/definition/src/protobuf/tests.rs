//! Small files and what they are read as.

use std::fmt::Write as _;

use super::*;
use crate::limits::Limits;
use crate::problem::Problems;

fn read_all(text: &str) -> (Protobuf, Vec<String>) {
    let (file, problems) = read(text, &Limits::default(), Problems::new(20));
    (file, problems.iter().map(ToString::to_string).collect())
}

fn outline(file: &Protobuf) -> String {
    let mut out = String::new();
    for service in &file.services {
        for method in &service.methods {
            let stream = |on: bool| if on { "stream " } else { "" };
            writeln!(
                out,
                "{}.{} {}{} {}{} {:?} {}",
                service.name,
                method.name,
                stream(method.client_streaming),
                method.input.text,
                stream(method.server_streaming),
                method.output.text,
                method.description,
                method.options.len(),
            )
            .unwrap();
        }
    }
    for message in &file.messages {
        writeln!(out, "{} {:?}", message.name, message.description).unwrap();
        for field in &message.fields {
            let Field { name, number, oneof, description, of, .. } = field;
            writeln!(
                out,
                "  {} {name} {number} {oneof:?} {description:?} {:?}",
                field.type_words(),
                of.anchor
            )
            .unwrap();
        }
    }
    for enumeration in &file.enums {
        let values: Vec<String> =
            enumeration.values.iter().map(|value| format!("{}={}", value.name, value.number)).collect();
        writeln!(out, "{} {}", enumeration.name, values.join(" ")).unwrap();
    }
    out
}

#[test]
fn a_whole_file() {
    let text = r#"
// Copyright, and not a description.

syntax = "proto3";
/* About
 * the package. */
package shop.v1;
import public "google/protobuf/empty.proto";
import "other.proto";
option java_package = "example.shop";

// Sells.
// Twice a day.
service Shop {
  option deprecated = true;
  // Places an order.
  rpc Place(Order) returns (google.protobuf.Empty) {
    option (google.api.http) = { post: "/v1/orders" body: "*" };
    option deprecated = true;
  }
  rpc Watch(stream Order) returns (stream .shop.v1.Order.Line); // Streams.
}

/// An order.
message Order {
  // Which one.
  string id = 1;
  repeated Line lines = 2 [deprecated = true, (my.opt).x = {a: 1}]; // Articles.
  map<string, Line> by_name = 3;
  optional State state = 4 [json_name = "s" "t"];
  oneof pay { // How.
    Card card = 5;
    string cash = 6;
  }
  reserved 7, 9 to 11, "old";
  message Line { int32 count = 1; State state = 2; }
  enum State { UNKNOWN = 0; OPEN = 1 [deprecated = true]; GONE = -1; }
}
message Card {}
enum State { NONE = 0; }
extend Card { string extra = 100; }
"#;
    let (file, problems) = read_all(text);
    assert_eq!(problems, Vec::<String>::new());
    let expected = r#"Shop.Place Order google.protobuf.Empty Some("Places an order.") 1
Shop.Watch stream Order stream .shop.v1.Order.Line Some("Streams.") 0
Order Some("An order.")
  string id 1 None Some("Which one.") None
  repeated Line lines 2 None Some("Articles.") Some("type-Order.Line")
  map<string, Line> by_name 3 None None Some("type-Order.Line")
  optional State state 4 None None Some("type-Order.State")
  Card card 5 Some("pay") None Some("type-Card")
  string cash 6 Some("pay") None None
Order.Line None
  int32 count 1 None None None
  State state 2 None None Some("type-Order.State")
Card None
Order.State UNKNOWN=0 OPEN=1 GONE=-1
State NONE=0
"#;
    assert_eq!(outline(&file), expected);
    assert_eq!((file.syntax.as_str(), file.package.as_deref()), ("proto3", Some("shop.v1")));
    assert_eq!(file.description.as_deref(), Some("About\nthe package."));
    assert_eq!(
        file.imports[0],
        Import { path: "google/protobuf/empty.proto".to_owned(), modifier: Some("public".to_owned()) }
    );
    let service = &file.services[0];
    assert_eq!((service.deprecated, service.description.as_deref()), (true, Some("Sells.\nTwice a day.")));
    let [place, watch] = service.methods.as_slice() else { panic!() };
    assert_eq!((place.deprecated, place.options[0].name.as_str()), (true, "(google.api.http)"));
    assert_eq!(place.options[0].value, "{ post: \"/v1/orders\" body: \"*\" }");
    assert_eq!(
        (watch.output.anchor.as_deref(), watch.anchor.as_str()),
        (Some("type-Order.Line"), "method-Shop.Watch")
    );
    let order = &file.messages[0];
    assert!(order.fields[1].deprecated);
    assert_eq!(order.fields[1].options[0].name, "(my.opt).x");
    assert_eq!(order.fields[3].options[0].value, "\"s\" \"t\"");
    assert_eq!(order.reserved, ["7", "9 to 11", "\"old\""]);
    assert_eq!(order.oneofs[0].description.as_deref(), Some("How."));
    assert_eq!(file.extensions[0].extendee.anchor.as_deref(), Some("type-Card"));
}

#[test]
fn proto2_and_editions() {
    let text = r#"
syntax = "proto2";
message A {
  required int32 id = 1 [default = -5];
  optional group Inner = 2 { optional string x = 1; }
  extensions 100 to max [verification = UNVERIFIED];
  option message_set_wire_format = true;
  optional string message = 3;
  optional string reserved = 4;
  optional option option = 5;
}
"#;
    let (file, problems) = read_all(text);
    assert_eq!(problems, Vec::<String>::new());
    let names: Vec<&str> = file.messages.iter().map(|message| message.name.as_str()).collect();
    assert_eq!(names, ["A", "A.Inner"]);
    let fields: Vec<&str> = file.messages[0].fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(fields, ["id", "inner", "message", "reserved", "option"]);
    assert_eq!(file.messages[0].fields[0].default.as_deref(), Some("-5"));
    assert_eq!(file.messages[0].extension_ranges, ["100 to max"]);
    let (file, problems) =
        read_all("edition = \"2024\"; export message A { string a = 1; } local enum B { C = 0; }");
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!((file.syntax.as_str(), file.messages.len(), file.enums.len()), ("edition 2024", 1, 1));
}

#[test]
fn the_rest_survives_a_mistake() {
    for (text, messages, problem) in [
        (
            "message A { int32 a = ; string b = 2; } message B {}",
            2,
            "line 1, column 23: the number of the field was expected, not `;`",
        ),
        (
            "message A { string b 2; string c = 3; } message B {}",
            2,
            "line 1, column 22: `=` was expected, not `2`",
        ),
        ("message { } message B {}", 1, "line 1, column 9: a name was expected, not `{`"),
        (
            "hello world; message B {}",
            1,
            "line 1, column 1: message, enum, service, import or option was expected, not `hello`",
        ),
        ("message A { string b = 1;", 1, "line 1, column 26: the file ends inside message A"),
        (
            "service S { call X(A) returns (B); rpc Y(A) returns (B); } message B {}",
            1,
            "line 1, column 13: rpc or option was expected, not `call`",
        ),
        (
            "service S { rpc Y(A) return (B); rpc Z(A) returns (B); } message B {}",
            1,
            "line 1, column 22: `returns` was expected, not `return`",
        ),
        ("} message B {}", 1, "line 1, column 1: message, enum"),
        (
            "syntax = proto3; message B {}",
            1,
            "line 1, column 10: a text in quotes was expected, not `proto3`",
        ),
        ("message A { string b = 1 [x = ", 1, "line 1, column 31: a value was expected, but the file ends"),
    ] {
        let (file, problems) = read_all(text);
        assert_eq!(file.messages.len(), messages, "{text}: {problems:?}");
        assert!(problems[0].starts_with(problem), "{text}: {problems:?}");
    }
    let (file, _) = read_all(
        "message A { int32 a = ; string b = 2; }\nservice S { rpc Y(A return (B); rpc Z(A) returns (B); }",
    );
    assert_eq!(
        (file.messages[0].fields[0].name.as_str(), file.services[0].methods[0].name.as_str()),
        ("b", "Z")
    );
}

#[test]
fn names_inside_long_names_are_bounded() {
    let text = format!("message {} {{ {} }}", "x".repeat(1000), "message A {} ".repeat(1000));
    let limits = Limits { bytes: 100_000, ..Limits::default() };
    let (file, problems) = read(&text, &limits, Problems::new(20));
    assert_eq!(file.messages.len(), 99);
    assert!(problems[0].message.contains("too long"), "{problems:?}");
}

#[test]
fn nesting_is_bounded() {
    let text = format!("{}{}", "message A {".repeat(3000), "}".repeat(3000));
    let (file, problems) = read_all(&text);
    assert!(problems.iter().any(|problem| problem.contains("too deep (limit 100)")), "{problems:?}");
    assert!(file.messages.len() > 50);
}

//! What pages show of each language, of large, broken, hostile and absent definitions, and to whom.

use std::fmt::Write as _;

use serde_json::json;
use testkit::Persona;

use super::fixture::{ann, dora, page, portal};

const OPENAPI: &str = "
openapi: 3.1.0
info: {title: Orders, version: 2.0.0, description: 'Place *orders*', contact: {name: Team Pear, email: pear@orchard.test}}
servers: [{url: 'https://orders.test/v2', description: Production}]
tags: [{name: orders, description: The life of an order}]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      tags: [orders, shared]
      summary: Read one order
      security: [{token: []}]
      parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
      responses:
        '200': {description: The order, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        '404': {description: No such order}
  /orders:
    post:
      operationId: placeOrder
      deprecated: true
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'201': {description: Placed}}
components:
  schemas: {Order: {type: object, description: What was bought, required: [id], properties: {id: {type: integer}, state: {type: string, enum: [placed, sent]}}}}
  securitySchemes: {token: {type: http, scheme: bearer}}
";

const ASYNCAPI: &str = "
asyncapi: 3.0.0
info: {title: Order events, version: 1.0.0}
channels: {placed: {address: orders.placed, messages: {placed: {$ref: '#/components/messages/Placed'}}}}
operations: {sendPlaced: {action: send, channel: {$ref: '#/channels/placed'}}}
components: {messages: {Placed: {summary: An order was placed, payload: {type: object, properties: {id: {type: string}}}}}}
";

const GRAPHQL: &str = "type Query { basket(id: ID!): Basket }\n\"What is bought\"\ntype Basket { id: ID!, lines: [Line!]! }\ntype Line { sku: String }\n";

const PROTO: &str = "syntax = \"proto3\";\npackage stock;\nservice Stock { rpc Get(Ask) returns (stream Answer); }\nmessage Ask { string sku = 1; }\nmessage Answer { int64 count = 1; State state = 2; }\nenum State { UNKNOWN = 0; }\n";

const WSDL: &str = r#"<definitions name="Old" targetNamespace="urn:old" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="urn:old" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<message name="Ask"><part name="sku" type="xsd:string"/></message>
<portType name="Warehouse"><operation name="Count"><input message="tns:Ask"/></operation></portType></definitions>"#;

const APIS: [(&str, &str, &str); 6] = [
    ("orders", "openapi", OPENAPI),
    ("events", "asyncapi", ASYNCAPI),
    ("basket", "graphql", GRAPHQL),
    ("stock", "grpc", PROTO),
    ("old", "wsdl", WSDL),
    ("letter", "letter", "Dear owner,\nsend pears.\n"),
];

#[tokio::test]
async fn each_language_is_shown_by_what_it_has() {
    let portal = portal(&APIS, json!({})).await;
    for (path, expected) in [
        (
            "orders",
            &[
                "OpenAPI 3.1.0",
                "<bdi>2.0.0</bdi>",
                "<em>orders</em>",
                "https://orders.test/v2",
                "mailto:pear@orchard.test",
                "2 operations, 1 type",
                "The life of an order",
                "Read one order",
                "1 provider",
                "2 consumers",
                "a token (Bearer)",
            ][..],
        ),
        (
            "orders?open=operation-getOrder",
            &[
                "in path",
                "≥ 1",
                "placed",
                "No such order",
                "Try it",
                "curl https://orders.test/v2/orders/1",
                "Line 9 of the text",
            ],
        ),
        ("orders?open=type-Order", &["What was bought", "one of"]),
        (
            "events",
            &[
                "AsyncAPI 3.0.0",
                "1 operation",
                "orders.placed",
                "An order was placed",
                "subscribe to the channel",
            ],
        ),
        (
            "basket",
            &["GraphQL", "1 operation, 3 types", "What is bought", "open=type-Line#type-Line", "[Line!]!"],
        ),
        (
            "stock",
            &["Protobuf proto3", "Service Stock", "a stream of ", "open=type-Answer#type-Answer", "= 1"],
        ),
        ("old", &["Warehouse", "Count", "open=message-Ask#message-Ask"]),
        ("letter", &["Dear owner,", "id=\"L2\"", "letter"]),
        ("orders?view=text", &["operationId: getOrder", "id=\"L25\""]),
    ] {
        let text = page(&portal, path).await;
        for words in expected {
            assert!(text.contains(words), "{path}: {words} in {text}");
        }
    }
}

#[tokio::test]
async fn the_filter_finds_by_everything_that_is_said() {
    let portal = portal(&APIS, json!({})).await;
    for (path, found, left_out) in [
        ("orders?q=READ+one", "operation-getOrder", "operation-placeOrder"),
        ("orders?q=placeorder", "operation-placeOrder", "operation-getOrder"),
        ("orders?q=bought", "type-Order", "operation-getOrder"),
        ("basket?q=line", "type-Line", "no such thing"),
    ] {
        let text = page(&portal, path).await;
        assert!(text.contains(&format!("id=\"{found}\"")), "{path}: no {found} in {text}");
        assert!(!text.contains(&format!("id=\"{left_out}\"")), "{path}: {left_out}");
    }
    assert!(page(&portal, "orders?q=%3Cnothing%3E").await.contains("“&lt;nothing&gt;”"));
    // What is opened is shown whatever the filter says, and what does not exist opens nothing.
    assert!(
        page(&portal, "orders?q=place&open=operation-getOrder").await.contains("id=\"operation-getOrder\"")
    );
    page(&portal, "orders?open=gone&page=99").await;
}

#[tokio::test]
async fn the_text_is_had_by_itself_and_as_a_file() {
    let portal = portal(&APIS, json!({})).await;
    let path = |name: &str| format!("/catalog/default/api/{name}/definition/text");
    let plain = portal.get(&ann(), &path("orders")).await.expect(200);
    assert_eq!((plain.text(), plain.header("content-type")), (OPENAPI, "text/plain; charset=utf-8"));
    assert_eq!(plain.header("x-content-type-options"), "nosniff");
    for (name, file) in [
        ("orders", "orders.yaml"),
        ("stock", "stock.proto"),
        ("basket", "basket.graphql"),
        ("old", "old.xml"),
        ("letter", "letter.txt"),
    ] {
        let answer = portal.get(&ann(), &format!("{}?download", path(name))).await.expect(200);
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{file}\""));
    }
}

#[tokio::test]
async fn what_may_not_be_read_does_not_exist() {
    let portal = portal(&APIS, json!({})).await;
    let paths = [
        "orders/definition/text",
        "orders/definition/text?download",
        "orders/definition/try?operation=operation-getOrder",
    ];
    for path in paths {
        let path = format!("/catalog/default/api/{path}");
        portal.get(&dora(), &path).await.expect(404);
        let nobody = portal.get(&Persona::Anonymous, &path).await;
        assert!(!nobody.status.is_success(), "{path}: {}", nobody.status);
        portal.get(&ann(), &path).await.expect(200);
        portal.get(&ann(), &path.replace("orders", "gone")).await.expect(404);
        portal.get(&ann(), &path.replace("/api/", "/component/")).await.expect(404);
    }
    for operation in ["", "gone", "type-Order"] {
        let path = format!("/catalog/default/api/orders/definition/try?operation={operation}");
        portal.get(&ann(), &path).await.expect(404);
    }
    portal
        .get(&ann(), "/catalog/default/api/events/definition/try?operation=operation-sendPlaced")
        .await
        .expect(404);
}

#[tokio::test]
async fn problems_are_told_by_their_line() {
    let broken = "openapi: 3.0.3\ninfo: {title: Broken, version: '1'}\npaths:\n  /a:\n    get:\n      responses: {'200': {$ref: '#/components/responses/Gone'}}\n";
    let unreadable = "openapi: 3.0.3\ninfo: {title: \"Broken\npaths: [\n";
    let portal = portal(
        &[("broken", "openapi", broken), ("unreadable", "openapi", unreadable), ("none", "openapi", " ")],
        json!({}),
    )
    .await;
    let text = page(&portal, "broken").await;
    assert!(
        text.contains("wrong with this definition")
            && text.contains("Line 6</a>")
            && text.contains("view=text&amp;line=6#L6"),
        "{text}"
    );
    assert!(text.contains("/a"));
    assert!(page(&portal, "broken?view=text&line=6").await.contains("id=\"L6\""));
    let text = page(&portal, "unreadable").await;
    assert!(text.contains("wrong with this definition") && text.contains("paths: ["), "{text}");
    assert!(page(&portal, "none").await.contains("This API has no definition"));
}

#[tokio::test]
async fn a_hostile_definition_is_inert() {
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a>";
    let openapi = json!({
        "openapi": "3.0.0",
        "info": { "title": evil, "version": evil, "description": evil, "termsOfService": "javascript:alert(1)", "contact": { "name": evil, "url": "javascript:alert(1)" }, "license": { "name": evil, "url": "javascript:alert(1)" } },
        "servers": [{ "url": format!("javascript:{evil}"), "description": evil }],
        "externalDocs": { "url": "javascript:alert(1)", "description": evil },
        "tags": [{ "name": evil, "description": evil }],
        "paths": { format!("/{evil}"): { "post": {
            "operationId": evil, "summary": evil, "description": evil, "tags": [evil], "security": [{ evil: [evil] }],
            "parameters": [{ "name": evil, "in": "query", "description": evil, "schema": { "type": "string", "enum": [evil], "default": evil, "format": evil, "pattern": evil } }],
            "requestBody": { "description": evil, "content": { evil: { "schema": { "type": "object", "title": evil, "properties": { evil: { "type": evil, "description": evil } } }, "examples": { evil: { "summary": evil, "value": evil, "externalValue": "javascript:alert(1)" } } } } },
            "responses": { "200": { "description": evil, "headers": { evil: { "description": evil, "schema": { "type": "string" } } }, "content": { "text/html": { "example": evil } } } },
        } } },
        "components": { "securitySchemes": { evil: { "type": "apiKey", "name": evil, "in": "header", "description": evil } }, "schemas": { evil: { "type": "string", "description": evil } } },
    });
    let asyncapi = json!({
        "asyncapi": "3.0.0", "info": { "title": evil, "version": evil, "description": evil },
        "servers": { evil: { "host": evil, "protocol": evil, "description": evil, "bindings": { evil: { evil: evil } } } },
        "channels": { "a": { "address": evil, "title": evil, "description": evil, "parameters": { evil: { "description": evil } }, "messages": { evil: { "name": evil, "payload": { "type": "object", "description": evil }, "examples": [{ "name": evil, "payload": evil }] } } } },
        "operations": { evil: { "action": "send", "channel": { "$ref": "#/channels/a" }, "summary": evil, "description": evil } },
    });
    let graphql = format!(
        "\"\"\"{evil}\"\"\"\ntype Query {{ \"{}\" a(b: Int = 1): B @deprecated(reason: \"{}\") }}\ntype B {{ c: Int }}\n",
        evil.replace('"', ""),
        evil.replace('"', "")
    );
    let proto = format!(
        "syntax = \"proto3\";\n// {evil}\nservice S {{ // {evil}\n  rpc A(B) returns (B); }}\nmessage B {{ string c = 1; // {evil}\n}}\n"
    );
    let (openapi, asyncapi) = (openapi.to_string(), asyncapi.to_string());
    let apis = [
        ("a", "openapi", &*openapi),
        ("b", "asyncapi", &*asyncapi),
        ("c", "graphql", &*graphql),
        ("d", "grpc", &*proto),
        ("e", evil, evil),
    ];
    let portal = portal(&apis, json!({})).await;
    for (name, ..) in apis {
        for view in ["", "?view=text", &format!("?q={}", "%3Cscript%3E")] {
            let text = page(&portal, &format!("{name}{view}")).await;
            let lower = text.to_lowercase();
            for words in ["<script>alert", "<img src=x", "href=\"javascript", "onerror=alert(1)>"] {
                // Escaped, the last one ends with an entity.
                assert!(!lower.contains(words), "{name}{view}: {words}");
            }
        }
    }
    let anchor = page(&portal, "a").await;
    let start = anchor.find("definition/try?operation=").unwrap() + "definition/try?operation=".len();
    let operation = anchor[start..].split('"').next().unwrap();
    let text = page(&portal, &format!("a/definition/try?operation={operation}")).await;
    assert!(!text.contains("<script>alert") && !text.contains("<img src=x"));
}

#[tokio::test]
async fn a_large_definition_makes_small_pages() {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: Large, version: '1'}\nservers: [{url: 'https://large.test'}]\npaths:\n",
    );
    for index in 0..2_000 {
        let _ = write!(
            text,
            "  /things/{index}/{{id}}:\n    get:\n      operationId: get{index}\n      tags: [area {}]\n      summary: Read thing {index} by its id\n      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/T'}}}}}}}}}}\n",
            index / 50
        );
    }
    text.push_str("components:\n  schemas:\n    T:\n      type: object\n      properties:\n");
    for index in 0..2_000 {
        let _ = writeln!(
            text,
            "        p{index}: {{type: string, description: Property {index} of a thing that has many}}"
        );
    }
    let portal = portal(&[("large", "openapi", &text)], json!({})).await;
    for path in [
        "large",
        "large?page=7",
        "large?open=operation-get777",
        "large?open=type-T",
        "large?view=text&line=9000",
        "large?q=things",
    ] {
        let page = page(&portal, path).await;
        let load = ui::inspect::first_load(&page);
        println!("{path}: {} bytes, {load} of a first visit", page.len());
        assert!(load <= 60_000, "{path}: {load}");
    }
    let open = page(&portal, "large?open=operation-get777").await;
    assert!(
        open.contains("id=\"operation-get777\"") && open.contains("701–800 of 2\u{202f}001"),
        "the page with the operation"
    );
    assert!(page(&portal, "large?view=text&line=9000").await.contains("id=\"L9000\""));
}

//! Texts that nobody means well with: changed at random, cut, nested, repeated. Nothing panics, everything ends.

use definition::request::{self, Input};
use definition::schema::{Direction, TreeLimits};
use definition::{Content, Kind, Limits};
use proptest::prelude::*;

use crate::fixtures;

/// Reads a text and makes everything that a page would make of it.
fn show(kind: Kind, text: &str) {
    let limits = Limits { expansion: 20_000, nodes: 20_000, ..Limits::default() };
    let read = definition::read(kind, text, &limits);
    read.entries();
    for problem in &read.problems {
        assert!(!problem.message.is_empty());
    }
    match &read.content {
        Content::Openapi(openapi) => {
            for named in openapi.schemas.listed() {
                openapi.schemas.tree(&named.schema, Direction::Both, TreeLimits::default());
                openapi.schemas.example(&named.schema, Direction::Request);
            }
            for operation in &openapi.operations {
                request::curl_sample(openapi, operation);
                let values = request::sample(openapi, operation);
                if let Ok(request) = request::prepare(openapi, operation, &values) {
                    assert!(
                        openapi.servers.iter().any(|server| starts_alike(&request.url, &server.url)),
                        "{request:?}"
                    );
                }
            }
        }
        Content::Asyncapi(asyncapi) => {
            for named in asyncapi.schemas.listed() {
                asyncapi.schemas.tree(&named.schema, Direction::Both, TreeLimits::default());
            }
        }
        Content::Graphql(graphql) => {
            for operation in &graphql.operations {
                assert!(graphql.field(operation).is_some());
            }
        }
        _ => {}
    }
}

/// Whether an address starts as the server's does, as far as that has no variables.
fn starts_alike(url: &str, server: &str) -> bool {
    let fixed = server.split('{').next().unwrap_or_default().trim_end_matches('/');
    url.starts_with(fixed)
}

/// Pieces that mean something in one of the languages.
const PIECES: [&str; 24] = [
    "{", "}", "[", "]", ":", ",", "\"", "'", "\n", "  ", "$ref", "#/", "&a ", "*a", "<<: ", "- ", "\\",
    "\"\"\"", "//", "/*", "null", "\u{0}", "é", "..",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn changed_definitions_never_panic(
        which in 0..fixtures::ALL.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, 0..PIECES.len()), 1..8),
    ) {
        let (spec_type, text) = fixtures::ALL[which];
        let mut text: Vec<char> = text.chars().collect();
        for (at, removed, piece) in changes {
            let start = at.index(text.len());
            let end = (start + removed).min(text.len());
            text.splice(start..end, PIECES[piece].chars());
        }
        let text: String = text.into_iter().collect();
        show(Kind::of_type(spec_type), &text);
    }

    #[test]
    fn any_text_is_read_as_anything(text in ".{0,200}", which in 0_usize..7) {
        let kinds = [Kind::Openapi, Kind::Asyncapi, Kind::Graphql, Kind::Protobuf, Kind::Wsdl, Kind::Trpc, Kind::Plain];
        show(kinds[which], &text);
    }

    #[test]
    fn requests_never_leave_the_server(value in ".{0,30}", city in ".{0,12}") {
        let text = "
openapi: 3.0.0
info: {title: A, version: '1'}
servers: [{url: 'https://{city}.a.example:8443/{base}', variables: {city: {default: x}, base: {default: b}}}]
paths: {'/a/{id}/{x}': {get: {parameters: [
  {name: id, in: path, required: true, style: label, schema: {type: array, items: {type: string}}},
  {name: x, in: path, required: true, schema: {type: string}},
  {name: q, in: query, allowReserved: true, schema: {type: string}}], responses: {}}}}
";
        let read = definition::read(Kind::Openapi, text, &Limits::default());
        let Content::Openapi(openapi) = read.content else { panic!() };
        let mut values = request::sample(&openapi, &openapi.operations[0]);
        values.variables = vec![("city".to_owned(), city.clone()), ("base".to_owned(), value.clone())];
        values.parameters = openapi.operations[0].parameters.iter()
            .map(|parameter| (parameter.place, parameter.name.clone(), Input::Text(value.clone()))).collect();
        if let Ok(request) = request::prepare(&openapi, &openapi.operations[0], &values) {
            prop_assert!(request.url.starts_with("https://x.a.example:8443/"), "{}", request.url);
            prop_assert!(request.url.is_ascii() && !request.url.contains(['#', ' ', '\\']), "{}", request.url);
        }
    }
}

#[test]
fn bombs_end_soon() {
    let aliases = "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\nopenapi: [*d,*d,*d,*d,*d,*d,*d,*d]\n";
    let circle = "openapi: 3.0.0\ninfo: {title: A, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}}}";
    let traits = "asyncapi: 2.0.0\ninfo: {title: A, version: '1'}\nchannels: {a: {publish: {traits: [{$ref: '#/channels/a/publish'}, {traits: [{$ref: '#'}]}]}}}";
    for (kind, text) in [
        (Kind::Openapi, aliases.to_owned()),
        (Kind::Openapi, circle.to_owned()),
        (Kind::Asyncapi, traits.to_owned()),
        (Kind::Openapi, "[".repeat(100_000)),
        (Kind::Openapi, "{\"openapi\":".repeat(10_000)),
        (Kind::Openapi, format!("openapi: 3.0.0\n{}", "- ".repeat(10_000))),
        (Kind::Graphql, "type A {".repeat(20_000)),
        (Kind::Graphql, format!("type A @a(b: {}", "[".repeat(20_000))),
        (Kind::Graphql, format!("type A {{ {} }}", "a: Int ".repeat(50_000))),
        (Kind::Protobuf, "message A {".repeat(20_000)),
        (Kind::Protobuf, "option a = {".repeat(20_000)),
        (Kind::Protobuf, "}".repeat(50_000)),
        (Kind::Wsdl, format!("<a xmlns='http://schemas.xmlsoap.org/wsdl/'>{}", "<b>".repeat(50_000))),
    ] {
        show(kind, &text);
    }
}

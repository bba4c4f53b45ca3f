//! What people fill in, and the requests or errors that come of it.

use super::*;
use crate::document;
use crate::limits::Limits;
use crate::problem::Problems;
use crate::reader::Reader;

fn openapi(text: &str) -> Openapi {
    let limits = Limits::default();
    let mut problems = Problems::new(20);
    let root = document::read(text, &limits, &mut problems).unwrap();
    let (openapi, problems) = crate::openapi::read(Reader::new(&root, &limits, problems));
    assert!(problems.is_empty(), "{problems:?}");
    openapi
}

fn text(place: Place, name: &str, value: &str) -> (Place, String, Input) {
    (place, name.to_owned(), Input::Text(value.to_owned()))
}

/// The address of a GET with one parameter, or the first error.
fn address_with(parameter: &str, place: Place, value: &str) -> String {
    let path = if place == Place::Path { "/a/{x}/b" } else { "/a" };
    let api = openapi(&format!(
        "openapi: 3.1.0\ninfo: {{title: A, version: 1}}\nservers: [{{url: https://a.example/v1}}]\npaths: {{'{path}': {{get: {{parameters: [{{name: x, {parameter}}}]}}}}}}"
    ));
    let values = Values { parameters: vec![text(place, "x", value)], ..Values::default() };
    match prepare(&api, &api.operations[0], &values) {
        Ok(request) => match place {
            Place::Header | Place::Cookie => {
                request.headers.last().map(|header| format!("{}: {}", header.name, header.value)).unwrap()
            }
            _ => request.url.trim_start_matches("https://a.example/v1").to_owned(),
        },
        Err(errors) => format!("{}: {}", errors[0].field, errors[0].message),
    }
}

/// A list, an object, and what is typed for them.
const LIST: &str = "schema: {type: array, items: {type: string}}";
const OBJECT: &str = "schema: {type: object, properties: {R: {type: integer}}}";
const BLUE: &str = "blue,black";
const COLOR: &str = "{\"R\": 100, \"G\": 200}";

#[test]
fn styles_write_paths_as_the_standard_says() {
    for (parameter, place, value, expected) in [
        (
            "in: path, required: true, schema: {type: string}".to_owned(),
            Place::Path,
            "a b/c",
            "/a/a%20b%2Fc/b",
        ),
        (format!("in: path, required: true, {LIST}"), Place::Path, BLUE, "/a/blue,black/b"),
        (format!("in: path, required: true, {OBJECT}"), Place::Path, COLOR, "/a/R,100,G,200/b"),
        (
            format!("in: path, required: true, explode: true, {OBJECT}"),
            Place::Path,
            COLOR,
            "/a/R=100,G=200/b",
        ),
        (format!("in: path, required: true, style: label, {LIST}"), Place::Path, BLUE, "/a/.blue,black/b"),
        (
            format!("in: path, required: true, style: label, explode: true, {LIST}"),
            Place::Path,
            BLUE,
            "/a/.blue.black/b",
        ),
        (
            format!("in: path, required: true, style: label, explode: true, {OBJECT}"),
            Place::Path,
            COLOR,
            "/a/.R=100.G=200/b",
        ),
        (
            "in: path, required: true, style: matrix, schema: {type: string}".to_owned(),
            Place::Path,
            "blue",
            "/a/;x=blue/b",
        ),
        (format!("in: path, required: true, style: matrix, {LIST}"), Place::Path, BLUE, "/a/;x=blue,black/b"),
        (
            format!("in: path, required: true, style: matrix, explode: true, {LIST}"),
            Place::Path,
            BLUE,
            "/a/;x=blue;x=black/b",
        ),
        (
            format!("in: path, required: true, style: matrix, {OBJECT}"),
            Place::Path,
            COLOR,
            "/a/;x=R,100,G,200/b",
        ),
        (
            format!("in: path, required: true, style: matrix, explode: true, {OBJECT}"),
            Place::Path,
            COLOR,
            "/a/;R=100;G=200/b",
        ),
    ] {
        assert_eq!(address_with(&parameter, place, value), expected, "{parameter}");
    }
}

#[test]
fn styles_write_other_values_as_the_standard_says() {
    for (parameter, place, value, expected) in [
        (
            "in: query, schema: {type: string}".to_owned(),
            Place::Query,
            "a&b=c d+é",
            "/a?x=a%26b%3Dc%20d%2B%C3%A9",
        ),
        (
            "in: query, allowReserved: true, schema: {type: string}".to_owned(),
            Place::Query,
            "/p?q#&",
            "/a?x=/p?q%23%26",
        ),
        (format!("in: query, {LIST}"), Place::Query, BLUE, "/a?x=blue&x=black"),
        (format!("in: query, explode: false, {LIST}"), Place::Query, BLUE, "/a?x=blue,black"),
        (
            format!("in: query, style: spaceDelimited, explode: false, {LIST}"),
            Place::Query,
            BLUE,
            "/a?x=blue%20black",
        ),
        (
            format!("in: query, style: pipeDelimited, explode: false, {LIST}"),
            Place::Query,
            "[\"a,b\", \"c\"]",
            "/a?x=a%2Cb%7Cc",
        ),
        (format!("in: query, {OBJECT}"), Place::Query, COLOR, "/a?R=100&G=200"),
        (format!("in: query, explode: false, {OBJECT}"), Place::Query, COLOR, "/a?x=R,100,G,200"),
        (
            format!("in: query, style: deepObject, {OBJECT}"),
            Place::Query,
            COLOR,
            "/a?x%5BR%5D=100&x%5BG%5D=200",
        ),
        (
            "in: query, content: {application/json: {schema: {type: object}}}".to_owned(),
            Place::Query,
            "{\"a\":1}",
            "/a?x=%7B%22a%22%3A1%7D",
        ),
        (format!("in: header, {LIST}"), Place::Header, BLUE, "x: blue,black"),
        (format!("in: header, explode: true, {OBJECT}"), Place::Header, COLOR, "x: R=100,G=200"),
        ("in: cookie, schema: {type: string}".to_owned(), Place::Cookie, "a;b", "Cookie: x=a%3Bb"),
        ("in: query, schema: {type: string}".to_owned(), Place::Query, "", "/a"),
    ] {
        assert_eq!(address_with(&parameter, place, value), expected, "{parameter}");
    }
}

#[test]
fn wrong_values_are_named_by_field() {
    for (parameter, place, value, expected) in [
        ("in: path, required: true, schema: {type: string}", Place::Path, "", "path.x: a value is needed"),
        ("in: query, required: true, schema: {type: string}", Place::Query, "", "query.x: a value is needed"),
        ("in: query, schema: {type: integer}", Place::Query, "1.5", "query.x: expected integer"),
        ("in: query, schema: {type: number}", Place::Query, "NaN", "query.x: expected number"),
        ("in: query, schema: {type: boolean}", Place::Query, "yes", "query.x: expected boolean"),
        (
            "in: query, schema: {type: string, enum: [a, b]}",
            Place::Query,
            "c",
            "query.x: expected one of a, b",
        ),
        (
            "in: query, schema: {type: array, items: {type: integer}}",
            Place::Query,
            "1,x",
            "query.x: item 2: expected integer",
        ),
        ("in: query, schema: {type: object}", Place::Query, "a", "query.x: expected a JSON object"),
        (
            "in: query, content: {application/json: {}}",
            Place::Query,
            "{",
            "query.x: expected JSON: EOF while parsing an object at line 1 column 1",
        ),
        (
            "in: header, schema: {type: string}",
            Place::Header,
            "a\r\nHost: b",
            "header.x: a header holds visible ASCII characters and spaces",
        ),
        (
            "in: path, required: true, schema: {type: string}",
            Place::Path,
            "..",
            "server: the path would climb up with `.` or `..`",
        ),
        (
            "in: path, required: true, schema: {type: string}",
            Place::Path,
            ".",
            "server: the path would climb up with `.` or `..`",
        ),
    ] {
        assert_eq!(address_with(parameter, place, value), expected, "{parameter} {value:?}");
    }
}

#[test]
fn a_dangerous_path_value_stays_in_its_segment() {
    for (value, expected) in [
        ("../../admin", "/a/..%2F..%2Fadmin/b"),
        ("%2e%2e", "/a/%252e%252e/b"),
        ("x?y#z", "/a/x%3Fy%23z/b"),
        ("\\..\\", "/a/%5C..%5C/b"),
        ("@evil.example", "/a/%40evil.example/b"),
    ] {
        assert_eq!(
            address_with("in: path, required: true, schema: {type: string}", Place::Path, value),
            expected
        );
    }
}

#[test]
fn only_servers_of_the_document_are_reached() {
    let servers = "
openapi: 3.0.0
info: {title: A, version: '1'}
servers:
  - url: 'https://{region}.a.example:{port}/{base}'
    variables: {region: {default: eu, enum: [eu, us]}, port: {default: '8443'}, base: {default: v1}}
  - {url: /relative}
  - {url: 'ftp://a.example'}
  - {url: 'https://user:pw@a.example'}
  - {url: '{server}/v1', variables: {server: {default: 'https://b.example'}}}
  - {url: 'https://a.example/{oops}'}
paths:
  /a: {get: {responses: {}}}
  /b: {get: {servers: [{url: 'https://c.example'}], responses: {}}}
";
    let api = openapi(servers);
    let given = |server: usize, variables: &[(&str, &str)], operation: usize| {
        let variables =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let values = Values { server, variables, ..Values::default() };
        match prepare(&api, &api.operations[operation], &values) {
            Ok(request) => request.url,
            Err(errors) => format!("{}: {}", errors[0].field, errors[0].message),
        }
    };
    for (server, variables, operation, expected) in [
        (0, &[][..], 0, "https://eu.a.example:8443/v1/a"),
        (0, &[("region", "us"), ("base", "v 2/x")][..], 0, "https://us.a.example:8443/v%202/x/a"),
        (0, &[("region", "evil.example/")][..], 0, "server.region: expected one of eu, us"),
        (
            0,
            &[("port", "22")][..],
            0,
            "server.port: this variable chooses the server, so only `8443` may be used",
        ),
        (0, &[("base", "..")][..], 0, "server: the path would climb up with `.` or `..`"),
        (1, &[][..], 0, "server: the server's address is not absolute, so there is nothing to send to"),
        (2, &[][..], 0, "server: the server's address is not absolute, so there is nothing to send to"),
        (3, &[][..], 0, "server: the address would leave the server"),
        (4, &[][..], 0, "https://b.example/v1/a"),
        (
            4,
            &[("server", "https://evil.example")][..],
            0,
            "server.server: this variable chooses the server, so only `https://b.example` may be used",
        ),
        (5, &[][..], 0, "server.oops: the document does not describe this variable of the address"),
        (6, &[][..], 0, "server: choose one of the operation's servers"),
        (99, &[][..], 0, "server: choose one of the operation's servers"),
        (6, &[][..], 1, "https://c.example/b"),
        (0, &[][..], 1, "server: choose one of the operation's servers"),
    ] {
        assert_eq!(given(server, variables, operation), expected, "{server} {variables:?}");
    }
}

const WITH_BODY: &str = "
openapi: 3.0.0
info: {title: A, version: '1'}
servers: [{url: https://a.example}]
security: [{bearer: []}]
paths:
  /a:
    post:
      parameters: [{name: Content-Type, in: header, schema: {type: string}}]
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, required: [name], properties: {id: {type: integer, readOnly: true}, name: {type: string}}}}
          application/x-www-form-urlencoded: {schema: {type: object}}
          multipart/form-data: {schema: {type: object}}
          image/*: {}
      responses: {200: {description: ok, content: {application/json: {}}}, 404: {description: no, content: {text/html: {}}}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: sid}
    header: {type: apiKey, in: header, name: X-Key}
    tls: {type: mutualTLS}
";

#[test]
fn bodies_are_encoded_by_their_media_type() {
    let api = openapi(WITH_BODY);
    let fields = || {
        Content::Fields(vec![
            ("a b".to_owned(), "1&2".to_owned()),
            ("q\"".to_owned(), "form-boundary-0".to_owned()),
        ])
    };
    for (media_type, content, expected) in [
        ("application/json", Content::Text("{\"a\": 1}".to_owned()), "application/json|{\"a\": 1}"),
        (
            "application/json",
            Content::Text("{".to_owned()),
            "body: expected JSON: EOF while parsing an object at line 1 column 1",
        ),
        ("application/json", fields(), "body: `application/json` has no fields; send a text"),
        (
            "application/x-www-form-urlencoded",
            fields(),
            "application/x-www-form-urlencoded|a%20b=1%262&q%22=form-boundary-0",
        ),
        (
            "multipart/form-data",
            fields(),
            "multipart/form-data; boundary=form-boundary-1|--form-boundary-1\r\nContent-Disposition: form-data; name=\"a b\"\r\n\r\n1&2\r\n--form-boundary-1\r\nContent-Disposition: form-data; name=\"q%22\"\r\n\r\nform-boundary-0\r\n--form-boundary-1--\r\n",
        ),
        ("image/svg+xml", Content::Text("<svg/>".to_owned()), "image/svg+xml|<svg/>"),
        (
            "image/*",
            Content::Text("x".to_owned()),
            "body: expected one of the media types application/json, application/x-www-form-urlencoded, multipart/form-data, image/*",
        ),
        (
            "text/plain\r\nX: y",
            Content::Text("x".to_owned()),
            "body: expected one of the media types application/json, application/x-www-form-urlencoded, multipart/form-data, image/*",
        ),
        ("application/json", Content::Text(String::new()), "body: a body is needed"),
    ] {
        let values = Values {
            body: Some(GivenBody { media_type: media_type.to_owned(), content }),
            ..Values::default()
        };
        let outcome = match prepare(&api, &api.operations[0], &values) {
            Ok(request) => {
                let media_type = request.headers.iter().find(|header| header.name == "Content-Type").unwrap();
                assert_eq!(request.headers[0].value, "application/json");
                format!("{}|{}", media_type.value, String::from_utf8(request.body.unwrap()).unwrap())
            }
            Err(errors) => format!("{}: {}", errors[0].field, errors[0].message),
        };
        assert_eq!(outcome, expected);
    }
}

#[test]
fn credentials_go_where_their_scheme_says_and_are_marked() {
    let api = openapi(WITH_BODY);
    let token = |text: &str| Secret::Token(text.to_owned());
    let login = Secret::Login { user: "u".to_owned(), password: "p:q".to_owned() };
    for (scheme, secret, expected) in [
        ("bearer", token("t0p"), "Authorization: Bearer t0p"),
        ("basic", login.clone(), "Authorization: Basic dTpwOnE="),
        ("header", token("t0p"), "X-Key: t0p"),
        ("cookie", token("t;p"), "Cookie: sid=t%3Bp"),
        ("key", token("t0p"), "https://a.example/a?key=t0p"),
        ("basic", token("t0p"), "security.basic: expected a name and a password"),
        ("bearer", login, "security.bearer: expected a key or token"),
        ("bearer", token("a\nb"), "security.bearer: a header holds visible ASCII characters and spaces"),
        ("tls", token("t0p"), "security.tls: `mutualTLS` cannot be sent with a request from here"),
        ("none", token("t0p"), "security.none: the document has no such security scheme"),
    ] {
        let body = Some(GivenBody {
            media_type: "application/json".to_owned(),
            content: Content::Text("{}".to_owned()),
        });
        let values = Values { body, credentials: vec![(scheme.to_owned(), secret)], ..Values::default() };
        let outcome = match prepare(&api, &api.operations[0], &values) {
            Ok(request) => {
                let shown = format!("{request:?}{:?}{}", values.credentials, curl(&request));
                assert!(
                    !shown.contains("t0p") && !shown.contains("dTpwOnE") && !shown.contains("%3Bp"),
                    "{shown}"
                );
                let secret = request.headers.iter().find(|header| header.secret);
                secret.map_or(request.url.clone(), |header| format!("{}: {}", header.name, header.value))
            }
            Err(errors) => format!("{}: {}", errors[0].field, errors[0].message),
        };
        assert_eq!(outcome, expected);
    }
}

#[test]
fn headers_of_the_connection_are_not_for_callers() {
    for name in ["Host", "content-length", "Transfer-Encoding", "Cookie"] {
        let api = openapi(&format!(
            "openapi: 3.1.0\ninfo: {{title: A, version: 1}}\nservers: [{{url: https://a.example}}]\npaths: {{/a: {{get: {{parameters: [{{name: {name}, in: header}}]}}}}}}"
        ));
        let values = Values { parameters: vec![text(Place::Header, name, "b.example")], ..Values::default() };
        let errors = prepare(&api, &api.operations[0], &values).unwrap_err();
        assert!(errors[0].message.contains("set by whoever sends"), "{errors:?}");
    }
}

#[test]
fn unknown_parameters_and_bodies_are_refused() {
    let api = openapi("openapi: 3.1.0\ninfo: {title: A, version: 1}\npaths: {/a: {get: {}}}");
    let body = Some(GivenBody { media_type: "a/b".to_owned(), content: Content::Text("x".to_owned()) });
    let values = Values { parameters: vec![text(Place::Query, "x", "1")], body, ..Values::default() };
    let fields: Vec<String> = prepare(&api, &api.operations[0], &values)
        .unwrap_err()
        .into_iter()
        .map(|error| error.field)
        .collect();
    assert_eq!(fields, ["server", "query.x", "body"]);
}

#[test]
fn samples_are_commands_that_can_be_pasted() {
    let api = openapi(WITH_BODY);
    let expected = "\
curl -X POST https://a.example/a \\
  -H 'Accept: application/json' \\
  -H 'Content-Type: application/json' \\
  -H 'Authorization: Bearer <secret>' \\
  --data-binary '{
  \"name\": \"text\"
}'";
    assert_eq!(curl_sample(&api, &api.operations[0]), expected);
    let api = openapi(
        "openapi: 3.1.0\ninfo: {title: A, version: 1}\nservers: [{url: /v1}]\npaths: {'/a/{id}': {get: {parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {name: q, in: query, required: true, example: \"it's\"}, {name: l, in: query, required: true, schema: {type: array, items: {type: string}}}]}}}",
    );
    assert_eq!(
        curl_sample(&api, &api.operations[0]),
        "curl '/v1/a/1?q=it%27s&l=text' \\\n  -H 'Accept: */*'"
    );
}

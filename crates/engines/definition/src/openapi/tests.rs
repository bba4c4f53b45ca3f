//! Small documents and what they are read as.

use std::fmt::Write as _;

use super::*;
use crate::document;
use crate::limits::Limits;
use crate::problem::Problems;
use crate::reader::Reader;
use crate::security::SchemeKind;

fn read_all(text: &str) -> (Openapi, Vec<String>) {
    read_within(text, &Limits::default())
}

fn read_within(text: &str, limits: &Limits) -> (Openapi, Vec<String>) {
    let mut problems = Problems::new(20);
    let root = document::read(text, limits, &mut problems).unwrap();
    let (openapi, problems) = read(Reader::new(&root, limits, problems));
    (openapi, problems.iter().map(ToString::to_string).collect())
}

fn read_well(text: &str) -> Openapi {
    let (openapi, problems) = read_all(text);
    assert_eq!(problems, Vec::<String>::new());
    openapi
}

/// A 3.1 document with one path.
fn with_path(path: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: A, version: 1}}\npaths:\n  {path}")
}

#[test]
fn information_is_read() {
    let openapi = read_well(
        "
openapi: 3.1.0
info:
  title: Orders
  version: 1.10
  summary: One line
  description: '**more**'
  termsOfService: https://a.example/terms
  contact: {name: Team, email: team@a.example, url: https://a.example}
  license: {identifier: MIT}
externalDocs: {url: https://a.example/docs}
components: {}
",
    );
    let info = &openapi.info;
    assert_eq!((info.title.as_str(), info.version.as_str()), ("Orders", "1.10"));
    assert_eq!(info.license.as_ref().map(|license| license.name.as_str()), Some("MIT"));
    assert_eq!(info.contact.as_ref().and_then(|contact| contact.email.as_deref()), Some("team@a.example"));
    assert_eq!(openapi.docs.map(|docs| docs.url), Some("https://a.example/docs".to_owned()));
}

#[test]
fn operations_are_grouped_by_tags_in_order() {
    let openapi = read_well(
        "
openapi: 3.0.3
info: {title: A, version: '1'}
tags: [{name: late, description: L}, {name: empty}]
paths:
  /a:
    get: {tags: [early], responses: {}}
    post: {tags: [late, early], responses: {}}
    delete: {responses: {}}
",
    );
    let groups: Vec<(Option<&str>, &[usize])> = openapi
        .groups
        .iter()
        .map(|group| (group.tag.as_ref().map(|tag| tag.name.as_str()), group.operations.as_slice()))
        .collect();
    let expected: [(Option<&str>, &[usize]); 4] =
        [(Some("late"), &[1]), (Some("empty"), &[]), (Some("early"), &[0, 1]), (None, &[2])];
    assert_eq!(groups, expected);
}

#[test]
fn servers_of_operation_path_and_document() {
    let openapi = read_well(
        "
openapi: 3.0.3
info: {title: A, version: '1'}
servers: [{url: 'https://{region}.a.example', variables: {region: {default: eu, enum: [eu, us]}}}]
paths:
  /a: {get: {responses: {}}}
  /b: {servers: [{url: https://b.example}], get: {responses: {}}, put: {servers: [{url: https://c.example}], responses: {}}}
",
    );
    let urls: Vec<&str> = openapi
        .operations
        .iter()
        .map(|operation| openapi.servers[operation.servers[0]].url.as_str())
        .collect();
    assert_eq!(urls, ["https://{region}.a.example", "https://b.example", "https://c.example"]);
    assert_eq!(openapi.servers[0].variables[0].allowed, ["eu", "us"]);
}

#[test]
fn parameters_are_inherited_replaced_and_defaulted() {
    let text = with_path(
        "/a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: q, in: query, schema: {type: string}}
    get:
      parameters:
        - {name: q, in: query, required: true, style: deepObject, schema: {type: object}}
        - {name: X-Trace, in: header, example: abc, schema: {type: string}}
        - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}}
",
    );
    let openapi = read_well(&text);
    let parameters = &openapi.operations[0].parameters;
    let lines: Vec<String> = parameters
        .iter()
        .map(|parameter| {
            let Parameter { place, name, required, style, explode, .. } = parameter;
            format!("{} {name} {required} {style:?} {explode}", place.word())
        })
        .collect();
    let expected = [
        "path id true Simple false",
        "query q true DeepObject false",
        "header X-Trace false Simple false",
        "query filter false Form true",
        "query ids false Form true",
    ];
    assert_eq!(lines, expected);
    assert_eq!(parameters[2].examples[0].value.as_deref(), Some(&Value::from("abc")));
    assert_eq!(parameters[3].media_type.as_deref(), Some("application/json"));
}

#[test]
fn bodies_answers_examples_links_and_callbacks() {
    let text = with_path(
        "/a:
    post:
      operationId: makeA
      deprecated: true
      requestBody: {$ref: '#/components/requestBodies/A', description: Own words}
      responses:
        201:
          description: Made
          headers: {Location: {schema: {type: string}, description: Where}}
          content: {application/json: {schema: {type: object}, examples: {one: {$ref: '#/components/examples/One'}}}}
          links: {next: {operationId: makeA, description: Again}}
        default: {$ref: '#/components/responses/Error'}
      callbacks:
        done: {'{$request.body#/url}': {post: {summary: Done, responses: {}}}}
components:
  requestBodies: {A: {description: Theirs, required: true, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}, text/plain: {}}}}
  examples: {One: {summary: The one, value: {a: 1}}}
  responses: {Error: {description: Wrong, content: {application/problem+json: {example: {title: no}}}}}
  schemas: {A: {type: object}}
",
    );
    let openapi = read_well(&text);
    let operation = &openapi.operations[0];
    assert_eq!(
        (operation.anchor.as_str(), operation.method.as_str(), operation.deprecated),
        ("operation-makeA", "POST", true)
    );
    let body = operation.body.as_ref().unwrap();
    assert_eq!((body.description.as_deref(), body.required), (Some("Own words"), true));
    assert_eq!(openapi.schemas.type_words(body.content[0].schema.as_ref().unwrap()), "A");
    let [made, error] = operation.responses.as_slice() else { panic!() };
    assert_eq!((made.status.as_str(), made.headers[0].name.as_str()), ("201", "Location"));
    assert_eq!(made.content[0].examples[0].summary.as_deref(), Some("The one"));
    assert_eq!(made.links[0].operation, "makeA");
    assert_eq!((error.status.as_str(), error.description.as_deref()), ("default", Some("Wrong")));
    let callback = &operation.callbacks[0];
    assert_eq!(
        (callback.name.as_str(), callback.operations[0].path.as_str()),
        ("done", "{$request.body#/url}")
    );
}

#[test]
fn webhooks_methods_and_path_items_of_newer_versions() {
    let openapi = read_well(
        "
openapi: 3.2.0
info: {title: A, version: '1'}
paths:
  /a: {query: {operationId: askA}, additionalOperations: {PURGE: {operationId: purgeA}}}
  /b: {$ref: '#/components/pathItems/B'}
webhooks: {changed: {post: {summary: Something changed}}}
components: {pathItems: {B: {get: {operationId: getB}}}}
",
    );
    let operations: Vec<String> = openapi
        .operations
        .iter()
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    assert_eq!(operations, ["QUERY /a", "PURGE /a", "GET /b"]);
    assert_eq!(
        (openapi.webhooks[0].path.as_str(), openapi.webhooks[0].anchor.as_str()),
        ("changed", "operation-post-changed")
    );
}

#[test]
fn security_is_inherited_and_replaced() {
    let openapi = read_well(
        "
openapi: 3.0.0
info: {title: A, version: '1'}
security: [{key: []}, {oauth: [read], key: []}]
paths:
  /a: {get: {responses: {}}, put: {security: [], responses: {}}, post: {security: [{}], responses: {}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    bearer: {type: http, scheme: Bearer, bearerFormat: JWT}
    basic: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {authorizationCode: {authorizationUrl: 'https://a.example/a', tokenUrl: 'https://a.example/t', scopes: {read: Reads}}}}
    open: {type: openIdConnect, openIdConnectUrl: 'https://a.example/o'}
    tls: {type: mutualTLS}
",
    );
    let needs: Vec<usize> = openapi.operations.iter().map(|operation| operation.security.len()).collect();
    assert_eq!(needs, [2, 0, 1]);
    assert_eq!(openapi.operations[0].security[1].needs.len(), 2);
    let kinds: Vec<&SchemeKind> = openapi.security_schemes.iter().map(|scheme| &scheme.kind).collect();
    assert!(matches!(kinds[0], SchemeKind::ApiKey { parameter, .. } if parameter == "X-Key"));
    assert!(matches!(kinds[1], SchemeKind::Bearer(Some(format)) if format == "JWT"));
    assert_eq!(kinds[2], &SchemeKind::Basic);
    assert!(matches!(kinds[3], SchemeKind::OAuth2(flows) if flows[0].scopes.len() == 1));
    assert_eq!(kinds[5], &SchemeKind::Other("mutualTLS".to_owned()));
}

#[test]
fn version_2_is_read_as_version_3() {
    let openapi = read_well(
        "
swagger: '2.0'
info: {title: A, version: '1'}
host: a.example
basePath: /v1/
schemes: [https, http]
consumes: [application/json]
produces: [application/json, application/xml]
securityDefinitions: {old: {type: basic}, flow: {type: oauth2, flow: implicit, authorizationUrl: 'https://a.example', scopes: {r: R}}}
paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, type: integer, description: Which}
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: pipes}
        - {name: more, in: query, type: array, items: {type: string}, collectionFormat: multi}
      responses: {200: {description: Yes, schema: {$ref: '#/definitions/Pet'}, examples: {application/json: {id: 1}}, headers: {X-Left: {type: integer}}}}
    put:
      parameters:
        - {name: id, in: path, required: true, type: integer}
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
      responses: {204: {description: Done}}
    post:
      schemes: [https]
      parameters:
        - {name: id, in: path, required: true, type: integer}
        - {name: photo, in: formData, type: file, required: true, description: A picture}
        - {name: title, in: formData, type: string}
      responses: {}
definitions: {Pet: {type: object, properties: {id: {type: integer}}}}
",
    );
    let urls: Vec<&str> = openapi.servers.iter().map(|server| server.url.as_str()).collect();
    assert_eq!(urls, ["https://a.example/v1", "http://a.example/v1"]);
    let [get, put, post] = openapi.operations.as_slice() else { panic!() };
    assert_eq!((get.parameters[1].style, get.parameters[2].explode), (Style::PipeDelimited, true));
    let content: Vec<&str> = get.responses[0].content.iter().map(|media| media.media_type.as_str()).collect();
    assert_eq!(content, ["application/json", "application/xml"]);
    assert_eq!(get.responses[0].content[0].examples.len(), 1);
    assert_eq!(openapi.schemas.type_words(get.responses[0].headers[0].schema.as_ref().unwrap()), "integer");
    assert_eq!(put.body.as_ref().map(|body| (body.required, body.content.len())), Some((true, 1)));
    assert_eq!(post.servers, [0]);
    let form = &post.body.as_ref().unwrap().content[0];
    assert_eq!(form.media_type, "multipart/form-data");
    let tree = openapi.schemas.tree(
        form.schema.as_ref().unwrap(),
        crate::schema::Direction::Request,
        crate::schema::TreeLimits::default(),
    );
    assert_eq!((tree.children.len(), tree.children[0].required), (2, true));
}

#[test]
fn odd_documents_give_problems_and_the_rest() {
    for (path, expected) in [
        ("/a/{id}: {get: {responses: {}}}", "/paths/~1a~1{id}/get: the path parameter `id` is not described"),
        ("a: {get: {responses: {}}}", "/paths/a: a path should start with `/`"),
        ("/a: {get: [1]}", "/paths/~1a/get: an operation should be a mapping"),
        ("/a: {get: {parameters: {q: 1}}}", "/paths/~1a/get/parameters: `parameters` should be a list"),
        ("/a: {get: {parameters: [{name: q}]}}", "/paths/~1a/get/parameters/0: `in` should be path"),
        ("/a: {get: {parameters: [{in: query}]}}", "/paths/~1a/get/parameters/0: `name` is missing"),
        ("/a: {get: {parameters: [{$ref: '#/no'}]}}", "/paths/~1a/get/parameters/0: nothing is at `#/no`"),
        ("/a: {$ref: other.yaml}", "/paths/~1a: `other.yaml` is in another file"),
        ("/a: {get: {tags: pets}}", "/paths/~1a/get/tags: `tags` should be a list"),
        ("/a: {get: {security: [{no: []}]}}", "the security scheme `no` is not defined"),
        ("/a: {get: {operationId: x}, put: {operationId: x}}", "the operation id `x` is used more than once"),
        ("/a: {get: {summary: [1]}}", "/paths/~1a/get/summary: `summary` should be a text"),
        ("/a: {get: {deprecated: maybe}}", "`deprecated` should be true or false"),
        (
            "/a: {get: {responses: {200: {content: {a/b: {examples: {x: 5}}}}}}}",
            "an example should have a `value`",
        ),
        ("/a/{id}: {get: {$ref: get.yaml}}", "/paths/~1a~1{id}/get: `get.yaml` is in another file"),
        ("/a: {$ref: '#/paths/~1a'}", "/paths/~1a: the reference leads in a circle"),
    ] {
        let (_, problems) = read_all(&with_path(path));
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{path}: {problems:?}");
    }
}

#[test]
fn parameters_are_bounded() {
    let parameters: Vec<String> = (0..20).map(|number| format!("{{name: p{number}, in: query}}")).collect();
    let text = with_path(&format!("/a: {{get: {{parameters: [{}]}}}}", parameters.join(", ")));
    let (openapi, problems) = read_within(&text, &Limits { parameters: 5, ..Limits::default() });
    assert_eq!(openapi.operations[0].parameters.len(), 5);
    assert_eq!(
        problems,
        ["line 4: /paths/~1a/get/parameters/5: too many parameters (limit 5); the rest is not shown"]
    );
}

#[test]
fn long_texts_that_many_refer_to_are_bounded() {
    let mut text = with_path("");
    for number in 0..200 {
        write!(text, "\n  /p{number}: {{get: {{parameters: [{{$ref: '#/components/parameters/P'}}]}}}}")
            .unwrap();
    }
    let long = "x".repeat(64_000);
    write!(text, "\ncomponents: {{parameters: {{P: {{name: p, in: query, description: {long}}}}}}}").unwrap();
    let (openapi, problems) = read_within(&text, &Limits { expansion: 20_000, ..Limits::default() });
    let described = openapi.operations.iter().flat_map(|operation| &operation.parameters);
    assert!(described.filter(|parameter| parameter.description.is_some()).count() < 20);
    assert!(problems[0].contains("expands to too much"), "{problems:?}");
}

#[test]
fn what_many_refer_to_is_bounded() {
    let mut text = with_path("");
    for number in 0..2000 {
        write!(text, "\n  /p{number}: {{$ref: '#/components/pathItems/P'}}").unwrap();
    }
    text.push_str("\ncomponents: {pathItems: {P: {get: {responses: {");
    for status in 0..500 {
        write!(text, "'{status}': {{description: d, content: {{a/b: {{schema: {{type: string}}}}}}}}, ")
            .unwrap();
    }
    text.push_str("}}}}}\n");
    let (openapi, problems) = read_all(&text);
    assert!(
        problems.iter().any(|problem| problem.contains("expands to too much (limit 1500000)")),
        "{problems:?}"
    );
    assert!(openapi.operations.len() > 100);
}

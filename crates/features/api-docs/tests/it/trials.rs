//! Operations tried: against a server on this machine, against hosts that are not allowed, and with what may not pass.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use testkit::{FakeHost, TestPortal};

use super::fixture::{ann, dora, portal, post};

const TRY: &str = "echo/definition/try";

fn definition(server: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Echo, version: '1'}}\nservers: [{{url: '{server}'}}, {{url: 'https://unlisted.test'}}]\n\
         security: [{{key: []}}, {{login: []}}]\n\
         paths:\n  /echo/{{name}}:\n    post:\n      operationId: echo\n\
         \x20     parameters:\n        - {{name: name, in: path, required: true, schema: {{type: string}}}}\n        - {{name: times, in: query, schema: {{type: integer}}}}\n\
         \x20     requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, properties: {{text: {{type: string, example: hello}}}}}}}}, application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{text: {{type: string}}}}}}}}}}}}\n\
         \x20     responses: {{'200': {{description: ok}}}}\n\
         \x20 /moved: {{get: {{operationId: moved, responses: {{'302': {{description: away}}}}}}}}\n\
         \x20 /large: {{get: {{operationId: large, responses: {{'200': {{description: ok}}}}}}}}\n\
         \x20 /picture: {{get: {{operationId: picture, responses: {{'200': {{description: ok}}}}}}}}\n\
         components: {{securitySchemes: {{key: {{type: apiKey, in: header, name: X-Key}}, login: {{type: http, scheme: basic}}}}}}\n"
    )
}

async fn start(host: &FakeHost, allow: Value) -> TestPortal {
    let text = definition(&host.url("/v1"));
    portal(&[("echo", "openapi", &text)], json!({ "apiDocs": { "tryItOut": { "allow": allow } } })).await
}

async fn allowed(host: &FakeHost) -> TestPortal {
    start(host, json!([{ "host": host.address.to_string() }])).await
}

const FILLED: [(&str, &str); 6] = [
    ("operation", "operation-echo"),
    ("server", "0"),
    ("parameter-0", "a b/c"),
    ("parameter-1", "2"),
    ("body", "{\"text\": \"<b>hi</b>\"}"),
    ("secret-0", "s3cret"),
];

#[tokio::test]
async fn an_operation_is_tried_without_anything_of_the_portal() {
    let host = FakeHost::start().await;
    host.answer("/v1/echo/a%20b%2Fc", |_| {
        (
            [(header::CONTENT_TYPE, "application/json"), (header::SET_COOKIE, "a=b")],
            "{\"id\":12345678901234567890123,\"x\":\"</pre><script>\"}",
        )
            .into_response()
    });
    let portal = allowed(&host).await;
    let form =
        portal.get(&ann(), &format!("/catalog/default/api/{TRY}?operation=operation-echo")).await.expect(200);
    assert_eq!(ui::inspect::problems(form.text()), Vec::<String>::new());
    assert!(form.text().contains("&quot;text&quot;: &quot;hello&quot;"), "{}", form.text());
    assert!(!form.text().contains("not allowed from here"));

    let answer = post(&portal, &ann(), TRY, &FILLED).await.expect(200);
    let text = answer.text();
    assert_eq!(ui::inspect::problems(text), Vec::<String>::new());
    for words in [
        "200 OK",
        "12345678901234567890123",
        "&lt;/pre&gt;&lt;script&gt;",
        "set-cookie",
        "-H &#39;X-Key: &lt;secret&gt;&#39;",
        "a b/c",
    ] {
        assert!(text.replace('\'', "&#39;").contains(words), "{words} in {text}");
    }
    assert!(!text.contains("s3cret") && !text.contains("</pre><script>"), "{text}");
    assert_eq!(answer.header("set-cookie"), "");

    let calls = host.calls();
    let [call] = calls.as_slice() else { panic!("{calls:?}") };
    assert_eq!((call.method.as_str(), call.url.as_str()), ("POST", "/v1/echo/a%20b%2Fc?times=2"));
    assert_eq!(call.body, "{\"text\": \"<b>hi</b>\"}");
    assert_eq!(call.headers.get("x-key"), Some(&HeaderValue::from_static("s3cret")));
    for name in ["cookie", "authorization", "origin", "referer"] {
        assert_eq!(call.headers.get(name), None, "{name}");
    }
}

#[tokio::test]
async fn forms_and_logins_are_encoded() {
    let host = FakeHost::start().await;
    host.serve("/v1/echo/a", "");
    let portal = allowed(&host).await;
    let fields = [
        ("operation", "operation-echo"),
        ("media", "1"),
        ("server", "0"),
        ("parameter-0", "a"),
        ("field-0", "x&y"),
        ("user-1", "ann"),
        ("secret-1", "pw"),
    ];
    let answer = post(&portal, &ann(), TRY, &fields).await.expect(200);
    assert!(answer.text().contains("The answer has no body."));
    let call = host.calls().remove(0);
    assert_eq!(call.body, "text=x%26y");
    assert_eq!(call.headers["authorization"], "Basic YW5uOnB3");
    assert_eq!(call.headers["content-type"], "application/x-www-form-urlencoded");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_field() {
    let host = FakeHost::start().await;
    let portal = allowed(&host).await;
    let fields = [("operation", "operation-echo"), ("server", "0"), ("parameter-1", "many"), ("body", "{")];
    let answer = post(&portal, &ann(), TRY, &fields).await.expect(400);
    let text = answer.text();
    assert_eq!(ui::inspect::problems(text), Vec::<String>::new());
    for words in
        ["3 things to correct", "a value is needed", "expected integer", "expected JSON", "value=\"many\""]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    // Only servers of the operation can be chosen.
    let elsewhere = [("operation", "operation-echo"), ("server", "7"), ("parameter-0", "a"), ("body", "{}")];
    assert!(post(&portal, &ann(), TRY, &elsewhere).await.expect(400).text().contains("choose one of"));
    assert_eq!(host.calls().len(), 0);
}

#[tokio::test]
async fn hosts_that_are_not_listed_are_not_asked() {
    let host = FakeHost::start().await;
    let portal = start(&host, json!([{ "host": "other.test" }])).await;
    let form =
        portal.get(&ann(), &format!("/catalog/default/api/{TRY}?operation=operation-echo")).await.expect(200);
    assert!(form.text().contains("are not allowed from here"));
    let answer = post(&portal, &ann(), TRY, &FILLED).await.expect(403);
    let text = answer.text();
    assert!(
        text.contains(&format!("- host: {}", host.address)) && text.contains("apiDocs.tryItOut.allow"),
        "{text}"
    );
    assert!(text.contains("The request as curl") && !text.contains("s3cret"));
    assert_eq!(host.calls().len(), 0);

    // A list for reading is for reading only.
    let text = definition(&host.url("/v1"));
    let reading = json!({ "backend": { "reading": { "allow": [{ "host": host.address.to_string() }] } } });
    let portal = super::fixture::portal(&[("echo", "openapi", &text)], reading).await;
    post(&portal, &ann(), TRY, &FILLED).await.expect(403);
    host.serve("/v1/moved", "here");
    post(&portal, &ann(), TRY, &[("operation", "operation-moved")]).await.expect(200);
    assert_eq!(host.calls().len(), 1);
}

#[tokio::test]
async fn redirects_are_shown_and_not_followed() {
    let host = FakeHost::start().await;
    host.answer("/v1/moved", |_| {
        (StatusCode::FOUND, [(header::LOCATION, "http://169.254.169.254/latest")]).into_response()
    });
    let portal = allowed(&host).await;
    let answer = post(&portal, &ann(), TRY, &[("operation", "operation-moved")]).await.expect(200);
    assert!(answer.text().contains("302 Found") && answer.text().contains("http://169.254.169.254/latest"));
    assert_eq!(host.calls().len(), 1);
}

#[tokio::test]
async fn answers_are_cut_or_refused_by_their_size() {
    let host = FakeHost::start().await;
    host.serve("/v1/large", vec![b'x'; 2 * 1024 * 1024]);
    host.answer("/v1/picture", |_| {
        ([(header::CONTENT_TYPE, "image/png")], b"\x89PNG\xff".as_slice()).into_response()
    });
    let portal = allowed(&host).await;
    let large = post(&portal, &ann(), TRY, &[("operation", "operation-large")]).await.expect(200);
    assert!(
        large.text().contains("larger than 1024 KiB") && large.text().contains("curl"),
        "{}",
        large.text()
    );
    host.serve("/v1/large", vec![b'x'; 500 * 1024]);
    let cut = post(&portal, &ann(), TRY, &[("operation", "operation-large")]).await.expect(200);
    assert!(cut.text().contains("The rest is not shown") && cut.text().len() < 120_000);
    let picture = post(&portal, &ann(), TRY, &[("operation", "operation-picture")]).await.expect(200);
    assert!(picture.text().contains("The body is no text") && picture.text().contains("image/png"));
    drop(host);
    let gone = post(&portal, &ann(), TRY, &[("operation", "operation-picture")]).await.expect(200);
    assert!(gone.text().contains("The request could not be sent"), "{}", gone.text());
}

#[tokio::test]
async fn nobody_tries_what_they_may_not_read_nor_from_elsewhere() {
    let host = FakeHost::start().await;
    let portal = allowed(&host).await;
    post(&portal, &dora(), TRY, &FILLED).await.expect(404);
    post(&portal, &testkit::Persona::Anonymous, TRY, &FILLED).await;
    // A form of another site comes with the reader's cookie and not with a token.
    let token = portal.token(&ann()).await.unwrap();
    let request = http::Request::builder()
        .method("POST")
        .uri(format!("/catalog/default/api/{TRY}"))
        .header("cookie", format!("backstage-auth={token}"))
        .header("origin", "https://evil.test")
        .header("content-type", "application/x-www-form-urlencoded");
    let body = "operation=operation-moved";
    portal.send(request.body(body.into()).unwrap()).await.expect(403);
    assert_eq!(host.calls().len(), 0);
}

#[tokio::test]
async fn each_try_leaves_an_audit_line_without_secrets() {
    let folder = std::env::temp_dir().join(format!("callboard-api-docs-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("audit.log");
    let host = FakeHost::start().await;
    host.serve("/v1/echo/a%20b%2Fc", "{}");
    let text = definition(&host.url("/v1"));
    let config = json!({
        "apiDocs": { "tryItOut": { "allow": [{ "host": host.address.to_string() }] } },
        "callboard": { "audit": { "file": file } },
    });
    let portal = portal(&[("echo", "openapi", &text)], config).await;
    post(&portal, &ann(), TRY, &FILLED).await.expect(200);
    let mut elsewhere = FILLED;
    elsewhere[1] = ("server", "1");
    post(&portal, &ann(), TRY, &elsewhere).await.expect(403);
    let mut written = String::new();
    for _ in 0..200 {
        written = std::fs::read_to_string(&file).unwrap_or_default();
        if written.contains("denied") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let lines: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let own: Vec<&Value> = lines.iter().filter(|line| line["event"] == "api-docs.operation.try").collect();
    assert_eq!(own.len(), 2, "{written}");
    assert_eq!((&own[0]["status"], &own[0]["actor"]), (&json!("succeeded"), &json!("user:default/ann")));
    let sent = format!("api:default/echo POST {} 200", host.url("/v1/echo/a%20b%2Fc?times=2"));
    assert_eq!(own[0]["subject"], sent.as_str());
    assert_eq!(own[1]["status"], "denied");
    assert!(!written.contains("s3cret"));
}

#[tokio::test]
async fn a_list_that_is_none_ends_the_start() {
    let config = json!({ "apiDocs": { "tryItOut": { "allow": [{ "host": "http://x/y" }] } } });
    let apis = super::fixture::Apis::new(&[]);
    let docs = api_docs::ApiDocs::new(std::sync::Arc::new(apis));
    let refused = TestPortal::builder().config(config).feature(docs).try_start().await;
    let refused = refused.err().unwrap().to_string();
    assert!(refused.contains("apiDocs.tryItOut.allow: Port range"), "{refused}");
}

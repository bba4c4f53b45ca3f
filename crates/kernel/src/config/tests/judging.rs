//! What is said about whole configurations: the stock one, misspelt ones, and what browsers and administrators see.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Config, Environment, folder, load};
use crate::config::{Report, check};

const FEATURES: [&str; 14] = [
    "auth",
    "catalog",
    "devtools",
    "events",
    "kubernetes",
    "mcp-actions",
    "notifications",
    "permission",
    "proxy",
    "scaffolder",
    "search",
    "signals",
    "techdocs",
    "user-settings",
];

/// A configuration such as a new Backstage app has. Source: platform-services contract, section 14.
const STOCK: &str = "
app:
  title: Portal
  baseUrl: http://localhost:3000
organization:
  name: Orchard
backend:
  baseUrl: http://localhost:7007
  listen:
    port: 7007
  csp:
    connect-src: [\"'self'\", 'http:', 'https:']
    upgrade-insecure-requests: false
  cors:
    origin: http://localhost:3000
    methods: [GET, HEAD, PATCH, POST, PUT, DELETE]
    credentials: true
  database:
    client: better-sqlite3
    connection: ':memory:'
  actions:
    pluginSources: [auth, catalog, scaffolder]
integrations:
  github:
    - host: github.com
      token: ${GITHUB_TOKEN}
proxy:
techdocs:
  builder: local
  generator:
    runIn: docker
  publisher:
    type: local
auth:
  clientIdMetadataDocuments:
    enabled: true
  providers:
    guest: {}
scaffolder:
kubernetes:
catalog:
  import:
    entityFilename: catalog-info.yaml
    pullRequestBranchName: backstage-integration
  rules:
    - allow: [Component, System, API, Resource, Location]
  locations:
    - type: file
      target: ../../examples/entities.yaml
    - type: file
      target: ../../examples/template/template.yaml
      rules:
        - allow: [Template]
    - type: file
      target: ../../examples/org.yaml
      rules:
        - allow: [User, Group]
permission:
  enabled: true
";

const PRODUCTION: &str = "
app:
  baseUrl: https://portal.example
backend:
  baseUrl: https://portal.example
  listen: ':7007'
  database:
    client: pg
    connection:
      host: ${POSTGRES_HOST}
      port: ${POSTGRES_PORT}
      user: ${POSTGRES_USER}
      password: ${POSTGRES_PASSWORD}
";

fn judge(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Report {
    let folder = folder(files);
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
    check(&paths, &Environment::from_pairs(variables.iter().copied()), &FEATURES)
}

fn said(report: &Report) -> Vec<String> {
    let findings = report.errors.iter().chain(&report.warnings).chain(&report.notes);
    findings.map(|finding| finding.error.message.clone()).collect()
}

#[test]
fn the_stock_configuration_is_good() {
    let variables = [
        ("GITHUB_TOKEN", "t"),
        ("POSTGRES_HOST", "h"),
        ("POSTGRES_PORT", "5432"),
        ("POSTGRES_USER", "u"),
        ("POSTGRES_PASSWORD", "p"),
    ];
    let report = judge(&[("app-config.yaml", STOCK)], &variables);
    assert_eq!(said(&report), Vec::<String>::new());
    let report = judge(&[("app-config.yaml", STOCK), ("app-config.production.yaml", PRODUCTION)], &variables);
    assert_eq!(said(&report), Vec::<String>::new());
    let report = judge(&[("app-config.yaml", STOCK)], &[]);
    assert_eq!(said(&report), Vec::<String>::new());
}

#[test]
fn findings() {
    let cases = [
        (
            "backend: {baseUrl: x, lissten: 1}",
            "unknown configuration key 'backend.lissten'",
            "did you mean 'listen'?",
        ),
        (
            "catalog: {lcoations: []}",
            "unknown configuration key 'catalog.lcoations'",
            "did you mean 'locations'?",
        ),
        (
            "catalog: {rules: [{alow: [API]}]}",
            "unknown configuration key 'catalog.rules[0].alow'",
            "did you mean 'allow'?",
        ),
        (
            "jenkins: {url: x}",
            "unknown configuration key 'jenkins'",
            "a Backstage plugin may read it, no part of this portal does",
        ),
        (
            "backend: {database: {plugin: {catalog: {client: pg}}}}",
            "'backend.database.plugin' is not supported",
            "all features are one",
        ),
        (
            "app: {packages: all}",
            "only the stock Backstage app reads 'app.packages'",
            "Callboard's own pages",
        ),
        (
            "auth: {experimentalDynamicClientRegistration: {enabled: true}}",
            "the configuration key 'auth.experimentalDynamicClientRegistration' is deprecated",
            "Use `auth.clientIdMetadataDocuments` instead.",
        ),
        ("permission: {enabled: maybe}", "'permission.enabled' must be true or false, got string", ""),
        ("app: {title: 5}", "'app.title' must be text, got number", ""),
        ("app: {title: ''}", "'app.title' must be text, got empty-string", ""),
        ("app: [1]", "'app' must be an object, got array", ""),
        ("catalog: {locations: {type: url}}", "'catalog.locations' must be a list, got object", ""),
        ("catalog: {locations: [x]}", "'catalog.locations[0]' must be an object, got string", ""),
        (
            "backend: {listen: true}",
            "'backend.listen' must be text or a number or an object, got boolean",
            "",
        ),
        (
            "backend: {database: {client: mysql}}",
            "'backend.database.client' must be one of better-sqlite3, pg, got string",
            "",
        ),
        (
            "catalog: {orphanStrategy: keeep}",
            "'catalog.orphanStrategy' must be one of keep, delete, got string",
            "",
        ),
        (
            "auth: {backstageTokenExpiration: 5}",
            "'auth.backstageTokenExpiration' must be a duration such as '30m' or {minutes: 30}, got number",
            "",
        ),
        ("home: {x: 1}", "unknown configuration key 'home.x'", ""),
    ];
    for (text, message, help) in cases {
        let report = judge(&[("app-config.yaml", text)], &[]);
        assert_eq!(said(&report), [message], "{text}");
        let finding = report.errors.iter().chain(&report.warnings).chain(&report.notes).next().unwrap();
        assert!(finding.error.line == 1 && finding.error.column > 0, "{text}");
        assert!(finding.help.as_deref().unwrap_or_default().starts_with(help), "{text}: {:?}", finding.help);
    }
}

#[test]
fn keys_of_absent_features_are_named_once() {
    let config = Config::from_value(
        json!({"techdocs": {"builder": "local", "cache": {"ttl": 1}}, "permission": {"enabled": true}}),
    );
    let found: Vec<String> =
        config.findings(&["permission"]).into_iter().map(|one| one.error.message).collect();
    assert_eq!(found, ["nothing reads 'techdocs': this build has no feature 'techdocs'"]);
}

#[test]
fn reports_read_like_a_compiler() {
    let report = judge(&[("app-config.yaml", "app:\n  titel: x\npermission: {enabled: maybe}\n")], &[]);
    assert!(!report.is_good());
    let text = report.render();
    let text = text.replace(report.errors[0].error.file.as_str(), "app-config.yaml");
    let expected = "\
app-config.yaml:3:23: error: 'permission.enabled' must be true or false, got string
 3 | permission: {enabled: maybe}
   |                       ^
app-config.yaml:2:3: warning: unknown configuration key 'app.titel'
 2 |   titel: x
   |   ^
   = help: did you mean 'title'?
1 error, 1 warning
";
    assert_eq!(text, expected);
}

#[test]
fn broken_files_are_reported_not_judged() {
    let report = judge(&[("app-config.yaml", "a: [")], &[]);
    assert!(!report.is_good() && report.warnings.is_empty());
}

#[test]
fn browsers_see_what_the_contract_lists() {
    let config = load(
        &[
            ("app-config.yaml", STOCK),
            (
                "app-config.local.yaml",
                "app: {extensions: [{'page:x': {config: {path: /}}}, 'api:y'], support: {url: u, items: [{title: t, icon: i, links: [{url: l, title: m, note: n}], x: y}]}}\nauth: {environment: development, experimentalDynamicClientRegistration: {enabled: true}}\nsearch: {query: {pageLimit: 50}, maxPageLimit: 5}",
            ),
        ],
        &[("GITHUB_TOKEN", "hidden-hidden")],
    );
    let view = config.unwrap().frontend_view();
    let expected = json!({
        "app": {
            "extensions": [{"page:x": {"config": {"path": "/"}}}, "api:y"],
            "support": {"url": "u", "items": [{"title": "t", "icon": "i", "links": [{"url": "l", "title": "m"}]}]},
            "title": "Portal",
            "baseUrl": "http://localhost:3000",
        },
        "auth": {"environment": "development"},
        "search": {"query": {"pageLimit": 50}},
        "organization": {"name": "Orchard"},
        "backend": {"baseUrl": "http://localhost:7007"},
        "integrations": {"github": [{"host": "github.com"}]},
        "techdocs": {"builder": "local"},
        "catalog": {"import": {"entityFilename": "catalog-info.yaml", "pullRequestBranchName": "backstage-integration"}},
        "permission": {"enabled": true},
    });
    assert_eq!(view.data.to_string(), expected.to_string());
    let wire = view.to_wire("app");
    assert_eq!(wire["deprecatedKeys"][0]["key"], "auth.experimentalDynamicClientRegistration");
    assert_eq!(wire["context"], "app");
}

/// Case S-PLG-01: secrets from every source, under keys of every visibility and under keys that nobody knows.
#[test]
fn secrets_reach_neither_browsers_nor_administrators() {
    let secret = "Zk3vQ9xTq7Lm2Rw8Yb5Nc1Hd6Jf4Pg0Sa-uVeWi";
    let text = format!(
        "
app: {{title: Portal}}
backend:
  workingDirectory: /tmp
  auth: {{externalAccess: [{{type: static, options: {{token: {secret}, subject: s}}}}]}}
  database: {{client: pg, connection: 'postgres://u:{secret}@h/d'}}
  https: {{certificate: {{cert: c, key: {{$file: key.pem}}}}}}
integrations: {{github: [{{host: github.com, token: '${{SECRET}}'}}, {{token: '${{SECRET}}'}}], gitlab: [{{host: g, other: {{$env: SECRET}}}}]}}
proxy: {{endpoints: {{/x: {{target: 'http://h/?k=${{SECRET}}', headers: {{X-Plain: '${{SECRET}}'}}}}}}}}
plugin: {{apiKey: {secret}, nested: [{{password: {secret}}}], tokens: [{secret}, {{deep: {secret}}}]}}
auth: {{providers: {{github: {{development: {{clientId: id, clientSecret: {secret}}}}}}}, environment: development}}
scaffolder: {{defaultEnvironment: {{secrets: {{a: {secret}}}}}}}
"
    );
    let config = load(
        &[("app-config.yaml", &text), ("key.pem", secret)],
        &[
            ("SECRET", secret),
            ("APP_CONFIG_search_pg_password", secret),
            ("APP_CONFIG_integrations_harness", &format!("[{{\"host\": \"h\", \"token\": \"{secret}\"}}]")),
        ],
    )
    .unwrap();
    let page = config.frontend_view().to_wire("app").to_string();
    let admin = config.redacted().to_string();
    for run in secret.as_bytes().windows(8) {
        let run = std::str::from_utf8(run).unwrap();
        assert!(!page.contains(run), "{page}");
        assert!(!admin.contains(run), "{admin}");
    }
    let expected = json!({
        "integrations": {"harness": [{"host": "h"}], "github": [{"host": "github.com"}], "gitlab": [{"host": "g"}]},
        "app": {"title": "Portal"},
        "auth": {"environment": "development"},
    });
    assert_eq!(config.frontend_view().data.to_string(), expected.to_string());
    for kept in [
        "Portal",
        "/tmp",
        "github.com",
        "\"subject\":\"s\"",
        "\"clientId\":\"id\"",
        "\"X-Plain\":\"<secret>\"",
    ] {
        assert!(admin.contains(kept), "{kept}: {admin}");
    }
    // What is said about the file repeats no secret either.
    for finding in config.findings(&FEATURES) {
        assert!(!format!("{finding:?}").contains(secret), "{finding:?}");
    }
}

#[test]
fn the_recorded_configuration_is_good_where_it_is_at_hand() {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/conformance/app-config.yaml"));
    if !path.is_file() {
        println!("the recorded exchanges are not at hand; checked with the built-in fixtures only");
        return;
    }
    let environment =
        Environment::from_pairs([("PORT", "7107"), ("ECHO_PORT", "7108"), ("FIXTURE", "/fixture")]);
    let report = check(&[path], &environment, &FEATURES);
    assert!(report.is_good(), "{}", report.render());
    assert_eq!(
        report.warnings.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(),
        ["auth.experimentalDynamicClientRegistration"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_value_can_be_judged_and_shown(keys in prop::collection::vec("(app|backend|auth|catalog|integrations|[a-z]{1,6}|title|token|github|rules|listen|extensions)", 1..6), leaf in prop_oneof![Just(json!(null)), Just(json!("x")), Just(json!(1)), Just(json!([1, {"a": null}])), Just(json!({})), Just(json!([[]]))]) {
        let mut value: Value = leaf;
        for key in keys {
            value = json!({ key: value });
        }
        let config = Config::from_value(value);
        let _ = (config.findings(&FEATURES), config.redacted());
        prop_assert!(config.frontend_view().data.is_object());
    }
}

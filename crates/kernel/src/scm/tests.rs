//! Tables of URLs of each kind of host: the API call, the links, the repository. Nothing is sent.

use serde_json::{Value, json};

use super::*;

fn integrations(config: &Value) -> Integrations {
    Integrations::from_config(&Section::root(json!({"integrations": config}))).unwrap()
}

/// One of each, with credentials.
fn all() -> Integrations {
    integrations(&json!({
        "github": [
            {"host": "github.com", "token": "gh"},
            {"host": "ghe.test", "apiBaseUrl": "https://ghe.test/api/v3/", "token": "ghe"},
            {"host": "raw.test", "rawBaseUrl": "https://raw.test/raw"},
        ],
        "gitlab": [
            {"host": "gitlab.com", "token": "gl"},
            {"host": "lab.test:8443", "baseUrl": "https://lab.test:8443/git", "apiBaseUrl": "https://lab.test:8443/git/api/v4"},
        ],
        "bitbucketCloud": [{"username": "u", "appPassword": "p"}],
        "bitbucketServer": [{"host": "bb.test", "token": "bb"}],
        "azure": [{"credentials": [
            {"organizations": ["org"], "personalAccessToken": "own"}, {"personalAccessToken": "general"},
        ]}],
        "gitea": [{"host": "gitea.test", "password": "pw"}],
        "gerrit": [{"host": "gerrit.test", "gitilesBaseUrl": "https://gerrit.test/gitiles", "username": "u", "password": "p"}],
        "harness": [{"host": "app.harness.io", "apiKey": "key"}],
        "awsS3": [{"endpoint": "http://localhost:4566", "accessKeyId": "AKID", "secretAccessKey": "secret"}],
    }))
}

/// Basic credentials: `u:p`, `:own`, `:general`.
const USER: &str = "authorization: Basic dTpw";
const OWN: &str = "authorization: Basic Om93bg==";
const GENERAL: &str = "authorization: Basic OmdlbmVyYWw=";

/// URL, API call, credential header.
fn check_requests(cases: &[(&str, &str, &str)]) {
    let integrations = all();
    for &(url, api_url, credential) in cases {
        let (built, headers) = integrations.file_request(url).unwrap().unwrap();
        assert_eq!(built, api_url, "{url}");
        let mut credentials = Vec::new();
        for (name, value) in &headers {
            if name != "accept" {
                credentials.push(format!("{name}: {}", value.to_str().unwrap()));
                assert!(value.is_sensitive(), "{url}: {name}");
            }
        }
        assert_eq!(credentials.join(", "), credential, "{url}");
    }
}

#[test]
fn files_of_github_and_gitlab() {
    check_requests(&[
        (
            "https://github.com/o/r/blob/main/a/b.yaml",
            "https://api.github.com/repos/o/r/contents/a/b.yaml?ref=main",
            "authorization: Bearer gh",
        ),
        (
            "https://github.com/o/r/tree/main/b.yaml",
            "https://api.github.com/repos/o/r/contents/b.yaml?ref=main",
            "authorization: Bearer gh",
        ),
        (
            "https://github.com/o/r.git/blob/v%2F1/a%20b.yaml",
            "https://api.github.com/repos/o/r/contents/a%20b.yaml?ref=v%2F1",
            "authorization: Bearer gh",
        ),
        (
            "https://github.com/o/r/blob/a&b/%3Fx=1",
            "https://api.github.com/repos/o/r/contents/%3Fx%3D1?ref=a%26b",
            "authorization: Bearer gh",
        ),
        (
            "https://ghe.test/o/r/raw/main/b.yaml",
            "https://ghe.test/api/v3/repos/o/r/contents/b.yaml?ref=main",
            "authorization: Bearer ghe",
        ),
        ("https://raw.test/o/r/blob/main/b.yaml", "https://raw.test/raw/o/r/main/b.yaml", ""),
        (
            "https://gitlab.com/g/s/r/-/blob/main/a/b.yaml",
            "https://gitlab.com/api/v4/projects/g%2Fs%2Fr/repository/files/a%2Fb.yaml/raw?ref=main",
            "authorization: Bearer gl",
        ),
        (
            "https://gitlab.com/g/r/blob/main/b.yaml",
            "https://gitlab.com/api/v4/projects/g%2Fr/repository/files/b.yaml/raw?ref=main",
            "authorization: Bearer gl",
        ),
        (
            "https://gitlab.com/g/r/-/jobs/artifacts/main/raw/b.yaml?job=x",
            "https://gitlab.com/api/v4/projects/g%2Fr/jobs/artifacts/main/raw/b.yaml?job=x",
            "authorization: Bearer gl",
        ),
        (
            "https://lab.test:8443/git/g/r/-/blob/main/b.yaml",
            "https://lab.test:8443/git/api/v4/projects/g%2Fr/repository/files/b.yaml/raw?ref=main",
            "",
        ),
    ]);
}

#[test]
fn files_of_the_other_hosts() {
    check_requests(&[
        (
            "https://bitbucket.org/w/r/src/main/b.yaml",
            "https://api.bitbucket.org/2.0/repositories/w/r/src/main/b.yaml",
            USER,
        ),
        (
            "https://bb.test/projects/P/repos/r/browse/a/b.yaml?at=dev",
            "https://bb.test/rest/api/1.0/projects/P/repos/r/raw/a/b.yaml?at=dev",
            "authorization: Bearer bb",
        ),
        (
            "https://bb.test/users/me/repos/r/raw/b.yaml",
            "https://bb.test/rest/api/1.0/projects/~me/repos/r/raw/b.yaml",
            "authorization: Bearer bb",
        ),
        (
            "https://dev.azure.com/org/p/_git/r?path=%2Fa%2Fb.yaml&version=GBmain",
            "https://dev.azure.com/org/p/_apis/git/repositories/r/items?api-version=6.0&path=%2Fa%2Fb.yaml&version=main",
            OWN,
        ),
        (
            "https://dev.azure.com/other/_git/r?path=b.yaml",
            "https://dev.azure.com/other/r/_apis/git/repositories/r/items?api-version=6.0&path=%2Fb.yaml",
            GENERAL,
        ),
        (
            "https://gitea.test/o/r/src/branch/main/b.yaml",
            "https://gitea.test/api/v1/repos/o/r/contents/b.yaml?ref=main",
            "authorization: Token pw",
        ),
        (
            "https://gerrit.test/gitiles/a/b/+/refs/heads/main/c/d.yaml",
            "https://gerrit.test/a/projects/a%2Fb/branches/main/files/c%2Fd.yaml/content",
            USER,
        ),
        (
            "https://app.harness.io/ng/account/A/module/code/orgs/O/projects/P/repos/R/files/main/~/a/b.yaml",
            "https://app.harness.io/gateway/code/api/v1/repos/A/O/P/R/+/raw/a/b.yaml?routingId=A&git_ref=refs/heads/main",
            "x-api-key: key",
        ),
        ("https://s3.amazonaws.com/b/k.yaml", "https://s3.amazonaws.com/b/k.yaml", ""),
    ]);
}

#[test]
fn objects_of_s3_are_signed() {
    let integrations = all();
    let (_, headers) = integrations.file_request("http://localhost:4566/b/k.yaml").unwrap().unwrap();
    let signature = headers["authorization"].to_str().unwrap();
    assert!(
        signature.starts_with("AWS4-HMAC-SHA256 Credential=AKID/19700101/us-east-1/s3/aws4_request, "),
        "{signature}"
    );
}

#[test]
fn public_github_is_read_raw_without_a_token() {
    let (url, headers) =
        integrations(&json!({})).file_request("https://github.com/o/r/blob/main/b.yaml").unwrap().unwrap();
    assert_eq!(url, "https://raw.githubusercontent.com/o/r/main/b.yaml");
    assert!(!headers.contains_key("authorization"));
}

/// Hosts match on host and port exactly.
#[test]
fn kinds_by_host() {
    let integrations = all();
    let cases = [
        ("https://github.com/x", Some(HostKind::GitHub)),
        ("https://GITHUB.com./x", Some(HostKind::GitHub)),
        ("https://gitlab.com/x", Some(HostKind::GitLab)),
        ("https://lab.test:8443/x", Some(HostKind::GitLab)),
        ("https://bitbucket.org/x", Some(HostKind::BitbucketCloud)),
        ("https://dev.azure.com/x", Some(HostKind::Azure)),
        ("https://b.s3.amazonaws.com/x", Some(HostKind::AwsS3)),
        ("https://lab.test/x", None),
        ("https://github.com:8443/x", None),
        ("https://api.github.com/x", None),
        ("https://github.com.evil.test/x", None),
        ("https://evilgithub.com/x", None),
        ("https://evilamazonaws.com/x", None),
        ("https://gitea.test:8443/x", None),
        ("not a url", None),
    ];
    for (url, expected) in cases {
        assert_eq!(integrations.kind_of(url), expected, "{url}");
    }
}

/// S-URL-06: refused before there is a request, whatever the encoding and the host.
#[test]
fn traversal_never_becomes_an_api_call() {
    let integrations = all();
    let bases = [
        "https://github.com/o/r/blob/main/",
        "https://gitlab.com/g/r/-/blob/main/",
        "https://bitbucket.org/w/r/src/main/",
        "https://bb.test/projects/P/repos/r/browse/",
        "https://dev.azure.com/org/p/_git/r?path=/",
        "https://gitea.test/o/r/src/branch/main/",
        "https://gerrit.test/gitiles/a/+/refs/heads/main/",
        "https://app.harness.io/ng/account/A/module/code/orgs/O/projects/P/repos/R/files/main/~/",
        "http://localhost:4566/b/",
    ];
    let climbs = [
        "%2e%2e%2f%2e%2e%2f%2e%2e%2fuser/keys",
        "..%2f..%2fuser",
        "..%252f..%252fuser",
        "a%5c..%5c..%5cuser",
        "%252e%252e/user",
    ];
    for base in bases {
        for climb in climbs {
            let url = format!("{base}{climb}");
            assert_eq!(integrations.file_request(&url), Err(ScmError::Traversal), "{url}");
        }
    }
    for url in [
        "https://github.com/o%2f..%2f..%2fuser/r/blob/main/x",
        "https://github.com/o/r/blob/..%2f..%2fuser/x",
    ] {
        assert_eq!(integrations.file_request(url), Err(ScmError::Traversal), "{url}");
    }
}

#[test]
fn urls_that_name_no_file_are_errors() {
    let urls = [
        "https://github.com/",
        "https://github.com/o",
        "https://github.com/o/r",
        "https://github.com/o/r/issues/1",
        "https://gitlab.com/g/r",
        "https://gitlab.com/r",
        "https://bitbucket.org/w/r",
        "https://bb.test/dashboard",
        "https://bb.test/projects/P/repos/r",
        "https://dev.azure.com/org/p/_git/r",
        "https://dev.azure.com/org",
        "https://gitea.test/o/r",
        "https://gerrit.test/gitiles/a",
        "https://app.harness.io/ng",
        "https://s3.amazonaws.com/b",
    ];
    let integrations = all();
    for url in urls {
        let built = integrations.file_request(url);
        assert!(matches!(built, Err(ScmError::Form { .. })), "{url}: {built:?}");
    }
    assert_eq!(integrations.file_request("https://plain.test/x").unwrap(), None);
}

#[test]
fn references_resolve_against_their_file() {
    let file = "https://github.com/o/r/blob/main/a/b.yaml";
    let cases = [
        (file, "https://x.test/y", "https://x.test/y"),
        (file, "./c.yaml", "https://github.com/o/r/tree/main/a/c.yaml"),
        (file, "c.yaml", "https://github.com/o/r/tree/main/a/c.yaml"),
        (file, "../c.yaml", "https://github.com/o/r/tree/main/c.yaml"),
        (file, "/c/d.yaml", "https://github.com/o/r/tree/main/c/d.yaml"),
        (file, "./", "https://github.com/o/r/tree/main/a/"),
        (
            "https://gitlab.com/g/s/r/-/blob/main/a/b.yaml",
            "/c.yaml",
            "https://gitlab.com/g/s/r/-/blob/main/c.yaml",
        ),
        ("https://gitlab.com/g/r/-/blob/main/a/b.yaml", "./", "https://gitlab.com/g/r/-/blob/main/a/"),
        (
            "https://bitbucket.org/w/r/src/main/a/b.yaml",
            "/c.yaml",
            "https://bitbucket.org/w/r/src/main/c.yaml",
        ),
        (
            "https://bb.test/projects/P/repos/r/browse/a/b.yaml?at=x",
            "/c.yaml",
            "https://bb.test/projects/P/repos/r/browse/c.yaml?at=x",
        ),
        (
            "https://gitea.test/o/r/src/branch/main/a/b.yaml",
            "/c.yaml",
            "https://gitea.test/o/r/src/branch/main/c.yaml",
        ),
        (
            "https://dev.azure.com/org/p/_git/r?path=%2Fa%2Fb.yaml",
            "./c.yaml",
            "https://dev.azure.com/org/p/_git/r?path=%2Fa%2Fc.yaml",
        ),
        (
            "https://dev.azure.com/org/p/_git/r?path=/a/b.yaml&version=GBx",
            "/c.yaml",
            "https://dev.azure.com/org/p/_git/r?path=%2Fc.yaml&version=GBx",
        ),
        (
            "https://gerrit.test/gitiles/a/+/refs/heads/main/b.yaml",
            "c.yaml",
            "https://gerrit.test/gitiles/a/+/refs/heads/main/c.yaml",
        ),
        (
            "http://127.0.0.1:7199/fixture/all.yaml?q=1",
            "apis/x.yaml",
            "http://127.0.0.1:7199/fixture/apis/x.yaml?q=1",
        ),
        ("http://127.0.0.1:7199/fixture/all.yaml", "./", "http://127.0.0.1:7199/fixture/"),
    ];
    let integrations = all();
    for (base, reference, expected) in cases {
        assert_eq!(integrations.resolve(reference, base).as_deref(), Ok(expected), "{reference} at {base}");
    }
    for reference in ["//evil.test/x", "..%252f..%252fx", "%252e%252e/x", "/%252e%252e/x", "a\\..\\b"] {
        assert!(integrations.resolve(reference, file).is_err(), "{reference}");
    }
    assert_eq!(integrations.source_location(file), "https://github.com/o/r/tree/main/a/");
}

#[test]
fn edit_links() {
    let cases = [
        ("https://github.com/o/r/blob/main/a.yaml", Some("https://github.com/o/r/edit/main/a.yaml")),
        (
            "https://ghe.test/o/blob/blob/main/blob/a.yaml",
            Some("https://ghe.test/o/blob/edit/main/blob/a.yaml"),
        ),
        ("https://gitlab.com/g/r/-/blob/main/a.yaml", Some("https://gitlab.com/g/r/-/edit/main/a.yaml")),
        ("https://gitlab.com/g/r/blob/main/a.yaml", Some("https://gitlab.com/g/r/blob/main/a.yaml")),
        (
            "https://bitbucket.org/w/r/src/main/a.yaml",
            Some("https://bitbucket.org/w/r/src/main/a.yaml?mode=edit&at=main"),
        ),
        (
            "https://bb.test/projects/P/repos/r/browse/a.yaml?at=x",
            Some("https://bb.test/projects/P/repos/r/browse/a.yaml"),
        ),
        (
            "https://dev.azure.com/org/p/_git/r?path=/a.yaml",
            Some("https://dev.azure.com/org/p/_git/r?path=/a.yaml"),
        ),
        ("https://gitea.test/o/r/src/branch/main/a.yaml", Some("https://gitea.test/o/r/_edit/main/a.yaml")),
        (
            "https://gerrit.test/gitiles/a/b/+/refs/heads/main/c.yaml",
            Some("https://gerrit.test/admin/repos/edit/repo/a/b/branch/refs/heads/main/file/c.yaml"),
        ),
        ("https://plain.test/a.yaml", Some("https://plain.test/a.yaml")),
        ("https://github.com/o/r/blob/0123456789abcdef0123456789abcdef01234567/a.yaml", None),
        ("not a url", None),
    ];
    let integrations = all();
    for (url, expected) in cases {
        assert_eq!(integrations.edit_url(url).as_deref(), expected, "{url}");
    }
}

#[test]
fn same_repository() {
    let a = "https://github.com/o/r/blob/main/a.yaml";
    let cases = [
        (a, "https://github.com/O/R/tree/dev/b.yaml", Some(true)),
        (a, "https://github.com/o/other/blob/main/a.yaml", Some(false)),
        (a, "https://gitlab.com/o/r/-/blob/main/a.yaml", Some(false)),
        (a, "https://github.com/", Some(false)),
        (a, "https://github.com/o/r/blob/main/%2e%2e%2f%2e%2e%2fx", Some(false)),
        (a, "https://plain.test/a.yaml", None),
        ("https://gitlab.com/g/s/r/-/blob/main/a", "https://gitlab.com/g/s/r/-/raw/main/b", Some(true)),
        ("https://gitlab.com/g/s/r/-/blob/main/a", "https://gitlab.com/g/t/r/-/blob/main/a", Some(false)),
        ("https://dev.azure.com/o/p/_git/r?path=/a", "https://dev.azure.com/o/q/_git/r?path=/a", Some(false)),
        ("https://b.s3.amazonaws.com/a", "https://s3.eu-west-1.amazonaws.com/b/c", Some(true)),
        ("https://s3.amazonaws.com/b/a", "https://s3.amazonaws.com/c/a", Some(false)),
        (
            "https://lab.test:8443/git/g/r/-/blob/m/a",
            "https://lab.test:8443/gitx/g/r/-/blob/m/a",
            Some(false),
        ),
    ];
    let integrations = all();
    for (first, second, expected) in cases {
        assert_eq!(integrations.same_repository(first, second), expected, "{first} {second}");
    }
}

#[test]
fn configuration_that_cannot_be_meant_is_an_error() {
    let cases = [
        (json!({"github": [{"host": "ghe.test"}]}), "must configure an explicit apiBaseUrl or rawBaseUrl"),
        (
            json!({"github": [{"host": "https://ghe.test"}]}),
            "Invalid GitHub integration config, 'https://ghe.test' is not a valid host",
        ),
        (
            json!({"gitlab": [{"token": "x"}]}),
            "Missing required config value at 'integrations.gitlab[0].host'",
        ),
        (
            json!({"gitlab": [{"host": "x.test", "apiBaseUrl": "x"}]}),
            "Invalid GitLab integration config, 'x' is not a valid apiBaseUrl",
        ),
        (json!({"gitea": [{"host": "x.test", "baseUrl": "file:///x"}]}), "is not a valid baseUrl"),
        (
            json!({"azure": [{"token": "x", "credentials": [{"personalAccessToken": "y"}]}]}),
            "cannot be used together",
        ),
        (
            json!({"azure": [{"credentials": [{"clientId": "y"}]}]}),
            "only credentials with personalAccessToken",
        ),
        (json!({"awsS3": [{"endpoint": "http://x.test/path"}]}), "endpoints cannot contain path"),
    ];
    for (config, expected) in cases {
        let errors = Integrations::from_config(&Section::root(json!({"integrations": config})))
            .map(|_| ())
            .unwrap_err();
        assert_eq!(errors.len(), 1, "{config}");
        assert!(errors[0].message.contains(expected), "{}", errors[0].message);
    }
    let two = json!({"integrations": {"gitlab": [{}], "gitea": [{}]}});
    assert_eq!(Integrations::from_config(&Section::root(two)).map(|_| ()).unwrap_err().len(), 2);
}

#[test]
fn origins_cover_apis_and_archives() {
    let origins = all().origins();
    let cases = [
        ("api.github.com", 443),
        ("codeload.github.com", 443),
        ("codeload.ghe.test", 443),
        ("lab.test", 8443),
        ("localhost", 4566),
    ];
    for (host, port) in cases {
        assert!(origins.contains(&Origin { host: host.to_owned(), port }), "{host}:{port}");
    }
}

#[test]
fn what_has_no_effect_is_named() {
    let found = integrations(&json!({
        "github": [{"host": "github.com", "apps": [{"appId": 1}]}], "googleGcs": {"clientEmail": "x"},
    }));
    assert_eq!(found.unsupported(), ["integrations.github[0].apps", "integrations.googleGcs"]);
    assert!(all().unsupported().is_empty());
}

#[test]
fn credentials_are_not_printed() {
    let printed = format!("{:?}", all().hosts);
    for secret in ["Bearer", "dTpw", "secret\"", "\"key\"", "Token pw"] {
        assert!(!printed.contains(secret), "{secret}");
    }
}

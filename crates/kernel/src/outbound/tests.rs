//! The hostile cases of outbound requests, against servers on this machine. No request leaves it: names are fake.

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};

use super::fake::{FakeHost, FakeNames, Reply, outbound};
use super::{AllowList, Origin, Outbound, OutboundError, Policy, Request, Response};
use crate::Clock;
use crate::config::Section;

const PUBLIC: &str = "203.0.113.5";

fn allow(hosts: &[String]) -> Value {
    let entries: Vec<Value> = hosts.iter().map(|host| json!({"host": host})).collect();
    json!({"backend": {"reading": {"allow": entries}}})
}

fn client(hosts: &[String], names: &Arc<FakeNames>) -> Outbound {
    outbound(&allow(hosts), &Clock::fixed(0), Vec::new(), names)
}

async fn get(client: &Outbound, url: impl Into<String>) -> Result<Response, OutboundError> {
    client.send(Request::get(url)).await
}

#[tokio::test]
async fn reads_a_listed_host() {
    let host = FakeHost::start(|_| Reply::ok("hello")).await;
    let names = FakeNames::new(&[("docs.test", &[&[PUBLIC]])]);
    let client = client(&[format!("docs.test:{}", host.port)], &names);
    let response = get(&client, format!("http://docs.test:{}/a?b=c", host.port)).await.unwrap();
    assert_eq!((response.status, response.body.as_ref()), (StatusCode::OK, b"hello".as_slice()));
    assert_eq!(host.targets(), ["/a?b=c"]);
    let seen = host.seen().remove(0);
    assert!(seen.headers["user-agent"].starts_with("callboard/"));
    assert_eq!(seen.headers["accept-encoding"], "gzip");
}

#[tokio::test]
async fn a_composed_request_is_sent_once_and_every_answer_is_shown() {
    let host = FakeHost::start(|seen| match seen.target.as_str() {
        "/moved" => Reply::redirect("http://169.254.169.254/"),
        "/busy" => Reply::status("429 Too Many Requests"),
        "/large" => Reply::ok("x".repeat(2_000)),
        _ => Reply::status("503 Service Unavailable"),
    })
    .await;
    let names = FakeNames::new(&[("tried.test", &[&["10.0.0.1"]]), ("inner.wild.test", &[&["10.0.0.1"]])]);
    let client = client(&[String::from("docs.test")], &names);
    let list = json!({"list": [{"host": format!("tried.test:{}", host.port)}, {"host": format!("*.wild.test:{}", host.port)}]});
    let hosts = AllowList::from_config(&Section::root(list), "list").unwrap();
    let ask = |name: &str, path: &str, method: Method| Request {
        method,
        limit_bytes: 1_000,
        ..Request::get(format!("http://{name}:{}{path}", host.port))
    };
    for (path, status) in [("/moved", 302), ("/busy", 429), ("/busy", 429), ("/", 503)] {
        let answer = client.send_once(ask("tried.test", path, Method::POST), &hosts).await.unwrap();
        assert_eq!(answer.status.as_u16(), status, "{path}");
    }
    assert_eq!(host.targets(), ["/moved", "/busy", "/busy", "/"]);
    let large = client.send_once(ask("tried.test", "/large", Method::GET), &hosts).await.unwrap_err();
    assert_eq!(large, OutboundError::TooLarge { limit: 1_000 });
    for name in ["unlisted.test", "inner.wild.test", "127.0.0.1"] {
        let refused = client.send_once(ask(name, "/", Method::GET), &hosts).await.unwrap_err();
        assert!(matches!(refused, OutboundError::NotAllowed { .. }), "{name}: {refused}");
    }
    // What may be read may not be written to.
    assert!(client.check_once(&Method::GET, "http://docs.test/", &hosts).is_ok());
    assert!(client.check_once(&Method::DELETE, "http://docs.test/", &hosts).is_err());
    assert_eq!(host.targets().len(), 5);
}

/// S-URL-01, with the metadata service as an address and behind listed names.
#[tokio::test]
async fn redirects_are_checked_like_the_first_request() {
    let trap = FakeHost::start(|_| Reply::ok("secret")).await;
    let trap_port = trap.port;
    let targets = [
        String::from("http://169.254.169.254/latest/meta-data/"),
        format!("http://unlisted.test:{trap_port}/"),
        format!("http://127.0.0.1:{trap_port}/"),
        format!("//unlisted.test:{trap_port}/"),
        format!("http://metadata.test:{trap_port}/"),
        format!("http://inner.wild.test:{trap_port}/"),
        format!("http://docs.test@unlisted.test:{trap_port}/"),
        String::from("file:///etc/passwd"),
        String::from("http://169.254.169.254\\@docs.test/"),
    ];
    for target in targets {
        let to = target.clone();
        let host = FakeHost::start(move |_| Reply::redirect(&to)).await;
        let names = FakeNames::new(&[
            ("docs.test", &[&[PUBLIC]]),
            ("unlisted.test", &[&[PUBLIC]]),
            ("metadata.test", &[&["169.254.169.254"]]),
            ("inner.wild.test", &[&["10.0.0.1"]]),
        ]);
        let listed = [
            format!("docs.test:{}", host.port),
            format!("metadata.test:{trap_port}"),
            format!("*.wild.test:{trap_port}"),
        ];
        let error =
            get(&client(&listed, &names), format!("http://docs.test:{}/", host.port)).await.unwrap_err();
        let refused = matches!(
            error,
            OutboundError::RedirectNotAllowed { .. }
                | OutboundError::NotAllowed { .. }
                | OutboundError::Invalid(_)
                | OutboundError::Protocol(_)
        );
        assert!(refused, "{target}: {error:?}");
        assert_eq!(names.dialled.lock().len(), 1, "{target}");
    }
    assert!(trap.seen().is_empty());
}

/// S-URL-02.
#[tokio::test]
async fn loopback_in_any_spelling_must_be_listed() {
    let trap = FakeHost::start(|_| Reply::ok("inside")).await;
    let port = trap.port;
    let names = FakeNames::new(&[("localhost", &[&["127.0.0.1"]]), ("docs.test", &[&[PUBLIC]])]);
    let hosts = [
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::1]",
        "[::]",
        "0",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "①②⑦.0.0.1",
    ];
    let closed = client(&[String::from("docs.test")], &names);
    for host in hosts {
        let error = get(&closed, format!("http://{host}:{port}/")).await.unwrap_err();
        assert!(matches!(error, OutboundError::NotAllowed { .. }), "{host}: {error:?}");
    }
    assert!(trap.seen().is_empty() && names.looked_up.lock().is_empty());
    let open = client(&[format!("127.0.0.1:{port}"), format!("localhost:{port}")], &names);
    for host in ["2130706433", "127.1", "[::ffff:127.0.0.1]", "LOCALHOST", "localhost."] {
        assert!(get(&open, format!("http://{host}:{port}/")).await.is_ok(), "{host}");
    }
}

/// S-URL-03.
#[tokio::test]
async fn user_information_never_names_the_host() {
    let names = FakeNames::new(&[("docs.test", &[&[PUBLIC]]), ("evil.test", &[&[PUBLIC]])]);
    let client = client(&[String::from("docs.test")], &names);
    let invalid = [
        "https://docs.test@evil.test/x",
        "https://docs.test%40evil.test/x",
        "https://docs.test\\@evil.test/",
        "https://docs.test:443@evil.test",
    ];
    for url in invalid {
        let error = get(&client, url).await.unwrap_err();
        assert!(matches!(error, OutboundError::Invalid(_)), "{url}: {error:?}");
    }
    let fragment = get(&client, "https://evil.test#@docs.test/").await.unwrap_err();
    assert!(matches!(fragment, OutboundError::NotAllowed { .. }));
    assert!(names.looked_up.lock().is_empty());
}

/// S-URL-04: nothing outside of the listed path is ever asked for. The matching itself is a table in `allow`.
#[tokio::test]
async fn paths_cannot_be_climbed_out_of() {
    let host = FakeHost::start(|_| Reply::ok("x")).await;
    let port = host.port;
    let names = FakeNames::new(&[("example.test", &[&[PUBLIC]])]);
    let allow = json!({"backend": {"reading": {"allow": [{"host": format!("example.test:{port}"), "paths": ["/docs/"]}]}}});
    let client = outbound(&allow, &Clock::fixed(0), Vec::new(), &names);
    let paths = [
        "/docs/../private",
        "/docs/%2e%2e/private",
        "/docsX",
        "/docs/..%2f..%2fprivate",
        "/docs/%252e%252e/x",
    ];
    for path in paths {
        let error = get(&client, format!("http://example.test:{port}{path}")).await.unwrap_err();
        assert!(matches!(error, OutboundError::NotAllowed { .. }), "{path}: {error:?}");
    }
    assert!(host.seen().is_empty());
    get(&client, format!("http://example.test:{port}/docs/a")).await.unwrap();
    assert_eq!(host.targets(), ["/docs/a"]);
}

/// S-URL-05: a name that has been public cannot turn inward, and each connection looks up once.
#[tokio::test]
async fn rebinding_gains_nothing() {
    let host = FakeHost::start(|_| Reply::ok("x")).await;
    let names = FakeNames::new(&[("rebind.test", &[&[PUBLIC], &["127.0.0.1"]])]);
    let client = client(&[format!("rebind.test:{}", host.port)], &names);
    let url = format!("http://rebind.test:{}/", host.port);
    get(&client, url.clone()).await.unwrap();
    assert_eq!(names.looked_up.lock().len(), 1);
    let error = get(&client, url).await.unwrap_err();
    assert!(matches!(error, OutboundError::NotAllowed { .. }), "{error:?}");
    assert_eq!(*names.dialled.lock(), [PUBLIC.parse::<std::net::IpAddr>().unwrap()]);
    assert_eq!(host.seen().len(), 1);
}

#[tokio::test]
async fn addresses_decide_by_how_the_host_is_listed() {
    let host = FakeHost::start(|_| Reply::ok("x")).await;
    let port = host.port;
    // Listing, addresses of the name, tolerated ranges, whether it is reached.
    let cases: [(&str, &[&str], &[&str], bool); 10] = [
        ("a.wild.test", &["10.0.0.1"], &[], true),
        ("a.wild.test", &["127.0.0.1"], &[], true),
        ("a.wild.test", &["169.254.169.254"], &[], false),
        ("a.wild.test", &["fd00:ec2::254"], &[], false),
        ("*.wild.test", &[PUBLIC], &[], true),
        ("*.wild.test", &["10.0.0.1"], &[], false),
        ("*.wild.test", &["127.0.0.1"], &[], false),
        ("*.wild.test", &["::ffff:10.0.0.1"], &[], false),
        ("*.wild.test", &["10.0.0.1"], &["10.0.0.0/8"], true),
        ("*.wild.test", &["10.0.0.1", PUBLIC], &[], true),
    ];
    for (listed, addresses, tolerated, reached) in cases {
        let names = FakeNames::new(&[("a.wild.test", &[addresses])]);
        let config = json!({
            "backend": {"reading": {"allow": [{"host": format!("{listed}:{port}")}]}},
            "callboard": {"limits": {"outbound": {"privateRanges": tolerated}}},
        });
        let client = outbound(&config, &Clock::fixed(0), Vec::new(), &names);
        let outcome = get(&client, format!("http://a.wild.test:{port}/")).await;
        assert_eq!(outcome.is_ok(), reached, "{listed} {addresses:?} {tolerated:?}: {outcome:?}");
        if !reached {
            assert!(names.dialled.lock().is_empty());
        }
    }
    let names = FakeNames::new(&[("a.wild.test", &[&["10.0.0.1", PUBLIC]])]);
    let client = client(&[format!("*.wild.test:{port}")], &names);
    get(&client, format!("http://a.wild.test:{port}/")).await.unwrap();
    assert_eq!(*names.dialled.lock(), [PUBLIC.parse::<std::net::IpAddr>().unwrap()]);
}

/// S-URL-07 at the level of one request.
#[tokio::test]
async fn credentials_stay_with_their_host() {
    let files = FakeHost::start(|_| Reply::ok("archive")).await;
    let to = format!("http://files.test:{}/a.tgz", files.port);
    let host = FakeHost::start(move |seen| match seen.target.as_str() {
        "/first" => Reply::redirect("/second"),
        _ => Reply::redirect(&to),
    })
    .await;
    let names = FakeNames::new(&[("scm.test", &[&[PUBLIC]]), ("files.test", &[&[PUBLIC]])]);
    let client = client(&[format!("scm.test:{}", host.port), format!("files.test:{}", files.port)], &names);
    let mut request = Request::get(format!("http://scm.test:{}/first", host.port));
    for name in ["authorization", "cookie", "private-token", "x-api-key", "x-anything"] {
        request.headers.insert(name, HeaderValue::from_static("s3cret"));
    }
    request.headers.insert(header::ACCEPT, HeaderValue::from_static("text/plain"));
    let response = client.send(request).await.unwrap();
    assert_eq!(response.final_url, format!("http://files.test:{}/a.tgz", files.port));
    assert!(host.seen().iter().all(|seen| seen.headers["authorization"] == "s3cret"));
    let told = files.seen().remove(0).headers;
    assert!(told.values().all(|value| !value.contains("s3cret")), "{told:?}");
    assert_eq!(told["accept"], "text/plain");
}

/// S-URL-08.
#[tokio::test]
async fn only_http_is_spoken() {
    let names = FakeNames::new(&[]);
    let client = client(&[], &names);
    let urls = [
        "file:/x",
        "ftp://a/",
        "gopher://a/",
        "data:,x",
        "jar:http://a!/",
        "git+ssh://a",
        "ssh://a",
        "unix:/x",
    ];
    for url in urls {
        let error = get(&client, url).await.unwrap_err();
        let scheme = url.split(':').next().unwrap();
        assert!(error.to_string().contains(&format!("'{scheme}'")), "{url}: {error}");
    }
    assert!(get(&client, "ext::sh -c id").await.unwrap_err().to_string().contains("'ext'"));
    assert!(names.looked_up.lock().is_empty());
}

/// S-URL-09.
#[tokio::test]
async fn endless_redirects_end() {
    let host = FakeHost::start(|_| Reply::redirect("/again")).await;
    let names = FakeNames::new(&[("loop.test", &[&[PUBLIC]])]);
    let client = client(&[format!("loop.test:{}", host.port)], &names);
    let error = get(&client, format!("http://loop.test:{}/", host.port)).await.unwrap_err();
    assert_eq!(error, OutboundError::TooManyRedirects { limit: 5 });
    assert_eq!(host.seen().len(), 6);
}

/// S-URL-09: the total is bounded, and twenty slow reads of one host do not hold up another host.
#[tokio::test]
async fn slow_hosts_hold_up_only_themselves() {
    let slow =
        FakeHost::start(|seen| if seen.target == "/drip" { Reply::Drip } else { Reply::Silence }).await;
    let healthy = FakeHost::start(|_| Reply::ok("x")).await;
    let names = FakeNames::new(&[("slow.test", &[&[PUBLIC]]), ("healthy.test", &[&[PUBLIC]])]);
    let mut config = allow(&[format!("slow.test:{}", slow.port), format!("healthy.test:{}", healthy.port)]);
    config["callboard"] = json!({"limits": {"outbound": {"totalTimeout": "1500ms"}}});
    let client = outbound(&config, &Clock::fixed(0), Vec::new(), &names);
    let started = Instant::now();
    let mut reads = Vec::new();
    for number in 0..20 {
        let path = if number % 2 == 0 { "drip" } else { "silent" };
        reads.push(get(&client, format!("http://slow.test:{}/{path}", slow.port)));
    }
    let probe = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let asked = Instant::now();
        get(&client, format!("http://healthy.test:{}/", healthy.port)).await.unwrap();
        (asked.elapsed(), slow.seen().len())
    };
    let (outcomes, (probe, slow_under_way)) = tokio::join!(futures_util::future::join_all(reads), probe);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(OutboundError::Timeout { .. }))));
    assert!(probe < Duration::from_millis(500), "{probe:?}");
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(slow_under_way, client.limits().connections_per_host);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// S-URL-10, and the plain limits.
#[tokio::test]
async fn sizes_are_counted_after_decompression() {
    const LIMIT: usize = 1_000_000;
    let packed = |encoding: &str, body: Vec<u8>| {
        Reply::Answer(format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}"), body)
    };
    let host = FakeHost::start(move |seen| match seen.target.as_str() {
        "/fits" => Reply::ok(vec![b'x'; LIMIT]),
        "/over" => Reply::ok(vec![b'x'; LIMIT + 1]),
        "/chunked" => {
            let mut raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            for _ in 0..20 {
                raw.extend_from_slice(b"10000\r\n");
                raw.extend_from_slice(&vec![b'x'; 0x10000]);
                raw.extend_from_slice(b"\r\n");
            }
            raw.extend_from_slice(b"0\r\n\r\n");
            Reply::Raw(raw)
        }
        "/gzip" => packed("gzip", gzip(b"hello")),
        "/two-members" => packed("gzip", [gzip(b"hel"), gzip(b"lo")].concat()),
        "/bomb" => packed("gzip", gzip(&vec![0; 64 * 1024 * 1024])),
        "/nested" => packed("gzip, gzip", gzip(&gzip(b"hello"))),
        "/twice" => packed("gzip\r\nContent-Encoding: gzip", gzip(&gzip(b"hello"))),
        "/brotli" => packed("br", b"hello".to_vec()),
        "/cut" => packed("gzip", gzip(b"hello")[..12].to_vec()),
        "/not-gzip" => packed("gzip", b"hello".to_vec()),
        _ => packed("gzip", Vec::new()),
    })
    .await;
    let names = FakeNames::new(&[("files.test", &[&[PUBLIC]])]);
    let client = client(&[format!("files.test:{}", host.port)], &names);
    let outcomes: [(&str, Result<usize, &str>); 12] = [
        ("fits", Ok(LIMIT)),
        ("over", Err("too_large")),
        ("chunked", Err("too_large")),
        ("gzip", Ok(5)),
        ("two-members", Ok(5)),
        ("bomb", Err("too_large")),
        ("nested", Err("protocol")),
        ("twice", Err("protocol")),
        ("brotli", Err("protocol")),
        ("cut", Err("protocol")),
        ("not-gzip", Err("protocol")),
        ("empty", Ok(0)),
    ];
    for (path, expected) in outcomes {
        let mut request = Request::get(format!("http://files.test:{}/{path}", host.port));
        request.limit_bytes = LIMIT;
        let outcome = client.send(request).await.map(|response| response.body.len());
        assert_eq!(outcome.as_ref().map_err(OutboundError::label).copied(), expected, "{path}: {outcome:?}");
    }
    assert_eq!(client.inner.held.now(), 0);
}

#[tokio::test]
async fn all_answers_together_are_bounded() {
    let host = FakeHost::start(|_| Reply::ok(vec![b'x'; 100_000])).await;
    let names = FakeNames::new(&[("files.test", &[&[PUBLIC]])]);
    let mut config = allow(&[format!("files.test:{}", host.port)]);
    config["callboard"] = json!({"limits": {"outbound": {"heldBytes": 50_000}}});
    let client = outbound(&config, &Clock::fixed(0), Vec::new(), &names);
    let error = get(&client, format!("http://files.test:{}/", host.port)).await.unwrap_err();
    assert!(matches!(error, OutboundError::Unavailable(_)), "{error:?}");
    assert_eq!(client.inner.held.now(), 0);
}

/// S-URL-11.
#[tokio::test]
async fn parts_and_unasked_validations_are_errors() {
    let host = FakeHost::start(|seen| match seen.target.as_str() {
        "/304" => Reply::status("304 Not Modified"),
        _ => Reply::status("206 Partial Content"),
    })
    .await;
    let names = FakeNames::new(&[("docs.test", &[&[PUBLIC]])]);
    let client = client(&[format!("docs.test:{}", host.port)], &names);
    for path in ["304", "206"] {
        let error = get(&client, format!("http://docs.test:{}/{path}", host.port)).await.unwrap_err();
        assert!(matches!(error, OutboundError::Protocol(_)), "{path}: {error:?}");
    }
    let mut conditional = Request::get(format!("http://docs.test:{}/304", host.port));
    conditional.headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"a\""));
    assert_eq!(client.send(conditional).await.unwrap().status, StatusCode::NOT_MODIFIED);
}

/// S-URL-12: one try for each Retry-After, other URLs of the host go on.
#[tokio::test]
async fn asks_again_only_when_told() {
    let host = FakeHost::start(|seen| match seen.target.as_str() {
        "/limited" => Reply::status("429 Too Many Requests\r\nRetry-After: 20"),
        "/spent" => Reply::status("403 Forbidden\r\nX-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 60"),
        "/forbidden" => Reply::status("403 Forbidden"),
        _ => Reply::ok("x"),
    })
    .await;
    let names = FakeNames::new(&[("scm.test", &[&[PUBLIC]])]);
    let clock = Clock::fixed(0);
    let client = outbound(&allow(&[format!("scm.test:{}", host.port)]), &clock, Vec::new(), &names);
    let url = |path: &str| format!("http://scm.test:{}/{path}", host.port);
    let limited = |seconds| OutboundError::RateLimited { retry_after: Duration::from_secs(seconds) };
    assert_eq!(get(&client, url("limited")).await.unwrap_err(), limited(20));
    clock.advance(5_000);
    assert_eq!(get(&client, url("limited")).await.unwrap_err(), limited(15));
    assert_eq!(get(&client, url("other")).await.unwrap().status, StatusCode::OK);
    assert_eq!(get(&client, url("forbidden")).await.unwrap().status, StatusCode::FORBIDDEN);
    assert_eq!(host.targets(), ["/limited", "/other", "/forbidden"]);
    clock.advance(15_000);
    assert_eq!(get(&client, url("limited")).await.unwrap_err(), limited(20));
    assert_eq!(get(&client, url("spent")).await.unwrap_err(), limited(40));
    assert_eq!(get(&client, url("other")).await.unwrap_err(), limited(40), "the whole allowance is spent");
    assert_eq!(host.seen().len(), 5);
}

#[tokio::test]
async fn tries_again_what_passes() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let host = FakeHost::start(move |seen| {
        let turn = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        match (seen.target.as_str(), turn) {
            ("/flaky", 0) => Reply::status("503 Service Unavailable"),
            ("/flaky", 1) => Reply::status("502 Bad Gateway\r\nRetry-After: 0"),
            ("/flaky", _) => Reply::ok("x"),
            _ => Reply::status("500 Internal Server Error"),
        }
    })
    .await;
    let names = FakeNames::new(&[("scm.test", &[&[PUBLIC]])]);
    let mut config = allow(&[format!("scm.test:{}", host.port)]);
    config["callboard"] = json!({"limits": {"outbound": {"retryPause": "1ms"}}});
    let client = outbound(&config, &Clock::fixed(0), Vec::new(), &names);
    let url = |path: &str| format!("http://scm.test:{}/{path}", host.port);
    assert_eq!(get(&client, url("flaky")).await.unwrap().status, StatusCode::OK);
    assert_eq!(get(&client, url("broken")).await.unwrap().status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(host.targets(), ["/flaky", "/flaky", "/flaky", "/broken"]);
}

#[tokio::test]
async fn writes_are_sent_once_and_not_redirected() {
    let host = FakeHost::start(|seen| match seen.target.as_str() {
        "/move" => Reply::redirect("/elsewhere"),
        _ => Reply::status("503 Service Unavailable"),
    })
    .await;
    let names = FakeNames::new(&[("scm.test", &[&[PUBLIC]])]);
    let client = client(&[format!("scm.test:{}", host.port)], &names);
    for (path, status) in [("move", StatusCode::FOUND), ("busy", StatusCode::SERVICE_UNAVAILABLE)] {
        let mut request = Request::get(format!("http://scm.test:{}/{path}", host.port));
        request.method = Method::POST;
        assert_eq!(client.send(request).await.unwrap().status, status);
    }
    assert_eq!(host.targets(), ["/move", "/busy"]);
}

#[tokio::test]
async fn a_configured_url_needs_no_listing_but_its_redirects_do() {
    let host = FakeHost::start(|seen| match seen.target.as_str() {
        "/away" => Reply::redirect("http://169.254.169.254/"),
        _ => Reply::ok("x"),
    })
    .await;
    let names = FakeNames::new(&[("idp.test", &[&["10.1.1.1"]])]);
    let origin = Origin { host: String::from("idp.test"), port: host.port };
    let client = outbound(&json!({}), &Clock::fixed(0), vec![origin], &names);
    let send = async |path: &str, policy| {
        let mut request = Request::get(format!("http://idp.test:{}{path}", host.port));
        request.policy = policy;
        client.send(request).await
    };
    assert!(send("/", Policy::Configured).await.is_ok());
    assert!(matches!(send("/", Policy::Listed).await, Err(OutboundError::NotAllowed { .. })));
    assert!(matches!(send("/away", Policy::Configured).await, Err(OutboundError::RedirectNotAllowed { .. })));
}

#[tokio::test]
async fn a_host_that_is_away_is_unavailable() {
    let names = FakeNames::new(&[("gone.test", &[&[PUBLIC]])]);
    let client = client(&[String::from("gone.test:1"), String::from("unknown.test:1")], &names);
    for host in ["gone.test", "unknown.test"] {
        let error = get(&client, format!("http://{host}:1/")).await.unwrap_err();
        assert_eq!(error, OutboundError::Unavailable(format!("could not connect to {host}")));
    }
}

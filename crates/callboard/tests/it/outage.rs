//! A PostgreSQL that goes away, comes back, and gets slow, under a portal that is being written to.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::http::Method;
use callboard::Portal;
use kernel::Config;
use kernel::tasks::Tasks;
use serde_json::json;
use testkit::Answer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::portal::{SERVICE, ask, get};

/// A wire to a database that can be cut and slowed down.
struct Wire {
    address: SocketAddr,
    is_whole: Arc<AtomicBool>,
    delay: Arc<AtomicU64>,
    tasks: Tasks,
}

impl Wire {
    async fn to(database: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (is_whole, delay) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicU64::new(0)));
        let wire = Self { address, is_whole, delay, tasks: Tasks::new() };
        let (is_whole, delay, tasks) = (wire.is_whole.clone(), wire.delay.clone(), wire.tasks.clone());
        wire.tasks.spawn("wire", async move {
            while let Ok((near, _)) = listener.accept().await {
                if !is_whole.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(far) = TcpStream::connect(database).await else { continue };
                let (near_in, near_out) = near.into_split();
                let (far_in, far_out) = far.into_split();
                tasks.spawn("there", carry(near_in, far_out, is_whole.clone(), Arc::default()));
                tasks.spawn("back", carry(far_in, near_out, is_whole.clone(), delay.clone()));
            }
        });
        wire
    }

    fn cut(&self) {
        self.is_whole.store(false, Ordering::SeqCst);
    }

    fn mend(&self) {
        self.is_whole.store(true, Ordering::SeqCst);
    }

    fn slow_down(&self, by: Duration) {
        self.delay.store(u64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

/// Carries bytes until either end is gone or the wire is cut. Each piece takes as long as the delay of the moment.
async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    is_whole: Arc<AtomicBool>,
    delay: Arc<AtomicU64>,
) {
    let mut buffer = vec![0; 64 * 1024];
    while is_whole.load(Ordering::SeqCst) {
        let Ok(read) = tokio::time::timeout(Duration::from_millis(50), from.read(&mut buffer)).await else {
            continue;
        };
        let Ok(count @ 1..) = read else { return };
        tokio::time::sleep(Duration::from_millis(delay.load(Ordering::SeqCst))).await;
        if !is_whole.load(Ordering::SeqCst) || to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}

/// A portal that reaches the PostgreSQL of the tests over a wire; none without one.
#[expect(clippy::print_stdout, reason = "says why nothing was tested")]
async fn portal(folder: &std::path::Path) -> Option<(Portal, Wire)> {
    let Some(url) = kernel::config::Environment::process().get("CALLBOARD_TEST_POSTGRES").map(str::to_owned)
    else {
        println!("CALLBOARD_TEST_POSTGRES is not set: outages are not tested");
        return None;
    };
    let database = url.rsplit('@').next().unwrap().split('/').next().unwrap().parse().unwrap();
    let wire = Wire::to(database).await;
    let through = url.replace(&database.to_string(), &wire.address.to_string());
    let service = json!({"type": "static", "options": {"token": SERVICE, "subject": "test"}});
    let schema = format!("outage_{}", kernel::random::id().replace('-', ""));
    let config = json!({
        "app": {"baseUrl": "http://localhost:7007"},
        "backend": {
            "baseUrl": "http://localhost:7007",
            "auth": {"externalAccess": [service]},
            "database": {"client": "pg", "connection": through, "schema": schema, "ensureSchemaExists": true},
        },
        "catalog": {"processingInterval": false},
    });
    let builder = Portal::builder().config(Config::from_value(config)).data_dir(folder.join("data"));
    Some((builder.folder(folder).build().await.unwrap(), wire))
}

async fn register(portal: &Portal, number: usize) -> Answer {
    let body = json!({"type": "url", "target": format!("https://git.test/{number}")});
    ask(portal, &Method::POST, "/api/catalog/locations", Some(SERVICE), Some(&body)).await
}

/// A refusal that says what is the case and when to come back, and nothing of the inside.
fn assert_unavailable(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.header("retry-after").parse::<u64>().is_ok());
    let text = answer.error();
    assert!(text.starts_with("ServiceUnavailableError: the database "), "{text}");
}

async fn readiness(portal: &Portal) -> u16 {
    get(portal, None, "/.backstage/health/v1/readiness").await.status.as_u16()
}

async fn eventually_ready(portal: &Portal, within: Duration) {
    let begun = Instant::now();
    while readiness(portal).await != 200 {
        assert!(begun.elapsed() < within, "not ready again within {within:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_database_that_goes_and_comes() {
    const ROUNDS: usize = 4;
    let folder = tempfile::tempdir().unwrap();
    let Some((portal, wire)) = portal(folder.path()).await else { return };
    let mut acknowledged = Vec::new();
    let mut number = 0;
    for round in 0..ROUNDS {
        let mut refused = 0;
        let begun = Instant::now();
        wire.mend();
        // Whole for a second, away for longer than calls try again by themselves.
        while begun.elapsed() < Duration::from_secs(6) {
            if begun.elapsed() > Duration::from_secs(1) {
                wire.cut();
            }
            number += 1;
            let answer = register(&portal, number).await;
            if answer.status == 201 {
                acknowledged.push(format!("https://git.test/{number}"));
            } else {
                refused += 1;
                assert_unavailable(&answer);
            }
            get(&portal, Some(SERVICE), "/api/catalog/entities").await.expect(200);
        }
        assert!(refused > 0, "the outage was not felt in round {round}");
        assert_eq!(readiness(&portal).await, 503);
        get(&portal, None, "/.backstage/health/v1/liveness").await.expect(200);
        wire.mend();
        eventually_ready(&portal, Duration::from_secs(5)).await;
    }
    let listed = get(&portal, Some(SERVICE), "/api/catalog/locations").await.expect(200).json();
    let listed: std::collections::HashSet<String> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|location| location["data"]["target"].as_str().unwrap().to_owned())
        .collect();
    assert!(acknowledged.len() > ROUNDS, "only {} writes", acknowledged.len());
    for target in &acknowledged {
        assert!(listed.contains(target), "{target} was acknowledged and is gone");
    }
    portal.shutdown().await;
}

#[tokio::test]
async fn a_database_that_takes_two_seconds_for_everything_makes_nobody_wait() {
    let folder = tempfile::tempdir().unwrap();
    let Some((portal, wire)) = portal(folder.path()).await else { return };
    register(&portal, 0).await.expect(201);
    wire.slow_down(Duration::from_secs(2));
    for number in 1..8 {
        let begun = Instant::now();
        let answer = register(&portal, number).await;
        assert_unavailable(&answer);
        assert!(begun.elapsed() < Duration::from_secs(5), "request {number} took {:?}", begun.elapsed());
        // What needs no database goes on.
        get(&portal, Some(SERVICE), "/api/catalog/entities").await.expect(200);
        get(&portal, None, "/.backstage/health/v1/liveness").await.expect(200);
    }
    assert_eq!(readiness(&portal).await, 503);
    wire.slow_down(Duration::ZERO);
    eventually_ready(&portal, Duration::from_secs(10)).await;
    register(&portal, 9).await.expect(201);
    portal.shutdown().await;
}

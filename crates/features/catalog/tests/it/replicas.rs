//! Two portals on one database: what one does the other sees, and a source is read by one of them.

use std::time::{Duration, Instant};

use kernel::config::Environment;
use kernel::db::DbSettings;
use serde_json::json;
use testkit::{FakeHost, Persona};

use crate::portal::{LONG, Portal, component};

/// How old what a replica shows may be.
const AGE: Duration = Duration::from_secs(2);

fn shared(folder: &std::path::Path) -> DbSettings {
    match Environment::process().get("CALLBOARD_TEST_POSTGRES") {
        Some(url) => DbSettings::postgres(url, &format!("replicas_{}", std::process::id())).unwrap(),
        None => DbSettings::file(&folder.join("shared.sqlite")),
    }
}

async fn sees(portal: &Portal, owner: &str) {
    let started = Instant::now();
    loop {
        let answer = portal.get("/entities/by-name/component/default/a").await;
        if answer.status == 200 && answer.json()["spec"]["owner"] == owner {
            break;
        }
        assert!(started.elapsed() < AGE, "not seen in {AGE:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn two_replicas_show_the_same_and_read_each_source_once() {
    const SOURCES: usize = 10;
    const ROUNDS: usize = 3;
    let folder = tempfile::tempdir().unwrap();
    let host = FakeHost::start().await;
    let one = Portal::on(&host, json!({}), Some(shared(folder.path()))).await;
    let two = Portal::on(&host, json!({}), Some(shared(folder.path()))).await;
    let path = |number: usize| format!("/{number}.yaml");
    for number in 1..SOURCES {
        host.serve(&path(number), component(&format!("c{number}"), "x"));
        let body = json!({"type": "url", "target": host.url(&path(number))});
        one.test.post(&Persona::Service, "/api/catalog/locations", &body).await.expect(201);
    }
    host.serve(&path(0), component("a", "ann"));
    one.register(&host.url(&path(0))).await;
    sees(&two, "ann").await;
    for round in 1..=ROUNDS {
        let owner = format!("owner{round}");
        host.serve(&path(0), component("a", &owner));
        // Both come to be due at the same moment.
        one.test.clock.advance(LONG);
        two.test.clock.advance(LONG);
        tokio::join!(one.settle(), two.settle());
        sees(&one, &owner).await;
        sees(&two, &owner).await;
        for number in 0..SOURCES {
            assert_eq!(host.count(&path(number)), round + 1, "source {number} in round {round}");
        }
    }
    let path = "/entities?order=asc:metadata.name";
    assert_eq!(one.get(path).await.expect(200).text(), two.get(path).await.expect(200).text());
}

#[tokio::test]
async fn due_times_and_dates_of_changes_are_those_of_the_shared_clock() {
    const AHEAD: i64 = 2 * 60 * 60 * 1_000;
    let host = FakeHost::start().await;
    host.serve("/c.yaml", component("a", "ann"));
    let portal = Portal::start(&host).await;
    let ingest = &portal.handle.get().unwrap().ingest;
    // This process' clock is two hours behind that of the database.
    ingest.skew.store(AHEAD, std::sync::atomic::Ordering::Relaxed);
    let body = json!({"type": "url", "target": host.url("/c.yaml")});
    portal.test.post(&Persona::Service, "/api/catalog/locations", &body).await.expect(201);
    // The portal's own loop may have been quicker.
    catalog::ingest::due::round(ingest).await.unwrap();
    while portal.get("/entities/by-name/component/default/a").await.status != 200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // What was committed last may still be on its way into the index.
    drop(ingest.writer.lock().await);
    let history = portal.get("/entities/by-name/component/default/a/history").await.expect(200).json();
    let shared = kernel::clock::iso(portal.test.clock.now() + AHEAD);
    assert_eq!(history["items"][0]["time"], shared.as_str());
    let next = catalog::store::entity::next_due(&ingest.services.db).await.unwrap().unwrap();
    assert!(next > portal.test.clock.now() + AHEAD, "the next reading is due by the shared clock");
    catalog::ingest::due::round(ingest).await.unwrap();
    assert_eq!(host.count("/c.yaml"), 1);
}

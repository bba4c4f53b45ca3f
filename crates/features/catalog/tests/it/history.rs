//! The past of the catalog: what was listed at a time can be listed again, whatever happened since.

use serde_json::{Value, json};
use testkit::FakeHost;

use crate::portal::{LONG, Portal, component};

/// Entities as they are listed, without what belongs to the present only.
fn timeless(entities: &Value) -> Vec<Value> {
    let mut entities = entities.as_array().unwrap().clone();
    for entity in &mut entities {
        entity.as_object_mut().unwrap().remove("status");
        entity["metadata"].as_object_mut().unwrap().remove("etag");
        let relations = entity["relations"].as_array_mut().unwrap();
        for relation in relations.iter_mut() {
            relation.as_object_mut().unwrap().remove("target");
        }
        relations.sort_by_key(ToString::to_string);
    }
    entities.sort_by_key(|entity| entity["metadata"]["uid"].to_string());
    entities
}

/// A file whose entities depend on what `step` leaves of them.
fn file(step: u32) -> String {
    // A small generator of numbers, so that every run takes the same way.
    let mut state = step.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut next = |limit: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % limit
    };
    let mut file = String::new();
    for number in 0..6 {
        if next(4) == 0 {
            continue;
        }
        let owner = ["ann", "bob", "eve"][next(3) as usize];
        let part = format!("subcomponentOf: c{}, dependsOn: [\"component:c{}\"]", next(6), next(6));
        file += &component(&format!("c{number}"), &format!("{owner}, {part}"));
    }
    file
}

async fn the_past_stays_as_it_was(config: Value) {
    const STEPS: u32 = 12;
    let host = FakeHost::start().await;
    host.serve("/c.yaml", file(0));
    let portal = Portal::configured(&host, config).await;
    portal.register(&host.url("/c.yaml")).await;
    let mut seen = Vec::new();
    for step in 1..=STEPS {
        let now = kernel::clock::iso(portal.test.clock.now());
        let listed = timeless(&portal.get("/entities").await.expect(200).json());
        let as_of = portal.get(&format!("/entities/as-of/{now}")).await.expect(200).json();
        assert_eq!(timeless(&as_of["items"]), listed, "as of now is now, step {step}");
        assert_eq!(as_of["totalItems"], listed.len());
        seen.push((now, listed));
        host.serve("/c.yaml", file(step));
        portal.next_round().await;
        if step % 3 == 0 {
            portal.test.clock.advance(LONG);
            catalog::orphan::sweep(&portal.handle.get().unwrap().ingest).await.unwrap();
        }
    }
    for (step, (at, listed)) in seen.iter().enumerate() {
        let as_of = portal.get(&format!("/entities/as-of/{at}")).await.expect(200).json();
        assert_eq!(&timeless(&as_of["items"]), listed, "step {step}");
        for entity in listed {
            let kind = entity["kind"].as_str().unwrap();
            let name = entity["metadata"]["name"].as_str().unwrap();
            let path = format!("/entities/by-name/{kind}/default/{name}/as-of/{at}");
            let one = json!([portal.get(&path).await.expect(200).json()]);
            assert_eq!(timeless(&one), std::slice::from_ref(entity), "step {step}");
        }
    }
}

#[tokio::test]
async fn as_of_now_is_now_and_the_past_stays_as_it_was() {
    the_past_stays_as_it_was(json!({})).await;
}

#[tokio::test]
async fn the_same_when_no_answer_is_kept_in_memory() {
    the_past_stays_as_it_was(json!({"callboard": {"catalog": {"documentBudget": 0}}})).await;
}

#[tokio::test]
async fn the_log_is_followed_as_events_from_where_the_reader_was() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let host = FakeHost::start().await;
    host.serve("/c.yaml", component("a", "ann"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/c.yaml")).await;
    let server = testkit::TestServer::start(&portal.test).await;
    let mut stream = server.connect().await;
    let request = format!(
        "GET /api/catalog/changes HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\nlast-event-id: 0\r\n\
         authorization: Bearer {}\r\n\r\n",
        testkit::identity::SERVICE_TOKEN
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    for wanted in ["\"entityRef\":\"component:default/a\"", "\"after\":\"bob\""] {
        let mut chunk = vec![0; 16_384];
        while !text.contains(wanted) {
            let read = stream.read(&mut chunk);
            let count =
                tokio::time::timeout(std::time::Duration::from_secs(10), read).await.unwrap().unwrap();
            assert_ne!(count, 0, "{text}");
            text += &String::from_utf8_lossy(chunk.get(..count).unwrap());
        }
        host.serve("/c.yaml", component("a", "bob"));
        portal.next_round().await;
    }
}

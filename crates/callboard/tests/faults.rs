//! The portal is killed while it reads its sources; whatever the moment, it ends up with what it would have had.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail where tests do")]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kernel::config::Environment;
use serde_json::Value;

const FILES: usize = 20;
const PER_FILE: usize = 100;
const TOKEN: &str = "a-token-of-the-crash-test";
/// How often the portal is killed unless this variable says otherwise.
const KILLS: u32 = 20;
const KILLS_VARIABLE: &str = "CALLBOARD_TEST_KILLS";
/// How long a portal may take to get to the end, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// Ends with the test, however that ends.
struct Portal {
    child: Child,
    port: u16,
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Portal {
    fn start(folder: &Path, data: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(env!("CARGO_BIN_EXE_callboard"))
            .args(["serve", "--config", "app-config.yaml", "--data-dir", data])
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, port }
    }

    /// Every listed entity that somebody names, by ref, without what differs from run to run. `None` while it starts.
    fn entities(&self) -> Option<BTreeMap<String, Value>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        // HTTP/1.0, so that the answer ends with the connection.
        let request = format!(
            "GET /api/catalog/entities HTTP/1.0\r\nhost: localhost\r\nauthorization: Bearer {TOKEN}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let listed: Vec<Value> = serde_json::from_str(answer.split_once("\r\n\r\n")?.1).ok()?;
        let mut entities = BTreeMap::new();
        for mut entity in listed {
            let metadata = entity["metadata"].as_object_mut().unwrap();
            metadata.remove("uid");
            metadata.remove("etag");
            let name = format!("{}:{}", entity["kind"], entity["metadata"]["name"]);
            if entity["metadata"]["annotations"]["backstage.io/orphan"].is_null() {
                entities.insert(name, entity);
            }
        }
        Some(entities)
    }

    fn until(&self, done: impl Fn(&BTreeMap<String, Value>) -> bool) -> BTreeMap<String, Value> {
        let started = Instant::now();
        loop {
            let entities = self.entities().unwrap_or_default();
            if done(&entities) || started.elapsed() > PATIENCE {
                return entities;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// The version of a file decides who owns its entities, and which of them there are.
fn write(folder: &Path, file: usize, version: u32) {
    let mut text = String::new();
    for number in 0..PER_FILE {
        if (number + version as usize).is_multiple_of(10) {
            continue;
        }
        let document = format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{ name: c{file}-{number} }}\nspec: {{ \
             type: service, lifecycle: production, owner: team-{version}, subcomponentOf: c{file}-0 }}\n"
        );
        text += &document;
    }
    std::fs::write(path(folder, file), text).unwrap();
}

fn path(folder: &Path, file: usize) -> PathBuf {
    folder.join(format!("catalog-{file}.yaml"))
}

fn configure(folder: &Path) {
    let mut config = format!(
        "backend:\n  auth:\n    externalAccess:\n      - type: static\n        options: {{ token: {TOKEN}, subject: test \
         }}\ncatalog:\n  processingInterval: {{ seconds: 1 }}\n  locations:\n"
    );
    for file in 0..FILES {
        let location = format!("    - {{ type: file, target: ./catalog-{file}.yaml }}\n");
        config += &location;
    }
    std::fs::write(folder.join("app-config.yaml"), config).unwrap();
}

#[test]
fn kills_at_any_moment_lose_and_leave_nothing() {
    let kills =
        Environment::process().get(KILLS_VARIABLE).and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let folder = tempfile::tempdir().unwrap();
    configure(folder.path());
    for file in 0..FILES {
        write(folder.path(), file, 0);
    }
    let mut random = 12_345_u32;
    for kill in 0..kills {
        let portal = Portal::start(folder.path(), "killed");
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        std::thread::sleep(Duration::from_millis(u64::from(150 + (random >> 16) % 750)));
        drop(portal);
        // Something to do for the next one.
        for file in 0..FILES {
            if (file + kill as usize).is_multiple_of(3) {
                write(folder.path(), file, kill);
            }
        }
    }
    let expected = {
        let portal = Portal::start(folder.path(), "whole");
        portal.until(|entities| entities.len() == FILES * PER_FILE * 9 / 10 + FILES)
    };
    assert_eq!(expected.len(), FILES * PER_FILE * 9 / 10 + FILES, "a run without kills gets to the end");
    let portal = Portal::start(folder.path(), "killed");
    let found = portal.until(|entities| *entities == expected);
    let differing: Vec<_> = expected
        .iter()
        .filter(|(name, entity)| found.get(*name) != Some(entity))
        .map(|(name, entity)| (entity, found.get(name)))
        .take(3)
        .collect();
    assert!(differing.is_empty(), "differs from a run without kills: {differing:?}");
    assert_eq!(found.len(), expected.len(), "more than a run without kills");
}

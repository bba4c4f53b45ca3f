//! `bench serve`: the portal that is shipped, on a generated catalog, beside a bare handler with the same bytes.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::files;
use super::load::{self, Load, Measured};

/// By-name reads must reach this share of what a bare handler reaches with the same bytes.
const LEAST_SHARE: f64 = 0.6;
/// Both servers are measured in turn this often, and the best of each counts: what else the machine does at a moment is
/// no property of either.
const ROUNDS: usize = 3;
/// Requests of one round.
const REQUESTS: usize = 60_000;
/// Requests before it, whose times do not count.
const WARM_UP: usize = 5_000;
/// The catalog must be complete within this time.
const INGESTION: Duration = Duration::from_mins(10);
const TOKEN: &str = "a-token-for-this-measurement-only";

/// Prints a table; fails when by-name reads fall below the stated share.
pub(super) fn measure(entities: usize) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("callboard-bench-{}", std::process::id()));
    let measured = in_folder(&folder, entities);
    std::fs::remove_dir_all(&folder).context("cannot remove the folder of the measurement")?;
    measured
}

fn in_folder(folder: &Path, entities: usize) -> Result<()> {
    files::write(&folder.join("catalog"), entities)?;
    let portal = Portal::start(folder)?;
    let took = portal.wait_for(entities)?;
    println!("{entities} entities, first start to all listed: {:.1} s\n", took.as_secs_f64());
    println!("| read | requests/s | p50 | p99 | bare handler, same bytes | share |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let names = (0..files::components(entities)).map(|number| {
        format!("/api/catalog/entities/by-name/component/default/{}", files::component(number))
    });
    let by_name = compare(folder, &portal.address, "by-name", names.collect())?;
    let lists = vec!["/api/catalog/entities/by-query?filter=kind=component&limit=20".to_owned()];
    compare(folder, &portal.address, "by-query", lists)?;
    let ordered = vec![
        "/api/catalog/entities/by-query?filter=kind=component&limit=20&orderField=metadata.name,asc"
            .to_owned(),
    ];
    compare(folder, &portal.address, "by-query, ordered", ordered)?;
    println!("\nLimit: by-name reaches {LEAST_SHARE} of the bare handler.");
    if by_name < LEAST_SHARE {
        bail!("by-name reaches {by_name:.2} of the bare handler");
    }
    Ok(())
}

/// One line of the table; gives the share.
fn compare(folder: &Path, portal: &str, title: &str, paths: Vec<String>) -> Result<f64> {
    let first = paths.first().context("nothing to ask for")?;
    let body = folder.join("body");
    std::fs::write(&body, load::fetch(portal, first, TOKEN)?)?;
    let paths = Arc::new(paths);
    let (_process, address) = start_bare(&body)?;
    let mut ours = play(portal, &paths)?;
    let mut bare = play(&address, &paths)?;
    for _ in 1..ROUNDS {
        ours = better(ours, play(portal, &paths)?);
        bare = better(bare, play(&address, &paths)?);
    }
    let share = ours.per_second / bare.per_second;
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "| {title} | {:.0} | {:.2} ms | {:.2} ms | {:.0} | {share:.2} |",
        ours.per_second,
        milliseconds(ours.median),
        milliseconds(ours.slow),
        bare.per_second
    );
    Ok(share)
}

fn play(address: &str, paths: &Arc<Vec<String>>) -> Result<Measured> {
    let mut load = Load {
        address: address.to_owned(),
        paths: Arc::clone(paths),
        token: TOKEN.to_owned(),
        count: WARM_UP,
    };
    load::play(&load)?;
    load.count = REQUESTS;
    load::play(&load)
}

fn better(one: Measured, other: Measured) -> Measured {
    if other.per_second > one.per_second { other } else { one }
}

/// A program that ends with its measurement.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, which the measurement has noticed by then.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start_bare(body: &Path) -> Result<(Process, String)> {
    let mut command = Command::new(std::env::current_exe()?);
    let child = command.args(["bench", "bare"]).arg(body).stdout(Stdio::piped()).spawn()?;
    let mut process = Process(child);
    let output = process.0.stdout.take().context("the bare handler has no output")?;
    let mut address = String::new();
    BufReader::new(output).read_line(&mut address)?;
    Ok((process, address.trim().to_owned()))
}

struct Portal {
    address: String,
    started: Instant,
    _process: Process,
}

impl Portal {
    fn start(folder: &Path) -> Result<Self> {
        // Free at this moment; whoever takes it meanwhile makes the start fail, which is seen.
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let config = folder.join("app-config.json");
        std::fs::write(&config, configuration(folder, &address).to_string())?;
        let started = Instant::now();
        let mut command = Command::new(binary()?);
        command.arg("serve").arg("--config").arg(&config).arg("--data-dir").arg(folder.join("data"));
        command.env("RUST_LOG", "warn").stdout(Stdio::null());
        let process = Process(command.spawn().with_context(|| format!("cannot start {command:?}"))?);
        Ok(Self { address, started, _process: process })
    }

    /// How long it took until all of `entities` were listed.
    fn wait_for(&self, entities: usize) -> Result<Duration> {
        let path = "/api/catalog/entities/by-query?limit=0&filter=kind=component,kind=api,kind=resource,kind=user,\
                    kind=system,kind=group,kind=domain";
        loop {
            if let Ok(body) = load::fetch(&self.address, path, TOKEN) {
                let answer: Value = serde_json::from_slice(&body)?;
                let listed = answer.get("totalItems").and_then(Value::as_u64).unwrap_or_default();
                if usize::try_from(listed)? >= entities {
                    return Ok(self.started.elapsed());
                }
            }
            if self.started.elapsed() > INGESTION {
                bail!("the catalog is not complete after {} s", INGESTION.as_secs());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The binary that was built beside this program.
fn binary() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    Ok(this.parent().context("this program has no folder")?.join("callboard"))
}

fn configuration(folder: &Path, address: &str) -> Value {
    let origin = format!("http://{address}");
    let all = ["Component", "API", "Resource", "User", "System", "Group", "Domain", "Location"];
    let access = json!({ "type": "static", "options": { "token": TOKEN, "subject": "bench" } });
    json!({
        "app": { "baseUrl": origin },
        "backend": {
            "baseUrl": origin,
            "listen": address,
            "database": { "client": "better-sqlite3", "connection": { "directory": folder.join("data") } },
            "auth": { "externalAccess": [access] },
        },
        "catalog": {
            "rules": [{ "allow": all }],
            "locations": [{ "type": "file", "target": folder.join("catalog").join("*.yaml") }],
        },
    })
}

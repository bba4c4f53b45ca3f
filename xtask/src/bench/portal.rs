//! The portal that is shipped, started on a generated catalog, with a user's token to ask it; and how much memory it
//! holds. Knows no load.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::load::{self, Ask};

/// The catalog must be complete within this time.
const INGESTION: Duration = Duration::from_mins(10);
/// The portal must end within this time after it was told to.
const STOPPING: Duration = Duration::from_mins(1);
/// Hundredths of a second of processor time in a second that count as rest.
const TICKS_AT_REST: u64 = 3;
const LISTED: &str = "/api/catalog/entities/by-query?limit=0&filter=kind=component,kind=api,kind=resource,kind=user,\
                      kind=system,kind=group,kind=domain";

/// A program that ends with its measurement.
pub(super) struct Process(pub(super) Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, which the measurement has noticed by then.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running portal.
pub(super) struct Portal {
    pub(super) address: String,
    started: Instant,
    process: Process,
}

impl Portal {
    /// Starts the release binary on `folder/catalog`, with its data in `folder/data`.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        // Free at this moment; whoever takes it meanwhile makes the start fail, which is seen.
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let config = folder.join("app-config.json");
        std::fs::write(&config, configuration(folder, &address).to_string())?;
        let started = Instant::now();
        let mut command = Command::new(binary()?);
        command.arg("serve").arg("--config").arg(&config).arg("--data-dir").arg(folder.join("data"));
        command.env("RUST_LOG", "warn").stdout(Stdio::null());
        let process = Process(command.spawn().with_context(|| format!("cannot start {command:?}"))?);
        Ok(Self { address, started, process })
    }

    /// The token of a guest, as a browser has one.
    pub(super) fn user_token(&self) -> Result<String> {
        let answer = load::fetch(&self.address, &Ask::get("/api/auth/guest/refresh"), "")?;
        let answer: Value = serde_json::from_slice(&answer)?;
        let token = answer.pointer("/backstageIdentity/token").and_then(Value::as_str);
        Ok(token.context("the portal signs no guest in")?.to_owned())
    }

    /// How long it took until the portal said that it is ready.
    pub(super) fn wait_until_ready(&self) -> Result<Duration> {
        let ready = Ask::get("/.backstage/health/v1/readiness");
        self.wait("the portal is not ready", || load::fetch(&self.address, &ready, "").is_ok())
    }

    /// How long it took until all of `entities` were listed.
    pub(super) fn wait_for(&self, entities: usize) -> Result<Duration> {
        self.wait_until_ready()?;
        let token = self.user_token()?;
        let asked = Ask::get(LISTED);
        self.wait("the catalog is not complete", || {
            let answer = load::fetch(&self.address, &asked, &token).ok();
            let answer: Option<Value> = answer.and_then(|body| serde_json::from_slice(&body).ok());
            let listed = answer.as_ref().and_then(|answer| answer.get("totalItems")).and_then(Value::as_u64);
            listed.and_then(|listed| usize::try_from(listed).ok()).unwrap_or(0) >= entities
        })
    }

    fn wait(&self, failure: &str, is_so: impl Fn() -> bool) -> Result<Duration> {
        while !is_so() {
            if self.started.elapsed() > INGESTION {
                bail!("{failure} after {} s", INGESTION.as_secs());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(self.started.elapsed())
    }

    /// Waits until the portal has nothing to do: a catalog that was just filled is still being put in order.
    pub(super) fn wait_for_rest(&self) -> Result<()> {
        let started = Instant::now();
        let mut before = self.processor_ticks()?;
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let now = self.processor_ticks()?;
            if now.saturating_sub(before) <= TICKS_AT_REST {
                return Ok(());
            }
            if started.elapsed() > INGESTION {
                bail!("the portal does not come to rest within {} s", INGESTION.as_secs());
            }
            before = now;
        }
    }

    /// Processor time of the portal, in hundredths of a second, as `proc(5)` has it.
    fn processor_ticks(&self) -> Result<u64> {
        let path = format!("/proc/{}/stat", self.process.0.id());
        let stat = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        // The name of the program comes first, in brackets; time as user and in the kernel are fields 14 and 15.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
        let times: Vec<u64> = fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
        Ok(times.iter().sum())
    }

    /// Resident memory in MB (1,000,000 bytes), as the system counts it.
    pub(super) fn resident(&self) -> Result<u64> {
        let path = format!("/proc/{}/status", self.process.0.id());
        let status = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes =
            line.and_then(|line| line.trim().strip_suffix(" kB")).context("no resident memory")?;
        Ok(kilobytes.trim().parse::<u64>()? * 1_024 / 1_000_000)
    }

    /// Asks the portal to stop, and waits until it has.
    pub(super) fn stop(mut self) -> Result<()> {
        let asked = Instant::now();
        let told = Command::new("kill").arg(self.process.0.id().to_string()).status()?;
        if !told.success() {
            bail!("the portal cannot be told to stop");
        }
        while self.process.0.try_wait()?.is_none() {
            if asked.elapsed() > STOPPING {
                bail!("the portal does not stop within {} s", STOPPING.as_secs());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

/// The binary that is built beside this program.
pub(super) fn binary() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    Ok(this.parent().context("this program has no folder")?.join("callboard"))
}

fn configuration(folder: &Path, address: &str) -> Value {
    let origin = format!("http://{address}");
    let all = ["Component", "API", "Resource", "User", "System", "Group", "Domain", "Location"];
    json!({
        "app": { "baseUrl": origin },
        "auth": { "providers": { "guest": { "dangerouslyAllowOutsideDevelopment": true } } },
        "backend": {
            "baseUrl": origin,
            "listen": address,
            "database": { "client": "better-sqlite3", "connection": { "directory": folder.join("data") } },
        },
        "catalog": {
            "rules": [{ "allow": all }],
            "locations": [{ "type": "file", "target": folder.join("catalog").join("*.yaml") }],
        },
    })
}

//! Runs the binary: to its end, or as a portal that lives as long as a value.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// The binary in `folder`, without the environment of whoever runs the tests.
fn binary(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    command.current_dir(folder).args(arguments).env_clear().stdin(Stdio::null());
    command
}

/// How a command ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ended {
    let Output { status, stdout, stderr } = binary(folder, arguments).output().unwrap();
    Ended {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

impl Ended {
    /// Standard output as JSON, of a command that must have done its work.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A running portal; ended when dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) url: String,
    /// The log line that said that it is ready.
    pub(crate) ready: Value,
}

impl Running {
    /// Starts a portal on a port of its own and waits until it says where it is.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = binary(folder, arguments);
        let mut child = command.args(["--listen", "127.0.0.1:0"]).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = String::new();
        let ready = loop {
            let Some(line) = lines.next() else {
                let _ = child.kill();
                panic!("the portal ended before it was ready:\n{said}");
            };
            let line = line.unwrap();
            let entry: Value = serde_json::from_str(&line).unwrap_or_default();
            if entry["url"].is_string() {
                break entry;
            }
            said.push_str(&line);
            said.push('\n');
        };
        // Nobody else reads the pipe, and a full one would stop the portal.
        std::thread::spawn(move || for _line in lines {});
        let url = ready["url"].as_str().unwrap().to_owned();
        Self { child, url, ready }
    }
}

impl Running {
    /// Asks the portal to stop, and waits until it has.
    pub(crate) fn stop(mut self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks until the answer is there, for up to half a minute.
pub(crate) fn eventually<Found>(what: &str, mut ask: impl FnMut() -> Option<Found>) -> Found {
    for _ in 0..300 {
        if let Some(found) = ask() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{what} did not come about in time");
}

//! What developers of this repository run: `cargo xtask dev|ci|gen|bench`. Starts programs and writes generated files;
//! has no rules of the portal.
#![expect(clippy::print_stdout, reason = "a program for one person at a terminal")]

mod bench;
mod reference;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};

const HELP: &str = "cargo xtask dev [ARGUMENT...]      runs the portal (demo without arguments), log at debug level
cargo xtask ci [STEP...]           runs ./test
cargo xtask gen [--check]          writes the configuration reference into docs/configuration.md, or says whether it is current
cargo xtask bench                  measures the engines: entity (documents a second) and query (time of each read)
cargo xtask bench serve [ENTITIES] measures reads over loopback against a bare handler, on a generated catalog
cargo xtask bench pages [ENTITIES] measures the pages, on a generated catalog with a hub of 10,000 relations
cargo xtask bench start [ENTITIES] measures starts and memory, on a generated catalog";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["dev", rest @ ..] => dev(rest),
        ["ci", rest @ ..] => execute(Command::new(root().join("test")).args(rest)),
        ["gen"] => reference::write(&root()),
        ["gen", "--check"] => reference::check(&root()),
        ["bench", rest @ ..] => bench::run(rest),
        _ => bail!("unknown command\n\n{HELP}"),
    }
}

/// Runs the debug binary from the root of the repository.
fn dev(arguments: &[&str]) -> Result<()> {
    let log = "info,kernel=debug,catalog=debug,auth=debug,permission=debug,callboard=debug";
    let mut command = cargo(&["run", "-p", "callboard", "--", "serve"]);
    command.args(arguments);
    if std::env::var_os("RUST_LOG").is_none() {
        command.env("RUST_LOG", log);
    }
    execute(&mut command)
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo with `arguments`, in the root of the repository.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root()).args(arguments);
    command
}

/// Runs a program to its end; fails when it does.
fn execute(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

//! Measurements that a developer repeats: the engines alone, and reads over loopback against a bare handler.

mod bare;
mod files;
mod load;
mod serve;

use anyhow::{Context as _, Result, bail};

use crate::{cargo, execute};

/// Entities of the generated catalog unless told otherwise.
const ENTITIES: usize = 10_000;

pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        [] => engines(),
        ["serve"] => in_release("measure", &ENTITIES.to_string()),
        ["serve", entities] => in_release("measure", entities),
        ["measure", entities] => serve::measure(entities.parse().context("a number of entities")?),
        ["bare", body] => bare::serve(body),
        ["files", entities, folder] => files::write(folder.as_ref(), entities.parse()?),
        _ => bail!("unknown measurement; there are `bench` and `bench serve [ENTITIES]`"),
    }
}

fn engines() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("callboard-bench-{}", std::process::id()));
    files::write(&folder, ENTITIES)?;
    let mut throughput = cargo(&["run", "--release", "-p", "entity", "--example", "throughput", "--"]);
    for file in files::list(&folder)? {
        throughput.arg(file);
    }
    let measured = execute(&mut throughput);
    std::fs::remove_dir_all(&folder).context("cannot remove the generated catalog")?;
    measured?;
    execute(&mut cargo(&["run", "--release", "-p", "query", "--example", "bench"]))
}

/// Builds the portal and this program as they are shipped, and goes on in the latter: figures of a debug build would
/// say nothing.
fn in_release(command: &str, argument: &str) -> Result<()> {
    execute(&mut cargo(&["build", "--release", "-p", "callboard"]))?;
    execute(&mut cargo(&["run", "--release", "-p", "xtask", "--", "bench", command, argument]))
}

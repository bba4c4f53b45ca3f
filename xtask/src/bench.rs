//! Measurements that a developer repeats: the engines alone, reads over loopback against a bare handler, documentation
//! beside mkdocs.

mod bare;
mod docs;
mod files;
mod load;
mod pages;
mod portal;
mod serve;
mod start;

use anyhow::{Context as _, Result, bail};

use crate::{cargo, execute};

/// Entities of the generated catalog unless told otherwise.
const ENTITIES: usize = 10_000;
/// Pages of the generated site unless told otherwise.
const PAGES: &str = "10000";

pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        [] => engines(),
        [what @ ("pages" | "serve" | "start")] => in_release(what, &[&ENTITIES.to_string()]),
        [what @ ("pages" | "serve" | "start"), entities] => in_release(what, &[entities]),
        ["docs"] => in_release("docs", &[PAGES]),
        ["docs", rest @ ..] => in_release("docs", rest),
        ["measure", "docs", pages] => docs::measure(pages.parse().context("a number of pages")?),
        ["measure", "docs", "mkdocs", python, sites] => docs::against(python.as_ref(), sites.as_ref()),
        ["measure", "pages", entities] => pages::measure(entities.parse().context("a number of entities")?),
        ["measure", "serve", entities] => serve::measure(entities.parse().context("a number of entities")?),
        ["measure", "start", entities] => start::measure(entities.parse().context("a number of entities")?),
        ["bare", body] => bare::serve(body),
        ["files", entities, folder] => files::write(folder.as_ref(), entities.parse()?),
        _ => bail!(
            "unknown measurement; there are `bench`; `bench pages`, `serve` and `start` with a number of entities; and \
             `bench docs` with a number of pages, or with `mkdocs PYTHON FOLDER`"
        ),
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
fn in_release(what: &str, rest: &[&str]) -> Result<()> {
    execute(&mut cargo(&["build", "--release", "-p", "callboard"]))?;
    let mut measure = cargo(&["run", "--release", "-p", "xtask", "--", "bench", "measure", what]);
    execute(measure.args(rest))
}

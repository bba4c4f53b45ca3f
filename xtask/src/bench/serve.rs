//! `bench serve`: the portal that is shipped, on a generated catalog, beside a bare handler with the same bytes.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use super::files;
use super::load::{self, Ask, Load, Measured};
use super::portal::{Portal, Process};

/// By-name and by-query reads must reach this share of what a bare handler reaches with the same bytes.
const LEAST_SHARE: f64 = 0.6;
/// Both servers are measured in turn this often, and the best of each counts: what else the machine does at a moment is
/// no property of either.
const ROUNDS: usize = 3;
/// Refs of one by-refs request.
const REFS: usize = 50;
/// Different by-refs requests.
const REF_LISTS: usize = 200;

/// Prints a table; fails when by-name or by-query reads fall below the stated share.
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
    println!("| read | bytes | requests/s | p50 | p99 | bare handler, same bytes | share |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let token = portal.user_token()?;
    let mut below = Vec::new();
    for (title, asks, requests, has_limit) in loads(entities) {
        let share = compare(folder, &portal.address, &token, title, (asks, requests))?;
        if has_limit && share < LEAST_SHARE {
            below.push(format!("{title} reaches {share:.2} of the bare handler"));
        }
    }
    println!("\nLimit: by-name and by-query reach {LEAST_SHARE} of the bare handler.");
    if below.is_empty() { Ok(()) } else { bail!("{}", below.join("; ")) }
}

/// What is asked: title, requests in turn, how many of them a round has, and whether the limit holds for it.
fn loads(entities: usize) -> Vec<(&'static str, Vec<Ask>, usize, bool)> {
    let catalog = "/api/catalog";
    let components = files::components(entities);
    let name = |number: usize| files::component(number * 1_237 % components);
    let by_name = (0..components)
        .map(|number| Ask::get(&format!("{catalog}/entities/by-name/component/default/{}", name(number))));
    let lists = (0..REF_LISTS).map(|list| {
        let refs: Vec<String> =
            (0..REFS).map(|place| format!("component:default/{}", name(list * REFS + place))).collect();
        Ask::post(&format!("{catalog}/entities/by-refs"), &json!({ "entityRefs": refs }))
    });
    let query = format!("{catalog}/entities/by-query?filter=kind=component&limit=20");
    let ordered = format!("{query}&orderField=metadata.name,asc");
    let text = format!(
        "{query}&fullTextFilterTerm=basket&fullTextFilterFields=metadata.name,metadata.title,metadata.description"
    );
    let facets = format!("{catalog}/entity-facets?facet=kind&facet=spec.type");
    let five_hundred = format!("{catalog}/entities?filter=kind=component&limit=500");
    vec![
        ("by-name", by_name.collect(), 60_000, true),
        ("by-query", vec![Ask::get(&query)], 60_000, true),
        ("by-query, ordered", vec![Ask::get(&ordered)], 60_000, false),
        ("by-query, full text", vec![Ask::get(&text)], 60_000, false),
        ("facets", vec![Ask::get(&facets)], 60_000, false),
        ("by-refs, 50", lists.collect(), 30_000, false),
        ("entities, 500", vec![Ask::get(&five_hundred)], 5_000, false),
    ]
}

/// One line of the table; gives the share.
fn compare(
    folder: &Path,
    portal: &str,
    token: &str,
    title: &str,
    (asks, requests): (Vec<Ask>, usize),
) -> Result<f64> {
    let first = asks.first().context("nothing to ask for")?;
    let path = folder.join("body");
    let body = load::fetch(portal, first, token)?;
    std::fs::write(&path, &body)?;
    let (_process, bare_address) = start_bare(&path)?;
    let play = |address: &str| -> Result<Measured> {
        let mut load = Load {
            address: address.to_owned(),
            asks: Arc::new(asks.clone()),
            token: token.to_owned(),
            count: requests / 10,
            connections: load::MANY,
        };
        load::play(&load)?;
        load.count = requests;
        load::play(&load)
    };
    let mut ours = play(portal)?;
    let mut bare = play(&bare_address)?;
    for _ in 1..ROUNDS {
        ours = better(ours, play(portal)?);
        bare = better(bare, play(&bare_address)?);
    }
    let share = ours.per_second / bare.per_second;
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "| {title} | {} | {:.0} | {:.2} ms | {:.2} ms | {:.0} | {share:.2} |",
        body.len(),
        ours.per_second,
        milliseconds(ours.median),
        milliseconds(ours.slow),
        bare.per_second
    );
    Ok(share)
}

fn better(one: Measured, other: Measured) -> Measured {
    if other.per_second > one.per_second { other } else { one }
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

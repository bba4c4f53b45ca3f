//! `bench pages`: how long the portal that is shipped takes for its pages, one request after the other.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::files::{self, HUB};
use super::load::{self, Ask, Load};
use super::portal::Portal;

/// Limits of every page.
const MEDIAN: Duration = Duration::from_millis(10);
const SLOW: Duration = Duration::from_millis(30);
/// Relations of the hub, and requests for each page.
const PARTS: usize = 10_000;
const REQUESTS: usize = 300;
/// Requests before the measurement: the first one of a kind may fill a cache.
const WARMING: usize = 10;

/// Prints a table; fails when a page takes longer than the limits.
pub(super) fn measure(entities: usize) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("callboard-bench-{}", std::process::id()));
    let measured = in_folder(&folder, entities);
    std::fs::remove_dir_all(&folder).context("cannot remove the folder of the measurement")?;
    measured
}

fn in_folder(folder: &Path, entities: usize) -> Result<()> {
    let catalog = folder.join("catalog");
    files::write(&catalog, entities)?;
    files::write_hub(&catalog, PARTS)?;
    let portal = Portal::start(folder)?;
    portal.wait_for(entities + PARTS + 1)?;
    portal.wait_for_rest()?;
    let token = portal.user_token()?;
    println!("{} entities, one request at a time\n", entities + PARTS + 1);
    println!("| page | bytes | p50 ms | p95 ms | p99 ms |");
    println!("| --- | --- | --- | --- | --- |");
    let mut slow = Vec::new();
    for (title, paths) in pages(entities) {
        let asks: Vec<Ask> = paths.iter().map(|path| Ask::get(path)).collect();
        let bytes = load::fetch(&portal.address, &asks[0], &token)?.len();
        let load = |count| Load {
            address: portal.address.clone(),
            asks: Arc::new(asks.clone()),
            token: token.clone(),
            count,
            connections: 1,
        };
        load::play(&load(WARMING))?;
        let measured = load::play(&load(REQUESTS))?;
        let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
        let (median, p95) = (milliseconds(measured.median), milliseconds(measured.slower));
        let p99 = milliseconds(measured.slow);
        println!("| {title} | {bytes} | {median:.1} | {p95:.1} | {p99:.1} |");
        if measured.median > MEDIAN || measured.slow > SLOW {
            slow.push(format!("{title} takes {median:.1} ms, {p99:.1} ms at worst"));
        }
    }
    println!(
        "\nLimits: {} ms at the median, {} ms at the 99th of a hundred.",
        MEDIAN.as_millis(),
        SLOW.as_millis()
    );
    if slow.is_empty() { Ok(()) } else { bail!("{}", slow.join("; ")) }
}

/// The pages by title, each as addresses that are asked in turn.
fn pages(entities: usize) -> Vec<(String, Vec<String>)> {
    let components = files::components(entities);
    let component = |number: usize| {
        format!("/catalog/default/component/{}", files::component(number * 1_237 % components))
    };
    let hub = format!("/catalog/default/system/{HUB}");
    let group = "/catalog/default/group/group-000000";
    let mut pages = vec![
        ("catalog".to_owned(), vec!["/catalog".to_owned()]),
        ("catalog, owner and type".to_owned(), vec![
            "/catalog?filters[kind]=component&filters[type]=service&filters[owners]=group:default/group-000003".to_owned(),
        ]),
        ("catalog, yours".to_owned(), vec!["/catalog?filters[user]=owned".to_owned()]),
        ("catalog, starred".to_owned(), vec!["/catalog?filters[user]=starred".to_owned()]),
        ("catalog, text".to_owned(), vec!["/catalog?filters[text]=0012".to_owned()]),
        ("catalog, by system, last page".to_owned(), vec![
            "/catalog?sort=system&order=desc&offset=30000&columns=owner,system,type,lifecycle,tags,namespace,source".to_owned(),
        ]),
        ("catalog, users".to_owned(), vec!["/catalog?filters[kind]=user&limit=100".to_owned()]),
    ];
    for tab in ["", "?tab=api", "?tab=dependencies", "?tab=relations", "?tab=history", "?tab=yaml"] {
        let paths = (0..100).map(|number| format!("{}{tab}", component(number))).collect();
        pages.push((format!("component {tab}"), paths));
    }
    for tab in ["", "?tab=relations&type=hasPart&after=resource:default/part-005000", "?tab=history"] {
        pages.push((format!("hub {tab}"), vec![format!("{hub}{tab}")]));
    }
    for tab in ["", "?tab=members", "?tab=members&with=below", "?tab=relations&type=ownerOf"] {
        pages.push((format!("group {tab}"), vec![format!("{group}{tab}")]));
    }
    for (title, path) in [
        ("home", "/"),
        ("search", "/search?query=component-0123"),
        ("apis", "/api-docs"),
        ("create", "/catalog/create?kind=Component"),
        ("edit", "/catalog/default/component/component-000007/edit"),
        ("edit many", "/catalog/edit?filters[kind]=component&filters[owners]=group:default/group-000003"),
        ("register", "/catalog-import"),
        ("graph", "/catalog-graph?rootEntityRefs[]=component:default/component-000007&maxDepth=2"),
        ("graph, what breaks", "/catalog-graph?rootEntityRefs[]=api:default/api-000001&show=impact"),
        ("graph, the hub", "/catalog-graph?rootEntityRefs[]=system:default/hub"),
    ] {
        pages.push((title.to_owned(), vec![path.to_owned()]));
    }
    // Beginnings, middles, words and slips, as people type them.
    let typed = [
        "c",
        "co",
        "component-0123",
        "compnent-0123",
        "group 12",
        "usr-00004",
        "hub",
        "part-005",
        "xyzzy",
        "settings",
    ];
    pages.push((
        "palette".to_owned(),
        typed.iter().map(|text| format!("/palette?q={}", text.replace(' ', "+"))).collect(),
    ));
    for page in
        ["general", "sources", "unprocessed-entities", "jobs", "configuration", "audit", "metrics", "about"]
    {
        pages.push((format!("settings, {page}"), vec![format!("/settings/{page}")]));
    }
    pages.push(("user".to_owned(), vec!["/catalog/default/user/user-000000".to_owned()]));
    pages.push(("api".to_owned(), vec!["/catalog/default/api/api-000001".to_owned()]));
    pages.push(("domain".to_owned(), vec!["/catalog/default/domain/domain-000000".to_owned()]));
    pages
}

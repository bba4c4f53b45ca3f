//! `bench docs`: documentation sites built by the shipped binary: a large generated one, with its memory, and real ones
//! beside mkdocs in the same run. Knows no portal.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::portal::binary;

/// Most seconds and megabytes for 10,000 pages.
const SECONDS: f64 = 20.0;
const MEGABYTES: u64 = 500;
/// How many times as many pages a second as mkdocs.
const TIMES: f64 = 50.0;
/// How often the memory of the builder is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// Builds a generated site of `pages` pages and prints time and memory.
pub(super) fn measure(pages: usize) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("callboard-docs-{}", std::process::id()));
    let measured = generated(&folder, pages);
    std::fs::remove_dir_all(&folder).context("cannot remove the generated site")?;
    let (took, peak) = measured?;
    let seconds = took.as_secs_f64();
    println!("{pages} pages: {seconds:.2} s, {:.0} pages/s, at most {peak} MB", per_second(pages, took));
    println!("Limit for 10,000 pages: {SECONDS} s and {MEGABYTES} MB.");
    if pages <= 10_000 && (seconds > SECONDS || peak > MEGABYTES) {
        bail!("the limit is exceeded");
    }
    Ok(())
}

/// Builds every site beneath `sites` that mkdocs builds, by both, each as a process of its own, and prints the ratio.
/// `python` has mkdocs and the plugins of the sites.
pub(super) fn against(python: &Path, sites: &Path) -> Result<()> {
    let mut found = Vec::new();
    find(sites, &mut found)?;
    let out = std::env::temp_dir().join(format!("callboard-docs-{}", std::process::id()));
    let (mut count, mut pages, mut theirs, mut ours) = (0, 0, Duration::ZERO, Duration::ZERO);
    for site in found {
        let (peer, own) = (out.join("mkdocs"), out.join("callboard"));
        let begun = Instant::now();
        let mut mkdocs = Command::new(python);
        mkdocs.args(["-m", "mkdocs", "build", "--quiet", "--site-dir"]).arg(&peer).current_dir(&site);
        let is_built = mkdocs.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success();
        let took = begun.elapsed();
        if is_built {
            let begun = Instant::now();
            if !build(&site, &own)?.status()?.success() {
                bail!("{}: mkdocs builds it, and Callboard does not", site.display());
            }
            ours += begun.elapsed();
            theirs += took;
            pages += html(&peer)?;
            count += 1;
        }
        if out.exists() {
            std::fs::remove_dir_all(&out)?;
        }
    }
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    println!("{count} sites, {pages} pages");
    println!("mkdocs: {:.2} s, {:.0} pages/s", theirs.as_secs_f64(), per_second(pages, theirs));
    println!("callboard docs build: {:.2} s, {:.0} pages/s", ours.as_secs_f64(), per_second(pages, ours));
    println!("{ratio:.0} times as fast; limit {TIMES}");
    if ratio < TIMES {
        bail!("the limit is not reached");
    }
    Ok(())
}

fn build(site: &Path, out: &Path) -> Result<Command> {
    let mut command = Command::new(binary()?);
    command.args(["docs", "build"]).arg(site).arg("--out").arg(out);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Ok(command)
}

/// Writes and builds a site; how long building took, and the most memory in megabytes.
fn generated(folder: &Path, pages: usize) -> Result<(Duration, u64)> {
    let site = folder.join("site");
    write(&site, pages)?;
    let begun = Instant::now();
    let mut child = build(&site, &folder.join("out"))?.spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let line = std::fs::read_to_string(&status).unwrap_or_default();
        let kilobytes = line.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        peak = kilobytes.and_then(|text| text.trim().parse().ok()).unwrap_or(peak);
        if let Some(ended) = child.try_wait()? {
            if !ended.success() {
                bail!("the generated site cannot be built");
            }
            return Ok((begun.elapsed(), peak * 1_024 / 1_000_000));
        }
        std::thread::sleep(LOOK);
    }
}

/// A site with some of everything, fifty pages in a folder.
fn write(site: &Path, pages: usize) -> Result<()> {
    std::fs::create_dir_all(site)?;
    std::fs::write(site.join("mkdocs.yml"), "site_name: Generated\nplugins: [techdocs-core]\n")?;
    for number in 0..pages {
        let folder = site.join(format!("docs/part-{}", number / 50));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("page-{number}.md")), page(number, pages))?;
    }
    std::fs::write(site.join("docs/index.md"), "# Generated\n\n[The first](part-0/page-0.md)\n")?;
    Ok(())
}

/// About four kilobytes of markdown.
fn page(number: usize, pages: usize) -> String {
    let next = (number + 1) % pages;
    let mut text =
        format!("# Page {number}\n\nGoes on at [the next](../part-{}/page-{next}.md).\n\n", next / 50);
    for section in 0..6 {
        let _ = write!(
            text,
            "## Section {section} of {number}\n\nA paragraph of **some** words with `code`, a [link](#section-0-of-{number}) and more of \
             them than fit into one line, as people write them.\n\n!!! note \"Mind {section}\"\n    It is said once.\n\n\
             ```python title=\"run.py\" hl_lines=\"2\"\ndef run(number):\n    return number * {section}\n```\n\n\
             | Name | Value |\n| --- | --- |\n| a | {section} |\n| b | {number} |\n\n- [ ] open\n- [x] done\n\n=== \"One\"\n    First.\n\n=== \"Two\"\n    Second.\n\n"
        );
    }
    text
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    if entries.iter().any(|entry| matches!(entry.file_name().to_str(), Some("mkdocs.yml" | "mkdocs.yaml"))) {
        found.push(folder.to_owned());
    }
    for entry in entries {
        if entry.file_type()?.is_dir() {
            find(&entry.path(), found)?;
        }
    }
    Ok(())
}

/// How many pages lie in a folder.
fn html(folder: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            count += html(&entry.path())?;
        } else if entry.path().extension().is_some_and(|extension| extension == "html") {
            count += 1;
        }
    }
    Ok(count)
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn per_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

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

/// Builds every site beneath `sites` that mkdocs builds, by both, each as a process of its own, and prints the ratio of
/// processor time, which other programs on the machine change least. `python` has mkdocs and the plugins of the sites.
#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
pub(super) fn against(python: &Path, sites: &Path) -> Result<()> {
    let mut found = Vec::new();
    find(sites, &mut found)?;
    let out = std::env::temp_dir().join(format!("callboard-docs-{}", std::process::id()));
    let (mut count, mut pages, mut theirs, mut ours) = (0, 0, Spent::default(), Spent::default());
    for site in found {
        let (peer, own) = (out.join("mkdocs"), out.join("callboard"));
        let mut mkdocs = Command::new(python);
        mkdocs.args(["-m", "mkdocs", "build", "--quiet", "--site-dir"]).arg(&peer).current_dir(&site);
        let (is_built, spent) = timed(mkdocs.stdout(Stdio::null()).stderr(Stdio::null()))?;
        if is_built {
            theirs.add(&spent);
            let (is_built, spent) = timed(&mut build(&site, &own)?)?;
            if !is_built {
                bail!("{}: mkdocs builds it, and Callboard does not", site.display());
            }
            ours.add(&spent);
            pages += html(&peer)?;
            count += 1;
        }
        if out.exists() {
            std::fs::remove_dir_all(&out)?;
        }
    }
    let ratio = theirs.processor / ours.processor;
    println!("{count} sites, {pages} pages");
    for (name, spent) in [("mkdocs", &theirs), ("callboard docs build", &ours)] {
        let rate = pages as f64 / spent.processor;
        println!(
            "{name}: {:.2} s of processor time ({:.2} s passed), {rate:.0} pages/s",
            spent.processor, spent.passed
        );
    }
    println!(
        "{ratio:.0} times the pages for a second of processor time ({:.0} times by the clock); limit {TIMES}",
        theirs.passed / ours.passed
    );
    if ratio < TIMES {
        bail!("the limit is not reached");
    }
    Ok(())
}

/// Seconds that programs took.
#[derive(Default)]
struct Spent {
    /// By the clock.
    passed: f64,
    /// On all processors, for the program and for the system.
    processor: f64,
}

impl Spent {
    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.processor += other.processor;
    }
}

/// Runs a program. Whether it succeeded, and what it took.
fn timed(command: &mut Command) -> Result<(bool, Spent)> {
    let (begun, before) = (Instant::now(), processor()?);
    let is_done = command.status()?.success();
    Ok((is_done, Spent { passed: begun.elapsed().as_secs_f64(), processor: processor()? - before }))
}

/// Seconds of processor time of all programs that this one has run. Linux counts them in hundredths.
fn processor() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").context("processor time is read from /proc")?;
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // Fields 16 and 17 of the line; the third is the first behind the name.
    let hundredths = |field: usize| fields.get(field - 3).and_then(|text| text.parse::<f64>().ok());
    let sum = hundredths(16).zip(hundredths(17)).map(|(user, system)| user + system);
    Ok(sum.context("the line of /proc/self/stat is short")? / 100.0)
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

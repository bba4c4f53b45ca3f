//! Measures pages per second on one core over the markdown files of a folder.
//!
//! `cargo run --release -p markdown --example markdown-throughput -- FOLDER`

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use markdown::{Base, Extensions, Limits, PageSource, Surroundings, render};

/// How long the pages are rendered over and over.
const MEASURED: Duration = Duration::from_secs(3);

fn pages(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            pages(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "docs".to_owned()));
    let mut paths = Vec::new();
    pages(&folder, &mut paths)?;
    let mut texts = Vec::new();
    for path in &paths {
        let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
        texts.push((path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().into_owned(), text));
    }
    let files = texts.iter().map(|(path, _)| path.clone()).collect();
    let site = Surroundings { files, directory_urls: true, ..Surroundings::default() };
    let (extensions, limits) = (Extensions::of(Base::TechDocs), Limits::default());
    let (mut rendered, mut bytes, mut slowest) = (0_u32, 0, (Duration::ZERO, ""));
    let start = Instant::now();
    while start.elapsed() < MEASURED && !texts.is_empty() {
        for (path, text) in &texts {
            let begun = Instant::now();
            bytes += render(&PageSource { path, text }, &extensions, &site, &limits).html.len();
            slowest = slowest.max((begun.elapsed(), path));
            rendered += 1;
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let megabytes = bytes as f64 / seconds / 1e6;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:.0} pages/s, {megabytes:.1} MB/s of HTML from {} pages",
        f64::from(rendered) / seconds,
        texts.len()
    )?;
    writeln!(out, "slowest: {} in {:.1} ms", slowest.1, slowest.0.as_secs_f64() * 1e3)
}

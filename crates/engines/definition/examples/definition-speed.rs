//! Measures how long reading takes, in milliseconds for each megabyte.
//!
//! `cargo run --release -p definition --example definition-speed -- FILE...`

use std::io::Write as _;
use std::time::{Duration, Instant};

use definition::{Kind, Limits};

/// How long each file is measured.
const MEASURED: Duration = Duration::from_secs(1);

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let mut best = Duration::MAX;
        let start = Instant::now();
        let mut read = None;
        while read.is_none() || start.elapsed() < MEASURED {
            let once = Instant::now();
            read = Some(definition::read(Kind::Plain, &text, &Limits::default()));
            best = best.min(once.elapsed());
        }
        let Some(read) = read else {
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let megabytes = text.len() as f64 / 1e6;
        let milliseconds = best.as_secs_f64() * 1e3;
        writeln!(
            out,
            "{:.1} ms/MB, best {milliseconds:.2} ms for {megabytes:.3} MB: {} {}, {} operations, {} types, {} problems, {path}",
            milliseconds / megabytes,
            read.kind.name(),
            read.format.as_deref().unwrap_or_default(),
            read.counts.operations,
            read.counts.types,
            read.problems.len(),
        )?;
    }
    Ok(())
}

//! Measures documents per second on one core: read, validate, normalise, relations.
//!
//! `cargo run --release -p entity --example throughput -- FILE...`

use std::io::Write as _;
use std::time::{Duration, Instant};

use entity::{Kinds, Limits, normalize, relations, validate, yaml};

/// How long each file set is measured.
const MEASURED: Duration = Duration::from_secs(3);

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    for path in std::env::args().skip(1) {
        files.push(std::fs::read(path)?);
    }
    let (kinds, limits) = (Kinds::builtin(), Limits::default());
    let (mut documents, mut accepted, mut emitted, mut bytes) = (0_u64, 0_u64, 0, 0);
    let start = Instant::now();
    while start.elapsed() < MEASURED {
        for file in &files {
            bytes += file.len();
            let Ok(read) = yaml::documents(file, &limits) else {
                continue;
            };
            for document in read {
                documents += 1;
                let Ok(mut value) = document.value else {
                    continue;
                };
                if validate::validate(&mut value, &kinds, &limits).is_ok() {
                    accepted += 1;
                    normalize::normalize(&mut value);
                    emitted +=
                        relations::emitted(&value, &kinds, &limits).map_or(0, |relations| relations.len());
                }
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let (rate, megabytes) = (documents as f64 / seconds, bytes as f64 / seconds / 1e6);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{rate:.0} documents/s, {megabytes:.1} MB/s; {accepted} of {documents} accepted, {emitted} relations"
    )
}

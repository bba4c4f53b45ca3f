//! A copy of the read index in the data folder, so that a start need not read and index every row again: it takes over
//! the copy and what the log has since. The rows stay the truth. A copy that is missing, damaged, of another release,
//! of other settings or of another database is left aside, and the index is made from the rows.
//!
//! File: [`MAGIC`], then frames of length (4 bytes, little-endian), BLAKE3 of the payload (32 bytes) and payload. The
//! first frame is a [`Head`] as JSON, the last is empty; between them are pieces, each behind a byte that says whose.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kernel::Error;
use query::index::IndexRestorer;
use query::relations::GraphRestorer;
use query::snapshot::{Damaged, FORMAT, Place};
use serde::{Deserialize, Serialize};

use super::{Projection, State};
use crate::ingest::Ingest;
use crate::store::change;

const MAGIC: &[u8; 20] = b"callboard-index-copy";
/// The file in the data folder.
const FILE: &str = "catalog-index.copy";
/// The file while it is written.
const UNFINISHED: &str = "catalog-index.copy.new";
/// Longest payload that is read; pieces are of about a megabyte, with one entity more.
const LONGEST_FRAME: usize = 64 << 20;
/// Catalogs smaller than this are read from their rows as quickly.
const WORTH_COPYING: usize = 2_000;
/// How often the catalog is looked at; it is quiet when nothing was written from one look to the next.
const LOOK: Duration = Duration::from_secs(3);
/// How long a copy is good enough while changes go on: a start takes what came since from the log.
const REST: Duration = Duration::from_mins(10);

const OF_INDEX: u8 = 0;
const OF_GRAPH: u8 = 1;

/// What a copy belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    format: u32,
    /// Of the settings that decide what is in the index.
    fingerprint: String,
    document_budget: usize,
    /// The change up to which the log is in the copy.
    sequence: i64,
    /// What tells that change from one of the same number in another database.
    change: String,
}

/// Takes the copy over, if there is one of this catalog; gives the number of entities.
pub async fn restore(ingest: &Ingest) -> Result<Option<usize>, Error> {
    let Some(folder) = &ingest.services.data_dir else { return Ok(None) };
    let path = folder.join(FILE);
    let settings = ingest.settings();
    let (fingerprint, budget) = (settings.fingerprint(), settings.document_budget);
    let read = tokio::task::spawn_blocking(move || read_copy(&path, &fingerprint, budget));
    let (head, state) = match read.await.map_err(Error::internal)? {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            tracing::info!(%error, "the copy of the read index is left aside");
            return Ok(None);
        }
    };
    if change::identity(&ingest.services.db, head.sequence).await?.as_ref() != Some(&head.change) {
        tracing::info!("the copy of the read index is of another database and left aside");
        return Ok(None);
    }
    let count = state.index.len();
    ingest.projection.take_over(state, head.sequence);
    Ok(Some(count))
}

/// Removes the copy, so that the next start makes the index from the rows. True if there was one.
pub fn forget(folder: &Path) -> io::Result<bool> {
    match std::fs::remove_file(folder.join(FILE)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Looks after the index until the portal stops. When the catalog has been quiet for a moment, spare memory is given back
/// and, now and then, the copy made anew; and once more at the end.
pub async fn run(ingest: Ingest) {
    let restored_at = ingest.projection.read(|state| state.restored_at);
    let (mut kept, mut kept_when) = (restored_at, None);
    let (mut seen, mut trimmed) = (restored_at, restored_at);
    loop {
        let is_last = tokio::select! {
            () = ingest.services.tasks.draining() => true,
            () = tokio::time::sleep(LOOK) => false,
        };
        let now = ingest.projection.read(|state| state.writes);
        if !is_last && seen == Some(now) && trimmed != seen {
            let projection = ingest.projection.clone();
            if tokio::task::spawn_blocking(move || projection.trim()).await.is_err() {
                tracing::error!("giving memory of the read index back panicked");
            }
            if let Err(error) = ingest.services.db.give_memory_back().await {
                tracing::debug!(%error, "the database keeps its memory");
            }
            trimmed = Some(now);
        }
        let is_time = kept_when.is_none_or(|when: Instant| when.elapsed() > REST);
        if kept != Some(now) && (is_last || (seen == Some(now) && is_time)) {
            match save(&ingest).await {
                Ok(true) => (kept, kept_when) = (Some(now), Some(Instant::now())),
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "the read index could not be copied"),
            }
        }
        if is_last {
            return;
        }
        seen = Some(now);
    }
}

/// Writes a copy. False if the index was written meanwhile, in which case the older copy stays, or if no copy is wanted.
async fn save(ingest: &Ingest) -> Result<bool, Error> {
    let Some(folder) = &ingest.services.data_dir else { return Ok(false) };
    let projection = ingest.projection.clone();
    let (writes, count) = projection.read(|state| (state.writes, state.index.len()));
    let sequence = projection.applied();
    if count < WORTH_COPYING {
        return Ok(false);
    }
    let Some(change) = change::identity(&ingest.services.db, sequence).await? else { return Ok(false) };
    let settings = ingest.settings();
    let head = Head {
        format: FORMAT,
        fingerprint: settings.fingerprint(),
        document_budget: settings.document_budget,
        sequence,
        change,
    };
    let (new, path) = (folder.join(UNFINISHED), folder.join(FILE));
    let write = move || -> io::Result<bool> {
        let started = Instant::now();
        let is_whole = write_copy(&new, &head, &projection, writes)?;
        if is_whole {
            std::fs::rename(&new, &path)?;
            tracing::debug!(milliseconds = started.elapsed().as_millis(), "read index copied");
        } else {
            std::fs::remove_file(&new)?;
        }
        Ok(is_whole)
    };
    tokio::task::spawn_blocking(write).await.map_err(Error::internal)?.map_err(Error::internal)
}

fn write_copy(path: &PathBuf, head: &Head, projection: &Projection, writes: u64) -> io::Result<bool> {
    let mut out = BufWriter::new(private(path)?);
    out.write_all(MAGIC)?;
    write_frame(&mut out, &[], &serde_json::to_vec(head)?)?;
    for whose in [OF_INDEX, OF_GRAPH] {
        let mut place = Place::default();
        loop {
            // One short turn under the lock for each piece, so that nobody waits for the whole.
            let piece = projection.read(|state| {
                (state.writes == writes && state.stale.is_empty()).then(|| match whose {
                    OF_INDEX => state.index.copy_piece(&mut place),
                    _ => state.graph.copy_piece(&mut place),
                })
            });
            match piece {
                None => return Ok(false),
                Some(None) => break,
                Some(Some(piece)) => write_frame(&mut out, &[whose], &piece)?,
            }
        }
    }
    write_frame(&mut out, &[], &[])?;
    out.flush()?;
    Ok(true)
}

/// Entities may be for few eyes, and so is their copy.
fn private(path: &PathBuf) -> io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write_frame(out: &mut impl Write, prefix: &[u8], payload: &[u8]) -> io::Result<()> {
    let length = u32::try_from(prefix.len() + payload.len()).map_err(io::Error::other)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(prefix).update(payload);
    out.write_all(&length.to_le_bytes())?;
    out.write_all(hasher.finalize().as_bytes())?;
    out.write_all(prefix)?;
    out.write_all(payload)
}

/// The next payload, into `frame`.
fn read_frame(input: &mut impl Read, frame: &mut Vec<u8>) -> io::Result<()> {
    let (mut length, mut hash) = ([0; 4], [0; 32]);
    input.read_exact(&mut length)?;
    input.read_exact(&mut hash)?;
    let length = usize::try_from(u32::from_le_bytes(length)).map_err(io::Error::other)?;
    if length > LONGEST_FRAME {
        return Err(damaged(Damaged));
    }
    frame.resize(length, 0);
    input.read_exact(frame)?;
    if blake3::hash(frame) == hash { Ok(()) } else { Err(damaged(Damaged)) }
}

fn damaged(error: Damaged) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}

fn read_copy(path: &PathBuf, fingerprint: &str, budget: usize) -> io::Result<(Head, State)> {
    let mut input = BufReader::with_capacity(1 << 18, File::open(path)?);
    let mut magic = [0; MAGIC.len()];
    input.read_exact(&mut magic)?;
    let mut frame = Vec::new();
    read_frame(&mut input, &mut frame)?;
    let head: Head = serde_json::from_slice(&frame)?;
    if magic != *MAGIC || head.format != FORMAT {
        return Err(damaged(Damaged));
    }
    if head.fingerprint != fingerprint || head.document_budget != budget {
        return Err(io::Error::other("it was made under other settings"));
    }
    let (mut index, mut graph) = (IndexRestorer::default(), GraphRestorer::default());
    loop {
        read_frame(&mut input, &mut frame)?;
        match frame.split_first() {
            None => break,
            Some((&OF_INDEX, piece)) => index.add(piece).map_err(damaged)?,
            Some((_, piece)) => graph.add(piece).map_err(damaged)?,
        }
    }
    let mut state = State::new(budget);
    state.index = index.finish().map_err(damaged)?;
    state.graph = graph.finish();
    Ok((head, state))
}

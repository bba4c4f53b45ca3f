//! `bench start`: how long the portal takes to start, on nothing, on files, and on what it stored; and what it holds
//! then.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::files;
use super::portal::Portal;

/// How long the portal is left alone before its memory is looked at: caches settle, and a copy of the index is made.
const REST: Duration = Duration::from_secs(30);

/// Prints a table.
pub(super) fn measure(entities: usize) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("callboard-start-{}", std::process::id()));
    let measured = in_folder(&folder, entities);
    std::fs::remove_dir_all(&folder).context("cannot remove the folder of the measurement")?;
    measured
}

fn in_folder(folder: &Path, entities: usize) -> Result<()> {
    std::fs::create_dir_all(folder.join("catalog"))?;
    let portal = Portal::start(folder)?;
    let empty = portal.wait_until_ready()?;
    portal.stop()?;
    std::fs::remove_dir_all(folder.join("data")).context("the portal left no data folder")?;
    files::write(&folder.join("catalog"), entities)?;
    let portal = Portal::start(folder)?;
    let first = portal.wait_for(entities)?;
    std::thread::sleep(REST);
    let after_reading = portal.resident()?;
    portal.stop()?;
    let portal = Portal::start(folder)?;
    let ready = portal.wait_until_ready()?;
    let again = portal.wait_for(entities)?;
    std::thread::sleep(REST);
    let after_start = portal.resident()?;
    portal.stop()?;
    println!("| {entities} entities | |");
    println!("| --- | --- |");
    println!("| start on nothing, ready | {} ms |", empty.as_millis());
    println!("| files to all listed | {:.2} s |", first.as_secs_f64());
    println!("| stored, ready | {:.2} s |", ready.as_secs_f64());
    println!("| stored, all listed | {:.2} s |", again.as_secs_f64());
    println!("| resident {} s after reading the files | {after_reading} MB |", REST.as_secs());
    println!("| resident {} s after starting on what is stored | {after_start} MB |", REST.as_secs());
    Ok(())
}

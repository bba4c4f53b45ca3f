//! Opens SQLite: one writing connection, a few reading ones, on one file. Knows no table.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Sqlite, SqlitePool, Transaction};

use super::DbError;

/// How long a writer waits for another process' write, and anyone for a free connection.
const PATIENCE: Duration = Duration::from_secs(4);
/// Readers of a WAL file do not block each other; each costs a thread and a page cache.
const READERS: u32 = 6;
/// Prepared statements that a connection keeps.
const KEPT_STATEMENTS: usize = 400;
/// Rows that may wait between SQLite's thread and the reading task.
const ROW_BUFFER: usize = 512;
/// Bytes of a page of a new file. Entity documents of 1.5 to 4 kB waste half of the default's 4 kB; measured, a bulk
/// insert takes a quarter less time. Larger pages would make small updates write more.
const PAGE_BYTES: u32 = 8_192;
/// Pages (64 MiB) after which the write-ahead log is folded in; the default of 1,000 makes bulk writes sync too often.
const CHECKPOINT_PAGES: &str = "8192";
/// Kibibytes of pages that the writing connection and a reading one keep; negative, as the pragma wants it. The file lies
/// in the system's cache anyway, and what the portal answers from lies in memory.
const WRITER_CACHE_KIB: &str = "-8192";
const READER_CACHE_KIB: &str = "-2048";
/// Bytes that the write-ahead log may keep on disk between checkpoints.
const LOG_BYTES: &str = "67108864";

/// The pools of one file. Cheap to clone.
#[derive(Clone)]
pub(super) struct SqliteFile {
    pub(super) writer: SqlitePool,
    pub(super) readers: SqlitePool,
    pub(super) path: Arc<PathBuf>,
    /// Removes a passing database once the last clone is gone.
    _folder: Option<Arc<PassingFolder>>,
}

impl SqliteFile {
    pub(super) async fn open(path: &Path) -> Result<Self, DbError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|source| DbError::File {
                what: format!("cannot create the database folder {}", folder.display()),
                source,
            })?;
        }
        Self::open_with(path, SqliteSynchronous::Normal, None).await
    }

    /// `:memory:`. A file in a folder that goes away with the process, because SQLite's own memory databases either
    /// cannot be shared by connections or make readers and the writer block each other, and a test must see the same
    /// locking as production.
    pub(super) async fn open_passing() -> Result<Self, DbError> {
        let folder = Arc::new(PassingFolder::create()?);
        let path = folder.path.join("memory.sqlite");
        Self::open_with(&path, SqliteSynchronous::Off, Some(folder)).await
    }

    async fn open_with(
        path: &Path,
        synchronous: SqliteSynchronous,
        folder: Option<Arc<PassingFolder>>,
    ) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(KEPT_STATEMENTS)
            .row_buffer_size(ROW_BUFFER)
            .pragma("cache_size", WRITER_CACHE_KIB)
            .page_size(PAGE_BYTES)
            .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
            .pragma("journal_size_limit", LOG_BYTES)
            .pragma("temp_store", "memory");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            // A full disk makes SQLite end a transaction by itself, after which the driver still counts it as open and the
            // connection takes no other: such a one is given up.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(options.clone())
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_lazy_with(options.pragma("query_only", "on").pragma("cache_size", READER_CACHE_KIB));
        Ok(Self { writer, readers, path: Arc::new(path.to_owned()), _folder: folder })
    }

    /// Immediate, because a transaction that first reads and then writes fails at once when another process has written
    /// in between.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, DbError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

const PASSING_PREFIX: &str = "callboard-memory-";
/// The name of such a folder while it has no lock yet, under which nobody looks for what was left behind.
const UNFINISHED_PREFIX: &str = "callboard-new-memory-";

/// A folder of this process. The lock tells other processes that it is in use, so that one left behind by a killed
/// process is found and removed.
struct PassingFolder {
    path: PathBuf,
    _lock: File,
}

impl PassingFolder {
    fn create() -> Result<Self, DbError> {
        remove_left_behind();
        let id = crate::random::id();
        let named = |prefix: &str| std::env::temp_dir().join(format!("{prefix}{id}"));
        let (unfinished, path) = (named(UNFINISHED_PREFIX), named(PASSING_PREFIX));
        let failed = |source| DbError::File { what: "cannot create a temporary database".to_owned(), source };
        fs::create_dir_all(&unfinished).map_err(failed)?;
        let lock = File::create(unfinished.join("lock")).map_err(failed)?;
        lock.lock().map_err(failed)?;
        // Between making the file and locking it, another process would take the folder for one that was left behind.
        fs::rename(&unfinished, &path).map_err(failed)?;
        Ok(Self { path, _lock: lock })
    }
}

impl Drop for PassingFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            tracing::debug!(%error, "temporary database left behind");
        }
    }
}

fn remove_left_behind() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PASSING_PREFIX));
        if !ours {
            continue;
        }
        // A folder without the lock file is just being removed.
        let Ok(lock) = File::open(entry.path().join("lock")) else { continue };
        if lock.try_lock().is_ok() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_away_a_folder_that_is_just_being_made() {
        let makers: Vec<_> = (0..8)
            .map(|_| {
                std::thread::spawn(|| {
                    for _ in 0..200 {
                        let folder = PassingFolder::create().unwrap();
                        assert!(folder.path.join("lock").is_file());
                    }
                })
            })
            .collect();
        for maker in makers {
            maker.join().unwrap();
        }
    }
}

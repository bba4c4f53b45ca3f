//! SQLite and PostgreSQL behind one SQL text with `$1` placeholders. Knows no table but its own bookkeeping.
//!
//! Portable statements only: ids and documents are TEXT, times BIGINT milliseconds, flags BOOLEAN; `ON CONFLICT`,
//! `RETURNING` and common table expressions work on both. Reads go through [`Db`], everything that writes and reads in
//! one breath through [`Tx`].

pub mod backup;
pub mod error;
pub mod migration;
mod notify;
mod postgres;
mod pulse;
pub mod settings;
mod sqlite;
mod statement;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub mod transaction;
pub mod value;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::time::Instant;

pub use backup::{CopyReport, FeatureMigrations};
pub use error::DbError;
pub use migration::{Applied, Migration};
pub use notify::Listener;
pub use settings::DbSettings;
pub use transaction::{InsertMany, Tx};
pub use value::{Arg, Row};

use notify::Notifier;
use pulse::Pulse;
use settings::Target;
use sqlite::SqliteFile;
use statement::Statement;
use transaction::Open;

use crate::feature::HealthCheck;
use crate::tasks::Tasks;
use crate::{Clock, Timestamp};

/// PostgreSQL's own clock, which all replicas share.
const CLOCK: &str = "SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)";
/// How long a read or the start of a transaction is tried again after the connection was lost.
const RETRY_FOR: Duration = Duration::from_secs(4);
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    backend: Backend,
    notifier: Notifier,
    pulse: Pulse,
    clock: Clock,
    /// The connections that listen and feel the pulse; they end with [`Db::close`].
    tasks: Tasks,
    skip_migrations: bool,
}

#[derive(Clone)]
enum Backend {
    Sqlite(SqliteFile),
    Postgres(PgPool),
}

impl Db {
    /// Opens the database, creating it where that is asked for. A PostgreSQL that is not there yet is waited for, up to
    /// 30 seconds.
    pub async fn open(settings: &DbSettings) -> Result<Self, DbError> {
        for warning in &settings.warnings {
            tracing::warn!("{warning}");
        }
        let (backend, scope) = match &settings.target {
            Target::Memory => (Backend::Sqlite(SqliteFile::open_passing().await?), String::new()),
            Target::File(path) => (Backend::Sqlite(SqliteFile::open(path).await?), String::new()),
            Target::Postgres(postgres) => {
                (Backend::Postgres(postgres::open(postgres).await?), postgres.schema.clone())
            }
        };
        let (pulse, tasks) = (Pulse::default(), Tasks::new());
        if let Backend::Postgres(pool) = &backend {
            let (pulse, pool) = (pulse.clone(), pool.clone());
            tasks.spawn_loop("db.pulse", move || pulse.clone().follow(pool.clone()));
        }
        Ok(Self {
            backend,
            notifier: Notifier::new(&scope),
            pulse,
            clock: settings.clock.clone(),
            tasks,
            skip_migrations: settings.skip_migrations,
        })
    }

    /// A database of its own that is gone with the last handle, for tests and for `:memory:`.
    pub async fn open_in_memory(clock: Clock) -> Result<Self, DbError> {
        Self::open(&DbSettings::in_memory(clock)).await
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.backend, Backend::Postgres(_))
    }

    /// Whether PostgreSQL answers, and in time; SQLite always does.
    pub fn health(&self) -> Arc<dyn HealthCheck> {
        Arc::new(self.pulse.clone())
    }

    /// The file of a SQLite database.
    pub fn path(&self) -> Option<&Path> {
        match &self.backend {
            Backend::Sqlite(file) => Some(file.path.as_path()),
            Backend::Postgres(_) => None,
        }
    }

    /// All rows of a query. For writes, also those with `RETURNING`, use [`Db::begin`] or [`Db::execute`]: reading
    /// connections refuse them in SQLite, and this one tries again when the connection is lost.
    pub async fn all(&self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, DbError> {
        self.fetch(&Statement::fixed(sql), args).await
    }

    /// [`Db::all`] for the few texts that are put together at run time from constant pieces; never put values into it.
    pub async fn all_dynamic(&self, sql: String, args: &[Arg]) -> Result<Vec<Row>, DbError> {
        self.fetch(&Statement::generated(sql), args).await
    }

    /// The first row of a query, if there is one.
    pub async fn one(&self, sql: &'static str, args: &[Arg]) -> Result<Option<Row>, DbError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// Gives back memory that the database kept in this process for work that has ended.
    pub async fn give_memory_back(&self) -> Result<(), DbError> {
        if let Backend::Sqlite(_) = &self.backend {
            self.execute("PRAGMA shrink_memory", &[]).await?;
        }
        Ok(())
    }

    /// One writing statement as a transaction of its own; answers how many rows it touched.
    pub async fn execute(&self, sql: &'static str, args: &[Arg]) -> Result<u64, DbError> {
        let statement = Statement::fixed(sql);
        self.pulse.admit()?;
        match &self.backend {
            Backend::Sqlite(file) => {
                let mut connection = file.writer.acquire().await?;
                statement.execute_sqlite(&mut connection, args.iter()).await
            }
            Backend::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                statement.execute_postgres(&mut connection, args.iter()).await
            }
        }
    }

    /// Starts a write transaction. In SQLite it is the only one of the process until it ends.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        let open = match &self.backend {
            Backend::Sqlite(file) => Open::Sqlite(file.begin().await?),
            Backend::Postgres(pool) => {
                let mut retry = Retry::new();
                self.pulse.admit()?;
                loop {
                    match pool.begin().await.map_err(DbError::from) {
                        Ok(transaction) => break Open::Postgres(transaction),
                        Err(error) => retry.pause_after(error).await?,
                    }
                }
            }
        };
        Ok(self.wrap(open))
    }

    /// [`Db::begin`] without the limit on the time of a statement, for bulk work that no request waits for.
    pub async fn begin_unhurried(&self) -> Result<Tx, DbError> {
        let open = match &self.backend {
            Backend::Sqlite(file) => Open::Sqlite(file.begin().await?),
            Backend::Postgres(pool) => Open::Postgres(postgres::begin_unhurried(pool).await?),
        };
        Ok(self.wrap(open))
    }

    /// Wakes the listeners of `channel`, in every process, once `tx` is committed.
    pub async fn notify(&self, tx: &mut Tx, channel: &'static str) -> Result<(), DbError> {
        tx.notify(channel).await
    }

    /// Wakes of `channel` from now on. Poll slowly as well: in SQLite other processes are not heard.
    pub fn listen(&self, channel: &'static str) -> Listener {
        let listener = self.notifier.listen(channel);
        if let Backend::Postgres(pool) = &self.backend {
            self.notifier.follow(pool, &self.tasks);
        }
        listener
    }

    /// The database's clock, milliseconds since 1970: the one to judge leases by. In SQLite the clock given at opening.
    pub async fn now(&self) -> Result<Timestamp, DbError> {
        if !self.is_postgres() {
            return Ok(self.clock.now());
        }
        match self.one(CLOCK, &[]).await? {
            Some(row) => row.integer(0),
            None => Err(DbError::Statement(sqlx::Error::RowNotFound)),
        }
    }

    /// By how many milliseconds the clock of the database is ahead of this process'; 0 in SQLite, which has none.
    pub async fn clock_skew(&self) -> Result<i64, DbError> {
        Ok(self.now().await?.saturating_sub(self.clock.now()))
    }

    /// Applies what this database has not seen of a feature's migrations; answers how many. Safe to call from several
    /// processes at once and to be killed in. With `backend.database.skipMigrations` it only names what is missing.
    pub async fn migrate(&self, feature: &str, migrations: &[Migration]) -> Result<usize, DbError> {
        if !self.skip_migrations {
            return migration::migrate(self, feature, migrations).await;
        }
        let missing = migration::pending(self, feature, migrations).await?;
        if !missing.is_empty() {
            tracing::warn!(feature, ?missing, "migrations are skipped by configuration");
        }
        Ok(0)
    }

    /// Every schema change that this database has seen.
    pub async fn applied_migrations(&self) -> Result<Vec<Applied>, DbError> {
        migration::applied(self).await
    }

    /// Bytes that the database takes on its disk; of SQLite without the part that is not yet written back.
    pub async fn size(&self) -> Result<u64, DbError> {
        let sql = match &self.backend {
            Backend::Sqlite(_) => {
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            }
            Backend::Postgres(_) => "SELECT pg_database_size(current_database())",
        };
        let Some(row) = self.one(sql, &[]).await? else { return Ok(0) };
        Ok(u64::try_from(row.integer(0)?).unwrap_or_default())
    }

    /// Writes a copy of this moment to the new file `to`, while others go on reading and writing. The file appears when
    /// it is complete.
    pub async fn backup(&self, to: &Path) -> Result<CopyReport, DbError> {
        backup::backup(self, to).await
    }

    /// Brings a copy made by [`Db::backup`] on the same kind of database into one that does not exist yet or is empty:
    /// whole or not at all. `features` are all migrations that the binary knows, with those of
    /// [`crate::jobs::MIGRATIONS`]; a copy of a newer release is refused.
    pub async fn restore(
        settings: &DbSettings,
        from: &Path,
        features: &[FeatureMigrations],
    ) -> Result<CopyReport, DbError> {
        backup::restore(settings, from, features).await
    }

    /// Ends all connections; later calls fail.
    pub async fn close(&self) {
        match &self.backend {
            Backend::Sqlite(file) => file.close().await,
            Backend::Postgres(pool) => pool.close().await,
        }
        self.tasks.stop().await;
    }

    fn wrap(&self, open: Open) -> Tx {
        Tx {
            open,
            notifier: self.notifier.clone(),
            pulse: self.pulse.clone(),
            clock: self.clock.clone(),
            wakes: Vec::new(),
        }
    }

    async fn fetch(&self, statement: &Statement, args: &[Arg]) -> Result<Vec<Row>, DbError> {
        let mut retry = Retry::new();
        loop {
            self.pulse.admit()?;
            match self.fetch_once(statement.again(), args).await {
                Ok(rows) => return Ok(rows),
                Err(error) => retry.pause_after(error).await?,
            }
        }
    }

    async fn fetch_once(&self, statement: Statement, args: &[Arg]) -> Result<Vec<Row>, DbError> {
        match &self.backend {
            Backend::Sqlite(file) => {
                let mut connection = file.readers.acquire().await?;
                statement.all_sqlite(&mut connection, args).await
            }
            Backend::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                statement.all_postgres(&mut connection, args).await
            }
        }
    }
}

/// Patience with a lost connection, for work that took no effect.
struct Retry {
    give_up: Instant,
    pause: Duration,
}

impl Retry {
    fn new() -> Self {
        Self { give_up: Instant::now() + RETRY_FOR, pause: SHORTEST_PAUSE }
    }

    /// Waits a little after a lost connection; hands every other error back, and this one too once time is up.
    async fn pause_after(&mut self, error: DbError) -> Result<(), DbError> {
        let lost = matches!(&error, DbError::Unreachable(source) if !matches!(source, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed));
        if !lost || Instant::now() + self.pause >= self.give_up {
            return Err(error);
        }
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        Ok(())
    }
}

//! What can go wrong at the database border, sorted by what a caller can do about it. Knows no table.

use thiserror::Error;

use crate::Error;
use crate::config::ConfigError;

/// Failures of statements, connections, migrations and copies. Texts of the database itself are kept as sources: they
/// reach the log and never the caller.
#[derive(Debug, Error)]
pub enum DbError {
    /// The connection was lost, refused, or none was free in time. Whether an unfinished write took place is not known.
    #[error("the database cannot be reached")]
    Unreachable(#[source] sqlx::Error),
    /// The statement ran longer than the limit and was ended by the database.
    #[error("the database did not answer in time")]
    TimedOut(#[source] sqlx::Error),
    /// The database takes so long for everything that this was not even tried.
    #[error("the database does not answer in time")]
    TooSlow,
    /// No space is left, or the database has become read-only. Reads go on.
    #[error("the database cannot take writes")]
    ReadOnly(#[source] sqlx::Error),
    /// A deadlock, a lost race for a lock or a serialization failure: the transaction took no effect and may be repeated.
    #[error("the database was busy with a conflicting change")]
    Conflict(#[source] sqlx::Error),
    /// A unique or primary key already exists.
    #[error("a row with the same key exists")]
    Duplicate(#[source] sqlx::Error),
    /// A value that this database has no room for: a NUL in a text, a key longer than an index takes.
    #[error("a value cannot be stored or looked up")]
    Unstorable(#[source] sqlx::Error),
    /// The statement is wrong, or breaks a constraint other than uniqueness.
    #[error("statement failed")]
    Statement(#[source] sqlx::Error),
    #[error("column {index} ({name}) is not {expected}")]
    Column { index: usize, name: String, expected: &'static str },
    #[error("{0}")]
    Settings(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("migration {feature}/{name}: {reason}")]
    Migration { feature: String, name: String, reason: String },
    #[error("{0}")]
    Copy(String),
    #[error("{what}")]
    File { what: String, source: std::io::Error },
}

impl DbError {
    /// True when the same work may succeed a moment later.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_) | Self::TimedOut(_) | Self::TooSlow | Self::ReadOnly(_) | Self::Conflict(_)
        )
    }
}

/// Seconds that a caller is told to wait when the database is away.
const RETRY_AFTER_UNREACHABLE: u64 = 2;
/// Seconds to wait after a lost race.
const RETRY_AFTER_CONFLICT: u64 = 1;
/// Seconds to wait when somebody has to free space first.
const RETRY_AFTER_READ_ONLY: u64 = 30;

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        let retry_after_seconds = match &error {
            DbError::Unreachable(_) | DbError::TimedOut(_) | DbError::TooSlow => RETRY_AFTER_UNREACHABLE,
            DbError::Conflict(_) => RETRY_AFTER_CONFLICT,
            DbError::ReadOnly(_) => RETRY_AFTER_READ_ONLY,
            DbError::Config(at_fault) => return Self::Input(format!("{}: {at_fault}", at_fault.place())),
            DbError::Settings(_) | DbError::Copy(_) | DbError::Unstorable(_) => {
                return Self::Input(error.to_string());
            }
            _ => return Self::internal(error),
        };
        tracing::warn!(error = &error as &dyn std::error::Error, "database unavailable");
        Self::Unavailable { message: error.to_string(), retry_after_seconds }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_) => Self::Unreachable(error),
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                let duplicate = database.is_unique_violation();
                if database.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
                    from_sqlite(&code, duplicate, error)
                } else {
                    from_postgres(&code, duplicate, error)
                }
            }
            _ => Self::Statement(error),
        }
    }
}

/// `code` is SQLite's extended result code in decimal; its low byte is the primary code.
fn from_sqlite(code: &str, duplicate: bool, error: sqlx::Error) -> DbError {
    const BUSY: u32 = 5;
    const LOCKED: u32 = 6;
    const READ_ONLY: u32 = 8;
    const INPUT_OUTPUT: u32 = 10;
    const FULL: u32 = 13;
    const CANNOT_OPEN: u32 = 14;
    match code.parse::<u32>().unwrap_or_default() & 0xff {
        _ if duplicate => DbError::Duplicate(error),
        BUSY | LOCKED => DbError::Conflict(error),
        READ_ONLY | INPUT_OUTPUT | FULL => DbError::ReadOnly(error),
        CANNOT_OPEN => DbError::Unreachable(error),
        _ => DbError::Statement(error),
    }
}

/// `code` is the SQLSTATE.
fn from_postgres(code: &str, duplicate: bool, error: sqlx::Error) -> DbError {
    match code {
        _ if duplicate => DbError::Duplicate(error),
        // Query cancelled by statement_timeout or lock_timeout.
        "57014" | "55P03" => DbError::TimedOut(error),
        "40001" | "40P01" => DbError::Conflict(error),
        // A NUL in a text; a row too long for its index.
        "22021" | "54000" => DbError::Unstorable(error),
        // Disk full; write in a read-only transaction, as after a failover.
        "53100" | "25006" => DbError::ReadOnly(error),
        // Idle transaction ended by the server.
        "25P03" => DbError::Unreachable(error),
        _ if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
            DbError::Unreachable(error)
        }
        // A prepared statement that outlived a schema change of a newer release; the next use prepares it again.
        "0A000" if error.to_string().contains("cached plan") => DbError::Conflict(error),
        _ => DbError::Statement(error),
    }
}

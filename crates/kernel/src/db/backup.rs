//! Copies of a whole database, taken while it works, and their way back into an empty one. Knows no feature's tables.
//!
//! A copy of SQLite is a SQLite file; a copy of PostgreSQL is a text file of JSON lines. Each is the state of one moment.

mod postgres;
mod sqlite;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use super::settings::Target;
use super::{Backend, Db, DbError, DbSettings, Migration};

/// What a copy holds, not counting the bookkeeping of migrations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CopyReport {
    pub tables: u64,
    pub rows: u64,
}

/// The migrations of one feature, as the binary knows them.
pub type FeatureMigrations = (&'static str, &'static [Migration]);

pub(super) async fn backup(db: &Db, to: &Path) -> Result<CopyReport, DbError> {
    refuse_existing(to)?;
    let partial = partial_path(to);
    let report = match &db.backend {
        Backend::Sqlite(file) => sqlite::copy(&file.path, &partial).await,
        Backend::Postgres(pool) => postgres::dump(db, pool, &partial).await,
    };
    settle(report, &partial, to)
}

pub(super) async fn restore(
    settings: &DbSettings,
    from: &Path,
    features: &[FeatureMigrations],
) -> Result<CopyReport, DbError> {
    match &settings.target {
        Target::Memory => Err(DbError::Copy("a database in memory cannot be restored into".to_owned())),
        Target::File(path) => {
            refuse_existing(path)?;
            sqlite::check_length(from)?;
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|source| file_error("cannot create the folder of", path, source))?;
            }
            let partial = partial_path(path);
            let report = sqlite::copy(from, &partial).await;
            settle(report, &partial, path)
        }
        Target::Postgres(_) => {
            let db = Db::open(settings).await?;
            let report = postgres::load(&db, from, features).await;
            db.close().await;
            report
        }
    }
}

fn refuse_existing(path: &Path) -> Result<(), DbError> {
    match std::fs::exists(path) {
        Ok(false) => Ok(()),
        Ok(true) => Err(DbError::Copy(format!("{} exists already", path.display()))),
        Err(source) => Err(file_error("cannot look for", path, source)),
    }
}

/// A copy gets its name when it is complete.
fn partial_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.partial", crate::random::id()));
    path.with_file_name(name)
}

fn settle(report: Result<CopyReport, DbError>, partial: &Path, path: &Path) -> Result<CopyReport, DbError> {
    let settled = report.and_then(|report| {
        let file = std::fs::File::open(partial).and_then(|file| file.sync_all());
        file.and_then(|()| std::fs::rename(partial, path))
            .map_err(|source| file_error("cannot complete", path, source))?;
        Ok(report)
    });
    if settled.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(partial);
    }
    settled
}

fn file_error(what: &str, path: &Path, source: std::io::Error) -> DbError {
    DbError::File { what: format!("{what} {}", path.display()), source }
}

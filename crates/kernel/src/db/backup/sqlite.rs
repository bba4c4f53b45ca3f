//! Copies a SQLite file into a new one, while others read and write it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::super::statement::{Statement, quoted};
use super::super::{Arg, DbError};
use super::{CopyReport, file_error};

/// `VACUUM INTO` reads one snapshot and checks every page on its way; writers are not held up.
pub(super) async fn copy(from: &Path, to: &Path) -> Result<CopyReport, DbError> {
    let mut source = connect(from, false).await?;
    let known = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'callboard_migration'";
    if Statement::fixed(known).all_sqlite(&mut source, &[]).await?.is_empty() {
        return Err(DbError::Copy(format!("{} is not a database of Callboard", from.display())));
    }
    let Some(name) = to.to_str() else {
        return Err(DbError::Copy(format!("{} is not a name in UTF-8", to.display())));
    };
    Statement::fixed("VACUUM INTO $1").execute_sqlite(&mut source, [Arg::from(name)].iter()).await?;
    source.close().await?;
    let mut copy = connect(to, true).await?;
    let report = count(&mut copy).await?;
    copy.close().await?;
    Ok(report)
}

/// Refuses a file that was cut off: SQLite itself would read zeros for the missing end of the last page.
pub(super) fn check_length(path: &Path) -> Result<(), DbError> {
    let failed = |source| file_error("cannot read", path, source);
    let mut head = [0; 32];
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let cut_off = || DbError::Copy(format!("{} is not a complete SQLite file", path.display()));
    file.read_exact(&mut head).map_err(|_too_short| cut_off())?;
    // Offsets 16 and 28 of the file format: page size, where 1 stands for 65,536, and number of pages.
    let page_size = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        size => size,
    };
    let pages = u64::from(u32::from_be_bytes([head[28], head[29], head[30], head[31]]));
    if length == page_size * pages { Ok(()) } else { Err(cut_off()) }
}

/// Never makes a file. A copy that nobody else knows of is opened without the write-ahead log's helper files.
async fn connect(path: &Path, immutable: bool) -> Result<SqliteConnection, DbError> {
    let options = SqliteConnectOptions::new().filename(path).immutable(immutable).create_if_missing(false);
    Ok(options.connect().await?)
}

async fn count(copy: &mut SqliteConnection) -> Result<CopyReport, DbError> {
    let sql = "SELECT name FROM sqlite_schema
               WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'callboard_migration'";
    let mut report = CopyReport::default();
    for row in Statement::fixed(sql).all_sqlite(copy, &[]).await? {
        let count = Statement::once(format!("SELECT count(*) FROM {}", quoted(row.str(0)?)));
        for row in count.all_sqlite(copy, &[]).await? {
            report.tables += 1;
            report.rows += row.integer(0)?.unsigned_abs();
        }
    }
    Ok(report)
}

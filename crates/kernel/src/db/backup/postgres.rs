//! Writes all tables of the schema as JSON lines within one snapshot, and loads them into an empty schema within one
//! transaction.
//!
//! The first line names the migrations, each further line holds rows of one table, the last line counts them.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sqlx::PgPool;
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, BufWriter};

use super::super::statement::quoted;
use super::super::{Arg, Db, DbError, Row, Tx};
use super::super::{migration, postgres};
use super::{CopyReport, FeatureMigrations, file_error};

const FORMAT: u32 = 1;
/// Rows of one line, and of one insert.
const BATCH: usize = 200;
/// Longest line that is read back: a batch of the largest documents.
const MAX_LINE_BYTES: u64 = 1 << 30;

#[derive(Serialize, Deserialize)]
struct Head {
    #[serde(rename = "callboardBackup")]
    format: u32,
    migrations: Vec<Applied>,
}

#[derive(Serialize, Deserialize)]
struct Applied {
    feature: String,
    name: String,
    checksum: String,
}

/// A line after the first: rows of a table, or the end.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(default)]
    table: String,
    /// Not looked into: PostgreSQL reads what PostgreSQL wrote.
    #[serde(borrow)]
    rows: Option<&'a RawValue>,
    end: Option<End>,
}

#[derive(Serialize, Deserialize)]
struct End {
    tables: u64,
    rows: u64,
}

pub(super) async fn dump(db: &Db, pool: &PgPool, to: &Path) -> Result<CopyReport, DbError> {
    let failed = |source| file_error("cannot write", to, source);
    let mut file = BufWriter::new(File::create_new(to).await.map_err(failed)?);
    let mut tx = db.wrap(super::super::Open::Postgres(postgres::begin_snapshot(pool).await?));
    let head = Head { format: FORMAT, migrations: applied(&mut tx).await? };
    file.write_all(encoded(&head)?.as_bytes()).await.map_err(failed)?;
    let mut report = CopyReport::default();
    for table in tables(&mut tx).await? {
        let columns = columns(&mut tx, &table).await?;
        let cursor = format!(
            "DECLARE callboard_backup NO SCROLL CURSOR FOR
             SELECT CAST(row_to_json(kept) AS text) FROM (SELECT {columns} FROM {}) AS kept",
            quoted(&table)
        );
        tx.execute_dynamic(cursor, &[]).await?;
        loop {
            let rows = tx.all_dynamic(format!("FETCH {BATCH} FROM callboard_backup"), &[]).await?;
            if rows.is_empty() {
                break;
            }
            report.rows += rows.len() as u64;
            file.write_all(line(&table, &rows)?.as_bytes()).await.map_err(failed)?;
        }
        tx.execute("CLOSE callboard_backup", &[]).await?;
        report.tables += 1;
    }
    let end = serde_json::json!({ "end": End { tables: report.tables, rows: report.rows } });
    file.write_all(encoded(&end)?.as_bytes()).await.map_err(failed)?;
    file.flush().await.map_err(failed)?;
    tx.rollback().await?;
    Ok(report)
}

fn line(table: &str, rows: &[Row]) -> Result<String, DbError> {
    let mut line = format!("{{\"table\":{},\"rows\":[", serde_json::Value::from(table));
    for (index, row) in rows.iter().enumerate() {
        line.push_str(if index == 0 { "" } else { "," });
        line.push_str(row.str(0)?);
    }
    line.push_str("]}\n");
    Ok(line)
}

fn encoded(value: &impl Serialize) -> Result<String, DbError> {
    let text = serde_json::to_string(value).map_err(|error| DbError::Copy(error.to_string()))?;
    Ok(text + "\n")
}

/// Everything or nothing: constraints between tables are put aside while rows come in any order, and checked at the end.
pub(super) async fn load(
    db: &Db,
    from: &Path,
    features: &[FeatureMigrations],
) -> Result<CopyReport, DbError> {
    let failed = |source| file_error("cannot read", from, source);
    let mut lines = BufReader::new(File::open(from).await.map_err(failed)?);
    let head = next_line(&mut lines).await.map_err(failed)?;
    let head: Head = serde_json::from_str(&head).map_err(|_not_ours| not_a_backup(from))?;
    if head.format != FORMAT {
        return Err(DbError::Copy(format!("{} has format {}, not {FORMAT}", from.display(), head.format)));
    }
    let mut tx = db.begin_unhurried().await?;
    if !tables(&mut tx).await?.is_empty() {
        return Err(DbError::Copy("the schema to restore into is not empty".to_owned()));
    }
    create_tables(&mut tx, &head.migrations, features).await?;
    for table in tables(&mut tx).await? {
        // A migration may have put rows in, which the copy holds as well.
        tx.execute_dynamic(format!("TRUNCATE {} CASCADE", quoted(&table)), &[]).await?;
    }
    let constraints = put_constraints_aside(&mut tx).await?;
    let mut report = CopyReport::default();
    loop {
        let text = next_line(&mut lines).await.map_err(failed)?;
        let line: Line<'_> = serde_json::from_str(&text).map_err(|_cut_off| not_a_backup(from))?;
        match (line.rows, line.end) {
            (Some(rows), None) => report.rows += insert(&mut tx, &line.table, rows.get()).await?,
            (None, Some(end)) if end.rows == report.rows => {
                report.tables = end.tables;
                break;
            }
            _ => return Err(not_a_backup(from)),
        }
    }
    for constraint in constraints {
        tx.script(constraint).await?;
    }
    restart_sequences(&mut tx).await?;
    tx.commit().await?;
    Ok(report)
}

fn not_a_backup(from: &Path) -> DbError {
    DbError::Copy(format!("{} is not a complete backup of Callboard", from.display()))
}

async fn next_line(lines: &mut BufReader<File>) -> std::io::Result<String> {
    let mut text = String::new();
    lines.take(MAX_LINE_BYTES).read_line(&mut text).await?;
    Ok(text)
}

async fn applied(tx: &mut Tx) -> Result<Vec<Applied>, DbError> {
    let sql = "SELECT feature, name, checksum FROM callboard_migration ORDER BY applied_at, feature, name";
    let mut applied = Vec::new();
    for row in tx.all(sql, &[]).await? {
        applied.push(Applied { feature: row.text(0)?, name: row.text(1)?, checksum: row.text(2)? });
    }
    Ok(applied)
}

/// The schema as it was when the copy was made; what is newer is migrated at the next start.
async fn create_tables(
    tx: &mut Tx,
    applied: &[Applied],
    features: &[FeatureMigrations],
) -> Result<(), DbError> {
    migration::make_bookkeeping(tx).await?;
    for entry in applied {
        let known = features.iter().filter(|(feature, _)| *feature == entry.feature);
        let found = known.flat_map(|(_, list)| list.iter()).find(|migration| migration.name == entry.name);
        let Some(migration) = found else {
            return Err(DbError::Copy(format!(
                "the backup has migration {}/{}, which this release does not know",
                entry.feature, entry.name
            )));
        };
        if migration::checksum(migration.postgres) != entry.checksum {
            return Err(DbError::Copy(format!(
                "migration {}/{} differs from the backup's",
                entry.feature, entry.name
            )));
        }
        migration::run_and_record(tx, &entry.feature, migration).await?;
    }
    Ok(())
}

/// All tables of the schema but the bookkeeping of migrations.
async fn tables(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    let sql = "SELECT CAST(relname AS text) FROM pg_class
               WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r'
                 AND relname <> 'callboard_migration' ORDER BY relname";
    let mut names = Vec::new();
    for row in tx.all(sql, &[]).await? {
        names.push(row.text(0)?);
    }
    Ok(names)
}

/// The columns that hold data of their own, ready for a statement.
async fn columns(tx: &mut Tx, table: &str) -> Result<String, DbError> {
    let sql = "SELECT CAST(attname AS text) FROM pg_attribute
               WHERE attrelid = CAST($1 AS regclass) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
               ORDER BY attnum";
    let mut names = Vec::new();
    for row in tx.all(sql, &[quoted(table).into()]).await? {
        names.push(quoted(row.str(0)?));
    }
    Ok(names.join(", "))
}

async fn insert(tx: &mut Tx, table: &str, rows: &str) -> Result<u64, DbError> {
    let columns = columns(tx, table).await?;
    let table = quoted(table);
    let sql = format!(
        "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE
         SELECT {columns} FROM json_populate_recordset(CAST(NULL AS {table}), CAST($1 AS json))"
    );
    tx.execute_dynamic(sql, &[Arg::from(rows)]).await
}

/// Drops the foreign keys; answers the statements that bring them back.
async fn put_constraints_aside(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    let sql =
        "SELECT CAST(CAST(conrelid AS regclass) AS text), CAST(conname AS text), pg_get_constraintdef(oid)
               FROM pg_constraint
               WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)";
    let mut again = Vec::new();
    for row in tx.all(sql, &[]).await? {
        let (table, name) = (row.text(0)?, quoted(row.str(1)?));
        again.push(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {}", row.str(2)?));
        tx.script(format!("ALTER TABLE {table} DROP CONSTRAINT {name}")).await?;
    }
    Ok(again)
}

/// Sequences go on after the largest number that was restored.
async fn restart_sequences(tx: &mut Tx) -> Result<(), DbError> {
    let sql = "SELECT CAST(relname AS text), CAST(attname AS text),
                   pg_get_serial_sequence(quote_ident(relname), attname)
               FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
               WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND attnum > 0
                 AND pg_get_serial_sequence(quote_ident(relname), attname) IS NOT NULL";
    for row in tx.all(sql, &[]).await? {
        let (table, column) = (quoted(row.str(0)?), quoted(row.str(1)?));
        let sql = format!(
            "SELECT setval(CAST($1 AS regclass), COALESCE(max({column}), 0) + 1, false) FROM {table}"
        );
        tx.all_dynamic(sql, &[row.text(2)?.into()]).await?;
    }
    Ok(())
}

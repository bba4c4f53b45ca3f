//! A write transaction on either database. Knows no table.

use std::fmt::Write as _;

use sqlx::{Postgres, Sqlite, Transaction};

use super::notify::Notifier;
use super::pulse::Pulse;
use super::statement::{self, Statement};
use super::{Arg, DbError, Row};
use crate::{Clock, Timestamp};

/// Arguments of one statement; both databases allow more (SQLite 32,766, PostgreSQL 65,535), but larger statements were
/// measured not to be faster.
const MAX_ARGUMENTS: usize = 1_000;

/// An open transaction; dropped without [`Tx::commit`] it takes no effect. Keep it short: SQLite has one writer.
pub struct Tx {
    pub(super) open: Open,
    pub(super) notifier: Notifier,
    pub(super) pulse: Pulse,
    pub(super) clock: Clock,
    /// Channels to wake once this is committed.
    pub(super) wakes: Vec<&'static str>,
}

pub(super) enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A multi-row insert: `head` up to and with `VALUES`, then as many groups of `columns` arguments as there are rows,
/// then `tail` (empty, `ON CONFLICT …`).
#[derive(Clone, Copy, Debug)]
pub struct InsertMany {
    pub head: &'static str,
    pub columns: usize,
    pub tail: &'static str,
}

impl Tx {
    pub fn is_postgres(&self) -> bool {
        matches!(self.open, Open::Postgres(_))
    }

    /// All rows of a query, or of a write with `RETURNING`.
    pub async fn all(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, DbError> {
        self.fetch(Statement::fixed(sql), args).await
    }

    /// [`Tx::all`] for a text put together at run time from constant pieces; never put values into it.
    pub async fn all_dynamic(&mut self, sql: String, args: &[Arg]) -> Result<Vec<Row>, DbError> {
        self.fetch(Statement::generated(sql), args).await
    }

    /// The first row, if there is one.
    pub async fn one(&mut self, sql: &'static str, args: &[Arg]) -> Result<Option<Row>, DbError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// Runs a write and says how many rows it touched.
    pub async fn execute(&mut self, sql: &'static str, args: &[Arg]) -> Result<u64, DbError> {
        self.run(Statement::fixed(sql), args.iter()).await
    }

    /// [`Tx::execute`] for a text put together at run time from constant pieces; never put values into it.
    pub async fn execute_dynamic(&mut self, sql: String, args: &[Arg]) -> Result<u64, DbError> {
        self.run(Statement::generated(sql), args.iter()).await
    }

    /// Inserts `rows` in as few statements as the limit of arguments allows; answers how many rows were touched. Rows of
    /// another length than `columns` are an error. With `ON CONFLICT DO UPDATE` the keys must be unique within `rows`.
    pub async fn insert_many(&mut self, insert: &InsertMany, rows: &[Vec<Arg>]) -> Result<u64, DbError> {
        if let Some(row) = rows.iter().find(|row| row.len() != insert.columns) {
            let reason = format!("a row has {} values for {} columns", row.len(), insert.columns);
            return Err(DbError::Statement(sqlx::Error::InvalidArgument(reason)));
        }
        let rows_per_statement = (MAX_ARGUMENTS / insert.columns.max(1)).max(1);
        let mut touched = 0;
        for chunk in rows.chunks(rows_per_statement) {
            let sql = insert_text(insert, chunk.len(), self.is_postgres());
            let statement = if chunk.len() == rows_per_statement {
                Statement::generated(sql)
            } else {
                Statement::once(sql)
            };
            touched += self.run(statement, chunk.iter().flatten()).await?;
        }
        Ok(touched)
    }

    /// The database's clock, milliseconds since 1970. In SQLite the clock given at opening.
    pub async fn now(&mut self) -> Result<Timestamp, DbError> {
        if let Open::Sqlite(_) = self.open {
            return Ok(self.clock.now());
        }
        match self.one(super::CLOCK, &[]).await? {
            Some(row) => row.integer(0),
            None => Err(DbError::Statement(sqlx::Error::RowNotFound)),
        }
    }

    /// Wakes the listeners of `channel`, in every process, once this transaction is committed.
    pub async fn notify(&mut self, channel: &'static str) -> Result<(), DbError> {
        if self.wakes.contains(&channel) {
            return Ok(());
        }
        self.wakes.push(channel);
        if let Open::Postgres(_) = self.open {
            let topic = Arg::from(self.notifier.topic());
            self.execute("SELECT pg_notify($1, $2)", &[topic, Arg::from(channel)]).await?;
        }
        Ok(())
    }

    pub async fn commit(self) -> Result<(), DbError> {
        match self.open {
            Open::Sqlite(transaction) => transaction.commit().await?,
            Open::Postgres(transaction) => transaction.commit().await?,
        }
        for channel in self.wakes {
            self.notifier.wake(channel);
        }
        Ok(())
    }

    /// Undoes everything and waits for it; dropping does the same without waiting.
    pub async fn rollback(self) -> Result<(), DbError> {
        match self.open {
            Open::Sqlite(transaction) => transaction.rollback().await?,
            Open::Postgres(transaction) => transaction.rollback().await?,
        }
        Ok(())
    }

    /// Runs a text of several statements without arguments.
    pub(super) async fn script(&mut self, sql: String) -> Result<(), DbError> {
        match &mut self.open {
            Open::Sqlite(transaction) => statement::script_sqlite(transaction, sql).await?,
            Open::Postgres(transaction) => statement::script_postgres(transaction, sql).await?,
        }
        Ok(())
    }

    async fn fetch(&mut self, statement: Statement, args: &[Arg]) -> Result<Vec<Row>, DbError> {
        self.pulse.admit()?;
        match &mut self.open {
            Open::Sqlite(transaction) => statement.all_sqlite(transaction, args).await,
            Open::Postgres(transaction) => statement.all_postgres(transaction, args).await,
        }
    }

    async fn run<'a>(
        &mut self,
        statement: Statement,
        args: impl Iterator<Item = &'a Arg>,
    ) -> Result<u64, DbError> {
        self.pulse.admit()?;
        match &mut self.open {
            Open::Sqlite(transaction) => statement.execute_sqlite(transaction, args).await,
            Open::Postgres(transaction) => statement.execute_postgres(transaction, args).await,
        }
    }
}

/// SQLite looks numbered arguments up by name, one by one, which is quadratic in their number; bare `?` are not looked up.
fn insert_text(insert: &InsertMany, rows: usize, numbered: bool) -> String {
    let mut sql =
        String::with_capacity(insert.head.len() + insert.tail.len() + rows * (insert.columns * 6 + 4));
    sql.push_str(insert.head);
    for row in 0..rows {
        sql.push_str(if row == 0 { " (" } else { ", (" });
        for column in 0..insert.columns {
            sql.push_str(if column == 0 { "" } else { "," });
            if numbered {
                let _ = write!(sql, "${}", row * insert.columns + column + 1);
            } else {
                sql.push('?');
            }
        }
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(insert.tail);
    sql
}

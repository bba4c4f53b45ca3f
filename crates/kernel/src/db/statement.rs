//! Binds arguments and runs one statement on a connection of either driver. The only module that may vouch for a
//! generated text (`AssertSqlSafe`); knows nothing of pools and transactions.

use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Arguments, AssertSqlSafe, Encode, SqlSafeStr, SqlStr, Type};

use super::{Arg, DbError, Row};

/// One statement. Kept statements stay prepared on the connection; others are parsed each time.
pub(super) struct Statement {
    sql: SqlStr,
    keep: bool,
}

impl Statement {
    pub(super) fn fixed(sql: &'static str) -> Self {
        Self { sql: sql.into_sql_str(), keep: true }
    }

    /// A text put together at run time from constant pieces; values travel as arguments.
    pub(super) fn generated(sql: String) -> Self {
        Self { sql: AssertSqlSafe(sql).into_sql_str(), keep: true }
    }

    /// A generated text that will hardly come again in this form.
    pub(super) fn once(sql: String) -> Self {
        Self { sql: AssertSqlSafe(sql).into_sql_str(), keep: false }
    }

    /// Cheap, so that a read can be repeated after a lost connection.
    pub(super) fn again(&self) -> Self {
        Self { sql: self.sql.clone(), keep: self.keep }
    }

    pub(super) async fn all_sqlite(
        self,
        connection: &mut SqliteConnection,
        args: &[Arg],
    ) -> Result<Vec<Row>, DbError> {
        let query = sqlx::query_with(self.sql, sqlite_arguments(args.iter())?).persistent(self.keep);
        let rows = query.fetch_all(connection).await?;
        Ok(rows.into_iter().map(Row::from).collect())
    }

    pub(super) async fn all_postgres(
        self,
        connection: &mut PgConnection,
        args: &[Arg],
    ) -> Result<Vec<Row>, DbError> {
        let query = sqlx::query_with(self.sql, postgres_arguments(args.iter())?).persistent(self.keep);
        let rows = query.fetch_all(connection).await?;
        Ok(rows.into_iter().map(Row::from).collect())
    }

    pub(super) async fn execute_sqlite<'a>(
        self,
        connection: &mut SqliteConnection,
        args: impl Iterator<Item = &'a Arg>,
    ) -> Result<u64, DbError> {
        let query = sqlx::query_with(self.sql, sqlite_arguments(args)?).persistent(self.keep);
        Ok(query.execute(connection).await?.rows_affected())
    }

    pub(super) async fn execute_postgres<'a>(
        self,
        connection: &mut PgConnection,
        args: impl Iterator<Item = &'a Arg>,
    ) -> Result<u64, DbError> {
        let query = sqlx::query_with(self.sql, postgres_arguments(args)?).persistent(self.keep);
        Ok(query.execute(connection).await?.rows_affected())
    }
}

/// Runs a text of several statements without arguments, as migrations are.
pub(super) async fn script_sqlite(connection: &mut SqliteConnection, sql: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

/// Runs a text of several statements without arguments, as migrations are.
pub(super) async fn script_postgres(connection: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

/// Quotes a name of a schema, role, table or column.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn sqlite_arguments<'a>(args: impl Iterator<Item = &'a Arg>) -> Result<SqliteArguments, DbError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(args.size_hint().0, 0);
    for arg in args {
        match arg {
            Arg::Text(value) => add(&mut arguments, value.as_deref())?,
            Arg::Integer(value) => add(&mut arguments, *value)?,
            Arg::Boolean(value) => add(&mut arguments, *value)?,
            Arg::Bytes(value) => add(&mut arguments, value.as_deref())?,
        }
    }
    Ok(arguments)
}

fn postgres_arguments<'a>(args: impl Iterator<Item = &'a Arg>) -> Result<PgArguments, DbError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(args.size_hint().0, 0);
    for arg in args {
        match arg {
            Arg::Text(value) => add(&mut arguments, value.as_deref())?,
            Arg::Integer(value) => add(&mut arguments, *value)?,
            Arg::Boolean(value) => add(&mut arguments, *value)?,
            Arg::Bytes(value) => add(&mut arguments, value.as_deref())?,
        }
    }
    Ok(arguments)
}

fn add<'v, A, T>(arguments: &mut A, value: T) -> Result<(), DbError>
where
    A: Arguments,
    T: Encode<'v, A::Database> + Type<A::Database> + 'v,
{
    arguments.add(value).map_err(|error| DbError::Statement(sqlx::Error::Encode(error)))
}

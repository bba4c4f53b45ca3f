//! Opens PostgreSQL: pool, session settings, the database and schema if they are missing, patience at start. Knows no
//! table.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgPool, Postgres, Transaction};
use tokio::time::Instant;

use super::DbError;
use super::settings::PostgresSettings;
use super::statement::{quoted, script_postgres};

/// How long a request waits for a free connection, and for one that has to be made.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long the start waits for a database that is not there yet.
const START_PATIENCE: Duration = Duration::from_secs(30);
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// A connection that was unused for longer is tried before it is trusted with a statement.
const TRUSTED_IDLE: Duration = Duration::from_secs(1);
/// Prepared statements that a connection keeps.
const KEPT_STATEMENTS: usize = 400;
const IDLE_TIMEOUT: Duration = Duration::from_mins(10);
const MAX_LIFETIME: Duration = Duration::from_mins(30);
/// A transaction whose process went silent gives its locks back.
const IDLE_IN_TRANSACTION_MILLISECONDS: u64 = 30_000;
/// Statements of transactions that are not part of a request: bulk writes, migrations, copies.
const UNHURRIED_BEGIN: &str =
    "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";
const SNAPSHOT_BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

pub(super) async fn open(settings: &PostgresSettings) -> Result<PgPool, DbError> {
    let connect = settings.connect.clone().statement_cache_capacity(KEPT_STATEMENTS);
    prepare(settings, &connect).await?;
    let session = Session::of(settings);
    PgPoolOptions::new()
        .max_connections(settings.max_connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(IDLE_TIMEOUT)
        .max_lifetime(MAX_LIFETIME)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > TRUSTED_IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(move |connection, _| {
            let session = session.clone();
            Box::pin(async move { session.apply(connection).await })
        })
        .connect_with(connect)
        .await
        .map_err(DbError::from)
}

/// A transaction without a limit on its statements.
pub(super) async fn begin_unhurried(pool: &PgPool) -> Result<Transaction<'static, Postgres>, DbError> {
    Ok(pool.begin_with(UNHURRIED_BEGIN).await?)
}

/// A reading transaction that sees one moment throughout.
pub(super) async fn begin_snapshot(pool: &PgPool) -> Result<Transaction<'static, Postgres>, DbError> {
    Ok(pool.begin_with(SNAPSHOT_BEGIN).await?)
}

/// What every connection is set to.
#[derive(Clone)]
struct Session {
    search_path: String,
    role: Option<String>,
    statement_timeout: Duration,
}

impl Session {
    fn of(settings: &PostgresSettings) -> Self {
        Self {
            search_path: quoted(&settings.schema),
            role: settings.role.clone(),
            statement_timeout: settings.statement_timeout,
        }
    }

    async fn apply(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        sqlx::query(
            "SELECT set_config('search_path', $1, false), set_config('statement_timeout', $2, false),
                    set_config('idle_in_transaction_session_timeout', $3, false)",
        )
        .bind(&self.search_path)
        .bind(self.statement_timeout.as_millis().to_string())
        .bind(IDLE_IN_TRANSACTION_MILLISECONDS.to_string())
        .execute(&mut *connection)
        .await?;
        if let Some(role) = &self.role {
            sqlx::query("SELECT set_config('role', $1, false)").bind(role).execute(connection).await?;
        }
        Ok(())
    }
}

/// Waits until the database answers, and makes the database and the schema where that is asked for.
async fn prepare(settings: &PostgresSettings, connect: &PgConnectOptions) -> Result<(), DbError> {
    let give_up = Instant::now() + START_PATIENCE;
    let mut pause = SHORTEST_PAUSE;
    loop {
        let error = match prepare_once(settings, connect).await {
            Ok(()) => return Ok(()),
            Err(error) => DbError::from(error),
        };
        if !matches!(error, DbError::Unreachable(_)) || Instant::now() >= give_up {
            return Err(error);
        }
        tracing::warn!(error = &error as &dyn std::error::Error, "waiting for the database");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn prepare_once(settings: &PostgresSettings, connect: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = match connect.connect().await {
        Err(error) if settings.ensure_exists && is_missing_database(&error) => {
            create_database(connect).await?;
            connect.connect().await?
        }
        other => other?,
    };
    if let Some(role) = &settings.role {
        sqlx::query("SELECT set_config('role', $1, false)").bind(role).execute(&mut connection).await?;
    }
    if settings.ensure_schema {
        create_schema(&mut connection, &settings.schema).await?;
    }
    connection.close().await
}

fn is_missing_database(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(database) if database.code().as_deref() == Some("3D000"))
}

/// Through the maintenance database that every installation has.
async fn create_database(connect: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let name = connect.get_database().unwrap_or_default().to_owned();
    let mut connection = connect.clone().database("postgres").connect().await?;
    let sql = format!("CREATE DATABASE {}", quoted(&name));
    if let Err(error) = script_postgres(&mut connection, sql).await
        && !is_lost_race(&error)
    {
        return Err(error);
    }
    connection.close().await
}

/// Another replica made it first: it exists already, or the unique index below says so.
fn is_lost_race(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(database)
        if matches!(database.code().as_deref(), Some("42P04" | "42P06" | "23505")))
}

async fn create_schema(connection: &mut PgConnection, schema: &str) -> Result<(), sqlx::Error> {
    let exists = sqlx::query("SELECT 1 FROM pg_namespace WHERE nspname = $1").bind(schema);
    if exists.fetch_optional(&mut *connection).await?.is_some() {
        return Ok(());
    }
    let sql = format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(schema));
    match script_postgres(connection, sql).await {
        Err(error) if !is_lost_race(&error) => Err(error),
        _ => Ok(()),
    }
}

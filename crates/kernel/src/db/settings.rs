//! `backend.database.*` as Backstage reads it, turned into what is opened. Source: config contract, section 6 "backend".
//!
//! All features share one database and one schema, so the keys that divide by plugin choose that one place.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::DbError;
use crate::Clock;
use crate::config::Section;

/// File name within `connection.directory` and within the data folder.
const FILE_NAME: &str = "callboard.sqlite";
const DEFAULT_PREFIX: &str = "backstage_plugin_";
const DEFAULT_SCHEMA: &str = "callboard";
/// Connections per replica; `knexConfig.pool.max` overrides.
const DEFAULT_CONNECTIONS: u32 = 20;
const MAX_CONNECTIONS: f64 = 500.0;
const DEFAULT_STATEMENT_TIMEOUT: Duration = Duration::from_secs(4);
/// PostgreSQL cuts longer names off.
const MAX_NAME_BYTES: usize = 63;

/// Which database to open, and how.
#[derive(Clone, Debug)]
pub struct DbSettings {
    pub(super) target: Target,
    pub(super) clock: Clock,
    pub(super) skip_migrations: bool,
    /// Keys that have no effect here; logged at opening.
    pub(super) warnings: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) enum Target {
    Memory,
    File(PathBuf),
    Postgres(Box<PostgresSettings>),
}

#[derive(Clone, Debug)]
pub(super) struct PostgresSettings {
    pub(super) connect: PgConnectOptions,
    pub(super) schema: String,
    pub(super) role: Option<String>,
    pub(super) ensure_exists: bool,
    pub(super) ensure_schema: bool,
    pub(super) max_connections: u32,
    pub(super) statement_timeout: Duration,
}

impl DbSettings {
    /// A database that is gone with its last handle.
    pub fn in_memory(clock: Clock) -> Self {
        Self { target: Target::Memory, clock, skip_migrations: false, warnings: Vec::new() }
    }

    /// SQLite in one file; the folder is made if it is missing.
    pub fn file(path: &Path) -> Self {
        let target = Target::File(path.to_owned());
        Self { target, clock: Clock::System, skip_migrations: false, warnings: Vec::new() }
    }

    /// PostgreSQL by URL, all tables in `schema`, which is made if it is missing.
    pub fn postgres(url: &str, schema: &str) -> Result<Self, DbError> {
        let settings = PostgresSettings {
            connect: parse_url(url)?,
            schema: checked_name(schema)?,
            role: None,
            ensure_exists: true,
            ensure_schema: true,
            max_connections: DEFAULT_CONNECTIONS,
            statement_timeout: DEFAULT_STATEMENT_TIMEOUT,
        };
        let target = Target::Postgres(Box::new(settings));
        Ok(Self { target, clock: Clock::System, skip_migrations: false, warnings: Vec::new() })
    }

    /// Another clock for SQLite, which has none that tests could move. PostgreSQL keeps its own.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Reads `backend.database` of `root`. Without it, SQLite in `data_dir`.
    pub fn from_config(root: &Section, data_dir: &Path) -> Result<Self, DbError> {
        let Some(section) = root.section("backend.database")? else {
            return Ok(Self::file(&data_dir.join(FILE_NAME)));
        };
        let mut warnings = Vec::new();
        let target = match section.string("client")?.as_deref() {
            None | Some("better-sqlite3" | "sqlite3") => sqlite_target(&section, data_dir)?,
            Some("pg") => Target::Postgres(Box::new(postgres_target(&section, &mut warnings)?)),
            Some(other) => {
                return Err(DbError::Settings(format!(
                    "backend.database.client '{other}' is not supported, use 'better-sqlite3' or 'pg'"
                )));
            }
        };
        warn_of_overrides(&section, &mut warnings)?;
        let skip_migrations = section.boolean("skipMigrations")?.unwrap_or(false);
        Ok(Self { target, clock: Clock::System, skip_migrations, warnings })
    }
}

fn warn_of_overrides(section: &Section, warnings: &mut Vec<String>) -> Result<(), DbError> {
    if let Some(plugins) = section.section("plugin")? {
        for plugin in plugins.keys() {
            warnings.push(format!(
                "backend.database.plugin.{plugin} has no effect: all features share one database"
            ));
        }
    }
    if let Some(knex) = section.section("knexConfig")? {
        for key in knex.keys().iter().filter(|key| *key != "pool") {
            warnings.push(format!("backend.database.knexConfig.{key} has no effect"));
        }
    }
    Ok(())
}

fn sqlite_target(section: &Section, data_dir: &Path) -> Result<Target, DbError> {
    let connection = section.get("connection");
    let Some(connection) = connection else { return Ok(Target::File(data_dir.join(FILE_NAME))) };
    if let Some(name) = connection.as_str() {
        return Ok(sqlite_file(name));
    }
    if let Some(directory) = section.string("connection.directory")? {
        return Ok(Target::File(Path::new(&directory).join(FILE_NAME)));
    }
    match section.string("connection.filename")? {
        Some(name) => Ok(sqlite_file(&name)),
        None => Err(DbError::Settings(
            "backend.database.connection must be ':memory:', a file name or {directory}".to_owned(),
        )),
    }
}

fn sqlite_file(name: &str) -> Target {
    if name == ":memory:" || name.starts_with("file::memory:") || name.contains("mode=memory") {
        return Target::Memory;
    }
    let path = name.strip_prefix("file:").unwrap_or(name);
    Target::File(PathBuf::from(path.split('?').next().unwrap_or(path)))
}

fn postgres_target(section: &Section, warnings: &mut Vec<String>) -> Result<PostgresSettings, DbError> {
    let division = section.string("pluginDivisionMode")?.unwrap_or_else(|| "database".to_owned());
    if division != "database" && division != "schema" {
        return Err(DbError::Settings(format!(
            "backend.database.pluginDivisionMode '{division}' is not supported, use 'database' or 'schema'"
        )));
    }
    let mut connect = postgres_connection(section)?;
    if connect.get_database().is_none() {
        let prefix = section.string("prefix")?.unwrap_or_else(|| DEFAULT_PREFIX.to_owned());
        connect = connect.database(&checked_name(&format!("{prefix}{DEFAULT_SCHEMA}"))?);
    }
    let schema = match section.string("schema")? {
        Some(schema) => schema,
        None => format!("{}{DEFAULT_SCHEMA}", section.string("schemaPrefix")?.unwrap_or_default()),
    };
    let schema = checked_name(&schema)?;
    if section.has("pluginDivisionMode") {
        warnings.push(format!(
            "backend.database.pluginDivisionMode: the tables of all features live in the schema '{schema}' of the database '{}'",
            connect.get_database().unwrap_or_default()
        ));
    }
    let ensure_exists = section.boolean("ensureExists")?.unwrap_or(true);
    Ok(PostgresSettings {
        connect,
        schema,
        role: section.string("role")?,
        ensure_exists,
        ensure_schema: ensure_exists || section.boolean("ensureSchemaExists")?.unwrap_or(false),
        max_connections: pool_size(section)?,
        statement_timeout: section.duration("statementTimeout")?.unwrap_or(DEFAULT_STATEMENT_TIMEOUT),
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn pool_size(section: &Section) -> Result<u32, DbError> {
    match section.number("knexConfig.pool.max")? {
        None => Ok(DEFAULT_CONNECTIONS),
        // Two, because one connection listens.
        Some(size) if (2.0..=MAX_CONNECTIONS).contains(&size) => Ok(size as u32),
        Some(size) => Err(DbError::Settings(format!(
            "backend.database.knexConfig.pool.max is {size}, must be 2 to {MAX_CONNECTIONS}"
        ))),
    }
}

fn postgres_connection(section: &Section) -> Result<PgConnectOptions, DbError> {
    let Some(connection) = section.get("connection") else {
        return Err(DbError::Settings("backend.database.connection is required with client 'pg'".to_owned()));
    };
    if let Some(url) = connection.as_str() {
        return parse_url(url);
    }
    let Some(object) = section.section("connection")? else {
        return Err(DbError::Settings("backend.database.connection must be a URL or an object".to_owned()));
    };
    if let Some(kind) = object.string("type")?.filter(|kind| kind != "default") {
        return Err(DbError::Settings(format!(
            "backend.database.connection.type '{kind}' is not supported, use 'default'"
        )));
    }
    let mut connect = match object.string("connectionString")? {
        Some(url) => parse_url(&url)?,
        None => PgConnectOptions::new_without_pgpass(),
    };
    if let Some(host) = object.string("host")? {
        connect = connect.host(&host);
    }
    if let Some(port) = object.number("port")? {
        connect = connect.port(checked_port(port)?);
    }
    if let Some(user) = object.string("user")? {
        connect = connect.username(&user);
    }
    if let Some(password) = object.string("password")? {
        connect = connect.password(&password);
    }
    if let Some(database) = object.string("database")? {
        connect = connect.database(&database);
    }
    with_ssl(connect, &object)
}

/// `ssl: true` checks the certificate and the name, as Node's driver does.
fn with_ssl(connect: PgConnectOptions, object: &Section) -> Result<PgConnectOptions, DbError> {
    let Some(ssl) = object.get("ssl") else { return Ok(connect) };
    if !ssl.is_object() {
        let on = object.boolean("ssl")?.unwrap_or(false);
        return Ok(connect.ssl_mode(if on { PgSslMode::VerifyFull } else { PgSslMode::Disable }));
    }
    let checked = object.boolean("ssl.rejectUnauthorized")?.unwrap_or(true);
    let mut connect = connect.ssl_mode(if checked { PgSslMode::VerifyFull } else { PgSslMode::Require });
    if let Some(authority) = object.string("ssl.ca")? {
        connect = connect.ssl_root_cert_from_pem(authority.into_bytes());
    }
    if let Some(certificate) = object.string("ssl.cert")? {
        connect = connect.ssl_client_cert_from_pem(certificate.as_bytes());
    }
    if let Some(key) = object.string("ssl.key")? {
        connect = connect.ssl_client_key_from_pem(key.as_bytes());
    }
    Ok(connect)
}

/// The error does not repeat the URL, which holds a password.
fn parse_url(url: &str) -> Result<PgConnectOptions, DbError> {
    PgConnectOptions::from_str(url)
        .map_err(|_| DbError::Settings("backend.database.connection is not a PostgreSQL URL".to_owned()))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn checked_port(port: f64) -> Result<u16, DbError> {
    if port.fract() == 0.0 && (1.0..=65_535.0).contains(&port) {
        return Ok(port as u16);
    }
    Err(DbError::Settings(format!("backend.database.connection.port is {port}, must be 1 to 65535")))
}

fn checked_name(name: &str) -> Result<String, DbError> {
    let usable = !name.is_empty() && name.len() <= MAX_NAME_BYTES && !name.contains('\0');
    if usable {
        return Ok(name.to_owned());
    }
    Err(DbError::Settings(format!("'{name}' cannot name a database or schema: 1 to {MAX_NAME_BYTES} bytes")))
}

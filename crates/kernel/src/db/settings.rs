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
/// Shown in the server's list of connections, unless `connection.application_name` says otherwise.
const APPLICATION_NAME: &str = "callboard";
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
                return Err(section
                    .error_at(
                        "client",
                        format!(
                            "backend.database.client '{other}' is not supported, use 'better-sqlite3' or 'pg'"
                        ),
                    )
                    .into());
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
        None => Err(section
            .error_at(
                "connection",
                "backend.database.connection must be ':memory:', a file name or {directory}",
            )
            .into()),
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
        return Err(section.error_at("pluginDivisionMode", format!("backend.database.pluginDivisionMode '{division}' is not supported, use 'database' or 'schema'")).into());
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
        Some(size) => Err(section
            .error_at(
                "knexConfig.pool.max",
                format!("backend.database.knexConfig.pool.max is {size}, must be 2 to {MAX_CONNECTIONS}"),
            )
            .into()),
    }
}

fn postgres_connection(section: &Section) -> Result<PgConnectOptions, DbError> {
    let Some(connection) = section.get("connection") else {
        return Err(section
            .error_at("client", "backend.database.connection is required with client 'pg'")
            .into());
    };
    if let Some(url) = connection.as_str() {
        return parse_url(url);
    }
    let Some(object) = section.section("connection")? else {
        return Err(section
            .error_at("connection", "backend.database.connection must be a URL or an object")
            .into());
    };
    if let Some(kind) = object.string("type")?.filter(|kind| kind != "default") {
        return Err(object
            .error_at(
                "type",
                format!("backend.database.connection.type '{kind}' is not supported, use 'default'"),
            )
            .into());
    }
    let mut connect = match object.string("connectionString")? {
        Some(url) => parse_url(&url)?,
        None => PgConnectOptions::new_without_pgpass().application_name(APPLICATION_NAME),
    };
    if let Some(host) = object.string("host")? {
        connect = connect.host(&host);
    }
    if let Some(port) = object.number("port")? {
        connect = connect.port(checked_port(&object, port)?);
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
    if let Some(name) = object.string("application_name")? {
        connect = connect.application_name(&name);
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
    let known = url.starts_with("postgres://") || url.starts_with("postgresql://");
    let parsed = if known { PgConnectOptions::from_str(url).ok() } else { None };
    let parsed = parsed.map(|connect| connect.application_name(APPLICATION_NAME));
    parsed.ok_or_else(|| DbError::Settings("backend.database.connection is not a PostgreSQL URL".to_owned()))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn checked_port(object: &Section, port: f64) -> Result<u16, DbError> {
    if port.fract() == 0.0 && (1.0..=65_535.0).contains(&port) {
        return Ok(port as u16);
    }
    Err(object
        .error_at("port", format!("backend.database.connection.port is {port}, must be 1 to 65535"))
        .into())
}

fn checked_name(name: &str) -> Result<String, DbError> {
    let usable = !name.is_empty() && name.len() <= MAX_NAME_BYTES && !name.contains('\0');
    if usable {
        return Ok(name.to_owned());
    }
    Err(DbError::Settings(format!("'{name}' cannot name a database or schema: 1 to {MAX_NAME_BYTES} bytes")))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(database: &Value) -> Result<DbSettings, String> {
        let root = Section::root(json!({ "backend": { "database": database } }));
        DbSettings::from_config(&root, Path::new("/data")).map_err(|error| error.to_string())
    }

    #[test]
    fn sqlite_lives_in_memory_or_in_one_file() {
        let default = "/data/callboard.sqlite";
        let cases = [
            (json!(null), Some(default)),
            (json!({}), Some(default)),
            (json!({ "client": "better-sqlite3" }), Some(default)),
            (json!({ "client": "better-sqlite3", "connection": ":memory:" }), None),
            (json!({ "client": "sqlite3", "connection": { "filename": ":memory:" } }), None),
            (json!({ "client": "better-sqlite3", "connection": "file::memory:?cache=shared" }), None),
            (
                json!({ "client": "better-sqlite3", "connection": { "directory": "/db" } }),
                Some("/db/callboard.sqlite"),
            ),
            (json!({ "client": "better-sqlite3", "connection": "x.db" }), Some("x.db")),
            (json!({ "client": "better-sqlite3", "connection": "file:/x.db?mode=rwc" }), Some("/x.db")),
        ];
        for (config, expected) in cases {
            match (read(&config).unwrap().target, expected) {
                (Target::Memory, None) => {}
                (Target::File(path), Some(expected)) => assert_eq!(path, Path::new(expected), "{config}"),
                (target, _) => panic!("{config}: {target:?}"),
            }
        }
    }

    #[test]
    fn postgresql_is_read_from_a_url_or_an_object() {
        let object = json!({
            "host": "db.example", "port": "5433", "user": "u", "password": "p", "ssl": { "rejectUnauthorized": false }
        });
        // database, host, port, schema
        let cases = [
            (
                json!({ "connection": "postgres://u:p@db.example:1/own" }),
                ("own", "db.example", 1, "callboard"),
            ),
            (
                json!({ "connection": object }),
                ("backstage_plugin_callboard", "db.example", 5433, "callboard"),
            ),
            (
                json!({ "connection": object, "prefix": "p_" }),
                ("p_callboard", "db.example", 5433, "callboard"),
            ),
            (
                json!({ "connection": { "host": "h", "database": "d" }, "pluginDivisionMode": "schema", "schemaPrefix": "s_" }),
                ("d", "h", 5432, "s_callboard"),
            ),
            (
                json!({ "connection": { "host": "h", "database": "d" }, "schema": "mine" }),
                ("d", "h", 5432, "mine"),
            ),
        ];
        for (mut config, expected) in cases {
            config["client"] = "pg".into();
            let Target::Postgres(settings) = read(&config).unwrap().target else { panic!("{config}") };
            let connect = &settings.connect;
            let database = connect.get_database().unwrap_or_default();
            let found = (database, connect.get_host(), connect.get_port(), settings.schema.as_str());
            assert_eq!(found, expected, "{config}");
        }
    }

    #[test]
    fn switches_reach_the_pool() {
        let config = json!({
            "client": "pg", "connection": { "host": "h", "database": "d" }, "role": "r", "ensureExists": false,
            "skipMigrations": true, "knexConfig": { "pool": { "max": 7 }, "debug": true }, "statementTimeout": "9s",
            "plugin": { "catalog": { "connection": { "database": "c" } } }
        });
        let settings = read(&config).unwrap();
        assert!(settings.skip_migrations);
        assert_eq!(settings.warnings.len(), 2, "{:?}", settings.warnings);
        let Target::Postgres(postgres) = settings.target else { panic!() };
        assert_eq!(postgres.role.as_deref(), Some("r"));
        assert_eq!(postgres.max_connections, 7);
        assert_eq!(postgres.statement_timeout, Duration::from_secs(9));
        assert!(!postgres.ensure_exists && !postgres.ensure_schema);
    }

    #[test]
    fn mistakes_are_named_and_passwords_are_not() {
        let cases = [
            (json!({ "client": "mysql" }), "client 'mysql'"),
            (json!({ "client": "pg" }), "connection is required"),
            (json!({ "client": "pg", "connection": 7 }), "connection"),
            (json!({ "client": "pg", "connection": "http://u:geheim@h/x" }), "not a PostgreSQL URL"),
            (json!({ "client": "pg", "connection": { "type": "azure" } }), "'azure' is not supported"),
            (json!({ "client": "pg", "connection": { "port": 0 } }), "port"),
            (json!({ "client": "pg", "connection": { "port": 1.5 } }), "port"),
            (json!({ "client": "pg", "connection": {}, "pluginDivisionMode": "table" }), "'table'"),
            (json!({ "client": "pg", "connection": {}, "schema": "x".repeat(64) }), "1 to 63 bytes"),
            (
                json!({ "client": "pg", "connection": {}, "knexConfig": { "pool": { "max": 1 } } }),
                "pool.max is 1",
            ),
            (json!({ "client": "better-sqlite3", "connection": {} }), "directory"),
        ];
        for (config, part) in cases {
            let error = read(&config).unwrap_err();
            assert!(error.contains(part), "{config}: {error}");
            assert!(!error.contains("geheim"), "{error}");
        }
    }
}

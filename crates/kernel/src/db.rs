//! SQLite and PostgreSQL behind one SQL text. Knows no table but its own bookkeeping.

pub mod migration;
pub mod value;

pub use migration::Migration;
pub use value::{Arg, Row};

/// An open database. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

//! The catalog's tables. SQL as visible text beside the function that runs it; rows are turned into plain values here
//! and nowhere else. Knows no rules.

pub mod change;
pub mod entity;
pub mod faulty;
pub mod health;
pub mod location;
pub mod reference;
pub mod source;
pub mod stored;

use kernel::Db;
use kernel::db::{DbError, Migration};

/// The catalog's schema, oldest change first.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "0001_catalog",
        sqlite: include_str!("../migrations/sqlite/0001_catalog.sql"),
        postgres: include_str!("../migrations/postgres/0001_catalog.sql"),
    },
    Migration {
        name: "0002_faulty",
        sqlite: include_str!("../migrations/sqlite/0002_faulty.sql"),
        postgres: include_str!("../migrations/postgres/0002_faulty.sql"),
    },
    Migration {
        name: "0003_stored",
        sqlite: include_str!("../migrations/sqlite/0003_stored.sql"),
        postgres: include_str!("../migrations/postgres/0003_stored.sql"),
    },
    Migration {
        name: "0004_health",
        sqlite: include_str!("../migrations/sqlite/0004_health.sql"),
        postgres: include_str!("../migrations/postgres/0004_health.sql"),
    },
];

/// Forgets what is known of every file and makes every Location due, so that the catalog is processed anew from its
/// sources while what is listed stays; returns how many Locations there are.
pub async fn rebuild(db: &Db) -> Result<u64, DbError> {
    let mut tx = db.begin_unhurried().await?;
    tx.execute("DELETE FROM catalog_source", &[]).await?;
    let now = tx.now().await?;
    let sql =
        "UPDATE catalog_entity SET next_update_at = $1 WHERE is_location AND next_update_at IS NOT NULL";
    let count = tx.execute(sql, &[now.into()]).await?;
    tx.commit().await?;
    Ok(count)
}

/// `($1, $2, …)` with `count` placeholders, starting at `first`.
fn placeholders(first: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 5 + 2);
    text.push('(');
    for number in first..first + count {
        if number > first {
            text.push_str(", ");
        }
        text.push('$');
        text.push_str(&number.to_string());
    }
    text.push(')');
    text
}

/// How many refs one statement names; far below the parameter limits of both databases.
const CHUNK: usize = 500;

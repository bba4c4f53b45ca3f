//! One suite for both databases.

use std::time::Duration;

use super::testing::{each, postgres_settings};
use super::{Arg, Db, DbError, DbSettings, InsertMany, Migration};
use crate::Error;

const TABLE: Migration = Migration {
    name: "0001_thing",
    sqlite: "CREATE TABLE thing (id TEXT PRIMARY KEY, size BIGINT, flag BOOLEAN, data BLOB);
             CREATE INDEX thing_size ON thing (size);",
    postgres: "CREATE TABLE thing (id TEXT PRIMARY KEY, size BIGINT, flag BOOLEAN, data BYTEA);
               CREATE INDEX thing_size ON thing (size);",
};

const INSERT: InsertMany = InsertMany {
    head: "INSERT INTO thing (id, size, flag, data) VALUES",
    columns: 4,
    tail: "ON CONFLICT (id) DO UPDATE SET size = excluded.size",
};

async fn each_with_table() -> Vec<Db> {
    let databases = each().await;
    for db in &databases {
        assert_eq!(db.migrate("test", &[TABLE]).await.unwrap(), 1);
    }
    databases
}

async fn count(db: &Db) -> i64 {
    db.one("SELECT count(*) FROM thing", &[]).await.unwrap().unwrap().integer(0).unwrap()
}

fn thing(id: &str, size: i64) -> Vec<Arg> {
    vec![id.into(), size.into(), true.into(), vec![0_u8, 255].into()]
}

#[tokio::test]
async fn values_come_back_as_they_went_in() {
    for db in each_with_table().await {
        let mut tx = db.begin().await.unwrap();
        tx.insert_many(&INSERT, &[thing("a'\u{1F600}", i64::MAX)]).await.unwrap();
        tx.insert_many(
            &INSERT,
            &[vec!["b".into(), Arg::Integer(None), Arg::Boolean(None), Arg::Bytes(None)]],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let rows = db.all("SELECT id, size, flag, data FROM thing ORDER BY id", &[]).await.unwrap();
        assert_eq!(rows[0].text(0).unwrap(), "a'\u{1F600}");
        assert_eq!(rows[0].str(0).unwrap(), "a'\u{1F600}");
        assert_eq!(rows[0].integer(1).unwrap(), i64::MAX);
        assert!(rows[0].boolean(2).unwrap());
        assert_eq!(rows[0].bytes(3).unwrap(), [0, 255]);
        assert_eq!(rows[1].opt_integer(1).unwrap(), None);
        assert_eq!(rows[1].opt_boolean(2).unwrap(), None);
        assert_eq!(rows[1].opt_bytes(3).unwrap(), None);
    }
}

#[tokio::test]
async fn a_wrong_type_names_the_column() {
    for db in each_with_table().await {
        db.execute("INSERT INTO thing (id, size) VALUES ($1, $2)", &["a".into(), 7.into()]).await.unwrap();
        let row = db.one("SELECT id, size, flag FROM thing", &[]).await.unwrap().unwrap();
        let cases = [
            (row.integer(0).unwrap_err(), "column 0 (id) is not an integer or absent"),
            (row.text(1).unwrap_err(), "column 1 (size) is not text or absent"),
            (row.boolean(2).unwrap_err(), "column 2 (flag) is not a boolean"),
            (row.text(9).unwrap_err(), "column 9 (no such column) is not text or absent"),
        ];
        for (error, expected) in cases {
            assert_eq!(error.to_string(), expected, "postgres: {}", db.is_postgres());
        }
    }
}

#[tokio::test]
async fn arguments_are_numbered_not_ordered() {
    for db in each().await {
        let sql = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)";
        let row = db.one(sql, &["one".into(), "two".into()]).await.unwrap().unwrap();
        assert_eq!([row.text(0).unwrap(), row.text(1).unwrap(), row.text(2).unwrap()], ["two", "one", "two"]);
    }
}

#[tokio::test]
async fn a_dropped_transaction_takes_no_effect() {
    for db in each_with_table().await {
        let mut tx = db.begin().await.unwrap();
        tx.insert_many(&INSERT, &[thing("a", 1)]).await.unwrap();
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        tx.insert_many(&INSERT, &[thing("b", 1)]).await.unwrap();
        assert_eq!(count(&db).await, 0, "readers do not see what is not committed, and are not blocked");
        tx.rollback().await.unwrap();
        assert_eq!(count(&db).await, 0);
    }
}

#[tokio::test]
async fn many_rows_go_in_and_conflicts_update() {
    for db in each_with_table().await {
        for (rows, expected) in [(0, 0), (1, 1), (249, 249), (250, 250), (251, 251), (1203, 1203)] {
            let rows: Vec<_> = (0..rows).map(|n| thing(&format!("{n:05}"), n)).collect();
            let mut tx = db.begin().await.unwrap();
            assert_eq!(tx.insert_many(&INSERT, &rows).await.unwrap(), expected);
            tx.commit().await.unwrap();
            assert_eq!(count(&db).await, i64::try_from(expected).unwrap());
        }
        let mut tx = db.begin().await.unwrap();
        let error = tx.insert_many(&INSERT, &[vec!["short".into()]]).await.unwrap_err();
        assert!(matches!(error, DbError::Statement(_)), "{error:?}");
    }
}

#[tokio::test]
async fn failures_are_sorted_by_what_a_caller_can_do() {
    for db in each_with_table().await {
        let insert = "INSERT INTO thing (id) VALUES ($1)";
        db.execute(insert, &["a".into()]).await.unwrap();
        let error = db.execute(insert, &["a".into()]).await.unwrap_err();
        assert!(matches!(error, DbError::Duplicate(_)), "{error:?}");
        let error = db.all("SELECT nothing FROM nowhere", &[]).await.err().unwrap();
        assert!(matches!(error, DbError::Statement(_)), "{error:?}");
        assert!(matches!(Error::from(error), Error::Internal(_)));
    }
}

#[tokio::test]
async fn reading_connections_of_sqlite_refuse_to_write() {
    let db = &each_with_table().await[0];
    let error = db.all("INSERT INTO thing (id) VALUES ('a') RETURNING id", &[]).await.err().unwrap();
    assert!(matches!(error, DbError::ReadOnly(_)), "{error:?}");
    assert_eq!(count(db).await, 0);
}

#[tokio::test]
async fn listeners_wake_after_the_commit_and_only_then() {
    for db in each().await {
        let mut listener = db.listen("things");
        let mut other = db.listen("others");
        // PostgreSQL's listening connection announces itself with a wake.
        let _ = tokio::time::timeout(Duration::from_millis(500), listener.changed()).await;
        let _ = tokio::time::timeout(Duration::from_millis(1), other.changed()).await;
        let mut tx = db.begin().await.unwrap();
        tx.notify("things").await.unwrap();
        let early = tokio::time::timeout(Duration::from_millis(100), listener.changed()).await;
        assert!(early.is_err(), "woken before the commit");
        tx.commit().await.unwrap();
        tokio::time::timeout(Duration::from_secs(5), listener.changed()).await.expect("not woken");
        let wrong = tokio::time::timeout(Duration::from_millis(50), other.changed()).await;
        assert!(wrong.is_err(), "woken for another channel");
    }
}

#[tokio::test]
async fn listeners_of_another_process_wake() {
    let Some(settings) = postgres_settings() else { return };
    let (here, there) = (Db::open(&settings).await.unwrap(), Db::open(&settings).await.unwrap());
    let mut listener = there.listen("things");
    let _ = tokio::time::timeout(Duration::from_secs(1), listener.changed()).await;
    let mut tx = here.begin().await.unwrap();
    tx.notify("things").await.unwrap();
    tx.commit().await.unwrap();
    tokio::time::timeout(Duration::from_secs(5), listener.changed()).await.expect("not woken");
}

#[tokio::test]
async fn the_clock_of_the_database_is_near_ours() {
    for db in each().await {
        let difference = db.now().await.unwrap() - crate::Clock::System.now();
        assert!(difference.abs() < 5_000, "{difference}");
        let mut tx = db.begin().await.unwrap();
        assert!((tx.now().await.unwrap() - crate::Clock::System.now()).abs() < 5_000);
    }
}

fn migration(name: &'static str, sql: &'static str) -> Migration {
    Migration { name, sqlite: sql, postgres: sql }
}

#[tokio::test]
async fn migrations_apply_once_in_order_and_whole() {
    for db in each().await {
        let first = migration("0001_a", "CREATE TABLE a (id TEXT PRIMARY KEY)");
        let broken = migration("0002_b", "CREATE TABLE b (id TEXT); INSERT INTO nowhere VALUES (1)");
        let mended = migration("0002_b", "CREATE TABLE b (id TEXT); INSERT INTO b VALUES ('1')");
        assert_eq!(db.migrate("f", &[first]).await.unwrap(), 1);
        assert_eq!(db.migrate("f", &[first]).await.unwrap(), 0);
        assert_eq!(db.migrate("g", &[]).await.unwrap(), 0);
        let error = db.migrate("f", &[first, broken]).await.unwrap_err();
        assert!(error.to_string().starts_with("migration f/0002_b: "), "{error}");
        assert!(db.all("SELECT id FROM b", &[]).await.is_err(), "half a migration was kept");
        assert_eq!(db.migrate("f", &[first, mended]).await.unwrap(), 1);
        let error = db.migrate("f", &[first, broken]).await.unwrap_err();
        assert!(error.to_string().contains("differs"), "{error}");
        let error = db.migrate("h", &[mended, first]).await.unwrap_err();
        assert!(error.to_string().contains("come after"), "{error}");
        // An older release meets a newer schema and goes on.
        assert_eq!(db.migrate("f", &[first]).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn of_many_processes_exactly_one_migrates() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = vec![DbSettings::file(&folder.path().join("x.sqlite"))];
    all.extend(postgres_settings());
    for settings in all {
        let mut starting = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let settings = settings.clone();
            starting.spawn(async move {
                let db = Db::open(&settings).await.unwrap();
                db.migrate("test", &[TABLE]).await.unwrap()
            });
        }
        let applied: usize = starting.join_all().await.into_iter().sum();
        assert_eq!(applied, 1);
    }
}

#[tokio::test]
async fn a_database_of_a_file_is_there_again_and_passing_ones_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/x.sqlite");
    for rows in 0..2 {
        let db = Db::open(&DbSettings::file(&path)).await.unwrap();
        db.migrate("test", &[TABLE]).await.unwrap();
        assert_eq!(count(&db).await, rows);
        db.execute("INSERT INTO thing (id) VALUES ($1)", &[rows.to_string().into()]).await.unwrap();
        db.close().await;
    }
    let passing = Db::open_in_memory(crate::Clock::System).await.unwrap();
    let path = passing.path().unwrap().to_owned();
    assert!(path.exists());
    passing.close().await;
    drop(passing);
    assert!(!path.exists());
}

#[tokio::test]
async fn a_database_that_is_away_is_unavailable_and_comes_back() {
    let Some(settings) = postgres_settings() else { return };
    let db = Db::open(&settings).await.unwrap();
    let other = Db::open(&settings).await.unwrap();
    for _ in 0..3 {
        // Ends every connection of the pool, as a restart does.
        let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                   WHERE pid <> pg_backend_pid() AND application_name = 'callboard'
                     AND query LIKE '%SELECT 40 + 2%'";
        assert_eq!(db.one("SELECT 40 + 2", &[]).await.unwrap().unwrap().integer(0).unwrap(), 42);
        other.all(sql, &[]).await.unwrap();
        assert_eq!(db.one("SELECT 40 + 2", &[]).await.unwrap().unwrap().integer(0).unwrap(), 42);
    }
    let slow = db.all("SELECT 1 FROM pg_sleep(6)", &[]).await.err().unwrap();
    assert!(matches!(slow, DbError::TimedOut(_)), "{slow:?}");
    assert!(matches!(Error::from(slow), Error::Unavailable { retry_after_seconds: 2, .. }));
}

#[tokio::test]
async fn a_full_database_refuses_writes_and_goes_on_reading_until_there_is_space() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&DbSettings::file(&folder.path().join("full.sqlite"))).await.unwrap();
    db.migrate("test", &[TABLE]).await.unwrap();
    let row =
        |number: i64| vec![number.to_string().into(), number.into(), true.into(), vec![7_u8; 4_000].into()];
    let insert = async |number: i64| -> Result<(), DbError> {
        let mut tx = db.begin().await?;
        // Two rows at a time: never one of them.
        tx.insert_many(&INSERT, &[row(2 * number), row(2 * number + 1)]).await?;
        tx.commit().await
    };
    db.execute("PRAGMA max_page_count = 60", &[]).await.unwrap();
    let mut number = 0;
    let refused = loop {
        match insert(number).await {
            Ok(()) => number += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, DbError::ReadOnly(_)), "{refused:?}");
    assert!(matches!(Error::from(refused), Error::Unavailable { retry_after_seconds: 30, .. }));
    assert!(number > 0 && count(&db).await == 2 * number, "half of a write is there");
    db.execute("PRAGMA max_page_count = 10000", &[]).await.unwrap();
    insert(number).await.unwrap();
    assert_eq!(count(&db).await, 2 * (number + 1));
}

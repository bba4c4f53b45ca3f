//! Copies on both databases: whole, of one moment, and back.

use std::path::Path;

use super::super::testing::postgres_settings;
use super::*;
use crate::db::{Arg, InsertMany};

const TABLES: Migration = Migration {
    name: "0001_tables",
    sqlite: "CREATE TABLE parent (id TEXT PRIMARY KEY, parent TEXT REFERENCES parent (id));
             CREATE TABLE child (number INTEGER PRIMARY KEY AUTOINCREMENT, of TEXT NOT NULL REFERENCES parent (id),
                 data BLOB, flag BOOLEAN, size BIGINT);",
    // `child` sorts before `parent`, and parents point at each other.
    postgres: "CREATE TABLE parent (id TEXT PRIMARY KEY, parent TEXT REFERENCES parent (id));
               CREATE TABLE child (number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                   of TEXT NOT NULL REFERENCES parent (id), data BYTEA, flag BOOLEAN, size BIGINT,
                   double BIGINT GENERATED ALWAYS AS (size * 2) STORED);",
};
const FEATURES: &[FeatureMigrations] = &[("test", &[TABLES])];
const CHILDREN: InsertMany =
    InsertMany { head: "INSERT INTO child (of, data, flag, size) VALUES", columns: 4, tail: "" };

/// Settings of pairs of places: one to copy from, one to restore into.
fn places(folder: &Path) -> Vec<(DbSettings, DbSettings)> {
    let file = |name: &str| DbSettings::file(&folder.join(name));
    let mut places = vec![(file("from.sqlite"), file("deep/to.sqlite"))];
    if let (Some(from), Some(to)) = (postgres_settings(), postgres_settings()) {
        places.push((from, to));
    }
    places
}

async fn filled(settings: &DbSettings) -> Db {
    let db = Db::open(settings).await.unwrap();
    db.migrate("test", &[TABLES]).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.execute("INSERT INTO parent (id) VALUES ('root \"\\ \u{e4}\u{1F600}\n')", &[]).await.unwrap();
    tx.execute("INSERT INTO parent (id, parent) SELECT 'leaf', id FROM parent", &[]).await.unwrap();
    let children: Vec<_> = (0..1_001)
        .map(|size| vec!["leaf".into(), vec![0_u8, 255, 10].into(), Arg::Boolean(None), size.into()])
        .collect();
    tx.insert_many(&CHILDREN, &children).await.unwrap();
    tx.commit().await.unwrap();
    db
}

#[tokio::test]
async fn what_is_restored_equals_the_moment_of_the_copy() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (from, to)) in places(folder.path()).into_iter().enumerate() {
        let copy = folder.path().join(format!("copy{number}"));
        let db = filled(&from).await;
        let taken = db.backup(&copy).await.unwrap();
        assert_eq!(taken, CopyReport { tables: 2, rows: 1_003 });
        db.execute("DELETE FROM child", &[]).await.unwrap();
        assert!(db.backup(&copy).await.is_err(), "a copy was written over");

        assert_eq!(Db::restore(&to, &copy, FEATURES).await.unwrap(), taken);
        let restored = Db::open(&to).await.unwrap();
        assert_eq!(restored.migrate("test", &[TABLES]).await.unwrap(), 0);
        let sql = "SELECT child.number, child.data, child.flag, child.size, parent.parent
                   FROM child JOIN parent ON parent.id = child.of ORDER BY child.number";
        let rows = restored.all(sql, &[]).await.unwrap();
        assert_eq!(rows.len(), 1_001);
        assert_eq!(rows[1_000].integer(0).unwrap(), 1_001);
        assert_eq!(rows[7].bytes(1).unwrap(), [0, 255, 10]);
        assert_eq!(rows[7].opt_boolean(2).unwrap(), None);
        assert_eq!(rows[7].integer(3).unwrap(), 7);
        assert_eq!(rows[7].text(4).unwrap(), "root \"\\ \u{e4}\u{1F600}\n");
        // Numbers go on, and constraints hold again.
        restored.execute("INSERT INTO child (of) VALUES ('leaf')", &[]).await.unwrap();
        let largest = restored.one("SELECT max(number) FROM child", &[]).await.unwrap().unwrap();
        assert_eq!(largest.integer(0).unwrap(), 1_002);
        assert!(restored.execute("INSERT INTO child (of) VALUES ('nobody')", &[]).await.is_err());
        assert!(Db::restore(&to, &copy, FEATURES).await.is_err(), "restored over what was there");
    }
}

#[tokio::test]
async fn broken_copies_are_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (from, to)) in places(folder.path()).into_iter().enumerate() {
        let copy = folder.path().join(format!("copy{number}"));
        filled(&from).await.backup(&copy).await.unwrap();
        let whole = std::fs::read(&copy).unwrap();
        for kept in [0, 20, whole.len() / 2, whole.len() - 30] {
            std::fs::write(&copy, &whole[..kept]).unwrap();
            assert!(Db::restore(&to, &copy, FEATURES).await.is_err(), "{kept} of {} bytes", whole.len());
        }
        assert!(Db::restore(&to, &folder.path().join("nothing"), FEATURES).await.is_err());
        std::fs::write(&copy, &whole).unwrap();
        if number > 0 {
            let error = Db::restore(&to, &copy, &[]).await.unwrap_err();
            assert!(error.to_string().contains("does not know"), "{error}");
        }
        Db::restore(&to, &copy, FEATURES).await.unwrap();
    }
}

//! Rows of `catalog_reference`: which provider or Location names which entity.

use std::collections::HashMap;

use kernel::Db;
use kernel::db::{Arg, DbError, InsertMany, Tx};

use super::{CHUNK, placeholders};

/// `provider:<name>`.
pub fn provider_source(name: &str) -> String {
    format!("provider:{name}")
}

/// `entity:<ref>`.
pub fn entity_source(entity_ref: &str) -> String {
    format!("entity:{entity_ref}")
}

/// Records that `source` names each of `targets`, read from `file`.
pub async fn upsert_many(tx: &mut Tx, source: &str, file: &str, targets: &[&str]) -> Result<(), DbError> {
    let insert = InsertMany {
        head: "INSERT INTO catalog_reference (source, target_ref, file) VALUES",
        columns: 3,
        tail: "ON CONFLICT (source, target_ref) DO UPDATE SET file = excluded.file",
    };
    let rows: Vec<Vec<Arg>> =
        targets.iter().map(|target| vec![source.into(), (*target).into(), file.into()]).collect();
    tx.insert_many(&insert, &rows).await?;
    Ok(())
}

/// `(target_ref, file)` of everything that `source` names.
pub async fn of_source(tx: &mut Tx, source: &str) -> Result<Vec<(String, String)>, DbError> {
    let rows =
        tx.all("SELECT target_ref, file FROM catalog_reference WHERE source = $1", &[source.into()]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// What `source` names, by the file that it was read from; outside a transaction.
pub async fn by_file(db: &Db, source: &str) -> Result<HashMap<String, Vec<String>>, DbError> {
    let rows =
        db.all("SELECT target_ref, file FROM catalog_reference WHERE source = $1", &[source.into()]).await?;
    let mut by_file: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        by_file.entry(row.text(1)?).or_default().push(row.text(0)?);
    }
    Ok(by_file)
}

/// The same for several sources at once: `(target_ref)` only.
pub async fn targets_of(tx: &mut Tx, sources: &[String]) -> Result<Vec<String>, DbError> {
    let mut targets = Vec::new();
    for chunk in sources.chunks(CHUNK) {
        let sql = format!(
            "SELECT target_ref FROM catalog_reference WHERE source IN {}",
            placeholders(1, chunk.len())
        );
        let args: Vec<Arg> = chunk.iter().map(|source| Arg::from(source.as_str())).collect();
        for row in tx.all_dynamic(sql, &args).await? {
            targets.push(row.text(0)?);
        }
    }
    Ok(targets)
}

/// Forgets that `source` names `targets`.
pub async fn delete_many(tx: &mut Tx, source: &str, targets: &[&str]) -> Result<(), DbError> {
    for chunk in targets.chunks(CHUNK) {
        let sql = format!(
            "DELETE FROM catalog_reference WHERE source = $1 AND target_ref IN {}",
            placeholders(2, chunk.len())
        );
        let mut args: Vec<Arg> = vec![source.into()];
        args.extend(chunk.iter().map(|target| Arg::from(*target)));
        tx.execute_dynamic(sql, &args).await?;
    }
    Ok(())
}

/// Forgets everything that the given sources name.
pub async fn delete_sources(tx: &mut Tx, sources: &[String]) -> Result<(), DbError> {
    for chunk in sources.chunks(CHUNK) {
        let sql = format!("DELETE FROM catalog_reference WHERE source IN {}", placeholders(1, chunk.len()));
        let args: Vec<Arg> = chunk.iter().map(|source| Arg::from(source.as_str())).collect();
        tx.execute_dynamic(sql, &args).await?;
    }
    Ok(())
}

/// Forgets every mention of `targets`.
pub async fn delete_targets(tx: &mut Tx, targets: &[&str]) -> Result<(), DbError> {
    for chunk in targets.chunks(CHUNK) {
        let sql =
            format!("DELETE FROM catalog_reference WHERE target_ref IN {}", placeholders(1, chunk.len()));
        let args: Vec<Arg> = chunk.iter().map(|target| Arg::from(*target)).collect();
        tx.execute_dynamic(sql, &args).await?;
    }
    Ok(())
}

/// Those of `targets` that nobody names.
pub async fn unreferenced(tx: &mut Tx, targets: &[&str]) -> Result<Vec<String>, DbError> {
    let mut referenced = std::collections::HashSet::new();
    for chunk in targets.chunks(CHUNK) {
        let sql = format!(
            "SELECT DISTINCT target_ref FROM catalog_reference WHERE target_ref IN {}",
            placeholders(1, chunk.len())
        );
        let args: Vec<Arg> = chunk.iter().map(|target| Arg::from(*target)).collect();
        for row in tx.all_dynamic(sql, &args).await? {
            referenced.insert(row.text(0)?);
        }
    }
    Ok(targets
        .iter()
        .filter(|target| !referenced.contains(**target))
        .map(|target| (*target).to_owned())
        .collect())
}

/// `(source, target_ref)` of everything that names one of `targets`.
pub async fn naming(tx: &mut Tx, targets: &[&str]) -> Result<Vec<(String, String)>, DbError> {
    let mut naming = Vec::new();
    for chunk in targets.chunks(CHUNK) {
        let sql = format!(
            "SELECT source, target_ref FROM catalog_reference WHERE target_ref IN {}",
            placeholders(1, chunk.len())
        );
        let args: Vec<Arg> = chunk.iter().map(|target| Arg::from(*target)).collect();
        for row in tx.all_dynamic(sql, &args).await? {
            naming.push((row.text(0)?, row.text(1)?));
        }
    }
    Ok(naming)
}

/// The sources that name `entity_ref`.
pub async fn sources_of(tx: &mut Tx, entity_ref: &str) -> Result<Vec<String>, DbError> {
    let sql = "SELECT source FROM catalog_reference WHERE target_ref = $1 ORDER BY source";
    tx.all(sql, &[entity_ref.into()]).await?.iter().map(|row| row.text(0)).collect()
}

/// The refs of the entities that name `entity_ref`, outside a transaction.
pub async fn parents(db: &Db, entity_ref: &str) -> Result<Vec<String>, DbError> {
    let sql = "SELECT source FROM catalog_reference WHERE target_ref = $1 ORDER BY source";
    let mut parents = Vec::new();
    for row in db.all(sql, &[entity_ref.into()]).await? {
        if let Some(parent) = row.text(0)?.strip_prefix("entity:") {
            parents.push(parent.to_owned());
        }
    }
    Ok(parents)
}

/// `(source, file)` of everything that names `entity_ref`, outside a transaction.
pub async fn naming_one(db: &Db, entity_ref: &str) -> Result<Vec<(String, String)>, DbError> {
    let sql = "SELECT source, file FROM catalog_reference WHERE target_ref = $1 ORDER BY source";
    db.all(sql, &[entity_ref.into()]).await?.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// The providers that name anything.
pub async fn providers(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    let sql = "SELECT DISTINCT source FROM catalog_reference WHERE source LIKE 'provider:%'";
    tx.all(sql, &[]).await?.iter().map(|row| row.text(0)).collect()
}

//! Where key rows live: the database, this process, or files of the operator. Knows nothing of when keys are made.

use std::path::PathBuf;

use kernel::{Db, Error, Timestamp};
use parking_lot::Mutex;

use crate::store::signing_key::{self, KeyRow};

/// Source: auth contract, sections 1 (`auth.keyStore`) and 6 (`backend.auth.pluginKeyStore`).
pub(crate) enum KeySource {
    Database(Db),
    Memory(Mutex<Vec<KeyRow>>),
    /// Keys that never change; the first signs.
    Static,
}

/// One entry of a static key store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StaticKey {
    pub(crate) kid: String,
    pub(crate) public_file: PathBuf,
    pub(crate) private_file: PathBuf,
}

impl KeySource {
    /// The keys of a kind that are still listed.
    pub(crate) async fn load(&self, kind: &'static str, now: Timestamp) -> Result<Vec<KeyRow>, Error> {
        match self {
            Self::Database(db) => signing_key::listed(db, kind, now).await,
            Self::Memory(rows) => {
                Ok(rows.lock().iter().filter(|row| row.listed_until > now).cloned().collect())
            }
            Self::Static => Ok(Vec::new()),
        }
    }

    /// Adds a generation and drops what is no longer listed. When another replica has made the same generation, its key
    /// stays and nothing is added.
    pub(crate) async fn insert(&self, kind: &'static str, row: KeyRow, now: Timestamp) -> Result<(), Error> {
        match self {
            Self::Database(db) => signing_key::insert(db, kind, &row, now).await,
            Self::Memory(rows) => {
                let mut rows = rows.lock();
                rows.retain(|known| known.listed_until > now);
                if !rows.iter().any(|known| known.owner == row.owner && known.generation == row.generation) {
                    rows.push(row);
                }
                Ok(())
            }
            Self::Static => Ok(()),
        }
    }
}

//! Feels the pulse of PostgreSQL on a connection of its own: whether it answers, and answers in time. While it does not,
//! the portal is not ready; while it is slow, statements are refused at once instead of piling up. Knows no table.
//!
//! SQLite is a file of this process and has no pulse.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _, PgPool};
use tokio::time::timeout;

use super::DbError;
use crate::feature::HealthCheck;

/// Time between two beats. With the next one, a slow database is noticed before the second round trip of a request that
/// met it first: a statement new to its connection takes two, and a refusal is due within five seconds.
const INTERVAL: Duration = Duration::from_millis(500);
/// A statement that does nothing and takes longer than this means that nobody gets an answer in time.
const SLOW: Duration = Duration::from_secs(1);

const WELL: u8 = 0;
const AWAY: u8 = 1;
const TOO_SLOW: u8 = 2;

/// Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Pulse {
    state: Arc<AtomicU8>,
}

impl Pulse {
    /// Refuses work that would only wait. A database that is away is another matter: it may be back in a moment, and
    /// calls try again for a while by themselves.
    pub(super) fn admit(&self) -> Result<(), DbError> {
        if self.state.load(Ordering::Relaxed) == TOO_SLOW {
            return Err(DbError::TooSlow);
        }
        Ok(())
    }

    fn set(&self, state: u8) {
        let before = self.state.swap(state, Ordering::Relaxed);
        if before == state {
            return;
        }
        match state {
            WELL => tracing::info!("the database answers again"),
            AWAY => tracing::warn!("the database cannot be reached"),
            _ => tracing::warn!(limit = ?SLOW, "the database does not answer in time"),
        }
    }

    /// Runs until the pool is closed.
    pub(super) async fn follow(self, pool: PgPool) {
        let mut connection = None;
        while !pool.is_closed() {
            tokio::time::sleep(INTERVAL).await;
            let options = pool.connect_options();
            let state = match timeout(SLOW, beat(&mut connection, &options)).await {
                Ok(Ok(())) => WELL,
                Ok(Err(_)) => AWAY,
                Err(_) => TOO_SLOW,
            };
            if state != WELL {
                // What was cut off in the middle is of no use any more.
                connection = None;
            }
            self.set(state);
        }
    }
}

async fn beat(connection: &mut Option<PgConnection>, options: &PgConnectOptions) -> Result<(), sqlx::Error> {
    match connection {
        Some(open) => open.ping().await,
        None => connection.insert(options.connect().await?).ping().await,
    }
}

impl HealthCheck for Pulse {
    fn name(&self) -> &'static str {
        "database"
    }

    fn check(&self) -> Result<(), String> {
        match self.state.load(Ordering::Relaxed) {
            WELL => Ok(()),
            AWAY => Err("cannot be reached".to_owned()),
            _ => Err("does not answer in time".to_owned()),
        }
    }
}

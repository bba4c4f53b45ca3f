//! Wakes whoever waits for a change: within the process through watch channels, between replicas through PostgreSQL's
//! LISTEN and NOTIFY. Carries no data: who is woken looks at the tables.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::watch;

use crate::tasks::Tasks;

/// Pause before the listening connection is tried again, doubled up to the longest one.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Waits for wakes of one channel.
pub struct Listener {
    wakes: watch::Receiver<u64>,
}

impl Listener {
    /// Resolves at the next wake since the last call; several wakes in between count as one. A lost and restored
    /// connection counts as a wake, because one may have been missed. Safe to cancel.
    pub async fn changed(&mut self) {
        if self.wakes.changed().await.is_err() {
            // The database was closed: there is nothing to come.
            std::future::pending::<()>().await;
        }
    }
}

/// The channels of one database. Cheap to clone.
#[derive(Clone)]
pub(super) struct Notifier {
    inner: Arc<Inner>,
}

struct Inner {
    /// Name of PostgreSQL's channel: such names are shared by all schemas of a database.
    topic: String,
    channels: Mutex<Channels>,
}

#[derive(Default)]
struct Channels {
    wakes: HashMap<&'static str, watch::Sender<u64>>,
    following: bool,
}

impl Notifier {
    /// `scope` tells apart several portals within one PostgreSQL database.
    pub(super) fn new(scope: &str) -> Self {
        let digest = blake3::hash(scope.as_bytes()).to_hex();
        let topic = format!("callboard_{}", &digest[..16]);
        Self { inner: Arc::new(Inner { topic, channels: Mutex::default() }) }
    }

    pub(super) fn topic(&self) -> &str {
        &self.inner.topic
    }

    pub(super) fn listen(&self, channel: &'static str) -> Listener {
        let mut channels = self.inner.channels.lock();
        let sender = channels.wakes.entry(channel).or_insert_with(|| watch::channel(0).0);
        Listener { wakes: sender.subscribe() }
    }

    pub(super) fn wake(&self, channel: &str) {
        if let Some(sender) = self.inner.channels.lock().wakes.get(channel) {
            sender.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    fn wake_all(&self) {
        for sender in self.inner.channels.lock().wakes.values() {
            sender.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    /// Starts, once, the connection that brings in what other replicas commit.
    pub(super) fn follow(&self, pool: &PgPool, tasks: &Tasks) {
        let mut channels = self.inner.channels.lock();
        if channels.following {
            return;
        }
        channels.following = true;
        let (notifier, pool) = (self.clone(), pool.clone());
        tasks.spawn_loop("db.listen", move || follow(notifier.clone(), pool.clone()));
    }
}

async fn follow(notifier: Notifier, pool: PgPool) {
    let mut pause = SHORTEST_PAUSE;
    while !pool.is_closed() {
        match connect(&notifier, &pool).await {
            Ok(mut listener) => {
                pause = SHORTEST_PAUSE;
                notifier.wake_all();
                receive(&notifier, &mut listener).await;
            }
            Err(error) => tracing::warn!(%error, "cannot listen for changes of other replicas"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn connect(notifier: &Notifier, pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen(notifier.topic()).await?;
    Ok(listener)
}

/// Returns when the connection is lost.
async fn receive(notifier: &Notifier, listener: &mut PgListener) {
    loop {
        match listener.try_recv().await {
            Ok(Some(notification)) => notifier.wake(notification.payload()),
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "lost the connection that listens for changes");
                return;
            }
        }
    }
}

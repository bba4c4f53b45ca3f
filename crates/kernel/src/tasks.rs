//! Background work that is tracked, named and told to stop. Knows nothing of what the work is.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Starts background work. Two levels of stopping: `drain` (finish what you hold, take nothing new) and `stop` (now).
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    drain: CancellationToken,
    stop: CancellationToken,
}

impl Tasks {
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs `work` until it ends or `stop` is called. A panic ends that work only, and is logged by name.
    #[expect(clippy::disallowed_methods, reason = "this is the tracked spawner")]
    pub fn spawn(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        let guarded = AssertUnwindSafe(work).catch_unwind();
        tokio::spawn(self.tracker.track_future(async move {
            tokio::select! {
                ended = guarded => if ended.is_err() {
                    tracing::error!(task = name, "background task panicked");
                },
                () = stop.cancelled() => {}
            }
        }));
    }

    /// Resolves when no new work should be taken.
    pub async fn draining(&self) {
        self.drain.cancelled().await;
    }

    /// A token that is cancelled when no new work should be taken, for work that hands it on.
    pub fn drain_token(&self) -> CancellationToken {
        self.drain.clone()
    }

    pub fn is_draining(&self) -> bool {
        self.drain.is_cancelled()
    }

    /// Asks everything to finish what it holds.
    pub fn drain(&self) {
        self.drain.cancel();
    }

    /// Ends everything and waits until it has ended.
    pub async fn stop(&self) {
        self.drain.cancel();
        self.stop.cancel();
        self.tracker.close();
        self.tracker.wait().await;
    }
}

//! Background work that is tracked, named and told to stop. Knows nothing of what the work is.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The pause before a loop that panicked is started again; doubles up to the longest.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Starts background work. Two levels of stopping: `drain` (finish what you hold, take nothing new) and `stop` (now).
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    drain: CancellationToken,
    stop: CancellationToken,
    /// Names of the loops that were started.
    loops: Arc<Mutex<Vec<&'static str>>>,
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

    /// Runs a loop that the portal cannot do without: `work` makes it, and makes it again after a panic, with a growing
    /// pause, until it ends by itself or `stop` is called.
    pub fn spawn_loop<W: Future<Output = ()> + Send + 'static>(
        &self,
        name: &'static str,
        mut work: impl FnMut() -> W + Send + 'static,
    ) {
        let drain = self.drain.clone();
        self.loops.lock().push(name);
        self.spawn(name, async move {
            let mut pause = SHORTEST_PAUSE;
            while AssertUnwindSafe(work()).catch_unwind().await.is_err() {
                metrics::counter!("callboard_loop_panics_total", "loop" => name).increment(1);
                let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
                tracing::error!(
                    task = name,
                    pause = milliseconds,
                    "background loop panicked; starting it again"
                );
                tokio::select! {
                    () = drain.cancelled() => return,
                    () = tokio::time::sleep(pause) => {}
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        });
    }

    /// The names of the loops that were started, in that order.
    pub fn loops(&self) -> Vec<&'static str> {
        self.loops.lock().clone()
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_panics_is_started_again_with_growing_pauses() {
        let tasks = Tasks::new();
        let starts = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&starts);
        tasks.spawn_loop("test", move || {
            let start = counted.fetch_add(1, Ordering::SeqCst);
            async move { assert!(start >= 3, "start {start} fails") }
        });
        for (second, expected) in [(0, 1), (2, 2), (4, 3), (8, 4), (100, 4)] {
            tokio::time::sleep_until(tokio::time::Instant::now() + Duration::from_secs(second)).await;
            tokio::task::yield_now().await;
            assert_eq!(starts.load(Ordering::SeqCst), expected, "{second} s later");
        }
        tasks.stop().await;
    }
}

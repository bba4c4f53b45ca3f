//! Where the process is in its life: starting, serving, draining, stopped. Knows nothing of connections or work.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use crate::Error;

/// The four phases, in order; a process never goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Starting = 0,
    Serving = 1,
    /// Not ready any more, still answering.
    Draining = 2,
    /// New requests are refused.
    Stopped = 3,
}

/// Shared by the readiness route and the guard of every plugin. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Lifecycle {
    phase: Arc<AtomicU8>,
    changes: Arc<watch::Sender<()>>,
    pause: Duration,
}

impl Lifecycle {
    /// A process that is starting; requests wait up to `pause` for it. Source: platform-services contract, section 1.
    pub fn new(pause: Duration) -> Self {
        Self {
            phase: Arc::new(AtomicU8::new(Phase::Starting as u8)),
            changes: Arc::new(watch::Sender::new(())),
            pause,
        }
    }

    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Acquire) {
            0 => Phase::Starting,
            1 => Phase::Serving,
            2 => Phase::Draining,
            _ => Phase::Stopped,
        }
    }

    /// Moves on to `phase`; going back is ignored.
    pub fn enter(&self, phase: Phase) {
        self.phase.fetch_max(phase as u8, Ordering::AcqRel);
        self.changes.send_replace(());
    }

    /// Lets a request pass, after a wait if the process is still starting.
    pub(crate) async fn admit(&self) -> Result<(), Error> {
        let phase = match self.phase() {
            Phase::Starting => self.started().await,
            phase => phase,
        };
        match phase {
            Phase::Serving | Phase::Draining => Ok(()),
            Phase::Starting => Err(unavailable("Service has not started up yet")),
            Phase::Stopped => Err(unavailable("Service is shutting down")),
        }
    }

    async fn started(&self) -> Phase {
        let mut changes = self.changes.subscribe();
        let waiting = async {
            while self.phase() == Phase::Starting {
                if changes.changed().await.is_err() {
                    break;
                }
            }
        };
        // Whether the wait ended by time or by change, the phase says what to do.
        let _ = tokio::time::timeout(self.pause, waiting).await;
        self.phase()
    }
}

fn unavailable(message: &str) -> Error {
    Error::Unavailable { message: message.to_owned(), retry_after_seconds: 5 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn requests_wait_for_the_start_and_no_longer_than_the_pause() {
        let error = Lifecycle::new(Duration::from_millis(20)).admit().await.unwrap_err();
        assert_eq!(error.to_string(), "Service has not started up yet");

        let lifecycle = Lifecycle::new(Duration::from_mins(1));
        let waiting = lifecycle.clone();
        let (admitted, ()) = tokio::join!(waiting.admit(), async { lifecycle.enter(Phase::Serving) });
        assert!(admitted.is_ok());
    }

    #[tokio::test]
    async fn draining_still_answers_and_stopped_does_not() {
        let lifecycle = Lifecycle::new(Duration::ZERO);
        lifecycle.enter(Phase::Draining);
        assert!(lifecycle.admit().await.is_ok());
        lifecycle.enter(Phase::Stopped);
        assert_eq!(lifecycle.admit().await.unwrap_err().to_string(), "Service is shutting down");
        lifecycle.enter(Phase::Serving);
        assert_eq!(lifecycle.phase(), Phase::Stopped);
    }
}

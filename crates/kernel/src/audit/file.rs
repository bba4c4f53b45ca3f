//! The audit file: appended to in the background, and patient while it cannot be written. Knows lines, not events.

use std::collections::VecDeque;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;

use crate::tasks::Tasks;

/// Lines kept while the file cannot be written; beyond that the oldest are lost, and counted.
const MAX_WAITING: usize = 10_000;
/// Between two tries to write.
const RETRY: Duration = Duration::from_millis(500);

/// The lines that wait for the file.
pub(super) struct AuditFile {
    path: PathBuf,
    waiting: Mutex<VecDeque<String>>,
    pushed: Notify,
    failing: AtomicBool,
}

impl AuditFile {
    /// Starts the writer. The file is made when the first line is written.
    pub(super) fn open(path: PathBuf, tasks: &Tasks) -> Arc<Self> {
        let file = Arc::new(Self {
            path,
            waiting: Mutex::default(),
            pushed: Notify::new(),
            failing: AtomicBool::new(false),
        });
        let written = Arc::clone(&file);
        tasks.spawn_loop("audit file", move || Arc::clone(&written).write_forever());
        file
    }

    pub(super) fn push(&self, line: String) {
        let mut waiting = self.waiting.lock();
        if waiting.len() == MAX_WAITING {
            waiting.pop_front();
            metrics::counter!("audit_lines_lost_total").increment(1);
        }
        waiting.push_back(line);
        drop(waiting);
        self.pushed.notify_one();
    }

    /// How many lines wait, if the last try to write failed.
    pub(super) fn failing(&self) -> Option<usize> {
        self.failing.load(Ordering::Acquire).then(|| self.waiting.lock().len())
    }

    async fn write_forever(self: Arc<Self>) {
        loop {
            self.pushed.notified().await;
            while let Err(error) = self.write_waiting().await {
                if !self.failing.swap(true, Ordering::AcqRel) {
                    tracing::error!(%error, "the audit file cannot be written");
                }
                tokio::time::sleep(RETRY).await;
            }
            self.failing.store(false, Ordering::Release);
        }
    }

    /// Writes everything that waits. Lines leave the queue only when they are on disk.
    async fn write_waiting(&self) -> std::io::Result<()> {
        let (count, text) = {
            let waiting = self.waiting.lock();
            metrics::gauge!("audit_lines_waiting").set(u32::try_from(waiting.len()).unwrap_or(u32::MAX));
            let mut text = String::new();
            for line in waiting.iter() {
                text.push_str(line);
                text.push('\n');
            }
            (waiting.len(), text)
        };
        if count == 0 {
            return Ok(());
        }
        let mut file = OpenOptions::new().create(true).append(true).open(&self.path).await?;
        let before = file.metadata().await?.len();
        let written = async {
            file.write_all(text.as_bytes()).await?;
            file.sync_data().await
        };
        if let Err(error) = written.await {
            // Half a batch on a full disk would be written twice; take it back where the disk lets us.
            let _ = file.set_len(before).await;
            return Err(error);
        }
        self.waiting.lock().drain(..count);
        metrics::gauge!("audit_lines_waiting").set(0);
        Ok(())
    }
}

impl fmt::Debug for AuditFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditFile").field("path", &self.path).finish_non_exhaustive()
    }
}

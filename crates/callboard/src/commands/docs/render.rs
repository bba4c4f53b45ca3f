//! Pages on all processors, with a word about how far it is when it takes long.

use std::io::{IsTerminal as _, Write as _};
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use markdown::site::{Plan, Rendered, Site};

/// How long nothing is said, and then how long between two words.
const PATIENCE: Duration = Duration::from_millis(800);

/// Renders what is to be rendered; takes what `earlier` has of it already. Says how many pages were rendered, too.
pub(super) fn site(plan: Plan, earlier: Option<&Site>) -> (Site, usize) {
    let mut pages = earlier.map_or_else(|| vec![None; plan.len()], |earlier| plan.unchanged(earlier));
    let open: Vec<usize> = (0..plan.len()).filter(|&index| pages[index].is_none()).collect();
    let rendered: Vec<(usize, Rendered)> = each(&open, "rendered", |&index| (index, plan.render(index)));
    for (index, page) in rendered {
        pages[index] = Some(page);
    }
    let count = open.len();
    (plan.finish(pages.into_iter().flatten().collect()), count)
}

/// Does something for each item on all processors; the results come in no order.
pub(super) fn each<T: Sync, R: Send>(items: &[T], verb: &str, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let progress = Progress::begin(items.len(), verb);
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    if workers < 2 {
        return items.iter().map(|item| progress.after(work(item))).collect();
    }
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        let mut own = Vec::new();
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            own.push(progress.after(work(item)));
        }
        // A worker that panics ends the scope with its panic, so the lock is never looked at poisoned.
        results.lock().unwrap_or_else(std::sync::PoisonError::into_inner).append(&mut own);
    };
    std::thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(run);
        }
        run();
    });
    progress.end();
    results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A line on a terminal that counts; nothing where nobody sees it.
struct Progress<'v> {
    total: usize,
    verb: &'v str,
    begun: Instant,
    done: AtomicUsize,
    /// When something was said last, in milliseconds since the beginning; 0 for not yet.
    said: Mutex<Duration>,
    is_seen: bool,
}

impl<'v> Progress<'v> {
    fn begin(total: usize, verb: &'v str) -> Self {
        Self {
            total,
            verb,
            begun: Instant::now(),
            done: AtomicUsize::new(0),
            said: Mutex::new(Duration::ZERO),
            is_seen: std::io::stderr().is_terminal(),
        }
    }

    fn after<R>(&self, result: R) -> R {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.is_seen
            && let Ok(mut said) = self.said.try_lock()
        {
            let now = self.begun.elapsed();
            if now.saturating_sub(*said) > PATIENCE {
                *said = now;
                let _ = write!(std::io::stderr(), "\r{} of {} pages {}", done, self.total, self.verb);
            }
        }
        result
    }

    fn end(&self) {
        if self.is_seen && self.said.lock().is_ok_and(|said| !said.is_zero()) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        for count in [0, 1, 2, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let mut results = each(&items, "counted", |item| item * 2);
            results.sort_unstable();
            assert_eq!(results, (0..count).map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}

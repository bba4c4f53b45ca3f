//! The newest audit entries of this process, kept in memory for pages. A record is the log or the file; this is a window.

use std::collections::VecDeque;

use parking_lot::Mutex;

use super::Status;
use crate::Timestamp;

/// Entries that are kept; beyond that the oldest go. At the longest texts that is about 1 MiB.
pub const KEPT: usize = 500;

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub at: Timestamp,
    pub event: String,
    pub status: Status,
    pub actor: String,
    pub request_id: String,
    pub subject: String,
}

#[derive(Debug, Default)]
pub(super) struct Recent {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The oldest first.
    entries: VecDeque<Entry>,
    since: Timestamp,
}

impl Recent {
    pub(super) fn since_start(since: Timestamp) -> Self {
        Self { state: Mutex::new(State { entries: VecDeque::new(), since }) }
    }

    pub(super) fn push(&self, entry: Entry) {
        let mut state = self.state.lock();
        if state.entries.len() == KEPT {
            state.entries.pop_front();
            state.since = state.entries.front().map_or(state.since, |oldest| oldest.at);
        }
        state.entries.push_back(entry);
    }

    pub(super) fn newest_first(&self) -> Vec<Entry> {
        self.state.lock().entries.iter().rev().cloned().collect()
    }

    /// When the oldest entry that is known for certain to be kept was made, or the start.
    pub(super) fn since(&self) -> Timestamp {
        self.state.lock().since
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_and_since_says_so() {
        let recent = Recent::since_start(5);
        let entry = |at| Entry {
            at,
            event: "a.b".to_owned(),
            status: Status::Denied,
            actor: String::new(),
            request_id: String::new(),
            subject: String::new(),
        };
        let kept = i64::try_from(KEPT).unwrap();
        for at in 10..10 + kept {
            recent.push(entry(at));
        }
        assert_eq!((recent.since(), recent.newest_first().len()), (5, KEPT));
        recent.push(entry(10 + kept));
        assert_eq!((recent.since(), recent.newest_first().len()), (11, KEPT));
        assert_eq!(recent.newest_first()[0].at, 10 + kept);
    }
}

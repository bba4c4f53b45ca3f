//! How often people may have sources read again: a source once a minute, however many ask, and a caller so many times a
//! minute. Counted by each replica for itself. Knows no HTTP.

use std::collections::HashMap;

use kernel::{Error, Timestamp};
use parking_lot::Mutex;

/// A source is read again at most this often because somebody asks; its own schedule is not affected.
const PAUSE_MILLISECONDS: i64 = 60_000;
const WINDOW_MILLISECONDS: i64 = 60_000;
/// Sources and callers that are remembered before those whose time is over are forgotten.
const CAPACITY: usize = 10_000;

/// What was asked for lately.
#[derive(Default)]
pub struct Pace {
    /// When each Location was last made due by a caller, and whether somebody has asked since.
    read: Mutex<HashMap<String, (Timestamp, bool)>>,
    /// The end of each caller's window, and how often they asked in it.
    asked: Mutex<HashMap<String, (Timestamp, usize)>>,
}

impl Pace {
    /// Counts a wish of `caller`; refused beyond `limit` a minute.
    pub fn admit(&self, caller: &str, limit: usize, now: Timestamp) -> Result<(), Error> {
        let mut asked = self.asked.lock();
        if asked.len() >= CAPACITY {
            asked.retain(|_, (ends, _)| *ends > now);
        }
        let window = asked.entry(caller.to_owned()).or_insert((now + WINDOW_MILLISECONDS, 0));
        if window.0 <= now {
            *window = (now + WINDOW_MILLISECONDS, 0);
        }
        window.1 += 1;
        if window.1 > limit {
            let retry_after_seconds = u64::try_from((window.0 - now + 999) / 1_000).unwrap_or(1);
            return Err(Error::TooManyRequests { retry_after_seconds });
        }
        Ok(())
    }

    /// Whether a Location that somebody wants to have read may be now; if not, [`Pace::due`] names it when it may.
    pub fn may_read(&self, location_ref: &str, now: Timestamp) -> bool {
        let mut read = self.read.lock();
        if read.len() >= CAPACITY {
            read.retain(|_, (at, again)| *again || *at + PAUSE_MILLISECONDS > now);
        }
        match read.get_mut(location_ref) {
            Some((last, again)) if *last + PAUSE_MILLISECONDS > now => {
                *again = true;
                false
            }
            _ => {
                read.insert(location_ref.to_owned(), (now, false));
                true
            }
        }
    }

    /// The Locations that had to wait and may be read now.
    pub fn due(&self, now: Timestamp) -> Vec<String> {
        let mut due = Vec::new();
        for (location_ref, (last, again)) in self.read.lock().iter_mut() {
            if *again && *last + PAUSE_MILLISECONDS <= now {
                (*last, *again) = (now, false);
                due.push(location_ref.clone());
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_read_once_a_minute_whoever_asks() {
        let pace = Pace::default();
        assert!(pace.may_read("a", 1_000));
        assert!(!pace.may_read("a", 2_000) && !pace.may_read("a", 60_999));
        assert!(pace.may_read("b", 2_000), "another source is another matter");
        assert_eq!(pace.due(60_999), Vec::<String>::new());
        assert_eq!(pace.due(61_000), ["a"]);
        assert_eq!(pace.due(200_000), Vec::<String>::new(), "nobody asked again");
        assert!(pace.may_read("a", 200_000));
    }

    #[test]
    fn a_caller_is_told_when_to_come_back() {
        let pace = Pace::default();
        for _ in 0..3 {
            pace.admit("ann", 3, 0).unwrap();
        }
        let refused = pace.admit("ann", 3, 30_000).unwrap_err();
        assert!(matches!(refused, Error::TooManyRequests { retry_after_seconds: 30 }), "{refused:?}");
        pace.admit("bob", 3, 30_000).unwrap();
        pace.admit("ann", 3, 60_000).unwrap();
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let pace = Pace::default();
        for number in 0..CAPACITY * 3 {
            let at = i64::try_from(number).unwrap() * 100;
            pace.may_read(&number.to_string(), at);
            pace.admit(&number.to_string(), 1, at).unwrap();
        }
        assert!(pace.read.lock().len() <= CAPACITY + 1 && pace.asked.lock().len() <= CAPACITY + 1);
    }
}

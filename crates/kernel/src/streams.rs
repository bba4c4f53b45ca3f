//! How many answers without an end are open at once: server-sent events and the like hold a connection each, so a caller
//! may have some, and all callers together not all of them. Knows nothing of what is streamed.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::{Ctx, Error};

/// Streams that one caller may have open.
const PER_CALLER: usize = 20;
/// Streams of all callers together, half of the connections that the server takes by default.
const TOTAL: usize = 512;
/// Seconds after which somebody who was refused may try again.
const RETRY_AFTER: u64 = 30;

/// Counts what is open. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    open: Arc<Mutex<HashMap<String, usize>>>,
}

/// A place for one stream, free again when dropped.
#[derive(Debug)]
pub struct Place {
    streams: Streams,
    caller: String,
}

impl Streams {
    /// Takes a place for a stream of the caller; unavailable when they, or all together, have too many.
    pub fn enter(&self, ctx: &Ctx) -> Result<Place, Error> {
        let caller = ctx.credentials.subject();
        let mut open = self.open.lock();
        let total: usize = open.values().sum();
        let own = open.get(caller).copied().unwrap_or(0);
        if own >= PER_CALLER || total >= TOTAL {
            let message = "too many streams are open".to_owned();
            return Err(Error::Unavailable { message, retry_after_seconds: RETRY_AFTER });
        }
        open.insert(caller.to_owned(), own + 1);
        drop(open);
        Ok(Place { streams: self.clone(), caller: caller.to_owned() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.open.lock();
        match open.get_mut(&self.caller) {
            Some(count) if *count > 1 => *count -= 1,
            _ => _ = open.remove(&self.caller),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_caller_has_some_and_all_together_not_all() {
        let streams = Streams::default();
        let caller = |number: usize| Ctx::system(&format!("plugin:p{number}"), 0);
        let mut places = Vec::new();
        for _ in 0..PER_CALLER {
            places.push(streams.enter(&caller(0)).unwrap());
        }
        assert!(matches!(streams.enter(&caller(0)), Err(Error::Unavailable { .. })));
        for number in PER_CALLER..TOTAL {
            places.push(streams.enter(&caller(1 + number / PER_CALLER)).unwrap());
        }
        assert!(matches!(streams.enter(&caller(9_999)), Err(Error::Unavailable { .. })));
        places.clear();
        assert!(streams.open.lock().is_empty());
        streams.enter(&caller(0)).unwrap();
    }
}

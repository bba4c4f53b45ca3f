//! Definitions that were read, kept as long as their entities stay the same and memory allows. Reading takes a thread for
//! heavy work, so that a large definition holds nobody else up.

use std::collections::HashMap;
use std::sync::Arc;

use definition::{Definition, Limits};
use kernel::Error;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use crate::api::Api;
use crate::outline::Outline;

/// Bytes of all that is kept together, as [`weight`] counts them.
const BUDGET: usize = 64 * 1024 * 1024;
/// Definitions that are read at the same time; one may take a second and a hundred megabytes.
const READERS: usize = 2;
/// What the model of a definition takes for each byte of its text. Measured on large definitions: 3 to 7.
const BYTES_PER_BYTE: usize = 6;

/// A definition and what a page can open of it.
pub(crate) struct ReadApi {
    pub(crate) definition: Definition,
    pub(crate) outline: Outline,
}

/// The definitions that were read last.
pub(crate) struct Definitions {
    kept: Mutex<Kept>,
    readers: Semaphore,
}

#[derive(Default)]
struct Kept {
    /// By ref; each has the etag that it was read under.
    by_ref: HashMap<String, Item>,
    bytes: usize,
    /// Counts uses, so that the one used longest ago is known.
    uses: u64,
}

struct Item {
    etag: String,
    read: Arc<ReadApi>,
    bytes: usize,
    used: u64,
}

impl Definitions {
    pub(crate) fn new() -> Self {
        Self { kept: Mutex::default(), readers: Semaphore::new(READERS) }
    }

    /// The definition of an API, read now unless it is kept.
    pub(crate) async fn read(&self, api: &Api) -> Result<Arc<ReadApi>, Error> {
        if let Some(read) = self.kept.lock().find(api) {
            return Ok(read);
        }
        let _turn = self.readers.acquire().await.map_err(Error::internal)?;
        // Somebody else may have read it while this one waited.
        if let Some(read) = self.kept.lock().find(api) {
            return Ok(read);
        }
        let (kind, text) = (api.kind, api.text.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let definition = definition::read(kind, &text, &Limits::default());
            let outline = Outline::of(&definition);
            ReadApi { definition, outline }
        });
        let read = Arc::new(reading.await.map_err(Error::internal)?);
        if let Some(etag) = &api.etag {
            let bytes = weight(api, &read);
            self.kept.lock().keep(api, Item { etag: etag.clone(), read: Arc::clone(&read), bytes, used: 0 });
        }
        Ok(read)
    }
}

fn weight(api: &Api, read: &ReadApi) -> usize {
    api.text.len() * BYTES_PER_BYTE + read.outline.bytes()
}

impl Kept {
    fn find(&mut self, api: &Api) -> Option<Arc<ReadApi>> {
        self.uses += 1;
        let item = self.by_ref.get_mut(&api.reference)?;
        if api.etag.as_ref() != Some(&item.etag) {
            return None;
        }
        item.used = self.uses;
        Some(Arc::clone(&item.read))
    }

    /// Keeps an item in place of an older one, and forgets what was used longest ago until all fit.
    fn keep(&mut self, api: &Api, item: Item) {
        self.uses += 1;
        self.bytes += item.bytes;
        let item = Item { used: self.uses, ..item };
        if let Some(older) = self.by_ref.insert(api.reference.clone(), item) {
            self.bytes -= older.bytes;
        }
        while self.bytes > BUDGET {
            let oldest = self.by_ref.iter().min_by_key(|(_, item)| item.used).map(|(name, _)| name.clone());
            let Some(gone) = oldest.and_then(|name| self.by_ref.remove(&name)) else { break };
            self.bytes -= gone.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use definition::Kind;

    use super::*;

    fn api(name: &str, etag: &str, text: &str) -> Api {
        Api {
            reference: format!("api:default/{name}"),
            path: String::new(),
            name: name.to_owned(),
            title: name.to_owned(),
            kind: Kind::Openapi,
            type_name: "openapi".to_owned(),
            etag: Some(etag.to_owned()),
            providers: 0,
            consumers: 0,
            text: text.to_owned(),
        }
    }

    const TEXT: &str = "openapi: 3.0.0\ninfo: {title: A, version: '1'}\npaths: {}\n";

    #[tokio::test]
    async fn a_definition_is_read_once_for_each_state_of_its_entity() {
        let definitions = Definitions::new();
        let first = definitions.read(&api("a", "1", TEXT)).await.unwrap();
        let again = definitions.read(&api("a", "1", TEXT)).await.unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        let changed = definitions.read(&api("a", "2", &TEXT.replace('A', "B"))).await.unwrap();
        assert_eq!(changed.definition.title.as_deref(), Some("B"));
        let kept = definitions.kept.lock();
        assert_eq!(kept.by_ref.len(), 1);
        assert_eq!(kept.bytes, kept.by_ref["api:default/a"].bytes);
    }

    #[tokio::test]
    async fn what_was_used_longest_ago_makes_room() {
        let definitions = Definitions::new();
        let large = format!("{TEXT}# {}", "x".repeat(BUDGET / BYTES_PER_BYTE / 3));
        for name in ["a", "b", "a", "c", "d"] {
            definitions.read(&api(name, "1", &large)).await.unwrap();
        }
        let kept = definitions.kept.lock();
        let mut names: Vec<&str> = kept.by_ref.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["api:default/c", "api:default/d"]);
        assert!(kept.bytes <= BUDGET);
    }
}

//! Notices changed files and replaces the configuration whole. A broken new version is reported and the old one stays.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::files::{Fingerprint, fingerprint};
use super::load::{Sources, load};
use super::{Config, ConfigError, Section};
use crate::tasks::Tasks;

/// How often files are looked at.
pub const INTERVAL: Duration = Duration::from_secs(2);

/// The files behind a configuration and what they looked like when it was read.
pub(super) struct Watched {
    pub sources: Sources,
    files: BTreeMap<PathBuf, Look>,
}

/// Time and size tell cheaply that a file is as it was; the hash tells that a touched file still says the same.
struct Look {
    modified: Option<SystemTime>,
    length: u64,
    contents: Fingerprint,
}

/// What came of looking.
#[derive(Debug, PartialEq, Eq)]
pub enum Reload {
    Unchanged,
    /// Replaced, and subscribers told.
    Replaced,
    /// The files changed but cannot be used; the configuration is as it was.
    Refused(Vec<ConfigError>),
}

impl Watched {
    pub(super) fn new(sources: Sources, files: BTreeMap<PathBuf, Fingerprint>) -> Self {
        let mut watched = Self { sources, files: BTreeMap::new() };
        watched.remember(files);
        watched
    }

    fn remember(&mut self, files: BTreeMap<PathBuf, Fingerprint>) {
        self.files.clear();
        for (path, contents) in files {
            let (modified, length) = stat(&path);
            self.files.insert(path, Look { modified, length, contents });
        }
    }

    fn has_changed(&mut self) -> bool {
        let mut changed = false;
        for (path, look) in &mut self.files {
            let (modified, length) = stat(path);
            if (modified, length) == (look.modified, look.length) {
                continue;
            }
            let contents = fingerprint(path);
            changed |= contents != look.contents;
            *look = Look { modified, length, contents };
        }
        changed
    }
}

fn stat(path: &Path) -> (Option<SystemTime>, u64) {
    match std::fs::metadata(path) {
        Ok(metadata) => (metadata.modified().ok(), metadata.len()),
        Err(_) => (None, 0),
    }
}

impl Config {
    /// Looks at the files once and, when one changed, reads everything again. Blocks on the file system.
    pub fn reload_if_changed(&self) -> Reload {
        let Some(watched) = &self.watched else { return Reload::Unchanged };
        let mut watched = watched.lock();
        if !watched.has_changed() {
            return Reload::Unchanged;
        }
        let loaded = load(&watched.sources);
        // Also after a failure: the file that mends it may be another one than before.
        watched.remember(loaded.watched);
        if !loaded.problems.is_empty() {
            return Reload::Refused(loaded.problems);
        }
        self.current.store(Arc::new(Section::of(loaded.document)));
        self.version.send_modify(|version| *version += 1);
        Reload::Replaced
    }

    /// Looks at the files every [`INTERVAL`] for as long as `tasks` runs, and logs what comes of it. `features` are the
    /// ids of those that this build contains, for the warnings about keys that nothing reads.
    pub fn watch(&self, tasks: &Tasks, features: Vec<&'static str>) {
        self.watch_every(INTERVAL, tasks, features);
    }

    pub(super) fn watch_every(&self, interval: Duration, tasks: &Tasks, features: Vec<&'static str>) {
        let config = self.clone();
        tasks.spawn_loop("config-watch", move || look_every(interval, config.clone(), features.clone()));
    }
}

async fn look_every(interval: Duration, config: Config, features: Vec<&'static str>) {
    loop {
        tokio::time::sleep(interval).await;
        let looking = config.clone();
        match tokio::task::spawn_blocking(move || looking.reload_if_changed()).await {
            Ok(Reload::Replaced) => {
                tracing::info!("configuration replaced");
                config.log_findings(&features);
            }
            Ok(Reload::Refused(errors)) => log_refusal(&errors),
            Ok(Reload::Unchanged) => {}
            Err(error) => tracing::error!(%error, "looking at the configuration files failed"),
        }
    }
}

fn log_refusal(errors: &[ConfigError]) {
    for error in errors {
        tracing::error!(place = error.place(), "configuration: {}", error.message);
    }
    tracing::error!(problems = errors.len(), "the changed configuration cannot be used, the old one stays");
}

//! The read index of this replica: follows the change log, holds every sound entity ready to send, and tells how far it
//! has come, so that a reader who has just written can wait for its own write. Can be thrown away: it is rebuilt from
//! the entity rows at every start.

pub mod follow;
pub mod load;
pub mod snapshot;
pub mod update;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use parking_lot::RwLock;
use query::index::{Document, Index};
use query::relations::RelationGraph;

/// The index and how far it has come. Cheap to clone.
#[derive(Clone)]
pub struct Projection {
    state: Arc<RwLock<State>>,
    /// Everything in the log up to here is in the index.
    applied: Arc<AtomicI64>,
    /// Everything in the log up to here is visible with its relations.
    position: Arc<AtomicI64>,
    moved: Arc<tokio::sync::watch::Sender<i64>>,
}

/// What is behind the lock. Reads take microseconds and never wait for the database.
pub struct State {
    pub index: Index,
    pub graph: RelationGraph,
    /// Entities whose relations changed since their answer was made.
    pub stale: HashSet<String>,
    /// Documents whose answers are made by the next refresh.
    pub raw: HashMap<String, Arc<Raw>>,
    /// Bytes of answers that are kept; further ones are made from the database when they are asked for.
    pub budget: usize,
    /// Grows with everything that changes here; equal numbers mean equal contents.
    pub writes: u64,
    /// `writes` when the state was taken over from a copy.
    pub restored_at: Option<u64>,
}

impl State {
    fn new(budget: usize) -> Self {
        Self {
            index: Index::default(),
            graph: RelationGraph::default(),
            stale: HashSet::new(),
            raw: HashMap::new(),
            budget,
            writes: 0,
            restored_at: None,
        }
    }

    /// The answer for an entity, if it is in memory.
    pub fn resident(&self, entity_ref: &str) -> Option<Bytes> {
        match self.index.get_by_ref(entity_ref) {
            Some(Document::Resident(answer)) => Some(answer),
            _ => None,
        }
    }
}

/// A stored document whose answer is still to be made.
pub struct Raw {
    pub document: String,
    pub problems: String,
}

impl Projection {
    /// An empty index that keeps answers of up to `budget` bytes.
    pub fn new(budget: usize) -> Self {
        Self {
            state: Arc::new(RwLock::new(State::new(budget))),
            applied: Arc::new(AtomicI64::new(0)),
            position: Arc::new(AtomicI64::new(0)),
            moved: Arc::new(tokio::sync::watch::Sender::new(0)),
        }
    }

    /// Runs `read` on the index. Keep it short, and let no lock wait inside.
    pub fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.read())
    }

    /// The sequence of the last change that readers see.
    pub fn position(&self) -> i64 {
        self.position.load(Ordering::Acquire)
    }

    /// How far the log is in the index.
    pub fn applied(&self) -> i64 {
        self.applied.load(Ordering::Acquire)
    }

    /// Gives back memory that a bulk load needed and the index does not.
    fn trim(&self) {
        {
            let mut state = self.state.write();
            state.raw.shrink_to_fit();
            state.stale.shrink_to_fit();
            state.index.trim();
            state.graph.trim();
        }
        if self.read(|state| state.index.is_worth_packing()) {
            let mut next = 0;
            // One short turn under the lock for each step.
            while self.state.write().index.pack_step(&mut next) {}
        }
    }

    /// Begins with the contents of a copy that has the log up to `sequence`.
    fn take_over(&self, state: State, sequence: i64) {
        {
            let mut own = self.state.write();
            *own = state;
            own.restored_at = Some(own.writes);
        }
        self.applied.store(sequence, Ordering::Release);
        self.publish();
    }

    /// Notes that the changes after `from` up to `until` are in the index. Where changes of another replica lie between,
    /// nothing is noted: the follower reads them all again.
    pub fn note(&self, from: i64, until: i64) {
        if self.applied() >= from {
            self.applied.fetch_max(until, Ordering::AcqRel);
        }
    }

    /// Tells whoever waits how far readers see.
    fn publish(&self) {
        let applied = self.applied();
        if self.position.fetch_max(applied, Ordering::AcqRel) < applied {
            self.moved.send_replace(applied);
        }
    }

    /// Resolves when the index has come to `sequence`.
    pub async fn wait_for(&self, sequence: i64) {
        let mut moved = self.moved.subscribe();
        while self.position() < sequence {
            if moved.changed().await.is_err() {
                return;
            }
        }
    }

    /// A receiver that wakes at every change.
    pub fn subscribe(&self) -> tokio::sync::watch::Receiver<i64> {
        self.moved.subscribe()
    }
}

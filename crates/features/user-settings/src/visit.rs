//! The entities that each person has visited last. Visits are remembered in memory and written in the background, so that
//! opening a page writes nothing.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Ctx, Db, Error, Principal, Services, Timestamp};
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::setting::check_usage;
use crate::store::setting::{self, Place};

/// Entities that are remembered for one person.
const REMEMBERED: usize = 30;
/// People whose visits wait to be written; of further ones nothing is remembered until then.
const MAXIMUM_WAITING: usize = 10_000;
/// How often visits are written: at most so often for each person.
const PERIOD: Duration = Duration::from_mins(1);
const BUCKET: &str = "default.callboard";
const KEY: &str = "visitedEntityRefs";

fn place() -> Place {
    Place { bucket: BUCKET.to_owned(), key: KEY.to_owned() }
}

/// What people visited. Cheap to clone.
#[derive(Clone, Default)]
pub struct Visits {
    /// Visits that are not written yet, by person; the latest first.
    waiting: Arc<Mutex<HashMap<String, Vec<String>>>>,
}

impl Visits {
    /// The refs that the reader visited, the latest first; none for readers who are no users. They may name what is gone,
    /// or what the reader may no longer see.
    pub async fn list(&self, db: &Db, ctx: &Ctx) -> Result<Vec<String>, Error> {
        let Principal::User { entity_ref, .. } = ctx.principal() else { return Ok(Vec::new()) };
        let mut visited = self.waiting.lock().get(entity_ref).cloned().unwrap_or_default();
        let kept = setting::find(db, entity_ref, &place()).await?;
        add_older(&mut visited, kept.as_ref());
        Ok(visited)
    }

    /// Notes a visit in memory.
    pub fn note(&self, user_ref: &str, entity_ref: &str) {
        let mut waiting = self.waiting.lock();
        if !waiting.contains_key(user_ref) && waiting.len() >= MAXIMUM_WAITING {
            return;
        }
        let visited = waiting.entry(user_ref.to_owned()).or_default();
        visited.retain(|known| known != entity_ref);
        visited.insert(0, entity_ref.to_owned());
        visited.truncate(REMEMBERED);
    }

    /// Writes visits from time to time, until the portal stops.
    pub(crate) fn follow(&self, services: &Services) {
        let (visits, services_of_loop) = (self.clone(), services.clone());
        services
            .tasks
            .spawn_loop("user-settings visits", move || visits.clone().run(services_of_loop.clone()));
    }

    async fn run(self, services: Services) {
        let mut due = tokio::time::interval(PERIOD);
        while !services.tasks.is_draining() {
            tokio::select! {
                () = services.tasks.draining() => {}
                _ = due.tick() => {}
            }
            self.write(&services.db, services.clock.now()).await;
        }
    }

    /// Writes what waits. What cannot be written is dropped with a word in the log: it is a convenience, not a record.
    pub async fn write(&self, db: &Db, now: Timestamp) {
        let people: Vec<String> = self.waiting.lock().keys().cloned().collect();
        for user_ref in people {
            let Some(visited) = self.waiting.lock().get(&user_ref).cloned() else { continue };
            if let Err(error) = write_one(db, &user_ref, visited.clone(), now).await {
                tracing::warn!(%error, "visits were not written");
            }
            // What came in meanwhile stays for the next time.
            let mut waiting = self.waiting.lock();
            if waiting.get(&user_ref).is_some_and(|now| *now == visited) {
                waiting.remove(&user_ref);
            }
        }
    }
}

async fn write_one(db: &Db, user_ref: &str, mut visited: Vec<String>, now: Timestamp) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let before = setting::find_text(&mut tx, user_ref, &place()).await?;
    let kept = before.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    add_older(&mut visited, kept.as_ref());
    let after = json!(visited).to_string();
    check_usage(&mut tx, user_ref, &place(), &after).await?;
    setting::upsert(&mut tx, user_ref, &place(), &after, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts the kept visits behind the new ones.
fn add_older(visited: &mut Vec<String>, kept: Option<&Value>) {
    let kept = kept.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for entity_ref in kept.iter().filter_map(Value::as_str) {
        if visited.len() >= REMEMBERED {
            break;
        }
        if !visited.iter().any(|known| known == entity_ref) {
            visited.push(entity_ref.to_owned());
        }
    }
}

//! Looks at what a registration would bring, as far as that goes: unlike a trial it does not end at the first problem, but
//! collects all of them with their places, because a person wants to mend them at once. Writes nothing.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use bytes::Bytes;
use entity::location::Presence;
use entity::{Problem, yaml};
use kernel::{Ctx, Error};
use serde_json::Value;

use crate::Catalog;
use crate::ingest::annotate::{self, Origin};
use crate::ingest::parse::{Parsed, parse};
use crate::ingest::placeholder;
use crate::ingest::prepare::{Prepared, Refused, prepare};
use crate::ingest::read::{Fetched, fetch};
use crate::locations::generated;
use crate::locations::register::NewLocation;
use crate::permissions::{LOCATION_CREATE, PLUGIN, Visible, readable};
use crate::store::location;

/// Files that a preview reads, entities that it comes to, problems that it tells, and the time that it takes. A reader
/// waits for it; what is beyond is found by processing.
const MAXIMUM_FILES: usize = 100;
const MAXIMUM_ENTITIES: usize = 10_000;
const MAXIMUM_FLAWS: usize = 100;
const PATIENCE: Duration = Duration::from_secs(20);
/// Lines around the one that is meant, on each side, and characters of each.
const AROUND: usize = 2;
const LONGEST_LINE: usize = 160;

/// What was found.
#[derive(Debug, Default)]
pub struct Preview {
    /// The location is registered already.
    pub exists: bool,
    pub entities: Vec<Found>,
    pub flaws: Vec<Flaw>,
    /// Files that were read.
    pub files: usize,
    /// Not everything was looked at: there is more than a preview reads.
    pub cut: bool,
}

/// An entity that would come in.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// Full and in lower case.
    pub entity_ref: String,
    /// The `type:target` that it was read from.
    pub file: String,
    pub state: State,
}

/// How an entity stands to what is in the catalog.
#[derive(Debug, PartialEq, Eq)]
pub enum State {
    New,
    /// It is there, from this very file.
    Known,
    /// It is there from elsewhere, which keeps it. The `type:target` that it comes from.
    Taken(String),
}

/// Something that would not come in, or only in part.
#[derive(Debug)]
pub struct Flaw {
    /// The `type:target` of the file.
    pub file: String,
    /// The entity, where its name could be read.
    pub entity_ref: Option<String>,
    pub kind: FlawKind,
}

/// What is wrong.
#[derive(Debug)]
pub enum FlawKind {
    /// There is no such file.
    Missing,
    /// The configuration does not let the portal read from there.
    NotAllowed,
    /// It could not be read for another reason.
    Unread { message: String },
    /// A document is not as it should be; the lines around the place.
    Document { problem: Box<Problem>, excerpt: Option<Lines> },
}

/// Some lines of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Lines {
    /// The number of the first one, from 1.
    pub first: usize,
    pub lines: Vec<String>,
}

/// Where the look stands.
struct Look<'a> {
    catalog: &'a Catalog,
    may: Visible,
    origin: String,
    /// Files to read, each with whether it may be missing.
    waiting: VecDeque<(String, bool)>,
    seen: HashSet<String>,
    named: HashSet<String>,
    preview: Preview,
}

/// What registering `new` would bring.
pub async fn preview(catalog: &Catalog, ctx: &Ctx, new: &NewLocation) -> Result<Preview, Error> {
    catalog.gate().require(ctx, PLUGIN, &LOCATION_CREATE).await?;
    new.check()?;
    let mut tx = catalog.ingest.services.db.begin().await?;
    let exists = location::find_by_target(&mut tx, &new.kind, &new.target).await?.is_some();
    tx.rollback().await?;
    let origin = format!("{}:{}", new.kind, new.target);
    let mut look = Look {
        catalog,
        may: readable(catalog.gate(), ctx).await?,
        origin: origin.clone(),
        waiting: VecDeque::new(),
        seen: HashSet::new(),
        named: HashSet::new(),
        preview: Preview { exists, ..Preview::default() },
    };
    look.add_targets(&generated(&new.kind, &new.target, None).entity, &origin);
    let started = Instant::now();
    while let Some((file, is_optional)) = look.waiting.pop_front() {
        let is_enough = look.preview.files >= MAXIMUM_FILES
            || look.preview.entities.len() >= MAXIMUM_ENTITIES
            || look.preview.flaws.len() >= MAXIMUM_FLAWS
            || started.elapsed() > PATIENCE;
        if is_enough {
            look.preview.cut = true;
            break;
        }
        look.read(file, is_optional).await?;
    }
    look.preview.entities.truncate(MAXIMUM_ENTITIES);
    look.preview.flaws.truncate(MAXIMUM_FLAWS);
    Ok(look.preview)
}

impl Look<'_> {
    /// Notes the files that a Location names. `own` is the `type:target` that it was read from.
    fn add_targets(&mut self, location: &Value, own: &str) {
        let (own_kind, own_target) = own.split_once(':').unwrap_or(("url", ""));
        for target in entity::location::targets(location) {
            if target.kind.as_deref().is_some_and(|kind| kind != own_kind) {
                let message = format!("a location of type {own_kind} may not name another type");
                self.add_flaw(own, None, FlawKind::Unread { message });
                continue;
            }
            match self.catalog.ingest.services.integrations.resolve(&target.target, own_target) {
                Ok(resolved) => {
                    let file = format!("{own_kind}:{resolved}");
                    if self.seen.insert(file.clone()) {
                        self.waiting.push_back((file, target.presence == Presence::Optional));
                    }
                }
                Err(error) => self.add_flaw(own, None, FlawKind::Unread { message: error.to_string() }),
            }
        }
    }

    fn add_flaw(&mut self, file: &str, entity_ref: Option<String>, kind: FlawKind) {
        self.preview.flaws.push(Flaw { file: file.to_owned(), entity_ref, kind });
    }

    async fn read(&mut self, file: String, is_optional: bool) -> Result<(), Error> {
        let bytes = match fetch(&self.catalog.ingest, &file, None).await {
            Fetched::Found { bytes, .. } => bytes,
            Fetched::Unchanged => return Ok(()),
            Fetched::Failed { missing: true, .. } if is_optional => return Ok(()),
            Fetched::Failed { missing: true, .. } => {
                self.add_flaw(&file, None, FlawKind::Missing);
                return Ok(());
            }
            Fetched::Failed { not_allowed: true, .. } => {
                self.add_flaw(&file, None, FlawKind::NotAllowed);
                return Ok(());
            }
            Fetched::Failed { message, .. } => {
                self.add_flaw(&file, None, FlawKind::Unread { message });
                return Ok(());
            }
        };
        self.preview.files += 1;
        let ingest = &self.catalog.ingest;
        let origin = Origin { location: file.clone(), origin: self.origin.clone() };
        let integrations = std::sync::Arc::clone(&ingest.services.integrations);
        let parsed = parse(bytes.clone(), origin.clone(), ingest.settings(), integrations, true).await;
        let mut parsed = parsed.ok_or_else(|| Error::internal("the file could not be processed"))?;
        self.fill(&mut parsed, &origin).await;
        for refused in parsed.refused {
            let excerpt = self.excerpt(&bytes, &refused.problem);
            let problem = Box::new(refused.problem);
            self.add_flaw(&file, refused.entity_ref, FlawKind::Document { problem, excerpt });
        }
        for prepared in parsed.prepared {
            self.add_entity(&file, prepared).await?;
        }
        Ok(())
    }

    /// Fills the placeholders of documents that name other files.
    async fn fill(&self, parsed: &mut Parsed, origin: &Origin) {
        let ingest = &self.catalog.ingest;
        for (mut raw, found) in std::mem::take(&mut parsed.waiting) {
            let filled = placeholder::fill(ingest, &mut raw, &found, &origin.location).await;
            let outcome = match filled {
                Ok(_) => prepare(raw, origin, &ingest.settings(), &ingest.services.integrations, true),
                Err(problem) => {
                    let entity_ref = crate::ingest::prepare::named(&raw);
                    Err(Box::new(Refused { entity_ref, problem, raw: None }))
                }
            };
            match outcome {
                Ok(prepared) => parsed.prepared.push(prepared),
                Err(refused) => parsed.refused.push(*refused),
            }
        }
    }

    async fn add_entity(&mut self, file: &str, prepared: Prepared) -> Result<(), Error> {
        if prepared.is_location {
            self.add_targets(&prepared.entity, file);
        }
        if !self.named.insert(prepared.entity_ref.clone()) {
            let message = format!("{} is named more than once; the first one counts", prepared.entity_ref);
            self.add_flaw(file, Some(prepared.entity_ref), FlawKind::Unread { message });
            return Ok(());
        }
        let known = self.catalog.answer(&prepared.entity_ref, &self.may).await?;
        let state = match known {
            None => State::New,
            Some(answer) => {
                let known: Value = serde_json::from_slice(&answer).map_err(Error::internal)?;
                match annotate::get(&known, annotate::LOCATION) {
                    Some(elsewhere) if elsewhere != file => State::Taken(elsewhere.to_owned()),
                    _ => State::Known,
                }
            }
        };
        let found = Found { entity_ref: prepared.entity_ref, file: file.to_owned(), state };
        self.preview.entities.push(found);
        Ok(())
    }

    fn excerpt(&self, bytes: &Bytes, problem: &Problem) -> Option<Lines> {
        let place = problem.place.as_ref()?;
        let settings = self.catalog.ingest.settings();
        let text = yaml::text(bytes, &settings.limits).ok()?;
        Some(around(&text, place.line))
    }
}

/// The lines around number `line`, from 1.
fn around(text: &str, line: usize) -> Lines {
    let first = line.saturating_sub(AROUND).max(1);
    let lines = text.lines().skip(first - 1).take(line + AROUND + 1 - first);
    Lines { first, lines: lines.map(|line| line.chars().take(LONGEST_LINE).collect()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_around_a_place_stay_within_the_text() {
        let text = "a\nb\nc\nd\ne\nf";
        let table: [(usize, usize, &[&str]); 5] = [
            (1, 1, &["a", "b", "c"]),
            (2, 1, &["a", "b", "c", "d"]),
            (4, 2, &["b", "c", "d", "e", "f"]),
            (6, 4, &["d", "e", "f"]),
            (60, 58, &[]),
        ];
        for (line, first, lines) in table {
            let lines = lines.iter().map(|line| (*line).to_owned()).collect();
            assert_eq!(around(text, line), Lines { first, lines }, "{line}");
        }
        let long = "x".repeat(LONGEST_LINE + 9);
        assert_eq!(around(&long, 1).lines[0].len(), LONGEST_LINE);
    }
}

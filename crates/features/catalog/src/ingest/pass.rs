//! One pass over a Location: read its targets, write what they give, and finish. An unchanged file costs one conditional
//! request; a failed one keeps what it gave before.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use entity::location::Presence;
use futures_util::StreamExt as _;
use kernel::{Error, Timestamp};
use serde_json::Value;

use super::annotate::{self, Origin};
use super::apply::{self, Batch};
use super::finish::{self, Finish};
use super::parse::{Parsed, parse};
use super::prepare::{Refused, named, prepare};
use super::read::{Fetched, FileState, expand, fetch};
use super::{Ingest, placeholder, problem};
use crate::locations::register::MAXIMUM_TARGET;
use crate::store::entity::EntityRow;
use crate::store::{reference, source};

/// While a Location is read, no other replica reads it for this long after the last sign of life, which comes at least
/// three times as often.
pub const LEASE: Duration = Duration::from_secs(30);
/// Files that are read and parsed ahead of the one being written.
const AHEAD: usize = 2;

/// What a pass did, for the log and for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub files: usize,
    pub unchanged: usize,
    pub changed: usize,
    pub removed: usize,
    pub problems: usize,
}

/// A pass in progress.
struct Pass<'a> {
    ingest: &'a Ingest,
    location_ref: &'a str,
    source: String,
    cause: &'a str,
    origin: String,
    rules: String,
    known: HashMap<String, FileState>,
    /// Refs that each file gave when it was read before; asked for when the first changed file comes.
    before: Option<HashMap<String, Vec<String>>>,
    /// Refs that this Location names, as far as it has been read.
    named: HashSet<String>,
    /// Files whose earlier entities stay without looking: unchanged or failed.
    kept: HashSet<String>,
    problems: Vec<Value>,
    /// Something was read without a problem.
    sound: bool,
    /// Every target could be told; without that nothing is removed.
    complete: bool,
    report: Report,
}

/// One file, read and parsed.
struct Loaded {
    file: String,
    outcome: Outcome,
}

enum Outcome {
    Unchanged,
    Failed { name: &'static str, message: String, missing: bool },
    Parsed { parsed: Parsed, state: FileState },
}

/// Reads a Location and everything it names directly. `cause` says why, for the log.
pub async fn run(ingest: &Ingest, row: &EntityRow, cause: &str) -> Result<Report, Error> {
    let Some(entity) = row.document.as_deref().or(row.unprocessed.as_deref()) else {
        return Ok(Report::default());
    };
    let entity: Value = serde_json::from_str(entity).map_err(Error::internal)?;
    let known = source::of_location(&ingest.services.db, &row.entity_ref).await?;
    let known = known
        .into_iter()
        .map(|(file, state)| (file, serde_json::from_str(&state).unwrap_or_default()))
        .collect();
    let own = annotate::get(&entity, annotate::LOCATION).unwrap_or_default().to_owned();
    let mut pass = Pass {
        ingest,
        location_ref: &row.entity_ref,
        source: reference::entity_source(&row.entity_ref),
        cause,
        origin: annotate::get(&entity, annotate::ORIGIN).unwrap_or(&own).to_owned(),
        rules: ingest.settings().fingerprint(),
        known,
        before: None,
        named: HashSet::new(),
        kept: HashSet::new(),
        problems: Vec::new(),
        sound: false,
        complete: true,
        report: Report::default(),
    };
    let targets = pass.targets(&entity, &own).await?;
    pass.read_all(targets).await?;
    let finish = Finish {
        location: row,
        source: &pass.source,
        cause,
        named: &pass.named,
        kept: &pass.kept,
        complete: pass.complete,
        problems: std::mem::take(&mut pass.problems),
        sound: pass.sound,
    };
    let finished = finish::finish(ingest, finish).await?;
    pass.report.removed = finished.removed;
    pass.report.problems = finished.problems;
    ingest.projection.refresh();
    Ok(pass.report)
}

impl Pass<'_> {
    /// The files that the Location names, with problems noted for those it may not name. `optional` files may be missing.
    async fn targets(&mut self, entity: &Value, own: &str) -> Result<Vec<(String, bool)>, Error> {
        let (own_kind, own_target) = own.split_once(':').unwrap_or(("url", ""));
        if finish::depth(self.ingest, self.location_ref).await? > self.ingest.settings().maximum_depth {
            let limit = self.ingest.settings().maximum_depth;
            self.fail("InputError", &format!("locations name each other too deep (limit {limit})"));
            self.complete = false;
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for target in entity::location::targets(entity) {
            let kind = target.kind.as_deref().unwrap_or(own_kind);
            if kind != own_kind && !annotate::is_generated(entity) {
                self.fail(
                    "NotAllowedError",
                    &format!("a location of type {own_kind} may not name a target of type {kind}"),
                );
                continue;
            }
            let resolved = match self.resolve(kind, &target.target, own_target) {
                Ok(resolved) => resolved,
                Err(message) => {
                    self.fail("InputError", &message);
                    continue;
                }
            };
            if resolved.len() > MAXIMUM_TARGET || resolved.chars().any(char::is_control) {
                let rule = format!("a target has no control characters and at most {MAXIMUM_TARGET} bytes");
                self.fail("InputError", &rule);
                continue;
            }
            match expand(self.ingest, kind, &resolved).await {
                Ok(found) => {
                    files.extend(found.into_iter().map(|file| (file, target.presence == Presence::Optional)));
                }
                Err((true, ..)) if target.presence == Presence::Optional => {}
                Err((_, name, message)) => {
                    self.complete = false;
                    self.fail(name, &message);
                }
            }
        }
        Ok(files)
    }

    fn resolve(&self, kind: &str, target: &str, base: &str) -> Result<String, String> {
        if kind == "file" {
            return Ok(entity::location::resolve_file(base, target));
        }
        let integrations = &self.ingest.services.integrations;
        integrations.resolve(target, base).map_err(|error| error.to_string())
    }

    fn fail(&mut self, name: &str, message: &str) {
        self.problems.push(problem::item(name, message));
    }

    async fn read_all(&mut self, files: Vec<(String, bool)>) -> Result<(), Error> {
        let (ingest, origin, rules) = (self.ingest, self.origin.clone(), self.rules.clone());
        let known = Arc::new(std::mem::take(&mut self.known));
        let optional: HashSet<String> =
            files.iter().filter(|(_, optional)| *optional).map(|(file, _)| file.clone()).collect();
        let mut loads = futures_util::stream::iter(files.into_iter().map(|(file, _)| {
            let (origin, rules, known) = (origin.clone(), rules.clone(), Arc::clone(&known));
            async move { load(ingest, file, origin, rules, &known).await }
        }))
        .buffered(AHEAD);
        while let Some(loaded) = loads.next().await {
            self.report.files += 1;
            let optional = optional.contains(&loaded.file);
            match loaded.outcome {
                Outcome::Unchanged => {
                    self.report.unchanged += 1;
                    let problems =
                        known.get(&loaded.file).map(|state| state.problems.clone()).unwrap_or_default();
                    self.sound |= problems.is_empty();
                    self.problems.extend(problems);
                    self.kept.insert(loaded.file);
                }
                Outcome::Failed { missing: true, .. } if optional => self.sound = true,
                Outcome::Failed { name, message, .. } => {
                    self.fail(name, &message);
                    self.kept.insert(loaded.file);
                }
                Outcome::Parsed { parsed, state } => self.write(loaded.file, parsed, state).await?,
            }
        }
        Ok(())
    }

    /// Writes the entities of one file.
    async fn write(&mut self, file: String, mut parsed: Parsed, mut state: FileState) -> Result<(), Error> {
        let origin = Origin { location: file.clone(), origin: self.origin.clone() };
        self.fill_placeholders(&mut parsed, &origin, &mut state).await;
        for refused in &parsed.refused {
            state.problems.push(problem::of_document(&file, &refused.problem));
            self.audit_refusal(refused);
        }
        self.sound |= !parsed.prepared.is_empty() || !parsed.refused.iter().any(Refused::spoils_its_location);
        // What a document without a readable name was before cannot be told, so nothing of its file is let go.
        if parsed.refused.iter().any(|refused| refused.entity_ref.is_none()) {
            self.kept.insert(file.clone());
        }
        if self.lets_go(&file, &parsed).await? {
            // Entities are let go when the pass ends. Should it be cut off before, the next one must look again.
            state.distrust();
        }
        let lease = lease_until(self.ingest.shared_now());
        let text = serde_json::to_string(&state).map_err(Error::internal)?;
        let batch = Batch {
            source: &self.source,
            file: &file,
            cause: self.cause,
            prepared: parsed.prepared,
            refused: &parsed.refused,
            location: Some((self.location_ref, lease, Some(text))),
        };
        let outcome = apply::apply(self.ingest, batch).await?;
        self.report.changed += outcome.changed;
        self.named.extend(outcome.named);
        for entity_ref in outcome.conflicts {
            tracing::warn!(
                event = "catalog.conflict",
                entity = entity_ref,
                file,
                "another location holds this entity"
            );
            let message = format!("entity {entity_ref} belongs to another location, which keeps it");
            state.problems.push(problem::item("ConflictError", &message));
        }
        self.problems.extend(state.problems);
        self.refresh_when_due();
        Ok(())
    }

    /// Whether the file gave an entity before that it does not name now.
    async fn lets_go(&mut self, file: &str, parsed: &Parsed) -> Result<bool, Error> {
        let before = match self.before.take() {
            Some(before) => before,
            None => reference::by_file(&self.ingest.services.db, &self.source).await?,
        };
        let mut named: HashSet<&str> = HashSet::new();
        named.extend(parsed.prepared.iter().map(|entity| entity.entity_ref.as_str()));
        named.extend(parsed.refused.iter().filter_map(|refused| refused.entity_ref.as_deref()));
        let lets_go =
            before.get(file).is_some_and(|refs| refs.iter().any(|earlier| !named.contains(earlier.as_str())));
        self.before = Some(before);
        Ok(lets_go)
    }

    /// Between the files of a long pass, readers get to see relations now and then, less often the longer it takes.
    fn refresh_when_due(&self) {
        let stale = self.ingest.projection.stale();
        if stale > self.report.changed / 2 && self.report.changed < 2_000 {
            self.ingest.projection.refresh();
        }
    }

    async fn fill_placeholders(&self, parsed: &mut Parsed, origin: &Origin, state: &mut FileState) {
        let settings = self.ingest.settings();
        for (mut raw, found) in std::mem::take(&mut parsed.waiting) {
            match placeholder::fill(self.ingest, &mut raw, &found, &origin.location).await {
                Ok(dependencies) => {
                    state.dependencies.extend(dependencies);
                    match prepare(raw, origin, &settings, &self.ingest.services.integrations, true) {
                        Ok(prepared) => parsed.prepared.push(prepared),
                        Err(refused) => parsed.refused.push(*refused),
                    }
                }
                Err(problem) => {
                    // A placeholder that fails is tried again at every pass, whether the file changed or not.
                    state.distrust();
                    annotate::annotate(&mut raw, origin, &self.ingest.services.integrations);
                    let entity_ref = named(&raw);
                    parsed.refused.push(Refused { entity_ref, problem, raw: Some(raw) });
                }
            }
        }
    }

    fn audit_refusal(&self, refused: &Refused) {
        if refused.problem.name == entity::problem::ErrorName::NotAllowed {
            let ctx = kernel::Ctx::system("plugin:catalog", self.ingest.services.clock.now());
            let subject = refused.entity_ref.as_deref().unwrap_or(&self.origin);
            self.ingest.services.audit.record(
                &ctx,
                "catalog.entity.reject",
                kernel::audit::Status::Denied,
                subject,
            );
        }
    }
}

/// The end of a lease that is taken or renewed now.
pub fn lease_until(now: Timestamp) -> Timestamp {
    now + i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX)
}

/// Reads and parses one file, unless it and everything that its placeholders read is as it was.
async fn load(
    ingest: &Ingest,
    file: String,
    origin: String,
    rules: String,
    known: &HashMap<String, FileState>,
) -> Loaded {
    let known = known.get(&file).filter(|state| state.rules == rules && !state.hash.is_empty());
    let same_dependencies = match known {
        Some(state) => dependencies_unchanged(ingest, state).await,
        None => false,
    };
    let condition = known.filter(|_| same_dependencies);
    let outcome = match fetch(ingest, &file, condition).await {
        Fetched::Unchanged => Outcome::Unchanged,
        Fetched::Found { hash, .. } if condition.is_some_and(|state| state.hash == hash) => {
            Outcome::Unchanged
        }
        Fetched::Failed { missing, name, message, .. } => Outcome::Failed { name, message, missing },
        Fetched::Found { bytes, etag, last_modified, hash } => {
            let state = FileState { etag, last_modified, hash, rules, ..FileState::default() };
            let place = Origin { location: file.clone(), origin };
            let integrations = Arc::clone(&ingest.services.integrations);
            match parse(bytes, place, ingest.settings(), integrations, true).await {
                Some(parsed) => Outcome::Parsed { parsed, state },
                // Treated like a source that cannot be reached: what it gave before stays.
                None => Outcome::Failed {
                    name: "Error",
                    message: format!("{file} could not be processed because of a mistake in the portal"),
                    missing: false,
                },
            }
        }
    };
    Loaded { file, outcome }
}

async fn dependencies_unchanged(ingest: &Ingest, state: &FileState) -> bool {
    for dependency in &state.dependencies {
        let known = FileState { etag: dependency.etag.clone(), ..FileState::default() };
        match fetch(ingest, &dependency.location, Some(&known)).await {
            Fetched::Unchanged => {}
            Fetched::Found { hash, .. } if hash == dependency.hash => {}
            Fetched::Found { .. } | Fetched::Failed { .. } => return false,
        }
    }
    true
}

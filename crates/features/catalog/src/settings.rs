//! The catalog's configuration, read once at start and again when the files change. Source: catalog-api contract,
//! section 9. Knows no other feature's keys.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use entity::kinds::{CustomKind, Kinds};
use entity::rules::Rules;
use entity::{Limits, LocationRef};
use kernel::Error;
use kernel::config::{ConfigError, Section};
use serde_json::Value;

/// What to do with an entity that nothing names any more, and with the entities of providers that are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrphanStrategy {
    Keep,
    Delete,
}

/// What registering a location does that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictStrategy {
    Reject,
    Refresh,
}

/// A location listed in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfiguredLocation {
    pub kind: String,
    /// Absolute path for `file`.
    pub target: String,
}

/// Everything that `catalog.*` and `callboard.catalog.*` set.
#[derive(Clone, Debug)]
pub struct Settings {
    pub rules: Rules,
    pub kinds: Arc<Kinds>,
    /// Text of the rules and kinds as configured; other rules mean processing everything anew.
    pub rules_text: String,
    pub locations: Vec<ConfiguredLocation>,
    pub readonly: bool,
    pub orphan_strategy: OrphanStrategy,
    pub orphan_provider_strategy: OrphanStrategy,
    pub conflict_strategy: ConflictStrategy,
    /// Shortest and longest time between two readings of a Location; `None` switches reading off.
    pub interval: Option<(Duration, Duration)>,
    pub deletion_guard: DeletionGuard,
    /// Files may be read beneath these folders only.
    pub file_roots: Vec<PathBuf>,
    /// How many Locations are read at the same time.
    pub concurrency: usize,
    /// How deep Locations may name Locations.
    pub maximum_depth: usize,
    /// Bytes of ready-to-send documents that stay in memory.
    pub document_budget: usize,
    pub limits: Limits,
    /// What pushes to repositories cause; `None` when they cause nothing.
    pub pushes: Option<PushEffects>,
    /// How often one caller may ask for sources to be read again, in a minute.
    pub refreshes: usize,
    /// Most entities of one graph.
    pub graph_entities: usize,
}

/// What a push to a repository may cause. Source: `catalog.scmEvents`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushEffects {
    /// Changed files are read again.
    pub refreshes: bool,
    /// Registrations of removed files go.
    pub unregisters: bool,
    /// Registrations follow a repository that got another name.
    pub moves: bool,
}

/// A pass over a source stops and reports when it would remove more than this.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeletionGuard {
    /// Share of the source's entities, 0 to 1.
    pub share: f64,
    /// Fewer removals than this are never stopped.
    pub minimum: usize,
}

impl DeletionGuard {
    /// Whether removing `removed` of `total` entities needs a person's word.
    pub fn stops(self, removed: usize, total: usize) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
        let share = removed as f64 / total.max(1) as f64;
        removed >= self.minimum && share > self.share
    }
}

const DEFAULT_INTERVAL: (Duration, Duration) = (Duration::from_secs(100), Duration::from_secs(150));
const DEFAULT_GUARD: DeletionGuard = DeletionGuard { share: 0.5, minimum: 20 };
const DEFAULT_CONCURRENCY: usize = 4;
const DEFAULT_REFRESHES: usize = 1_000;
const DEFAULT_DEPTH: usize = 32;
const DEFAULT_GRAPH: usize = 2_000;
/// What is still drawn in about a second.
const LARGEST_GRAPH: usize = 10_000;
const DEFAULT_DOCUMENT_BUDGET: usize = 512 * 1024 * 1024;

impl Settings {
    /// Reads the sections; `folder` is what relative `file` targets start from.
    pub fn read(config: &Section, folder: &std::path::Path) -> Result<Self, Error> {
        read(config, folder).map_err(|error| Error::Input(error.to_string()))
    }
}

fn read(config: &Section, folder: &std::path::Path) -> Result<Settings, ConfigError> {
    let locations = read_locations(config, folder)?;
    let mut file_roots = vec![folder.to_path_buf()];
    for location in locations.iter().filter(|location| location.kind == "file") {
        if let Some(parent) = glob_base(&location.target) {
            file_roots.push(parent);
        }
    }
    for root in config.strings("callboard.catalog.fileRoots")?.unwrap_or_default() {
        file_roots.push(folder.join(root));
    }
    let guard = DeletionGuard {
        share: config.number("callboard.catalog.deletionGuard.share")?.unwrap_or(DEFAULT_GUARD.share),
        minimum: count(config, "callboard.catalog.deletionGuard.minimum", DEFAULT_GUARD.minimum)?,
    };
    Ok(Settings {
        rules: read_rules(config, folder)?,
        kinds: Arc::new(read_kinds(config)?),
        rules_text: format!(
            "{:?} {:?} {:?}",
            config.get("catalog.rules"),
            config.get("catalog.locations"),
            config.get("callboard.catalog.kinds")
        ),
        locations,
        readonly: config.boolean("catalog.readonly")?.unwrap_or(false),
        orphan_strategy: orphan_strategy(config, "catalog.orphanStrategy")?,
        orphan_provider_strategy: orphan_strategy(config, "catalog.orphanProviderStrategy")?,
        conflict_strategy: match config.string("catalog.defaultLocationConflictStrategy")?.as_deref() {
            Some("refresh") => ConflictStrategy::Refresh,
            _ => ConflictStrategy::Reject,
        },
        interval: read_interval(config)?,
        deletion_guard: guard,
        file_roots,
        concurrency: count(config, "callboard.catalog.concurrency", DEFAULT_CONCURRENCY)?.max(1),
        maximum_depth: count(config, "callboard.catalog.maximumDepth", DEFAULT_DEPTH)?,
        document_budget: count(config, "callboard.catalog.documentBudget", DEFAULT_DOCUMENT_BUDGET)?,
        limits: read_limits(config)?,
        pushes: read_pushes(config)?,
        refreshes: count(config, "callboard.limits.catalog.refreshesPerMinute", DEFAULT_REFRESHES)?,
        graph_entities: count(config, "callboard.limits.catalog.graphEntities", DEFAULT_GRAPH)?
            .clamp(1, LARGEST_GRAPH),
    })
}

fn count(config: &Section, path: &str, default: usize) -> Result<usize, ConfigError> {
    let Some(number) = config.number(path)? else { return Ok(default) };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count; negative ones become zero"
    )]
    Ok(number as usize)
}

fn orphan_strategy(config: &Section, path: &str) -> Result<OrphanStrategy, ConfigError> {
    Ok(match config.string(path)?.as_deref() {
        Some("keep") => OrphanStrategy::Keep,
        _ => OrphanStrategy::Delete,
    })
}

fn read_interval(config: &Section) -> Result<Option<(Duration, Duration)>, ConfigError> {
    if config.get("catalog.processingInterval") == Some(&Value::Bool(false)) {
        return Ok(None);
    }
    let Some(interval) = config.duration("catalog.processingInterval")? else {
        return Ok(Some(DEFAULT_INTERVAL));
    };
    let milliseconds = u64::try_from(interval.as_millis()).unwrap_or(u64::MAX);
    let shortest = Duration::from_secs(milliseconds.saturating_add(500).saturating_div(1_000).max(1));
    Ok(Some((shortest, shortest.mul_f64(1.5))))
}

fn read_locations(
    config: &Section,
    folder: &std::path::Path,
) -> Result<Vec<ConfiguredLocation>, ConfigError> {
    let mut locations = Vec::new();
    for section in config.sections("catalog.locations")? {
        let kind = section.string("type")?.unwrap_or_default();
        let target = section.string("target")?.unwrap_or_default();
        let target = if kind == "file" { folder.join(target).to_string_lossy().into_owned() } else { target };
        let location = ConfiguredLocation { kind, target };
        if !locations.contains(&location) {
            locations.push(location);
        }
    }
    Ok(locations)
}

/// The folder above the first part of a path that holds a glob.
fn glob_base(target: &str) -> Option<PathBuf> {
    let fixed = match target.find(['*', '?', '[', '{']) {
        Some(at) => target.get(..at)?.rsplit_once('/')?.0,
        None => return PathBuf::from(target).parent().map(PathBuf::from),
    };
    Some(PathBuf::from(fixed))
}

fn read_rules(config: &Section, folder: &std::path::Path) -> Result<Rules, ConfigError> {
    let mut locations = Vec::new();
    for section in config.sections("catalog.locations")? {
        let Some(rules) = section.get("rules") else { continue };
        let kind = section.string("type")?.unwrap_or_default();
        let target = section.string("target")?.unwrap_or_default();
        let target = if kind == "file" { folder.join(target).to_string_lossy().into_owned() } else { target };
        locations.push((kind, target, rules.clone()));
    }
    let mut rules = Rules::from_config(config.get("catalog.rules"))
        .map_err(|error| config.error_at("catalog.rules", error.to_string()))?;
    for (kind, target, extra) in locations {
        rules
            .extend_for(&LocationRef::new(kind, target), &extra)
            .map_err(|error| config.error_at("catalog.locations", error.to_string()))?;
    }
    Ok(rules)
}

fn read_kinds(config: &Section) -> Result<Kinds, ConfigError> {
    let mut custom = Vec::new();
    for (position, section) in config.sections("callboard.catalog.kinds")?.into_iter().enumerate() {
        let kind = serde_json::from_value::<CustomKind>(section.value().clone()).map_err(|error| {
            config.error_at(&format!("callboard.catalog.kinds[{position}]"), error.to_string())
        })?;
        custom.push(kind);
    }
    Kinds::builtin()
        .with_custom(custom)
        .map_err(|error| config.error_at("callboard.catalog.kinds", error.to_string()))
}

/// `true` means all of it; in an object each part is on unless it says otherwise.
fn read_pushes(config: &Section) -> Result<Option<PushEffects>, ConfigError> {
    let part = |name: &str| config.boolean(&format!("catalog.scmEvents.{name}")).map(|on| on.unwrap_or(true));
    match config.get("catalog.scmEvents") {
        Some(Value::Object(_)) => Ok(Some(PushEffects {
            refreshes: part("refresh")?,
            unregisters: part("unregister")?,
            moves: part("move")?,
        })),
        Some(_) if config.boolean("catalog.scmEvents")? == Some(true) => {
            Ok(Some(PushEffects { refreshes: true, unregisters: true, moves: true }))
        }
        _ => Ok(None),
    }
}

fn read_limits(config: &Section) -> Result<Limits, ConfigError> {
    let default = Limits::default();
    Ok(Limits {
        file_bytes: count(config, "callboard.limits.catalog.fileBytes", default.file_bytes)?,
        documents: count(config, "callboard.limits.catalog.documents", default.documents)?,
        depth: count(config, "callboard.limits.catalog.depth", default.depth)?,
        nodes: count(config, "callboard.limits.catalog.nodes", default.nodes)?,
        entity_bytes: count(config, "callboard.limits.catalog.entityBytes", default.entity_bytes)?,
        relations: count(config, "callboard.limits.catalog.relations", default.relations)?,
    })
}

impl Settings {
    /// Changes when entities must be processed anew although their files did not change.
    pub fn fingerprint(&self) -> String {
        let text = format!("{} {} {:?}", env!("CARGO_PKG_VERSION"), self.rules_text, self.limits);
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }

    /// When a Location that was just read is read again; `None` when reading is switched off.
    pub fn next_reading(&self, now: kernel::Timestamp) -> Option<kernel::Timestamp> {
        let (shortest, longest) = self.interval?;
        let spread = u64::try_from(longest.saturating_sub(shortest).as_millis()).unwrap_or(0);
        let random = u64::from_le_bytes(kernel::random::bytes::<8>()) % spread.max(1);
        let wait = u64::try_from(shortest.as_millis()).unwrap_or(0) + random;
        Some(now + i64::try_from(wait).unwrap_or(i64::MAX / 2))
    }
}

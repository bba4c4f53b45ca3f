//! `catalog.rules`: which kinds may come from which locations.
//!
//! Evaluates rules; does not know how an entity got its location (contracts: catalog-api 9 and 10.3g).

mod config;

use globset::GlobMatcher;
use serde_json::Value;

use crate::problem::{ErrorName, Problem, Stage};
use crate::refs::LocationRef;
use crate::validate::entity_ref;

pub use config::RuleError;

/// The kinds that are allowed when nothing is configured.
const DEFAULT_KINDS: [&str; 3] = ["Component", "API", "Location"];

/// All rules in force. An entity is allowed when one of them allows it.
#[derive(Debug, Clone)]
pub struct Rules {
    rules: Vec<Rule>,
}

/// One rule: these kinds, from these locations.
#[derive(Debug, Clone)]
struct Rule {
    allow: Vec<Allow>,
    /// `None` means every location.
    locations: Option<Vec<LocationMatch>>,
}

/// A kind, perhaps of one `spec.type` only. Compared without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    pub kind: String,
    pub spec_type: Option<String>,
}

#[derive(Debug, Clone)]
struct LocationMatch {
    kind: Option<String>,
    target: TargetMatch,
}

#[derive(Debug, Clone)]
enum TargetMatch {
    Any,
    Exact(String),
    Pattern(Box<GlobMatcher>),
}

impl Default for Rules {
    fn default() -> Self {
        let allow = DEFAULT_KINDS.map(|kind| Allow { kind: kind.to_owned(), spec_type: None }).to_vec();
        Self { rules: vec![Rule { allow, locations: None }] }
    }
}

impl Rules {
    /// Reads `catalog.rules`; without it the default applies. The error carries a pointer into the value.
    pub fn from_config(rules: Option<&Value>) -> Result<Self, RuleError> {
        match rules {
            Some(rules) => Ok(Self { rules: config::rules(rules)? }),
            None => Ok(Self::default()),
        }
    }

    /// Adds the `rules` of one entry of `catalog.locations`: they hold for exactly this location, whose `file`
    /// target the caller has made absolute.
    pub fn extend_for(&mut self, location: &LocationRef, rules: &Value) -> Result<(), RuleError> {
        let target = TargetMatch::Exact(location.target.clone());
        let only_there = vec![LocationMatch { kind: Some(location.kind.clone()), target }];
        for mut rule in config::rules(rules)? {
            rule.locations = Some(only_there.clone());
            self.rules.push(rule);
        }
        Ok(())
    }

    /// The position of the first rule that lets `entity` come from `origin`, the registered location that led to
    /// it. `location` is where it was read; it only appears in the message.
    pub fn check(
        &self,
        entity: &Value,
        location: &LocationRef,
        origin: &LocationRef,
    ) -> Result<usize, Problem> {
        let allowing = self.rules.iter().position(|rule| rule.allows(entity) && rule.holds_at(origin));
        allowing.ok_or_else(|| not_allowed(entity, location, origin))
    }
}

impl Rule {
    fn allows(&self, entity: &Value) -> bool {
        let kind = entity.get("kind").and_then(Value::as_str).unwrap_or_default();
        let spec_type = entity.pointer("/spec/type").and_then(Value::as_str);
        self.allow.iter().any(|allow| {
            let has_type = allow
                .spec_type
                .as_ref()
                .is_none_or(|wanted| spec_type.is_some_and(|found| same(wanted, found)));
            same(&allow.kind, kind) && has_type
        })
    }

    fn holds_at(&self, origin: &LocationRef) -> bool {
        self.locations
            .as_ref()
            .is_none_or(|locations| locations.iter().any(|location| location.matches(origin)))
    }
}

impl LocationMatch {
    fn matches(&self, origin: &LocationRef) -> bool {
        let has_type = self.kind.as_ref().is_none_or(|kind| *kind == origin.kind);
        has_type
            && match &self.target {
                TargetMatch::Any => true,
                TargetMatch::Exact(target) => *target == origin.target,
                TargetMatch::Pattern(pattern) => {
                    pattern.is_match(config::without_empty_segments(&origin.target).as_ref())
                }
            }
    }
}

fn same(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}

fn not_allowed(entity: &Value, location: &LocationRef, origin: &LocationRef) -> Problem {
    let entity_ref = entity_ref(entity);
    let message = format!(
        "Entity {entity_ref} at {location}, originated at {origin}, is not of an allowed kind for that location"
    );
    Problem::at(Stage::Rules, ErrorName::NotAllowed, "catalog.rules", "/kind", message)
        .with_help(format!("ask for a rule in `catalog.rules` that allows {} from {origin}", entity_ref.kind))
}

#[cfg(test)]
mod tests;

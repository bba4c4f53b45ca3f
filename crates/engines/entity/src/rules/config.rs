//! Reads rules from configuration.
//!
//! Says where in the configured value a mistake is; does not know the file it came from.

use std::borrow::Cow;

use globset::GlobBuilder;
use serde_json::Value;

use super::{Allow, LocationMatch, Rule, TargetMatch};

/// Most rules in one list, and most entries in each of their lists.
const MOST_ENTRIES: usize = 10_000;

/// What is wrong with the configured rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at {pointer:?})")]
pub struct RuleError {
    /// JSON pointer into the configured list.
    pub pointer: String,
    pub message: String,
}

fn error(pointer: impl Into<String>, message: impl Into<String>) -> RuleError {
    RuleError { pointer: pointer.into(), message: message.into() }
}

pub(super) fn rules(value: &Value) -> Result<Vec<Rule>, RuleError> {
    let mut rules = Vec::new();
    for (index, rule) in list(value, "")?.iter().enumerate() {
        let pointer = format!("/{index}");
        only_keys(rule, &pointer, &["allow", "locations"])?;
        let allow_pointer = format!("{pointer}/allow");
        let allow = rule.get("allow").ok_or_else(|| error(&*allow_pointer, "allow is missing"))?;
        let mut allowed = Vec::new();
        for (position, item) in list(allow, &allow_pointer)?.iter().enumerate() {
            allowed.push(allow_of(item, &format!("{allow_pointer}/{position}"))?);
        }
        let locations = rule.get("locations").map(|value| locations(value, &pointer)).transpose()?;
        rules.push(Rule { allow: allowed, locations });
    }
    Ok(rules)
}

fn allow_of(value: &Value, pointer: &str) -> Result<Allow, RuleError> {
    if let Value::String(kind) = value {
        return Ok(Allow { kind: kind.clone(), spec_type: None });
    }
    only_keys(value, pointer, &["kind", "spec.type"])?;
    let kind = text(value, "kind", pointer)?.ok_or_else(|| error(pointer, "kind is missing"))?;
    Ok(Allow { kind: kind.to_owned(), spec_type: text(value, "spec.type", pointer)?.map(str::to_owned) })
}

fn locations(value: &Value, rule_pointer: &str) -> Result<Vec<LocationMatch>, RuleError> {
    let pointer = format!("{rule_pointer}/locations");
    let mut matches = Vec::new();
    for (position, location) in list(value, &pointer)?.iter().enumerate() {
        let pointer = format!("{pointer}/{position}");
        only_keys(location, &pointer, &["type", "exact", "pattern"])?;
        let target = match (text(location, "exact", &pointer)?, text(location, "pattern", &pointer)?) {
            (Some(_), Some(_)) => {
                return Err(error(pointer, "a rule cannot have both an exact and a pattern location"));
            }
            (Some(exact), None) => TargetMatch::Exact(exact.to_owned()),
            (None, Some(pattern)) => glob(pattern, &format!("{pointer}/pattern"))?,
            (None, None) => TargetMatch::Any,
        };
        matches.push(LocationMatch { kind: text(location, "type", &pointer)?.map(str::to_owned), target });
    }
    Ok(matches)
}

/// Globs as Backstage matches them: without case, `*` within a path segment, `**` across segments, names that
/// start with a dot included.
fn glob(pattern: &str, pointer: &str) -> Result<TargetMatch, RuleError> {
    let glob = GlobBuilder::new(&without_empty_segments(pattern))
        .case_insensitive(true)
        .literal_separator(true)
        .build()
        .map_err(|cause| error(pointer, format!("not a pattern: {cause}")))?;
    Ok(TargetMatch::Pattern(Box::new(glob.compile_matcher())))
}

/// Several slashes count as one on both sides, as in `https://`.
pub(super) fn without_empty_segments(target: &str) -> Cow<'_, str> {
    if !target.contains("//") {
        return Cow::Borrowed(target);
    }
    let mut text = String::with_capacity(target.len());
    for character in target.chars() {
        if character != '/' || !text.ends_with('/') {
            text.push(character);
        }
    }
    Cow::Owned(text)
}

fn list<'v>(value: &'v Value, pointer: &str) -> Result<&'v [Value], RuleError> {
    let items = value.as_array().ok_or_else(|| error(pointer, "must be a list"))?;
    if items.len() > MOST_ENTRIES {
        return Err(error(pointer, format!("more than {MOST_ENTRIES} entries")));
    }
    Ok(items)
}

fn text<'v>(value: &'v Value, key: &str, pointer: &str) -> Result<Option<&'v str>, RuleError> {
    let at = || format!("{pointer}/{key}");
    value.get(key).map(|value| value.as_str().ok_or_else(|| error(at(), "must be text"))).transpose()
}

fn only_keys(value: &Value, pointer: &str, known: &[&str]) -> Result<(), RuleError> {
    let entries = value.as_object().ok_or_else(|| error(pointer, "must be an object"))?;
    match entries.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => {
            Err(error(format!("{pointer}/{key}"), format!("unknown key; known are {}", known.join(", "))))
        }
        None => Ok(()),
    }
}

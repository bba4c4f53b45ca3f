//! Reading `callboard.permission.policy`. A policy that is not understood in full is refused, with the place: a rule with
//! a typing error must never be a rule that does not apply.

use globset::{GlobBuilder, GlobMatcher};
use kernel::config::{ConfigError, Section};
use kernel::gate::{Action, Criteria};
use serde_json::Value;
use thiserror::Error;

use super::conditions::{Conditions, Text, read};
use super::rules::{Outcome, Policy, Rule};

const KEY: &str = "callboard.permission.policy";
/// Most rules; each is looked at for each decision.
const MAX_RULES: usize = 1_000;
/// Deepest nesting of conditions.
const MAX_DEPTH: usize = 16;
/// Most rules and operators in the conditions of one rule.
const MAX_NODES: usize = 200;
/// What a rule may say.
const RULE_KEYS: [&str; 7] =
    ["permission", "action", "resourceType", "users", "groups", "decision", "conditions"];

/// The rules that Backstage's own resource types have, with the parameters that each needs. Source: permission contract,
/// section 4. Types that are not listed are checked when they are asked for.
const KNOWN_RULES: [(&str, &str, &[&str]); 12] = [
    ("catalog-entity", "HAS_ANNOTATION", &["annotation"]),
    ("catalog-entity", "HAS_LABEL", &["label"]),
    ("catalog-entity", "HAS_METADATA", &["key"]),
    ("catalog-entity", "HAS_SPEC", &["key"]),
    ("catalog-entity", "IS_ENTITY_KIND", &["kinds"]),
    ("catalog-entity", "IS_ENTITY_OWNER", &["claims"]),
    ("scaffolder-template", "HAS_TAG", &["tag"]),
    ("scaffolder-action", "HAS_ACTION_ID", &["actionId"]),
    ("scaffolder-action", "HAS_BOOLEAN_PROPERTY", &["key"]),
    ("scaffolder-action", "HAS_NUMBER_PROPERTY", &["key"]),
    ("scaffolder-action", "HAS_STRING_PROPERTY", &["key"]),
    ("scaffolder-task", "IS_TASK_OWNER", &["createdBy"]),
];

/// Why a policy was refused; the message begins with the place.
#[derive(Debug, Error)]
#[error("{}: {}", .0.place(), .0.message)]
pub struct PolicyError(#[from] pub ConfigError);

/// Whether the configured policy can be read; for `callboard check`.
pub fn check(root: &Section) -> Result<(), PolicyError> {
    from_config(root).map(|_policy| ())
}

pub(crate) fn from_config(root: &Section) -> Result<Policy, PolicyError> {
    match root.get(KEY) {
        None => return Ok(Policy::AllowAll),
        Some(Value::Array(_)) => {}
        Some(_) => return Err(root.error_at(KEY, "expected a list of rules").into()),
    }
    let sections = root.sections(KEY)?;
    if sections.len() > MAX_RULES {
        return Err(root.error_at(KEY, format!("at most {MAX_RULES} rules")).into());
    }
    let mut rules = Vec::with_capacity(sections.len());
    for section in &sections {
        rules.push(rule(section)?);
    }
    Ok(Policy::Rules(rules))
}

fn rule(section: &Section) -> Result<Rule, ConfigError> {
    for key in section.keys() {
        if !RULE_KEYS.contains(&key.as_str()) {
            let message = format!("unknown key '{key}'; a rule has {}", RULE_KEYS.join(", "));
            return Err(section.error_at(&key, message));
        }
    }
    let mut permissions = Vec::new();
    for text in texts(section, "permission")? {
        permissions.push(glob(section, &text)?);
    }
    let mut actions = Vec::new();
    for text in texts(section, "action")? {
        actions.push(action(section, &text)?);
    }
    let claims = claims(section)?;
    let outcome = match section.required("decision", section.string("decision")?)?.as_str() {
        "allow" => Outcome::Allow,
        "deny" => Outcome::Deny,
        "conditions" => Outcome::Where(conditions(section)?),
        other => {
            let message = format!("unknown decision '{other}'; use allow, deny or conditions");
            return Err(section.error_at("decision", message));
        }
    };
    if section.has("conditions") && !matches!(outcome, Outcome::Where(_)) {
        return Err(section.error_at("conditions", "conditions need 'decision: conditions'"));
    }
    Ok(Rule { permissions, actions, resource_types: texts(section, "resourceType")?, claims, outcome })
}

/// One text or several. An empty list would fit nothing or everything, depending on the reader, so it is refused.
fn texts(section: &Section, key: &str) -> Result<Vec<String>, ConfigError> {
    match section.string_or_strings(key)? {
        Some(texts) if texts.is_empty() => {
            Err(section.error_at(key, "an empty list; leave the key out instead"))
        }
        texts => Ok(texts.unwrap_or_default()),
    }
}

fn glob(section: &Section, text: &str) -> Result<GlobMatcher, ConfigError> {
    let built = GlobBuilder::new(text).build();
    built
        .map(|glob| glob.compile_matcher())
        .map_err(|error| section.error_at("permission", error.to_string()))
}

fn action(section: &Section, text: &str) -> Result<Action, ConfigError> {
    match text {
        "create" => Ok(Action::Create),
        "read" => Ok(Action::Read),
        "update" => Ok(Action::Update),
        "delete" => Ok(Action::Delete),
        other => Err(section
            .error_at("action", format!("unknown action '{other}'; use create, read, update or delete"))),
    }
}

/// Full refs in lower case, as ownership has them; anything shorter would silently fit nobody.
fn claims(section: &Section) -> Result<Option<Vec<String>>, ConfigError> {
    let mut claims = Vec::new();
    for key in ["users", "groups"] {
        for text in texts(section, key)? {
            let parts = text.split_once(':').and_then(|(kind, rest)| Some((kind, rest.split_once('/')?)));
            let is_full = parts.is_some_and(|(kind, (namespace, name))| {
                !kind.is_empty() && !namespace.is_empty() && !name.is_empty()
            });
            if !is_full {
                let message = format!("'{text}' is not a full entity ref such as group:default/platform");
                return Err(section.error_at(key, message));
            }
            claims.push(text.to_lowercase());
        }
    }
    Ok((section.has("users") || section.has("groups")).then_some(claims))
}

fn conditions(section: &Section) -> Result<Conditions, ConfigError> {
    let Some(value) = section.get("conditions") else {
        return Err(section.error_at("decision", "'decision: conditions' needs conditions"));
    };
    let mut reading = Reading { section, nodes: 0, has_gaps: false, resource_type: None };
    let criteria = reading.criteria(value, "conditions", 0)?;
    match reading.resource_type {
        Some(resource_type) => Ok(Conditions { resource_type, criteria, has_gaps: reading.has_gaps }),
        None => Err(section.error_at("conditions", "conditions without any rule")),
    }
}

/// Reads one tree of conditions.
struct Reading<'s> {
    section: &'s Section,
    nodes: usize,
    has_gaps: bool,
    resource_type: Option<String>,
}

impl Reading<'_> {
    fn wrong<T>(&self, at: &str, message: impl Into<String>) -> Result<T, ConfigError> {
        Err(self.section.error_at(at, message))
    }

    fn criteria(&mut self, value: &Value, at: &str, depth: usize) -> Result<Criteria, ConfigError> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return self
                .wrong(at, format!("conditions are at most {MAX_DEPTH} deep and {MAX_NODES} in number"));
        }
        let Some(members) = value.as_object() else { return self.wrong(at, "expected an object") };
        let mut names: Vec<&str> = members.keys().map(String::as_str).collect();
        names.sort_unstable();
        match names.as_slice() {
            ["anyOf"] => Ok(Criteria::AnyOf { any_of: self.list(value, at, "anyOf", depth)? }),
            ["allOf"] => Ok(Criteria::AllOf { all_of: self.list(value, at, "allOf", depth)? }),
            ["not"] => {
                let inner = value.get("not").unwrap_or(&Value::Null);
                Ok(Criteria::Not { not: Box::new(self.criteria(inner, &format!("{at}.not"), depth + 1)?) })
            }
            ["resourceType", "rule"] | ["params", "resourceType", "rule"] => self.rule(value, at),
            _ => self.wrong(at, "expected anyOf, allOf, not, or rule with resourceType and params"),
        }
    }

    fn list(
        &mut self,
        value: &Value,
        at: &str,
        name: &str,
        depth: usize,
    ) -> Result<Vec<Criteria>, ConfigError> {
        let at = format!("{at}.{name}");
        let items = value.get(name).and_then(Value::as_array).filter(|items| !items.is_empty());
        let Some(items) = items else {
            return self.wrong(&at, "expected a list with at least one condition");
        };
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            all.push(self.criteria(item, &at, depth + 1)?);
        }
        Ok(all)
    }

    fn rule(&mut self, value: &Value, at: &str) -> Result<Criteria, ConfigError> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (Some(rule), Some(resource_type)) = (text("rule"), text("resourceType")) else {
            return self.wrong(at, "rule and resourceType are texts");
        };
        let params = value.get("params").cloned().unwrap_or(Value::Null);
        self.check_known(rule, resource_type, &params, at)?;
        self.find_gaps(&params, at)?;
        match &self.resource_type {
            Some(first) if first != resource_type => {
                return self.wrong(at, format!("conditions about {first} and {resource_type} in one rule"));
            }
            _ => self.resource_type = Some(resource_type.to_owned()),
        }
        Ok(Criteria::Rule { rule: rule.to_owned(), resource_type: resource_type.to_owned(), params })
    }

    fn check_known(
        &self,
        rule: &str,
        resource_type: &str,
        params: &Value,
        at: &str,
    ) -> Result<(), ConfigError> {
        if !KNOWN_RULES.iter().any(|(known, _, _)| *known == resource_type) {
            return Ok(());
        }
        let known = KNOWN_RULES.iter().find(|(known, name, _)| *known == resource_type && *name == rule);
        let Some((_, _, needed)) = known else {
            return self.wrong(at, format!("resources of type {resource_type} have no rule {rule}"));
        };
        match needed.iter().find(|name| params.get(**name).is_none()) {
            Some(missing) => self.wrong(at, format!("rule {rule} needs the parameter {missing}")),
            None => Ok(()),
        }
    }

    fn find_gaps(&mut self, value: &Value, at: &str) -> Result<(), ConfigError> {
        match value {
            Value::String(text) => match read(text) {
                Text::User | Text::Claims => self.has_gaps = true,
                Text::Unknown => {
                    return self
                        .wrong(at, format!("'{text}' is unknown; use $user, $claims, or $$ for one $"));
                }
                Text::Plain(_) => {}
            },
            Value::Array(items) => {
                for item in items {
                    self.find_gaps(item, at)?;
                }
            }
            Value::Object(members) => {
                for member in members.values() {
                    self.find_gaps(member, at)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

//! Conditions with gaps for the caller: `$user` is the caller's ref, `$claims` the refs that the caller owns by.

use kernel::gate::{Criteria, Subject};
use serde_json::{Map, Value};

/// Conditions about one type of resource.
pub(crate) struct Conditions {
    pub(crate) resource_type: String,
    pub(crate) criteria: Criteria,
    /// Whether there are gaps at all; without any, the criteria are the same for everybody.
    pub(crate) has_gaps: bool,
}

/// What a text of the policy means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Text<'t> {
    User,
    Claims,
    /// As it stands; `$$` at the beginning was one `$`.
    Plain(&'t str),
    /// Begins with `$` and means nothing.
    Unknown,
}

pub(crate) fn read(text: &str) -> Text<'_> {
    match text {
        "$user" => Text::User,
        "$claims" => Text::Claims,
        _ if text.starts_with("$$") => Text::Plain(text.get(1..).unwrap_or_default()),
        _ if text.starts_with('$') => Text::Unknown,
        _ => Text::Plain(text),
    }
}

impl Conditions {
    /// The conditions for this caller; `None` when they speak of the caller and there is none.
    pub(crate) fn about(&self, subject: &Subject) -> Option<Criteria> {
        match &subject.user_ref {
            Some(user_ref) => Some(fill(&self.criteria, user_ref, &subject.ownership)),
            None if self.has_gaps => None,
            None => Some(fill(&self.criteria, "", &[])),
        }
    }
}

fn fill(criteria: &Criteria, user_ref: &str, claims: &[String]) -> Criteria {
    let fill_all = |inner: &[Criteria]| inner.iter().map(|each| fill(each, user_ref, claims)).collect();
    match criteria {
        Criteria::AnyOf { any_of } => Criteria::AnyOf { any_of: fill_all(any_of) },
        Criteria::AllOf { all_of } => Criteria::AllOf { all_of: fill_all(all_of) },
        Criteria::Not { not } => Criteria::Not { not: Box::new(fill(not, user_ref, claims)) },
        Criteria::Rule { rule, resource_type, params } => Criteria::Rule {
            rule: rule.clone(),
            resource_type: resource_type.clone(),
            params: fill_value(params, user_ref, claims),
        },
    }
}

/// `$claims` becomes a list, or joins the list that it stands in.
fn fill_value(value: &Value, user_ref: &str, claims: &[String]) -> Value {
    match value {
        Value::String(text) => match read(text) {
            Text::User => user_ref.into(),
            Text::Claims => claims.into(),
            Text::Plain(text) => text.into(),
            Text::Unknown => value.clone(),
        },
        Value::Array(items) => {
            let mut filled = Vec::with_capacity(items.len());
            for item in items {
                match (item.as_str().map(read), fill_value(item, user_ref, claims)) {
                    (Some(Text::Claims), Value::Array(claims)) => filled.extend(claims),
                    (_, item) => filled.push(item),
                }
            }
            Value::Array(filled)
        }
        Value::Object(members) => {
            let mut filled = Map::with_capacity(members.len());
            for (name, member) in members {
                filled.insert(name.clone(), fill_value(member, user_ref, claims));
            }
            Value::Object(filled)
        }
        other => other.clone(),
    }
}

//! Reads `app.extensions`: a list of `id`, `id: false` or `id: {disabled, config: {…}}`. Knows the keys and their types, not
//! which extensions there are. Source: Backstage's frontend system.

use std::sync::Arc;

use serde_json::Value;

use super::{Area, Width, expression};
use crate::config::{ConfigError, Section};

/// One item of the list. `None` leaves a thing as the extension has it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) change: Change,
    /// Changes for some entities only; the first whose condition holds is taken.
    pub(super) variants: Vec<(Value, Change)>,
    /// `filter` or `if`: in place of the extension's own condition.
    pub(super) condition: Option<Value>,
    pub(super) config: Arc<Value>,
    /// Where it stands, for messages.
    pub(super) place: Section,
}

/// What an item changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    pub(super) is_disabled: Option<bool>,
    pub(super) title: Option<String>,
    pub(super) icon: Option<String>,
    pub(super) path: Option<String>,
    /// `Some(None)` takes it out of its group.
    #[expect(clippy::option_option, reason = "not said, and said to be none, are different")]
    pub(super) group: Option<Option<String>>,
    pub(super) area: Option<Area>,
    pub(super) width: Option<Width>,
    pub(super) order: Option<u16>,
}

/// What could be read, and what is wrong. An item with a mistake changes nothing, the others do.
pub(super) fn read(root: &Section) -> (Vec<Entry>, Vec<ConfigError>) {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    let Some(list) = root.child("app").and_then(|app| app.child("extensions")) else {
        return (entries, errors);
    };
    if !list.value().is_array() {
        errors.push(list.error_at("", "'app.extensions' must be a list of extension ids"));
    }
    for item in list.items() {
        match entry(&item) {
            Ok(entry) => entries.push(entry),
            Err(error) => errors.push(*error),
        }
    }
    (entries, errors)
}

/// Boxed because results are passed up several times and an error carries its line.
type Reading<T> = Result<T, Box<ConfigError>>;

fn fail<T>(at: &Section, message: impl Into<String>) -> Reading<T> {
    Err(Box::new(at.error_at("", message)))
}

fn entry(item: &Section) -> Reading<Entry> {
    let mut entry = Entry {
        id: String::new(),
        change: Change { is_disabled: Some(false), ..Change::default() },
        variants: Vec::new(),
        condition: None,
        config: Arc::new(Value::Null),
        place: item.clone(),
    };
    let entries = match item.value() {
        Value::String(id) => {
            entry.id = valid_id(item, id)?;
            return Ok(entry);
        }
        Value::Object(entries) => entries,
        _ => return fail(item, "an item of 'app.extensions' must be an id or an object"),
    };
    let mut keys = entries.keys();
    let (Some(id), None) = (keys.next(), keys.next()) else {
        return fail(item, "an item of 'app.extensions' must have exactly one key, the id");
    };
    entry.id = valid_id(item, id)?;
    let Some(body) = item.child(id) else { return Ok(entry) };
    entry.place = body.clone();
    match body.value() {
        Value::Object(_) => {}
        value => {
            let Some(is_enabled) = flag(value) else {
                return fail(&body, format!("'{id}' must be true, false or an object"));
            };
            entry.change.is_disabled = Some(!is_enabled);
            return Ok(entry);
        }
    }
    for (name, part) in body.children() {
        match name.as_str() {
            "disabled" => entry.change.is_disabled = Some(wanted_flag(&part, "disabled")?),
            "config" => read_config(&part, &mut entry)?,
            // Where Backstage attaches things is not ours to change; the id says where it is shown.
            "attachTo" => {}
            _ => {
                return fail(
                    &part,
                    format!("unknown key '{name}', expected 'config', 'disabled' or 'attachTo'"),
                );
            }
        }
    }
    Ok(entry)
}

fn valid_id(at: &Section, id: &str) -> Reading<String> {
    if id.is_empty() || id.contains(char::is_whitespace) {
        return fail(at, "an extension id must not be empty or contain white space");
    }
    Ok(id.to_owned())
}

fn read_config(config: &Section, entry: &mut Entry) -> Reading<()> {
    if !config.value().is_object() {
        return fail(config, "'config' must be an object");
    }
    entry.config = Arc::new(config.value().clone());
    for (name, value) in config.children() {
        match name.as_str() {
            "filter" | "if" => entry.condition = Some(condition(&value)?),
            "variants" => {
                for variant in value.items() {
                    entry.variants.push(read_variant(&variant)?);
                }
            }
            _ => read_key(&name, &value, &mut entry.change)?,
        }
    }
    Ok(())
}

fn read_variant(variant: &Section) -> Reading<(Value, Change)> {
    let (mut change, mut found) = (Change::default(), None);
    for (name, value) in variant.children() {
        match name.as_str() {
            "filter" | "if" => found = Some(condition(&value)?),
            "disabled" => change.is_disabled = Some(wanted_flag(&value, "disabled")?),
            _ => read_key(&name, &value, &mut change)?,
        }
    }
    match found {
        Some(condition) => Ok((condition, change)),
        None => fail(variant, "a variant must have 'if', which says for which entities it is"),
    }
}

/// Keys that are not listed here belong to the extension itself.
fn read_key(name: &str, value: &Section, change: &mut Change) -> Reading<()> {
    match name {
        "title" => change.title = Some(text(value, name)?),
        "icon" => change.icon = Some(text(value, name)?),
        "path" => change.path = Some(text(value, name)?.trim_matches('/').to_owned()),
        "group" if *value.value() == Value::Bool(false) => change.group = Some(None),
        "group" => change.group = Some(Some(text(value, name)?)),
        "order" => {
            let order = value.value().as_u64().and_then(|order| u16::try_from(order).ok());
            let Some(order) = order else {
                return fail(value, "'order' must be a whole number from 0 to 65535");
            };
            change.order = Some(order);
        }
        "type" => {
            change.area = Some(match value.value().as_str() {
                Some("info") => Area::Info,
                Some("content") => Area::Content,
                Some("summary") => Area::Summary,
                _ => return fail(value, "'type' must be 'info', 'content' or 'summary'"),
            });
        }
        "width" => {
            change.width = Some(match value.value().as_str() {
                Some("full") => Width::Full,
                Some("half") => Width::Half,
                _ => return fail(value, "'width' must be 'full' or 'half'"),
            });
        }
        _ => {}
    }
    Ok(())
}

fn text(value: &Section, name: &str) -> Reading<String> {
    match value.value().as_str().filter(|text| !text.trim().is_empty()) {
        Some(text) => Ok(text.to_owned()),
        None => fail(value, format!("'{name}' must be a text that is not empty")),
    }
}

/// A predicate, or the older expression of words as one.
fn condition(value: &Section) -> Reading<Value> {
    match value.value() {
        Value::String(words) => {
            expression::predicate(words).map_err(|problem| Box::new(value.error_at("", problem)))
        }
        Value::Object(_) => Ok(value.value().clone()),
        _ => fail(
            value,
            "a condition must be a predicate (an object) or an expression such as 'kind:component'",
        ),
    }
}

/// Substituted variables are always texts.
fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text == "true" => Some(true),
        Value::String(text) if text == "false" => Some(false),
        _ => None,
    }
}

fn wanted_flag(value: &Section, name: &str) -> Reading<bool> {
    match flag(value.value()) {
        Some(flag) => Ok(flag),
        None => fail(value, format!("'{name}' must be true or false")),
    }
}

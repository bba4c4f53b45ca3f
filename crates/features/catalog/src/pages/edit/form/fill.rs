//! A document with what was filled in.

use entity::Limits;
use entity::outline::{Content, SpecField};
use kernel::http::Query;
use serde_json::{Map, Number, Value};

use super::{
    ANNOTATIONS, DESCRIPTION, LABELS, LINKS, MOST_LINKS, NAME, NAMESPACE, REST, TAGS, TITLE, Wrong, fits,
    mapping, of_spec, rest,
};

/// What becomes of `base` with `sent`, and everything that cannot be read, which stays as it was. A control that was not
/// sent changes nothing; an empty one removes its field.
pub(in super::super) fn fill(
    base: &Value,
    outline: &[SpecField],
    sent: &Query,
    limits: &Limits,
) -> (Value, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let mut document = base.as_object().cloned().unwrap_or_default();
    let before = document.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default();
    let metadata = metadata(before, sent, limits, &mut wrong);
    document.insert("metadata".to_owned(), Value::Object(metadata));
    let spec = spec(base, outline, sent, limits, &mut wrong);
    if !spec.is_empty() || base.get("spec").is_some() {
        document.insert("spec".to_owned(), Value::Object(spec));
    }
    (Value::Object(document), wrong)
}

fn metadata(
    mut metadata: Map<String, Value>,
    sent: &Query,
    limits: &Limits,
    wrong: &mut Vec<Wrong>,
) -> Map<String, Value> {
    for name in [NAME, NAMESPACE, TITLE, DESCRIPTION] {
        if let Some(text) = text(sent, name) {
            put(&mut metadata, name, (!text.is_empty()).then(|| text.into()));
        }
    }
    if let Some(text) = text(sent, TAGS) {
        let tags: Vec<Value> = text
            .split(|letter: char| letter == ',' || letter.is_whitespace())
            .filter(|tag| !tag.is_empty())
            .map(Into::into)
            .collect();
        put(&mut metadata, TAGS, (!tags.is_empty()).then_some(Value::Array(tags)));
    }
    for name in [LABELS, ANNOTATIONS] {
        let Some(text) = text(sent, name) else { continue };
        match mapping(&text, limits).and_then(texts_only) {
            Ok(pairs) => put(&mut metadata, name, (!pairs.is_empty()).then_some(Value::Object(pairs))),
            Err(text) => wrong.push(Wrong { name: name.to_owned(), text }),
        }
    }
    if text(sent, &format!("{LINKS}.0.url")).is_some() {
        let links = links(metadata.get("links"), sent);
        put(&mut metadata, LINKS, (!links.is_empty()).then_some(Value::Array(links)));
    }
    metadata
}

fn put(metadata: &mut Map<String, Value>, control: &str, value: Option<Value>) {
    let name = control.strip_prefix("metadata.").unwrap_or(control);
    match value {
        Some(value) => {
            metadata.insert(name.to_owned(), value);
        }
        None => {
            metadata.shift_remove(name);
        }
    }
}

/// Labels and annotations are texts; nobody wants to put quotes around a number in a form.
pub(in super::super) fn texts_only(pairs: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let mut texts = Map::new();
    for (name, value) in pairs {
        let text = match value {
            Value::String(text) => text,
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            Value::Null => String::new(),
            Value::Array(_) | Value::Object(_) => return Err(format!("`{name}` must be one line of text")),
        };
        texts.insert(name, Value::String(text));
    }
    Ok(texts)
}

/// The links that were sent. What the form does not ask for, as the icon, comes from the link with the same address.
fn links(before: Option<&Value>, sent: &Query) -> Vec<Value> {
    let before: Vec<&Value> = before.and_then(Value::as_array).into_iter().flatten().collect();
    let mut links = Vec::new();
    for index in 0..MOST_LINKS {
        let at = |field: &str| text(sent, &format!("{LINKS}.{index}.{field}"));
        let Some(url) = at("url") else { break };
        if url.is_empty() {
            continue;
        }
        let same = before.iter().find(|link| link.get("url").and_then(Value::as_str) == Some(&url));
        let mut link = same.and_then(|link| link.as_object()).cloned().unwrap_or_default();
        link.insert("url".to_owned(), url.into());
        match at("title").unwrap_or_default() {
            title if title.is_empty() => {
                link.shift_remove("title");
            }
            title => {
                link.insert("title".to_owned(), title.into());
            }
        }
        links.push(Value::Object(link));
    }
    links
}

/// Fields keep their places; new ones come behind them in the order of the form.
fn spec(
    base: &Value,
    outline: &[SpecField],
    sent: &Query,
    limits: &Limits,
    wrong: &mut Vec<Wrong>,
) -> Map<String, Value> {
    let before = base.get("spec").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut further = match text(sent, REST).map(|text| mapping(&text, limits)) {
        Some(Ok(further)) => further,
        Some(Err(text)) => {
            wrong.push(Wrong { name: REST.to_owned(), text });
            rest(base, outline)
        }
        None => rest(base, outline),
    };
    let mut filled = Map::new();
    for field in outline {
        if !fits(&field.content, before.get(&field.name)) {
            continue;
        }
        let value = match text(sent, &of_spec(&field.name)) {
            None => before.get(&field.name).cloned(),
            Some(text) => value(field, &text).unwrap_or_else(|text| {
                wrong.push(Wrong { name: of_spec(&field.name), text });
                None
            }),
        };
        if let Some(value) = value {
            // Said twice, the control counts: it is what people see.
            further.shift_remove(&field.name);
            filled.insert(field.name.clone(), value);
        }
    }
    let mut spec = Map::new();
    for name in before.keys() {
        if let Some(value) = filled.shift_remove(name).or_else(|| further.shift_remove(name)) {
            spec.insert(name.clone(), value);
        }
    }
    spec.extend(filled);
    spec.extend(further);
    spec
}

fn value(field: &SpecField, text: &str) -> Result<Option<Value>, String> {
    if text.is_empty() {
        let is_list = field.content == Content::Texts && field.required;
        return Ok(is_list.then(|| Value::Array(Vec::new())));
    }
    Ok(Some(match field.content {
        Content::Texts => text.lines().map(str::trim).filter(|line| !line.is_empty()).collect(),
        Content::Flag => Value::Bool(text == "true"),
        Content::Number => Value::Number(number(text)?),
        Content::Text | Content::Choice(_) | Content::Other => text.into(),
    }))
}

fn number(text: &str) -> Result<Number, String> {
    text.parse().map_err(|_unread| format!("`{text}` is no number; write it as 12 or 0.5"))
}

/// What was sent for a control, without spaces around it and with the line breaks of files.
fn text(sent: &Query, name: &str) -> Option<String> {
    sent.get(name).map(|text| text.trim().replace("\r\n", "\n"))
}

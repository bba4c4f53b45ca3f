//! What is to be set in each entity. What is left empty stays as it is. Pure.

use entity::Limits;
use kernel::http::Query;
use page::Form;
use serde_json::{Map, Value};
use ui::form::Control;

use super::super::form::{Wrong, mapping, texts_only};
use crate::pages::view::edit::fields::{Field, Group, Input};

/// Fields of `spec` that take one text.
const TEXTS: [(&str, &str, &str); 4] = [
    ("owner", "Owner", "A reference, such as group:default/name"),
    ("lifecycle", "Lifecycle", ""),
    ("system", "System", "A reference, such as system:default/name"),
    ("type", "Type", ""),
];
const ADD_TAGS: &str = "tags.add";
const REMOVE_TAGS: &str = "tags.remove";
/// The mappings of `metadata`; a key without a value is taken out.
const MAPPINGS: [(&str, &str); 2] = [("labels", "Labels"), ("annotations", "Annotations")];

/// One change for many entities.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Change {
    /// Fields of `spec` with their new texts.
    texts: Vec<(&'static str, String)>,
    added_tags: Vec<String>,
    removed_tags: Vec<String>,
    /// Fields of `metadata` with their new pairs; an empty text takes the pair out.
    mappings: Vec<(&'static str, Map<String, Value>)>,
}

impl Change {
    /// What was sent, or what is wrong with it: also that nothing is to be changed.
    pub(super) fn read(sent: &Query, limits: &Limits) -> Result<Self, Vec<Wrong>> {
        let (mut change, mut wrong) = (Self::default(), Vec::new());
        for (field, ..) in TEXTS {
            let text = sent.get(&of_spec(field)).unwrap_or_default().trim();
            if !text.is_empty() {
                change.texts.push((field, text.to_owned()));
            }
        }
        change.added_tags = tags(sent.get(ADD_TAGS).unwrap_or_default());
        change.removed_tags = tags(sent.get(REMOVE_TAGS).unwrap_or_default());
        for (field, _) in MAPPINGS {
            let text = sent.get(field).unwrap_or_default().replace("\r\n", "\n");
            match mapping(&text, limits).and_then(texts_only) {
                Ok(pairs) if pairs.is_empty() => {}
                Ok(pairs) => change.mappings.push((field, pairs)),
                Err(text) => wrong.push(Wrong { name: field.to_owned(), text }),
            }
        }
        if wrong.is_empty() && change == Self::default() {
            let text = "Fill in what should be the same in all of them".to_owned();
            wrong.push(Wrong { name: of_spec("owner"), text });
        }
        if wrong.is_empty() { Ok(change) } else { Err(wrong) }
    }

    /// A document with the change in it.
    pub(super) fn apply(&self, document: &Value) -> Value {
        let mut changed = document.as_object().cloned().unwrap_or_default();
        if !self.texts.is_empty() {
            let mut spec = object(&changed, "spec");
            for (field, text) in &self.texts {
                spec.insert((*field).to_owned(), Value::String(text.clone()));
            }
            changed.insert("spec".to_owned(), Value::Object(spec));
        }
        let mut metadata = object(&changed, "metadata");
        self.tag(&mut metadata);
        for (field, pairs) in &self.mappings {
            let after = with_pairs(object(&metadata, field), pairs);
            put(&mut metadata, field, (!after.is_empty()).then_some(Value::Object(after)));
        }
        put(&mut changed, "metadata", (!metadata.is_empty()).then_some(Value::Object(metadata)));
        Value::Object(changed)
    }

    fn tag(&self, metadata: &mut Map<String, Value>) {
        if self.added_tags.is_empty() && self.removed_tags.is_empty() {
            return;
        }
        let before = metadata.get("tags").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_removed = |tag: &Value| {
            tag.as_str().is_some_and(|tag| self.removed_tags.iter().any(|removed| removed == tag))
        };
        let mut tags: Vec<Value> = before.into_iter().filter(|tag| !is_removed(tag)).collect();
        for tag in &self.added_tags {
            if !tags.iter().any(|known| known.as_str() == Some(tag)) {
                tags.push(Value::String(tag.clone()));
            }
        }
        put(metadata, "tags", (!tags.is_empty()).then_some(Value::Array(tags)));
    }
}

/// The object below a field; an empty one where there is none.
fn object(fields: &Map<String, Value>, name: &str) -> Map<String, Value> {
    fields.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Sets a field in its place, or takes it out.
fn put(fields: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            fields.insert(name.to_owned(), value);
        }
        None => {
            fields.shift_remove(name);
        }
    }
}

fn with_pairs(mut before: Map<String, Value>, pairs: &Map<String, Value>) -> Map<String, Value> {
    for (name, value) in pairs {
        let is_taken_out = value.as_str() == Some("");
        put(&mut before, name, (!is_taken_out).then(|| value.clone()));
    }
    before
}

fn of_spec(field: &str) -> String {
    format!("spec.{field}")
}

fn tags(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| letter == ',' || letter.is_whitespace());
    parts.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// The controls with what was sent.
pub(super) fn groups(sent: &Form, wrong: &[Wrong]) -> Vec<Group> {
    let value = |name: &str| sent.0.get(name).unwrap_or_default().to_owned();
    let control = |name: String, label: &str, help: &str| {
        let wrong = wrong.iter().find(|wrong| wrong.name == name).map(|wrong| wrong.text.clone());
        let help = (!help.is_empty()).then(|| help.to_owned());
        Control { help, wrong, ..Control::optional(name, label) }
    };
    let line = |name: String, label: &str, help: &str| Field {
        input: Input::Line(value(&name)),
        control: control(name, label, help),
    };
    let texts = TEXTS.map(|(field, label, help)| line(of_spec(field), label, help)).into();
    let mut marks = vec![
        line(ADD_TAGS.to_owned(), "Add tags", "Separated by spaces or commas"),
        line(REMOVE_TAGS.to_owned(), "Remove tags", "Separated by spaces or commas"),
    ];
    for (field, label) in MAPPINGS {
        let help = "One key: value per line; a key without a value is taken out";
        marks.push(Field {
            input: Input::Area(value(field)),
            control: control(field.to_owned(), label, help),
        });
    }
    let group = |title: &str, fields| Group { title: title.to_owned(), help: None, fields };
    vec![group("Set", texts), group("Mark", marks)]
}

/// What was sent of the change, to go with the next page.
pub(super) fn sent(form: &Form) -> Vec<(String, String)> {
    let names = TEXTS.iter().map(|(field, ..)| of_spec(field));
    let others = [ADD_TAGS, REMOVE_TAGS, MAPPINGS[0].0, MAPPINGS[1].0].map(str::to_owned);
    let pairs = names.chain(others).map(|name| {
        let value = form.0.get(&name).unwrap_or_default().to_owned();
        (name, value)
    });
    pairs.filter(|(_, value)| !value.is_empty()).collect()
}

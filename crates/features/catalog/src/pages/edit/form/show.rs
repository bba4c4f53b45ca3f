//! A document as the controls of a form.

use std::collections::BTreeMap;

use entity::outline::{Content, SpecField};
use kernel::http::Query;
use serde_json::{Map, Value};
use ui::Href;
use ui::form::Control;

use super::{
    ANNOTATIONS, DESCRIPTION, LABELS, LINKS, MOST_LINKS, NAME, NAMESPACE, REST, TAGS, TITLE, Wrong, fits,
    of_spec, rest,
};
use crate::pages::view::edit::fields::{Field, Group, Input, LinkRow};

/// Empty lines for further links.
const FREE_LINKS: usize = 2;
/// Fields that are long also when they are empty.
const LONG: [&str; 2] = ["definition", "description"];

/// What a form shows.
pub(in super::super) struct Shown<'a> {
    pub(in super::super) document: &'a Value,
    pub(in super::super) outline: &'a [SpecField],
    /// Name and namespace can still be chosen.
    pub(in super::super) is_new: bool,
    pub(in super::super) wrong: &'a [Wrong],
    /// What was sent: controls that could not be read show it again.
    pub(in super::super) sent: Option<&'a Query>,
    /// Values that fields of `spec` have elsewhere in the catalog.
    pub(in super::super) usual: &'a BTreeMap<String, Vec<String>>,
    /// Answers with entities for a field that refers to some.
    pub(in super::super) entities: &'a dyn Fn(&SpecField) -> Href,
}

/// The form in its parts.
pub(in super::super) fn groups(shown: &Shown<'_>) -> Vec<Group> {
    let mut groups = vec![about(shown)];
    if !shown.outline.is_empty() {
        let kind = shown.document.get("kind").and_then(Value::as_str).unwrap_or("entity");
        let fields = shown.outline.iter().filter_map(|field| spec(shown, field)).collect();
        groups.push(Group { title: format!("As a {kind}"), help: None, fields });
    }
    groups.push(marks(shown));
    for field in groups.iter_mut().flat_map(|group| &mut group.fields) {
        if field.control.wrong.is_some()
            && let Some(text) = shown.sent.and_then(|sent| sent.get(&field.control.name))
            && let Input::Line(value) | Input::Number(value) | Input::Area(value) | Input::Lines(value) =
                &mut field.input
        {
            text.clone_into(value);
        }
    }
    groups
}

fn about(shown: &Shown<'_>) -> Group {
    let mut fields = Vec::new();
    if shown.is_new {
        let help = "Letters, digits and - _ . up to 63. It is part of the address and stays.";
        fields.push(line(shown, Control::required(NAME, "Name").with_help(help)));
        let help = "Leave it empty for the usual one, default.";
        fields.push(line(shown, Control::optional(NAMESPACE, "Namespace").with_help(help)));
    }
    fields.push(line(
        shown,
        Control::optional(TITLE, "Title").with_help("What people read instead of the name."),
    ));
    let description = Control::optional(DESCRIPTION, "Description");
    fields.push(Field {
        input: Input::Area(text_at(shown.document, DESCRIPTION)),
        control: marked(shown, description),
    });
    let tags = Control::optional(TAGS, "Tags").with_help("Separated by spaces or commas.");
    let value = texts(part(shown.document, TAGS)).join(", ");
    fields.push(Field { control: marked(shown, tags), input: Input::Line(value) });
    Group { title: "About".to_owned(), help: None, fields }
}

fn marks(shown: &Shown<'_>) -> Group {
    let links =
        Control::optional(LINKS, "Links").with_help("Dashboards, runbooks, chats: what people look for.");
    let fields = vec![
        Field { control: marked(shown, links), input: Input::Links(link_rows(shown.document)) },
        pairs(shown, LABELS, "Labels", "One key: value per line. Short marks to filter by."),
        pairs(shown, ANNOTATIONS, "Annotations", "One key: value per line. What other tools look for."),
        further(shown),
    ];
    Group { title: "Links, labels and the rest".to_owned(), help: None, fields }
}

fn pairs(shown: &Shown<'_>, name: &str, label: &str, help: &str) -> Field {
    let fields = part(shown.document, name).and_then(Value::as_object).cloned().unwrap_or_default();
    let control = marked(shown, Control::optional(name, label).with_help(help));
    Field { control, input: Input::Area(yaml(fields)) }
}

fn further(shown: &Shown<'_>) -> Field {
    let help = "Fields of spec for which there is no control above, as YAML.";
    let control = marked(shown, Control::optional(REST, "More").with_help(help));
    Field { control, input: Input::Area(yaml(rest(shown.document, shown.outline))) }
}

/// A field of `spec`; nothing where its value is among the rest.
fn spec(shown: &Shown<'_>, field: &SpecField) -> Option<Field> {
    let value = shown.document.get("spec").and_then(|spec| spec.get(&field.name));
    if !fits(&field.content, value) {
        return None;
    }
    let label = field.title.clone().unwrap_or_else(|| spaced(&field.name));
    let mut control = Control { required: field.required, ..Control::optional(of_spec(&field.name), label) };
    control.help = field.description.clone().or_else(|| help(field));
    let text = || value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let input = match &field.content {
        Content::Text if field.refers.is_some() => {
            Input::Suggest { value: text(), options: Vec::new(), endpoint: Some((shown.entities)(field)) }
        }
        Content::Text if LONG.contains(&field.name.as_str()) || text().contains('\n') => Input::Area(text()),
        Content::Text => {
            let options = shown.usual.get(&field.name).cloned().unwrap_or_default();
            Input::Suggest { value: text(), options, endpoint: None }
        }
        Content::Texts => Input::Lines(texts(value).join("\n")),
        Content::Choice(values) => Input::Choice {
            value: text(),
            options: choices(values.iter().map(|value| (value.clone(), value.clone())).collect()),
        },
        Content::Flag => {
            let value = value.and_then(Value::as_bool).map(|flag| flag.to_string()).unwrap_or_default();
            let options = [("true", "Yes"), ("false", "No")];
            let options = options.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
            Input::Choice { value, options: choices(options) }
        }
        Content::Number => Input::Number(value.map(Value::to_string).unwrap_or_default()),
        Content::Other => return None,
    };
    // An empty list is a list: Backstage wants it to be there, and people have nothing to fill in.
    control.required &= field.content != Content::Texts;
    Some(Field { control: marked(shown, control), input })
}

fn choices(mut options: Vec<(String, String)>) -> Vec<(String, String)> {
    options.insert(0, (String::new(), "—".to_owned()));
    options
}

fn help(field: &SpecField) -> Option<String> {
    let refers = field.refers.as_ref()?;
    let each = if field.content == Content::Texts { "One reference per line" } else { "A reference" };
    Some(match &refers.default_kind {
        Some(kind) => format!("{each}, such as {}:default/name, or just the name.", kind.to_lowercase()),
        None => format!("{each} with its kind, such as component:default/name."),
    })
}

/// `providesApis` as people write it: `Provides APIs`.
fn spaced(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for (index, letter) in name.chars().enumerate() {
        if index == 0 {
            text.extend(letter.to_uppercase());
        } else if letter.is_uppercase() {
            text.push(' ');
            text.extend(letter.to_lowercase());
        } else {
            text.push(letter);
        }
    }
    text.replace(" apis", " APIs").replace(" api", " API")
}

fn line(shown: &Shown<'_>, control: Control) -> Field {
    let value = text_at(shown.document, &control.name);
    Field { control: marked(shown, control), input: Input::Line(value) }
}

/// The control with what is wrong with its value.
fn marked(shown: &Shown<'_>, control: Control) -> Control {
    let wrong = shown.wrong.iter().find(|wrong| wrong.name == control.name);
    Control { wrong: wrong.map(|wrong| wrong.text.clone()), ..control }
}

fn link_rows(document: &Value) -> Vec<LinkRow> {
    let links = part(document, LINKS).and_then(Value::as_array);
    let mut rows = Vec::new();
    for link in links.into_iter().flatten().take(MOST_LINKS) {
        let text = |name: &str| link.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        rows.push(LinkRow { url: text("url"), title: text("title") });
    }
    rows.resize(rows.len() + FREE_LINKS, LinkRow::default());
    rows
}

/// The part of a document that a control named after it asks for.
fn part<'a>(document: &'a Value, name: &str) -> Option<&'a Value> {
    document.get("metadata")?.get(name.strip_prefix("metadata.")?)
}

fn text_at(document: &Value, name: &str) -> String {
    part(document, name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn yaml(fields: Map<String, Value>) -> String {
    if fields.is_empty() { String::new() } else { entity::yaml::to_yaml(&Value::Object(fields)) }
}

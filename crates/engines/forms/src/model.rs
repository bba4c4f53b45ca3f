//! From a resolved schema to fields: what is shown, in which order, with which control.
//!
//! Decides what `SchemaField`, `ObjectField`, `ArrayField` and `MultiSchemaField` of `@rjsf/core` 5.24 decide.

mod choices;
mod control;
mod list;
mod variants;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use crate::data;
use crate::field::{Control, Field, ReviewHints};
use crate::hints::Hints;
use crate::node::{Entries, Node};
use crate::problem::Overrun;
use crate::resolve::resolve;
use crate::run::Run;
use crate::schema::{self, ADDITIONAL};

/// Which shape of a value was chosen, by the name of the control (see [`Variants`](crate::Variants)).
pub type Selections = BTreeMap<String, usize>;

/// What the fields of one page are made with.
pub(crate) struct Drawing<'a> {
    pub run: &'a Run<'a>,
    pub selections: &'a Selections,
    /// Messages by pointer; those that are shown at a field are taken out.
    pub errors: RefCell<HashMap<String, Vec<String>>>,
    pub fields: Cell<usize>,
}

/// One place to draw.
#[derive(Clone)]
pub(crate) struct Spot<'a> {
    pub schema: &'a Node,
    pub hints: &'a Hints,
    pub pointer: String,
    pub name: &'a str,
    /// Label of an item, which has no title of its own.
    pub title: Option<String>,
    pub value: Option<&'a Value>,
    pub marks: Marks,
}

/// What a field has from the one around it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Marks {
    pub required: bool,
    pub read_only: bool,
    pub disabled: bool,
}

impl Drawing<'_> {
    /// The field at a place; `None` when there is nothing to show.
    pub(crate) fn field(&self, spot: &Spot<'_>) -> Result<Option<Field>, Overrun> {
        self.run.deeper(|| self.field_within(spot))
    }

    fn field_within(&self, spot: &Spot<'_>) -> Result<Option<Field>, Overrun> {
        let resolved = resolve(self.run, spot.schema, spot.value)?;
        if resolved.entries().is_none_or(Entries::is_empty) {
            return Ok(None);
        }
        let count = self.fields.get() + 1;
        if count > self.run.limits.fields {
            return Err(Overrun { what: "fields on one page", limit: self.run.limits.fields });
        }
        self.fields.set(count);
        let mut field = frame(spot, &resolved);
        let spot = Spot {
            schema: &resolved,
            marks: Marks { required: false, read_only: field.read_only, disabled: field.disabled },
            ..spot.clone()
        };
        if let Some(messages) = self.errors.borrow_mut().remove(&spot.pointer) {
            field.errors = messages;
        }
        field.control = self.control(&mut field, &spot)?;
        let replaces =
            spot.hints.field().is_some() && spot.hints.switch("fieldReplacesAnyOrOneOf") == Some(true);
        if !replaces && !schema::is_select(&resolved) {
            field.variants = self.variants(&field, &spot)?;
        }
        Ok(Some(field))
    }

    /// Decides the control and draws what is inside.
    fn control(&self, field: &mut Field, spot: &Spot<'_>) -> Result<Control, Overrun> {
        if let Some(picker) = &spot.hints.picker {
            return Ok(Control::Picker(picker.clone()));
        }
        field.custom = spot.hints.field().map(str::to_owned);
        match schema::type_of(spot.schema) {
            Some("object") => self.group(field, spot),
            Some("array") => self.list(field, spot),
            Some("null") => Ok(Control::Null),
            Some(name @ ("string" | "number" | "integer" | "boolean")) => Ok(control::simple(spot, name)),
            _ if schema::alternatives(spot.schema).is_some() => Ok(Control::Variants),
            name => {
                let name = name.unwrap_or("undefined");
                Ok(Control::Unsupported { reason: format!("Unknown field type {name}") })
            }
        }
    }

    fn group(&self, field: &mut Field, spot: &Spot<'_>) -> Result<Control, Overrun> {
        let nothing = Entries::default();
        let properties = spot.schema.get("properties").and_then(Node::entries).unwrap_or(&nothing);
        let order = match ordered(properties, spot.hints) {
            Ok(order) => order,
            Err(reason) => return Ok(Control::Unsupported { reason }),
        };
        for name in order {
            let property = &properties[name.as_ref()];
            let additional = property.get(ADDITIONAL).is_some();
            let inner = Spot {
                schema: property,
                hints: spot.hints.property(if additional { "additionalProperties" } else { name }),
                pointer: data::join(&spot.pointer, name),
                name,
                title: None,
                value: data::get(spot.value, name),
                marks: Marks { required: schema::requires(spot.schema, name), ..spot.marks },
            };
            if let Some(drawn) = self.field(&inner)? {
                field.fields.push(drawn);
            }
        }
        Ok(Control::Group { layout: spot.hints.text("ObjectFieldTemplate").map(str::to_owned) })
    }
}

/// Names in the order of `ui:order`; `*` stands for all that it does not name.
fn ordered<'n>(properties: &'n Entries, hints: &Hints) -> Result<Vec<&'n Arc<str>>, String> {
    let Some(order) = hints.options.get("order").and_then(Value::as_array) else {
        return Ok(properties.keys().collect());
    };
    let mut places: Vec<Option<&Arc<str>>> = Vec::new();
    for name in order.iter().filter_map(Value::as_str) {
        match properties.get_key_value(name) {
            _ if name == "*" => places.push(None),
            Some((name, _)) => places.push(Some(name)),
            None => {}
        }
    }
    let named: HashSet<&str> = places.iter().flatten().map(AsRef::as_ref).collect();
    let rest: Vec<&Arc<str>> = properties.keys().filter(|name| !named.contains(name.as_ref())).collect();
    match places.iter().filter(|each| each.is_none()).count() {
        0 if !rest.is_empty() => {
            let missing: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            return Err(format!("ui:order does not name '{}'", missing.join("', '")));
        }
        0 | 1 => {}
        _ => return Err("ui:order has more than one '*'".to_owned()),
    }
    let mut ordered = Vec::with_capacity(properties.len());
    for each in places {
        match each {
            Some(name) => ordered.push(name),
            None => ordered.extend_from_slice(&rest),
        }
    }
    Ok(ordered)
}

/// Everything of a field but its control.
fn frame(spot: &Spot<'_>, resolved: &Node) -> Field {
    let hints = spot.hints;
    let text = |schema: &Node, keyword: &str| {
        schema.get(keyword).and_then(Node::as_text).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let additional = resolved.get(ADDITIONAL).is_some();
    let own = |keyword: &str| {
        hints
            .text(keyword)
            .map(str::to_owned)
            .or_else(|| text(spot.schema, keyword))
            .or_else(|| text(resolved, keyword))
    };
    let label = if additional { None } else { own("title").or_else(|| spot.title.clone()) };
    let says_read_only =
        [spot.schema, resolved].iter().any(|schema| schema.get("readOnly").is_some_and(Node::is_truthy));
    Field {
        pointer: spot.pointer.clone(),
        name: spot.name.to_owned(),
        label: label.unwrap_or_else(|| spot.name.to_owned()),
        description: own("description").unwrap_or_default(),
        markdown: hints.switch("enableMarkdownInDescription").unwrap_or(false),
        help: hints.text("help").map(str::to_owned),
        placeholder: hints.text("placeholder").map(str::to_owned),
        control: Control::Null,
        custom: None,
        required: spot.marks.required,
        read_only: hints.switch("readonly").unwrap_or(spot.marks.read_only || says_read_only),
        disabled: hints.switch("disabled").unwrap_or(spot.marks.disabled),
        hidden: hints.widget() == Some("hidden"),
        autofocus: hints.switch("autofocus").unwrap_or(false),
        additional,
        value: spot.value.cloned(),
        errors: Vec::new(),
        variants: None,
        fields: Vec::new(),
        review: ReviewHints {
            title: text(resolved, "title"),
            names_choices: ["enum", "enumNames"].iter().all(|keyword| resolved.get(keyword).is_some()),
            ..review_hints(hints)
        },
    }
}

fn review_hints(hints: &Hints) -> ReviewHints {
    let review = hints.backstage("review");
    let entry = |name: &str| review.and_then(|review| review.get(name));
    let text =
        |name: &str| entry(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    ReviewHints {
        mask: text("mask"),
        hide: entry("show") == Some(&Value::Bool(false)),
        name: text("name"),
        keep_together: entry("explode") == Some(&Value::Bool(false)),
        ..ReviewHints::default()
    }
}

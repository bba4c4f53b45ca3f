//! One page of a form: its schema, ready for use, and what it is for given values.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::check::Checker;
use crate::data;
use crate::defaults;
use crate::field::{Control, Field};
use crate::form::Settings;
use crate::hints::Hints;
use crate::model::{Drawing, Marks, Selections, Spot};
use crate::node::Node;
use crate::picker;
use crate::problem::{FormProblem, Overrun};
use crate::run::Run;

/// What a page is called when it has no title.
const UNTITLED: &str = "Please enter the following information";

/// A page that can be evaluated.
#[derive(Debug)]
pub struct Page {
    title: String,
    description: Option<String>,
    root: Node,
    hints: Hints,
    checker: Checker,
}

/// A page for given values: what is shown and what is wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageModel {
    pub title: String,
    pub description: Option<String>,
    /// The fields of the page.
    pub fields: Vec<Field>,
    /// Shapes that the page itself may have.
    pub variants: Option<crate::field::Variants>,
    /// All values, of other pages too, with the defaults of this page filled in.
    pub values: Value,
    /// Everything that is wrong. What belongs to a field is there as well.
    pub errors: Vec<FieldError>,
    /// Why the page can never be completed: its schema is not sound.
    pub unsound: Option<String>,
    /// Why no field is shown, although the page has some.
    pub undrawn: Option<String>,
}

/// Something wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// JSON pointer into the values; of something missing the place where it should be.
    pub pointer: String,
    /// The keyword of JSON Schema that is broken, or the name of the picker.
    pub rule: String,
    pub message: String,
    /// Whether a field that is shown says so; what none says belongs at the top of the page.
    pub shown: bool,
}

impl PageModel {
    /// Whether the page may be left.
    pub const fn is_valid(&self) -> bool {
        self.errors.is_empty() && self.unsound.is_none()
    }

    /// All fields of the page, those within others too, in the order in which they are shown.
    pub fn all_fields(&self) -> Vec<&Field> {
        let mut all = Vec::new();
        for field in &self.fields {
            field.walk(&mut |field| all.push(field));
        }
        if let Some(content) = self.variants.as_ref().and_then(|variants| variants.content.as_ref()) {
            content.walk(&mut |field| all.push(field));
        }
        all
    }
}

impl Page {
    /// Prepares a page. `pointer` is its place in `parameters`.
    pub(crate) fn new(
        schema: &Value,
        pointer: &str,
        settings: &Settings,
        problems: &mut Vec<FormProblem>,
    ) -> Self {
        let text = |name: &str| schema.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let title = text("title").unwrap_or(UNTITLED).to_owned();
        let description = text("description").map(str::to_owned);
        let mut schema = schema.clone();
        let hints = Hints::lift(&mut schema, pointer, problems);
        if let Some(entries) = schema.as_object_mut() {
            // The page shows its title by itself.
            entries.shift_remove("title");
            hide_by_flag(entries, &hints, settings);
            if !entries.contains_key("dependencies") {
                entries.entry("properties").or_insert_with(|| Value::Object(Map::new()));
            }
        }
        let root = Node::from(&schema);
        let checker = Checker::new(&root, &settings.limits);
        if let Some(unsound) = checker.unsound(&root) {
            problems.push(FormProblem::new(format!("{pointer}{}", unsound.pointer), unsound.message));
        }
        Self { title, description, root, hints, checker }
    }

    /// The flag that has to be on for the page to be there (`ui:backstage.featureFlag`).
    pub(crate) fn flag(&self) -> Option<&str> {
        self.hints.backstage("featureFlag").and_then(Value::as_str)
    }

    pub fn title(&self) -> &str {
        &self.title
    }

    pub(crate) const fn hints(&self) -> &Hints {
        &self.hints
    }

    pub(crate) const fn root(&self) -> &Node {
        &self.root
    }

    pub(crate) const fn run<'p>(&'p self, settings: &'p Settings) -> Run<'p> {
        Run::new(&self.root, &self.checker, &settings.limits)
    }

    /// Fills in defaults, decides what is shown and finds what is wrong.
    pub(crate) fn evaluate(
        &self,
        settings: &Settings,
        values: Value,
        selections: &Selections,
    ) -> Result<PageModel, Overrun> {
        data::within(&values, &settings.limits)?;
        let run = self.run(settings);
        let (values, resolved) = defaults::fill(&run, &self.root, values)?;
        let (mut errors, unsound) = match self.checker.breaches(&resolved, &values) {
            Ok(breaches) => (distinct(breaches), None),
            Err(unsound) => (Vec::new(), Some(unsound.message)),
        };
        let drawing = Drawing {
            run: &run,
            selections,
            errors: RefCell::new(by_pointer(&errors)),
            fields: Cell::new(0),
        };
        let spot = Spot {
            schema: &resolved,
            hints: &self.hints,
            pointer: String::new(),
            name: "",
            title: None,
            value: Some(&values),
            marks: Marks::default(),
        };
        let mut field = drawing.field(&spot)?;
        let unshown = drawing.errors.into_inner();
        for error in &mut errors {
            error.shown = !error.pointer.is_empty() && !unshown.contains_key(&error.pointer);
        }
        let mut undrawn = None;
        if let Some(field) = &mut field {
            add_picker_rules(field, &settings.hosts, &mut errors);
            if let Control::Unsupported { reason } = &field.control {
                undrawn = Some(reason.clone());
            }
        }
        let (fields, variants) = field.map_or_else(Default::default, |field| (field.fields, field.variants));
        Ok(PageModel {
            title: self.title.clone(),
            description: self.description.clone(),
            fields,
            variants,
            values,
            errors,
            unsound,
            undrawn,
        })
    }
}

/// Leaves out properties whose flag is off.
fn hide_by_flag(entries: &mut Map<String, Value>, hints: &Hints, settings: &Settings) {
    let Some(Value::Object(properties)) = entries.get_mut("properties") else {
        return;
    };
    let is_off = |name: &str, property: &Value| {
        let own = property.get("backstage:featureFlag").and_then(Value::as_str);
        let hinted = hints.property(name).backstage("featureFlag").and_then(Value::as_str);
        [own, hinted].into_iter().flatten().any(|flag| !settings.flags.contains(flag))
    };
    let hidden: Vec<String> = properties
        .iter()
        .filter(|(name, property)| is_off(name, property))
        .map(|(name, _)| name.clone())
        .collect();
    properties.retain(|name, _| !hidden.contains(name));
    if let Some(Value::Array(required)) = entries.get_mut("required") {
        required.retain(|name| !name.as_str().is_some_and(|name| hidden.iter().any(|each| each == name)));
    }
}

fn distinct(breaches: Vec<crate::check::Breach>) -> Vec<FieldError> {
    let mut seen = std::collections::HashSet::new();
    let mut errors = Vec::new();
    for breach in breaches {
        if seen.insert((breach.pointer.clone(), breach.message.clone())) {
            errors.push(FieldError {
                pointer: breach.pointer,
                rule: breach.keyword,
                message: breach.message,
                shown: false,
            });
        }
    }
    errors
}

fn by_pointer(errors: &[FieldError]) -> HashMap<String, Vec<String>> {
    let mut messages: HashMap<String, Vec<String>> = HashMap::new();
    for error in errors {
        messages.entry(error.pointer.clone()).or_default().push(error.message.clone());
    }
    messages
}

/// Rules of pickers beyond their schema; a value that is not there breaks none.
fn add_picker_rules(field: &mut Field, hosts: &[(String, picker::Host)], errors: &mut Vec<FieldError>) {
    if let (Control::Picker(picker), Some(value)) = (&field.control, &field.value) {
        for message in picker::breaches(picker, value, hosts) {
            field.errors.push(message.clone());
            let rule = picker.name().to_owned();
            errors.push(FieldError { pointer: field.pointer.clone(), rule, message, shown: true });
        }
    }
    for inner in &mut field.fields {
        add_picker_rules(inner, hosts, errors);
    }
    if let Some(content) = field.variants.as_mut().and_then(|variants| variants.content.as_mut()) {
        add_picker_rules(content, hosts, errors);
    }
}

//! From what a person filled in to what a task gets: defaults in, everything that was not asked for out, secrets apart.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::data;
use crate::field::Control;
use crate::form::Form;
use crate::hints::Hints;
use crate::model::Selections;
use crate::node::{Entries, Node};
use crate::page::PageModel;
use crate::picker::Picker;
use crate::problem::Overrun;
use crate::resolve::resolve;
use crate::run::Run;
use crate::{choose, merge, schema};

/// A form that was filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// What the task's steps read as `parameters`. Only values of fields that are shown; of secrets asterisks.
    pub parameters: Value,
    /// What the steps read as `secrets`, by the names of the fields.
    pub secrets: BTreeMap<String, String>,
    /// The pages as they were filled in. All are valid when the submission may be carried out.
    pub pages: Vec<PageModel>,
}

impl Submission {
    pub fn is_valid(&self) -> bool {
        self.pages.iter().all(PageModel::is_valid)
    }
}

impl Form {
    /// Takes a form that was filled in. Pages are taken in order, each with the defaults of those before.
    ///
    /// # Errors
    ///
    /// When form and values together are more than [`Limits`](crate::Limits) allow. Values that are not valid are no
    /// error: the pages say what is wrong.
    pub fn submit(&self, values: &Value, selections: &Selections) -> Result<Submission, Overrun> {
        let pages = self.evaluate(values, selections)?;
        let nothing = Value::Object(Map::new());
        let filled = pages.last().map_or(&nothing, |page| &page.values);
        let mut parameters = Map::new();
        for page in self.pages() {
            let pruner = Pruner { run: &page.run(self.settings()), selections };
            if let Value::Object(kept) = pruner.prune(page.root(), page.hints(), filled, "")? {
                parameters = data::overlay(&parameters, &kept);
            }
        }
        let mut parameters = Value::Object(parameters);
        let mut secrets = BTreeMap::new();
        for field in pages.iter().flat_map(PageModel::all_fields) {
            if field.control != Control::Picker(Picker::Secret) {
                continue;
            }
            if let Some(Value::String(text)) = parameters.pointer_mut(&field.pointer) {
                let asterisks = "*".repeat(text.encode_utf16().count());
                secrets.insert(field.name.clone(), std::mem::replace(text, asterisks));
            }
        }
        Ok(Submission { parameters, secrets, pages })
    }
}

/// Keeps of the values what the resolved schema has a place for.
struct Pruner<'a> {
    run: &'a Run<'a>,
    selections: &'a Selections,
}

impl Pruner<'_> {
    fn prune(&self, schema: &Node, hints: &Hints, value: &Value, pointer: &str) -> Result<Value, Overrun> {
        // Who draws a field by another name decides what its value has inside.
        if hints.field().is_some() {
            return Ok(value.clone());
        }
        self.run.deeper(|| match value {
            Value::Object(filled) => self.object(schema, hints, filled, pointer),
            Value::Array(items) => self.list(schema, hints, items, pointer),
            _ => Ok(value.clone()),
        })
    }

    fn object(
        &self,
        schema: &Node,
        hints: &Hints,
        filled: &Map<String, Value>,
        pointer: &str,
    ) -> Result<Value, Overrun> {
        let value = Value::Object(filled.clone());
        let resolved = self.with_variant(&resolve(self.run, schema, Some(&value))?, &value, pointer)?;
        let is_page = pointer.is_empty();
        let nothing = Entries::default();
        let properties = resolved.get("properties").and_then(Node::entries).unwrap_or(&nothing);
        let is_open = resolved.get("patternProperties").is_some() || properties.is_empty();
        if is_open && !is_page {
            return Ok(value);
        }
        let mut kept = Map::new();
        for (key, filled) in filled {
            let Some(property) = properties.get(key.as_str()) else { continue };
            let additional = property.get(schema::ADDITIONAL).is_some();
            // A page that is open lets its own in, but what other pages ask for is theirs.
            if additional && is_page {
                continue;
            }
            let hints = hints.property(if additional { "additionalProperties" } else { key });
            kept.insert(key.clone(), self.prune(property, hints, filled, &data::join(pointer, key))?);
        }
        Ok(Value::Object(kept))
    }

    /// The schema with the properties of the shape that the value has.
    fn with_variant(&self, resolved: &Node, value: &Value, pointer: &str) -> Result<Node, Overrun> {
        let Some((keyword, options)) = schema::alternatives(resolved) else {
            return Ok(resolved.clone());
        };
        let mut shapes = Vec::with_capacity(options.len());
        for option in options {
            shapes.push(resolve(self.run, option, Some(value))?);
        }
        let name = format!("{pointer}__{}_select", keyword.to_lowercase());
        let selected = match self.selections.get(&name) {
            Some(selected) => Some(*selected),
            None => {
                choose::closest(self.run, Some(value), &shapes, Some(0), schema::discriminator(resolved))?
            }
        };
        match selected.and_then(|selected| shapes.get(selected)) {
            Some(shape) => merge::schemas(self.run, &resolved.without(&[keyword]), shape),
            None => Ok(resolved.clone()),
        }
    }

    fn list(&self, schema: &Node, hints: &Hints, items: &[Value], pointer: &str) -> Result<Value, Overrun> {
        let resolved = resolve(self.run, schema, None)?;
        let fixed = schema::fixed_items(&resolved);
        let nothing = Node::empty();
        let mut kept = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let own = match fixed {
                Some(fixed) => fixed.get(index).or_else(|| resolved.get("additionalItems")),
                None => schema::item_schema(&resolved),
            };
            let pointer = data::join(pointer, &index.to_string());
            kept.push(self.prune(own.unwrap_or(&nothing), hints.item(), item, &pointer)?);
        }
        Ok(Value::Array(kept))
    }
}

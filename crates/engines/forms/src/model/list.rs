//! Lists: fields for items, or choices of which several are taken.

use serde_json::Value;

use super::{Drawing, Marks, Spot, choices};
use crate::data;
use crate::defaults;
use crate::field::{Control, Field, List, Look};
use crate::node::Node;
use crate::problem::Overrun;
use crate::resolve::resolve;
use crate::schema;

impl Drawing<'_> {
    pub(super) fn list(&self, field: &mut Field, spot: &Spot<'_>) -> Result<Control, Overrun> {
        let Some(items) = spot.schema.get("items") else {
            return Ok(Control::Unsupported { reason: "Missing items definition".to_owned() });
        };
        let widget = spot.hints.widget().filter(|widget| *widget != "hidden");
        let look = if widget == Some("checkboxes") { Look::Checkbox } else { Look::Select };
        if defaults::is_multi_select(self.run, spot.schema)? {
            let items = resolve(self.run, items, spot.value)?;
            return Ok(Control::Choices { look, choices: choices::of(&items, spot.hints) });
        }
        if widget == Some("files") {
            return Ok(Control::Files);
        }
        if widget.is_some() {
            let items = resolve(self.run, items, None)?;
            return Ok(Control::Choices { look, choices: choices::of(&items, spot.hints) });
        }
        if schema::fixed_items(spot.schema).is_none() && self.is_file(items)? {
            return Ok(Control::Files);
        }
        self.items(field, spot)
    }

    fn is_file(&self, items: &Node) -> Result<bool, Overrun> {
        let items = resolve(self.run, items, None)?;
        let says = |keyword: &str, text: &str| items.get(keyword).and_then(Node::as_text) == Some(text);
        Ok(says("type", "string") && says("format", "data-url"))
    }

    fn items(&self, field: &mut Field, spot: &Spot<'_>) -> Result<Control, Overrun> {
        let nothing = Node::empty();
        let fixed = schema::fixed_items(spot.schema);
        let additional = match fixed {
            Some(_) => spot.schema.get("additionalItems").filter(|items| items.is_object()),
            None => Some(schema::item_schema(spot.schema).unwrap_or(&nothing)),
        };
        let values = spot.value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let title = spot.schema.get("title").and_then(Node::as_text).filter(|title| !title.is_empty());
        let title =
            title.map(str::to_owned).or_else(|| spot.title.clone()).unwrap_or_else(|| spot.name.to_owned());
        for (index, value) in values.iter().enumerate() {
            let own = fixed.and_then(|fixed| fixed.get(index));
            let hints = if fixed.is_some() && own.is_none() {
                spot.hints.property("additionalItems")
            } else {
                spot.hints.item()
            };
            let resolved = resolve(self.run, own.or(additional).unwrap_or(&nothing), Some(value))?;
            let name = index.to_string();
            let inner = Spot {
                schema: &resolved,
                hints,
                pointer: data::join(&spot.pointer, &name),
                name: &name,
                title: (!title.is_empty()).then(|| format!("{title}-{}", index + 1)),
                value: Some(value),
                marks: Marks { required: allows_no_null(&resolved), ..spot.marks },
            };
            if let Some(drawn) = self.field(&inner)? {
                field.fields.push(drawn);
            }
        }
        let new_item = match additional {
            Some(schema) => defaults::of_new(self.run, schema)?,
            None => None,
        };
        let most = spot.schema.get("maxItems").and_then(Node::as_number);
        #[expect(clippy::cast_precision_loss, reason = "there are never that many items")]
        let has_room = most.is_none_or(|most| (values.len() as f64) < most);
        Ok(Control::List(List {
            can_add: additional.is_some() && spot.hints.switch("addable").unwrap_or(has_room),
            can_remove: spot.hints.switch("removable").unwrap_or(true),
            can_reorder: spot.hints.switch("orderable").unwrap_or(true),
            fixed: fixed.map_or(0, <[Node]>::len),
            new_item,
        }))
    }
}

fn allows_no_null(schema: &Node) -> bool {
    match schema.get("type") {
        Some(Node::List(_)) => {
            let names = schema.get("type").and_then(Node::items).unwrap_or_default();
            names.iter().all(|name| name.as_text() != Some("null"))
        }
        Some(name) => name.as_text() != Some("null"),
        None => true,
    }
}

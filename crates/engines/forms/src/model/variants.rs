//! `oneOf` and `anyOf` that are no choice of constants: shapes of a value, of which one is chosen and shown.

use super::{Drawing, Marks, Spot};
use crate::choose;
use crate::field::{Field, Variants};
use crate::merge;
use crate::node::{Entries, Node};
use crate::problem::Overrun;
use crate::resolve::resolve;
use crate::schema;

impl Drawing<'_> {
    /// The shapes that a value may have besides what its schema says for all of them.
    pub(super) fn variants(&self, field: &Field, spot: &Spot<'_>) -> Result<Option<Variants>, Overrun> {
        let Some((keyword, options)) = schema::alternatives(spot.schema) else {
            return Ok(None);
        };
        let mut resolved = Vec::with_capacity(options.len());
        for option in options {
            let option = resolve(self.run, option, spot.value)?;
            resolved.push(resolve(self.run, &option, spot.value)?);
        }
        let name = format!("{}__{}_select", spot.pointer, keyword.to_lowercase());
        let chosen = self.selections.get(&name).copied().filter(|chosen| *chosen < resolved.len());
        let selected = if chosen.is_some() {
            chosen
        } else {
            let discriminator = schema::discriminator(spot.schema);
            choose::closest(self.run, spot.value, &resolved, Some(0), discriminator)?
        };
        let title = spot.hints.text("title").map(str::to_owned);
        let title = title.or_else(|| spot.schema.get("title").and_then(Node::as_text).map(str::to_owned));
        let title = title.filter(|title| !title.is_empty());
        let labels = resolved.iter().enumerate().map(|(index, option)| {
            let own = option.get("title").and_then(Node::as_text).filter(|title| !title.is_empty());
            match (own, &title) {
                (Some(own), _) => own.to_owned(),
                (None, Some(title)) => format!("{title} option {}", index + 1),
                (None, None) => format!("Option {}", index + 1),
            }
        });
        let options = labels.collect();
        let content = match selected.and_then(|selected| resolved.get(selected)) {
            Some(option) => self.content(field, spot, option)?,
            None => None,
        };
        let label = title.unwrap_or_else(|| spot.name.to_owned());
        Ok(Some(Variants { name, label, options, selected, content }))
    }

    fn content(&self, field: &Field, spot: &Spot<'_>, option: &Node) -> Result<Option<Box<Field>>, Overrun> {
        let option = match spot.schema.get("required") {
            Some(required) => {
                let required = Node::object(Entries::from_iter([("required".into(), required.clone())]));
                merge::schemas(self.run, &required, option)?
            }
            None => option.clone(),
        };
        if option.get("type").and_then(Node::as_text) == Some("null") {
            return Ok(None);
        }
        let inner =
            Spot { schema: &option, marks: Marks { required: field.required, ..spot.marks }, ..spot.clone() };
        Ok(self.field(&inner)?.map(Box::new))
    }
}

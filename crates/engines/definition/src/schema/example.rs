//! A value that fits a schema, for pages and for requests to start from.
//!
//! The author's examples, defaults and listed values go first; otherwise a fixed value of the type. The same schema
//! gives the same value every time. No promise for patterns.

use serde_json::{Map, Number, Value};

use super::parts::Parts;
use super::{Bounds, Direction, Keyword, Schema, SchemaId, Schemas, Types};

/// Values in one example.
const MOST_VALUES: usize = 500;

/// Nesting of one example.
const DEEPEST: usize = 8;

/// Characters that a text is stretched to.
const LONGEST_TEXT: usize = 200;

/// Items that an array is given.
const MOST_ITEMS: usize = 3;

impl Schemas {
    /// An example of a schema. Circles are left out, read-only properties too when it is for a request.
    pub fn example(&self, schema: &Schema, direction: Direction) -> Value {
        let mut maker = Maker { schemas: self, direction, left: MOST_VALUES, above: Vec::new() };
        maker.value(schema, DEEPEST).unwrap_or(Value::Null)
    }
}

struct Maker<'s> {
    schemas: &'s Schemas,
    direction: Direction,
    left: usize,
    above: Vec<SchemaId>,
}

impl<'s> Maker<'s> {
    /// A value, or nothing where a circle closes or the example has grown enough.
    fn value(&mut self, schema: &'s Schema, deeper: usize) -> Option<Value> {
        if self.left == 0 || deeper == 0 {
            return None;
        }
        self.left -= 1;
        let parts = self.schemas.parts(schema, &self.above);
        if parts.circle.is_some() && parts.list.len() == 1 {
            return None;
        }
        if let Some(given) = given(&parts) {
            return Some(given);
        }
        let height = self.above.len();
        self.above.extend(&parts.chain);
        let value = self.made(&parts, deeper);
        self.above.truncate(height);
        value
    }

    fn made(&mut self, parts: &Parts<'s>, deeper: usize) -> Option<Value> {
        let types = parts.list.iter().fold(Types::default(), |types, part| types.union(part.types));
        let alternative = parts.rares().find_map(|rare| rare.one_of.first().or(rare.any_of.first()));
        let properties = parts.properties();
        let is_object = types.has("object") || (types.is_empty() && !properties.is_empty());
        if is_object || (types.is_empty() && has_additional(parts)) {
            return Some(self.object(parts, &properties, alternative, deeper));
        }
        if let Some(alternative) = alternative {
            return self.value(alternative, deeper - 1);
        }
        let items = parts.first(|part| part.items.as_deref());
        if types.has("array") || (types.is_empty() && items.is_some()) {
            return Some(self.array(parts, items, deeper));
        }
        Some(scalar(types, parts))
    }

    fn object(
        &mut self,
        parts: &Parts<'s>,
        properties: &[(&'s str, &'s Schema)],
        alternative: Option<&'s Schema>,
        deeper: usize,
    ) -> Value {
        let mut object = Map::new();
        for (name, schema) in properties {
            if !self.direction.shows(schema) {
                continue;
            }
            if let Some(value) = self.value(schema, deeper - 1) {
                object.insert((*name).to_owned(), value);
            }
        }
        if let Some(Value::Object(more)) = alternative.and_then(|schema| self.value(schema, deeper - 1)) {
            for (name, value) in more {
                object.entry(name).or_insert(value);
            }
        }
        if object.is_empty() {
            let described = parts
                .rares()
                .flat_map(|rare| &rare.others)
                .find(|(keyword, _)| *keyword == Keyword::Additional);
            if let Some(value) = described.and_then(|(_, schema)| self.value(schema, deeper - 1)) {
                object.insert("key".to_owned(), value);
            }
        }
        Value::Object(object)
    }

    fn array(&mut self, parts: &Parts<'s>, items: Option<&'s Schema>, deeper: usize) -> Value {
        let mut list = Vec::new();
        for rare in parts.rares() {
            for (keyword, schema) in &rare.others {
                if matches!(keyword, Keyword::TupleItem(_)) {
                    list.extend(self.value(schema, deeper - 1));
                }
            }
        }
        let fewest = parts.rares().find_map(|rare| rare.bounds.fewest).unwrap_or(1).clamp(1, MOST_ITEMS);
        if let Some(items) = items {
            while list.len() < fewest {
                let Some(value) = self.value(items, deeper - 1) else {
                    break;
                };
                list.push(value);
            }
        }
        Value::Array(list)
    }
}

/// What the author gave.
fn given(parts: &Parts<'_>) -> Option<Value> {
    for rare in parts.rares() {
        let example = rare.examples.first().or(rare.default.as_ref()).map(|value| (**value).clone());
        let listed = rare.constant.as_ref().or(rare.enumeration.first()).map(|value| (**value).clone());
        if let Some(value) = example.or(listed) {
            return Some(value);
        }
    }
    None
}

fn has_additional(parts: &Parts<'_>) -> bool {
    parts.rares().any(|rare| rare.others.iter().any(|(keyword, _)| *keyword == Keyword::Additional))
}

fn scalar(types: Types, parts: &Parts<'_>) -> Value {
    let bounds =
        parts.rares().map(|rare| rare.bounds).find(|bounds| *bounds != Bounds::default()).unwrap_or_default();
    let format = parts.first(|part| part.format.as_deref()).unwrap_or_default();
    let names: Vec<&str> = types.names().collect();
    match names.first().copied() {
        Some("string" | "file") => Value::String(text(format, bounds)),
        Some("integer") => number(bounds, true),
        Some("number") => number(bounds, false),
        Some("boolean") => Value::Bool(true),
        None if !format.is_empty() => Value::String(text(format, bounds)),
        _ => Value::Null,
    }
}

fn text(format: &str, bounds: Bounds) -> String {
    let known = match format {
        "date-time" => "2025-01-31T12:00:00Z",
        "date" => "2025-01-31",
        "time" => "12:00:00Z",
        "duration" => "PT1H",
        "email" | "idn-email" => "name@domain.example",
        "uri" | "url" | "iri" => "https://domain.example/path",
        "uri-reference" | "iri-reference" | "json-pointer" => "/path",
        "hostname" | "idn-hostname" => "domain.example",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "byte" => "dGV4dA==",
        "regex" => ".*",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let mut text = "text".to_owned();
    let shortest = bounds.shortest.unwrap_or(0).min(LONGEST_TEXT);
    while text.len() < shortest {
        text.push_str("text");
    }
    let longest = bounds.longest.unwrap_or(usize::MAX).max(shortest);
    text.truncate(longest.min(text.len().max(shortest)));
    text
}

#[expect(clippy::cast_possible_truncation, reason = "saturates, and an example may be any number")]
fn number(bounds: Bounds, whole: bool) -> Value {
    let step = bounds.multiple_of.unwrap_or(if whole { 1.0 } else { 0.5 });
    let mut number = match (bounds.minimum, bounds.maximum) {
        (Some(minimum), _) if bounds.above => minimum + step,
        (Some(minimum), _) => minimum,
        (None, Some(maximum)) => maximum.min(1.0),
        (None, None) => 1.0,
    };
    if bounds.multiple_of.is_some() {
        number = (number / step).ceil() * step;
    }
    if whole || number.fract() == 0.0 {
        return Value::Number(Number::from(number.ceil() as i64));
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

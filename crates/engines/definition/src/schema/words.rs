//! Constraints and types as words for people.

use crate::document::Node;
use crate::schema::{Reference, Schema, Schemas};

/// Names of types inside each other before the rest is left out.
const DEEPEST: usize = 4;

/// Bytes of the words for one type; names may have any length.
const LONGEST: usize = 300;

/// Alternatives that are named one by one.
const MOST_NAMED: usize = 4;

/// Reads the keywords that bound values into the schema: as words, and as the numbers that examples respect.
pub(super) fn constraints(node: &Node<'_>, schema: &mut Schema) {
    let mut words = Vec::new();
    let mut bounds = schema.rare.as_ref().map(|rare| rare.bounds).unwrap_or_default();
    let number = |key: &str| node.get(key).and_then(Node::text).and_then(|text| text.parse::<f64>().ok());
    let size = |key: &str| node.get(key).and_then(Node::text).and_then(|text| text.parse::<usize>().ok());
    let written = |key: &str| node.get(key).and_then(Node::text);

    for (key, exclusive, inclusive_word, exclusive_word) in
        [("minimum", "exclusiveMinimum", "≥", ">"), ("maximum", "exclusiveMaximum", "≤", "<")]
    {
        // A flag in draft 4, a number of its own later.
        let flagged = node.get(exclusive).and_then(Node::flag) == Some(true);
        if let Some(text) = written(key).filter(|_| number(key).is_some()) {
            words.push(format!("{} {text}", if flagged { exclusive_word } else { inclusive_word }));
        }
        if let Some(text) = written(exclusive).filter(|_| number(exclusive).is_some()) {
            words.push(format!("{exclusive_word} {text}"));
        }
    }
    bounds.minimum = number("minimum").or_else(|| number("exclusiveMinimum"));
    bounds.maximum = number("maximum").or_else(|| number("exclusiveMaximum"));
    bounds.above = number("exclusiveMinimum").is_some()
        || node.get("exclusiveMinimum").and_then(Node::flag) == Some(true);
    bounds.multiple_of = number("multipleOf").filter(|step| *step > 0.0);
    (bounds.shortest, bounds.longest, bounds.fewest) =
        (size("minLength"), size("maxLength"), size("minItems"));

    if let Some(step) = written("multipleOf") {
        words.push(format!("a multiple of {step}"));
    }
    for (fewest, most, one, many) in [
        ("minLength", "maxLength", "character", "characters"),
        ("minItems", "maxItems", "item", "items"),
        ("minProperties", "maxProperties", "property", "properties"),
        ("minContains", "maxContains", "matching item", "matching items"),
    ] {
        words.extend(range(size(fewest), size(most), one, many));
    }
    if let Some(pattern) = written("pattern") {
        words.push(format!("matches {pattern}"));
    }
    if node.get("uniqueItems").and_then(Node::flag) == Some(true) {
        words.push("no item twice".to_owned());
    }
    for (key, word) in [("contentMediaType", "holds"), ("contentEncoding", "encoded as")] {
        words.extend(written(key).map(|text| format!("{word} {text}")));
    }
    if !words.is_empty() {
        let rare = schema.rare_mut();
        (rare.constraints, rare.bounds) = (words, bounds);
    }
}

fn range(fewest: Option<usize>, most: Option<usize>, one: &str, many: &str) -> Option<String> {
    let noun = |number: usize| if number == 1 { one } else { many };
    match (fewest.filter(|fewest| *fewest > 0), most) {
        (None, None) => None,
        (Some(fewest), None) => Some(format!("at least {fewest} {}", noun(fewest))),
        (None, Some(most)) => Some(format!("at most {most} {}", noun(most))),
        (Some(fewest), Some(most)) if fewest == most => Some(format!("exactly {most} {}", noun(most))),
        (Some(fewest), Some(most)) => Some(format!("{fewest} to {most} {many}")),
    }
}

impl Schemas {
    /// The type of a schema in a few words: `string`, `array of Pet`, `string or null`, `one of Cat, Dog`.
    pub fn type_words(&self, schema: &Schema) -> String {
        let mut words = self.plain_type(schema, DEEPEST);
        if words.len() > LONGEST {
            words.truncate(words.floor_char_boundary(LONGEST));
            words.push('…');
        }
        if schema.marks.nullable && !words.ends_with("null") {
            words.push_str(" or null");
        }
        words
    }

    fn plain_type(&self, schema: &Schema, deeper: usize) -> String {
        match &schema.reference {
            Reference::To(id) => return self.get(*id).map_or_else(String::new, |named| named.name.clone()),
            Reference::Missing(name) => return name.to_string(),
            Reference::None => {}
        }
        if deeper == 0 {
            return "…".to_owned();
        }
        if schema.marks.never {
            return "nothing".to_owned();
        }
        let rare = schema.rare.as_deref();
        let mut names: Vec<String> = Vec::new();
        for name in schema.types.names() {
            names.push(if name == "array" { self.list_type(schema, deeper) } else { name.to_owned() });
        }
        names.extend(rare.into_iter().flat_map(|rare| rare.odd_types.iter().cloned()));
        if names.is_empty() { self.implied_type(schema, deeper) } else { names.join(" or ") }
    }

    fn list_type(&self, schema: &Schema, deeper: usize) -> String {
        match &schema.items {
            Some(items) => format!("array of {}", self.plain_type(items, deeper - 1)),
            None => "array".to_owned(),
        }
    }

    /// What a schema without `type` must be.
    fn implied_type(&self, schema: &Schema, deeper: usize) -> String {
        if schema.items.is_some() {
            return self.list_type(schema, deeper);
        }
        if !schema.properties.is_empty() {
            return "object".to_owned();
        }
        let rare = schema.rare.as_deref();
        let alternatives = rare.map(|rare| (&rare.one_of, &rare.any_of));
        for (list, word) in alternatives.into_iter().flat_map(|(one, any)| [(one, "one of"), (any, "any of")])
        {
            match list.as_slice() {
                [] => {}
                [only] => return self.plain_type(only, deeper - 1),
                list => return self.alternatives(word, list, deeper),
            }
        }
        if let [only] = schema.all_of.as_slice() {
            return self.plain_type(only, deeper - 1);
        }
        if !schema.all_of.is_empty() {
            return "object".to_owned();
        }
        let value =
            rare.and_then(|rare| rare.constant.as_deref().or(rare.enumeration.first().map(|value| &**value)));
        match value {
            Some(serde_json::Value::String(_)) => "string",
            Some(serde_json::Value::Number(_)) => "number",
            Some(serde_json::Value::Bool(_)) => "boolean",
            Some(serde_json::Value::Null) => "null",
            _ if rare.is_some_and(|rare| rare.additional != super::Additional::Unsaid) => "object",
            _ => "any",
        }
        .to_owned()
    }

    fn alternatives(&self, word: &str, list: &[Schema], deeper: usize) -> String {
        let mut names: Vec<String> = Vec::new();
        for schema in list {
            let name = self.plain_type(schema, deeper - 1);
            if !names.contains(&name) {
                names.push(name);
            }
            if names.len() > MOST_NAMED {
                return format!("{word} {} schemas", list.len());
            }
        }
        match names.as_slice() {
            [only] => only.clone(),
            [first, null] if null == "null" => format!("{first} or null"),
            names => format!("{word} {}", names.join(", ")),
        }
    }
}

//! What a schema says about a value that was typed into one field.

use std::sync::Arc;

use serde_json::Value;

use super::{Schema, Schemas, Types};

/// The form that a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A text, number or flag.
    Scalar,
    /// A list.
    List,
    /// An object.
    Object,
}

impl Schemas {
    /// The form of a schema's values. Where it allows several, scalars go first, as fields take those.
    pub fn shape(&self, schema: &Schema) -> Shape {
        let parts = self.parts(schema, &[]);
        let types = parts.list.iter().fold(Types::default(), |types, part| types.union(part.types));
        let is_scalar = ["string", "integer", "number", "boolean", "file"].iter().any(|name| types.has(name));
        if is_scalar {
            Shape::Scalar
        } else if types.has("array")
            || (types.is_empty() && parts.first(|part| part.items.as_deref()).is_some())
        {
            Shape::List
        } else if types.has("object") || (types.is_empty() && !parts.properties().is_empty()) {
            Shape::Object
        } else {
            Shape::Scalar
        }
    }

    /// The values that a schema lists, for a field that offers them.
    pub fn choices<'s>(&'s self, schema: &'s Schema) -> &'s [Arc<Value>] {
        let parts = self.parts(schema, &[]);
        parts
            .rares()
            .map(|rare| rare.enumeration.as_slice())
            .find(|list| !list.is_empty())
            .unwrap_or_default()
    }

    pub(crate) fn items<'s>(&'s self, schema: &'s Schema) -> Option<&'s Schema> {
        self.parts(schema, &[]).first(|part| part.items.as_deref())
    }

    /// Whether a text can be a value of the schema, by its types and listed values; the error says what was expected.
    pub(crate) fn check_scalar(&self, schema: &Schema, text: &str) -> Result<(), String> {
        let choices = self.choices(schema);
        let as_text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if !choices.is_empty() {
            let choices: Vec<String> = choices.iter().map(|value| as_text(value)).collect();
            if choices.iter().any(|choice| choice == text) {
                return Ok(());
            }
            return Err(format!("expected one of {}", choices.join(", ")));
        }
        let parts = self.parts(schema, &[]);
        let types = parts.list.iter().fold(Types::default(), |types, part| types.union(part.types));
        let fits = types.names().any(|name| match name {
            "integer" => is_integer(text),
            "number" => text.parse::<f64>().is_ok_and(f64::is_finite),
            "boolean" => matches!(text, "true" | "false"),
            "null" => text == "null",
            _ => true,
        });
        if types.is_empty() || fits {
            return Ok(());
        }
        Err(format!("expected {}", types.names().collect::<Vec<_>>().join(" or ")))
    }
}

/// Digits of any length, as identifiers may be longer than machine numbers.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

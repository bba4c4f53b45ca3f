//! Reading cursors, with the messages that Backstage gives for bad ones.

use serde_json::{Map, Value, json};

use super::{Cursor, LONGEST_CURSOR, Position, TextFilter, syntax};
use crate::index::arrange::OrderField;
use crate::predicate::Predicate;

/// Longest message about a cursor, in characters.
const LONGEST_MESSAGE: usize = 1_000;
/// Most order fields or text fields of a cursor.
const MOST_FIELDS: usize = 100;

/// Why a cursor was refused; the text is the answer's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    #[error("Cursor cannot be empty")]
    Empty,
    #[error("Malformed cursor: {0}")]
    Malformed(String),
}

impl Cursor {
    /// Reads a cursor of any age.
    pub fn decode(encoded: &str) -> Result<Self, CursorError> {
        if encoded.is_empty() {
            return Err(CursorError::Empty);
        }
        if encoded.len() > LONGEST_CURSOR {
            return Err(CursorError::Malformed("too long".to_owned()));
        }
        let bytes = decode_base64(encoded);
        let text = String::from_utf8_lossy(&bytes);
        let json: Value = serde_json::from_str(&text).map_err(|error| {
            CursorError::Malformed(format!("SyntaxError: {}", syntax::explain(&text, &error)))
        })?;
        let mut reader = Reader { problems: Vec::new() };
        reader.cursor(&json).filter(|_| reader.problems.is_empty()).ok_or_else(|| {
            let list = serde_json::to_string_pretty(&reader.problems).unwrap_or_default();
            let message = format!("InputError: Malformed cursor: {list}");
            CursorError::Malformed(message.chars().take(LONGEST_MESSAGE).collect())
        })
    }
}

/// Collects problems in the shape of Backstage's schema validator.
struct Reader {
    problems: Vec<Value>,
}

impl Reader {
    fn cursor(&mut self, json: &Value) -> Option<Cursor> {
        let Value::Object(members) = json else {
            self.wrong_type("object", Some(json), &[]);
            return None;
        };
        let order = self.order(members.get("orderFields"));
        let text = self.text(members.get("fullTextFilter"));
        let values = self.values(members, "orderFieldValues", true);
        let filter = self.filter(members.get("filter"));
        let is_previous = members.get("isPrevious");
        if !is_previous.is_some_and(Value::is_boolean) {
            self.wrong_type("boolean", is_previous, &["isPrevious"]);
        }
        let query = self.query(members.get("query"));
        let first = self.values(members, "firstSortFieldValues", false);
        let total_items = members.get("totalItems").map(|total| {
            let count = total.as_u64();
            if count.is_none() {
                self.wrong_type("number", Some(total), &["totalItems"]);
            }
            count.unwrap_or(0)
        });
        let is_ordered = !order.is_empty();
        let row = position(values?, is_ordered);
        if row.is_none() {
            self.custom("Does not fit orderFields", "orderFieldValues");
        }
        Some(Cursor {
            order,
            text,
            query: match (query, filter) {
                (Some(query), Some(filter)) => Some(Predicate::All(vec![query, filter])),
                (query, filter) => query.or(filter),
            },
            position: row?,
            is_previous: is_previous == Some(&Value::Bool(true)),
            first: first.and_then(|values| position(values, is_ordered)),
            total_items,
        })
    }

    fn order(&mut self, json: Option<&Value>) -> Vec<OrderField> {
        let Some(Value::Array(items)) = json else {
            self.wrong_type("array", json, &["orderFields"]);
            return Vec::new();
        };
        let mut fields = Vec::new();
        for (place, item) in items.iter().take(MOST_FIELDS).enumerate() {
            let place = place.to_string();
            let (field, order) = (item.get("field"), item.get("order"));
            let Some(Value::String(field)) = field else {
                self.wrong_type("string", field, &["orderFields", &place, "field"]);
                continue;
            };
            let descending = match order.and_then(Value::as_str) {
                Some("asc") => false,
                Some("desc") => true,
                _ => {
                    self.wrong_type("'asc' | 'desc'", order, &["orderFields", &place, "order"]);
                    continue;
                }
            };
            fields.push(OrderField { field: field.clone(), descending });
        }
        fields
    }

    fn text(&mut self, json: Option<&Value>) -> Option<TextFilter> {
        let json = json?;
        let Some(term) = json.get("term").and_then(Value::as_str) else {
            self.wrong_type("string", json.get("term"), &["fullTextFilter", "term"]);
            return None;
        };
        let fields = match json.get("fields") {
            None => None,
            Some(fields) => {
                let items = fields.as_array().filter(|items| items.len() <= MOST_FIELDS);
                let texts = items
                    .and_then(|items| items.iter().map(|item| Some(item.as_str()?.to_owned())).collect());
                if texts.is_none() {
                    self.wrong_type("array", Some(fields), &["fullTextFilter", "fields"]);
                }
                texts
            }
        };
        Some(TextFilter { term: term.to_owned(), fields })
    }

    /// A list of texts and nulls.
    fn values(
        &mut self,
        members: &Map<String, Value>,
        name: &str,
        required: bool,
    ) -> Option<Vec<Option<String>>> {
        let json = members.get(name);
        let Some(Value::Array(items)) = json else {
            if required || json.is_some() {
                self.wrong_type("array", json, &[name]);
            }
            return None;
        };
        let mut values = Vec::new();
        for (place, item) in items.iter().enumerate().take(MOST_FIELDS) {
            if !item.is_string() && !item.is_null() {
                self.wrong_type("string", Some(item), &[name, &place.to_string()]);
            }
            values.push(item.as_str().map(str::to_owned));
        }
        Some(values)
    }

    fn query(&mut self, json: Option<&Value>) -> Option<Predicate> {
        match Predicate::from_json(json?) {
            Ok(query) => Some(query),
            Err(error) => {
                self.custom(&error.to_string(), "query");
                None
            }
        }
    }

    fn filter(&mut self, json: Option<&Value>) -> Option<Predicate> {
        let filter = Predicate::from_legacy_filter(json?);
        if filter.is_none() {
            self.custom("Invalid input", "filter");
        }
        filter
    }

    fn wrong_type(&mut self, expected: &str, received: Option<&Value>, path: &[&str]) {
        let received = match received {
            None => "undefined",
            Some(Value::Null) => "null",
            Some(Value::Bool(_)) => "boolean",
            Some(Value::Number(_)) => "number",
            Some(Value::String(_)) => "string",
            Some(Value::Array(_)) => "array",
            Some(Value::Object(_)) => "object",
        };
        let message = match received {
            "undefined" => "Required".to_owned(),
            _ => format!("Expected {expected}, received {received}"),
        };
        let path: Vec<Value> = path
            .iter()
            .map(|part| part.parse::<u64>().map_or_else(|_| json!(part), |place| json!(place)))
            .collect();
        self.problems.push(json!({
            "code": "invalid_type", "expected": expected, "received": received, "path": path, "message": message,
        }));
    }

    fn custom(&mut self, message: &str, member: &str) {
        self.problems.push(json!({ "code": "custom", "path": [member], "message": message }));
    }
}

/// The row that order values name: value and uid in an ordered list, else the uid.
fn position(values: Vec<Option<String>>, is_ordered: bool) -> Option<Position> {
    let mut values = values.into_iter();
    let value = if is_ordered { Some(values.next()??) } else { None };
    let uid = values.next()??;
    values.next().is_none().then_some(Position { value, uid })
}

/// Decodes as Node does: either alphabet, anything else skipped, ends at the padding.
pub(crate) fn decode_base64(encoded: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(encoded.len() / 4 * 3 + 3);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for character in encoded.bytes().take_while(|character| *character != b'=') {
        let digit = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        buffer = (buffer << 6 | u32::from(digit)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.extend(u8::try_from(buffer >> bits & 0xff));
        }
    }
    bytes
}

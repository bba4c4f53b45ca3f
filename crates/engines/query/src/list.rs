//! `GET /entities` with paging: by offset, any number of order fields, entities without the field last.
//!
//! Knows the paging rules, not HTTP. Without paging that route is a [`crate::select::Walk`]. Source of the
//! rules: the contract sheet catalog-api, section 5.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::cursor::decode_base64;
use crate::index::arrange::{ArrangementKey, Order, OrderField};
use crate::index::{Document, Index};
use crate::predicate::Predicate;

/// Most order fields that are honoured; further ones cannot change what anybody sees.
pub const MOST_ORDER_FIELDS: usize = 8;
/// Characters of a refused parameter that its message quotes.
const LONGEST_QUOTE: usize = 200;

/// Why the parameters were refused; the text is the answer's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    #[error("Invalid order parameter \"{0}\", expected \"<asc or desc>:<field name>\"")]
    Order(String),
    #[error("Malformed after cursor, could not be parsed")]
    After,
    #[error("Malformed after cursor, limit was not an number")]
    AfterLimit,
    #[error("Malformed after cursor, offset was not a number")]
    AfterOffset,
}

/// Reads an `order` parameter: `asc:<field>` or `desc:<field>`. The field is taken as written.
pub fn parse_order(text: &str) -> Result<OrderField, ListError> {
    let refuse = || ListError::Order(text.chars().take(LONGEST_QUOTE).collect());
    let (direction, field) = text.split_once(':').ok_or_else(refuse)?;
    let descending = match direction {
        "asc" => false,
        "desc" => true,
        _ => return Err(refuse()),
    };
    if field.is_empty() || field.contains(['\n', '\r']) {
        return Err(refuse());
    }
    Ok(OrderField { field: field.to_owned(), descending })
}

/// The `after` cursor; what it holds goes before the parameters of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct After {
    pub limit: Option<usize>,
    pub offset: Option<usize>,
}

impl After {
    pub fn decode(encoded: &str) -> Result<Self, ListError> {
        let json: Value =
            serde_json::from_slice(&decode_base64(encoded)).map_err(|_error| ListError::After)?;
        if json.is_null() {
            return Err(ListError::After);
        }
        let read = |name: &str, problem: ListError| match json.get(name) {
            None => Ok(None),
            Some(number) => whole_number(number).map(Some).ok_or(problem),
        };
        Ok(Self {
            limit: read("limit", ListError::AfterLimit)?,
            offset: read("offset", ListError::AfterOffset)?,
        })
    }

    /// Base64 of `{"limit":..,"offset":..}`.
    pub fn encode(limit: usize, offset: usize) -> String {
        STANDARD.encode(json!({ "limit": limit, "offset": offset }).to_string())
    }
}

/// `3` and `3.0`, as JavaScript knows no difference.
fn whole_number(number: &Value) -> Option<usize> {
    if let Some(whole) = number.as_u64() {
        return usize::try_from(whole).ok();
    }
    let float = number.as_f64().filter(|float| float.fract() == 0.0 && (0.0..9e15).contains(float))?;
    format!("{float:.0}").parse().ok()
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    pub items: Vec<Document>,
    /// The `after` cursor of the next page, if there is one.
    pub after: Option<String>,
}

/// What to list.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    pub predicate: &'a Predicate,
    /// By ref if empty.
    pub order: &'a [OrderField],
    pub offset: usize,
    /// All the rest if there is none.
    pub limit: Option<usize>,
}

impl Index {
    /// One page of a list.
    pub fn list(&self, list: List<'_>) -> ListPage {
        let order = match list.order {
            [] => Order::Ref,
            fields => Order::Fields(fields.iter().take(MOST_ORDER_FIELDS).cloned().collect()),
        };
        let arranged =
            self.arranged(&ArrangementKey { predicate: list.predicate.clone(), text: None, order });
        let start = list.offset.min(arranged.len());
        let end = list.limit.map_or(arranged.len(), |limit| start.saturating_add(limit).min(arranged.len()));
        let items = arranged.rows(start..end).iter().map(|(slot, _)| self.document(*slot)).collect();
        let after = list
            .limit
            .filter(|_| end < arranged.len())
            .map(|limit| After::encode(limit, list.offset + limit));
        ListPage { items, after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_parameters() {
        let order = |field: &str, descending| Ok(OrderField { field: field.to_owned(), descending });
        assert_eq!(parse_order("asc:metadata.name"), order("metadata.name", false));
        assert_eq!(parse_order("desc:a:B"), order("a:B", true));
        for text in ["sideways:metadata.name", "metadata.name", "asc:", "ASC:a", ""] {
            let message =
                format!("Invalid order parameter \"{text}\", expected \"<asc or desc>:<field name>\"");
            assert_eq!(parse_order(text).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn after_cursors() {
        assert_eq!(After::encode(3, 6), "eyJsaW1pdCI6Mywib2Zmc2V0Ijo2fQ==");
        let table: &[(&str, Result<After, ListError>)] = &[
            (r#"{"limit":3,"offset":6}"#, Ok(After { limit: Some(3), offset: Some(6) })),
            (r#"{"offset":6.0}"#, Ok(After { limit: None, offset: Some(6) })),
            ("{}", Ok(After::default())),
            ("7", Ok(After::default())),
            ("null", Err(ListError::After)),
            ("{", Err(ListError::After)),
            (r#"{"limit":"3"}"#, Err(ListError::AfterLimit)),
            (r#"{"limit":1.5}"#, Err(ListError::AfterLimit)),
            (r#"{"offset":-1}"#, Err(ListError::AfterOffset)),
            (r#"{"offset":null}"#, Err(ListError::AfterOffset)),
        ];
        for (json, expected) in table {
            assert_eq!(After::decode(&STANDARD.encode(json)), *expected, "{json}");
        }
        assert_eq!(After::decode("%%%"), Err(ListError::After));
    }
}

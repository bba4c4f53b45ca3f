//! The cursor of by-query: where a page ended, and everything needed to go on, as base64 of JSON.
//!
//! The members are contract: the npm client decodes cursors and looks for `query`. Knows no index. Source of
//! the rules: the contract sheet catalog-api, section 5.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::index::arrange::OrderField;
use crate::predicate::Predicate;

mod decode;
mod syntax;

pub use decode::CursorError;
pub(crate) use decode::decode_base64;

/// Longest cursor that is read, in bytes of its encoded form.
pub const LONGEST_CURSOR: usize = 256 * 1024;

/// A full text filter as asked. Blank terms filter nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextFilter {
    pub term: String,
    /// Fields to look in; by default the first order field, else `metadata.uid`.
    pub fields: Option<Vec<String>>,
}

/// A place in a list and the list it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Only the first field is honoured.
    pub order: Vec<OrderField>,
    pub text: Option<TextFilter>,
    pub query: Option<Predicate>,
    /// The row next to the page: the value of the order field, if there is one, and the uid.
    pub position: Position,
    /// True for a cursor that goes back.
    pub is_previous: bool,
    /// The first row of the first page, which has no page before it.
    pub first: Option<Position>,
    /// The total as counted for the first page.
    pub total_items: Option<u64>,
}

/// A row of an ordered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The lower-case value of the order field; `None` in lists by uid.
    pub value: Option<String>,
    pub uid: String,
}

impl Cursor {
    /// Base64 (standard alphabet, padded) of the cursor's JSON.
    pub fn encode(&self) -> String {
        let mut members = Map::new();
        let order: Vec<_> = self
            .order
            .iter()
            .map(|order| json!({ "field": order.field, "order": if order.descending { "desc" } else { "asc" } }))
            .collect();
        members.insert("orderFields".to_owned(), Value::Array(order));
        members.insert("isPrevious".to_owned(), Value::Bool(self.is_previous));
        if let Some(query) = &self.query {
            members.insert("query".to_owned(), query.to_json());
        }
        if let Some(text) = &self.text {
            let mut filter = json!({ "term": text.term });
            if let Some(fields) = &text.fields {
                filter["fields"] = json!(fields);
            }
            members.insert("fullTextFilter".to_owned(), filter);
        }
        members.insert("orderFieldValues".to_owned(), self.position.to_json());
        if let Some(first) = &self.first {
            members.insert("firstSortFieldValues".to_owned(), first.to_json());
        }
        if let Some(total) = self.total_items {
            members.insert("totalItems".to_owned(), json!(total));
        }
        STANDARD.encode(Value::Object(members).to_string())
    }
}

impl Position {
    fn to_json(&self) -> Value {
        match &self.value {
            Some(value) => json!([value, self.uid]),
            None => json!([self.uid]),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cursor() -> Cursor {
        Cursor {
            order: vec![OrderField { field: "metadata.name".to_owned(), descending: false }],
            text: Some(TextFilter::default()),
            query: Some(Predicate::equals("kind", "component")),
            position: Position { value: Some("checkout".to_owned()), uid: "10f5".to_owned() },
            is_previous: false,
            first: Some(Position { value: Some("basket".to_owned()), uid: "52fd".to_owned() }),
            total_items: Some(10),
        }
    }

    #[test]
    fn members_are_those_the_client_knows() {
        let json = String::from_utf8(STANDARD.decode(cursor().encode()).unwrap()).unwrap();
        let expected = concat!(
            r#"{"orderFields":[{"field":"metadata.name","order":"asc"}],"isPrevious":false,"#,
            r#""query":{"kind":"component"},"fullTextFilter":{"term":""},"#,
            r#""orderFieldValues":["checkout","10f5"],"firstSortFieldValues":["basket","52fd"],"totalItems":10}"#,
        );
        assert_eq!(json, expected);
    }

    #[test]
    fn cursors_survive_encoding() {
        let plain = Cursor {
            order: Vec::new(),
            text: None,
            query: None,
            position: Position { value: None, uid: "u".to_owned() },
            is_previous: true,
            first: None,
            total_items: None,
        };
        for cursor in [cursor(), plain] {
            assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
        }
    }

    #[test]
    fn older_cursors_carry_a_filter() {
        let json = json!({
            "orderFields": [], "orderFieldValues": ["u"], "isPrevious": false,
            "filter": {"allOf": [{"key": "Kind", "values": ["API"]}, {"not": {"key": "spec.x"}}]},
            "query": {"metadata.name": "a"},
        });
        let decoded = Cursor::decode(&STANDARD.encode(json.to_string())).unwrap();
        let expected = json!({"$all": [
            {"metadata.name": "a"},
            {"$all": [{"kind": "api"}, {"spec.x": {"$exists": false}}]},
        ]});
        assert_eq!(decoded.query.unwrap().to_json(), expected);
    }

    fn refusal(cursor: &str) -> String {
        Cursor::decode(cursor).unwrap_err().to_string()
    }

    #[test]
    fn bad_cursors_say_why() {
        let table = [
            ("", "Cursor cannot be empty"),
            ("!!", "Malformed cursor: SyntaxError: Unexpected end of JSON input"),
            (
                "not-base64!",
                "Malformed cursor: SyntaxError: Unexpected token '\u{fffd}', \"\u{fffd}\u{fffd}~m\u{fffd}\u{1e}\u{fffd}\" is not valid JSON",
            ),
            (
                "eyJhIjoxfQ==",
                "Malformed cursor: InputError: Malformed cursor: [\n  {\n    \"code\": \"invalid_type\",\n    \"expected\": \"array\",\n    \"received\": \"undefined\",\n    \"path\": [\n      \"orderFields\"\n    ],\n    \"message\": \"Required\"\n  },\n  {\n    \"code\": \"invalid_type\",\n    \"expected\": \"array\",\n    \"received\": \"undefined\",\n    \"path\": [\n      \"orderFieldValues\"\n    ],\n    \"message\": \"Required\"\n  },\n  {\n    \"code\": \"invalid_type\",\n    \"expected\": \"boolean\",\n    \"received\": \"undefined\",\n    \"path\": [\n      \"isPrevious\"\n    ],\n    \"message\": \"Required\"\n  }\n]",
            ),
        ];
        for (cursor, expected) in table {
            assert_eq!(refusal(cursor), expected);
        }
    }

    #[test]
    fn members_of_a_wrong_type_are_refused() {
        let good = json!({"orderFields": [], "orderFieldValues": ["u"], "isPrevious": false});
        let encode = |change: Value| {
            let mut json = good.clone();
            for (key, value) in change.as_object().unwrap() {
                json[key] = value.clone();
            }
            STANDARD.encode(json.to_string())
        };
        assert!(Cursor::decode(&encode(json!({}))).is_ok());
        for change in [
            json!({"orderFields": "x"}),
            json!({"orderFields": [{"field": "a"}]}),
            json!({"orderFields": [{"field": "a", "order": "up"}], "orderFieldValues": ["v", "u"]}),
            json!({"orderFields": [{"field": "a", "order": "asc"}]}),
            json!({"orderFieldValues": [1]}),
            json!({"orderFieldValues": []}),
            json!({"orderFieldValues": [null]}),
            json!({"orderFieldValues": ["v", "u"]}),
            json!({"isPrevious": "no"}),
            json!({"totalItems": -1}),
            json!({"totalItems": "1"}),
            json!({"query": {"a": {"$x": 1}}}),
            json!({"query": []}),
            json!({"filter": {"nope": 1}}),
            json!({"fullTextFilter": {"fields": ["a"]}}),
            json!({"fullTextFilter": {"term": "a", "fields": [1]}}),
            json!({"firstSortFieldValues": "u"}),
        ] {
            assert!(refusal(&encode(change.clone())).starts_with("Malformed cursor: "), "{change}");
        }
        assert!(Cursor::decode(&"A".repeat(LONGEST_CURSOR + 1)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_decoding_fail_otherwise(cursor in "\\PC{0,60}", json in "[\\[\\]{}\",:a-z0-9]{0,40}") {
            let _ = Cursor::decode(&cursor);
            let _ = Cursor::decode(&STANDARD.encode(json));
        }
    }
}

//! The members of an OAuth request, from a query, a form or a JSON body, with the texts of Backstage for what is missing
//! or of another type. Knows no member by name.

use kernel::Error;
use serde_json::{Map, Value};

use super::error::{Code, refuse};

/// Longest value that is read, in bytes; none of the members has a reason to be longer.
const MAX_VALUE_LENGTH: usize = 4_096;
/// Most items in a list.
const MAX_ITEMS: usize = 20;

/// The members by name.
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// An empty body has no members.
    pub(crate) fn from_json(body: &[u8]) -> Result<Self, Error> {
        if body.is_empty() {
            return Ok(Self(Map::new()));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(other) => {
                Err(invalid(&[format!("Invalid input: expected object, received {}", kind(Some(&other)))]))
            }
            Err(_) => Err(refuse(Code::InvalidRequest, "the body is not JSON")),
        }
    }

    /// A member given twice becomes a list, as it does in Backstage.
    pub(crate) fn from_form(text: &[u8]) -> Result<Self, Error> {
        let mut members: Map<String, Value> = Map::new();
        for (name, value) in url::form_urlencoded::parse(text) {
            let value = Value::String(value.into_owned());
            match members.get_mut(name.as_ref()) {
                None => {
                    members.insert(name.into_owned(), value);
                }
                Some(Value::Array(items)) => items.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
            if members.len() > MAX_ITEMS {
                return Err(refuse(Code::InvalidRequest, "too many parameters"));
            }
        }
        Ok(Self(members))
    }

    /// The texts of members that must all be there; one message names everything that is wrong.
    pub(crate) fn required<const N: usize>(&self, names: [&str; N]) -> Result<[String; N], Error> {
        let mut problems = Vec::new();
        let texts = names.map(|name| match self.0.get(name) {
            Some(Value::String(text)) if text.len() <= MAX_VALUE_LENGTH => text.clone(),
            Some(Value::String(_)) => {
                problems.push(format!("Too big: expected at most {MAX_VALUE_LENGTH} bytes at \"{name}\""));
                String::new()
            }
            other => {
                problems
                    .push(format!("Invalid input: expected string, received {} at \"{name}\"", kind(other)));
                String::new()
            }
        });
        if problems.is_empty() { Ok(texts) } else { Err(invalid(&problems)) }
    }

    /// The text of a member that may be missing; the empty text counts as missing.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<String>, Error> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => {
                let [text] = self.required([name])?;
                Ok((!text.is_empty()).then_some(text))
            }
        }
    }

    /// A list of texts with at least one item.
    pub(crate) fn required_list(&self, name: &str) -> Result<Vec<String>, Error> {
        let Some(Value::Array(items)) = self.0.get(name) else {
            let received = kind(self.0.get(name));
            return Err(invalid(&[format!(
                "Invalid input: expected array, received {received} at \"{name}\""
            )]));
        };
        if items.is_empty() {
            return Err(invalid(&[format!("Too small: expected array to have >=1 items at \"{name}\"")]));
        }
        if items.len() > MAX_ITEMS {
            return Err(invalid(&[format!(
                "Too big: expected array to have <={MAX_ITEMS} items at \"{name}\""
            )]));
        }
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item {
                Value::String(text) if text.len() <= MAX_VALUE_LENGTH => texts.push(text.clone()),
                other => {
                    let received = kind(Some(other));
                    let place = format!("{name}[{index}]");
                    return Err(invalid(&[format!(
                        "Invalid input: expected string, received {received} at \"{place}\""
                    )]));
                }
            }
        }
        Ok(texts)
    }
}

fn invalid(problems: &[String]) -> Error {
    refuse(Code::InvalidRequest, format!("Validation error: {}", problems.join("; ")))
}

fn kind(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description(error: &Error) -> String {
        let Error::Body { status: 400, body } = error else { panic!("{error:?}") };
        assert_eq!(body["error"], "invalid_request");
        body["error_description"].as_str().unwrap().to_owned()
    }

    #[test]
    fn names_everything_that_is_wrong() {
        let fields = Fields::from_form(b"b=1&b=2&c=x").unwrap();
        assert_eq!(
            description(&fields.required(["a", "b", "c"]).unwrap_err()),
            "Validation error: Invalid input: expected string, received undefined at \"a\"; \
             Invalid input: expected string, received array at \"b\""
        );
        let fields = Fields::from_json(br#"{"a":"x","b":7}"#).unwrap();
        assert_eq!(fields.required(["a"]).unwrap(), ["x"]);
        assert_eq!(
            description(&fields.optional("b").unwrap_err()),
            "Validation error: Invalid input: expected string, received number at \"b\""
        );
        assert_eq!(fields.optional("c").unwrap(), None);
    }

    #[test]
    fn lists_have_texts() {
        for (body, expected) in [
            ("{}", "Validation error: Invalid input: expected array, received undefined at \"l\""),
            (r#"{"l":"x"}"#, "Validation error: Invalid input: expected array, received string at \"l\""),
            (r#"{"l":[]}"#, "Validation error: Too small: expected array to have >=1 items at \"l\""),
            (
                r#"{"l":["a",1]}"#,
                "Validation error: Invalid input: expected string, received number at \"l[1]\"",
            ),
        ] {
            let error = Fields::from_json(body.as_bytes()).unwrap().required_list("l").unwrap_err();
            assert_eq!(description(&error), expected, "{body}");
        }
        assert_eq!(Fields::from_json(br#"{"l":["a"]}"#).unwrap().required_list("l").unwrap(), ["a"]);
        for body in ["[]", "{", "nonsense", "\"x\""] {
            assert!(Fields::from_json(body.as_bytes()).is_err(), "{body}");
        }
    }
}

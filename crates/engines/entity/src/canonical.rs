//! One text per value: JSON with sorted keys, no white space, and numbers as JavaScript prints them.
//!
//! Backstage hashes this form for `metadata.etag`. Knows nothing of entities.

use std::fmt::Write as _;

use serde_json::Value;

use crate::yaml::to_javascript;

/// The stable JSON of a value: keys sorted by UTF-16 code units, as JavaScript sorts.
pub fn stable_json(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value);
    text
}

fn write(text: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(text, item);
            }
            text.push(']');
        }
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_unstable_by(|(left, _), (right, _)| compare_utf16(left, right));
            text.push('{');
            for (index, (key, item)) in entries.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_string(text, key);
                text.push(':');
                write(text, item);
            }
            text.push('}');
        }
        Value::String(content) => write_string(text, content),
        Value::Number(number) if !number.is_f64() => {
            // Writing to a string cannot fail.
            let _ = write!(text, "{number}");
        }
        Value::Number(number) => text.push_str(&to_javascript(number.as_f64().unwrap_or_default())),
        Value::Null => text.push_str("null"),
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
    }
}

fn write_string(text: &mut String, content: &str) {
    // serde_json escapes exactly what JSON.stringify does.
    let _ = write!(text, "{}", serde_json::json!(content));
}

/// The order in which JavaScript sorts strings.
pub(crate) fn compare_utf16(left: &str, right: &str) -> std::cmp::Ordering {
    if left.is_ascii() && right.is_ascii() {
        left.cmp(right)
    } else {
        left.encode_utf16().cmp(right.encode_utf16())
    }
}

/// Whether the JSON text of a value has more than `limit` bytes. Stops counting there.
pub(crate) fn is_longer_than(value: &Value, limit: usize) -> bool {
    take(value, limit).is_none()
}

/// What is left of `budget` after the JSON text of `value`; `None` when it does not fit.
fn take(value: &Value, budget: usize) -> Option<usize> {
    match value {
        Value::Null | Value::Bool(true) => budget.checked_sub(4),
        Value::Bool(false) => budget.checked_sub(5),
        Value::Number(number) => budget.checked_sub(number.to_string().len()),
        Value::String(text) => budget.checked_sub(quoted_length(text)),
        Value::Array(items) => {
            // Two brackets, and a comma between items.
            let mut left = budget.checked_sub(2 + items.len().saturating_sub(1))?;
            for item in items {
                left = take(item, left)?;
            }
            Some(left)
        }
        Value::Object(entries) => {
            // Besides braces and commas, a colon for each key.
            let mut left = budget.checked_sub(2 + entries.len().saturating_sub(1) + entries.len())?;
            for (key, item) in entries {
                left = take(item, left.checked_sub(quoted_length(key))?)?;
            }
            Some(left)
        }
    }
}

/// Bytes of a string in JSON, quotes included.
fn quoted_length(text: &str) -> usize {
    let extra = |byte: u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 1,
        0x00..=0x1f => 5,
        _ => 0,
    };
    text.len() + 2 + text.bytes().map(extra).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn stable_json_sorts_keys_at_every_depth() {
        let value = json!({"b": [1, {"z": null, "a": true}], "a": 1e21, "\u{ff5e}": 1, "\u{1f600}": 2});
        assert_eq!(stable_json(&value), "{\"a\":1e+21,\"b\":[1,{\"a\":true,\"z\":null}],\"😀\":2,\"～\":1}");
    }

    #[test]
    fn counts_the_bytes_of_json_exactly() {
        for value in [
            json!({"a": [1, -2.5, "x\n\u{1}\"\\"], "ä": {}, "b": []}),
            json!([]),
            json!("x"),
            json!([false, true, null]),
        ] {
            let length = value.to_string().len();
            assert!(!is_longer_than(&value, length), "{value}");
            assert!(is_longer_than(&value, length - 1), "{value}");
        }
    }
}

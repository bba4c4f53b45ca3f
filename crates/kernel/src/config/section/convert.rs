//! The conversions between JSON types that Backstage's readers make. Knows no keys.

use serde_json::Value;

use crate::config::scalar::is_decimal;

/// What messages call the type of a value.
pub(in crate::config) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(text) if text.is_empty() => "empty-string",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// As JavaScript's `Number(text)`, but `None` for what is not finite.
pub(in crate::config) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0.0);
    }
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)] {
        let Some(digits) = text.strip_prefix(prefix) else { continue };
        let mut total = 0.0;
        for digit in digits.chars() {
            total = total * f64::from(radix) + f64::from(digit.to_digit(radix)?);
        }
        return (!digits.is_empty() && total.is_finite()).then_some(total);
    }
    if !is_decimal(text) {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// A whole number from 0 to 2^53.
pub(super) fn whole(number: f64) -> Option<u64> {
    if number.fract() != 0.0 || !(0.0..=9_007_199_254_740_992.0).contains(&number) {
        return None;
    }
    format!("{:.0}", number.abs()).parse().ok()
}

pub(in crate::config) fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" | "true" | "1" | "on" => Some(true),
        "n" | "no" | "false" | "0" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let cases = [
            ("", Some(0.0)),
            ("  ", Some(0.0)),
            ("42", Some(42.0)),
            (" -1.5 ", Some(-1.5)),
            ("1e3", Some(1000.0)),
            ("0x10", Some(16.0)),
            ("0b11", Some(3.0)),
            ("+5", Some(5.0)),
            ("5.", Some(5.0)),
            ("x", None),
            ("Infinity", None),
            ("1e999", None),
            ("NaN", None),
            ("inf", None),
            ("1 2", None),
            ("0x", None),
            ("-0x10", None),
            ("1_000", None),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn whole_numbers() {
        let cases =
            [(0.0, Some(0)), (-0.0, Some(0)), (7.0, Some(7)), (1.5, None), (-1.0, None), (1e300, None)];
        for (number, expected) in cases {
            assert_eq!(whole(number), expected, "{number}");
        }
    }

    #[test]
    fn booleans() {
        for text in ["y", "YES", "true", "1", " on "] {
            assert_eq!(boolean(text), Some(true), "{text}");
        }
        for text in ["n", "No", "FALSE", "0", "off"] {
            assert_eq!(boolean(text), Some(false), "{text}");
        }
        for text in ["", "2", "maybe", "yess"] {
            assert_eq!(boolean(text), None, "{text}");
        }
    }
}

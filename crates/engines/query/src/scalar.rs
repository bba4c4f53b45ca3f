//! JSON scalars as the search index sees them: the text JavaScript would print, and its lower-case form.
//!
//! Knows nothing of entities. Backstage builds its index with `String(value).toLocaleLowerCase('en-US')`
//! and measures `.length`, so those three are reproduced here.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// The text of a string, number or boolean; `None` for null, arrays and objects.
pub(crate) fn scalar_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(true) => Some(Cow::Borrowed("true")),
        Value::Bool(false) => Some(Cow::Borrowed("false")),
        Value::Number(number) => Some(Cow::Owned(number_text(number))),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Lower case without a locale, borrowed when nothing changes.
pub(crate) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// Length as JavaScript counts it: UTF-16 code units.
pub(crate) fn javascript_length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// `String(number)`: the shortest digits that read back, without exponent between 1e-6 and 1e21.
fn number_text(number: &Number) -> String {
    const EXACT: u64 = 1 << 53;
    if let Some(integer) = number.as_i64()
        && integer.unsigned_abs() <= EXACT
    {
        return integer.to_string();
    }
    match number.as_f64() {
        Some(0.0) => "0".to_owned(),
        Some(float) => float_text(float),
        None => number.to_string(),
    }
}

fn float_text(float: f64) -> String {
    let scientific = format!("{:e}", float.abs());
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let Ok(exponent) = exponent.parse::<i32>() else {
        return scientific;
    };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let sign = if float < 0.0 { "-" } else { "" };
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let point = exponent + 1;
    let text = if (count..=21).contains(&point) {
        digits.clone() + &"0".repeat(usize::try_from(point - count).unwrap_or(0))
    } else if (1..=21).contains(&point) {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{fraction}")
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", "0".repeat(usize::try_from(-point).unwrap_or(0)))
    } else {
        let (first, rest) = digits.split_at(1);
        let fraction = if rest.is_empty() { String::new() } else { format!(".{rest}") };
        let direction = if exponent < 0 { "-" } else { "+" };
        format!("{first}{fraction}e{direction}{}", exponent.unsigned_abs())
    };
    sign.to_owned() + &text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_as_javascript_prints_them() {
        let table = [
            ("42", "42"),
            ("-7", "-7"),
            ("1.0", "1"),
            ("0.1", "0.1"),
            ("-0.0", "0"),
            ("100.50", "100.5"),
            ("1e21", "1e+21"),
            ("1e20", "100000000000000000000"),
            ("12345678901234567890", "12345678901234567000"),
            ("1.5e300", "1.5e+300"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1e-7"),
            ("1.25e-9", "1.25e-9"),
            ("9007199254740993", "9007199254740992"),
            ("18446744073709551615", "18446744073709552000"),
        ];
        for (json, expected) in table {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(scalar_text(&value).unwrap(), expected, "{json}");
        }
    }

    #[test]
    fn lower_case_is_unicode_and_length_is_utf16() {
        for (text, expected) in [("abc-1", "abc-1"), ("AbC", "abc"), ("ÄÖ", "äö"), ("ΟΔΟΣ", "οδος")]
        {
            assert_eq!(lower(text), expected);
        }
        assert!(matches!(lower("plain"), Cow::Borrowed(_)));
        for (text, expected) in [("abc", 3), ("ä", 1), ("😀", 2)] {
            assert_eq!(javascript_length(text), expected);
        }
    }
}

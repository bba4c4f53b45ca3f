//! What a plain YAML scalar means: the core schema of YAML 1.2, as Backstage's parser applies it (`yes` is text, `010` is
//! ten). Knows no documents.

use serde_json::Number;

use super::node::Data;

/// Resolves an unquoted scalar. `None` for infinity and not-a-number, which no configuration key accepts.
pub(super) fn resolve(text: &str) -> Option<Data> {
    let data = match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Boolean(true),
        "false" | "False" | "FALSE" => Data::Boolean(false),
        _ if is_not_finite(text) => return None,
        _ => match number(text) {
            Some(number) => Data::Number(number),
            None => Data::Text(text.to_owned()),
        },
    };
    Some(data)
}

fn is_not_finite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

fn number(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    is_decimal(text).then(|| decimal(text)).flatten()
}

fn radix(digits: &str, radix: u32) -> Option<Number> {
    // `from_str_radix` would accept a sign here, which the schema does not.
    let valid = !digits.is_empty() && digits.chars().all(|character| character.is_digit(radix));
    if valid { u64::from_str_radix(digits, radix).ok().map(Number::from) } else { None }
}

/// Digits with at most one point and an optional exponent; at least one digit before the exponent.
pub(super) fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_is_valid = exponent.is_none_or(|part| {
        let part = part.strip_prefix(['-', '+']).unwrap_or(part);
        !part.is_empty() && digits(part)
    });
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && exponent_is_valid
}

/// The number of a text for which [`is_decimal`] holds; whole numbers come out whole, as in JavaScript.
pub(super) fn decimal(text: &str) -> Option<Number> {
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Number::from(whole));
    }
    if let Ok(whole) = text.parse::<u64>() {
        return Some(Number::from(whole));
    }
    let float = text.parse::<f64>().ok()?;
    // 2^53: up to here every whole number is exact.
    if float.fract() == 0.0
        && float.abs() <= 9_007_199_254_740_992.0
        && let Ok(whole) = format!("{float:.0}").parse::<i64>()
    {
        return Some(Number::from(whole));
    }
    Number::from_f64(float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_schema() {
        let cases = [
            ("", "null"),
            ("~", "null"),
            ("NULL", "null"),
            ("nUll", "\"nUll\""),
            ("true", "true"),
            ("False", "false"),
            ("yes", "\"yes\""),
            ("on", "\"on\""),
            ("42", "42"),
            ("-7", "-7"),
            ("+7", "7"),
            ("010", "10"),
            ("0o10", "8"),
            ("0x1F", "31"),
            ("0x", "\"0x\""),
            ("0x-1", "\"0x-1\""),
            ("1.5", "1.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1.0", "1"),
            ("1e3", "1000"),
            ("1e", "\"1e\""),
            (".", "\".\""),
            ("-", "\"-\""),
            ("1_000", "\"1_000\""),
            ("1.2.3", "\"1.2.3\""),
            ("2026-01-01", "\"2026-01-01\""),
            ("12:30", "\"12:30\""),
            ("18446744073709551615", "18446744073709551615"),
        ];
        for (text, expected) in cases {
            let shown = match resolve(text) {
                Some(Data::Null) => String::from("null"),
                Some(Data::Boolean(flag)) => flag.to_string(),
                Some(Data::Number(number)) => number.to_string(),
                Some(Data::Text(text)) => format!("\"{text}\""),
                _ => String::from("other"),
            };
            assert_eq!(shown, expected, "{text}");
        }
        for text in [".inf", "-.INF", ".NaN"] {
            assert!(resolve(text).is_none(), "{text}");
        }
    }
}

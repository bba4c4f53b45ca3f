//! Numbers as JavaScript has them: doubles, printed its way.
//!
//! Knows nothing of YAML.

use serde_json::{Number, Value};

/// Doubles above this are not exact whole numbers any more.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The JSON value of a double after `JSON.stringify`: whole numbers without a fraction, null for what JSON
/// cannot say.
pub(crate) fn value(double: f64) -> Value {
    if !double.is_finite() {
        return Value::Null;
    }
    if double.fract() == 0.0 {
        if double.abs() <= LARGEST_EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within 53 bits")]
            return Value::from(double as i64);
        }
        // Above that JavaScript prints the shortest digits and fills up with zeros, which the exact integer of
        // the double is not.
        let printed = to_javascript(double);
        if let Ok(whole) = printed.parse::<i64>() {
            return Value::from(whole);
        }
        if let Ok(whole) = printed.parse::<u64>() {
            return Value::from(whole);
        }
    }
    Number::from_f64(double).map_or(Value::Null, Value::Number)
}

/// The text of a double as JavaScript's `String(x)` (ECMA-262, `Number::toString`).
pub fn to_javascript(double: f64) -> String {
    if double.is_nan() {
        return "NaN".to_owned();
    }
    if double.is_infinite() {
        return if double > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if double == 0.0 {
        return "0".to_owned();
    }
    // Rust's exponent form has the same shortest digits.
    let scientific = format!("{:e}", double.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let sign = if double < 0.0 { "-" } else { "" };
    match point {
        // Whole numbers up to 21 digits.
        _ if count <= point && point <= 21 => format!("{sign}{digits}{}", zeros(point - count)),
        1..=21 => {
            let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
            format!("{sign}{whole}.{fraction}")
        }
        -5..=0 => format!("{sign}0.{}{digits}", zeros(-point)),
        _ => {
            let exponent = point - 1;
            let exponent_sign = if exponent < 0 { '-' } else { '+' };
            format!("{sign}{mantissa}e{exponent_sign}{}", exponent.abs())
        }
    }
}

fn zeros(count: i32) -> String {
    "0".repeat(usize::try_from(count).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_javascript() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (0.1, "0.1"),
            (123.456, "123.456"),
            (1e21, "1e+21"),
            (1e20, "100000000000000000000"),
            (12_345_678_901_234_567_890.0, "12345678901234567000"),
            (1.5e-10, "1.5e-10"),
            (0.000_001, "0.000001"),
            (0.000_000_1, "1e-7"),
            (1.234_567_890_123_456_8e29, "1.2345678901234568e+29"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ];
        for (double, expected) in cases {
            assert_eq!(to_javascript(double), expected);
        }
    }

    #[test]
    fn whole_doubles_become_integers() {
        let cases = [
            (1.0, "1"),
            (-0.0, "0"),
            (0.5, "0.5"),
            (12_345_678_901_234_567_890.0, "12345678901234567000"),
            (f64::INFINITY, "null"),
            (9_007_199_254_740_993.0, "9007199254740992"),
        ];
        for (double, expected) in cases {
            assert_eq!(value(double).to_string(), expected);
        }
    }
}

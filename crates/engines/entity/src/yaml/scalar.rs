//! What a scalar means in the YAML 1.2 core schema, in the reading of npm's `yaml`.
//!
//! Knows single scalars only.

use serde_json::Value;

use super::number;

/// A scalar after tag resolution.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar<'t> {
    Null,
    Bool(bool),
    Number(f64),
    Text(&'t str),
}

/// The type that a tag asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// No tag: the text decides.
    Any,
    Null,
    Bool,
    Int,
    Float,
    /// `!!str`, `!`, and every tag without a meaning here.
    Text,
}

impl<'t> Scalar<'t> {
    /// Resolves an untagged plain scalar.
    pub(super) fn plain(text: &'t str) -> Self {
        let Some(first) = text.bytes().next() else {
            return Self::Null;
        };
        match first {
            b'~' | b'n' | b'N' if matches!(text, "~" | "null" | "Null" | "NULL") => Self::Null,
            b't' | b'T' if matches!(text, "true" | "True" | "TRUE") => Self::Bool(true),
            b'f' | b'F' if matches!(text, "false" | "False" | "FALSE") => Self::Bool(false),
            b'0'..=b'9' | b'+' | b'-' | b'.' => number_of(text).map_or(Self::Text(text), Self::Number),
            _ => Self::Text(text),
        }
    }

    /// Resolves a tagged scalar. A text that does not fit the wanted type stays a text, as in Backstage, which
    /// only warns.
    pub(super) fn tagged(text: &'t str, wanted: Wanted) -> Self {
        let resolved = Self::plain(text);
        let fits = match (wanted, &resolved) {
            (Wanted::Any, _) | (Wanted::Null, Self::Null) | (Wanted::Bool, Self::Bool(_)) => true,
            (Wanted::Int, Self::Number(_)) => is_integer_form(text),
            (Wanted::Float, Self::Number(_)) => !is_integer_form(text),
            _ => false,
        };
        if fits { resolved } else { Self::Text(text) }
    }

    /// The key that this scalar becomes in a JavaScript object.
    pub(super) fn into_key(self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(double) => number::to_javascript(double),
            Self::Text(text) => text.to_owned(),
        }
    }

    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(flag),
            Self::Number(double) => number::value(double),
            Self::Text(text) => Value::String(text.to_owned()),
        }
    }
}

fn number_of(text: &str) -> Option<f64> {
    if let Some(digits) = text.strip_prefix("0o") {
        return whole_number(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return whole_number(digits, 16);
    }
    match text {
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    if is_decimal(text) { text.parse().ok() } else { None }
}

fn whole_number(digits: &str, radix: u32) -> Option<f64> {
    if digits.is_empty() {
        return None;
    }
    let mut double = 0.0;
    for character in digits.chars() {
        double = double * f64::from(radix) + f64::from(character.to_digit(radix)?);
    }
    Some(double)
}

fn is_integer_form(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with("0x") || digits.starts_with("0o") || digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[-+]?(digits[.digits?]|.digits)([eE][-+]?digits)?`
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_is_valid = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent_is_valid
}

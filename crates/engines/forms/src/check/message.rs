//! What a broken rule is called. The words are those that users of the stock front end know; values are never repeated,
//! because some are secrets.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

pub(super) const ADDITIONAL: &str = "must NOT have additional properties";

pub(super) fn of(error: &ValidationError<'_>) -> String {
    use ValidationErrorKind as Kind;
    match error.kind() {
        Kind::Required { property } => {
            format!("must have required property '{}'", property.as_str().unwrap_or_default())
        }
        Kind::Type { kind: TypeKind::Single(expected) } => format!("must be {expected}"),
        Kind::Type { kind: TypeKind::Multiple(expected) } => {
            let names: Vec<String> = expected.iter().map(|each| each.to_string()).collect();
            format!("must be {}", names.join(","))
        }
        Kind::Enum { .. } => "must be equal to one of the allowed values".to_owned(),
        Kind::Constant { .. } => "must be equal to constant".to_owned(),
        Kind::MinLength { limit } => fewer(*limit, "characters"),
        Kind::MaxLength { limit } => more(*limit, "characters"),
        Kind::MinItems { limit } => fewer(*limit, "items"),
        Kind::MaxItems { limit } => more(*limit, "items"),
        Kind::MinProperties { limit } => fewer(*limit, "properties"),
        Kind::MaxProperties { limit } => more(*limit, "properties"),
        Kind::Minimum { limit } => format!("must be >= {}", number(limit)),
        Kind::Maximum { limit } => format!("must be <= {}", number(limit)),
        Kind::ExclusiveMinimum { limit } => format!("must be > {}", number(limit)),
        Kind::ExclusiveMaximum { limit } => format!("must be < {}", number(limit)),
        Kind::MultipleOf { multiple_of } => format!("must be multiple of {multiple_of}"),
        Kind::Pattern { pattern } => format!("must match pattern \"{pattern}\""),
        Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } => {
            "takes too long to compare with its pattern".to_owned()
        }
        Kind::Format { format } => format!("must match format \"{format}\""),
        Kind::UniqueItems => "must NOT have duplicate items".to_owned(),
        Kind::AdditionalProperties { .. } => ADDITIONAL.to_owned(),
        Kind::AdditionalItems { limit } => more(*limit as u64, "items"),
        Kind::PropertyNames { .. } => "property name must be valid".to_owned(),
        Kind::Contains => "must contain at least 1 valid item(s)".to_owned(),
        Kind::AnyOf { .. } => "must match a schema in anyOf".to_owned(),
        Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. } => {
            "must match exactly one schema in oneOf".to_owned()
        }
        Kind::Not { .. } => "must NOT be valid".to_owned(),
        Kind::FalseSchema => "boolean schema is false".to_owned(),
        _ => error.masked().to_string(),
    }
}

/// Why a schema cannot be compiled, in one line.
pub(super) fn unsound(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::Format { format } if format == "regex" => {
            "is no pattern that can be used: not a regular expression, or too large when compiled".to_owned()
        }
        _ => {
            let mut text = error.to_string();
            if let Some((end, _)) = text.char_indices().nth(200) {
                text.truncate(end);
                text.push_str("...");
            }
            text
        }
    }
}

fn fewer(limit: u64, what: &str) -> String {
    format!("must NOT have fewer than {limit} {what}")
}

fn more(limit: u64, what: &str) -> String {
    format!("must NOT have more than {limit} {what}")
}

fn number(limit: &Value) -> String {
    limit.to_string()
}

//! How values are written into paths, queries, headers and cookies (OpenAPI 3, style values; RFC 6570).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::value::Value;
use crate::openapi::{Parameter, Style};

/// Everything but the characters that stand for themselves anywhere (RFC 3986, section 2.3).
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Like [`COMPONENT`], but slashes stay.
const SEGMENTS: &AsciiSet = &COMPONENT.remove(b'/');

/// Reserved characters stay, but for those that would end the value.
const WITH_RESERVED: &AsciiSet = &SEGMENTS
    .remove(b':')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What makes up a form that is encoded already stays.
const FORM: &AsciiSet = &COMPONENT.remove(b'=').remove(b'&').remove(b'+').remove(b'%');

pub(super) fn component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

pub(super) fn segments(text: &str) -> String {
    utf8_percent_encode(text, SEGMENTS).to_string()
}

/// What takes the place of `{name}` in a path.
pub(super) fn path(parameter: &Parameter, value: &Value) -> String {
    let name = component(&parameter.name);
    let explode = parameter.explode;
    let (start, separator) = match parameter.style {
        Style::Label => (".", if explode { "." } else { "," }),
        Style::Matrix => (";", if explode { ";" } else { "," }),
        _ => ("", ","),
    };
    let is_matrix = parameter.style == Style::Matrix;
    let named = |text: String| if is_matrix { format!("{name}={text}") } else { text };
    let items: Vec<String> = match value {
        Value::Scalar(text) => return format!("{start}{}", named(component(text))),
        Value::List(items) if explode => items.iter().map(|item| named(component(item))).collect(),
        Value::List(items) => items.iter().map(|item| component(item)).collect(),
        Value::Object(pairs) if explode => {
            pairs.iter().map(|(key, value)| format!("{}={}", component(key), component(value))).collect()
        }
        Value::Object(pairs) => {
            pairs.iter().map(|(key, value)| format!("{},{}", component(key), component(value))).collect()
        }
    };
    let joined = items.join(separator);
    if explode { format!("{start}{joined}") } else { format!("{start}{}", named(joined)) }
}

/// The pairs that a parameter adds to a query or to cookies.
pub(super) fn query(parameter: &Parameter, value: &Value) -> Vec<String> {
    let name = component(&parameter.name);
    let text = |text: &str| {
        utf8_percent_encode(text, if parameter.allow_reserved { WITH_RESERVED } else { COMPONENT })
            .to_string()
    };
    let separator = match parameter.style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        Style::TabDelimited => "%09",
        _ => ",",
    };
    match value {
        Value::Scalar(value) => vec![format!("{name}={}", text(value))],
        Value::List(items) if parameter.explode => {
            items.iter().map(|item| format!("{name}={}", text(item))).collect()
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| text(item)).collect();
            vec![format!("{name}={}", items.join(separator))]
        }
        Value::Object(pairs) if parameter.style == Style::DeepObject => pairs
            .iter()
            .map(|(key, value)| format!("{name}%5B{}%5D={}", component(key), text(value)))
            .collect(),
        Value::Object(pairs) if parameter.explode => {
            pairs.iter().map(|(key, value)| format!("{}={}", component(key), text(value))).collect()
        }
        Value::Object(pairs) => {
            let flat: Vec<String> =
                pairs.iter().flat_map(|(key, value)| [component(key), text(value)]).collect();
            vec![format!("{name}={}", flat.join(separator))]
        }
    }
}

/// A parameter that is the whole query: pairs for a form, anything else as one encoded text.
pub(super) fn whole_query(parameter: &Parameter, value: &Value) -> String {
    match value {
        Value::Object(pairs) => form(pairs),
        Value::Scalar(text)
            if parameter.media_type.as_deref() == Some("application/x-www-form-urlencoded") =>
        {
            utf8_percent_encode(text, FORM).to_string()
        }
        Value::Scalar(text) => component(text),
        Value::List(items) => component(&items.join("&")),
    }
}

/// The value of a header, not encoded: headers have no encoding of their own.
pub(super) fn header(parameter: &Parameter, value: &Value) -> String {
    match value {
        Value::Scalar(text) => text.clone(),
        Value::List(items) => items.join(","),
        Value::Object(pairs) => {
            let between = if parameter.explode { "=" } else { "," };
            let pairs: Vec<String> =
                pairs.iter().map(|(key, value)| format!("{key}{between}{value}")).collect();
            pairs.join(",")
        }
    }
}

/// Fields as `application/x-www-form-urlencoded`.
pub(super) fn form(fields: &[(String, String)]) -> String {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", component(name), component(value))).collect();
    pairs.join("&")
}

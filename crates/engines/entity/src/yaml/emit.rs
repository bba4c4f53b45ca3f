//! Writes a value as YAML that every reader understands the same way.
//!
//! Block form for lists and mappings, quotes wherever a plain scalar could be read as something else. Knows
//! nothing of comments or styles.

use std::fmt::Write as _;

use serde_json::Value;

use super::scalar::Scalar;

/// The value as a YAML document, ending with a line break.
pub fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Array(items) if !items.is_empty() => write_list(&mut text, items, 0),
        Value::Object(entries) if !entries.is_empty() => write_mapping(&mut text, entries, 0),
        _ => {
            write_scalar(&mut text, value);
            text.push('\n');
        }
    }
    text
}

fn write_list(text: &mut String, items: &[Value], indent: usize) {
    for item in items {
        push_indent(text, indent);
        text.push('-');
        match item {
            Value::Object(entries) if !entries.is_empty() => {
                // The first key stands behind the dash, as people write it; the others below it.
                let start = text.len();
                write_mapping(text, entries, indent + 2);
                text.replace_range(start..=start + indent, "");
            }
            _ => write_entry(text, item, indent),
        }
    }
}

fn write_mapping(text: &mut String, entries: &serde_json::Map<String, Value>, indent: usize) {
    for (key, value) in entries {
        push_indent(text, indent);
        write_text(text, key);
        text.push(':');
        write_entry(text, value, indent);
    }
}

/// What follows `-` or `key:`.
fn write_entry(text: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            write_list(text, items, indent + 2);
        }
        Value::Object(entries) if !entries.is_empty() => {
            text.push('\n');
            write_mapping(text, entries, indent + 2);
        }
        _ => {
            text.push(' ');
            write_scalar(text, value);
            text.push('\n');
        }
    }
}

fn push_indent(text: &mut String, indent: usize) {
    text.extend(std::iter::repeat_n(' ', indent));
}

fn write_scalar(text: &mut String, value: &Value) {
    match value {
        Value::String(content) => write_text(text, content),
        Value::Array(_) => text.push_str("[]"),
        Value::Object(_) => text.push_str("{}"),
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            // Writing to a string cannot fail.
            let _ = write!(text, "{value}");
        }
    }
}

fn write_text(text: &mut String, content: &str) {
    if is_safe_plain(content) {
        text.push_str(content);
    } else {
        // A JSON string is a YAML string.
        let _ = write!(text, "{}", Value::String(content.to_owned()));
    }
}

fn is_safe_plain(content: &str) -> bool {
    let starts_safely = content.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '/');
    let is_simple = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '/' | ' ' | '(' | ')')
    };
    starts_safely
        && !content.ends_with(' ')
        && content.chars().all(is_simple)
        && matches!(Scalar::plain(content), Scalar::Text(_))
        && !OLD_BOOLEANS.contains(&content.to_ascii_lowercase().as_str())
}

/// Texts that readers of YAML 1.1 take for booleans.
const OLD_BOOLEANS: [&str; 6] = ["yes", "no", "on", "off", "y", "n"];

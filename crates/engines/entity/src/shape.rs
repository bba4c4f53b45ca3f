//! A small language for the shapes of entities, and the walk that checks a value against one.
//!
//! Finds the first failure in the order in which Backstage's schema validator would report it, and says it in
//! its words. Does not know which part of an entity it looks at.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// What a value must look like.
#[derive(Debug)]
pub(crate) enum Shape {
    Anything,
    /// A string that is not empty.
    Text,
    /// A string that may be empty.
    AnyText,
    /// A string that is not empty and has at most so many characters.
    TextUpTo(usize),
    /// A string of letters, digits and `_`, not empty.
    Word,
    TextOrBool,
    OneOf(&'static [&'static str]),
    /// A list of at least so many items.
    List(&'static Shape, usize),
    Object(&'static Fields),
    /// Either of the two; when neither fits, the first one says why.
    Either(&'static Shape, &'static Shape),
}

/// A list of non-empty strings.
pub(crate) const TEXTS: Shape = Shape::List(&Shape::Text, 0);

/// The fields of an object, in the order in which they are checked.
#[derive(Debug)]
pub(crate) struct Fields {
    pub required: &'static [&'static str],
    pub named: &'static [(&'static str, Shape)],
    pub others: Others,
}

/// What may stand in an object besides its named fields.
#[derive(Debug)]
pub(crate) enum Others {
    Kept,
    Refused,
    Each(&'static Shape),
}

/// The first thing that does not fit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// JSON pointer to the value that does not fit.
    pub pointer: String,
    /// What it must be, such as `must be string`.
    pub text: String,
    /// The detail that kind errors append, such as `type: string`.
    pub detail: String,
    /// The schema keyword that failed.
    pub keyword: &'static str,
}

impl Misfit {
    /// The pointer as messages write it: the document itself is `<root>`.
    pub(crate) fn path(&self) -> &str {
        if self.pointer.is_empty() { "<root>" } else { &self.pointer }
    }
}

/// The way from the root to a value, kept on the stack so that a value that fits costs no allocation.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// The JSON pointer (RFC 6901).
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = String::new();
        self.write(&mut pointer);
        pointer
    }

    fn write(&self, pointer: &mut String) {
        match self {
            Self::Root => {}
            Self::Key(parent, key) => {
                parent.write(pointer);
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Self::Index(parent, index) => {
                parent.write(pointer);
                // Writing to a string cannot fail.
                let _ = write!(pointer, "/{index}");
            }
        }
    }
}

/// Checks `value`, which stands at `path`.
pub(crate) fn check(shape: &Shape, value: &Value, path: &Path<'_>) -> Result<(), Misfit> {
    match shape {
        Shape::Anything => Ok(()),
        Shape::Text => text(value, path).and_then(|text| not_empty(text, path)),
        Shape::AnyText => text(value, path).map(|_| ()),
        Shape::TextUpTo(limit) => text(value, path).and_then(|text| up_to(text, *limit, path)),
        Shape::Word => text(value, path).and_then(|text| word(text, path)),
        Shape::TextOrBool => match value {
            Value::String(_) | Value::Bool(_) => Ok(()),
            _ => Err(wrong_type(path, "string,boolean")),
        },
        Shape::OneOf(allowed) => text(value, path).and_then(|text| one_of(text, allowed, path)),
        Shape::List(item, minimum) => list(item, *minimum, value, path),
        Shape::Object(fields) => match value {
            Value::Object(object) => check_fields(fields, object, path),
            _ => Err(wrong_type(path, "object")),
        },
        Shape::Either(first, second) => match check(first, value, path) {
            Err(_) if check(second, value, path).is_ok() => Ok(()),
            verdict => verdict,
        },
    }
}

/// Checks the fields of an object: required ones, then foreign ones, then each named one.
pub(crate) fn check_fields(
    fields: &Fields,
    object: &Map<String, Value>,
    path: &Path<'_>,
) -> Result<(), Misfit> {
    for name in fields.required {
        if !object.contains_key(*name) {
            let text = format!("must have required property '{name}'");
            return Err(misfit(path, "required", text, format!("missingProperty: {name}")));
        }
    }
    let is_named = |key: &str| fields.named.iter().any(|(name, _)| *name == key);
    match &fields.others {
        Others::Kept => {}
        Others::Refused => {
            if let Some(key) = object.keys().find(|key| !is_named(key)) {
                let detail = format!("additionalProperty: {key}");
                return Err(misfit(
                    path,
                    "additionalProperties",
                    "must NOT have additional properties",
                    detail,
                ));
            }
        }
        Others::Each(shape) => {
            for (key, value) in object.iter().filter(|(key, _)| !is_named(key)) {
                check(shape, value, &Path::Key(path, key))?;
            }
        }
    }
    for (name, shape) in fields.named {
        if let Some(value) = object.get(*name) {
            check(shape, value, &Path::Key(path, name))?;
        }
    }
    Ok(())
}

fn list(item: &Shape, minimum: usize, value: &Value, path: &Path<'_>) -> Result<(), Misfit> {
    let Value::Array(items) = value else {
        return Err(wrong_type(path, "array"));
    };
    if items.len() < minimum {
        let text = format!("must NOT have fewer than {minimum} items");
        return Err(misfit(path, "minItems", text, format!("limit: {minimum}")));
    }
    for (index, value) in items.iter().enumerate() {
        check(item, value, &Path::Index(path, index))?;
    }
    Ok(())
}

fn text<'v>(value: &'v Value, path: &Path<'_>) -> Result<&'v str, Misfit> {
    value.as_str().ok_or_else(|| wrong_type(path, "string"))
}

fn not_empty(text: &str, path: &Path<'_>) -> Result<(), Misfit> {
    if text.is_empty() {
        return Err(misfit(path, "minLength", "must NOT have fewer than 1 characters", "limit: 1"));
    }
    Ok(())
}

fn up_to(text: &str, limit: usize, path: &Path<'_>) -> Result<(), Misfit> {
    not_empty(text, path)?;
    if text.chars().count() > limit {
        let text = format!("must NOT have more than {limit} characters");
        return Err(misfit(path, "maxLength", text, format!("limit: {limit}")));
    }
    Ok(())
}

fn word(text: &str, path: &Path<'_>) -> Result<(), Misfit> {
    not_empty(text, path)?;
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return Err(misfit(path, "pattern", "must match pattern \"^\\w+$\"", "pattern: ^\\w+$"));
    }
    Ok(())
}

fn one_of(text: &str, allowed: &[&str], path: &Path<'_>) -> Result<(), Misfit> {
    if allowed.contains(&text) {
        return Ok(());
    }
    let detail = format!("allowedValues: {}", allowed.join(","));
    Err(misfit(path, "enum", "must be equal to one of the allowed values", detail))
}

fn wrong_type(path: &Path<'_>, expected: &str) -> Misfit {
    misfit(path, "type", format!("must be {expected}"), format!("type: {expected}"))
}

fn misfit(
    path: &Path<'_>,
    keyword: &'static str,
    text: impl Into<String>,
    detail: impl Into<String>,
) -> Misfit {
    Misfit { pointer: path.pointer(), text: text.into(), detail: detail.into(), keyword }
}

/// What an author can do about a misfit.
pub(crate) fn help(misfit: &Misfit) -> Option<String> {
    let wanted = misfit.detail.split_once(": ").map_or("", |(_, wanted)| wanted);
    let place = match misfit.pointer.rsplit('/').next() {
        Some(name) if !name.is_empty() => format!("`{}`", name.replace("~1", "/").replace("~0", "~")),
        _ => "the top level".to_owned(),
    };
    Some(match (misfit.keyword, wanted) {
        ("required", name) => format!("add `{name}:` under {place}"),
        ("type", "string") => format!("give {place} a text; put quotes around numbers, dates and true/false"),
        ("type", "array") => format!("write {place} as a list, one `- item` per line"),
        ("type", "object") => format!("write {place} as `key: value` lines"),
        ("minLength", _) => format!("fill in {place} or remove it"),
        ("enum", allowed) => format!("use one of: {}", allowed.replace(',', ", ")),
        ("additionalProperties", key) => {
            format!("remove `{key}`, or move it below `metadata` or `spec`")
        }
        _ => return None,
    })
}

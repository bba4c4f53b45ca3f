//! References: `kind:namespace/name` to an entity, `type:target` to a location.
//!
//! Knows how they are written and compared, not whether what they point at exists
//! (contracts: entity-model 2).

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::problem::ErrorName;
use crate::scheme;

/// The namespace of an entity that names none.
pub const DEFAULT_NAMESPACE: &str = "default";

/// Why a reference could not be read. The texts are Backstage's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefError {
    #[error("Entity reference must not be empty")]
    Empty,
    #[error("Entity reference \"{0}\" was not on the form [<kind>:][<namespace>/]<name>")]
    Form(String),
    #[error(
        "Entity reference \"{0}\" had missing or empty kind (e.g. did not start with \"component:\" or similar)"
    )]
    MissingKind(String),
    #[error("Unable to parse location ref '{0}', expected '<type>:<target>', e.g. 'url:https://host/path'")]
    LocationForm(String),
    #[error("Invalid location ref '{0}', please prefix it with 'url:', e.g. 'url:{0}'")]
    LocationWithoutType(String),
    #[error("Invalid location ref '{0}', target is a javascript: URL")]
    LocationIsScript(String),
}

impl RefError {
    /// The error class on the wire.
    pub const fn name(&self) -> ErrorName {
        match self {
            Self::Empty | Self::MissingKind(_) => ErrorName::Plain,
            Self::Form(_)
            | Self::LocationForm(_)
            | Self::LocationWithoutType(_)
            | Self::LocationIsScript(_) => ErrorName::Type,
        }
    }
}

/// A full reference to an entity. Keeps the case it was written in; [`fmt::Display`], equality and hash use the
/// lower-case form `kind:namespace/name`.
#[derive(Debug, Clone)]
pub struct EntityRef {
    pub kind: String,
    pub namespace: String,
    pub name: String,
}

impl EntityRef {
    pub fn new(kind: impl Into<String>, namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind: kind.into(), namespace: namespace.into(), name: name.into() }
    }

    /// Reads `[<kind>:][<namespace>/]<name>`. Without a kind in the text `default_kind` is needed; without a
    /// namespace `default_namespace` is used, which is [`DEFAULT_NAMESPACE`] unless the context has a better one.
    pub fn parse(text: &str, default_kind: Option<&str>, default_namespace: &str) -> Result<Self, RefError> {
        let parts = RefParts::split(text)?;
        let Some(kind) = parts.kind.or(default_kind) else {
            return Err(RefError::MissingKind(text.to_owned()));
        };
        Ok(Self::new(kind, parts.namespace.unwrap_or(default_namespace), parts.name))
    }
}

impl fmt::Display for EntityRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&canonical(&self.kind, &self.namespace, &self.name))
    }
}

impl PartialEq for EntityRef {
    fn eq(&self, other: &Self) -> bool {
        same_text(&self.kind, &other.kind)
            && same_text(&self.namespace, &other.namespace)
            && same_text(&self.name, &other.name)
    }
}

impl Eq for EntityRef {}

impl Hash for EntityRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        canonical(&self.kind, &self.namespace, &self.name).hash(state);
    }
}

/// The parts of a reference as they stand in the text, nothing filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RefParts<'a> {
    pub kind: Option<&'a str>,
    pub namespace: Option<&'a str>,
    pub name: &'a str,
}

impl<'a> RefParts<'a> {
    /// The first `:` ends the kind unless a `/` stands before it, the first `/` ends the namespace, and all the
    /// rest is the name, whatever it contains.
    pub(crate) fn split(text: &'a str) -> Result<Self, RefError> {
        if text.is_empty() {
            return Err(RefError::Empty);
        }
        let slash = text.find('/');
        let colon = text.find(':').filter(|colon| slash.is_none_or(|slash| *colon < slash));
        let (kind, rest) = match colon {
            Some(at) => (Some(&text[..at]), &text[at + 1..]),
            None => (None, text),
        };
        let (namespace, name) = match rest.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, rest),
        };
        if kind == Some("") || namespace == Some("") || name.is_empty() {
            return Err(RefError::Form(text.to_owned()));
        }
        Ok(Self { kind, namespace, name })
    }
}

/// `kind:namespace/name` in lower case, independent of any locale.
pub(crate) fn canonical(kind: &str, namespace: &str, name: &str) -> String {
    let mut text = String::with_capacity(kind.len() + namespace.len() + name.len() + 2);
    push_lower_case(&mut text, kind);
    text.push(':');
    push_lower_case(&mut text, namespace);
    text.push('/');
    push_lower_case(&mut text, name);
    text
}

fn push_lower_case(text: &mut String, part: &str) {
    if part.is_ascii() {
        let start = text.len();
        text.push_str(part);
        text[start..].make_ascii_lowercase();
    } else {
        text.push_str(&part.to_lowercase());
    }
}

fn same_text(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        left.eq_ignore_ascii_case(right)
    } else {
        left.to_lowercase() == right.to_lowercase()
    }
}

/// A reference to a place where entities are read, written `type:target`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocationRef {
    /// `url`, `file`, ...
    pub kind: String,
    pub target: String,
}

impl LocationRef {
    pub fn new(kind: impl Into<String>, target: impl Into<String>) -> Self {
        Self { kind: kind.into(), target: target.into() }
    }

    /// Splits on the first `:` and trims both sides. A bare web address is refused, because its scheme would be
    /// taken for the type; so are targets that a browser would run as a script.
    pub fn parse(text: &str) -> Result<Self, RefError> {
        let Some((kind, target)) = text.split_once(':') else {
            return Err(RefError::LocationForm(text.to_owned()));
        };
        let (kind, target) = (kind.trim(), target.trim());
        if kind.is_empty() || target.is_empty() {
            return Err(RefError::LocationForm(text.to_owned()));
        }
        if kind == "http" || kind == "https" {
            return Err(RefError::LocationWithoutType(text.to_owned()));
        }
        if scheme::of(target).as_deref() == Some("javascript") {
            return Err(RefError::LocationIsScript(text.to_owned()));
        }
        Ok(Self::new(kind, target))
    }
}

impl fmt::Display for LocationRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.kind, self.target)
    }
}

#[cfg(test)]
#[path = "refs/tests.rs"]
mod tests;

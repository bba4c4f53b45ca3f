//! How names, keys, values, tags and links in the envelope must be written.
//!
//! Hand-written recognisers instead of patterns, because this runs for every entity of a large catalog. The
//! texts are Backstage's (contracts: entity-model 1, format rules).

use serde_json::{Map, Value};

use crate::problem::{ErrorName, Problem, Stage};
use crate::scheme;

/// Most characters of a name, namespace, kind, version suffix or tag.
const LONGEST_NAME: usize = 63;
/// Most characters of the DNS name before the `/` of a key.
const LONGEST_PREFIX: usize = 253;

/// Checks every field whose form is prescribed. Expects the shapes to be right already, and skips what is not.
pub(crate) fn check(entity: &Value) -> Result<(), Problem> {
    let metadata = entity.get("metadata").and_then(Value::as_object);
    let field = |name: &str| metadata.and_then(|metadata| metadata.get(name));
    let fixed: [(Option<&Value>, &str, Form); 4] = [
        (entity.get("apiVersion"), "apiVersion", Form::Version),
        (entity.get("kind"), "kind", Form::Kind),
        (field("name"), "metadata.name", Form::Name),
        (field("namespace"), "metadata.namespace", Form::Namespace),
    ];
    for (value, name, form) in fixed {
        if let Some(Value::String(text)) = value
            && !form.fits(text)
        {
            return Err(not_valid(name, &format!("/{}", name.replace('.', "/")), form, text));
        }
    }
    let Some(metadata) = metadata else {
        return Ok(());
    };
    if let Some(labels) = metadata.get("labels").and_then(Value::as_object) {
        check_labels(labels)?;
    }
    if let Some(annotations) = metadata.get("annotations").and_then(Value::as_object) {
        for key in annotations.keys() {
            check_key(key, "annotations", Form::AnnotationKey)?;
        }
    }
    for (index, tag) in items(metadata, "tags").enumerate() {
        if let Value::String(text) = tag
            && !Form::Tag.fits(text)
        {
            let pointer = format!("/metadata/tags/{index}");
            return Err(not_valid(&format!("tags.{index}"), &pointer, Form::Tag, text));
        }
    }
    for (index, link) in items(metadata, "links").enumerate() {
        check_link(index, link)?;
    }
    Ok(())
}

fn items<'v>(metadata: &'v Map<String, Value>, field: &str) -> impl Iterator<Item = &'v Value> {
    metadata.get(field).and_then(Value::as_array).into_iter().flatten()
}

fn check_labels(labels: &Map<String, Value>) -> Result<(), Problem> {
    for (key, value) in labels {
        check_key(key, "labels", Form::LabelKey)?;
        if let Value::String(text) = value
            && !Form::LabelValue.fits(text)
        {
            let pointer = format!("/metadata/labels/{}", escaped(key));
            return Err(not_valid(&format!("labels.{key}"), &pointer, Form::LabelValue, text));
        }
    }
    Ok(())
}

fn check_key(key: &str, field: &str, form: Form) -> Result<(), Problem> {
    if form.fits(key) {
        return Ok(());
    }
    let pointer = format!("/metadata/{field}/{}", escaped(key));
    Err(not_valid(&format!("{field}.{key}"), &pointer, form, key))
}

fn check_link(index: usize, link: &Value) -> Result<(), Problem> {
    let fields =
        [("url", Form::Url), ("url", Form::SafeUrl), ("title", Form::NotBlank), ("icon", Form::NotBlank)];
    for (name, form) in fields {
        if let Some(Value::String(text)) = link.get(name)
            && !form.fits(text)
        {
            let pointer = format!("/metadata/links/{index}/{name}");
            return Err(not_valid(&format!("links.{index}.{name}"), &pointer, form, text));
        }
    }
    Ok(())
}

/// The forms that texts must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Version,
    Kind,
    Name,
    Namespace,
    LabelKey,
    LabelValue,
    AnnotationKey,
    Tag,
    Url,
    /// Stricter than Backstage, which leaves this to whoever draws the link.
    SafeUrl,
    NotBlank,
}

impl Form {
    fn fits(self, text: &str) -> bool {
        match self {
            Self::Version => is_prefixed(text, is_version_suffix),
            Self::Kind => is_kind(text),
            Self::Name => is_name(text),
            Self::Namespace => has_name_length(text) && is_dns_label(text),
            Self::LabelKey | Self::AnnotationKey => is_prefixed(text, is_name),
            Self::LabelValue => text.is_empty() || is_name(text),
            Self::Tag => is_tag(text),
            Self::Url => url::Url::parse(text).is_ok(),
            Self::SafeUrl => !scheme::is_script(text),
            Self::NotBlank => !text.trim().is_empty(),
        }
    }

    /// Backstage's words for it.
    const fn expected(self) -> &'static str {
        match self {
            Self::Version | Self::LabelKey | Self::AnnotationKey => "a valid prefix and/or suffix",
            Self::Kind => {
                "a string that is a sequence of [a-zA-Z][a-z0-9A-Z], at most 63 characters in total"
            }
            Self::Name | Self::LabelValue => {
                "a string that is sequences of [a-zA-Z0-9] separated by any of [-_.], at most 63 characters in total"
            }
            Self::Namespace => {
                "a string that is sequences of [a-z0-9] separated by [-], at most 63 characters in total"
            }
            Self::Tag => {
                "a string that is sequences of [a-z0-9+#] separated by [-], at most 63 characters in total"
            }
            Self::Url => "a string that is a valid url",
            Self::SafeUrl => "a string that is a url that cannot run a script",
            Self::NotBlank => "a non empty string",
        }
    }

    const fn rule(self) -> &'static str {
        match self {
            Self::Version => "apiVersion",
            Self::Kind => "kind.format",
            Self::Name => "metadata.name",
            Self::Namespace => "metadata.namespace",
            Self::LabelKey => "metadata.labels.key",
            Self::LabelValue => "metadata.labels.value",
            Self::AnnotationKey => "metadata.annotations.key",
            Self::Tag => "metadata.tags",
            Self::Url | Self::SafeUrl => "metadata.links.url",
            Self::NotBlank => "metadata.links.text",
        }
    }

    fn help(self, found: &str) -> Option<String> {
        if found.contains("{{") {
            return Some("this is a template; fill in its values first, or leave the file out".to_owned());
        }
        let suggestion = match self {
            Self::Name | Self::LabelValue => {
                slug(found, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
            }
            Self::Namespace => slug(&found.to_lowercase(), |c| c.is_ascii_alphanumeric()),
            Self::Tag => {
                slug(&found.to_lowercase(), |c| c.is_ascii_alphanumeric() || matches!(c, ':' | '+' | '#'))
            }
            Self::Url => return Some("write the whole address, with https:// in front".to_owned()),
            Self::SafeUrl => return Some("link to an https:// address".to_owned()),
            Self::Version | Self::LabelKey | Self::AnnotationKey => {
                return Some(
                    "write `name` or `dns.prefix/name`, with a lower-case prefix and one slash".to_owned(),
                );
            }
            Self::Kind | Self::NotBlank => return None,
        };
        (!suggestion.is_empty()).then(|| format!("for example `{suggestion}`"))
    }
}

/// `found` with every run of characters that are not `kept` made one `-`, without separators at the ends.
fn slug(found: &str, kept: fn(char) -> bool) -> String {
    let mut slug = String::new();
    for character in found.chars() {
        if slug.len() == LONGEST_NAME {
            break;
        }
        if kept(character) {
            slug.push(character);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches(['-', '_', '.']).to_owned()
}

const LEARN_MORE: &str = "To learn more about catalog file format, visit: \
     https://github.com/backstage/backstage/blob/master/docs/architecture-decisions/\
     adr002-default-catalog-file-format.md";

fn not_valid(field: &str, pointer: &str, form: Form, found: &str) -> Problem {
    let expected = form.expected();
    let message =
        format!("\"{field}\" is not valid; expected {expected} but found \"{found}\". {LEARN_MORE}");
    let mut problem = Problem::at(Stage::FieldFormat, ErrorName::Plain, form.rule(), pointer, message);
    problem.help = form.help(found);
    problem
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// `[dns-prefix/]suffix`, at most one `/`.
fn is_prefixed(text: &str, is_suffix: fn(&str) -> bool) -> bool {
    match text.split_once('/') {
        Some((prefix, suffix)) => is_dns_subdomain(prefix) && is_suffix(suffix),
        None => is_suffix(text),
    }
}

fn is_version_suffix(text: &str) -> bool {
    has_name_length(text) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_kind(text: &str) -> bool {
    has_name_length(text)
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_name(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    has_name_length(text)
        && text.bytes().all(is_inner)
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric())
}

fn is_dns_subdomain(text: &str) -> bool {
    text.len() <= LONGEST_PREFIX && text.split('.').all(|label| has_name_length(label) && is_dns_label(label))
}

/// Lower-case letters and digits, with `-` in the middle.
fn is_dns_label(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn is_tag(text: &str) -> bool {
    let is_inner =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b':' | b'+' | b'#');
    has_name_length(text) && text.split('-').all(|part| !part.is_empty() && part.bytes().all(is_inner))
}

fn has_name_length(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
}

#[cfg(test)]
#[path = "field_rules/tests.rs"]
mod tests;

//! Feature flags: parts of the portal that readers switch on for themselves while they are new. Which there are is
//! configuration; which are on is the reader's browser's to keep. Conditions ask for them as `featureFlags`. Source:
//! Backstage's feature flags, of which this keeps the names' form and the predicate.

use std::sync::Arc;

use serde_json::Value;

use crate::config::{ConfigError, Section};

/// Flags that are offered, and letters of a name: all that are on fit into one cookie.
const MOST: usize = 40;
const LONGEST: usize = 64;

/// A flag that readers may switch on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    pub name: String,
    /// What it changes, for readers; empty when the configuration does not say.
    pub description: String,
}

/// The flags that a reader has switched on. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags(Arc<[String]>);

impl Flags {
    /// Those of `names` that can be names of flags, each once.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut flags: Vec<String> = Vec::new();
        for name in names {
            if is_name(name) && flags.len() < MOST && !flags.iter().any(|known| known == name) {
                flags.push(name.to_owned());
            }
        }
        Self(flags.into())
    }

    /// Reads what [`Flags::text`] wrote; what else a cookie may hold is passed over.
    pub fn read(text: &str) -> Self {
        Self::new(text.split('.'))
    }

    /// All names in letters that cookies may have.
    pub fn text(&self) -> String {
        self.0.join(".")
    }

    pub fn is_on(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }

    /// The list that conditions know as `featureFlags`.
    pub fn to_json(&self) -> Value {
        Value::from(self.0.to_vec())
    }
}

/// Backstage's form: small letters, digits and dashes, at least three, a letter first. Its limit of 150 letters is not kept.
fn is_name(name: &str) -> bool {
    let is_inner = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    (3..=LONGEST).contains(&name.len())
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.chars().all(is_inner)
}

/// `callboard.featureFlags`: what could be read, and what is wrong. An item with a mistake is left out.
pub(super) fn declared(root: &Section) -> (Vec<Flag>, Vec<ConfigError>) {
    let (mut flags, mut errors): (Vec<Flag>, Vec<ConfigError>) = (Vec::new(), Vec::new());
    let Some(list) = root.child("callboard").and_then(|ours| ours.child("featureFlags")) else {
        return (flags, errors);
    };
    if !list.value().is_array() {
        errors.push(list.error_at("", "'callboard.featureFlags' must be a list of {name, description}"));
    }
    for item in list.items() {
        let text = |key: &str| item.value().get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let flag = Flag { name: text("name"), description: text("description") };
        if !is_name(&flag.name) {
            let message = format!(
                "'name' of a feature flag must have 3 to {LONGEST} small letters, digits or dashes, a letter first"
            );
            errors.push(item.error_at("", message));
        } else if flags.iter().any(|known| known.name == flag.name) {
            errors.push(item.error_at("", format!("the feature flag '{}' is declared twice", flag.name)));
        } else if flags.len() == MOST {
            errors.push(item.error_at("", format!("only the first {MOST} feature flags are offered")));
            break;
        } else {
            flags.push(flag);
        }
    }
    (flags, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_comes_back_from_a_cookie_and_nothing_else_does() {
        let flags = Flags::new(["new-home", "graph2", "new-home", "No", "ab", "x y z", "9lives"]);
        assert_eq!(flags.text(), "new-home.graph2");
        assert_eq!(Flags::read(&flags.text()), flags);
        assert!(flags.is_on("graph2") && !flags.is_on("graph"));
        assert_eq!(Flags::read("\"><script>.;.new-home"), Flags::new(["new-home"]));
        let many: Vec<String> = (0..100).map(|number| format!("flag-{number}")).collect();
        assert_eq!(Flags::read(&many.join(".")).text().split('.').count(), MOST);
        assert!(Flags::read("").text().is_empty());
    }
}

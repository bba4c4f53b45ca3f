//! The environment variables, read once. The only place that asks the process for them; does not know what they mean.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A snapshot of environment variables. Cheap to clone; tests make their own.
#[derive(Clone, Default)]
pub struct Environment {
    variables: Arc<BTreeMap<String, String>>,
}

impl Environment {
    /// The variables of this process. Names and values that are not Unicode are left out.
    pub fn process() -> Self {
        let mut variables = BTreeMap::new();
        for (name, value) in std::env::vars_os() {
            if let (Ok(name), Ok(value)) = (name.into_string(), value.into_string()) {
                variables.insert(name, value);
            }
        }
        Self { variables: Arc::new(variables) }
    }

    /// Exactly these variables.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let variables = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { variables: Arc::new(variables) }
    }

    /// The value as it is, also when empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// The value without surrounding white space, also when empty: what a substitution sees.
    pub fn trimmed(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim)
    }

    /// Variables whose name starts with `prefix`, in order of name.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.variables
            .range(prefix.to_owned()..)
            .take_while(move |(name, _)| name.starts_with(prefix))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// `NODE_ENV=development`: guests may sign in without further ado. Source: config contract, section 7.
    pub fn is_development(&self) -> bool {
        self.get("NODE_ENV") == Some("development")
    }
}

/// Values may be secrets, so only their number is shown.
impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Environment({} variables)", self.variables.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_value() {
        let environment = Environment::from_pairs([("TOKEN", "hunter2-hunter2")]);
        assert_eq!(format!("{environment:?}"), "Environment(1 variables)");
    }

    #[test]
    fn prefix_selects_by_name() {
        let environment = Environment::from_pairs([("B_2", "2"), ("A_1", "1"), ("B_1", "1"), ("C", "3")]);
        let names: Vec<&str> = environment.with_prefix("B_").map(|(name, _)| name).collect();
        assert_eq!(names, ["B_1", "B_2"]);
    }
}

//! The query string as a list of names and values. Knows no parameter.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use url::form_urlencoded;

use crate::Error;

/// More parameters than this in one request are refused; it is also where Backstage's parser stops reading.
pub const MAX_PARAMETERS: usize = 1000;

/// The parsed query string; names may repeat and keep their order. As an extractor it cannot fail: a request with too
/// many parameters has been refused before it reached a handler.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Parses the part of a URL after `?`. `+` is a space and broken escapes stay as they are.
    pub fn parse(query: &str) -> Result<Self, Error> {
        let mut pairs = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if pairs.len() == MAX_PARAMETERS {
                return Err(Error::Input(format!("too many query parameters (limit {MAX_PARAMETERS})")));
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self { pairs })
    }

    /// The first value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of `name`, in the order given.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The comma-separated items of every value of `name`: `fields=a,b` and `fields=a&fields=b` are the same. Items are
    /// trimmed and empty ones left out; `None` when the parameter is absent.
    pub fn list(&self, name: &str) -> Option<Vec<&str>> {
        let mut items = None;
        for value in self.all(name) {
            let items = items.get_or_insert_with(Vec::new);
            items.extend(value.split(',').map(str::trim).filter(|item| !item.is_empty()));
        }
        items
    }

    /// An integer; validated routes have refused anything else, so that `None` means absent there.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    /// `true` or `false`; `None` for absent and for any other word.
    pub fn boolean(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        if let Some(parsed) = parts.extensions.get::<Self>() {
            return Ok(parsed.clone());
        }
        Ok(Self::parse(parts.uri.query().unwrap_or_default()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_name() {
        let query =
            Query::parse("filter=kind%3Dapi&filter=a=b&fields=x,%20y,&fields=z&limit=20&flag=true").unwrap();
        assert_eq!(query.all("filter").collect::<Vec<_>>(), ["kind=api", "a=b"]);
        assert_eq!(query.list("fields"), Some(vec!["x", "y", "z"]));
        assert_eq!(query.list("order"), None);
        assert_eq!(
            (query.integer("limit"), query.boolean("flag"), query.get("none")),
            (Some(20), Some(true), None)
        );
    }

    #[test]
    fn too_many_parameters_are_refused() {
        assert!(Query::parse(&"a=b&".repeat(MAX_PARAMETERS)).is_ok());
        assert!(Query::parse(&"a=b&".repeat(MAX_PARAMETERS + 1)).is_err());
    }
}

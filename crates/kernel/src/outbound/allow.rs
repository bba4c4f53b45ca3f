//! Lists of hosts that requests may go to, such as `backend.reading.allow`. Knows URLs, not addresses. Source: config
//! contract, section 6.

use url::Url;

use super::percent;
use crate::config::{ConfigError, Section};

/// How a URL is covered by the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    None,
    /// By `*.example.com`: whoever can add a name below it can also choose its address.
    Wildcard,
    /// The operator wrote this very host.
    Exact,
}

/// Hosts with their ports and paths, in the form of `backend.reading.allow`.
#[derive(Debug, Default)]
pub struct AllowList {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    host: HostPattern,
    /// First and last; `None` means the default port of the scheme only.
    ports: Option<(u16, u16)>,
    paths: Option<Vec<String>>,
}

#[derive(Debug)]
enum HostPattern {
    Exact(String),
    /// With its leading dot: `.example.com`.
    Below(String),
}

impl AllowList {
    /// Reads the list at `path`; empty when there is none. All errors of the list are given.
    pub fn from_config(config: &Section, path: &str) -> Result<Self, Vec<ConfigError>> {
        let items = config.sections(path).map_err(|error| vec![error])?;
        let mut list = Self::default();
        let mut errors = Vec::new();
        for item in &items {
            match read_entry(item) {
                Ok(entry) => list.entries.push(entry),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(list) } else { Err(errors) }
    }

    pub(super) fn find(&self, url: &Url) -> Match {
        let mut found = Match::None;
        for entry in &self.entries {
            match entry.find(url) {
                Match::Exact => return Match::Exact,
                Match::Wildcard => found = Match::Wildcard,
                Match::None => {}
            }
        }
        found
    }
}

impl Entry {
    fn find(&self, url: &Url) -> Match {
        let host = url.host_str().unwrap_or_default();
        let found = match &self.host {
            HostPattern::Exact(name) if name == host => Match::Exact,
            HostPattern::Below(suffix) if host.ends_with(suffix.as_str()) => Match::Wildcard,
            _ => return Match::None,
        };
        if self.covers_port(url) && self.covers_path(url.path()) { found } else { Match::None }
    }

    fn covers_port(&self, url: &Url) -> bool {
        match (self.ports, url.port_or_known_default()) {
            (Some((first, last)), Some(port)) => (first..=last).contains(&port),
            (None, _) => url.port().is_none(),
            (Some(_), None) => false,
        }
    }

    /// A server may decode the path once more than we do, so every decoding of it must stay inside.
    fn covers_path(&self, path: &str) -> bool {
        let Some(paths) = &self.paths else { return true };
        let Some(decoded) = percent::decode_fully(path) else { return false };
        let decoded = decoded.replace('\\', "/");
        !percent::has_dot_segments(path)
            && paths.iter().any(|allowed| is_within(path, allowed) && is_within(&decoded, allowed))
    }
}

/// Equal, or below at a `/` boundary.
fn is_within(path: &str, allowed: &str) -> bool {
    path.strip_prefix(allowed)
        .is_some_and(|rest| rest.is_empty() || allowed.ends_with('/') || rest.starts_with('/'))
}

fn read_entry(item: &Section) -> Result<Entry, ConfigError> {
    let text = item.required("host", item.string("host")?)?;
    let (name, port) = split_port(&text);
    let ports = match port {
        Some(port) => Some(
            read_ports(port)
                .ok_or_else(|| item.error_at("host", format!("Port range is not valid: {port}")))?,
        ),
        None => None,
    };
    let Some(host) = read_host(name) else {
        let message = format!("'{name}' is neither a host name nor of the form '*.example.com'");
        return Err(item.error_at("host", message));
    };
    Ok(Entry { host, ports, paths: item.strings("paths")? })
}

/// `[::1]:80` keeps its colons.
fn split_port(text: &str) -> (&str, Option<&str>) {
    if let Some(end) = text.find(']') {
        let (name, rest) = text.split_at(end + 1);
        return (name, rest.strip_prefix(':'));
    }
    text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)))
}

fn read_host(name: &str) -> Option<HostPattern> {
    let (below, rest) = match name.strip_prefix("*.") {
        Some(rest) => (true, rest),
        None => (false, name),
    };
    let parsed = super::target::parse(&format!("http://{rest}/")).ok()?;
    let host = parsed.host_str().filter(|_| parsed.path() == "/" && !rest.contains(['*', '/', '?', '#']))?;
    Some(if below { HostPattern::Below(format!(".{host}")) } else { HostPattern::Exact(host.to_owned()) })
}

fn read_ports(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first > 0 && first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn list(allow: &Value) -> Result<AllowList, Vec<ConfigError>> {
        AllowList::from_config(&Section::root(json!({"list": allow})), "list")
    }

    #[test]
    fn matches_as_the_contract_says() {
        let list = list(&json!([
            {"host": "example.test", "paths": ["/docs/", "/exact"]},
            {"host": "*.wild.test"},
            {"host": "Ports.test:8000-8002"},
            {"host": "one.test:8443"},
            {"host": "127.0.0.1:7007"},
            {"host": "[::1]:80"},
        ]))
        .unwrap();
        let cases = [
            ("https://example.test/docs/", Match::Exact),
            ("http://EXAMPLE.test./docs/a", Match::Exact),
            ("https://example.test/docs", Match::None),
            ("https://example.test/docsX", Match::None),
            ("https://example.test/exact", Match::Exact),
            ("https://example.test/exact/a", Match::Exact),
            ("https://example.test/exactly", Match::None),
            ("https://example.test/docs/../private", Match::None),
            ("https://example.test/docs/%2e%2e/private", Match::None),
            ("https://example.test/docs/%252e%252e/private", Match::None),
            ("https://example.test/docs/..%2fprivate", Match::None),
            ("https://example.test/docs/..%5cprivate", Match::None),
            ("https://example.test.evil.test/docs/", Match::None),
            ("https://notexample.test/docs/", Match::None),
            ("https://example.test:8443/docs/", Match::None),
            ("https://a.wild.test/x", Match::Wildcard),
            ("https://a.b.wild.test/x", Match::Wildcard),
            ("https://wild.test/x", Match::None),
            ("https://evilwild.test/x", Match::None),
            ("https://a.wild.test:444/x", Match::None),
            ("http://ports.test:8001/", Match::Exact),
            ("http://ports.test:8003/", Match::None),
            ("http://ports.test/", Match::None),
            ("https://one.test:8443/", Match::Exact),
            ("http://127.1:7007/", Match::Exact),
            ("http://2130706433:7007/", Match::Exact),
            ("http://127.0.0.1:7008/", Match::None),
            ("http://[::1]/", Match::Exact),
        ];
        for (url, expected) in cases {
            let parsed = crate::outbound::target::parse(url).unwrap();
            assert_eq!(list.find(&parsed), expected, "{url}");
        }
    }

    #[test]
    fn refuses_entries_that_cannot_be_meant() {
        let bad = [
            json!([{}]),
            json!([{"host": "prod.*.example.test"}]),
            json!([{"host": "a.test/x"}]),
            json!([{"host": "a.test:0"}]),
            json!([{"host": "a.test:9-8"}]),
            json!([{"host": "a.test:x"}]),
            json!([{"host": "*.*.test"}]),
        ];
        for allow in bad {
            assert_eq!(list(&allow).map(|_| ()).unwrap_err().len(), 1, "{allow}");
        }
    }
}

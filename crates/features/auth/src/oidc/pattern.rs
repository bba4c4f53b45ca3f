//! Allowed URLs as patterns, compared part by part and never as text, so that a `*` in one part cannot swallow another
//! (S-AUT-07). Knows nothing of what the URLs are for.

use url::Url;

/// A pattern such as `https://*.example.com/callback`, `http://127.0.0.1:*/*` or `cursor://*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UrlPattern {
    scheme: String,
    host: Host,
    port: Port,
    path: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    /// Only of schemes that are not of the web, whose "host" is no host.
    Any,
    /// Compared label by label; a `*` is one whole label.
    Labels(Vec<String>),
    /// A literal address or anything else without labels to vary.
    Exact(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Port {
    /// That one; `None` is the scheme's own.
    Exact(Option<u16>),
    /// Any that is written out.
    Explicit,
}

impl UrlPattern {
    /// `None` when the text has no scheme or no authority, or a port that is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte));
        if !is_scheme || rest.contains(['@', '?', '#', '\\']) {
            return None;
        }
        let is_web = matches!(scheme, "http" | "https");
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None if is_web => (rest, "/"),
            None => (rest, "*"),
        };
        let (host, port) = split_port(authority)?;
        let host = match host {
            "" => return None,
            "*" if !is_web => Host::Any,
            literal if literal.starts_with('[') => Host::Exact(literal.to_lowercase()),
            name => Host::Labels(name.to_lowercase().split('.').map(str::to_owned).collect()),
        };
        Some(Self { scheme: scheme.to_owned(), host, port, path: path.to_owned() })
    }

    /// Whether the URL fits in every part. URLs with a user name, a password or a fragment never do, nor do those with a
    /// query where the path is fixed.
    pub(crate) fn matches(&self, url: &Url) -> bool {
        let has_extras = !url.username().is_empty() || url.password().is_some() || url.fragment().is_some();
        let query_fits = url.query().is_none() || self.path.ends_with('*');
        !has_extras
            && query_fits
            && url.scheme() == self.scheme
            && self.host_fits(url.host_str())
            && self.port_fits(url.port())
            && path_fits(&self.path, url.path())
    }

    fn host_fits(&self, host: Option<&str>) -> bool {
        match (&self.host, host) {
            (Host::Any, _) => true,
            (Host::Exact(wanted), Some(host)) => host.eq_ignore_ascii_case(wanted),
            (Host::Labels(wanted), Some(host)) => {
                let host = host.to_lowercase();
                let labels: Vec<&str> = host.split('.').collect();
                labels.len() == wanted.len()
                    && labels
                        .iter()
                        .zip(wanted)
                        .all(|(label, wanted)| (wanted == "*" && !label.is_empty()) || label == wanted)
            }
            (Host::Exact(_) | Host::Labels(_), None) => false,
        }
    }

    fn port_fits(&self, port: Option<u16>) -> bool {
        match self.port {
            Port::Exact(wanted) => port == wanted,
            Port::Explicit => port.is_some(),
        }
    }
}

fn split_port(authority: &str) -> Option<(&str, Port)> {
    let after_address = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    match authority.get(after_address..)?.rfind(':') {
        None => Some((authority, Port::Exact(None))),
        Some(colon) => {
            let (host, port) = authority.split_at(after_address + colon);
            match port.strip_prefix(':')? {
                "*" => Some((host, Port::Explicit)),
                number => Some((host, Port::Exact(Some(number.parse().ok()?)))),
            }
        }
    }
}

/// Segment by segment: a `*` is one whole segment, at the end one or more, and `*` alone is anything.
fn path_fits(pattern: &str, path: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let open_end = pattern.last() == Some(&"*");
    if path.len() < pattern.len() || (!open_end && path.len() != pattern.len()) {
        return false;
    }
    pattern.iter().zip(&path).all(|(wanted, segment)| *wanted == "*" || wanted == segment)
}

/// Whether any of the patterns fits.
pub(crate) fn allows(patterns: &[UrlPattern], url: &Url) -> bool {
    patterns.iter().any(|pattern| pattern.matches(url))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn compares_by_part() {
        let star = "https://*.corp.test/cb";
        for (pattern, url, expected) in [
            (star, "https://a.corp.test/cb", true),
            (star, "https://A.corp.test/cb", true),
            (star, "https://evil.test/.corp.test/cb", false),
            (star, "https://a.corp.test@evil.test/cb", false),
            (star, "https://user@a.corp.test/cb", false),
            (star, "https://evil.test?x=.corp.test/cb", false),
            (star, "https://a.corp.test/cb/../x", false),
            (star, "http://a.corp.test/cb", false),
            (star, "https://a.corp.test:444/cb", false),
            (star, "https://a.corp.test/cb#f", false),
            (star, "https://a.corp.test/cb?x=1", false),
            (star, "https://a.b.corp.test/cb", false),
            (star, "https://corp.test/cb", false),
            ("http://127.0.0.1:*", "http://127.0.0.1/x", false),
            ("http://127.0.0.1:*", "http://127.0.0.1:9000/x", false),
            ("http://127.0.0.1:*", "http://127.0.0.1:9000/", true),
            ("http://127.0.0.1:*/*", "http://127.0.0.1:9000/x?y=1", true),
            ("http://127.0.0.1:*/*", "http://127.0.0.1.evil.test:9000/x", false),
            ("http://[::1]:*/*", "http://[::1]:8055/callback", true),
            ("http://[::1]/*", "http://[::1]:8055/callback", false),
            ("cursor://*", "cursor://anysphere.cursor-mcp/oauth/callback", true),
            ("cursor://*", "https://anysphere.cursor-mcp/oauth/callback", false),
            ("https://www.cursor.com/*", "https://www.cursor.com/a/b", true),
            (
                "https://chatgpt.com/oauth/codex/*/client.json",
                "https://chatgpt.com/oauth/codex/1/client.json",
                true,
            ),
            (
                "https://chatgpt.com/oauth/codex/*/client.json",
                "https://chatgpt.com/oauth/codex/1/2/client.json",
                false,
            ),
        ] {
            let parsed = Url::parse(url).unwrap();
            assert_eq!(UrlPattern::parse(pattern).unwrap().matches(&parsed), expected, "{pattern} {url}");
        }
    }

    #[test]
    fn refuses_patterns_without_parts() {
        for pattern in
            ["", "*", "corp.test/cb", "https://", "https:///cb", "https://u@h/", "https://h:x/", "//h/"]
        {
            assert_eq!(UrlPattern::parse(pattern), None, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn a_fixed_host_admits_no_other(host in "[a-z]{1,8}(\\.[a-z]{1,8}){0,3}", path in "[a-z/.]{0,20}") {
            let pattern = UrlPattern::parse("https://only.corp.test/*").unwrap();
            if let Ok(url) = Url::parse(&format!("https://{host}/{path}")) {
                prop_assert_eq!(pattern.matches(&url), host == "only.corp.test");
            }
        }

        #[test]
        fn never_panics(pattern in ".{0,40}", url in ".{0,40}") {
            if let (Some(pattern), Ok(url)) = (UrlPattern::parse(&pattern), Url::parse(&url)) {
                let _ = pattern.matches(&url);
            }
        }
    }
}

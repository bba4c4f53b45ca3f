//! What a URL must look like before anything is sent to it, in one spelling. Knows no list of hosts.

use std::net::IpAddr;

use url::{Host, Url};

use super::OutboundError;

/// The longest URL taken, in bytes.
const URL_BYTES: usize = 8 * 1024;

/// A host and port: what an allowance, a connection and a credential belong to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    pub host: String,
    pub port: u16,
}

impl Origin {
    /// The origin of a URL that [`parse`] has accepted.
    pub fn of(url: &Url) -> Self {
        let host = url.host_str().unwrap_or_default().to_owned();
        Self { host, port: url.port_or_known_default().unwrap_or_default() }
    }

    /// The origin of a URL of the configuration; `None` when it is not an http or https URL.
    pub fn of_text(url: &str) -> Option<Self> {
        parse(url).ok().map(|url| Self::of(&url))
    }
}

/// Reads a URL and brings its host into one spelling: numbers as dotted IPv4, mapped IPv6 as IPv4, no trailing dot.
/// Refuses schemes other than http and https, user names, backslashes and control characters.
pub fn parse(text: &str) -> Result<Url, OutboundError> {
    if text.len() > URL_BYTES {
        return Err(OutboundError::Invalid(format!("URL is too long (limit {URL_BYTES} bytes)")));
    }
    if text.chars().any(char::is_control) {
        return Err(invalid("control characters are not allowed in a URL"));
    }
    if text.contains('\\') {
        return Err(invalid("backslashes are not allowed in a URL"));
    }
    let Ok(mut url) = Url::parse(text) else {
        return Err(invalid(&format!("'{}' is not a valid URL", shortened(text))));
    };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(&format!("scheme '{}' is not supported, only http and https", url.scheme())));
    }
    let has_user_information = !url.username().is_empty() || url.password().is_some();
    if has_user_information || authority(text).contains('@') {
        return Err(invalid("user names and passwords are not allowed in a URL"));
    }
    bring_host_into_one_spelling(&mut url)?;
    Ok(url)
}

/// The address that stands in the URL itself, if its host is one.
pub fn literal_address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    }
}

fn bring_host_into_one_spelling(url: &mut Url) -> Result<(), OutboundError> {
    let respelled = match url.host() {
        Some(Host::Domain(name)) => {
            let trimmed = name.strip_suffix('.').map(str::to_owned);
            trimmed.is_none_or(|trimmed| url.set_host(Some(&trimmed)).is_ok())
        }
        Some(Host::Ipv6(address)) => {
            let mapped = address.to_ipv4_mapped();
            mapped.is_none_or(|address| url.set_ip_host(IpAddr::V4(address)).is_ok())
        }
        Some(Host::Ipv4(_)) => true,
        None => false,
    };
    if respelled { Ok(()) } else { Err(invalid("the URL has no valid host")) }
}

/// What stands between `//` and the path as it was written: the parser drops an empty user name.
fn authority(text: &str) -> &str {
    let rest = text.split_once(':').map_or(text, |(_, rest)| rest).trim_start_matches('/');
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

fn invalid(message: &str) -> OutboundError {
    OutboundError::Invalid(message.to_owned())
}

/// Long input is cut in messages.
fn shortened(text: &str) -> String {
    const SHOWN_CHARACTERS: usize = 200;
    text.chars().take(SHOWN_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_every_host() {
        let cases = [
            ("http://2130706433/", "http://127.0.0.1/"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
            ("http://0177.0.0.1/", "http://127.0.0.1/"),
            ("http://127.1/", "http://127.0.0.1/"),
            ("http://[::ffff:127.0.0.1]/", "http://127.0.0.1/"),
            ("http://[::ffff:7f00:1]:80/", "http://127.0.0.1/"),
            ("http://0/", "http://0.0.0.0/"),
            ("http://localhost./x", "http://localhost/x"),
            ("http://LOCALHOST/", "http://localhost/"),
            ("http://127.0.0.1./", "http://127.0.0.1/"),
            ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
            ("https://a.test/docs/%2e%2e/x", "https://a.test/x"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).unwrap().as_str(), expected, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_never_sent() {
        let refused = [
            "https://docs.test@evil.test/x",
            "https://docs.test%40evil.test/x",
            "https://docs.test\\@evil.test/",
            "https://docs.test:443@evil.test",
            "https://@evil.test/",
            "https:/@evil.test/",
            "https://:@evil.test/",
            "https://a.test/\u{1}x",
            "https://a.test/\nx",
            "file:///etc/passwd",
            "ftp://a.test/",
            "gopher://a.test/",
            "data:text/plain,x",
            "jar:http://a.test!/x",
            "git+ssh://a.test/x",
            "ssh://a.test/",
            "ext::sh -c id",
            "unix:/run/x",
            "javascript:alert(1)",
            "//a.test/",
            "a.test",
            "",
            "http://",
        ];
        for text in refused {
            assert!(matches!(parse(text), Err(OutboundError::Invalid(_))), "{text}");
        }
        assert!(parse("ftp://a.test/").unwrap_err().to_string().contains("'ftp'"));
        assert!(parse("https://evil.test#@docs.test/").is_ok());
        assert!(parse("https://a.test/@scope/x?user=a@b").is_ok());
    }
}

//! The address of the client, behind the proxies that the configuration trusts. Source: config contract,
//! `backend.trustProxy`.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use serde_json::Value;

use crate::Error;
use crate::config::Section;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Which hops may name the one before them.
#[derive(Debug)]
pub(super) enum TrustedProxies {
    None,
    All,
    /// So many hops next to us.
    Hops(usize),
    Ranges(Vec<IpNet>),
}

impl TrustedProxies {
    pub(super) fn from_config(config: &Section) -> Result<Self, Error> {
        const PATH: &str = "backend.trustProxy";
        match config.get(PATH) {
            None | Some(Value::Bool(false)) => Ok(Self::None),
            Some(Value::Bool(true)) => Ok(Self::All),
            Some(Value::Number(hops)) => {
                let hops = hops.as_u64().and_then(|hops| usize::try_from(hops).ok());
                hops.map(Self::Hops).ok_or_else(|| Error::Input(format!("{PATH} must be a whole number")))
            }
            Some(Value::String(text)) => ranges(text.split(',')),
            Some(Value::Array(items)) => {
                let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
                ranges(
                    texts.ok_or_else(|| Error::Input(format!("{PATH} must be a list of texts")))?.into_iter(),
                )
            }
            Some(Value::Object(_) | Value::Null) => {
                Err(Error::Input(format!("{PATH} must not be an object")))
            }
        }
    }

    /// Walks from the connection outwards as long as hops are trusted.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if matches!(self, Self::None) {
            return peer;
        }
        let mut address = peer;
        let mut trusted_hops = 0;
        for line in headers.get_all(FORWARDED_FOR).iter().rev() {
            for text in line.to_str().unwrap_or_default().rsplit(',') {
                let trusted = match self {
                    Self::None => false,
                    Self::All => true,
                    Self::Hops(hops) => trusted_hops < *hops,
                    Self::Ranges(ranges) => ranges.iter().any(|range| range.contains(&address)),
                };
                let Ok(next) = text.trim().parse() else { return address };
                if !trusted {
                    return address;
                }
                address = next;
                trusted_hops += 1;
            }
        }
        address
    }
}

fn ranges<'a>(texts: impl Iterator<Item = &'a str>) -> Result<TrustedProxies, Error> {
    let mut ranges = Vec::new();
    for text in texts {
        let text = text.trim();
        let named: &[&str] = match text {
            "loopback" => &["127.0.0.0/8", "::1/128"],
            "linklocal" => &["169.254.0.0/16", "fe80::/10"],
            "uniquelocal" => &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
            _ => &[text],
        };
        for range in named {
            let parsed = range.parse().or_else(|_| range.parse::<IpAddr>().map(IpNet::from));
            let invalid =
                |_| Error::Input(format!("backend.trustProxy: \"{range}\" is not an address or a range"));
            ranges.push(parsed.map_err(invalid)?);
        }
    }
    Ok(TrustedProxies::Ranges(ranges))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_trusted_hops_are_believed() {
        let forwarded = "6.6.6.6, 203.0.113.5, 10.0.0.7";
        for (setting, client) in [
            (json!(null), "127.0.0.1"),
            (json!(false), "127.0.0.1"),
            (json!(true), "6.6.6.6"),
            (json!(0), "127.0.0.1"),
            (json!(1), "10.0.0.7"),
            (json!(2), "203.0.113.5"),
            (json!("loopback"), "10.0.0.7"),
            (json!("loopback, uniquelocal"), "203.0.113.5"),
            (json!(["127.0.0.1", "10.0.0.0/8"]), "203.0.113.5"),
        ] {
            let proxies =
                TrustedProxies::from_config(&Section::root(json!({ "backend": { "trustProxy": setting } })))
                    .unwrap();
            let mut headers = HeaderMap::new();
            headers.insert(FORWARDED_FOR, forwarded.parse().unwrap());
            let found = proxies.client("127.0.0.1".parse().unwrap(), &headers);
            assert_eq!(found.to_string(), client, "{setting}");
        }
    }

    #[test]
    fn nonsense_is_refused_or_ignored() {
        for setting in [json!("here"), json!([1]), json!({}), json!(-1)] {
            let config = Section::root(json!({ "backend": { "trustProxy": setting } }));
            assert!(TrustedProxies::from_config(&config).is_err(), "{setting}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, "<script>".parse().unwrap());
        let peer = "127.0.0.1".parse().unwrap();
        assert_eq!(TrustedProxies::All.client(peer, &headers), peer);
    }
}

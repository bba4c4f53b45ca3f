//! Where the server listens: `backend.listen`. Source: config contract.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use serde_json::Value;
use tokio::net::{TcpListener, lookup_host};

use crate::Error;
use crate::config::Section;

const DEFAULT_PORT: u16 = 7007;

/// A host and a port; without a host every interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen {
    pub host: Option<String>,
    pub port: u16,
}

impl Listen {
    /// This machine only, as without any configuration.
    pub fn loopback() -> Self {
        Self { host: Some(Ipv4Addr::LOCALHOST.to_string()), port: DEFAULT_PORT }
    }

    /// `backend.listen`: `7007`, `:7007`, `host:7007`, or `{ host, port }`; without it port 7007 on every interface.
    pub fn from_config(config: &Section) -> Result<Self, Error> {
        match config.get("backend.listen") {
            None => Ok(Self { host: None, port: DEFAULT_PORT }),
            Some(Value::String(text)) => Self::parse(text),
            Some(Value::Number(port)) => Self::parse(&port.to_string()),
            Some(Value::Object(parts)) => {
                let port = match parts.get("port") {
                    None | Some(Value::Null) => DEFAULT_PORT,
                    Some(Value::String(text)) => port(text)?,
                    Some(other) => port(&other.to_string())?,
                };
                let host = parts.get("host").and_then(Value::as_str).filter(|host| !host.is_empty());
                Ok(Self { host: host.map(str::to_owned), port })
            }
            Some(_) => Err(malformed("backend.listen")),
        }
    }

    /// `7007`, `:7007`, `host:7007`, and for the command line also `[::1]:7007`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let Some((host, number)) = text.rsplit_once(':') else {
            return Ok(Self { host: None, port: port(text)? });
        };
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        Ok(Self { host: (!host.is_empty()).then(|| host.to_owned()), port: port(number)? })
    }
}

fn port(text: &str) -> Result<u16, Error> {
    text.trim().parse().map_err(|_invalid| malformed(text))
}

fn malformed(what: &str) -> Error {
    Error::Input(format!("{what}: expected a port, :port or host:port to listen on"))
}

/// Opens the listener. Every interface means IPv6 with IPv4, or IPv4 alone where there is no IPv6.
pub async fn bind(listen: &Listen) -> Result<TcpListener, Error> {
    let addresses: Vec<SocketAddr> = match &listen.host {
        None => [IpAddr::V6(Ipv6Addr::UNSPECIFIED), IpAddr::V4(Ipv4Addr::UNSPECIFIED)]
            .map(|address| SocketAddr::new(address, listen.port))
            .to_vec(),
        Some(host) => match host.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, listen.port)],
            Err(_) => match lookup_host((host.as_str(), listen.port)).await {
                Ok(found) => found.collect(),
                Err(error) => return Err(Error::Input(format!("cannot listen on {host}: {error}"))),
            },
        },
    };
    let mut reason = "no such address".to_owned();
    for address in addresses {
        match TcpListener::bind(address).await {
            Ok(listener) => return Ok(listener),
            Err(error) => reason = format!("{address}: {error}"),
        }
    }
    Err(Error::Input(format!("cannot listen on {reason}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn forms_of_the_setting() {
        for (setting, host, port) in [
            (json!(null), None, 7007),
            (json!(7000), None, 7000),
            (json!("7000"), None, 7000),
            (json!(":7000"), None, 7000),
            (json!("127.0.0.1:7000"), Some("127.0.0.1"), 7000),
            (json!("[::1]:7000"), Some("::1"), 7000),
            (json!({ "host": "localhost", "port": "7000" }), Some("localhost"), 7000),
            (json!({ "port": 7000 }), None, 7000),
            (json!({ "host": "a" }), Some("a"), 7007),
        ] {
            let config = Section::root(json!({ "backend": { "listen": setting } }));
            let expected = Listen { host: host.map(str::to_owned), port };
            assert_eq!(Listen::from_config(&config).unwrap(), expected, "{setting}");
        }
        for setting in [json!("here"), json!(":99999"), json!([1]), json!({ "port": "x" })] {
            let config = Section::root(json!({ "backend": { "listen": setting } }));
            assert!(Listen::from_config(&config).is_err(), "{setting}");
        }
    }
}

//! The parts of a request as they come together, each in its own encoding.

use std::collections::HashMap;

use super::value::Value;
use super::{Header, Request, encode};
use crate::openapi::{Operation, Parameter, Place};

/// A request without its server.
#[derive(Default)]
pub(super) struct Pieces {
    /// Encoded values by the name that they take the place of.
    pub path: HashMap<String, String>,
    /// Name and value, both encoded, and whether the value is a credential.
    pub query: Vec<(String, bool)>,
    pub headers: Vec<Header>,
    pub cookies: Vec<(String, bool)>,
    pub body: Option<Vec<u8>>,
}

impl Pieces {
    /// Asks for the media types of the answers that mean success.
    pub(super) fn accept(&mut self, operation: &Operation) {
        let mut wanted: Vec<&str> = Vec::new();
        for response in operation.responses.iter().filter(|response| response.status.starts_with('2')) {
            for media in response.content.iter().take(MOST_ACCEPTED) {
                if wanted.len() < MOST_ACCEPTED
                    && !wanted.contains(&media.media_type.as_str())
                    && is_header_value(&media.media_type)
                {
                    wanted.push(&media.media_type);
                }
            }
        }
        let value = if wanted.is_empty() { "*/*".to_owned() } else { wanted.join(", ") };
        self.headers.push(Header { name: "Accept".to_owned(), value, secret: false });
    }

    pub(super) fn add(&mut self, parameter: &Parameter, value: &Value) -> Result<(), String> {
        let name = &parameter.name;
        match parameter.place {
            Place::Path => {
                self.path.insert(name.clone(), encode::path(parameter, value));
                Ok(())
            }
            Place::Query => {
                self.query.extend(encode::query(parameter, value).into_iter().map(|pair| (pair, false)));
                Ok(())
            }
            Place::QueryString => {
                self.query.push((encode::whole_query(parameter, value), false));
                Ok(())
            }
            Place::Cookie => {
                self.cookies.extend(encode::query(parameter, value).into_iter().map(|pair| (pair, true)));
                Ok(())
            }
            Place::Header => self.header(name, encode::header(parameter, value), is_telling(name)),
        }
    }

    /// Sets a header, in place of one of the same name.
    pub(super) fn header(&mut self, name: &str, value: String, secret: bool) -> Result<(), String> {
        if !is_header_name(name) {
            return Err(format!("`{name}` is not a name of a header"));
        }
        if RESERVED_HEADERS.iter().any(|reserved| reserved.eq_ignore_ascii_case(name)) {
            return Err(format!("the header `{name}` is set by whoever sends the request"));
        }
        if !is_header_value(&value) {
            return Err("a header holds visible ASCII characters and spaces".to_owned());
        }
        self.headers.retain(|known| !known.name.eq_ignore_ascii_case(name));
        self.headers.push(Header { name: name.to_owned(), value, secret });
        Ok(())
    }

    pub(super) fn into_request(self, operation: &Operation, base: &str) -> Request {
        let path = filled(&operation.path, &self.path);
        let address = |hide: bool| {
            let mut url = format!("{}{path}", base.trim_end_matches('/'));
            for (index, (pair, secret)) in self.query.iter().enumerate() {
                url.push(if index == 0 && !url.contains('?') { '?' } else { '&' });
                match pair.split_once('=') {
                    Some((name, _)) if *secret && hide => {
                        url.push_str(name);
                        url.push_str("=***");
                    }
                    _ => url.push_str(pair),
                }
            }
            url
        };
        let (url, shown_url) = (address(false), address(true));
        let mut headers = self.headers;
        if !self.cookies.is_empty() {
            let pairs: Vec<&str> = self.cookies.iter().map(|(pair, _)| pair.as_str()).collect();
            headers.push(Header { name: "Cookie".to_owned(), value: pairs.join("; "), secret: true });
        }
        Request { method: operation.method.clone(), url, shown_url, headers, body: self.body }
    }
}

/// The path with each `{name}` replaced that has a value.
fn filled(path: &str, values: &HashMap<String, String>) -> String {
    let mut filled = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, rest)| Some((values.get(name)?.as_str(), rest)));
        let (text, after) = value.unwrap_or(("{", after));
        filled.push_str(text);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Media types that a request asks for.
const MOST_ACCEPTED: usize = 16;

/// Headers that belong to the connection or are made from other fields.
const RESERVED_HEADERS: [&str; 13] = [
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Words in names of headers whose values are best not shown.
const TELLING: [&str; 6] = ["authorization", "token", "secret", "password", "api-key", "apikey"];

fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|word| name.contains(word))
}

/// A token of HTTP (RFC 9110, section 5.6.2).
fn is_header_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

pub(super) fn is_header_value(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\t')
}

//! From an operation and what a person filled in to the one request that a server may send for them.
//!
//! Nothing is sent here. The address is always one of the document's own servers: values cannot reach into scheme, host or
//! port, and what they add to the path cannot climb out of it. Headers and addresses that carry credentials are marked.

mod address;
mod body;
mod credentials;
mod curl;
mod encode;
mod sample;
mod value;

use std::fmt;

use crate::openapi::{Openapi, Operation, Parameter, Place};

pub use curl::{curl, curl_sample};
pub use sample::sample;

/// What a person filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    /// Position in [`Openapi::servers`]; one of those of the operation.
    pub server: usize,
    /// Variables of that server's address.
    pub variables: Vec<(String, String)>,
    /// Parameters by place and name. An empty text is no value.
    pub parameters: Vec<(Place, String, Input)>,
    /// What to send.
    pub body: Option<GivenBody>,
    /// Credentials by the name of the security scheme.
    pub credentials: Vec<(String, Secret)>,
}

/// A value of one parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// As typed. Lists may be written as JSON, one item a line, or with commas; objects as JSON.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// An object.
    Pairs(Vec<(String, String)>),
}

/// A body in one of the operation's media types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenBody {
    /// One of the operation's.
    pub media_type: String,
    /// What it holds.
    pub content: Content,
}

/// What a body holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The body itself.
    Text(String),
    /// The fields of a form, which is encoded as the media type wants it.
    Fields(Vec<(String, String)>),
}

/// A credential. It does not show in debug output.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// A key or token.
    Token(String),
    /// Name and password.
    Login {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

/// A request, ready to be sent by whoever checks where it may go.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// In capitals.
    pub method: String,
    /// Absolute, `http` or `https`, without user, password and fragment.
    pub url: String,
    /// The same with credentials of the query replaced, to show and to log.
    pub shown_url: String,
    /// Headers in the order in which they were made.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

impl fmt::Debug for Request {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {:?}", self.method, self.shown_url, self.headers)
    }
}

/// A header of a request.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value: visible ASCII, spaces and tabs.
    pub value: String,
    /// Whether it carries a credential and must not be shown or logged.
    pub secret: bool,
}

impl fmt::Debug for Header {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.name, if self.secret { "…" } else { &self.value })
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// `server`, `server.VARIABLE`, `PLACE.NAME` of a parameter, `body`, or `security.SCHEME`.
    pub field: String,
    /// What was expected: lower case, no full stop.
    pub message: String,
}

/// Makes the request, or says what is wrong with each field.
pub fn prepare(
    openapi: &Openapi,
    operation: &Operation,
    values: &Values,
) -> Result<Request, Vec<FieldError>> {
    let mut errors = Vec::new();
    let base = address::base(openapi, operation, values, &mut errors);
    let pieces = assemble(openapi, operation, values, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let request = pieces.into_request(operation, &base);
    match address::check(&base, &request.url) {
        Ok(()) => Ok(request),
        Err(message) => Err(vec![FieldError { field: "server".to_owned(), message }]),
    }
}

/// A request without its server.
#[derive(Default)]
struct Pieces {
    path: String,
    /// Name and value, both encoded, and whether the value is a credential.
    query: Vec<(String, bool)>,
    headers: Vec<Header>,
    cookies: Vec<(String, bool)>,
    body: Option<Vec<u8>>,
}

/// Errors by field.
type Errors = Vec<FieldError>;

fn assemble(openapi: &Openapi, operation: &Operation, values: &Values, errors: &mut Errors) -> Pieces {
    let mut pieces = Pieces { path: operation.path.clone(), ..Pieces::default() };
    for (place, name, _) in &values.parameters {
        if !operation.parameters.iter().any(|known| known.place == *place && known.name == *name) {
            push(errors, format!("{}.{name}", place.word()), "the operation has no such parameter");
        }
    }
    pieces.accept(operation);
    for parameter in &operation.parameters {
        let field = format!("{}.{}", parameter.place.word(), parameter.name);
        let given = values
            .parameters
            .iter()
            .find(|(place, name, _)| *place == parameter.place && *name == parameter.name);
        let value = given.map(|(_, _, input)| value::read(openapi, parameter, input)).transpose();
        match value.map(Option::flatten) {
            Ok(Some(value)) => {
                if let Err(message) = pieces.add(parameter, &value) {
                    push(errors, field, &message);
                }
            }
            Ok(None) if parameter.required => push(errors, field, "a value is needed"),
            Ok(None) => {}
            Err(message) => push(errors, field, &message),
        }
    }
    if let Err(message) = body::add(operation, values.body.as_ref(), &mut pieces) {
        push(errors, "body".to_owned(), &message);
    }
    for (scheme, secret) in &values.credentials {
        if let Err(message) = credentials::add(openapi, scheme, secret, &mut pieces) {
            push(errors, format!("security.{scheme}"), &message);
        }
    }
    pieces
}

fn push(errors: &mut Errors, field: String, message: &str) {
    errors.push(FieldError { field, message: message.to_owned() });
}

impl Pieces {
    /// Asks for the media types of the answers that mean success.
    fn accept(&mut self, operation: &Operation) {
        let mut wanted: Vec<&str> = Vec::new();
        for response in operation.responses.iter().filter(|response| response.status.starts_with('2')) {
            for media in &response.content {
                if !wanted.contains(&media.media_type.as_str()) && is_header_value(&media.media_type) {
                    wanted.push(&media.media_type);
                }
            }
        }
        let value = if wanted.is_empty() { "*/*".to_owned() } else { wanted.join(", ") };
        self.headers.push(Header { name: "Accept".to_owned(), value, secret: false });
    }

    fn add(&mut self, parameter: &Parameter, value: &value::Value) -> Result<(), String> {
        let name = &parameter.name;
        match parameter.place {
            Place::Path => {
                let text = encode::path(parameter, value);
                self.path = self.path.replace(&format!("{{{name}}}"), &text);
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
    fn header(&mut self, name: &str, value: String, secret: bool) -> Result<(), String> {
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

    fn into_request(self, operation: &Operation, base: &str) -> Request {
        let address = |hide: bool| {
            let mut url = format!("{}{}", base.trim_end_matches('/'), self.path);
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

fn is_header_value(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\t')
}

#[cfg(test)]
mod tests;

//! From an operation and what a person filled in to the one request that a server may send for them.
//!
//! Nothing is sent here. The address is always one of the document's own servers: values cannot reach into scheme, host or
//! port, and what they add to the path cannot climb out of it. Headers and addresses that carry credentials are marked.

mod address;
mod body;
mod credentials;
mod curl;
mod encode;
mod pieces;
mod sample;
mod value;

use std::fmt;

use crate::openapi::{Openapi, Operation, Place};
use pieces::Pieces;

pub use curl::{curl, curl_sample};
pub use sample::{sample, sample_body};

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
    match address::checked(&base, &request.url) {
        Ok(url) => Ok(Request { url, ..request }),
        Err(message) => Err(vec![FieldError { field: "server".to_owned(), message }]),
    }
}

/// Errors by field.
type Errors = Vec<FieldError>;

fn assemble(openapi: &Openapi, operation: &Operation, values: &Values, errors: &mut Errors) -> Pieces {
    let mut pieces = Pieces::default();
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

#[cfg(test)]
mod tests;

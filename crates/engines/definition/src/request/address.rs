//! The server's address: variables filled in, and the proof that the request stays with that server.

use url::Url;

use super::{Errors, Values, encode, push};
use crate::openapi::{Openapi, Operation, Server};

/// The address of the chosen server, with its variables filled in.
pub(super) fn base(openapi: &Openapi, operation: &Operation, values: &Values, errors: &mut Errors) -> String {
    if operation.servers.is_empty() {
        push(errors, "server".to_owned(), "the document names no server");
        return String::new();
    }
    let server = openapi.servers.get(values.server).filter(|_| operation.servers.contains(&values.server));
    let Some(server) = server else {
        push(errors, "server".to_owned(), "choose one of the operation's servers");
        return String::new();
    };
    let base = filled(server, values, errors);
    if errors.is_empty() && !is_web_address(&base) {
        push(
            errors,
            "server".to_owned(),
            "the server's address is not absolute, so there is nothing to send to",
        );
    }
    base
}

fn is_web_address(base: &str) -> bool {
    Url::parse(base).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

/// The address with each `{variable}` replaced. Variables before the path choose the server, so they take none but the
/// document's own values.
pub(super) fn filled(server: &Server, values: &Values, errors: &mut Errors) -> String {
    let authority_start = server.url.find("://").map_or(0, |at| at + 3);
    let authority_end = server.url[authority_start..]
        .find(['/', '?', '#'])
        .map_or(server.url.len(), |at| authority_start + at);
    let mut address = String::new();
    let mut rest = server.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        address.push_str(before);
        let at = server.url.len() - rest.len() + before.len();
        let chooses_server = at < authority_end;
        match variable(server, values, name, chooses_server) {
            Ok(value) if chooses_server => address.push_str(&value),
            Ok(value) => address.push_str(&encode::segments(&value)),
            Err(message) => push(errors, format!("server.{name}"), &message),
        }
        rest = after;
    }
    address.push_str(rest);
    address
}

fn variable(server: &Server, values: &Values, name: &str, chooses_server: bool) -> Result<String, String> {
    let known = server.variables.iter().find(|variable| variable.name == name);
    let given = values.variables.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
    let given = given.filter(|value| !value.is_empty());
    let Some(known) = known else {
        return Err("the document does not describe this variable of the address".to_owned());
    };
    let value = given.unwrap_or(&known.default);
    let is_own = value == known.default || known.allowed.iter().any(|allowed| allowed == value);
    if !is_own && !known.allowed.is_empty() {
        return Err(format!("expected one of {}", known.allowed.join(", ")));
    }
    if !is_own && chooses_server {
        return Err(format!("this variable chooses the server, so only `{}` may be used", known.default));
    }
    Ok(value.to_owned())
}

/// The address as it is sent, after the proof that it goes where the server's address points: same scheme, host and port, no user, and a path that
/// was not shortened by `..`.
pub(super) fn checked(base: &str, url: &str) -> Result<String, String> {
    let server = Url::parse(base).map_err(|error| format!("the server's address cannot be read: {error}"))?;
    let request = Url::parse(url).map_err(|error| format!("the address cannot be read: {error}"))?;
    if server.origin() != request.origin() || !request.username().is_empty() || request.password().is_some() {
        return Err("the address would leave the server".to_owned());
    }
    if request.fragment().is_some() {
        return Err("the server's address has a fragment".to_owned());
    }
    // The parser takes dot segments away, encoded ones too.
    let written = url.split(['?', '#']).next().unwrap_or_default().matches('/').count();
    let kept = request.path().matches('/').count() + 2;
    if written != kept && !(written + 1 == kept && request.path() == "/") {
        return Err("the path would climb up with `.` or `..`".to_owned());
    }
    Ok(request.into())
}

//! Requests as commands for a shell, without their credentials.

use std::fmt::Write as _;

use super::{Request, Values, address, assemble, sample};
use crate::openapi::{Openapi, Operation};

/// What stands in for a credential.
const PLACEHOLDER: &str = "<secret>";

/// The request as a `curl` command. Credentials are replaced by a placeholder.
pub fn curl(request: &Request) -> String {
    // Writing to a string cannot fail.
    let mut command = String::from("curl");
    if request.method != "GET" || request.body.is_some() {
        let _ = write!(command, " -X {}", quoted(&request.method));
    }
    let _ = write!(command, " {}", quoted(&request.shown_url));
    for header in &request.headers {
        let value = match (header.secret, header.value.split_once(' ')) {
            (false, _) => header.value.clone(),
            // The scheme is no secret: `Bearer <secret>`.
            (true, Some((scheme, _))) if header.name.eq_ignore_ascii_case("authorization") => {
                format!("{scheme} {PLACEHOLDER}")
            }
            (true, _) => PLACEHOLDER.to_owned(),
        };
        let _ = write!(command, " \\\n  -H {}", quoted(&format!("{}: {value}", header.name)));
    }
    if let Some(body) = &request.body {
        let _ = write!(command, " \\\n  --data-binary {}", quoted(&String::from_utf8_lossy(body)));
    }
    command
}

/// A command for an operation with [`sample()`] values. Unlike a request it may have a relative address.
pub fn curl_sample(openapi: &Openapi, operation: &Operation) -> String {
    let values: Values = sample(openapi, operation);
    let mut errors = Vec::new();
    let base = openapi
        .servers
        .get(values.server)
        .map_or_else(String::new, |server| address::filled(server, &values, &mut errors));
    let pieces = assemble(openapi, operation, &values, &mut errors);
    curl(&pieces.into_request(operation, &base))
}

/// A word of a shell. Plain words stay as they are.
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

//! The body of a request and its `Content-Type`.

use std::fmt::Write as _;

use super::pieces::{Pieces, is_header_value};
use super::value::is_json;
use super::{Content, GivenBody, Header, encode};
use crate::openapi::{Body, Operation};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Adds what was given, or says what was expected.
pub(super) fn add(
    operation: &Operation,
    given: Option<&GivenBody>,
    pieces: &mut Pieces,
) -> Result<(), String> {
    let given = given.filter(|given| !is_empty(&given.content));
    let (described, given) = match (&operation.body, given) {
        (Some(described), None) if described.required => return Err("a body is needed".to_owned()),
        (_, None) => return Ok(()),
        (None, Some(_)) => return Err("the operation takes no body".to_owned()),
        (Some(described), Some(given)) => (described, given),
    };
    if !is_offered(described, &given.media_type) {
        let offered: Vec<&str> = described.content.iter().map(|media| media.media_type.as_str()).collect();
        return Err(format!("expected one of the media types {}", offered.join(", ")));
    }
    let mut media_type = given.media_type.clone();
    let bytes = match &given.content {
        Content::Text(text) => {
            if is_json(&media_type) {
                serde_json::from_str::<serde_json::Value>(text)
                    .map_err(|error| format!("expected JSON: {error}"))?;
            }
            text.clone().into_bytes()
        }
        Content::Fields(fields) if essence(&media_type) == FORM => encode::form(fields).into_bytes(),
        Content::Fields(fields) if essence(&media_type) == MULTIPART => {
            let boundary = boundary(fields);
            media_type = format!("{MULTIPART}; boundary={boundary}");
            multipart(fields, &boundary)
        }
        Content::Fields(_) => return Err(format!("`{media_type}` has no fields; send a text")),
    };
    pieces.headers.push(Header { name: "Content-Type".to_owned(), value: media_type, secret: false });
    pieces.body = Some(bytes);
    Ok(())
}

fn is_empty(content: &Content) -> bool {
    match content {
        Content::Text(text) => text.is_empty(),
        Content::Fields(fields) => fields.is_empty(),
    }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is one of the operation's, or within one of its ranges such as `image/*`.
fn is_offered(body: &Body, media_type: &str) -> bool {
    if media_type.is_empty() || !is_header_value(media_type) {
        return false;
    }
    body.content.iter().any(|media| match media.media_type.strip_suffix('*') {
        Some("*/") => !media_type.contains('*'),
        Some(range) => media_type.starts_with(range) && !media_type.contains('*'),
        None => media.media_type == media_type,
    })
}

/// A boundary that no field holds. The same fields have the same boundary.
fn boundary(fields: &[(String, String)]) -> String {
    let mut number = 0_usize;
    loop {
        let boundary = format!("form-boundary-{number}");
        if !fields.iter().any(|(name, value)| name.contains(&boundary) || value.contains(&boundary)) {
            return boundary;
        }
        number += 1;
    }
}

/// Fields as `multipart/form-data` (RFC 7578; names escaped as browsers do).
fn multipart(fields: &[(String, String)], boundary: &str) -> Vec<u8> {
    let mut text = String::new();
    for (name, value) in fields {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    let _ = write!(text, "--{boundary}--\r\n");
    text.into_bytes()
}

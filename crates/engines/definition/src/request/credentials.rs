//! Credentials at the place that their scheme wants them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::pieces::Pieces;
use super::{Secret, encode};
use crate::openapi::Openapi;
use crate::security::SchemeKind;

pub(super) fn add(
    openapi: &Openapi,
    scheme: &str,
    secret: &Secret,
    pieces: &mut Pieces,
) -> Result<(), String> {
    let Some(scheme) = openapi.security_schemes.iter().find(|known| known.name == scheme) else {
        return Err("the document has no such security scheme".to_owned());
    };
    if matches!(secret, Secret::Token(token) if token.is_empty()) {
        return Ok(());
    }
    let authorization = match (&scheme.kind, secret) {
        (SchemeKind::ApiKey { place, parameter }, Secret::Token(key)) => {
            return api_key(place, parameter, key, pieces);
        }
        (SchemeKind::Basic, Secret::Login { user, password }) => {
            if user.contains(':') {
                return Err("a name for HTTP Basic has no colon".to_owned());
            }
            format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
        }
        (SchemeKind::Basic, Secret::Token(_)) => return Err("expected a name and a password".to_owned()),
        (
            SchemeKind::Bearer(_) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_),
            Secret::Token(token),
        ) => {
            format!("Bearer {token}")
        }
        (SchemeKind::Http(name), Secret::Token(token)) => format!("{name} {token}"),
        (SchemeKind::Other(kind), _) => {
            return Err(format!("`{kind}` cannot be sent with a request from here"));
        }
        (_, Secret::Login { .. }) => return Err("expected a key or token".to_owned()),
    };
    pieces.header("Authorization", authorization, true)
}

fn api_key(place: &str, parameter: &str, key: &str, pieces: &mut Pieces) -> Result<(), String> {
    let pair = || (format!("{}={}", encode::component(parameter), encode::component(key)), true);
    match place {
        "header" => return pieces.header(parameter, key.to_owned(), true),
        "query" => pieces.query.push(pair()),
        "cookie" => pieces.cookies.push(pair()),
        _ => return Err(format!("a key cannot be sent in `{place}`")),
    }
    Ok(())
}

//! The document about Backstage's own command line as a client. Source: auth contract, section 2.

use serde_json::{Value, json};

/// Where the command line listens for the answer.
pub(crate) const REDIRECT_URI: &str = "http://127.0.0.1:8055/callback";
pub(crate) const NAME: &str = "Backstage CLI";

pub(crate) fn client_id(issuer: &str) -> String {
    format!("{issuer}/.well-known/oauth-client/cli.json")
}

pub(crate) fn document(issuer: &str) -> Value {
    json!({
        "client_id": client_id(issuer),
        "client_name": NAME,
        "redirect_uris": [REDIRECT_URI],
        "response_types": ["code"],
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "none",
        "scope": "openid offline_access",
    })
}

//! The discovery document of the issuer. Source: auth contract, section 2.

use serde_json::{Value, json};

use super::settings::OidcSettings;

/// What Backstage announces. Our own tokens are always ES256; the list is kept because clients compare it.
const ALGORITHMS: [&str; 10] =
    ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "EdDSA"];

pub(crate) fn document(issuer: &str, settings: &OidcSettings) -> Value {
    let refresh = settings.refresh_tokens.is_some();
    let metadata = settings.metadata_documents.is_some();
    let with = |base: &[&'static str], extra: &'static str, wanted: bool| -> Vec<&'static str> {
        base.iter().copied().chain(wanted.then_some(extra)).collect()
    };
    let mut document = json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}/v1/token"),
        "userinfo_endpoint": format!("{issuer}/v1/userinfo"),
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "response_types_supported": ["code", "id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ALGORITHMS,
        "scopes_supported": with(&["openid"], "offline_access", refresh),
        "token_endpoint_auth_methods_supported":
            with(&["client_secret_basic", "client_secret_post"], "none", metadata),
        "claims_supported": ["sub", "ent"],
        "grant_types_supported": with(&["authorization_code"], "refresh_token", refresh),
        "authorization_endpoint": format!("{issuer}/v1/authorize"),
        "code_challenge_methods_supported": ["S256", "plain"],
    });
    if let Some(members) = document.as_object_mut() {
        if settings.registration.is_some() {
            members.insert("registration_endpoint".to_owned(), format!("{issuer}/v1/register").into());
        }
        if settings.is_enabled() {
            members.insert("revocation_endpoint".to_owned(), format!("{issuer}/v1/revoke").into());
        }
        if metadata {
            members.insert("client_id_metadata_document_supported".to_owned(), true.into());
        }
    }
    document
}

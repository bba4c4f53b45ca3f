//! Who a client is, and whether it is who it says. Knows both kinds: those that registered, and those that are documents.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use kernel::{Error, Secret};
use url::Url;

use super::error::{Code, refuse};
use super::fields::Fields;
use super::{metadata, pattern};
use crate::authority::Authority;
use crate::crypto;
use crate::store::oidc_client;

/// A client that exists and may be answered at the redirect URI that it asked with.
pub(crate) struct Client {
    pub(crate) name: String,
    /// Public clients have no secret, so they must bind the code to themselves by PKCE.
    pub(crate) is_public: bool,
}

/// What a client presented as its own.
pub(crate) struct Presented {
    pub(crate) client_id: String,
    secret: Option<Secret>,
}

impl Presented {
    /// From the `Authorization: Basic` header, else from the body; `None` when there is no client id.
    pub(crate) fn from(headers: &HeaderMap, fields: &Fields) -> Option<Self> {
        if let Some(basic) =
            headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(from_basic)
        {
            return Some(basic);
        }
        let client_id = fields.optional("client_id").ok().flatten()?;
        let secret = fields.optional("client_secret").ok().flatten().map(Secret::new);
        Some(Self { client_id, secret })
    }
}

fn from_basic(header: &str) -> Option<Presented> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (client_id, secret) = decoded.split_once(':')?;
    // Both halves are form-encoded before they are joined (RFC 6749, 2.3.1).
    let decode = |half: &str| {
        let mut pairs = url::form_urlencoded::parse(half.as_bytes());
        pairs.next().map(|(text, _)| text.into_owned()).unwrap_or_default()
    };
    Some(Presented { client_id: decode(client_id), secret: Some(Secret::new(decode(secret))) })
}

/// The client of that id, when it may be answered at `redirect_uri`.
pub(crate) async fn resolve(
    authority: &Authority,
    client_id: &str,
    redirect_uri: &str,
) -> Result<Client, Error> {
    let invalid_redirect = || refuse(Code::InvalidRequest, format!("Invalid redirect_uri '{redirect_uri}'"));
    let redirect = Url::parse(redirect_uri).map_err(|_detail| invalid_redirect())?;
    if let Some(url) = metadata::client_url(client_id, &authority.settings.issuer) {
        return metadata::resolve(authority, &url, client_id, &redirect).await;
    }
    let known = oidc_client::find(&authority.db, client_id).await?;
    let Some(known) = known.filter(|_| authority.settings.oidc.registration.is_some()) else {
        return Err(refuse(Code::InvalidRequest, "Invalid client_id"));
    };
    if !known.redirect_uris.iter().any(|registered| registered == redirect_uri) {
        return Err(invalid_redirect());
    }
    Ok(Client { name: known.client_name, is_public: false })
}

/// Checks a secret that was presented. A client that presents none is not authenticated by this, but not refused.
pub(crate) async fn check_secret(authority: &Authority, presented: &Presented) -> Result<(), Error> {
    let Some(secret) = &presented.secret else { return Ok(()) };
    if is_right(authority, &presented.client_id, secret).await? { Ok(()) } else { Err(invalid_client()) }
}

/// Authenticates for revocation: by secret, or, for clients that are documents, by being an allowed one.
pub(crate) async fn authenticate(authority: &Authority, presented: &Presented) -> Result<(), Error> {
    if let Some(url) = metadata::client_url(&presented.client_id, &authority.settings.issuer) {
        let documents = authority.settings.oidc.metadata_documents.as_ref();
        let allowed = documents.is_some_and(|documents| pattern::allows(&documents.clients, &url));
        return if allowed { Ok(()) } else { Err(invalid_client()) };
    }
    match &presented.secret {
        Some(secret) if is_right(authority, &presented.client_id, secret).await? => Ok(()),
        _ => Err(invalid_client()),
    }
}

async fn is_right(authority: &Authority, client_id: &str, secret: &Secret) -> Result<bool, Error> {
    let known = oidc_client::find(&authority.db, client_id).await?;
    let digest = crypto::recognise(secret.reveal());
    Ok(known.is_some_and(|known| crypto::same(known.secret_digest.as_bytes(), digest.as_bytes())))
}

pub(crate) fn invalid_client() -> Error {
    refuse(Code::InvalidClient, "Invalid client credentials")
}

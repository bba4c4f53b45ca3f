//! Clients whose id is the URL of a document about them. The document is read only from allowed URLs, without redirects,
//! and never trusted beyond the redirect URIs that the operator allows (S-AUT-08).

use kernel::Error;
use kernel::outbound::{Policy, Request};
use serde::Deserialize;
use url::Url;

use super::client::Client;
use super::error::{Code, refuse};
use super::{cli, pattern};
use crate::authority::Authority;

/// The longest document that is read, in bytes.
const MAX_DOCUMENT_BYTES: usize = 64 * 1024;
/// How long reading may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);
/// Hosts of the user's own machine, where any port is the same client (RFC 8252, 7.3).
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

#[derive(Deserialize)]
struct Document {
    client_id: String,
    client_name: Option<String>,
    redirect_uris: Vec<String>,
}

/// The URL in a client id, if it is one: `https` with a path, and nothing beside them. The portal's own document counts
/// also where the portal has no TLS.
pub(crate) fn client_url(client_id: &str, issuer: &str) -> Option<Url> {
    let url = Url::parse(client_id).ok()?;
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
        && url.query().is_none()
        && url.path() != "/"
        && url.as_str() == client_id;
    let is_own = client_id == cli::client_id(issuer);
    (is_plain && (url.scheme() == "https" || is_own)).then_some(url)
}

/// The client that the document describes, when it may be answered at `redirect`.
pub(crate) async fn resolve(
    authority: &Authority,
    url: &Url,
    client_id: &str,
    redirect: &Url,
) -> Result<Client, Error> {
    let Some(settings) = &authority.settings.oidc.metadata_documents else {
        return Err(refuse(Code::InvalidRequest, "Client ID metadata documents not enabled"));
    };
    if !pattern::allows(&settings.clients, url) {
        return Err(refuse(Code::InvalidRequest, format!("Invalid client_id '{client_id}'")));
    }
    if !pattern::allows(&settings.redirects, redirect) {
        return Err(refuse(Code::InvalidRequest, format!("Invalid redirect_uri '{redirect}'")));
    }
    let document = if client_id == cli::client_id(&authority.settings.issuer) {
        let redirect_uris = vec![cli::REDIRECT_URI.to_owned()];
        Document { client_id: client_id.to_owned(), client_name: Some(cli::NAME.to_owned()), redirect_uris }
    } else {
        read(authority, client_id).await?
    };
    if document.client_id != client_id {
        return Err(refuse(Code::InvalidRequest, "the client metadata document is about another client"));
    }
    if !document.redirect_uris.iter().any(|registered| is_same_redirect(registered, redirect)) {
        return Err(refuse(
            Code::InvalidRequest,
            format!("Invalid redirect_uri '{redirect}', not registered in client metadata"),
        ));
    }
    Ok(Client { name: document.client_name.unwrap_or_else(|| client_id.to_owned()), is_public: true })
}

async fn read(authority: &Authority, client_id: &str) -> Result<Document, Error> {
    let unreadable = || refuse(Code::InvalidRequest, "the client metadata document cannot be read");
    let request =
        Request { limit_bytes: MAX_DOCUMENT_BYTES, policy: Policy::Listed, ..Request::get(client_id) };
    let answer = tokio::time::timeout(PATIENCE, authority.outbound.send(request)).await;
    let response = match answer {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            tracing::info!(%error, client_id, "client metadata document not read");
            return Err(unreadable());
        }
        Err(_elapsed) => return Err(unreadable()),
    };
    let kind = response.headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_json =
        kind.is_some_and(|kind| kind.split(';').next().is_some_and(|kind| kind.trim().ends_with("json")));
    if response.status != http::StatusCode::OK || !is_json || response.final_url != client_id {
        return Err(unreadable());
    }
    serde_json::from_slice(&response.body).map_err(|_detail| unreadable())
}

fn is_same_redirect(registered: &str, requested: &Url) -> bool {
    if registered == requested.as_str() {
        return true;
    }
    let Ok(registered) = Url::parse(registered) else { return false };
    requested.host_str().is_some_and(|host| LOOPBACK.contains(&host))
        && registered.scheme() == requested.scheme()
        && registered.host_str() == requested.host_str()
        && registered.path() == requested.path()
}

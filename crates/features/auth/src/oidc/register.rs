//! A program registers itself as a client.

use kernel::audit::Status;
use kernel::{Ctx, Error, Secret};
use url::Url;

use super::error::{Code, refuse};
use super::fields::Fields;
use super::pattern::allows;
use crate::authority::Authority;
use crate::crypto;
use crate::store::oidc_client::{self, ClientRow};

/// Registered clients; beyond it the oldest one that nobody ever used makes room.
const MAX_CLIENTS: i64 = 10_000;
/// Longest name, in characters; longer ones are cut.
const MAX_NAME_LENGTH: usize = 200;

/// The answer to a registration.
pub(crate) struct Registered {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    pub(crate) redirect_uris: Vec<String>,
}

pub(crate) async fn register(authority: &Authority, ctx: &Ctx, fields: &Fields) -> Result<Registered, Error> {
    let Some(settings) = &authority.settings.oidc.registration else {
        return Err(refuse(Code::InvalidRequest, "clients cannot register here"));
    };
    let redirect_uris = fields.required_list("redirect_uris")?;
    for redirect_uri in &redirect_uris {
        let allowed = Url::parse(redirect_uri).is_ok_and(|url| allows(&settings.redirects, &url));
        if !allowed {
            let shown = without_query(redirect_uri);
            return Err(refuse(Code::InvalidRequest, format!("Invalid redirect_uri '{shown}'")));
        }
    }
    let client_id = kernel::random::id();
    let client_secret = crypto::fresh_secret("");
    let client_name: String = fields
        .optional("client_name")?
        .unwrap_or_else(|| client_id.clone())
        .chars()
        .take(MAX_NAME_LENGTH)
        .collect();
    let row = ClientRow {
        client_id: client_id.clone(),
        secret_digest: crypto::recognise(client_secret.reveal()),
        client_name,
        redirect_uris: redirect_uris.clone(),
    };
    if !oidc_client::insert(&authority.db, &row, ctx.now, MAX_CLIENTS).await? {
        return Err(refuse(Code::TemporarilyUnavailable, "too many clients are registered"));
    }
    authority.audit.record(ctx, "auth.client.register", Status::Succeeded, &client_id);
    Ok(Registered { client_id, client_secret, redirect_uris })
}

fn without_query(uri: &str) -> &str {
    uri.split(['?', '#']).next().unwrap_or_default()
}

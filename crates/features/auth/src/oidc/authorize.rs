//! A client asks for a user's consent. Once it is certain who asks and where to answer, every problem goes back to the
//! client by redirect; before that, nothing is ever redirected.

use kernel::{Ctx, Error};
use url::Url;

use super::client;
use super::error::{Code, refuse};
use super::fields::Fields;
use crate::authority::Authority;
use crate::store::oidc_session::{self, SessionRow};

/// A user has this long to decide, in milliseconds. Source: auth contract, section 7.
const SESSION_LIFETIME: i64 = 60 * 60 * 1000;
/// Requests for consent that may wait at once.
const MAX_SESSIONS: i64 = 10_000;
/// Lengths of a PKCE challenge (RFC 7636, 4.2).
const CHALLENGE_LENGTH: std::ops::RangeInclusive<usize> = 43..=128;

/// Where to send the browser.
pub(crate) async fn authorize(authority: &Authority, ctx: &Ctx, fields: &Fields) -> Result<String, Error> {
    let [client_id, redirect_uri, response_type] =
        fields.required(["client_id", "redirect_uri", "response_type"])?;
    let known = client::resolve(authority, &client_id, &redirect_uri).await?;
    let state = fields.optional("state")?;
    let problem =
        |code: Code, description: &str| Ok(back(&redirect_uri, state.as_deref(), code, description));
    if response_type != "code" {
        return problem(Code::UnsupportedResponseType, "Only authorization code flow is supported");
    }
    let code_challenge = fields.optional("code_challenge")?;
    let code_challenge_method = fields.optional("code_challenge_method")?;
    match (&code_challenge, code_challenge_method.as_deref()) {
        (None, _) if known.is_public => {
            return problem(
                Code::InvalidRequest,
                "PKCE is required for public clients; give a code_challenge",
            );
        }
        (Some(challenge), Some("S256" | "plain")) if !CHALLENGE_LENGTH.contains(&challenge.len()) => {
            return problem(Code::InvalidRequest, "Invalid code_challenge");
        }
        (None, _) | (Some(_), Some("S256" | "plain")) => {}
        (Some(_), _) => return problem(Code::InvalidRequest, "Invalid code_challenge_method"),
    }
    let session = SessionRow {
        id: kernel::random::id(),
        client_id,
        client_name: known.name,
        redirect_uri,
        scope: fields.optional("scope")?,
        state,
        code_challenge,
        code_challenge_method,
        expires_at: ctx.now + SESSION_LIFETIME,
    };
    if !oidc_session::insert(&authority.db, &session, ctx.now, MAX_SESSIONS).await? {
        return Err(refuse(Code::TemporarilyUnavailable, "too many requests for consent are waiting"));
    }
    Ok(format!("{}/oauth2/authorize/{}", authority.settings.app_url, session.id))
}

/// The redirect URI with what is wrong. It was a URL when it was checked.
pub(crate) fn back(redirect_uri: &str, state: Option<&str>, code: Code, description: &str) -> String {
    with_query(
        redirect_uri,
        &[("error", Some(code.name())), ("error_description", Some(description)), ("state", state)],
    )
}

/// The redirect URI with members added to its query; those without a value are left out.
pub(crate) fn with_query(redirect_uri: &str, members: &[(&str, Option<&str>)]) -> String {
    let Ok(mut url) = Url::parse(redirect_uri) else { return redirect_uri.to_owned() };
    for (name, value) in members {
        if let Some(value) = value {
            url.query_pairs_mut().append_pair(name, value);
        }
    }
    url.into()
}

//! Who may call a route. Knows credentials and declared access, not how either came about.

use axum::http::HeaderMap;
use axum::http::header;

use super::Access;
use super::tokens::MAX_TOKEN_LENGTH;
use crate::{Credentials, Error, Principal};

/// The cookie that holds a limited user token. Source: auth contract, section 6.
pub(super) const COOKIE_NAME: &str = "backstage-auth";

/// The token of `Authorization: Bearer <token>`; another scheme counts as no token, as in Backstage.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_at_checked(6)?;
    if !scheme.eq_ignore_ascii_case("bearer") || !rest.starts_with(' ') {
        return None;
    }
    let token = rest.trim_start_matches(' ');
    // A header's text has no other white space than these two, and tokens are long: bytes are quicker than characters.
    let is_one = !token.bytes().any(|byte| byte == b' ' || byte == b'\t');
    let whole = !token.is_empty() && is_one && token.len() <= MAX_TOKEN_LENGTH;
    whole.then_some(token)
}

/// The value of the session cookie.
pub(super) fn cookie(headers: &HeaderMap) -> Option<&str> {
    for line in headers.get_all(header::COOKIE) {
        let Ok(line) = line.to_str() else { continue };
        for pair in line.split(';') {
            if let Some((name, value)) = pair.split_once('=')
                && name.trim() == COOKIE_NAME
            {
                let value = value.trim();
                return (!value.is_empty() && value.len() <= MAX_TOKEN_LENGTH).then_some(value);
            }
        }
    }
    None
}

/// Whether a route of this access reads the cookie.
pub(super) fn takes_cookie(access: Access) -> bool {
    matches!(access, Access::Cookie | Access::Page | Access::FrontPage | Access::OpenPage)
}

/// Lets the caller pass or says why not. With `open` the default policy is off
/// (`backend.auth.dangerouslyDisableDefaultAuthPolicy`). Source: auth contract, section 6.
pub(super) fn check(access: Access, credentials: &Credentials, open: bool) -> Result<(), Error> {
    if credentials.limited && !takes_cookie(access) {
        return Err(Error::Unauthenticated("Illegal limited user token".to_owned()));
    }
    match (&credentials.principal, access) {
        (_, Access::Public | Access::FrontPage | Access::OpenPage) => Ok(()),
        (Principal::None, Access::Credentials | Access::Cookie) if open => Ok(()),
        (Principal::None, _) => Err(Error::Unauthenticated("Missing credentials".to_owned())),
        (Principal::Service { .. }, Access::User) => Err(not_for("service")),
        (Principal::User { .. }, Access::Service) => Err(not_for("user")),
        _ => Ok(()),
    }
}

/// The refusal of a kind of principal, in the words of the wire contract.
pub(super) fn not_for(kind: &str) -> Error {
    Error::Forbidden(format!("This endpoint does not allow '{kind}' credentials"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        headers
    }

    #[test]
    fn bearer_tokens() {
        for (value, token) in [
            ("Bearer abc", Some("abc")),
            ("bearer   abc", Some("abc")),
            ("BEARER a.b.c", Some("a.b.c")),
            ("Bearer", None),
            ("Bearer ", None),
            ("Bearerabc", None),
            ("Bearer a b", None),
            ("Bearer a\tb", None),
            ("Basic abc", None),
        ] {
            assert_eq!(bearer(&with(header::AUTHORIZATION, value)), token, "{value:?}");
        }
        let long = format!("Bearer {}", "a".repeat(MAX_TOKEN_LENGTH + 1));
        assert_eq!(bearer(&with(header::AUTHORIZATION, &long)), None);
    }

    #[test]
    fn cookies() {
        for (value, token) in [
            ("backstage-auth=abc", Some("abc")),
            ("a=b; backstage-auth=abc ; c=d", Some("abc")),
            ("backstage-auth=", None),
            ("xbackstage-auth=abc", None),
            ("backstage-auth", None),
        ] {
            assert_eq!(cookie(&with(header::COOKIE, value)), token, "{value:?}");
        }
    }

    #[test]
    fn who_may_call_what() {
        let nobody = Credentials::nobody();
        let user = Credentials {
            principal: Principal::User { entity_ref: "user:default/ann".to_owned(), actor: None },
            ..Credentials::nobody()
        };
        let limited = Credentials { limited: true, ..user.clone() };
        let service = Credentials {
            principal: Principal::Service { subject: "plugin:x".to_owned(), restrictions: None },
            ..Credentials::nobody()
        };
        let missing = "Missing credentials";
        let no_user = "This endpoint does not allow 'user' credentials";
        let no_service = "This endpoint does not allow 'service' credentials";
        let illegal = "Illegal limited user token";
        let table = [
            // access, nobody, user, limited, service
            (Access::Public, "", "", illegal, ""),
            (Access::Credentials, missing, "", illegal, ""),
            (Access::User, missing, "", illegal, no_service),
            (Access::Service, missing, no_user, illegal, ""),
            (Access::Cookie, missing, "", "", ""),
            (Access::Page, missing, "", "", ""),
            (Access::FrontPage, "", "", "", ""),
            (Access::OpenPage, "", "", "", ""),
        ];
        for (access, for_nobody, for_user, for_limited, for_service) in table {
            for (credentials, expected) in
                [(&nobody, for_nobody), (&user, for_user), (&limited, for_limited), (&service, for_service)]
            {
                let refused =
                    check(access, credentials, false).err().map_or(String::new(), |error| error.to_string());
                assert_eq!(refused, expected, "{access:?} for {credentials:?}");
            }
        }
        assert!(check(Access::Credentials, &nobody, true).is_ok());
        assert!(check(Access::User, &nobody, true).is_err());
    }
}

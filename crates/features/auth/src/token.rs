//! The compact form of tokens: taking one apart, and making one byte for byte as Backstage does. Knows no keys but those
//! it is given, and judges nothing. Source: auth contract, section 1.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::crypto::{base64url, from_base64url};
use crate::keys::{Key, KeyError, sign, verifies};

/// `typ` of a user token.
pub(crate) const USER: &str = "vnd.backstage.user";
/// `typ` of a limited user token, as cookies hold.
pub(crate) const LIMITED: &str = "vnd.backstage.limited-user";
/// `typ` of a token of one plugin for another.
pub(crate) const PLUGIN: &str = "vnd.backstage.plugin";
/// `aud` of a user token.
pub(crate) const USER_AUDIENCE: &str = "backstage";
/// Longer tokens are refused unread.
pub(crate) const MAX_LENGTH: usize = 32_768;

/// The protected header. Members that could bring in a foreign key (`jku`, `x5u`, `jwk`, `x5c`) are never read.
#[derive(Debug, Deserialize)]
pub(crate) struct Header {
    pub(crate) alg: String,
    pub(crate) typ: Option<String>,
    pub(crate) kid: Option<String>,
    /// Extensions that must be understood; none are.
    crit: Option<Value>,
}

impl Header {
    pub(crate) fn has_extensions(&self) -> bool {
        self.crit.is_some()
    }
}

/// A token taken apart; nothing in it is to be believed before its signature is.
pub(crate) struct Unverified<'t> {
    pub(crate) header: Header,
    pub(crate) signing_input: &'t str,
    payload: &'t str,
    pub(crate) signature: &'t str,
}

impl<'t> Unverified<'t> {
    /// `None` for anything that is not three parts with a JSON header in front.
    pub(crate) fn parse(token: &'t str) -> Option<Self> {
        let (signing_input, signature) = token.rsplit_once('.')?;
        let (header, payload) = signing_input.split_once('.')?;
        if payload.contains('.') {
            return None;
        }
        let header = serde_json::from_slice(&from_base64url(header)?).ok()?;
        Some(Self { header, signing_input, payload, signature })
    }

    /// The claims, believed or not.
    pub(crate) fn claims(&self) -> Option<Claims> {
        match serde_json::from_slice(&from_base64url(self.payload)?).ok()? {
            Value::Object(members) => Some(Claims(members)),
            _ => None,
        }
    }

    /// Whether one of our own keys made the signature, by the only algorithm that we use.
    pub(crate) fn is_signed_by(&self, key: &Key) -> bool {
        self.header.alg == crate::keys::ALGORITHM_NAME
            && !self.header.has_extensions()
            && verifies(self.signature, self.signing_input, &key.decoding)
    }
}

/// The members of a payload.
pub(crate) struct Claims(serde_json::Map<String, Value>);

impl Claims {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A time in whole seconds; fractions are cut off. `None` when missing, no number, or absurd.
    pub(crate) fn seconds(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        #[expect(clippy::cast_possible_truncation, reason = "checked to be within the range just before")]
        let seconds = value.as_i64().or_else(|| {
            value.as_f64().filter(|number| number.abs() < 1e15).map(|number| number.floor() as i64)
        })?;
        (seconds.abs() < 1_000_000_000_000_000).then_some(seconds)
    }

    /// Whether `aud` is, or has among others, one of `wanted`.
    pub(crate) fn is_for(&self, wanted: &[String]) -> bool {
        match self.0.get("aud") {
            Some(Value::String(audience)) => wanted.contains(audience),
            Some(Value::Array(all)) => all
                .iter()
                .filter_map(Value::as_str)
                .any(|audience| wanted.iter().any(|want| want == audience)),
            _ => false,
        }
    }
}

#[derive(Serialize)]
struct OwnHeader<'a> {
    typ: &'a str,
    alg: &'a str,
    kid: &'a str,
}

/// Header, dot, payload, ready to be signed.
pub(crate) fn signing_input(typ: &str, kid: &str, claims: &impl Serialize) -> Result<String, KeyError> {
    let header = OwnHeader { typ, alg: crate::keys::ALGORITHM_NAME, kid };
    let header = serde_json::to_vec(&header).map_err(|_detail| KeyError::Sign)?;
    let claims = serde_json::to_vec(claims).map_err(|_detail| KeyError::Sign)?;
    Ok(format!("{}.{}", base64url(&header), base64url(&claims)))
}

/// A whole token, signed by `key`.
pub(crate) fn signed(typ: &str, key: &Key, claims: &impl Serialize) -> Result<String, KeyError> {
    let input = signing_input(typ, &key.public.kid, claims)?;
    let signature = sign(&input, key.encoding.as_ref().ok_or(KeyError::Sign)?)?;
    Ok(format!("{input}.{signature}"))
}

/// What a limited token says. The order of the members is part of the contract: whoever holds a user token rebuilds
/// these bytes and puts the user token's `uip` behind them as the signature.
#[derive(Serialize)]
pub(crate) struct LimitedClaims<'a> {
    pub(crate) sub: &'a str,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

/// The limited token that belongs to a user token; `None` when the user token holds no `uip`.
pub(crate) fn limited_from_user(user_token: &str) -> Option<String> {
    let token = Unverified::parse(user_token)?;
    let claims = token.claims()?;
    let limited =
        LimitedClaims { sub: claims.text("sub")?, iat: claims.seconds("iat")?, exp: claims.seconds("exp")? };
    let input = signing_input(LIMITED, token.header.kid.as_deref()?, &limited).ok()?;
    Some(format!("{input}.{}", claims.text("uip")?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limited_tokens_are_byte_exact() {
        let input = signing_input(
            LIMITED,
            "897b87d5-1c6a-40f0-b46c-61e25f4d60de",
            &LimitedClaims { sub: "user:default/guest", iat: 1_795_391_355, exp: 1_795_394_955 },
        )
        .unwrap();
        let (header, payload) = input.split_once('.').unwrap();
        assert_eq!(
            String::from_utf8(from_base64url(header).unwrap()).unwrap(),
            r#"{"typ":"vnd.backstage.limited-user","alg":"ES256","kid":"897b87d5-1c6a-40f0-b46c-61e25f4d60de"}"#
        );
        assert_eq!(
            String::from_utf8(from_base64url(payload).unwrap()).unwrap(),
            r#"{"sub":"user:default/guest","iat":1795391355,"exp":1795394955}"#
        );
    }

    #[test]
    fn times_are_whole_seconds_or_nothing() {
        for (text, expected) in [
            (r#"{"exp":5}"#, Some(5)),
            (r#"{"exp":5.9}"#, Some(5)),
            (r#"{"exp":"5"}"#, None),
            (r#"{"exp":1e300}"#, None),
            (r#"{"exp":9223372036854775807}"#, None),
            (r#"{"exp":null}"#, None),
            ("{}", None),
        ] {
            let Value::Object(members) = serde_json::from_str(text).unwrap() else { panic!("{text}") };
            assert_eq!(Claims(members).seconds("exp"), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "[A-Za-z0-9_.=-]{0,80}", any in ".{0,40}") {
            for token in [&text, &any] {
                if let Some(token) = Unverified::parse(token) {
                    let _ = token.claims();
                }
                let _ = limited_from_user(token);
            }
        }
    }
}

//! One ES256 key pair: making it, its public half as a JWK, reading it from PEM files. Knows nothing of storage.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde::Serialize;
use thiserror::Error;

use crate::crypto::base64url;

/// The only algorithm of our own tokens.
pub(crate) const ALGORITHM: Algorithm = Algorithm::ES256;
/// Its name in headers and JWKs.
pub(crate) const ALGORITHM_NAME: &str = "ES256";
/// An uncompressed point on P-256: one marker byte and two coordinates of 32.
const POINT_LENGTH: usize = 65;

/// What can be wrong with a key.
#[derive(Debug, Error)]
pub(crate) enum KeyError {
    #[error("a key could not be made")]
    Generate,
    #[error("a key could not be read")]
    Malformed,
    #[error("a private key could not be sealed or opened")]
    Seal,
    #[error("a key file could not be read or written: {0}")]
    File(String),
    #[error("a signature could not be made")]
    Sign,
}

impl From<KeyError> for kernel::Error {
    fn from(error: KeyError) -> Self {
        Self::internal(error)
    }
}

/// The public half, in the order of members that Backstage lists. Source: auth contract, section 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct PublicKey {
    kty: &'static str,
    pub(crate) x: String,
    pub(crate) y: String,
    crv: &'static str,
    pub(crate) kid: String,
    alg: &'static str,
}

impl PublicKey {
    pub(crate) fn new(kid: impl Into<String>, x: impl Into<String>, y: impl Into<String>) -> Self {
        let (x, y, kid) = (x.into(), y.into(), kid.into());
        Self { kty: "EC", x, y, crv: "P-256", kid, alg: ALGORITHM_NAME }
    }

    fn from_point(kid: &str, point: &[u8]) -> Result<Self, KeyError> {
        if point.len() != POINT_LENGTH {
            return Err(KeyError::Malformed);
        }
        let (_marker, coordinates) = point.split_at(1);
        let (x, y) = coordinates.split_at(coordinates.len() / 2);
        Ok(Self::new(kid, base64url(x), base64url(y)))
    }

    pub(crate) fn decoding(&self) -> Result<DecodingKey, KeyError> {
        DecodingKey::from_ec_components(&self.x, &self.y).map_err(|_detail| KeyError::Malformed)
    }
}

/// A pair that can sign.
pub(crate) struct KeyPair {
    pub(crate) public: PublicKey,
    /// PKCS#8; never leaves this crate unsealed.
    pub(crate) private: Vec<u8>,
}

impl KeyPair {
    pub(crate) fn generate() -> Result<Self, KeyError> {
        let pair =
            EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(|_detail| KeyError::Generate)?;
        let private = pair.to_pkcs8v1().map_err(|_detail| KeyError::Generate)?.as_ref().to_vec();
        let public = PublicKey::from_point(&kernel::random::id(), pair.public_key().as_ref())?;
        Ok(Self { public, private })
    }

    /// A pair from a PKCS#8 private key in PEM, under the id that the configuration gives it.
    pub(crate) fn from_pem(kid: &str, pem: &[u8]) -> Result<Self, KeyError> {
        let encoding = EncodingKey::from_ec_pem(pem).map_err(|_detail| KeyError::Malformed)?;
        let private = encoding.as_bytes().to_vec();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &private)
            .map_err(|_detail| KeyError::Malformed)?;
        let public = PublicKey::from_point(kid, pair.public_key().as_ref())?;
        Ok(Self { public, private })
    }
}

/// The public key in a PEM file, under the id that the configuration gives it.
pub(crate) fn public_from_pem(kid: &str, pem: &[u8]) -> Result<PublicKey, KeyError> {
    let decoding = DecodingKey::from_ec_pem(pem).map_err(|_detail| KeyError::Malformed)?;
    PublicKey::from_point(kid, decoding.try_get_as_bytes().map_err(|_detail| KeyError::Malformed)?)
}

/// Signs `input`; the answer is the base64url text behind the second dot of a token.
pub(crate) fn sign(input: &str, private: &EncodingKey) -> Result<String, KeyError> {
    jsonwebtoken::crypto::sign(input.as_bytes(), private, ALGORITHM).map_err(|_detail| KeyError::Sign)
}

/// Whether `signature` is right. Malformed signatures are wrong ones.
pub(crate) fn verifies(signature: &str, input: &str, public: &DecodingKey) -> bool {
    jsonwebtoken::crypto::verify(signature, input.as_bytes(), public, ALGORITHM).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_signs_what_its_public_half_verifies() {
        let pair = KeyPair::generate().unwrap();
        let other = KeyPair::generate().unwrap();
        let signature = sign("a.b", &EncodingKey::from_ec_der(&pair.private)).unwrap();
        assert!(verifies(&signature, "a.b", &pair.public.decoding().unwrap()));
        assert!(!verifies(&signature, "a.c", &pair.public.decoding().unwrap()));
        assert!(!verifies(&signature, "a.b", &other.public.decoding().unwrap()));
        assert!(!verifies("", "a.b", &pair.public.decoding().unwrap()));
        assert!(!verifies("*", "a.b", &pair.public.decoding().unwrap()));
    }

    #[test]
    fn listed_as_backstage_lists_it() {
        let listed = serde_json::to_string(&PublicKey::new("k", "1", "2")).unwrap();
        assert_eq!(listed, r#"{"kty":"EC","x":"1","y":"2","crv":"P-256","kid":"k","alg":"ES256"}"#);
    }
}

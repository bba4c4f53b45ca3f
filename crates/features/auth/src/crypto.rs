//! Digests, comparison of secrets, fresh secrets. Knows no token.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Secret;

/// SHA-256, 32 bytes.
pub(crate) fn sha256(text: &[u8]) -> Vec<u8> {
    digest(&SHA256, text).as_ref().to_vec()
}

/// The form in which the database keeps secrets that only need to be recognised: base64url of the SHA-256. They are
/// 256 random bits, so that a fast digest without salt is enough.
pub(crate) fn recognise(secret: &str) -> String {
    base64url(&sha256(secret.as_bytes()))
}

/// Whether two secrets are equal, in a time that tells nothing of how much of them is: digests are compared, so that
/// neither length nor common beginnings show.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    verify_slices_are_equal(&sha256(left), &sha256(right)).is_ok()
}

/// 256 random bits as text, behind `prefix`.
pub(crate) fn fresh_secret(prefix: &str) -> Secret {
    Secret::new(format!("{prefix}{}", base64url(&kernel::random::bytes::<32>())))
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// `None` for anything but unpadded base64url.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_and_comparison() {
        // The example of FIPS 180-2.
        assert_eq!(recognise("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
        for (left, right, equal) in [("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false)]
        {
            assert_eq!(same(left.as_bytes(), right.as_bytes()), equal, "{left} {right}");
        }
        assert_ne!(fresh_secret("x").reveal(), fresh_secret("x").reveal());
        assert_eq!(fresh_secret("x").reveal().len(), 1 + 43);
    }
}

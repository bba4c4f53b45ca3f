//! Private keys at rest: AES-256-GCM under a key that is not in the database. Knows nothing of what it seals.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::KeyError;
use crate::crypto::base64url;

/// File below the data folder that holds the sealing secret when the configuration gives none.
const FILE_NAME: &str = "signing-keys.secret";
/// Random bytes in that file.
const FILE_SECRET_LENGTH: usize = 32;

/// Seals and opens private keys.
pub(crate) struct Sealer {
    key: LessSafeKey,
    /// Names the secret without telling it, so that a replica knows which rows it can open.
    id: String,
}

impl Sealer {
    pub(crate) fn from_secret(secret: &[u8]) -> Result<Self, KeyError> {
        let derived = hkdf::Salt::new(hkdf::HKDF_SHA256, b"callboard").extract(secret);
        let key = derived.expand(&[b"seal signing keys"], &AES_256_GCM).map_err(|_detail| KeyError::Seal)?;
        let named =
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), b"callboard: name of the sealing secret");
        let id = base64url(named.as_ref()).chars().take(16).collect();
        Ok(Self { key: LessSafeKey::new(UnboundKey::from(key)), id })
    }

    /// A secret that ends with this process: what it sealed can afterwards be verified with, but no longer signed with.
    pub(crate) fn for_this_process() -> Result<Self, KeyError> {
        Self::from_secret(&kernel::random::bytes::<FILE_SECRET_LENGTH>())
    }

    /// The secret in the data folder, made when it is missing. Safe when several processes start at once.
    pub(crate) fn from_folder(folder: &Path) -> Result<Self, KeyError> {
        let file_error = |error: std::io::Error| KeyError::File(error.kind().to_string());
        let path = folder.join(FILE_NAME);
        if !path.try_exists().map_err(file_error)? {
            fs::create_dir_all(folder).map_err(file_error)?;
            let unfinished = folder.join(format!("{FILE_NAME}.{}", kernel::random::id()));
            write_private(&unfinished, &kernel::random::bytes::<FILE_SECRET_LENGTH>()).map_err(file_error)?;
            // A link, unlike a rename, fails when another process was first; its secret is then the one.
            let linked = fs::hard_link(&unfinished, &path);
            fs::remove_file(&unfinished).map_err(file_error)?;
            match linked {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(file_error(error));
                }
                _ => {}
            }
        }
        let secret = fs::read(&path).map_err(file_error)?;
        if secret.len() < FILE_SECRET_LENGTH {
            return Err(KeyError::File(format!("{FILE_NAME} is too short")));
        }
        Self::from_secret(&secret)
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// `bound_to` must be given again to open: it keeps a sealed key from being moved to another row.
    pub(crate) fn seal(&self, private: &[u8], bound_to: &str) -> Result<String, KeyError> {
        let nonce = kernel::random::bytes::<NONCE_LEN>();
        let mut sealed = private.to_vec();
        let bound_to = Aad::from(bound_to.as_bytes());
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound_to, &mut sealed)
            .map_err(|_detail| KeyError::Seal)?;
        Ok(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    pub(crate) fn open(&self, sealed: &str, bound_to: &str) -> Result<Vec<u8>, KeyError> {
        let bytes = STANDARD.decode(sealed).map_err(|_detail| KeyError::Seal)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>().ok_or(KeyError::Seal)?;
        let mut sealed = sealed.to_vec();
        let opened = self
            .key
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(bound_to.as_bytes()), &mut sealed)
            .map_err(|_detail| KeyError::Seal)?;
        Ok(opened.to_vec())
    }
}

fn write_private(path: &Path, secret: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(secret)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_what_it_sealed_where_it_sealed_it() {
        let (ours, theirs) = (Sealer::from_secret(b"one").unwrap(), Sealer::from_secret(b"two").unwrap());
        let sealed = ours.seal(b"private", "kid").unwrap();
        assert!(!sealed.contains("private"));
        assert_ne!(sealed, ours.seal(b"private", "kid").unwrap(), "nonces differ");
        assert_eq!(ours.open(&sealed, "kid").unwrap(), b"private");
        assert!(ours.open(&sealed, "other").is_err());
        assert!(theirs.open(&sealed, "kid").is_err());
        assert!(ours.open("", "kid").is_err() && ours.open("!", "kid").is_err());
        assert_ne!(ours.id(), theirs.id());
    }

    #[test]
    fn processes_of_one_folder_share_the_secret() {
        let folder = tempfile::tempdir().unwrap();
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let folder = folder.path().to_owned();
                std::thread::spawn(move || Sealer::from_folder(&folder).unwrap().id().to_owned())
            })
            .collect();
        let ids: std::collections::BTreeSet<String> =
            starts.into_iter().map(|start| start.join().unwrap()).collect();
        assert_eq!(ids.len(), 1);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished is left");
        fs::write(folder.path().join(FILE_NAME), "short").unwrap();
        assert!(Sealer::from_folder(folder.path()).is_err());
    }
}

//! Signing keys: making, sealing, rotating and sharing them between replicas. Knows nothing of tokens and callers.

mod material;
mod ring;
mod seal;
mod source;

pub(crate) use material::{ALGORITHM_NAME, KeyError, PublicKey, sign, verifies};
pub(crate) use ring::{Key, KeyRing, Periods};
pub(crate) use seal::Sealer;
pub(crate) use source::{KeySource, StaticKey};

#[cfg(test)]
pub(crate) use material::KeyPair;

/// A pair outside of any ring, for tests of foreign issuers.
#[cfg(test)]
pub(crate) fn new_pair() -> Result<KeyPair, KeyError> {
    KeyPair::generate()
}

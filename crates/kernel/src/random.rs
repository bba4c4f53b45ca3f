//! The only place that makes random identifiers and nonces.

use rand::RngCore;

/// A UUID whose text sorts by the time it was made (version 7), so that new rows append.
pub fn time_ordered_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A fully random UUID (version 4).
pub fn id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// `N` bytes from the operating system's generator.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut buffer = [0; N];
    rand::rng().fill_bytes(&mut buffer);
    buffer
}

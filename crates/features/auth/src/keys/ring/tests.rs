//! Rotation and agreement between replicas: two rings over one database are two replicas.

use std::collections::BTreeSet;

use super::*;
use crate::test_support::database;

const NOW: Timestamp = 1_795_000_000_000;
const PERIODS: Periods = Periods { signs: 2_000, listed: 60_000 };

async fn kids(ring: &KeyRing) -> BTreeSet<String> {
    ring.listed("user").await.unwrap().into_iter().map(|key| key.kid).collect()
}

fn replica(db: &kernel::Db, clock: &Clock, secret: &[u8]) -> KeyRing {
    let sealer = Sealer::from_secret(secret).unwrap();
    KeyRing::new("user", KeySource::Database(db.clone()), sealer, clock.clone(), PERIODS)
}

#[tokio::test]
async fn replicas_that_start_at_once_on_an_empty_table_agree() {
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let (one, two) = (replica(&db, &clock, b"shared"), replica(&db, &clock, b"shared"));
    let (first, second) = tokio::join!(one.signer("user"), two.signer("user"));
    assert_eq!(first.unwrap().public, second.unwrap().public, "one generation, one key");
    assert_eq!(kids(&one).await.len(), 1);
}

#[tokio::test]
async fn every_signer_is_known_to_the_other_replica_through_rotations() {
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let (one, two) = (replica(&db, &clock, b"shared"), replica(&db, &clock, b"shared"));
    let mut signed_with = BTreeSet::new();
    for step in 0..40 {
        let (signer, other) = if step % 2 == 0 { (&one, &two) } else { (&two, &one) };
        let key = signer.signer("user").await.unwrap();
        signed_with.insert(key.public.kid.clone());
        let found = other.verifier(&key.public.kid).await.unwrap();
        assert!(found.is_some(), "step {step}");
        clock.advance(500);
    }
    assert_eq!(signed_with.len(), 10, "a key signs for two seconds");
    for kid in &signed_with {
        assert!(one.verifier(kid).await.unwrap().is_some(), "old keys verify while they are listed");
    }
}

#[tokio::test]
async fn replicas_with_secrets_of_their_own_sign_with_keys_of_their_own() {
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let (one, two) = (replica(&db, &clock, b"mine"), replica(&db, &clock, b"yours"));
    let (first, second) = (one.signer("user").await.unwrap(), two.signer("user").await.unwrap());
    assert_ne!(first.public, second.public);
    assert!(one.verifier(&second.public.kid).await.unwrap().is_some());
    assert!(two.verifier(&first.public.kid).await.unwrap().is_some());
    assert!(one.verifier(&second.public.kid).await.unwrap().unwrap().encoding.is_none());
}

#[tokio::test]
async fn a_deleted_key_is_forgotten_and_replaced() {
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let ring = replica(&db, &clock, b"shared");
    let lost = ring.signer("user").await.unwrap();
    db.execute("DELETE FROM auth_signing_key", &[]).await.unwrap();
    let next = ring.signer("user").await.unwrap();
    assert_ne!(next.public, lost.public, "new sign-ins work at once");
    assert!(ring.verifier(&lost.public.kid).await.unwrap().is_none());
}

#[tokio::test]
async fn keys_end_and_their_rows_go() {
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let ring = replica(&db, &clock, b"shared");
    let old = ring.signer("user").await.unwrap();
    clock.advance(PERIODS.listed);
    assert!(
        ring.verifier(&old.public.kid).await.unwrap().is_none(),
        "ended by the clock, also when remembered"
    );
    ring.signer("user").await.unwrap();
    let rows = db.all("SELECT kid FROM auth_signing_key", &[]).await.unwrap();
    assert_eq!(rows.len(), 1);
}

#[tokio::test]
async fn private_keys_are_sealed_in_the_database() {
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let ring = replica(&db, &clock, b"shared");
    let key = ring.signer("user").await.unwrap();
    let private = key.encoding.as_ref().unwrap().as_bytes().to_vec();
    let row = db.one("SELECT sealed_private FROM auth_signing_key", &[]).await.unwrap().unwrap();
    let stored = row.text(0).unwrap();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, stored).unwrap();
    assert!(!bytes.windows(16).any(|window| private.windows(16).any(|secret| secret == window)));
}

#[tokio::test]
async fn known_keys_outlive_a_short_absence_of_the_database() {
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let ring = replica(&db, &clock, b"shared");
    let key = ring.signer("user").await.unwrap();
    db.execute("ALTER TABLE auth_signing_key RENAME TO away", &[]).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert!(ring.verifier(&key.public.kid).await.unwrap().is_some());
    assert!(
        replica(&db, &clock, b"shared").verifier(&key.public.kid).await.is_err(),
        "who knows nothing says so"
    );
}

#[tokio::test]
async fn memory_keeps_the_same_rules() {
    let clock = Clock::fixed(NOW);
    let source = KeySource::Memory(parking_lot::Mutex::default());
    let ring = KeyRing::new("user", source, Sealer::for_this_process().unwrap(), clock.clone(), PERIODS);
    let first = ring.signer("user").await.unwrap();
    clock.advance(PERIODS.signs);
    let second = ring.signer("user").await.unwrap();
    assert_ne!(first.public, second.public);
    assert!(ring.verifier(&first.public.kid).await.unwrap().is_some());
    assert!(ring.listed("somebody else").await.unwrap().is_empty());
}

#[tokio::test]
async fn absurd_key_ids_are_not_looked_up() {
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let ring = replica(&db, &clock, b"shared");
    for kid in ["", "../../canary", &"k".repeat(10_000), "' OR 1=1 --"] {
        assert!(ring.verifier(kid).await.unwrap().is_none(), "{kid}");
    }
}

#[tokio::test]
async fn static_keys_sign_with_the_first_and_verify_with_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut keys = Vec::new();
    for name in ["first", "second"] {
        let pair = KeyPair::generate().unwrap();
        let (public_file, private_file) =
            (folder.path().join(format!("{name}.pub")), folder.path().join(format!("{name}.key")));
        std::fs::write(&private_file, pem("PRIVATE KEY", &pair.private)).unwrap();
        std::fs::write(&public_file, pem("PUBLIC KEY", &spki(&pair))).unwrap();
        keys.push(StaticKey { kid: name.to_owned(), public_file, private_file });
    }
    let ring = KeyRing::fixed("user", &keys, Clock::fixed(NOW)).unwrap();
    assert_eq!(ring.signer("user").await.unwrap().public.kid, "first");
    assert!(ring.verifier("second").await.unwrap().is_some());
    assert!(ring.verifier("third").await.unwrap().is_none());
    assert_eq!(ring.listed("any").await.unwrap().len(), 2);
    let private_file = keys[1].private_file.clone();
    let mixed = [StaticKey { private_file, ..keys[0].clone() }];
    assert!(KeyRing::fixed("user", &mixed, Clock::fixed(NOW)).is_err(), "halves of two pairs");
}

fn pem(label: &str, der: &[u8]) -> String {
    let body = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, der);
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

/// The DER of a public key on P-256: a fixed head and the point.
fn spki(pair: &KeyPair) -> Vec<u8> {
    const HEAD: [u8; 26] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
        0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];
    let coordinate = |text: &str| crate::crypto::from_base64url(text).unwrap();
    [HEAD.as_slice(), &[4], &coordinate(&pair.public.x), &coordinate(&pair.public.y)].concat()
}

//! What tests of features stand on: a portal in memory, personas, a clock that stands still, a server on a real socket
//! and a fake host of sources. Knows no feature. Mistakes in a test end it with a panic, as assertions do.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a broken test fixture should end the test where it breaks"
)]

pub mod answer;
pub mod host;
pub mod identity;
pub mod persona;
pub mod portal;
pub mod server;

pub use answer::Answer;
pub use host::{Call, FakeHost};
pub use identity::FakeIdentity;
pub use persona::Persona;
pub use portal::{TestPortal, TestPortalBuilder};
pub use server::TestServer;

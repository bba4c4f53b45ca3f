//! The kernel as features and clients see it: through the router, and on a real socket.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail where tests do")]

mod barrier;
mod edge;
mod lamp;
mod pages;
mod platform;
mod server;
mod start;
mod validation;

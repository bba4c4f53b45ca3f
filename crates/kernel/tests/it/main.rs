//! The kernel as features and clients see it: through the router, and on a real socket.

mod barrier;
mod edge;
mod lamp;
mod pages;
mod platform;
mod server;
mod start;
mod validation;

//! The command line as people use it: the real binary, temporary folders, real sockets.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod catalog;
mod check;
mod corpus;
mod database;
mod first_start;
mod index_copy;
mod process;
mod template_form;

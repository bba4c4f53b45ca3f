//! The command line as people use it: the real binary, temporary folders, real sockets.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod catalog;
mod check;
mod corpus;
mod database;
mod doors;
mod first_start;
mod home;
mod index_copy;
mod operations;
mod outage;
mod people;
mod portal;
mod process;
mod template;
mod template_form;

//! x

mod document;
pub mod limits;
pub mod problem;

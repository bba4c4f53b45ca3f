//! Whole definitions through the public door: made-up ones, broken ones, and real ones where they are at hand.

mod corpus;
mod fixtures;
mod hostile;
mod orchard;
mod reading;

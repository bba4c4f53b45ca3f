//! The crate seen from outside: agreement with what Backstage made of real files, and properties that hold for
//! any input.

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod properties;

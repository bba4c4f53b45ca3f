//! The crate seen from outside: what the language means, what hostile templates cannot do, and properties that hold for
//! any input.

#[cfg(test)]
mod backstage;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod language;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod skeletons;
#[cfg(test)]
mod support;

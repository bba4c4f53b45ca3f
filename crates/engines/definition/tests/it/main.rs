//! Whole definitions through the public door: made-up ones, broken ones, and real ones where they are at hand.

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod orchard;
#[cfg(test)]
mod reading;

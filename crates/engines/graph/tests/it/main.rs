//! What holds for every graph.

#[cfg(test)]
mod layouts;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod selections;

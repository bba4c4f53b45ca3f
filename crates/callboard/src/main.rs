//! The binary and its library: command line, wiring, lifecycle; the list of features.

fn main() {}

//! dev, ci, gen, bench.

fn main() {}

//! TestPortal, builders, personas, a fake clock and a fake host of sources.

//! Every bound on what a configuration may cost, by name. Knows nothing of what the configuration means.

/// Size of one configuration file or of one file that it includes, in bytes.
pub const FILE_BYTES: u64 = 5 * 1024 * 1024;
/// Nesting of objects and lists, counted across included files.
pub const DEPTH: usize = 64;
/// Values of one load, after aliases and includes are expanded.
pub const NODES: usize = 100_000;
/// Files that include files that include files.
pub const INCLUDE_DEPTH: usize = 32;
/// Uses of `$include` and `$file` in one load.
pub const INCLUDES: usize = 1_000;
/// Length of a source line repeated in an error, in characters.
pub const SHOWN_LINE_CHARACTERS: usize = 160;
/// Length of a text duration; longer ones are not durations.
pub const DURATION_CHARACTERS: usize = 100;
/// Problems collected before a load gives up looking for more.
pub const PROBLEMS: usize = 200;

//! Dotted paths: what a part may look like and how parts are put together. Knows no values.

use std::sync::Arc;

/// One step down the tree.
#[derive(Clone)]
pub(super) enum Step {
    Key(Arc<str>),
    Index(usize),
}

/// `a.b` + `c` -> `a.b.c`; either side may be empty.
pub(super) fn join(key: &str, path: &str) -> String {
    if key.is_empty() || path.is_empty() { format!("{key}{path}") } else { format!("{key}.{path}") }
}

/// A letter, then letters and digits in groups joined by single `-`, `_` or `:`. Source: config contract, section 2.
pub(in crate::config) fn is_key_part(part: &str) -> bool {
    let starts_with_letter = part.bytes().next().is_some_and(|first| first.is_ascii_alphabetic());
    starts_with_letter
        && part
            .split(['-', '_', ':'])
            .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_parts() {
        for good in [
            "a",
            "baseUrl",
            "B2",
            "awsS3",
            "connect-src",
            "page:catalog",
            "EXPERIMENTAL_recoverTasks",
            "a-b_c:d",
        ] {
            assert!(is_key_part(good), "{good}");
        }
        for bad in ["", "1a", "-a", "a-", "a--b", "/echo", "a b", "a.b", "ä", "$env", "a[0]"] {
            assert!(!is_key_part(bad), "{bad}");
        }
    }
}

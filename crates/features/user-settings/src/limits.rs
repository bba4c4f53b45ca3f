//! How much one person may keep, and which names are names. Pure. The lengths are those of the stock table's columns.

use kernel::Error;

/// Characters of a bucket's name and of a key.
const MAXIMUM_NAME: usize = 255;
/// Bytes of a request: the limit that Backstage's server has for JSON bodies.
pub(crate) const MAXIMUM_BODY_BYTES: usize = 102_400;
/// Settings that one request of many may ask for; the stock front end asks for at most 100.
pub(crate) const MAXIMUM_MANY: usize = 1_000;
/// Settings of one person, and bytes of their values as JSON.
pub(crate) const MAXIMUM_SETTINGS: i64 = 1_000;
pub(crate) const MAXIMUM_BYTES: i64 = 4 * 1024 * 1024;

/// Refuses what is no name: `what` says whether it is a bucket or a key.
pub(crate) fn check_name(what: &str, name: &str) -> Result<(), Error> {
    let refuse = |why: &str| Err(Error::Input(format!("invalid {what}: {why}")));
    if name.is_empty() {
        return refuse("it must not be empty");
    }
    if name.chars().count() > MAXIMUM_NAME {
        return refuse(&format!("it must not have more than {MAXIMUM_NAME} characters"));
    }
    if name.chars().any(char::is_control) {
        return refuse("it must not have control characters");
    }
    // Nothing here reads files by these names; whoever else gets them in an address or a path is kept safe too.
    if name.split(['/', '\\']).any(|part| matches!(part, "." | "..")) {
        return refuse("`.` and `..` are no parts of a name");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let long = "é".repeat(MAXIMUM_NAME);
        for name in ["b", "default.starredEntities", "a/b", "a..b", "a b", "...", &long, "ü:*?"] {
            assert!(check_name("key", name).is_ok(), "{name}");
        }
        let longer = format!("{long}x");
        for name in ["", "..", "../x", "a/../b", "a\\..", ".", "a/.", "a\0", "a\n", &longer] {
            assert!(check_name("key", name).is_err(), "{name:?}");
        }
    }
}

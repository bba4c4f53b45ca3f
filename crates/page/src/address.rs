//! Parts of addresses. Pure; knows no page.

use std::fmt::Write as _;

/// One segment of a path, with everything escaped that is not a letter, a digit or one of `-._~`.
pub fn segment(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// A name or value of a query string: as [`segment`], but `:`, `/`, `,` and `@` stay readable.
pub fn query_part(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/,@".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// A path of this portal to which a form may send its reader back; anything that could lead elsewhere is `None`.
pub fn local_path(text: &str) -> Option<&str> {
    let mut letters = text.chars();
    // Browsers read a backslash as a slash, and two slashes as the start of a host.
    let is_local = letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'));
    let is_header = text.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    (is_local && is_header).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_escaped() {
        let table = [
            ("basket", "basket", "basket"),
            ("a b/c", "a%20b%2Fc", "a%20b/c"),
            ("group:default/x&y=1#", "group%3Adefault%2Fx%26y%3D1%23", "group:default/x%26y%3D1%23"),
            ("é\"<", "%C3%A9%22%3C", "%C3%A9%22%3C"),
            ("..", "..", ".."),
            ("", "", ""),
        ];
        for (text, in_path, in_query) in table {
            assert_eq!((segment(text).as_str(), query_part(text).as_str()), (in_path, in_query), "{text}");
        }
    }

    #[test]
    fn only_paths_of_the_portal_lead_back() {
        for path in ["/", "/catalog?filters[kind]=api&x=%20#y", "/a//b"] {
            assert_eq!(local_path(path), Some(path));
        }
        for path in
            ["", "catalog", "//evil.test", "/\\evil.test", "https://evil.test", "/a\nb", "/a b", "/é", "\\/x"]
        {
            assert_eq!(local_path(path), None, "{path:?}");
        }
    }
}

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

/// An address with its parameters. Values are escaped; names are the portal's own and stay as they are.
pub fn with_query<'p>(path: &str, pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let mut text = path.to_owned();
    for (position, (name, value)) in pairs.into_iter().enumerate() {
        text.push(if position == 0 { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        text.push_str(&query_part(value));
    }
    text
}

/// The path of an entity's page. Namespace and kind are written as they are given; pages link in lower case.
pub fn entity_path(namespace: &str, kind: &str, name: &str) -> String {
    format!("/catalog/{}/{}/{}", segment(namespace), segment(kind), segment(name))
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
    fn addresses_are_put_together() {
        assert_eq!(with_query("/a", []), "/a");
        let pairs = [("filters[kind]", "api"), ("q", "a&b=c")];
        assert_eq!(with_query("/a", pairs), "/a?filters[kind]=api&q=a%26b%3Dc");
        assert_eq!(entity_path("default", "component", "a/b"), "/catalog/default/component/a%2Fb");
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

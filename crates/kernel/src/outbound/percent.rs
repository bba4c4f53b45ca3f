//! Percent-encoding of URL parts. Knows no URL as a whole.

/// More rounds of encoding than any honest URL has; what needs more is taken for an attack.
const DECODING_ROUNDS: usize = 8;
/// Besides letters and digits, what a browser leaves as it is in a component.
const BROWSER_KEEPS: &[u8] = b"-_.!~*'()";

/// Decodes `%41` to `A` once; what is not a valid escape stays, bytes that are not UTF-8 become U+FFFD.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = if byte == b'%' { escaped_byte(bytes.get(at + 1..at + 3)) } else { None };
        at += if escaped.is_some() { 3 } else { 1 };
        decoded.push(escaped.unwrap_or(byte));
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn escaped_byte(digits: Option<&[u8]>) -> Option<u8> {
    let &[high, low] = digits? else { return None };
    let high = char::from(high).to_digit(16)?;
    let low = char::from(low).to_digit(16)?;
    u8::try_from(high * 16 + low).ok()
}

/// Decodes until nothing changes any more; `None` when that takes suspiciously many rounds.
pub fn decode_fully(text: &str) -> Option<String> {
    let mut decoded = text.to_owned();
    for _ in 0..DECODING_ROUNDS {
        let next = decode(&decoded);
        if next == decoded {
            return Some(decoded);
        }
        decoded = next;
    }
    None
}

/// Whether a path has a `.` or `..` segment under any number of encodings, with either slash, with or without `;x`.
pub fn has_dot_segments(path: &str) -> bool {
    let Some(decoded) = decode_fully(path) else { return true };
    decoded.split(['/', '\\']).any(|segment| {
        let name = segment.split(';').next().unwrap_or_default();
        name == "." || name == ".."
    })
}

/// As JavaScript's `encodeURIComponent`.
pub fn encode_component(text: &str) -> String {
    encode(text, BROWSER_KEEPS)
}

/// As [`encode_component`], leaving `/` as it is.
pub fn encode_path(text: &str) -> String {
    encode(text, b"-_.!~*'()/")
}

/// Letters, digits and the bytes of `kept` stay, all else becomes `%XX`.
pub fn encode(text: &str, kept: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_dot_segments_however_written() {
        let dotted =
            ["..", "/a/../b", "%2e%2e/x", "a/%2E./b", "%252e%252e%252fuser", "a%5c..%5cb", "a/..;x/b", "./a"];
        for path in dotted {
            assert!(has_dot_segments(path), "{path}");
        }
        let plain = ["", "/", "a..b/c", "...", "/a/.well-known/x", "a/b.yaml", "%zz", "100%"];
        for path in plain {
            assert!(!has_dot_segments(path), "{path}");
        }
    }

    #[test]
    fn endless_encoding_counts_as_traversal() {
        let mut path = String::from("..");
        for _ in 0..20 {
            path = encode_component(&path.replace('.', "%2e"));
        }
        assert!(has_dot_segments(&path));
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(text in ".*") {
            prop_assert_eq!(decode(&encode_component(&text)), text);
        }
    }
}

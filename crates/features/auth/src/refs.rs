//! Whether a text is a full entity ref in lower case, as tokens carry. Knows no entity.

/// Longest ref in a token: kind, namespace and name of at most 63, 63 and 253 characters would fit twice.
const MAX_REF_LENGTH: usize = 512;

/// `kind:namespace/name`, all three present, nothing in upper case, no white space or control characters.
pub(crate) fn is_full_lower_ref(text: &str) -> bool {
    let Some((kind, rest)) = text.split_once(':') else { return false };
    let Some((namespace, name)) = rest.split_once('/') else { return false };
    let clean = |part: &str| {
        !part.is_empty()
            && !part.contains([':', '/'])
            && !part.chars().any(|each| each.is_control() || each.is_whitespace() || each.is_uppercase())
    };
    text.len() <= MAX_REF_LENGTH && clean(kind) && clean(namespace) && clean(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_refs_only() {
        for (text, expected) in [
            ("user:default/guest", true),
            ("user:acme-corp/jane.doe_1", true),
            ("user:default/", false),
            ("user:/guest", false),
            (":default/guest", false),
            ("user:guest", false),
            ("guest", false),
            ("", false),
            ("User:default/guest", false),
            ("user:default/guest\n", false),
            ("user:default/a/b", false),
            ("user:default/a:b", false),
        ] {
            assert_eq!(is_full_lower_ref(text), expected, "{text:?}");
        }
        assert!(!is_full_lower_ref(&format!("user:default/{}", "a".repeat(600))));
    }
}

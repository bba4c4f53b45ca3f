//! Texts and addresses that cannot become markup.

/// Writes a text for between tags or within a quoted attribute. Characters that XML does not allow become the
/// replacement character, because one of them would make the whole picture unreadable.
pub(super) fn text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(needs_escape) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\'') => out.push_str("&#39;"),
            _ => out.push('\u{fffd}'),
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

fn needs_escape(character: char) -> bool {
    match character {
        '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}' => true,
        '\t' | '\n' | '\r' => false,
        character => character.is_control(),
    }
}

/// A class name as it is, or nothing if it is not one: letters, digits, `-` and `_`, several divided by spaces.
pub(super) fn class(text: &str) -> &str {
    let is_class = |byte: u8| byte.is_ascii_alphanumeric() || b"-_ ".contains(&byte);
    if text.bytes().all(is_class) { text } else { "" }
}

/// Whether an address leads to this origin or to the web, whatever tricks it holds.
pub(crate) fn is_safe_address(href: &str) -> bool {
    if href.chars().any(|character| character.is_control() || character == '\\') {
        return false;
    }
    let is_here = href.starts_with(['/', '?', '#']) && !href.starts_with("//");
    let scheme = href.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    is_here || matches!(scheme.as_deref(), Some("http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_inert() {
        let mut out = String::new();
        text(&mut out, "<b a='\"'>&\u{0}\u{b}x\n\u{ffff}");
        assert_eq!(out, "&lt;b a=&#39;&quot;&#39;&gt;&amp;\u{fffd}\u{fffd}x\n\u{fffd}");
        assert_eq!(class("hue-api path"), "hue-api path");
        assert_eq!(class("a\" onload=\"x"), "");
    }

    #[test]
    fn addresses_lead_to_the_web_only() {
        for href in ["/catalog/a", "?a=b", "#x", "https://a.b/c", "HTTP://a"] {
            assert!(is_safe_address(href), "{href}");
        }
        for href in [
            "",
            "javascript:alert(1)",
            "//evil",
            "/\\evil",
            "data:x",
            " https://a",
            "java\nscript:x",
            "javascript://a/%0aalert(1)",
        ] {
            assert!(!is_safe_address(href), "{href}");
        }
    }
}

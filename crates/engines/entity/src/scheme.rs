//! Which scheme a browser would see in a link.
//!
//! Knows only what a browser ignores around a scheme, not what a valid address is.

/// Schemes that run code or show foreign content in the page that links to them.
const SCRIPT_SCHEMES: [&str; 3] = ["javascript", "data", "vbscript"];

/// The scheme of `address` in lower case, as a browser reads it: control characters and spaces in front are
/// skipped, tabs and line breaks within are dropped. `None` when there is no scheme.
pub(crate) fn of(address: &str) -> Option<String> {
    let mut scheme = String::new();
    for character in address.trim_start_matches(|character: char| character <= ' ').chars() {
        match character {
            '\t' | '\n' | '\r' => {}
            ':' => return (!scheme.is_empty()).then_some(scheme),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '-' | '.' => {
                scheme.push(character.to_ascii_lowercase());
            }
            _ => return None,
        }
    }
    None
}

/// Whether a link to `address` could run a script.
pub(crate) fn is_script(address: &str) -> bool {
    of(address).is_some_and(|scheme| SCRIPT_SCHEMES.contains(&scheme.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_a_browser_sees() {
        let scripts = [
            "javascript:alert(1)",
            "jAvAsCript:alert(1)",
            "\u{1}javascript:alert(1)",
            " \u{1f}\tjavascript:x",
            "java\nscr\tipt:x",
            "data:text/html,..",
            "vbscript:x",
        ];
        for address in scripts {
            assert!(is_script(address), "{address:?}");
        }
        for address in ["https://a/javascript:x", "mailto:a@b", "javascript", "", "/data:x", "jav ascript:x"]
        {
            assert!(!is_script(address), "{address:?}");
        }
    }
}

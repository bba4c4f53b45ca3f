//! Addresses that a link or a picture may have.

/// The scheme of an address, lower-cased, as a browser reads it: white space and control characters do not count.
fn scheme(url: &str) -> Option<String> {
    let mut scheme = String::new();
    for letter in url.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()) {
        match letter {
            ':' => return Some(scheme),
            _ if letter.is_ascii_alphanumeric() || "+-.".contains(letter) => {
                scheme.push(letter.to_ascii_lowercase());
            }
            _ => return None,
        }
    }
    None
}

pub(super) fn is_safe_link(url: &str) -> bool {
    match scheme(url).as_deref() {
        None
        | Some("http" | "https" | "mailto" | "tel" | "ftp" | "ftps" | "sms" | "xmpp" | "vscode" | "slack") => {
            true
        }
        Some(_) => false,
    }
}

/// Whether a link leads somewhere by itself, wherever it stands.
pub(super) fn is_absolute_link(url: &str) -> bool {
    matches!(scheme(url).as_deref(), Some("http" | "https" | "mailto"))
}

pub(super) fn is_safe_source(url: &str) -> bool {
    match scheme(url).as_deref() {
        None | Some("http" | "https") => true,
        Some("data") => {
            let kind = url.trim_start().get(5..).unwrap_or_default().trim_start();
            ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "image/avif"]
                .iter()
                .any(|known| kind.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known)))
        }
        Some(_) => false,
    }
}

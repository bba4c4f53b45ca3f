//! Which names look like those of secrets, and source lines without the secrets in them. Knows no schema.

/// Parts of names that mark a value as secret whatever the schema says.
const SECRET_WORDS: [&str; 13] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "privatekey",
    "apikey",
    "accountkey",
    "signingkey",
    "accesskey",
    "credential",
    "connectionstring",
    "authorization",
];

/// Words that end a name which contains a secret word but says something about it, not what it is.
const HARMLESS_ENDINGS: [&str; 18] = [
    "url",
    "uri",
    "path",
    "file",
    "provider",
    "name",
    "id",
    "type",
    "lifetime",
    "expiration",
    "enabled",
    "user",
    "timeout",
    "ttl",
    "claim",
    "length",
    "algorithm",
    "methods",
];

/// Whether a key looks as if its value were secret: `token`, `clientSecret`, `PRIVATE_KEY`, `key`.
pub(super) fn is_secret_name(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect();
    if plain == "key" || plain == "keys" || plain == "pat" {
        return true;
    }
    if !SECRET_WORDS.iter().any(|word| plain.contains(word)) {
        return false;
    }
    !HARMLESS_ENDINGS.iter().any(|ending| plain.ends_with(ending))
}

/// Line `number` (from 1) of `text`, shortened to `limit` characters, with what follows a secret-looking key masked.
/// A line inside a block value whose key looks secret is masked whole.
pub(super) fn shown_line(text: &str, number: usize, limit: usize) -> String {
    let Some(line) = number.checked_sub(1).and_then(|index| text.lines().nth(index)) else {
        return String::new();
    };
    if let Some(shown) = mask_after_secret_key(line) {
        return shorten(&shown, limit);
    }
    if belongs_to_secret(text, number, line) {
        let indent: String = line.chars().take_while(|character| character.is_whitespace()).collect();
        return shorten(&format!("{indent}***"), limit);
    }
    shorten(line, limit)
}

fn shorten(line: &str, limit: usize) -> String {
    line.chars().take(limit).collect()
}

/// `a: 1, token: xyz` -> `a: 1, token: ***`; `None` where no key on the line looks secret.
fn mask_after_secret_key(line: &str) -> Option<String> {
    for (at, _) in line.match_indices(':') {
        let before = line.get(..at)?;
        let start = before
            .rfind(|character: char| {
                !(character.is_alphanumeric() || matches!(character, '_' | '-' | '"' | '\'' | '$'))
            })
            .map_or(0, |index| index + before[index..].chars().next().map_or(1, char::len_utf8));
        let name = before.get(start..)?.trim_matches(['"', '\'']);
        if !name.is_empty() && is_secret_name(name) && !line.get(at + 1..)?.trim().is_empty() {
            return Some(format!("{before}: ***"));
        }
    }
    None
}

/// Walks up to the keys that the line hangs under.
fn belongs_to_secret(text: &str, number: usize, line: &str) -> bool {
    let mut depth = depth_of(line);
    let above: Vec<&str> = text.lines().take(number.saturating_sub(1)).collect();
    for candidate in above.iter().rev() {
        if candidate.trim().is_empty() || depth_of(candidate) >= depth {
            continue;
        }
        depth = depth_of(candidate);
        let name = candidate.trim_start_matches([' ', '\t', '-']).split(':').next().unwrap_or_default();
        if is_secret_name(name.trim_matches(['"', '\''])) {
            return true;
        }
        if depth == 0 {
            return false;
        }
    }
    false
}

/// Indentation, where the items of a list count as deeper than a key in the same column: they may belong to it.
fn depth_of(line: &str) -> usize {
    let content = line.trim_start_matches([' ', '\t']);
    2 * (line.len() - content.len()) + usize::from(content.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in [
            "token",
            "clientSecret",
            "PRIVATE_KEY",
            "privateKey",
            "password",
            "key",
            "personalAccessToken",
            "apiKey",
            "webhookSecret",
            "client_secret",
            "githubToken",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "title",
            "baseUrl",
            "keyStore",
            "keyId",
            "tokenUrl",
            "namespacedToolNames",
            "publicKeyFile",
            "privateKeyFile",
            "monkey",
            "backstageTokenExpiration",
            "identityTokenAlgorithm",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn lines() {
        let text = "a: 1\ntoken: abc\nx: {host: h, password: p, z: 1}\nprivateKey: |\n  line one\n  line two\nb: [\nkeys:\n  - secret:\n      abc\n\"apiKey\": q";
        let cases = [
            (1, "a: 1"),
            (2, "token: ***"),
            (3, "x: {host: h, password: ***"),
            (4, "privateKey: ***"),
            (6, "  ***"),
            (7, "b: ["),
            (10, "      ***"),
            (11, "\"apiKey\": ***"),
            (99, ""),
        ];
        for (number, expected) in cases {
            assert_eq!(shown_line(text, number, 80), expected);
        }
    }
}

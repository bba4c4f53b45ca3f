//! Small questions about text: words, entities, plain text of HTML.

use std::borrow::Cow;

/// Whether a character belongs to a word, as regular expressions see it.
pub(crate) fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// The length of the entity that a text begins with.
pub(crate) fn entity_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('&')?;
    let (digits, skip): (fn(&u8) -> bool, usize) = if rest.starts_with("#x") || rest.starts_with("#X") {
        (u8::is_ascii_hexdigit, 2)
    } else if rest.starts_with('#') {
        (u8::is_ascii_digit, 1)
    } else {
        (u8::is_ascii_alphanumeric, 0)
    };
    let length = rest.as_bytes()[skip..].iter().take_while(|byte| digits(byte)).count();
    (length > 0 && rest.as_bytes().get(skip + length) == Some(&b';')).then_some(1 + skip + length + 1)
}

/// What an entity stands for.
pub(crate) fn entity(text: &str) -> Option<Cow<'static, str>> {
    let name = text.strip_prefix('&')?.strip_suffix(';')?;
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => return crate::entities::named(name).map(Cow::Borrowed),
    };
    let character =
        char::from_u32(code).filter(|character| !character.is_control() || character.is_whitespace())?;
    Some(Cow::Owned(character.to_string()))
}

/// A text with its entities replaced by what they stand for.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = entity_length(rest).unwrap_or(1);
        match entity(&rest[..length]) {
            Some(character) => plain.push_str(&character),
            None => plain.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

/// HTML without its tags and comments. Entities stay.
pub(crate) fn strip_tags(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    let mut has_comments = true;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_comment = has_comments && rest.starts_with("<!--");
        let end = if is_comment { rest.find("-->").map(|end| end + 3) } else { None };
        has_comments &= !is_comment || end.is_some();
        let end = end.or_else(|| memchr::memchr(b'>', rest.as_bytes()).map(|end| end + 1));
        let Some(end) = end else { break };
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}

/// Words with single spaces between them.
pub(crate) fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    if !text.is_ascii() {
        for word in text.split_whitespace() {
            push_word(&mut collapsed, word);
        }
        return collapsed;
    }
    // Most texts are ASCII, and bytes are told apart faster than characters.
    let is_space = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let mut at = 0;
    while let Some(length) = text.as_bytes()[at..].iter().position(is_space) {
        push_word(&mut collapsed, &text[at..at + length]);
        at += length + 1;
    }
    push_word(&mut collapsed, &text[at..]);
    collapsed
}

fn push_word(text: &mut String, word: &str) {
    if word.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

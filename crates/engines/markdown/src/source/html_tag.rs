//! Tags within text, told apart the way Python's HTML parser does.

use std::borrow::Cow;

/// Name in lower case, and the value as written, without its quotes.
pub(crate) type Attribute<'t> = (Cow<'t, str>, Option<&'t str>);

/// A piece of HTML in a text. Ends are exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    Start {
        name: Cow<'t, str>,
        attributes: Vec<Attribute<'t>>,
        is_empty: bool,
        end: usize,
    },
    End {
        name: Cow<'t, str>,
        end: usize,
    },
    /// No tag: text up to here.
    Text {
        end: usize,
    },
}

/// Most attributes of a tag. What has more is no tag.
const ATTRIBUTES: usize = 256;

/// Reads what a `<` at `at` begins.
pub(crate) fn read(text: &str, at: usize) -> Token<'_> {
    let rest = &text[at..];
    match rest.as_bytes().get(1) {
        Some(letter) if letter.is_ascii_alphabetic() => start_tag(text, at),
        Some(b'/') => end_tag(text, at),
        _ => Token::Text { end: at + 1 },
    }
}

/// The end of a comment, declaration or instruction that begins at `at`.
pub(crate) fn other(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let (skip, close) = if rest.starts_with("<!--") {
        (4, "-->")
    } else if rest.starts_with("<?") {
        (2, "?>")
    } else if rest.starts_with("<![CDATA[") {
        (9, "]]>")
    } else if rest.starts_with("<!") {
        (2, ">")
    } else {
        return None;
    };
    let found = memchr::memmem::find(&rest.as_bytes()[skip..], close.as_bytes())?;
    Some(at + skip + found + close.len())
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

fn start_tag(text: &str, at: usize) -> Token<'_> {
    let bytes = text.as_bytes();
    let name_end = run(bytes, at + 1, |byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'`' | 0));
    let name = lower(&text[at + 1..name_end]);
    let mut attributes = Vec::new();
    let mut here = name_end;
    loop {
        let before = here;
        here = run(bytes, here, |byte| is_space(byte) || byte == b'/');
        match bytes.get(here) {
            None => return Token::Text { end: at + 1 },
            Some(b'>') => {
                let is_empty = bytes[here - 1] == b'/';
                return Token::Start { name, attributes, is_empty, end: here + 1 };
            }
            Some(b'`') => return Token::Text { end: here },
            Some(_) if attributes.len() == ATTRIBUTES => return Token::Text { end: here },
            Some(_) => {}
        }
        if here == before && !matches!(bytes[here - 1], b'"' | b'\'') {
            return Token::Text { end: here };
        }
        let key = here;
        // The first character may be anything, even `=`.
        here = run(bytes, here + 1, |byte| !is_space(byte) && !matches!(byte, b'/' | b'=' | b'>'));
        while !text.is_char_boundary(here) {
            here += 1;
        }
        let key = lower(&text[key..here]);
        let equals = run(bytes, here, is_space);
        if bytes.get(equals) != Some(&b'=') {
            attributes.push((key, None));
            continue;
        }
        let value = run(bytes, run(bytes, equals, |byte| byte == b'='), is_space);
        let Some((value, end)) = value_at(text, value) else { return Token::Text { end: at + 1 } };
        attributes.push((key, Some(value)));
        here = end;
    }
}

fn value_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
        let close = at + 1 + memchr::memchr(*quote, &bytes[at + 1..])?;
        return Some((&text[at + 1..close], close + 1));
    }
    let end = run(bytes, at, |byte| !is_space(byte) && !matches!(byte, b'>' | b'`'));
    Some((&text[at..end], end))
}

fn end_tag(text: &str, at: usize) -> Token<'_> {
    let bytes = text.as_bytes();
    if !bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic) {
        return Token::Text { end: at + 2 };
    }
    let name_end = run(bytes, at + 2, |byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'<'));
    match memchr::memchr(b'>', &bytes[name_end..]) {
        Some(close) => Token::End { name: lower(&text[at + 2..name_end]), end: name_end + close + 1 },
        None => Token::Text { end: at + 2 },
    }
}

/// Names are in lower case already where nobody shouts.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

fn run(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let from = from.min(bytes.len());
    from + bytes[from..].iter().take_while(|byte| belongs(**byte)).count()
}

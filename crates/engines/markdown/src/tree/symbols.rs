//! Typographic symbols for what can be typed: `(c)`, `-->`, `1/2`, `1st`, and quotes with `smarty`.

use crate::element::{Element, Text};
use crate::text::is_word;

const FRACTIONS: [(&str, char); 15] = [
    ("1/4", '¼'),
    ("1/2", '½'),
    ("3/4", '¾'),
    ("1/3", '⅓'),
    ("2/3", '⅔'),
    ("1/5", '⅕'),
    ("2/5", '⅖'),
    ("3/5", '⅗'),
    ("4/5", '⅘'),
    ("1/6", '⅙'),
    ("5/6", '⅚'),
    ("1/8", '⅛'),
    ("3/8", '⅜'),
    ("5/8", '⅝'),
    ("7/8", '⅞'),
];

/// A symbol, or a number with its ending raised.
enum Symbol {
    Plain(char),
    Ordinal,
}

pub(crate) fn run(element: &mut Element) {
    if element.is_one_of(&["pre", "code"]) {
        return;
    }
    let first = split(&mut element.text);
    // What comes behind a child, with the child's place. Hardly anything ever does.
    let mut behind: Vec<(usize, Vec<Element>)> = Vec::new();
    for (place, child) in element.children.iter_mut().enumerate() {
        run(child);
        let more = split(&mut child.tail);
        if !more.is_empty() {
            behind.push((place, more));
        }
    }
    if first.is_empty() && behind.is_empty() {
        return;
    }
    let children = std::mem::replace(&mut element.children, first);
    let mut behind = behind.into_iter().peekable();
    for (place, child) in children.into_iter().enumerate() {
        element.children.push(child);
        if let Some((_, more)) = behind.next_if(|(at, _)| *at == place) {
            element.children.extend(more);
        }
    }
}

/// Replaces symbols in a text. Returns the elements that it is then followed by.
fn split(text: &mut Text) -> Vec<Element> {
    let is_left = text.atomic
        || !text.content.bytes().any(|byte| matches!(byte, b'(' | b'/' | b'-' | b't' | b'd' | b'h'));
    if is_left {
        return Vec::new();
    }
    let content = std::mem::take(&mut text.content);
    let mut found: Vec<Element> = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(distance) = next(&content.as_bytes()[at..]) {
        at += distance;
        let Some((symbol, length)) = symbol(&content, at) else {
            at += 1;
            continue;
        };
        push(text, &mut found, &content[from..at]);
        let end = at + length;
        match symbol {
            Symbol::Plain(character) => push(text, &mut found, character.encode_utf8(&mut [0; 4])),
            Symbol::Ordinal => {
                push(text, &mut found, &content[at..end - 2]);
                found.push(Element { text: Text::atomic(&content[end - 2..end]), ..Element::new("sup") });
            }
        }
        (from, at) = (end, end);
    }
    push(text, &mut found, &content[from..]);
    found
}

fn next(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| matches!(byte, b'(' | b'+' | b'=' | b'-' | b'<' | b'c' | b'0'..=b'9'))
}

fn push(text: &mut Text, found: &mut [Element], part: &str) {
    match found.last_mut() {
        Some(last) => last.tail.content.push_str(part),
        None => text.content.push_str(part),
    }
}

/// The symbol that is written at a place, and how long it is.
fn symbol(text: &str, at: usize) -> Option<(Symbol, usize)> {
    let rest = &text[at..];
    let before = text[..at].chars().next_back();
    let plain = |character, length| Some((Symbol::Plain(character), length));
    match rest.as_bytes()[0] {
        b'(' if rest.starts_with("(tm)") => plain('™', 4),
        b'(' if rest.starts_with("(c)") => plain('©', 3),
        b'(' if rest.starts_with("(r)") => plain('®', 3),
        b'+' if rest.starts_with("+/-") => plain('±', 3),
        b'=' if rest.starts_with("=/=") => plain('≠', 3),
        b'<' if rest.starts_with("<-->") => plain('↔', 4),
        b'<' if rest.starts_with("<--") && !rest[3..].starts_with('-') => plain('←', 3),
        b'-' if rest.starts_with("-->") && before != Some('-') => plain('→', 3),
        b'c' if rest.starts_with("c/o") => {
            let inside = before.is_some_and(is_word) || rest[3..].starts_with(is_word);
            if inside { None } else { plain('℅', 3) }
        }
        b'0'..=b'9' => fraction(rest, before).or_else(|| ordinal(rest, before)),
        _ => None,
    }
}

fn fraction(rest: &str, before: Option<char>) -> Option<(Symbol, usize)> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    if before.is_some_and(is_digit) || rest.get(3..).is_some_and(|rest| rest.starts_with(is_digit)) {
        return None;
    }
    let (_, character) = FRACTIONS.iter().find(|(written, _)| rest.starts_with(written))?;
    Some((Symbol::Plain(*character), 3))
}

/// `1st`, `2nd`, `3rd`, `4th`, `11th`, `21st` ...
fn ordinal(rest: &str, before: Option<char>) -> Option<(Symbol, usize)> {
    if before.is_some_and(is_word) {
        return None;
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ending = rest.get(digits..digits + 2)?;
    if rest[digits + 2..].starts_with(is_word) {
        return None;
    }
    let number = &rest.as_bytes()[..digits];
    let (last, leading) = number.split_last()?;
    if leading.first() == Some(&b'0') {
        return None;
    }
    let is_teen = leading.last() == Some(&b'1');
    let fits = match (last, ending) {
        (b'1'..=b'3', "th") => is_teen,
        (b'1', "st") | (b'2', "nd") | (b'3', "rd") | (_, "th") => true,
        _ => false,
    };
    fits.then_some((Symbol::Ordinal, digits + 2))
}

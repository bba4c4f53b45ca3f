//! Finds places in the code of a tag before it is parsed: its end, and the words that divide it.
//!
//! Knows strings, names, numbers and regular expressions only so far that nothing is found inside them.

use super::literal::{regex_end, string_end};
use crate::error::Outcome;

/// White space between tokens.
pub(super) const fn is_code_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{a0}')
}

/// Without white space at both ends.
pub(super) fn trim_code(code: &str) -> &str {
    code.trim_matches(is_code_space)
}

/// Bytes of a name at `start`; with `digits`, it may begin with some.
pub(super) fn name_length(code: &str, start: usize, digits: bool) -> Option<usize> {
    let bytes = &code.as_bytes()[start..];
    let leading = if digits { bytes.iter().take_while(|byte| byte.is_ascii_digit()).count() } else { 0 };
    let first = bytes.get(leading)?;
    if !first.is_ascii_alphabetic() && *first != b'_' {
        return None;
    }
    let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    Some(leading + bytes[leading..].iter().take_while(is_word).count())
}

/// Where the token at `index` ends, when it is one that nothing is looked for in.
fn skip_token(code: &str, index: usize) -> Outcome<Option<usize>> {
    let bytes = code.as_bytes();
    match bytes[index] {
        b'"' | b'\'' => return Ok(Some(string_end(code, index).unwrap_or(code.len()))),
        byte if !byte.is_ascii_alphanumeric() && byte != b'_' => return Ok(None),
        _ => {}
    }
    if let Some(length) = name_length(code, index, true) {
        let end = index + length;
        if &code[index..end] == "r" && bytes.get(end) == Some(&b'/') {
            return regex_end(code, index).map(|(_, end)| Some(end));
        }
        return Ok(Some(end));
    }
    let digits = bytes[index..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    Ok((digits > 0).then_some(index + digits))
}

/// Where `close` stands outside strings, names and regular expressions.
pub(super) fn find_close(code: &str, start: usize, close: &str) -> Outcome<Option<usize>> {
    let (bytes, close_bytes) = (code.as_bytes(), close.as_bytes());
    // Most tags have neither a string nor a slash before their end, and then nothing can hide it.
    for (offset, &byte) in bytes.get(start..).unwrap_or_default().iter().enumerate() {
        match byte {
            b'"' | b'\'' | b'/' => break,
            byte if byte == close_bytes[0] && bytes[start + offset..].starts_with(close_bytes) => {
                return Ok(Some(start + offset));
            }
            _ => {}
        }
    }
    let mut index = start;
    while index + close.len() <= code.len() {
        if let Some(end) = skip_token(code, index)? {
            index = end;
        } else if bytes[index..].starts_with(close_bytes) {
            return Ok(Some(index));
        } else {
            index += 1;
        }
    }
    Ok(None)
}

/// The bracket that closes the one at the start.
pub(super) fn find_bracket(code: &str) -> Outcome<Option<usize>> {
    let mut open: Vec<u8> = Vec::new();
    let mut index = 0;
    while index < code.len() {
        if index > 0
            && let Some(end) = skip_token(code, index)?
        {
            index = end;
            continue;
        }
        match code.as_bytes()[index] {
            b'(' => open.push(b')'),
            b'[' => open.push(b']'),
            b'{' => open.push(b'}'),
            byte if open.last() == Some(&byte) => {
                open.pop();
                if open.is_empty() {
                    return Ok(Some(index));
                }
            }
            _ => {}
        }
        index += 1;
    }
    Ok(None)
}

/// The first `=` outside brackets.
pub(super) fn find_assignment(code: &str) -> Outcome<Option<usize>> {
    let mut depth = 0_i32;
    let mut index = 0;
    while index < code.len() {
        if let Some(end) = skip_token(code, index)? {
            index = end;
            continue;
        }
        match code.as_bytes()[index] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'=' if depth == 0 => return Ok(Some(index)),
            _ => {}
        }
        index += 1;
    }
    Ok(None)
}

/// Start and end of the first `in` that stands alone outside brackets.
pub(super) fn find_in(code: &str) -> Outcome<Option<(usize, usize)>> {
    let mut depth = 0_i32;
    let mut index = 0;
    while index < code.len() {
        let end = skip_token(code, index)?;
        if let Some(end) = end {
            let alone = code[..index].chars().next_back().is_none_or(is_code_space)
                && code[end..].chars().next().is_none_or(is_code_space);
            if depth == 0 && &code.as_bytes()[index..end] == b"in" && alone {
                return Ok(Some((index, end)));
            }
            index = end;
            continue;
        }
        match code.as_bytes()[index] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        index += 1;
    }
    Ok(None)
}

//! Strings, numbers and regular expressions as they are written in code.

use std::borrow::Cow;
use std::sync::Arc;

use crate::error::{Failure, Outcome};
use crate::regex::Pattern;

/// UTF-16 units of a regular expression.
const LONGEST_PATTERN: usize = 16_384;

/// Just after the string that begins at `start`; `None` when it does not end.
pub(super) fn string_end(code: &str, start: usize) -> Option<usize> {
    let bytes = code.as_bytes();
    let quote = bytes[start];
    let mut index = start + 1;
    while let Some(found) = memchr::memchr2(quote, b'\\', bytes.get(index..)?) {
        if bytes[index + found] == quote {
            return Some(index + found + 1);
        }
        index += found + 2;
    }
    None
}

/// The value of a string literal, given without its quotes.
pub(super) fn unescape(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    let mut value = String::with_capacity(written.len());
    let mut characters = written.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            value.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            other => value.extend(other),
        }
    }
    Cow::Owned(value)
}

/// Bytes of the decimal number at `start`: digits, and perhaps a point with digits.
pub(super) fn number_length(code: &str, start: usize) -> usize {
    let bytes = &code.as_bytes()[start..];
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(0);
    if whole > 0 && bytes.get(whole) == Some(&b'.') { whole + 1 + digits(whole + 1) } else { whole }
}

/// Where the pattern of `r/pattern/flags` ends, and where the whole does.
pub(super) fn regex_end(code: &str, start: usize) -> Outcome<(usize, usize)> {
    let bytes = code.as_bytes();
    let mut backslashes = 0;
    for index in start + 2..bytes.len() {
        match bytes[index] {
            b'\\' => backslashes += 1,
            b'/' if backslashes == 0 => {
                let flags = bytes[index + 1..].iter().take_while(|flag| b"gimy".contains(flag)).count();
                return Ok((index, index + 1 + flags));
            }
            b'/' if backslashes % 2 == 0 => {
                return Err(Failure::syntax(
                    "it is unclear whether this slash ends the regular expression",
                    start,
                ));
            }
            _ => backslashes = 0,
        }
    }
    Err(Failure::syntax("this regular expression has no end", start))
}

/// Reads `r/pattern/flags`; gives the end, too.
pub(super) fn regex(code: &str, start: usize) -> Outcome<(Arc<Pattern>, usize)> {
    let (slash, end) = regex_end(code, start)?;
    let (pattern, flags) = (&code[start + 2..slash], &code[slash + 1..end]);
    if pattern.encode_utf16().count() > LONGEST_PATTERN {
        return Err(Failure::syntax(
            format!("regular expressions can have {LONGEST_PATTERN} characters"),
            start,
        ));
    }
    let doubled = flags.char_indices().any(|(index, flag)| flags[..index].contains(flag));
    if doubled || code.as_bytes().get(end).is_some_and(u8::is_ascii_alphabetic) {
        return Err(Failure::syntax("the flags of a regular expression are g, i, m and y, each once", start));
    }
    match Pattern::new(pattern, flags) {
        Ok(pattern) => Ok((Arc::new(pattern), end)),
        Err(reason) => Err(Failure::syntax(format!("this is no regular expression: {reason}"), start)),
    }
}

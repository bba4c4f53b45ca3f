//! Cuts the code of a tag into tokens.

use std::borrow::Cow;
use std::sync::Arc;

use super::literal::{number_length, regex, string_end, unescape};
use super::split::{is_code_space, name_length};
use crate::error::{Failure, Outcome};
use crate::regex::Pattern;

/// A token with its place in the source.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) at: usize,
    pub(super) kind: TokenKind<'a>,
}

#[derive(Debug, Clone)]
pub(super) enum TokenKind<'a> {
    Name(&'a str),
    Number(f64),
    Text(Cow<'a, str>),
    Regex(Arc<Pattern>),
    Symbol(&'static str),
    End,
}

/// The symbol that a text begins with, the longest there is.
fn symbol(rest: &[u8]) -> Option<&'static str> {
    Some(match rest {
        [b'=', b'=', b'=', ..] => "===",
        [b'!', b'=', b'=', ..] => "!==",
        [b'*', b'*', ..] => "**",
        [b'/', b'/', ..] => "//",
        [b'=', b'=', ..] => "==",
        [b'!', b'=', ..] => "!=",
        [b'<', b'=', ..] => "<=",
        [b'>', b'=', ..] => ">=",
        [b'(', ..] => "(",
        [b')', ..] => ")",
        [b'[', ..] => "[",
        [b']', ..] => "]",
        [b'{', ..] => "{",
        [b'}', ..] => "}",
        [b'.', ..] => ".",
        [b',', ..] => ",",
        [b':', ..] => ":",
        [b'|', ..] => "|",
        [b'~', ..] => "~",
        [b'+', ..] => "+",
        [b'-', ..] => "-",
        [b'*', ..] => "*",
        [b'/', ..] => "/",
        [b'%', ..] => "%",
        [b'<', ..] => "<",
        [b'>', ..] => ">",
        [b'=', ..] => "=",
        _ => return None,
    })
}

/// Puts the tokens of `source[start..end]` and an end token into `tokens`, which is emptied first.
pub(super) fn read<'a>(
    source: &'a str,
    start: usize,
    end: usize,
    tokens: &mut Vec<Token<'a>>,
) -> Outcome<()> {
    tokens.clear();
    let code = &source[..end];
    let bytes = code.as_bytes();
    let mut index = start;
    while let Some(character) = code[index..].chars().next() {
        if is_code_space(character) {
            index += character.len_utf8();
            continue;
        }
        let previous = tokens.last().map(|token| &token.kind);
        let after_point = matches!(previous, Some(TokenKind::Symbol(".")));
        let (kind, after) = if let Some(length) = name_length(code, index, after_point) {
            name(code, index, index + length)?
        } else if character == '.'
            && bytes.get(index + 1).is_some_and(u8::is_ascii_digit)
            && !is_operand(previous)
        {
            return Err(Failure::syntax("numbers begin with a digit", index));
        } else if character.is_ascii_digit() {
            let after = index + number_length(code, index);
            if bytes.get(after).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_') {
                return Err(Failure::syntax("a number cannot be followed by a letter", index));
            }
            (TokenKind::Number(code[index..after].trim_end_matches('.').parse().unwrap_or(f64::NAN)), after)
        } else if matches!(character, '"' | '\'') {
            let Some(after) = string_end(code, index) else {
                return Err(Failure::syntax("this string has no end", index));
            };
            (TokenKind::Text(unescape(&code[index + 1..after - 1])), after)
        } else {
            let Some(symbol) = symbol(&bytes[index..]) else {
                return Err(Failure::syntax(
                    format!("the character {character:?} has no meaning here"),
                    index,
                ));
            };
            (TokenKind::Symbol(symbol), index + symbol.len())
        };
        tokens.push(Token { at: index, kind });
        index = after;
    }
    tokens.push(Token { at: end, kind: TokenKind::End });
    Ok(())
}

fn name(code: &str, start: usize, end: usize) -> Outcome<(TokenKind<'_>, usize)> {
    if &code[start..end] == "r" && code.as_bytes().get(end) == Some(&b'/') {
        let (pattern, end) = regex(code, start)?;
        return Ok((TokenKind::Regex(pattern), end));
    }
    Ok((TokenKind::Name(&code[start..end]), end))
}

const fn is_operand(previous: Option<&TokenKind<'_>>) -> bool {
    match previous {
        Some(TokenKind::Name(_) | TokenKind::Number(_) | TokenKind::Text(_) | TokenKind::Regex(_)) => true,
        Some(TokenKind::Symbol(symbol)) => matches!(symbol.as_bytes(), b")" | b"]" | b"}"),
        _ => false,
    }
}

//! `urlize`: words that are addresses become links.

use super::text_of;
use crate::budget::Budget;
use crate::error::Outcome;
use crate::text::{Text, is_space};
use crate::value::{Value, to_number};

/// `length` cuts what is shown of an address; `nofollow` is said only by `true` itself.
pub(super) fn urlize(value: &Value, length: &Value, nofollow: &Value, budget: &mut Budget) -> Outcome<Value> {
    let text = text_of(value)?;
    let length = shown_length(length, budget)?;
    let relation = if matches!(nofollow, Value::Bool(true)) { " rel=\"nofollow\"" } else { "" };
    let mut out = String::with_capacity(text.bytes());
    for word in text.as_str().split_inclusive(is_space) {
        let bare = word.trim_end_matches(is_space);
        link(bare, length, relation, &mut out);
        out.push_str(&word[bare.len()..]);
        budget.within_growth(out.len())?;
    }
    budget.grow(out.len())?;
    Ok(Value::text(out))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the conversion saturates")]
fn shown_length(length: &Value, budget: &mut Budget) -> Outcome<usize> {
    Ok(match length {
        Value::Undefined => usize::MAX,
        Value::Number(number) if number.is_nan() => usize::MAX,
        length => to_number(length, budget)?.trunc() as usize,
    })
}

fn link(word: &str, length: usize, relation: &str, out: &mut String) {
    let address = bare_address(word);
    let shown = Text::new(address).slice(0, length);
    let shown = shown.as_str();
    if address.starts_with("http://") || address.starts_with("https://") {
        out.extend(["<a href=\"", address, "\"", relation, ">", shown, "</a>"]);
    } else if address.starts_with("www.") {
        out.extend(["<a href=\"http://", address, "\"", relation, ">", shown, "</a>"]);
    } else if is_mail(address) {
        out.extend(["<a href=\"mailto:", address, "\">", address, "</a>"]);
    } else if has_common_domain(address) {
        out.extend(["<a href=\"http://", address, "\"", relation, ">", shown, "</a>"]);
    } else {
        out.push_str(word);
    }
}

/// Without one bracket before and one mark behind.
fn bare_address(word: &str) -> &str {
    let word = ["(", "<", "&lt;"].iter().find_map(|mark| word.strip_prefix(mark)).unwrap_or(word);
    [".", ",", ")", "&gt;"].iter().find_map(|mark| word.strip_suffix(mark)).unwrap_or(word)
}

fn is_mail(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"_.!#$%&'*+-/=?^`{|}~".contains(&byte);
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    !local.is_empty()
        && local.bytes().all(is_local)
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

fn has_common_domain(address: &str) -> bool {
    [".org", ".net", ".com"].iter().any(|domain| {
        address
            .match_indices(domain)
            .any(|(at, _)| matches!(address.as_bytes().get(at + domain.len()), None | Some(b':' | b'/')))
    })
}

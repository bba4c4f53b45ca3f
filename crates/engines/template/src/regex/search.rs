//! Searches with regular expressions.

use std::ops::Range;

use super::expand::{Group, expand};
use crate::budget::Budget;
use crate::error::Outcome;
use crate::text::Text;
use crate::value::{Regex, Value};

/// A search may look at all the rest of a text, so each counts for it; this many bytes are a step.
const BYTES_A_STEP: usize = 256;

fn charge_search(rest: usize, budget: &mut Budget) -> Outcome<()> {
    budget.charge_many(1 + rest / BYTES_A_STEP)
}

/// Whether an expression matches; one that is global or sticky goes on from where it last matched.
pub(crate) fn test(regex: &Regex, text: &Text, budget: &mut Budget) -> Outcome<bool> {
    let flags = regex.pattern.flags();
    let compiled = regex.pattern.compiled(budget)?;
    let keeps = flags.global || flags.sticky;
    let from = if keeps { regex.last_index.get() } else { 0 };
    if from > text.units() {
        regex.last_index.set(0);
        return Ok(false);
    }
    let start = text.offset_of(from);
    charge_search(text.bytes() - start, budget)?;
    let found =
        compiled.find_at(text.as_str(), start).filter(|found| !flags.sticky || found.start() == start);
    if keeps {
        regex.last_index.set(found.map_or(0, |found| text.units_before(found.end())));
    }
    Ok(found.is_some())
}

/// Replaces the first match, or all of a global expression.
pub(crate) fn replace(regex: &Regex, text: &Text, replacement: &Text, budget: &mut Budget) -> Outcome<Text> {
    let flags = regex.pattern.flags();
    let compiled = regex.pattern.compiled(budget)?;
    let subject = text.as_str();
    let mut out = String::new();
    let mut copied = 0;
    let mut from = if flags.global || !flags.sticky { 0 } else { text.offset_of(regex.last_index.get()) };
    let mut last = None;
    while from <= subject.len() {
        charge_search(subject.len() - from, budget)?;
        let Some(captures) = compiled.captures_at(subject, from) else { break };
        let Some(whole) = captures.get(0).map(|whole| whole.range()) else { break };
        if flags.sticky && whole.start != from {
            break;
        }
        out.push_str(&subject[copied..whole.start]);
        expand(replacement, subject, whole.clone(), &groups(compiled, &captures), &mut out);
        budget.within_growth(out.len())?;
        copied = whole.end;
        last = Some(whole.end);
        if !flags.global {
            break;
        }
        from = after(subject, &whole);
    }
    if flags.global || flags.sticky {
        let next = if flags.global { None } else { last };
        regex.last_index.set(next.map_or(0, |end| text.units_before(end)));
    }
    out.push_str(&subject[copied..]);
    Ok(Text::new(out))
}

/// Where the next search begins: behind the match, and behind the next character when the match was empty.
fn after(subject: &str, matched: &Range<usize>) -> usize {
    if matched.start < matched.end {
        return matched.end;
    }
    matched.end + subject[matched.end..].chars().next().map_or(1, char::len_utf8)
}

fn groups<'a>(compiled: &'a regex::Regex, captures: &regex::Captures<'_>) -> Vec<Group<'a>> {
    let names = compiled.capture_names().enumerate().skip(1);
    names.map(|(index, name)| Group { name, range: captures.get(index).map(|group| group.range()) }).collect()
}

/// The parts between matches, with what groups matched between them.
pub(crate) fn split(regex: &Regex, text: &Text, limit: usize, budget: &mut Budget) -> Outcome<Vec<Value>> {
    let compiled = regex.pattern.compiled(budget)?;
    let subject = text.as_str();
    let mut parts = Vec::new();
    if subject.is_empty() {
        if !compiled.is_match(subject) {
            parts.push(Value::Text(text.clone()));
        }
        return Ok(parts);
    }
    let (mut part, mut from) = (0, 0);
    while from < subject.len() && parts.len() < limit {
        charge_search(subject.len() - from, budget)?;
        let Some(captures) = compiled.captures_at(subject, from) else { break };
        let Some(whole) = captures.get(0).map(|whole| whole.range()) else { break };
        if whole.start >= subject.len() {
            break;
        }
        if whole.end == part {
            from = after(subject, &(whole.start..whole.start));
            continue;
        }
        parts.push(Value::text(&subject[part..whole.start]));
        for group in captures.iter().skip(1) {
            parts.push(group.map_or(Value::Undefined, |group| Value::text(group.as_str())));
        }
        (part, from) = (whole.end, whole.end);
    }
    parts.push(Value::text(&subject[part..]));
    Ok(parts)
}

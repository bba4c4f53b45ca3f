//! A line as it is written: `-->`, `== text ==>`, `-.-x`, `<-->|text|` and their like.

use crate::chart::{Stroke, Tip};

pub(super) struct Link<'t> {
    pub(super) stroke: Stroke,
    pub(super) tips: [Tip; 2],
    pub(super) label: &'t str,
    pub(super) rest: &'t str,
}

/// Reads the line that a text begins with.
pub(super) fn read(text: &str) -> Option<Link<'_>> {
    let text = without_id(text);
    let (first, body) = match text.strip_prefix(['<', 'o', 'x']) {
        Some(body) if ["--", "==", "-."].iter().any(|line| body.starts_with(line)) => (tip(&text[..1]), body),
        _ => (Tip::None, text),
    };
    let (stroke, label, last, rest) = if body.starts_with("~~~") {
        (Stroke::Hidden, "", Tip::None, body.trim_start_matches('~'))
    } else if body.starts_with("--") {
        let (label, last, rest) = straight(body, "-")?;
        (Stroke::Plain, label, last, rest)
    } else if body.starts_with("==") {
        let (label, last, rest) = straight(body, "=")?;
        (Stroke::Thick, label, last, rest)
    } else if body.starts_with("-.") {
        let (label, last, rest) = dotted(body)?;
        (Stroke::Dotted, label, last, rest)
    } else {
        return None;
    };
    let mut link = Link { stroke, tips: [first, last], label: label.trim(), rest };
    if let Some(text) = rest.trim_start().strip_prefix('|') {
        let end = text.find('|')?;
        (link.label, link.rest) = (text[..end].trim(), &text[end + 1..]);
    }
    Some(link)
}

/// The text without the name of a line, `e1@-->`.
fn without_id(text: &str) -> &str {
    let end = text.find(|part: char| !part.is_alphanumeric() && part != '_').unwrap_or(text.len());
    text[end..].strip_prefix('@').filter(|_| end > 0).unwrap_or(text)
}

fn tip(sign: &str) -> Tip {
    match sign {
        "<" | ">" => Tip::Arrow,
        "o" => Tip::Circle,
        "x" => Tip::Cross,
        _ => Tip::None,
    }
}

/// The end of a line whose strokes are `stroke`: its last tip and what is behind. Two strokes are only its beginning.
fn finished<'t>(body: &'t str, stroke: &str) -> Option<(Tip, &'t str)> {
    let rest = body.trim_start_matches(stroke);
    let count = body.len() - rest.len();
    if let Some(behind) = rest.strip_prefix(['>', 'o', 'x']) {
        // In `a --o b` and `a --ob` the letter is the tip, in `a -- only text --> b` it is not.
        let is_tip = rest.starts_with('>') || count > 2 || !behind.contains(&stroke.repeat(2));
        if is_tip {
            return Some((tip(&rest[..1]), behind));
        }
    }
    (count > 2).then_some((Tip::None, rest))
}

fn straight<'t>(body: &'t str, stroke: &str) -> Option<(&'t str, Tip, &'t str)> {
    if let Some((last, rest)) = finished(body, stroke) {
        return Some(("", last, rest));
    }
    let text = body.trim_start_matches(stroke);
    let end = text.find(&stroke.repeat(2))?;
    let (last, rest) = finished(&text[end..], stroke)?;
    Some((&text[..end], last, rest))
}

fn dotted(body: &str) -> Option<(&str, Tip, &str)> {
    let text = body.trim_start_matches('-').trim_start_matches('.');
    if let Some(rest) = text.strip_prefix('-') {
        let (last, rest) = dotted_end(rest);
        return Some(("", last, rest));
    }
    let end = text.find(".-")?;
    let (last, rest) = dotted_end(&text[end + 2..]);
    Some((text[..end].trim_end_matches('.'), last, rest))
}

fn dotted_end(rest: &str) -> (Tip, &str) {
    match rest.strip_prefix(['>', 'o', 'x']) {
        Some(behind) => (tip(&rest[..1]), behind),
        None => (Tip::None, rest),
    }
}

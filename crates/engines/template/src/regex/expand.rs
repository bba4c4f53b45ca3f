//! `$` patterns in replacements.

use std::ops::Range;

use crate::text::Text;

/// A group of a match: its name, if any, and where it matched.
pub(crate) struct Group<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) range: Option<Range<usize>>,
}

/// Writes a replacement for `matched`, a part of `subject`; `groups` from the first on.
pub(crate) fn expand(
    replacement: &Text,
    subject: &str,
    matched: Range<usize>,
    groups: &[Group<'_>],
    out: &mut String,
) {
    let mut rest = replacement.as_str();
    while let Some(dollar) = rest.find('$') {
        out.push_str(&rest[..dollar]);
        rest = &rest[dollar..];
        let length = match rest.as_bytes().get(1) {
            Some(b'$') => written("$", 2, out),
            Some(b'&') => written(&subject[matched.clone()], 2, out),
            Some(b'`') => written(&subject[..matched.start], 2, out),
            Some(b'\'') => written(&subject[matched.end..], 2, out),
            Some(b'0'..=b'9') => numbered(rest, subject, groups, out),
            Some(b'<') => named(rest, subject, groups, out),
            _ => written("$", 1, out),
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
}

fn written(text: &str, length: usize, out: &mut String) -> usize {
    out.push_str(text);
    length
}

/// `$1` to `$99`: two digits when there are that many groups, else one.
fn numbered(rest: &str, subject: &str, groups: &[Group<'_>], out: &mut String) -> usize {
    let digits = rest[1..].bytes().take(2).take_while(u8::is_ascii_digit).count();
    for length in (1..=digits).rev() {
        let group =
            rest[1..=length].parse().ok().and_then(|number: usize| groups.get(number.checked_sub(1)?));
        if let Some(group) = group {
            return written(group.range.clone().map_or("", |range| &subject[range]), length + 1, out);
        }
    }
    written("$", 1, out)
}

/// `$<name>`, where the expression has names at all.
fn named(rest: &str, subject: &str, groups: &[Group<'_>], out: &mut String) -> usize {
    let has_names = groups.iter().any(|group| group.name.is_some());
    let Some(end) = rest.find('>').filter(|_| has_names) else { return written("$", 1, out) };
    let group = groups.iter().find(|group| group.name == Some(&rest[2..end]));
    let range = group.and_then(|group| group.range.clone());
    written(range.map_or("", |range| &subject[range]), end + 1, out)
}

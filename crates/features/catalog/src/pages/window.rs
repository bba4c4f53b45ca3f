//! A part of a long sorted list of refs, and the addresses of its neighbours. The address names the ref before the part, so
//! that it stays where it is while others come and go.

use page::address::query_part;
use ui::{count, span};

/// Refs of one part.
pub(super) const WINDOW: usize = 50;

/// A part of a list.
pub(super) struct Window<'a> {
    pub(super) shown: &'a [&'a str],
    /// For example `51–100 of 1 284`.
    pub(super) summary: String,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}

/// The part behind `after`; `base` is the address of the first part and has a query already.
pub(super) fn window<'a>(all: &'a [&'a str], after: Option<&str>, base: &str) -> Window<'a> {
    let start = after.map_or(0, |after| all.partition_point(|reference| *reference <= after));
    // Behind the end there is nothing to see; the last part is.
    let start = if start >= all.len() { all.len().saturating_sub(1) / WINDOW * WINDOW } else { start };
    let end = (start + WINDOW).min(all.len());
    let shown = all.get(start..end).unwrap_or_default();
    let address = |before: usize| match before.checked_sub(1).and_then(|index| all.get(index)) {
        Some(reference) => format!("{base}&after={}", query_part(reference)),
        None => base.to_owned(),
    };
    let summary = match all.len() {
        0 => "None".to_owned(),
        total if total <= WINDOW => format!("{} in all", count(total)),
        total => span(start + 1, end, total),
    };
    Window {
        shown,
        summary,
        previous: (start > 0).then(|| address(start.saturating_sub(WINDOW))),
        next: (end < all.len()).then(|| address(end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_lead_back() {
        let refs: Vec<String> = (0..120).map(|number| format!("user:default/u{number:03}")).collect();
        let all: Vec<&str> = refs.iter().map(String::as_str).collect();
        let outline = |after: Option<&str>| {
            let part = window(&all, after, "/p?tab=x");
            (
                part.shown.first().copied().unwrap_or_default().to_owned(),
                part.summary,
                part.previous,
                part.next,
            )
        };
        let text = |text: &str| Some(text.to_owned());
        let (first, second, third) =
            ("user:default/u000".to_owned(), "user:default/u050".to_owned(), "user:default/u100".to_owned());
        let (after_first, after_second) =
            ("/p?tab=x&after=user:default/u049", "/p?tab=x&after=user:default/u099");
        assert_eq!(outline(None), (first, "1–50 of 120".to_owned(), None, text(after_first)));
        assert_eq!(
            outline(Some("user:default/u049")),
            (second, "51–100 of 120".to_owned(), text("/p?tab=x"), text(after_second))
        );
        // One that is gone since, and one behind the end.
        for after in ["user:default/u099x", "z"] {
            let expected = (third.clone(), "101–120 of 120".to_owned(), text(after_first), None);
            assert_eq!(outline(Some(after)), expected);
        }
        assert_eq!(window(&[], None, "/p?x").summary, "None");
        assert_eq!(window(&["a"], None, "/p?x").summary, "1 in all");
    }
}

//! How numbers and times are written for people. Pure: the caller says what time it is.

use maud::{Markup, html};

/// A number with a narrow space between thousands: `1 284`. Nothing that is counted is below 0.
pub fn count(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A number with its noun: `1 problem`, `2 problems`.
pub fn plural(number: impl TryInto<u64>, one: &str, many: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// Which part of a list is shown: `21–40 of 1 284`.
pub fn span(first: impl TryInto<u64>, last: impl TryInto<u64>, total: impl TryInto<u64>) -> String {
    format!("{}–{} of {}", count(first), count(last), count(total))
}

/// The first `characters` of a text, with an ellipsis where something is missing.
pub fn shorten(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A point in time as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339, shown when the pointer rests on it; the script writes it as the reader wants dates ([`crate::dates`]).
    pub exact: String,
    /// For example `2 h ago`; see [`ago`].
    pub relative: String,
}

impl Moment {
    /// The script keeps the words true while the page is open, by the same rule as [`ago`].
    pub fn render(&self) -> Markup {
        html! { time datetime=(self.exact) title=(self.exact) data-ago { (self.relative) } }
    }
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How far ahead something is. What should have been already reads `now`.
pub fn ahead(seconds: i64) -> String {
    const MINUTES_FROM: i64 = 90;
    const HOURS_FROM: i64 = 90 * MINUTE;
    const DAYS_FROM: i64 = 2 * DAY;
    match seconds {
        ..1 => "now".to_owned(),
        1..MINUTES_FROM => format!("in {seconds} s"),
        MINUTES_FROM..HOURS_FROM => format!("in {} min", (seconds + MINUTE / 2) / MINUTE),
        HOURS_FROM..DAYS_FROM => format!("in {} h", (seconds + HOUR / 2) / HOUR),
        _ => format!("in {} days", seconds / DAY),
    }
}

/// How long ago something was. A time in the future (clocks differ) reads `just now`.
pub fn ago(seconds: i64) -> String {
    match seconds {
        ..45 => "just now".to_owned(),
        45..HOUR => format!("{} min ago", (seconds / MINUTE).max(1)),
        HOUR..DAY => format!("{} h ago", seconds / HOUR),
        DAY..172_800 => "yesterday".to_owned(),
        172_800..5_184_000 => format!("{} days ago", seconds / DAY),
        5_184_000..63_072_000 => format!("{} months ago", seconds / (30 * DAY)),
        _ => format!("{} years ago", seconds / (365 * DAY)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ahead_has_words() {
        let table = [
            (-5, "now"),
            (0, "now"),
            (89, "in 89 s"),
            (90, "in 2 min"),
            (5399, "in 90 min"),
            (5400, "in 2 h"),
            (172_800, "in 2 days"),
        ];
        for (seconds, expected) in table {
            assert_eq!(ahead(seconds), expected);
        }
    }

    #[test]
    fn numbers_get_narrow_spaces() {
        let table = [
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1000, "1\u{202f}000"),
            (100_000, "100\u{202f}000"),
            (1_234_567, "1\u{202f}234\u{202f}567"),
        ];
        for (number, text) in table {
            assert_eq!(count(number), text);
        }
        assert_eq!(plural(1, "problem", "problems"), "1 problem");
        assert_eq!(plural(0, "problem", "problems"), "0 problems");
    }

    #[test]
    fn times_are_told_in_the_largest_unit_that_fits() {
        let table = [
            (-10, "just now"),
            (0, "just now"),
            (50, "1 min ago"),
            (3599, "59 min ago"),
            (3600, "1 h ago"),
            (86_399, "23 h ago"),
            (86_400, "yesterday"),
            (172_800, "2 days ago"),
            (5_184_000, "2 months ago"),
            (63_072_000, "2 years ago"),
        ];
        for (seconds, text) in table {
            assert_eq!(ago(seconds), text, "{seconds}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shorten("äöü", 2), "äö…");
        assert_eq!(shorten("äöü", 3), "äöü");
    }

    #[test]
    fn a_span_names_its_ends_and_the_whole() {
        assert_eq!(span(21, 40, 1284), "21–40 of 1\u{202f}284");
    }
}

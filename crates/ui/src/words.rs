//! How numbers and times are written for people. Pure: the caller says what time it is.

use maud::{Markup, html};

/// A number with a narrow space between thousands: `1 284`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
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
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A point in time as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339, shown when the pointer rests on it.
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
}

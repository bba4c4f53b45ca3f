//! Durations as configuration writes them: an object of units, ISO 8601, or `30m`. Source: config contract, section 4.
//! Calendar units have fixed lengths, as Backstage counts them: a month is 30 days, a year 365.

use std::time::Duration;

use super::limits::DURATION_CHARACTERS;
use super::scalar::is_decimal;

/// Unit of the object form with its length in milliseconds.
pub(super) const UNITS: [(&str, f64); 8] = [
    ("years", 365.0 * DAY),
    ("months", 30.0 * DAY),
    ("weeks", 7.0 * DAY),
    ("days", DAY),
    ("hours", HOUR),
    ("minutes", MINUTE),
    ("seconds", SECOND),
    ("milliseconds", 1.0),
];

const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// Longer durations are refused: 1,000 years.
const LONGEST_MILLISECONDS: f64 = 1_000.0 * 365.0 * DAY;

/// The units by name, for messages.
pub(super) fn unit_names() -> String {
    let names: Vec<String> = UNITS.iter().map(|(name, _)| format!("'{name}'")).collect();
    names.join(", ")
}

/// Parses the text forms. The error says what was expected.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let milliseconds = if text.starts_with('P') { iso(text)? } else { short(text)? };
    from_milliseconds(milliseconds)
}

pub(super) fn from_milliseconds(milliseconds: f64) -> Result<Duration, String> {
    if milliseconds < 0.0 {
        return Err(String::from("Negative durations are not allowed"));
    }
    if milliseconds.is_nan() || milliseconds > LONGEST_MILLISECONDS {
        return Err(String::from("the duration is too long"));
    }
    Duration::try_from_secs_f64(milliseconds / SECOND).map_err(|error| error.to_string())
}

/// `30m`, `1h`, `2 days`, `1.5 hrs`.
fn short(text: &str) -> Result<f64, String> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(String::from(
            "The value cannot be a plain number; try adding a unit like 'ms' or 'seconds'",
        ));
    }
    let problem = || {
        String::from(
            "Not a valid duration string, try a number followed by a unit such as '1d' or '2 seconds'",
        )
    };
    if text.len() > DURATION_CHARACTERS {
        return Err(problem());
    }
    let unit_at = text.find(|character: char| character.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let number = number.trim_end_matches(' ');
    // No `+` and no exponent here: `1e3` would read as the unit `e3`, which does not exist.
    if number.starts_with('+') || number.ends_with('.') || !is_decimal(number) {
        return Err(problem());
    }
    let number = number.parse::<f64>().ok().ok_or_else(problem)?;
    let length = match unit.to_ascii_lowercase().as_str() {
        "milliseconds" | "millisecond" | "msecs" | "msec" | "ms" | "" => 1.0,
        "seconds" | "second" | "secs" | "sec" | "s" => SECOND,
        "minutes" | "minute" | "mins" | "min" | "m" => MINUTE,
        "hours" | "hour" | "hrs" | "hr" | "h" => HOUR,
        "days" | "day" | "d" => DAY,
        "weeks" | "week" | "w" => 7.0 * DAY,
        "years" | "year" | "yrs" | "yr" | "y" => 365.0 * DAY,
        _ => return Err(problem()),
    };
    Ok(number * length)
}

/// `P1Y2M3W4DT5H6M7.5S`, each part optional, in this order.
fn iso(text: &str) -> Result<f64, String> {
    let problem = || {
        String::from(
            "Invalid ISO format, expected a value similar to 'P2DT6H' (2 days 6 hours) or 'PT1M' (1 minute)",
        )
    };
    let body = text.strip_prefix('P').ok_or_else(problem)?;
    let (date, time) = match body.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (body, None),
    };
    let date_units = [('Y', 365.0 * DAY), ('M', 30.0 * DAY), ('W', 7.0 * DAY), ('D', DAY)];
    let time_units = [('H', HOUR), ('M', MINUTE), ('S', SECOND)];
    let mut found = false;
    let mut total = 0.0;
    for (part, units) in [(date, &date_units[..]), (time.unwrap_or_default(), &time_units[..])] {
        let mut rest = part;
        let mut units = units.iter();
        while let Some(at) = rest.find(|character: char| character.is_ascii_alphabetic()) {
            let letter = rest[at..].chars().next().unwrap_or_default();
            let (_, length) = units.find(|(unit, _)| *unit == letter).ok_or_else(problem)?;
            let number = if letter == 'S' { rest[..at].replace(',', ".") } else { rest[..at].to_owned() };
            if number.starts_with('+')
                || number.starts_with('.')
                || number.ends_with('.')
                || !is_decimal(&number)
            {
                return Err(problem());
            }
            total += number.parse::<f64>().ok().ok_or_else(problem)? * length;
            found = true;
            rest = &rest[at + 1..];
        }
        if !rest.is_empty() {
            return Err(problem());
        }
    }
    if found { Ok(total) } else { Err(String::from("Invalid ISO format, no values given")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        let cases = [
            ("30m", 1_800_000),
            ("1h", 3_600_000),
            ("2 days", 172_800_000),
            ("1.5 hrs", 5_400_000),
            (".5s", 500),
            ("100ms", 100),
            ("1w", 604_800_000),
            ("1 Y", 31_536_000_000),
            ("0s", 0),
            ("PT1M", 60_000),
            ("P2DT6H", 194_400_000),
            ("P1M", 2_592_000_000),
            ("P1Y", 31_536_000_000),
            ("PT1.5S", 1_500),
            ("PT1,5S", 1_500),
            ("P1WT1S", 604_801_000),
            ("PT0S", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).map(|duration| duration.as_millis()), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refusals() {
        let refused = [
            "",
            "5",
            "x",
            "5 parsecs",
            "1h30m",
            "-5s",
            "+5s",
            "1e3",
            "5.",
            "P",
            "PT",
            "P1H",
            "PT1D",
            "P1D1Y",
            "PTS",
            "P-1D",
            "PT+1S",
            "P1",
            "99999999999y",
            "ü",
            "1ü",
            "Pü",
            "PT1ü",
        ];
        for text in refused {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}

//! How a person wants dates written. The choice lives in a cookie, as that of colours does; the script applies it, because
//! only the browser knows its zone and language. Without script, dates stay as the server writes them: in UTC, as ISO 8601.

use maud::{Markup, html};

/// The cookie that holds the choice. Its value is [`Dates::name`]; anything else means the usual.
pub const COOKIE: &str = "callboard-dates";

/// The order of a date's parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// As the browser's language has it.
    #[default]
    Browser,
    Iso,
    DayFirst,
    MonthFirst,
}

/// Whose clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    #[default]
    Browser,
    Utc,
}

/// The choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    pub style: Style,
    pub zone: Zone,
}

impl Style {
    pub const ALL: [Self; 4] = [Self::Browser, Self::Iso, Self::DayFirst, Self::MonthFirst];

    /// The value of the form's field `style`, and the first part of the cookie.
    pub fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Iso => "iso",
            Self::DayFirst => "day",
            Self::MonthFirst => "month",
        }
    }

    /// Reads a form field's value.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|style| style.name() == name).unwrap_or_default()
    }

    /// The choice as people read it: one moment, written so.
    pub fn example(self) -> &'static str {
        match self {
            Self::Browser => "As my browser's language has it",
            Self::Iso => "2026-11-26 17:40",
            Self::DayFirst => "26 Nov 2026, 17:40",
            Self::MonthFirst => "Nov 26, 2026, 5:40 PM",
        }
    }
}

impl Zone {
    pub const ALL: [Self; 2] = [Self::Browser, Self::Utc];

    /// The value of the form's field `zone`, and the second part of the cookie.
    pub fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Utc => "utc",
        }
    }

    /// Reads a form field's value.
    pub fn named(name: &str) -> Self {
        if name == Self::Utc.name() { Self::Utc } else { Self::Browser }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Browser => "My own zone",
            Self::Utc => "UTC, as in logs",
        }
    }
}

impl Dates {
    /// The value of the cookie and of the page's `data-dates`: `iso.utc`.
    pub fn name(self) -> String {
        format!("{}.{}", self.style.name(), self.zone.name())
    }

    /// Reads a cookie's value.
    pub fn named(name: &str) -> Self {
        let (style, zone) = name.split_once('.').unwrap_or((name, ""));
        Self { style: Style::named(style), zone: Zone::named(zone) }
    }

    /// The value of the page's `data-dates`; none means the usual.
    pub(crate) fn attribute(self) -> Option<String> {
        (self != Self::default()).then(|| self.name())
    }
}

/// A date that is shown in full. `exact` is RFC 3339 in UTC, as the wire API writes it.
pub fn date(exact: &str) -> Markup {
    let (day, time) = exact.split_once('T').unwrap_or((exact, ""));
    html! {
        time datetime=(exact) data-exact {
            (day)
            @if let Some(time) = time.get(..5) { " " (time) " UTC" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_come_back_from_their_names_and_unknown_ones_are_the_usual() {
        for style in Style::ALL {
            for zone in Zone::ALL {
                let dates = Dates { style, zone };
                assert_eq!(Dates::named(&dates.name()), dates);
            }
        }
        for name in ["", "iso", "iso.", "x.utc\" onload=", "browser.browser"] {
            let dates = Dates::named(name);
            assert!(dates.zone == Zone::Browser || dates.style == Style::Browser, "{name}");
        }
        assert_eq!(Dates::default().attribute(), None);
        assert_eq!(Dates::named("iso.utc").attribute().as_deref(), Some("iso.utc"));
    }

    #[test]
    fn a_date_reads_well_without_script() {
        let text = date("2026-11-26T17:40:59.123Z").into_string();
        assert!(text.ends_with(">2026-11-26 17:40 UTC</time>"), "{text}");
        assert!(date("<").into_string().contains("&lt;"));
    }
}

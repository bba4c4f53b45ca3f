//! The HTML kit: layout, components, icons, style sheet and a small script, with which every page is made.
//!
//! A component is a plain function from a small struct to [`maud::Markup`]; there is no state and no trait. Nothing that it
//! returns needs an inline style or an inline script, so that the strictest content policy (`default-src 'self'`) holds,
//! and nothing needs a script to be of use. It knows no feature, no request and no database.

pub mod accent;
pub mod assets;
pub mod avatar;
pub mod badge;
pub mod button;
pub mod card;
pub mod chart;
pub mod code;
pub mod columns;
#[cfg(test)]
mod contrast;
pub mod dates;
pub mod dialog;
pub mod diff;
pub mod docs;
pub mod filter;
pub mod form;
pub mod graph;
pub mod header;
pub mod href;
pub mod icon;
pub mod inspect;
pub mod kind;
pub mod layout;
pub mod notice;
mod palette;
pub mod progress;
pub mod rail;
pub mod samples;
pub mod selection;
pub mod shortcuts;
pub mod side;
pub mod skeleton;
pub mod star;
pub mod table;
pub mod tabs;
pub mod theme;
pub mod timeline;
pub mod toast;
pub mod tooltip;
pub mod tree;
pub mod words;
pub mod yaml;

pub use accent::Accent;
pub use assets::{Asset, asset};
pub use dates::Dates;
pub use href::Href;
pub use icon::Icon;
pub use layout::{Brand, Frame, NavigationLink, User};
pub use rail::Rail;
pub use theme::Theme;
pub use toast::Toast;
pub use words::{Moment, count, plural, shorten, span};

/// A text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub label: String,
    pub href: Href,
}

impl Link {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Href::new(href) }
    }
}

/// How good or bad the news is; decides the colour of badges, marks and notices, which never carry it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Accent,
    Good,
    Warn,
    Bad,
}

impl Tone {
    /// The class that the style sheet knows.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "tone-plain",
            Self::Accent => "tone-accent",
            Self::Good => "tone-good",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
        }
    }
}

//! Light, dark, high contrast, or as the person's system says. The choice lives in a cookie, which the server reads before
//! it renders, so that no page flashes in the wrong colours. Without script the switch is a form that posts.

use maud::{Markup, html};

use crate::{Href, Icon, icon};

/// The cookie that holds the choice. Its value is one of [`Theme::name`]; anything else means [`Theme::System`].
pub const COOKIE: &str = "callboard-theme";

/// Which colours a person wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
    /// High contrast; light or dark as the system says.
    Contrast,
}

impl Theme {
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Contrast];

    /// The value of the cookie and of the form's field `theme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    /// Reads a cookie's or a form field's value.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// The value of the page's `data-theme`; none means that the system decides.
    pub(crate) fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.name())
    }

    /// The choice as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "Same as my system",
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::Contrast => "High contrast",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::System => Icon::Screen,
            Self::Light => Icon::Sun,
            Self::Dark => Icon::Moon,
            Self::Contrast => Icon::Contrast,
        }
    }
}

/// The switch. `action` receives a POST with `theme` and `return` (the path to come back to); it sets [`COOKIE`] and redirects.
pub fn switch(current: Theme, action: &Href, back: &str) -> Markup {
    html! {
        form method="post" action=[action.get()] data-theme-form {
            input type="hidden" name="return" value=(back);
            div.themes role="group" aria-label="Colours" {
                @for theme in Theme::ALL {
                    button type="submit" name="theme" value=(theme.name()) title=(theme.label()) aria-label=(theme.label())
                        aria-pressed=(theme == current) { (icon::draw(theme.icon())) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_mean_the_system() {
        for theme in Theme::ALL {
            assert_eq!(Theme::named(theme.name()), theme);
        }
        assert_eq!(Theme::named("solarized\" onload="), Theme::System);
        assert_eq!(Theme::System.attribute(), None);
        assert_eq!(Theme::Dark.attribute(), Some("dark"));
    }
}

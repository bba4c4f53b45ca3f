//! The list of keys that `?` opens, and the keys that jump to the places of the rail.

use maud::{Markup, html};

use crate::dialog::{self, Dialog, Place};
use crate::layout::NavigationLink;

/// The cookie that holds whether single keys act. Its value is [`Keys::name`]; anything else means that they do.
pub const COOKIE: &str = "callboard-keys";

/// Whether single keys act. People who speak to their machine, or whose hand slips, switch them off. Source: WCAG 2.2, 2.1.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    #[default]
    On,
    /// Those with Ctrl, and those of what has the focus, stay.
    Off,
}

impl Keys {
    pub const ALL: [Self; 2] = [Self::On, Self::Off];

    /// The value of the cookie and of the form's field `keys`.
    pub fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }

    /// Reads a cookie's or a form field's value.
    pub fn named(name: &str) -> Self {
        if name == Self::Off.name() { Self::Off } else { Self::On }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::On => "Single keys act, such as / and j",
            Self::Off => "Only Ctrl K and the keys of what has the focus",
        }
    }

    /// The value of the page's `data-keys`, which the script looks at.
    pub(crate) fn attribute(self) -> Option<&'static str> {
        (self == Self::Off).then(|| self.name())
    }
}

/// The id of the dialog.
pub(crate) const ID: &str = "shortcuts";

/// Keys that are the same on every page, in groups.
const KEYS: [(&str, &[(&str, &str)]); 3] = [
    (
        "Anywhere",
        &[
            ("/", "Jump to anything"),
            ("Ctrl K", "The same, from within a field too"),
            ("f", "Filter the list"),
            ("[", "Narrow or widen the rail"),
            ("?", "These keys"),
            ("Esc", "Close what is open"),
        ],
    ),
    (
        "In lists",
        &[("j", "Next"), ("k", "Previous"), ("Enter", "Open"), ("s", "Star"), ("x", "Choose the row")],
    ),
    (
        "In graphs",
        &[("↑ ↓ ← →", "Walk from node to node"), ("+", "Nearer"), ("-", "Farther"), ("0", "All of it")],
    ),
];

/// The second key of `g x` for each place: the first letter of its name that no place before it has taken.
pub(crate) fn jumps(places: &[NavigationLink]) -> Vec<Option<char>> {
    let mut taken = Vec::new();
    for place in places {
        let letters = place.label.chars().flat_map(char::to_lowercase).filter(char::is_ascii_lowercase);
        let free = letters.into_iter().find(|letter| !taken.contains(&Some(*letter)));
        taken.push(free);
    }
    taken
}

/// The dialog, closed.
pub(crate) fn shortcuts(places: &[NavigationLink], keys: Keys) -> Markup {
    let jumps = jumps(places);
    dialog::dialog(&Dialog {
        id: ID,
        title: "Keys",
        place: Place::Middle,
        body: html! {
            @if keys == Keys::Off {
                p.muted { "You have switched single keys off, which your settings take back: of these, only Ctrl K, Esc and those of what has the focus act." }
            }
            div.keys {
                @for (title, keys) in KEYS { (group(title, &pairs(keys))) }
                (group("Go to", &going(places, &jumps)))
            }
        },
        actions: html! {},
    })
}

fn pairs(keys: &[(&str, &str)]) -> Vec<(String, String)> {
    keys.iter().map(|(key, meaning)| ((*key).to_owned(), (*meaning).to_owned())).collect()
}

fn going(places: &[NavigationLink], jumps: &[Option<char>]) -> Vec<(String, String)> {
    let mut keys = Vec::new();
    for (place, jump) in places.iter().zip(jumps) {
        if let Some(letter) = jump {
            keys.push((format!("g {letter}"), place.label.clone()));
        }
    }
    keys
}

fn group(title: &str, keys: &[(String, String)]) -> Markup {
    html! {
        section {
            h3 { (title) }
            dl {
                @for (key, meaning) in keys {
                    div { dt { @for part in key.split(' ') { kbd { (part) } " " } } dd { (meaning) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Href, Icon};

    #[test]
    fn whether_keys_act_comes_back_from_its_name() {
        for keys in Keys::ALL {
            assert_eq!(Keys::named(keys.name()), keys);
        }
        assert_eq!((Keys::named(""), Keys::On.attribute()), (Keys::On, None));
    }

    #[test]
    fn every_place_has_its_own_letter_while_there_are_any() {
        let place = |label: &str| NavigationLink {
            label: label.to_owned(),
            href: Href::new("/"),
            icon: Icon::Home,
            count: None,
            at_end: false,
        };
        let places = ["Home", "Catalog", "Create", "APIs", "Ca", "日本"].map(place);
        assert_eq!(jumps(&places), [Some('h'), Some('c'), Some('r'), Some('a'), None, None]);
    }
}

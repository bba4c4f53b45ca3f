//! Things to press: links that look like buttons, buttons that post, and the menu behind three dots.

use maud::{Markup, html};

use crate::{Href, Icon, icon};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do on this page.
    Main,
    #[default]
    Plain,
    Bare,
    /// Destroys something.
    Danger,
}

impl Weight {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Main => "button main",
            Self::Plain => "button",
            Self::Bare => "button bare",
            Self::Danger => "button danger",
        }
    }
}

/// A link with the look of a button. The label is a verb.
pub fn link(label: &str, symbol: Option<Icon>, href: &Href, weight: Weight) -> Markup {
    html! {
        a class=(weight.class()) href=[href.get()] aria-disabled=[href.get().is_none().then_some("true")] {
            @if let Some(symbol) = symbol { (icon::draw(symbol)) }
            (label)
        }
    }
}

/// A form of one button: an action that changes something.
pub fn post(label: &str, symbol: Option<Icon>, action: &Href, weight: Weight) -> Markup {
    html! {
        form method="post" action=[action.get()] {
            button class=(weight.class()) {
                @if let Some(symbol) = symbol { (icon::draw(symbol)) }
                (label)
            }
        }
    }
}

/// A button that copies a text; it keeps its place and stays unseen where there is no script.
pub fn copy(label: &str, text: &str) -> Markup {
    html! {
        button.button.bare.small.needs-script type="button" data-copy=(text) { (icon::draw(Icon::Copy)) (label) }
    }
}

/// A link of one icon. The label is read out, and shown where the pointer rests.
pub fn icon_link(label: &str, symbol: Icon, href: &Href) -> Markup {
    html! {
        a.button.bare.small href=[href.get()] aria-label=(label) data-tip=(label) { (icon::draw(symbol)) }
    }
}

/// An entry of a menu.
pub enum MenuItem {
    Link { label: String, icon: Icon, href: Href },
    Post { label: String, icon: Icon, action: Href, danger: bool },
    Copy { label: String, text: String },
    Line,
}

/// A menu that opens without script. `label` says what the button with `symbol` is for.
pub fn menu(label: &str, symbol: Icon, show_label: bool, items: &[MenuItem]) -> Markup {
    html! {
        details.menu {
            summary.button aria-label=[(!show_label).then_some(label)] {
                (icon::draw(symbol))
                @if show_label { (label) }
            }
            div { @for item in items { (menu_item(item)) } }
        }
    }
}

fn menu_item(item: &MenuItem) -> Markup {
    html! {
        @match item {
            MenuItem::Link { label, icon, href } => a.menu-item href=[href.get()] { (icon::draw(*icon)) (label) },
            MenuItem::Post { label, icon, action, danger } => form method="post" action=[action.get()] {
                button class=(if *danger { "menu-item danger" } else { "menu-item" }) { (icon::draw(*icon)) (label) }
            },
            MenuItem::Copy { label, text } => button.menu-item.needs-script type="button" data-copy=(text) {
                (icon::draw(Icon::Copy)) (label)
            },
            MenuItem::Line => hr;,
        }
    }
}

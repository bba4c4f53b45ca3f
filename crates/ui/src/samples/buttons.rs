//! Things to press.

use maud::html;

use super::{HOSTILE, Sample, sample};
use crate::button::{self, MenuItem, Weight};
use crate::star::{self, Star};
use crate::{Href, Icon};

pub(super) fn samples() -> Vec<Sample> {
    let here = Href::new("#buttons");
    let star = |reference, starred| {
        star::star(&Star { label: reference, starred, action: &here, reference, back: "/dev/components" })
    };
    vec![
        sample(
            "Main, plain, bare, danger, disabled, icon only",
            html! {
                div.actions {
                    (button::link("Create", Some(Icon::Create), &here, Weight::Main))
                    (button::link("Edit", Some(Icon::Edit), &here, Weight::Plain))
                    (button::link("Register existing", Some(Icon::Link), &here, Weight::Bare))
                    (button::post("Unregister", Some(Icon::Remove), &here, Weight::Danger))
                    (button::link("Not now", Some(Icon::Clock), &Href::default(), Weight::Plain))
                    (button::icon_link("View source", Icon::Code, &here))
                    (button::copy("Copy ref", "component:default/basket"))
                }
            },
        ),
        sample(
            "Star: not yet, and starred",
            html! { div.actions { (star("component:default/basket", false)) (star("component:default/checkout", true)) } },
        ),
        sample(
            "Menu, with and without its label",
            html! {
                div.actions {
                    (button::menu("Export", Icon::Download, true, &items(&here)))
                    (button::menu("More actions", Icon::Dots, false, &items(&here)))
                }
            },
        ),
    ]
}

fn items(here: &Href) -> Vec<MenuItem> {
    vec![
        MenuItem::Link { label: "View source".to_owned(), icon: Icon::Outside, href: here.clone() },
        MenuItem::Link { label: HOSTILE.to_owned(), icon: Icon::Edit, href: here.clone() },
        MenuItem::Copy { label: "Copy ref".to_owned(), text: "component:default/basket".to_owned() },
        MenuItem::Line,
        MenuItem::Post {
            label: "Unregister".to_owned(),
            icon: Icon::Remove,
            action: here.clone(),
            danger: true,
        },
    ]
}

//! Which kind of entity is to be made.

use maud::{Markup, html};
use ui::header::{self, PageHeader};
use ui::{Frame, Href, Icon, Link, button, icon, kind};

/// The choice of a kind.
pub struct Kinds {
    pub breadcrumb: Vec<Link>,
    pub kinds: Vec<Kind>,
    pub catalog: Href,
    /// Leads to the registration of a file, for readers who may register.
    pub register: Option<Href>,
}

/// A kind with what it is for.
pub struct Kind {
    /// As it is written.
    pub name: String,
    /// As people write it.
    pub label: String,
    pub text: &'static str,
    pub href: Href,
}

/// The whole document.
pub fn render(frame: &Frame, page: &Kinds) -> Markup {
    let content = html! {
        (header::breadcrumb(&page.breadcrumb, "Create"))
        (header::page_header(&PageHeader {
            mark: html! {},
            title: "Create an entity".to_owned(),
            below: html! { p { "Fill in a form, and the portal keeps the entity: no file and no YAML is needed. What is it?" } },
            actions: html! {
                @if let Some(register) = &page.register { (button::link("Register a file instead", Some(Icon::Link), register, button::Weight::Plain)) }
            },
        }))
        ul.kind-choice {
            @for each in &page.kinds {
                li {
                    a.card href=[each.href.get()] {
                        (kind::big_mark(&each.name))
                        span { b { (each.label) } @if !each.text.is_empty() { span.muted { (each.text) } } }
                        (icon::draw(Icon::Next))
                    }
                }
            }
        }
    };
    ui::layout::page(frame, "Create an entity", &content)
}

//! What to do first, while the catalog is young. Each step is done when the catalog shows that it is, and the card goes
//! when all are, or when the catalog has grown up.

use catalog::entities::summary;
use kernel::Error;
use kernel::extension::View;
use maud::{Markup, html};
use ui::{Icon, Tone, badge, icon};

use super::Home;

/// Entities from which a catalog needs no introduction.
const GROWN_UP: u64 = 50;
const OWNED_KINDS: [&str; 5] = ["component", "api", "resource", "system", "domain"];

/// One thing to do.
struct Step {
    is_done: bool,
    title: &'static str,
    text: &'static str,
    href: &'static str,
}

pub(super) async fn draw(home: Home, view: View) -> Result<Option<String>, Error> {
    let catalog = home.catalog()?;
    let owned = summary::count(catalog, &OWNED_KINDS);
    if owned >= GROWN_UP {
        return Ok(None);
    }
    let steps = [
        Step {
            is_done: owned > 0,
            title: "Register what you run",
            text: "Point at a catalog-info.yaml; the portal reads it and keeps up with it.",
            href: "/catalog-import",
        },
        Step {
            is_done: summary::count(catalog, &["group"]) > 0,
            title: "Bring in your teams",
            text: "Groups own components, and people find who to ask.",
            href: "/catalog?filters[kind]=group",
        },
        Step {
            is_done: summary::count(catalog, &["user"]) > 0,
            title: "Bring in your people",
            text: "Users who are members of groups see what is theirs on this page.",
            href: "/catalog?filters[kind]=user",
        },
        Step {
            is_done: !home.starred(&view.ctx).await?.is_empty(),
            title: "Star what you come back to",
            text: "It waits for you here and on top of the palette.",
            href: "/catalog",
        },
    ];
    let is_finished = steps.iter().all(|step| step.is_done);
    Ok((!is_finished).then(|| drawn(&steps).into_string()))
}

fn drawn(steps: &[Step]) -> Markup {
    html! {
        ul.rows {
            @for step in steps {
                li {
                    (icon::draw(if step.is_done { Icon::Check } else { Icon::Ring }))
                    div.row-text {
                        @if step.is_done {
                            (step.title) " " (badge::badge("done", Tone::Good, None))
                        } @else {
                            a.link href=(step.href) { (step.title) }
                            div.muted { (step.text) }
                        }
                    }
                }
            }
        }
    }
}

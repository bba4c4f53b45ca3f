//! What a reader can start from anywhere: actions beside the places of the rail. The start page and the palette show them.

use catalog::permissions::{ENTITY_CREATE, LOCATION_CREATE, PLUGIN};
use kernel::extension::View;
use kernel::{Ctx, Decision, Error};
use maud::html;
use ui::button::{self, Weight};
use ui::{Href, Icon};

use super::Home;

/// Something that a reader can do.
pub(super) struct Action {
    pub(super) label: &'static str,
    pub(super) href: &'static str,
    pub(super) icon: Icon,
    /// Name of the icon, for scripts.
    pub(super) icon_name: &'static str,
}

const REGISTER: Action = Action {
    label: "Register an existing component",
    href: "/catalog-import",
    icon: Icon::Download,
    icon_name: "download",
};
const ENTITY: Action =
    Action { label: "Create an entity", href: "/catalog/create", icon: Icon::Create, icon_name: "create" };
const CATALOG: Action =
    Action { label: "Browse the catalog", href: "/catalog", icon: Icon::Catalog, icon_name: "catalog" };
const CREATE: Action =
    Action { label: "Create something new", href: "/create", icon: Icon::Create, icon_name: "create" };
const DOCS: Action =
    Action { label: "Read documentation", href: "/docs", icon: Icon::Docs, icon_name: "docs" };

/// The actions that the reader may use, of features that are there.
pub(super) async fn allowed(home: &Home, ctx: &Ctx) -> Result<Vec<Action>, Error> {
    let mut actions = Vec::new();
    for action in [CREATE, CATALOG, DOCS] {
        if home.frames.has(action.href) {
            actions.push(action);
        }
    }
    let is_readonly = home.catalog()?.ingest.settings().readonly;
    for (permission, action) in [(&ENTITY_CREATE, ENTITY), (&LOCATION_CREATE, REGISTER)] {
        if !is_readonly && home.services.gate.decide(ctx, PLUGIN, permission).await? == Decision::Allow {
            actions.push(action);
        }
    }
    Ok(actions)
}

pub(super) async fn draw(home: Home, view: View) -> Result<Option<String>, Error> {
    let actions = allowed(&home, &view.ctx).await?;
    let content = html! {
        div.actions {
            @for action in &actions {
                (button::link(action.label, Some(action.icon), &Href::new(action.href), Weight::Plain))
            }
        }
    };
    Ok((!actions.is_empty()).then(|| content.into_string()))
}

//! What can be done with chosen rows of the list. Each action is a route that receives the refs of the rows and the
//! address of the list; [`actions`] is where one more is named.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use entity::EntityRef;
use entity::refs::DEFAULT_NAMESPACE;
use kernel::{Ctx, Error};
use page::{Form, Visit};
use ui::toast::Toast;
use ui::{Href, Icon, Tone, plural};

use super::address::{Address, CATALOG};
use super::{Pages, edit};
use crate::entities::refresh;
use crate::pages::view::bulk::{Bulk, BulkAction, LIST, REF};
use crate::pages::view::refs::{self as view, RefsPage};
use crate::permissions::{ENTITY_REFRESH, Visible, visible};

/// Receives what is to be read again.
pub(super) const REFRESH: &str = "/catalog/refresh";
/// Shows refs, to be copied.
pub(super) const REFS: &str = "/catalog/refs";
/// The parameter with which a list says how many of its entities will be read again.
const REFRESHED: &str = "refreshed";
/// Rows of a page, and so the most that can be chosen at once.
const MAXIMUM_CHOSEN: usize = 100;

/// The bar of a list.
pub(super) async fn of(pages: &Pages, ctx: &Ctx, address: &Address, noun: String) -> Result<Bulk, Error> {
    let actions = actions(pages, ctx).await?;
    Ok(Bulk { noun, list: address.text_form(), action: Href::new(REFS), actions })
}

/// The buttons, in their order. Whoever adds one checks rights again where its form arrives.
async fn actions(pages: &Pages, ctx: &Ctx) -> Result<Vec<BulkAction>, Error> {
    let mut actions =
        vec![BulkAction { label: "Copy refs", icon: Icon::Copy, action: Href::new(REFS), copies: true }];
    let action = Href::new(edit::MANY);
    actions.push(BulkAction { label: "Edit", icon: Icon::Edit, action, copies: false });
    if visible(pages.catalog.gate(), ctx, &ENTITY_REFRESH).await? != Visible::None {
        let action = Href::new(REFRESH);
        actions.push(BulkAction { label: "Refresh", icon: Icon::Refresh, action, copies: false });
    }
    Ok(actions)
}

/// What a form of chosen rows says: refs that are refs, each once, and the list to lead back to.
pub(super) struct Chosen {
    pub(super) refs: Vec<EntityRef>,
    pub(super) list: Address,
}

impl Chosen {
    pub(super) fn read(form: &Form) -> Result<Self, Error> {
        let mut refs = Vec::new();
        for (name, value) in form.0.iter() {
            if name != REF {
                continue;
            }
            let parsed = EntityRef::parse(value, None, DEFAULT_NAMESPACE)
                .map_err(|_not_a_ref| Error::Input(format!("{value:?} is no entity ref")))?;
            if !refs.contains(&parsed) {
                refs.push(parsed);
            }
            if refs.len() > MAXIMUM_CHOSEN {
                return Err(Error::Input(format!("more than {MAXIMUM_CHOSEN} entities are chosen")));
            }
        }
        Ok(Self { refs, list: Address::read(form.text(LIST)).unwrap_or_default() })
    }
}

pub(super) async fn show_refs(
    State(pages): State<Pages>,
    visit: Visit,
    form: Form,
) -> Result<Response, Error> {
    let chosen = Chosen::read(&form)?;
    let refs = chosen.refs.iter().map(ToString::to_string).collect();
    let mut frame = pages.frames.of(&visit);
    // A choice of colours leads back by GET, also from the answer to a form.
    CATALOG.clone_into(&mut frame.active_path);
    let page = RefsPage { back: chosen.list.href(), refs };
    Ok(page::html(StatusCode::OK, view::render(&frame, &page)))
}

/// Has the chosen entities read again, as far as the reader may, and says how many.
pub(super) async fn refresh(State(pages): State<Pages>, visit: Visit, form: Form) -> Result<Response, Error> {
    let chosen = Chosen::read(&form)?;
    let refs: Vec<String> =
        chosen.refs.iter().map(|entity_ref| entity_ref.to_string().to_lowercase()).collect();
    let refreshed = refresh::refresh_many(&pages.catalog, &visit.ctx, &refs).await?;
    let list = chosen.list.text_form();
    let separator = if list.contains('?') { '&' } else { '?' };
    Ok(page::see_other(&format!("{list}{separator}{REFRESHED}={refreshed}")))
}

/// The word about a refresh, where the address says that there was one.
pub(super) fn said(query: &kernel::http::Query) -> Option<Toast> {
    let number: u64 = query.get(REFRESHED)?.parse().ok()?;
    let (tone, text) = match number {
        0 => (Tone::Warn, "Nothing that you may refresh was chosen".to_owned()),
        1 => (Tone::Good, "1 entity is being read again".to_owned()),
        _ => (Tone::Good, format!("{} are being read again", plural(number, "entity", "entities"))),
    };
    Some(Toast { tone, text, action: None })
}

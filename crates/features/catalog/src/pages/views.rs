//! Saved views: addresses of the list that a reader keeps under names. They are settings of the reader; this module
//! knows their shape: `[{"id": …, "name": …, "address": …}]`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Ctx, Error, Principal};
use page::{Form, Visit};
use serde_json::{Value, json};
use ui::Href;
use ui::filter::{FilterGroup, FilterOption};

use super::Pages;
use super::address::{Address, CATALOG, Whose};
use super::words::plural_of_kind;
use crate::pages::view::views::{
    self as view, DELETE, DO, KeptView, LIST, NAME, RENAME, SaveView, VIEW, Views, ViewsPage,
};

/// The page of saved views; receives a new one by POST.
pub(super) const VIEWS: &str = "/catalog/views";
/// Receives changes of one.
pub(super) const CHANGE: &str = "/catalog/views/change";

/// Views of one reader, characters of a name, and bytes of an address.
const MAXIMUM_VIEWS: usize = 50;
const LONGEST_NAME: usize = 80;
const LONGEST_ADDRESS: usize = 4_000;
/// How often a change is tried again that met another one of the same reader.
const ATTEMPTS: usize = 5;

/// A view that a reader keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    id: String,
    name: String,
    pub(super) address: Address,
}

/// Why nothing can be kept.
fn refusal(pages: &Pages, ctx: &Ctx) -> Option<String> {
    if pages.personal.is_none() {
        return Some("This portal keeps no settings of people.".to_owned());
    }
    match ctx.principal() {
        Principal::User { .. } => None,
        _ => Some(
            "You are not signed in as a person, so there is nobody to keep views for. Sign in with an identity, or keep the address as a bookmark: it says the same."
                .to_owned(),
        ),
    }
}

/// The menu beside the list, for a reader who may keep something or should know why not; `None` where nobody can.
pub(super) fn menu(pages: &Pages, ctx: &Ctx, address: &Address) -> Option<SaveView> {
    pages.personal.as_ref()?;
    Some(match refusal(pages, ctx) {
        Some(why) => SaveView::Not { why },
        None => SaveView::Form { action: Href::new(VIEWS), list: address.text_form(), longest: LONGEST_NAME },
    })
}

/// The reader's views, by name. What is kept and cannot be read is left out.
pub(super) async fn of(pages: &Pages, ctx: &Ctx) -> Result<Vec<Kept>, Error> {
    let Some(personal) = pages.personal.as_ref().filter(|_| refusal(pages, ctx).is_none()) else {
        return Ok(Vec::new());
    };
    let kept = personal.views(&pages.catalog.ingest.services.db, ctx).await?;
    let mut views = kept.as_ref().map(read).unwrap_or_default();
    views.sort_by_cached_key(|view| view.name.to_lowercase());
    Ok(views)
}

fn read(value: &Value) -> Vec<Kept> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut views = Vec::new();
    for item in items.iter().take(MAXIMUM_VIEWS) {
        if let (Some(id), Some(name), Some(address)) =
            (text(item, "id"), text(item, "name"), text(item, "address"))
            && let Some(address) = Address::read(&address)
        {
            views.push(Kept { id, name, address });
        }
    }
    views
}

fn write(views: &[Kept]) -> Value {
    let one = |view: &Kept| json!({"id": view.id, "name": view.name, "address": view.address.text_form()});
    Value::Array(views.iter().map(one).collect())
}

/// The group of the panel; `None` for a reader who has none.
pub(super) fn group(views: &[Kept], address: &Address) -> Option<FilterGroup> {
    let here = address.with(|address| address.expanded = None);
    let options = views.iter().map(|view| FilterOption {
        label: view.name.clone(),
        value: view.name.clone(),
        count: None,
        href: view.address.href(),
        active: view.address == here,
    });
    let options: Vec<FilterOption> = options.collect();
    (!options.is_empty()).then(|| FilterGroup {
        title: "Saved views".to_owned(),
        field: "views".to_owned(),
        options,
        more: Some(ui::Link::new("Rename or delete", VIEWS)),
    })
}

pub(super) async fn show(State(pages): State<Pages>, visit: Visit) -> Result<Response, Error> {
    answer(&pages, &visit, StatusCode::OK, None).await
}

/// The page, with what is wrong with the name of one view.
async fn answer(
    pages: &Pages,
    visit: &Visit,
    status: StatusCode,
    wrong: Option<(&str, String)>,
) -> Result<Response, Error> {
    let views = match refusal(pages, &visit.ctx) {
        Some(why) => Views::Not { why },
        None => Views::Kept(kept(pages, &visit.ctx, wrong.as_ref()).await?),
    };
    let mut frame = pages.frames.of(visit);
    // A choice of colours leads back by GET, also from the answer to a form.
    VIEWS.clone_into(&mut frame.active_path);
    let page =
        ViewsPage { catalog: Href::new(CATALOG), action: Href::new(CHANGE), longest: LONGEST_NAME, views };
    Ok(page::html(status, view::render(&frame, &page)))
}

async fn kept(pages: &Pages, ctx: &Ctx, wrong: Option<&(&str, String)>) -> Result<Vec<KeptView>, Error> {
    let mut shown = Vec::new();
    for view in of(pages, ctx).await? {
        shown.push(KeptView {
            href: view.address.href(),
            told: told(&view.address),
            wrong: wrong.filter(|(id, _)| *id == view.id).map(|(_, text)| text.clone()),
            id: view.id,
            name: view.name,
        });
    }
    Ok(shown)
}

/// What a view filters by: `Components · type service · yours`.
fn told(address: &Address) -> String {
    let mut parts = vec![plural_of_kind(&address.kind)];
    for (field, values) in &address.chosen {
        parts.push(format!("{} {}", field.title().to_lowercase(), values.join(", ")));
    }
    match address.whose {
        Whose::All => {}
        Whose::Owned => parts.push("yours".to_owned()),
        Whose::Starred => parts.push("starred".to_owned()),
    }
    for (is_set, word) in [(address.faulty, "with problems"), (address.orphan, "orphaned")] {
        if is_set {
            parts.push(word.to_owned());
        }
    }
    if !address.text.is_empty() {
        parts.push(format!("“{}”", address.text));
    }
    parts.join(" · ")
}

/// Keeps a list under a name and leads back to it. The name of another view is taken over by the new one.
pub(super) async fn keep(State(pages): State<Pages>, visit: Visit, form: Form) -> Result<Response, Error> {
    let address = Address::read(form.text(LIST))
        .filter(|address| address.text_form().len() <= LONGEST_ADDRESS)
        .ok_or_else(|| Error::Input("this is no list of the catalog that can be kept".to_owned()))?;
    let name = checked(form.text(NAME)).map_err(Error::Input)?;
    let target = address.text_form();
    change(&pages, &visit.ctx, |views| {
        views.retain(|view| !view.name.eq_ignore_ascii_case(&name));
        if views.len() >= MAXIMUM_VIEWS {
            return Err(Error::Input(format!("you have {MAXIMUM_VIEWS} views; delete one first")));
        }
        views.push(Kept { id: kernel::random::id(), name: name.clone(), address: address.clone() });
        Ok(())
    })
    .await?;
    Ok(page::see_other(&target))
}

/// Renames a view or deletes it.
pub(super) async fn alter(State(pages): State<Pages>, visit: Visit, form: Form) -> Result<Response, Error> {
    let id = form.text(VIEW);
    match form.text(DO) {
        DELETE => {
            change(&pages, &visit.ctx, |views| {
                views.retain(|view| view.id != id);
                Ok(())
            })
            .await?;
        }
        RENAME => {
            let name = match checked(form.text(NAME)) {
                Ok(name) => name,
                Err(wrong) => {
                    let status = StatusCode::UNPROCESSABLE_ENTITY;
                    return answer(&pages, &visit, status, Some((id, wrong))).await;
                }
            };
            let renamed = change(&pages, &visit.ctx, |views| rename(views, id, &name)).await;
            if let Err(Error::Conflict(wrong)) = renamed {
                return answer(&pages, &visit, StatusCode::CONFLICT, Some((id, wrong))).await;
            }
            renamed?;
        }
        _ => return Err(Error::Input("say what to do: rename or delete".to_owned())),
    }
    Ok(page::see_other(VIEWS))
}

fn rename(views: &mut [Kept], id: &str, name: &str) -> Result<(), Error> {
    if views.iter().any(|view| view.id != id && view.name.eq_ignore_ascii_case(name)) {
        return Err(Error::Conflict("Another view has this name.".to_owned()));
    }
    let found = views.iter_mut().find(|view| view.id == id);
    let view = found.ok_or_else(|| Error::NotFound("this view is gone".to_owned()))?;
    name.clone_into(&mut view.name);
    Ok(())
}

/// A name that people can read.
fn checked(name: &str) -> Result<String, String> {
    if name.is_empty() {
        return Err("Give the view a name.".to_owned());
    }
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(format!("A name has at most {LONGEST_NAME} characters, all of them visible."));
    }
    Ok(name.to_owned())
}

/// Changes the reader's views; two changes at the same moment both hold.
async fn change(
    pages: &Pages,
    ctx: &Ctx,
    mut what: impl FnMut(&mut Vec<Kept>) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(personal) = &pages.personal else {
        return Err(Error::NotFound("this portal keeps no settings of people".to_owned()));
    };
    if let Some(why) = refusal(pages, ctx) {
        return Err(Error::Forbidden(why));
    }
    let db = &pages.catalog.ingest.services.db;
    for _ in 0..ATTEMPTS {
        let before = personal.views(db, ctx).await?;
        let mut views = before.as_ref().map(read).unwrap_or_default();
        what(&mut views)?;
        if personal.replace_views(db, ctx, before.as_ref(), &write(&views)).await? {
            return Ok(());
        }
    }
    Err(Error::Conflict("your views changed at the same moment; try again".to_owned()))
}

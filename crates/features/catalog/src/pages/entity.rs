//! `GET /catalog/{namespace}/{kind}/{name}`: one entity in its tabs, and what stands there when there is none.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use entity::EntityRef;
use kernel::extension::View;
use kernel::http::{Path, Query};
use kernel::{Ctx, Error};
use maud::Markup;
use page::Visit;
use page::address::query_part;
use ui::tabs::Tab;
use ui::{Href, Link, Tone};

use super::address::{Address, CATALOG, kind_list};
use super::arrange::{self, Chosen};
use super::parts::OVERVIEW;
use super::shown::{self, Shown};
use super::titles::{Titles, path_of};
use super::words::plural_of_kind;
use super::{IMPORT, Pages, edit, graph, part, stored, suggestions};
use crate::entities::find;
use crate::pages::view::absent::{self, Denied, NotFound};
use crate::pages::view::entity::{self as view, Actions, EntityPage, Header};
use crate::pages::view::overview;
use crate::permissions::{ENTITY_DELETE, ENTITY_REFRESH, LOCATION_DELETE, Visible, readable};

/// The longest ref that an address may name, in bytes.
const MAXIMUM_REF_BYTES: usize = 1_000;
/// Owners that the head names.
const TOLD_OWNERS: usize = 3;
/// What the stock app and older links call tabs that have another name here.
const ALIASES: [(&str, &str); 3] = [("raw", "yaml"), ("inspect", "yaml"), ("apis", "api")];

/// The parameters of the path.
pub(super) type Place = Path<(String, String, String)>;

/// An entity that was found for a page.
pub(super) struct Found {
    pub(super) answer: Bytes,
    pub(super) shown: Arc<Shown>,
    /// Full and in lower case.
    pub(super) reference: String,
    /// The path of its page.
    pub(super) path: String,
}

/// Finds the entity of a path. `Err` is the page that says why there is none.
pub(super) async fn find(
    pages: &Pages,
    visit: &Visit,
    place: &Place,
) -> Result<Result<Found, Response>, Error> {
    let Path((namespace, kind, name)) = place;
    let asked = EntityRef::new(kind, namespace, name);
    let reference = asked.to_string();
    let is_possible = reference.len() <= MAXIMUM_REF_BYTES;
    if is_possible && let Some(answer) = find::by_ref(&pages.catalog, &visit.ctx, &reference).await? {
        let path = path_of(&asked);
        let shown = Shown { reference: reference.clone(), path: path.clone(), ..shown::read(&answer)? };
        return Ok(Ok(Found { answer, shown: Arc::new(shown), reference, path }));
    }
    let frame = pages.frames.of(visit);
    if readable(pages.catalog.gate(), &visit.ctx).await? == Visible::None {
        let denied = Denied { reference, help: pages.helpers(), catalog: Href::new(CATALOG) };
        return Ok(Err(page::html(StatusCode::FORBIDDEN, absent::render_denied(&frame, &denied))));
    }
    // What the reader may not see is told apart from what does not exist by nobody, so that names stay secret.
    let suggestions =
        if is_possible { suggestions::near(pages, &visit.ctx, &asked).await? } else { Vec::new() };
    let search = Address { kind: kind.to_lowercase(), text: name.clone(), ..Address::default() };
    let not_found = NotFound {
        reference: ui::shorten(&reference, MAXIMUM_REF_BYTES),
        suggestions,
        search: search.href(),
        register: pages.may_register(&visit.ctx).await?.then(|| Href::new(IMPORT)),
        deleted: stored::deleted(pages, &visit.ctx, &asked).await?,
    };
    Ok(Err(page::html(StatusCode::NOT_FOUND, absent::render_not_found(&frame, &not_found))))
}

pub(super) async fn show(
    State(pages): State<Pages>,
    visit: Visit,
    place: Place,
    query: Query,
) -> Result<Response, Error> {
    let found = match find(&pages, &visit, &place).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    if query.get("format") == Some("json") {
        let headers = [
            (header::CONTENT_TYPE, kernel::http::respond::JSON),
            (header::CACHE_CONTROL, page::answer::CACHE_CONTROL),
        ];
        return Ok((headers, found.answer).into_response());
    }
    let view = View {
        subject: Some(Arc::clone(&found.shown)),
        flags: visit.flags.clone(),
        ..View::new(visit.ctx.clone(), query)
    };
    let arranged = pages.arrangements.now();
    let tabs = arranged.tabs(&found.shown, &visit.flags);
    let open = open_tab(&tabs, view.query.get("tab").unwrap_or_default());
    let body = match open {
        Some(open) => part::draw(open, &view).await.unwrap_or_default(),
        None => overview::nothing(),
    };
    let mut actions = Vec::new();
    for action in arranged.actions(&found.shown, &visit.flags) {
        actions.extend(part::draw(action, &view).await);
    }
    let page = EntityPage {
        header: header(&pages, &visit.ctx, &found, actions).await?,
        tabs: tabs.iter().map(|tab| drawn_tab(*tab, &found, open)).collect(),
        body,
    };
    let mut frame = pages.frames.of(&visit);
    frame.toasts.extend(stored::toast(&pages, &found, &view.query).await?);
    Ok(page::html(StatusCode::OK, view::render(&frame, &page)))
}

/// The tab that an address names; the overview where it names none that this entity has.
fn open_tab<'a>(tabs: &[Chosen<'a>], wanted: &str) -> Option<Chosen<'a>> {
    let wanted = ALIASES.iter().find(|(alias, _)| *alias == wanted).map_or(wanted, |(_, path)| *path);
    let fallback = || tabs.iter().find(|tab| tab.placed.extension.id == OVERVIEW).or(tabs.first()).copied();
    arrange::named(tabs, wanted).or_else(fallback)
}

fn drawn_tab(tab: Chosen<'_>, found: &Found, open: Option<Chosen<'_>>) -> Tab {
    let path = &found.path;
    let href = match tab.look.path.as_str() {
        "" => path.clone(),
        name => format!("{path}?tab={}", query_part(name)),
    };
    let is_open = open.is_some_and(|open| open.placed.extension.id == tab.placed.extension.id);
    let drawn = Tab::new(tab.look.title.as_str(), href, is_open);
    match tab.placed.extension.count.and_then(|count| count(&found.shown)) {
        Some(count) => drawn.with_count(count.number, if count.is_bad { Tone::Bad } else { Tone::Plain }),
        None => drawn,
    }
}

/// `…/{name}/{tab}`: the stock app has a path for each tab. Here they are parameters; what no tab is called opens the
/// overview.
pub(super) async fn show_tab(
    State(pages): State<Pages>,
    Path((namespace, kind, name, tab)): Path<(String, String, String, String)>,
) -> Response {
    let path = path_of(&EntityRef::new(kind, namespace, name));
    let is_known = ALIASES.iter().any(|(alias, _)| *alias == tab) || pages.arrangements.now().has_tab(&tab);
    page::see_other(&if is_known { format!("{path}?tab={}", query_part(&tab)) } else { path })
}

/// What an entity is called on its own page.
pub(super) fn title_of(shown: &Shown) -> &str {
    shown.title().unwrap_or_else(|| shown.name())
}

/// The way from the catalog to the list of the entity's kind.
pub(super) fn breadcrumb(shown: &Shown) -> Vec<Link> {
    vec![
        Link::new("Catalog", CATALOG),
        Link { label: plural_of_kind(&shown.kind), href: kind_list(&shown.kind) },
    ]
}

async fn header(pages: &Pages, ctx: &Ctx, found: &Found, added: Vec<Markup>) -> Result<Header, Error> {
    let Found { shown, reference, path, .. } = found;
    let annotated = |name: &str| shown.annotation(name).map(Href::new).filter(|href| href.get().is_some());
    let may_refresh = pages.may_with(ctx, &ENTITY_REFRESH, reference).await?;
    let may_unregister =
        pages.may_with(ctx, &ENTITY_DELETE, reference).await? || pages.may(ctx, &LOCATION_DELETE).await?;
    let owners = || shown.targets("ownedBy").take(TOLD_OWNERS);
    let titles = Titles::of(&pages.catalog, ctx, owners()).await?;
    Ok(Header {
        breadcrumb: breadcrumb(shown),
        kind: shown.kind.clone(),
        title: title_of(shown).to_owned(),
        sort: match shown.spec("type") {
            Some(entity_type) => format!("{} · {entity_type}", shown.kind),
            None => shown.kind.clone(),
        },
        description: shown.metadata("description").map(str::to_owned),
        lifecycle: shown.spec("lifecycle").map(str::to_owned),
        owners: owners().map(|owner| titles.link(owner)).collect(),
        orphan: shown::is_orphan(shown),
        actions: Actions {
            view_source: annotated("backstage.io/view-url"),
            edit_source: annotated("backstage.io/edit-url"),
            edit: Href::new(format!("{path}/edit")),
            duplicate: match shown.kind.as_str() {
                "Location" => None,
                _ => edit::may_store(pages, ctx).await?.then(|| edit::likeness_of(reference)),
            },
            refresh: may_refresh.then(|| Href::new(format!("{path}/refresh"))),
            unregister: may_unregister.then(|| Href::new(format!("{path}/unregister"))),
            reference: reference.clone(),
            impact: Href::new(graph::of_entity(reference, graph::Show::Impact)),
            inspect: Href::new(format!("{path}?tab=yaml")),
            added,
        },
    })
}

//! `GET /catalog/{namespace}/{kind}/{name}`: one entity in its tabs, and what stands there when there is none.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use entity::EntityRef;
use kernel::http::{Path, Query};
use kernel::{Ctx, Error};
use page::Visit;
use serde_json::{Map, Value};
use ui::tabs::Tab;
use ui::{Href, Link, Tone};

use super::address::{Address, CATALOG, kind_list};
use super::shown::Shown;
use super::titles::{Titles, path_of};
use super::words::plural_of_kind;
use super::{IMPORT, Pages, facts, history, problems, relations, suggestions};
use crate::entities::find;
use crate::pages::view::entity::{
    self as view, Actions, Body, Denied, EntityPage, Header, NotFound, Overview, Yaml,
};
use crate::permissions::{ENTITY_DELETE, ENTITY_REFRESH, LOCATION_DELETE, Visible, readable};

/// The longest ref that an address may name, in bytes.
const MAXIMUM_REF_BYTES: usize = 1_000;
/// Where the graph is, once a feature is there.
const GRAPH: &str = "/catalog-graph";

/// The parameters of the path.
pub(super) type Place = Path<(String, String, String)>;

/// The tabs that an address may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenTab {
    Overview,
    Problems,
    History,
    Yaml,
}

impl OpenTab {
    fn named(name: Option<&str>) -> Self {
        match name {
            Some("problems") => Self::Problems,
            Some("history") => Self::History,
            Some("yaml") => Self::Yaml,
            _ => Self::Overview,
        }
    }
}

/// An entity that was found for a page.
pub(super) struct Found {
    pub(super) answer: Bytes,
    pub(super) shown: Shown,
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
        let shown = Shown::read(&answer)?;
        return Ok(Ok(Found { answer, shown, reference, path: path_of(&asked) }));
    }
    let frame = pages.frames.of(visit);
    if readable(pages.catalog.gate(), &visit.ctx).await? == Visible::None {
        let denied = Denied { reference, help: pages.helpers(), catalog: Href::new(CATALOG) };
        return Ok(Err(page::html(StatusCode::FORBIDDEN, view::render_denied(&frame, &denied))));
    }
    // What the reader may not see is told apart from what does not exist by nobody, so that names stay secret.
    let suggestions =
        if is_possible { suggestions::near(pages, &visit.ctx, &asked).await? } else { Vec::new() };
    let search = Address { kind: kind.to_lowercase(), text: name.clone(), ..Address::default() };
    let not_found = NotFound {
        reference: super::words::shorten(&reference, MAXIMUM_REF_BYTES),
        suggestions,
        search: search.href(),
        register: pages.may_register(&visit.ctx).await?.then(|| Href::new(IMPORT)),
    };
    Ok(Err(page::html(StatusCode::NOT_FOUND, view::render_not_found(&frame, &not_found))))
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
    let tab = OpenTab::named(query.get("tab"));
    let body = match tab {
        OpenTab::Overview => {
            Body::Overview(Box::new(overview(&pages, &visit.ctx, &found, query.get("all")).await?))
        }
        OpenTab::Problems => Body::Problems(problems::of(&found.shown)),
        OpenTab::History => {
            let before = query.integer("before");
            Body::History(history::part(&pages, &visit.ctx, &found.reference, &found.path, before).await?)
        }
        OpenTab::Yaml => Body::Yaml(yaml(&found)?),
    };
    let page =
        EntityPage { header: header(&pages, &visit.ctx, &found).await?, tabs: tabs(&found, tab), body };
    Ok(page::html(StatusCode::OK, view::render(&pages.frames.of(&visit), &page)))
}

/// `…/{name}/{tab}`: the stock app has a path for each tab. Ours are parameters; those we do not have open the overview.
pub(super) async fn show_tab(
    Path((namespace, kind, name, tab)): Path<(String, String, String, String)>,
) -> Response {
    let path = path_of(&EntityRef::new(kind, namespace, name));
    match OpenTab::named(Some(&tab)) {
        OpenTab::Overview => page::see_other(&path),
        _ => page::see_other(&format!("{path}?tab={tab}")),
    }
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

async fn header(pages: &Pages, ctx: &Ctx, found: &Found) -> Result<Header, Error> {
    let Found { shown, reference, path, .. } = found;
    let annotated = |name: &str| shown.annotation(name).map(Href::new).filter(|href| href.get().is_some());
    let may_refresh = pages.may_with(ctx, &ENTITY_REFRESH, reference).await?;
    let may_unregister =
        pages.may_with(ctx, &ENTITY_DELETE, reference).await? || pages.may(ctx, &LOCATION_DELETE).await?;
    Ok(Header {
        breadcrumb: breadcrumb(shown),
        kind: shown.kind.clone(),
        title: title_of(shown).to_owned(),
        description: shown.metadata("description").map(str::to_owned),
        orphan: shown.is_orphan(),
        actions: Actions {
            view_source: annotated("backstage.io/view-url"),
            edit_source: annotated("backstage.io/edit-url"),
            refresh: may_refresh.then(|| Href::new(format!("{path}/refresh"))),
            unregister: may_unregister.then(|| Href::new(format!("{path}/unregister"))),
            reference: reference.clone(),
        },
    })
}

fn tabs(found: &Found, open: OpenTab) -> Vec<Tab> {
    let path = &found.path;
    let tab = |label: &str, tab: OpenTab, query: &str| Tab::new(label, format!("{path}{query}"), open == tab);
    let problems = u64::try_from(found.shown.status_items().count()).unwrap_or(u64::MAX);
    let problems_tab = tab("Problems", OpenTab::Problems, "?tab=problems");
    vec![
        tab("Overview", OpenTab::Overview, ""),
        if problems > 0 { problems_tab.with_count(problems, Tone::Bad) } else { problems_tab },
        tab("History", OpenTab::History, "?tab=history"),
        tab("Raw", OpenTab::Yaml, "?tab=yaml"),
    ]
}

async fn overview(
    pages: &Pages,
    ctx: &Ctx,
    found: &Found,
    expanded: Option<&str>,
) -> Result<Overview, Error> {
    let Found { shown, reference, path, .. } = found;
    let groups = relations::grouped(shown, expanded);
    let titles = Titles::of(&pages.catalog, ctx, groups.refs().chain(facts::named_refs(shown))).await?;
    let graph = format!("{GRAPH}?rootEntityRefs[]={}", page::address::query_part(reference));
    Ok(Overview {
        about: facts::about(pages, shown, &titles, path),
        links: facts::links(shown),
        labels: facts::labels(shown),
        relations: groups.draw(&titles, path),
        graph: pages.frames.has(GRAPH).then(|| Href::new(graph)),
        problems: problems::of(shown),
        problems_href: Href::new(format!("{path}?tab=problems")),
        changes: history::few(pages, ctx, reference).await?,
        history_href: Href::new(format!("{path}?tab=history")),
    })
}

/// What a person who reads the file expects to see first.
const FIRST_FIELDS: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

fn yaml(found: &Found) -> Result<Yaml, Error> {
    let mut fields: Map<String, Value> = serde_json::from_slice(&found.answer).map_err(Error::internal)?;
    let mut ordered = Map::new();
    for name in FIRST_FIELDS {
        if let Some(value) = fields.shift_remove(name) {
            ordered.insert(name.to_owned(), value);
        }
    }
    ordered.extend(fields);
    Ok(Yaml {
        text: entity::yaml::to_yaml(&Value::Object(ordered)),
        json: Href::new(format!("{}?format=json", found.path)),
    })
}

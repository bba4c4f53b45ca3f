//! `/catalog/edit`: the same change to many entities, those that are named or those of a list. First what is to be set, then
//! what that means for each, then all of it at once, and taken back at once if it was wrong.

mod change;
mod plan;
#[cfg(test)]
mod tests;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::{Form, Visit};
use query::select::{First, OrderField, Start};
use ui::{Href, Link, plural};

use self::change::Change;
use self::plan::{Plan, plan};
use super::file;
use super::form::Wrong;
use crate::entities::list;
use crate::pages::address::{Address, CATALOG, Root};
use crate::pages::filters::{Known, Without, predicate};
use crate::pages::titles::Titles;
use crate::pages::view::edit::bulk::{self as view, BulkPage, Done, Step};
use crate::pages::{Pages, shown};
use crate::portal::save::{MOST, save_all};
use crate::portal::undo::undo_all;

pub(super) const PATH: &str = "/catalog/edit";

/// The names of fields: one chosen entity, all of them in one text, and what was saved.
const REF: &str = "ref";
const REFS: &str = "refs";
const DONE: &str = "done";
/// Entities that are named before anything is changed.
const NAMED: usize = 20;

pub(super) async fn show(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    let refs = chosen(&pages, &visit.ctx, &query, &Query::default()).await?;
    ask(&pages, &visit, &refs, &Form::default(), &[]).await
}

pub(super) async fn submit(
    State(pages): State<Pages>,
    visit: Visit,
    query: Query,
    form: Form,
) -> Result<Response, Error> {
    if form.text("step") == "undo" {
        return undone(&pages, &visit, &form).await;
    }
    let refs = chosen(&pages, &visit.ctx, &query, &form.0).await?;
    let limits = pages.catalog.ingest.settings().limits.clone();
    match form.text("step") {
        "" => return ask(&pages, &visit, &refs, &Form::default(), &[]).await,
        "fill" => return ask(&pages, &visit, &refs, &form, &[]).await,
        _ => {}
    }
    let change = match Change::read(&form.0, &limits) {
        Ok(change) => change,
        Err(wrong) => return ask(&pages, &visit, &refs, &form, &wrong).await,
    };
    let plan = plan(&pages, &visit.ctx, &refs, &change).await?;
    match form.text("step") {
        "check" => checked(&pages, &visit, &refs, &form, &plan).await,
        "save" => saved(&pages, &visit, plan).await,
        "download" => download(&plan),
        _ => Err(Error::Input("say what to do: check, fill, save, download or undo".to_owned())),
    }
}

/// The refs that are meant: named one by one, or in one text, or all of a list.
async fn chosen(pages: &Pages, ctx: &Ctx, query: &Query, sent: &Query) -> Result<Vec<String>, Error> {
    let mut refs: Vec<String> = Vec::new();
    let named = sent.all(REF).chain(query.all(REF));
    for entity_ref in named.chain(sent.get(REFS).unwrap_or_default().split_whitespace()) {
        let entity_ref = entity_ref.to_lowercase();
        if refs.len() > MOST {
            return Err(too_many());
        }
        if !refs.contains(&entity_ref) {
            refs.push(entity_ref);
        }
    }
    if refs.is_empty() && !query.is_empty() {
        refs = of_list(pages, ctx, &Address::parse(Root::Catalog, query)).await?;
    }
    if refs.len() > MOST { Err(too_many()) } else { Ok(refs) }
}

fn too_many() -> Error {
    Error::Input(format!("at most {MOST} entities are changed at once; narrow the list with its filters"))
}

async fn of_list(pages: &Pages, ctx: &Ctx, address: &Address) -> Result<Vec<String>, Error> {
    let filter = predicate(address, &Known::of(pages, ctx).await?, Without::Nothing);
    let order = vec![OrderField { field: "metadata.name".to_owned(), descending: false }];
    let start = Start::First(First { query: Some(filter), order, ..First::default() });
    let found = list::by_query(&pages.catalog, ctx, &start, MOST + 1).await?;
    let mut refs = Vec::with_capacity(found.items.len());
    for item in &found.items {
        refs.push(shown::reference(&shown::read_head(item)?).to_lowercase());
    }
    Ok(refs)
}

/// The first step.
async fn ask(
    pages: &Pages,
    visit: &Visit,
    refs: &[String],
    sent: &Form,
    wrong: &[Wrong],
) -> Result<Response, Error> {
    let named = refs.get(..NAMED.min(refs.len())).unwrap_or_default();
    let titles = Titles::of(&pages.catalog, &visit.ctx, named.iter().map(String::as_str)).await?;
    let step = Step::Ask(view::Ask {
        entities: named.iter().map(|entity_ref| titles.link(entity_ref)).collect(),
        total: refs.len(),
        groups: change::groups(sent, wrong),
        hidden: vec![(REFS.to_owned(), refs.join(" "))],
    });
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(answer(pages, visit, status, step))
}

/// The second step: what the change means.
async fn checked(
    pages: &Pages,
    visit: &Visit,
    refs: &[String],
    sent: &Form,
    plan: &Plan,
) -> Result<Response, Error> {
    let titles = Titles::of(&pages.catalog, &visit.ctx, refs.iter().map(String::as_str)).await?;
    let mut hidden = vec![(REFS.to_owned(), refs.join(" "))];
    hidden.extend(change::sent(sent));
    let step = Step::Check(view::Check {
        rows: plan.rows.iter().map(|row| row.draw(&titles)).collect(),
        saves: plan.drafts().count(),
        files: plan.of_files().count(),
        hidden,
    });
    Ok(answer(pages, visit, StatusCode::OK, step))
}

async fn saved(pages: &Pages, visit: &Visit, plan: Plan) -> Result<Response, Error> {
    let drafts: Vec<_> = plan.drafts().cloned().collect();
    let saved = save_all(&pages.catalog, &visit.ctx, drafts).await?;
    let done: Vec<String> = saved.iter().map(|one| format!("{}@{}", one.entity_ref, one.revision)).collect();
    let refs = saved.iter().map(|one| one.entity_ref.as_str());
    let titles = Titles::of(&pages.catalog, &visit.ctx, refs.clone()).await?;
    let step = Step::Done(Done {
        text: format!("{} saved", plural(saved.len(), "entity", "entities")),
        entities: refs.map(|entity_ref| titles.link(entity_ref)).collect(),
        undo: (!done.is_empty()).then(|| vec![(DONE.to_owned(), done.join(" "))]),
    });
    Ok(answer(pages, visit, StatusCode::OK, step))
}

async fn undone(pages: &Pages, visit: &Visit, sent: &Form) -> Result<Response, Error> {
    let mut lasts = Vec::new();
    for one in sent.text(DONE).split_whitespace() {
        let parsed =
            one.rsplit_once('@').and_then(|(entity_ref, last)| Some((entity_ref, last.parse().ok()?)));
        let (entity_ref, last) =
            parsed.ok_or_else(|| Error::Input("what was saved was not sent completely".to_owned()))?;
        lasts.push((entity_ref.to_owned(), last));
        if lasts.len() > MOST {
            return Err(too_many());
        }
    }
    undo_all(&pages.catalog, &visit.ctx, &lasts).await?;
    let refs = lasts.iter().map(|(entity_ref, _)| entity_ref.as_str());
    let titles = Titles::of(&pages.catalog, &visit.ctx, refs.clone()).await?;
    let step = Step::Done(Done {
        text: format!("{} as before", plural(lasts.len(), "entity is", "entities are")),
        entities: refs.map(|entity_ref| titles.link(entity_ref)).collect(),
        undo: None,
    });
    Ok(answer(pages, visit, StatusCode::OK, step))
}

/// All that changes, as one file of many documents.
fn download(plan: &Plan) -> Result<Response, Error> {
    let texts: Vec<String> = plan.changed().map(file::yaml).collect();
    file::attachment("catalog-info.yaml", texts.join("---\n"))
}

fn answer(pages: &Pages, visit: &Visit, status: StatusCode, step: Step) -> Response {
    let mut frame = pages.frames.of(visit);
    // A choice of colours leads back by GET, also from the answer to a form.
    CATALOG.clone_into(&mut frame.active_path);
    let page = BulkPage {
        breadcrumb: vec![Link::new("Catalog", CATALOG)],
        action: Href::new(PATH),
        back: Href::new(CATALOG),
        step,
    };
    page::html(status, view::render(&frame, &page))
}

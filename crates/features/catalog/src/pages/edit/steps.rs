//! The steps of making or changing one entity: fill in, check, then save or take away. The change travels with the page, so
//! that nothing has to be kept for people who go away.

use axum::http::StatusCode;
use axum::response::Response;
use entity::outline::SpecField;
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::{Form, Visit};
use serde_json::Value;
use ui::{Href, Link, diff};

use super::filling::{AS_TEXT, Filling, is_text};
use super::form::{self, Wrong, control_of, fill};
use super::{AS, file, subject};
use crate::entities::find;
use crate::pages::Pages;
use crate::pages::view::edit::check::{Check, Ways};
use crate::pages::view::edit::{EditPage, Step, TEXT, render};
use crate::portal::save::{Fault, check, save};

/// The change as JSON, from the second step on.
const DOCUMENT: &str = "document";
/// The revision that the change is made from.
const BASED_ON: &str = "based-on";

/// What is being made or changed.
pub(super) struct Work {
    /// The address of the page, which receives what is filled in.
    pub(super) path: String,
    pub(super) breadcrumb: Vec<Link>,
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) back: String,
    /// What it was, as its author wrote it.
    pub(super) base: Value,
    /// The last revision of what the portal stores.
    pub(super) based_on: Option<i64>,
    /// What it stays, unless it is new.
    pub(super) reference: Option<String>,
    pub(super) source: Option<Href>,
    pub(super) ways: Ways,
}

impl Work {
    pub(super) fn is_new(&self) -> bool {
        self.reference.is_none()
    }

    /// Whether it comes from a file, which may hold what the portal would not store.
    fn is_of_file(&self) -> bool {
        !self.is_new() && self.based_on.is_none()
    }
}

/// The page as people come to it.
pub(super) async fn first(
    pages: &Pages,
    visit: &Visit,
    work: &Work,
    query: &Query,
) -> Result<Response, Error> {
    let as_text = query.get(AS) == Some(AS_TEXT);
    Filling { pages, visit, work, wrong: &[] }.document(&work.base, as_text).await
}

/// What was sent of it.
pub(super) async fn next(pages: &Pages, visit: &Visit, work: &Work, sent: &Form) -> Result<Response, Error> {
    match sent.text("step") {
        "check" => {
            let (document, wrong) = read(pages, work, sent);
            if wrong.is_empty() {
                return checked(pages, visit, work, document, sent).await;
            }
            Filling { pages, visit, work, wrong: &wrong }.again(&document, sent).await
        }
        "fill" => Filling { pages, visit, work, wrong: &[] }.document(&document(sent)?, is_text(sent)).await,
        "download" => file::download(&document(sent)?),
        "save" => saved(pages, visit, work, sent).await,
        _ => Err(Error::Input("say what to do: check, fill, download or save".to_owned())),
    }
}

fn document(sent: &Form) -> Result<Value, Error> {
    let unread = |_: serde_json::Error| {
        Error::Input("the change was not sent completely; fill it in again".to_owned())
    };
    serde_json::from_str(sent.text(DOCUMENT)).map_err(unread)
}

/// The fields of the kind that a document says it is.
pub(super) fn outline(pages: &Pages, document: &Value) -> Vec<SpecField> {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
    let (kind, version) = (text("/kind").unwrap_or_default(), text("/apiVersion").unwrap_or_default());
    pages.catalog.ingest.settings().kinds.outline(kind, version, text("/spec/type"))
}

/// What was filled in as a document, and what of it cannot be read.
fn read(pages: &Pages, work: &Work, sent: &Form) -> (Value, Vec<Wrong>) {
    let settings = pages.catalog.ingest.settings();
    if !is_text(sent) {
        return fill(&work.base, &outline(pages, &work.base), &sent.0, &settings.limits);
    }
    let wrong = |text: String| (Value::Null, vec![Wrong { name: TEXT.to_owned(), text }]);
    match form::one(sent.text(TEXT), &settings.limits) {
        Ok(document @ Value::Object(_)) => (document, Vec::new()),
        Ok(_) => wrong("an entity is a mapping, with `apiVersion`, `kind`, `metadata` and `spec`".to_owned()),
        Err(text) => wrong(text),
    }
}

/// The second step, or the first one with what is wrong.
async fn checked(
    pages: &Pages,
    visit: &Visit,
    work: &Work,
    document: Value,
    sent: &Form,
) -> Result<Response, Error> {
    let refs = match judged(pages, &visit.ctx, work, &document).await? {
        Ok(refs) => refs,
        Err(wrong) => {
            return Filling { pages, visit, work, wrong: &[wrong] }.again(&document, sent).await;
        }
    };
    let unknown_refs = unknown(pages, &visit.ctx, &refs).await?;
    let before = if work.is_new() { String::new() } else { file::yaml(&work.base) };
    let text = file::yaml(&document);
    let mut hidden = vec![(DOCUMENT.to_owned(), document.to_string())];
    hidden.extend(work.based_on.map(|revision| (BASED_ON.to_owned(), revision.to_string())));
    hidden.extend(is_text(sent).then(|| (AS.to_owned(), AS_TEXT.to_owned())));
    let step = Check {
        file: file::name(&document),
        lines: diff::between(&before, &text),
        is_same: before == text,
        text,
        unknown_refs,
        ways: work.ways.clone(),
        hidden,
    };
    Ok(answer(pages, visit, work, StatusCode::OK, Step::Check(Box::new(step))))
}

/// The refs of a document that the catalog would take, or what is wrong with it.
async fn judged(
    pages: &Pages,
    ctx: &Ctx,
    work: &Work,
    document: &Value,
) -> Result<Result<Vec<String>, Wrong>, Error> {
    let wrong = |name: &str, text: String| Ok(Err(Wrong { name: name.to_owned(), text }));
    let reference = entity::validate::entity_ref(document).to_string().to_lowercase();
    if let Some(kept) = work.reference.as_ref().filter(|kept| **kept != reference) {
        let text = format!("{kept} keeps its kind, namespace and name; create another entity instead");
        return wrong("", text);
    }
    match check(&pages.catalog, document) {
        Err(Fault::Unfit(_)) if work.is_of_file() => Ok(Ok(Vec::new())),
        Err(Fault::Unfit(text)) => wrong("", text),
        Err(Fault::Problem(problem)) => {
            let help = problem.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
            let control = control_of(&problem.pointer, &outline(pages, document));
            wrong(&control, format!("{}{help}", problem.message))
        }
        Ok(_) if work.is_new() && find::by_ref(&pages.catalog, ctx, &reference).await?.is_some() => {
            wrong("metadata.name", format!("there is {reference} already; choose another name"))
        }
        Ok(refs) => Ok(Ok(refs)),
    }
}

async fn unknown(pages: &Pages, ctx: &Ctx, refs: &[String]) -> Result<Vec<String>, Error> {
    let found = find::by_refs(&pages.catalog, ctx, refs, None).await?;
    let missing = refs.iter().zip(found).filter(|(_, found)| found.is_none());
    Ok(missing.map(|(entity_ref, _)| entity_ref.clone()).collect())
}

async fn saved(pages: &Pages, visit: &Visit, work: &Work, sent: &Form) -> Result<Response, Error> {
    if !matches!(work.ways, Ways::Save { .. }) {
        return Err(Error::Forbidden("you may not save this entity here".to_owned()));
    }
    let document = document(sent)?;
    let judged = judged(pages, &visit.ctx, work, &document).await?;
    let wrong = if let Err(wrong) = judged {
        wrong
    } else {
        let based_on = sent.text(BASED_ON).parse().ok();
        match save(&pages.catalog, &visit.ctx, document.clone(), based_on).await {
            Ok(saved) => return Ok(page::see_other(&subject::after(&saved))),
            Err(Error::Conflict(text) | Error::Input(text)) => Wrong { name: String::new(), text },
            Err(error) => return Err(error),
        }
    };
    Filling { pages, visit, work, wrong: &[wrong] }.document(&document, is_text(sent)).await
}

/// The page in one of its steps.
pub(super) fn answer(pages: &Pages, visit: &Visit, work: &Work, status: StatusCode, step: Step) -> Response {
    let mut frame = pages.frames.of(visit);
    // A choice of colours leads back by GET, also from the answer to a form.
    work.path.clone_into(&mut frame.active_path);
    let page = EditPage {
        breadcrumb: work.breadcrumb.clone(),
        title: work.title.clone(),
        lead: work.lead.clone(),
        action: Href::new(work.path.as_str()),
        back: Href::new(work.back.as_str()),
        source: work.source.clone(),
        step,
    };
    page::html(status, render(&frame, &page))
}

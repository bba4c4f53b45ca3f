//! `/catalog-import`: registers an existing component in two steps. The first looks at the address and shows what would
//! come in and what would not; the second registers it. Nothing is written before the second.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::http::Query;
use kernel::{Ctx, Error, Principal};
use page::address::query_part;
use page::{Form, Visit};
use serde_json::Value;
use ui::Href;
use ui::code::Excerpt;

use super::actions::{entities_of, short_target};
use super::address::{CATALOG, kind_list};
use super::problems::{self, placed};
use super::titles::Titles;
use super::words::{many_of_kind, short_place};
use super::{IMPORT, Pages};
use crate::locations::preview::{self as use_case, Flaw, FlawKind, State as Standing};
use crate::locations::register::{self, NewLocation};
use crate::locations::{analyze, entity_ref};
use crate::pages::view::absent::Denied;
use crate::pages::view::import::{
    self as view, Coming, ImportPage, Preview, Progress, Proposal, Refusal, Registered, Step,
};
use crate::pages::view::problems::{Level, Problem};
use crate::settings::ConflictStrategy;
use crate::store::entity;

/// Entities that the preview, and the page after registering, name.
const NAMED: usize = 50;
/// How long the page after registering waits for the first reading, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(50);
/// The owner of a proposal for a reader who belongs to no group.
const SOMEBODY: &str = "your-team";

pub(super) async fn show(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    let step = match query.get("registered") {
        Some(target) => Step::Registered(registered(&pages, &visit.ctx, target).await?),
        None => {
            Step::Ask { url: query.get("url").unwrap_or_default().to_owned(), wrong: None, refusal: None }
        }
    };
    answer(&pages, &visit, StatusCode::OK, step).await
}

pub(super) async fn submit(State(pages): State<Pages>, visit: Visit, form: Form) -> Result<Response, Error> {
    let url = form.text("url").to_owned();
    let new = NewLocation { kind: "url".to_owned(), target: url.clone(), presence: None };
    let outcome = match form.text("step") {
        "register" => {
            match register::register(&pages.catalog, &visit.ctx, new, Some(ConflictStrategy::Refresh)).await {
                Ok(row) => {
                    return Ok(page::see_other(&format!("{IMPORT}?registered={}", query_part(&row.target))));
                }
                Err(error) => Err(error),
            }
        }
        _ => preview(&pages, &visit.ctx, new).await,
    };
    match outcome {
        Ok(step) => {
            let status = if step.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            answer(&pages, &visit, status, step).await
        }
        Err(Error::Input(wrong) | Error::Conflict(wrong)) => {
            let step = Step::Ask { url, wrong: Some(wrong), refusal: None };
            answer(&pages, &visit, StatusCode::UNPROCESSABLE_ENTITY, step).await
        }
        Err(error) => Err(error),
    }
}

async fn answer(pages: &Pages, visit: &Visit, status: StatusCode, step: Step) -> Result<Response, Error> {
    let mut frame = pages.frames.of(visit);
    // A choice of colours leads back by GET, also from the answer to a form.
    IMPORT.clone_into(&mut frame.active_path);
    if !pages.may_register(&visit.ctx).await? {
        let denied =
            Denied { reference: IMPORT.to_owned(), help: pages.helpers(), catalog: Href::new(CATALOG) };
        return Ok(page::html(StatusCode::FORBIDDEN, view::render_denied(&frame, &denied)));
    }
    let page = ImportPage { action: Href::new(IMPORT), catalog: Href::new(CATALOG), step };
    Ok(page::html(status, view::render(&frame, &page)))
}

/// Looks at an address: a catalog file, or a repository that may have one.
async fn preview(pages: &Pages, ctx: &Ctx, new: NewLocation) -> Result<Step, Error> {
    let asked = new.target.clone();
    let in_repository = analyze::file_of_repository(&pages.catalog, &asked);
    let target = in_repository.clone().unwrap_or_else(|| asked.clone());
    let found =
        use_case::preview(&pages.catalog, ctx, &NewLocation { target: target.clone(), ..new }).await?;
    if found.files == 0
        && let Some(flaw) = found.flaws.first()
    {
        return unread(pages, ctx, (asked, in_repository.is_some()), flaw).await;
    }
    let total = u64::try_from(found.entities.len()).unwrap_or(u64::MAX);
    let named = found.entities.get(..NAMED.min(found.entities.len())).unwrap_or_default();
    let titles =
        Titles::of(&pages.catalog, ctx, named.iter().map(|entity| entity.entity_ref.as_str())).await?;
    let mut entities = Vec::with_capacity(named.len());
    for found in named {
        let link = titles.link(&found.entity_ref);
        entities.push(Coming {
            entity: ui::kind::EntityLink { missing: false, ..link },
            standing: match &found.state {
                Standing::New => view::Standing::New,
                Standing::Known => view::Standing::Known,
                Standing::Taken(by) => view::Standing::Taken { by: short_place(by) },
            },
        });
    }
    Ok(Step::Preview(Preview {
        url: target.clone(),
        exists: found.exists,
        kinds: kinds(&found.entities),
        entities,
        total,
        files: u64::try_from(found.files).unwrap_or(u64::MAX),
        problems: found.flaws.iter().map(problem).collect(),
        cut: found.cut,
        is_found: in_repository.is_some().then(|| short_target(&target)),
    }))
}

/// How many entities of each kind there are, in words.
fn kinds(entities: &[use_case::Found]) -> Vec<String> {
    let mut kinds: Vec<(&str, u64)> = Vec::new();
    for entity in entities {
        let kind = entity.entity_ref.split(':').next().unwrap_or_default();
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, number)) => *number += 1,
            None => kinds.push((kind, 1)),
        }
    }
    kinds.into_iter().map(|(kind, number)| many_of_kind(kind, number)).collect()
}

/// What is said where nothing could be read at all.
async fn unread(
    pages: &Pages,
    ctx: &Ctx,
    (url, is_repository): (String, bool),
    flaw: &Flaw,
) -> Result<Step, Error> {
    let wrong = match &flaw.kind {
        FlawKind::Missing if is_repository => {
            let owner = owner(pages, ctx).await?;
            let proposal = analyze::proposal(&pages.catalog, &url, &owner);
            return Ok(match proposal {
                Some(text) => Step::Propose(Proposal { url, file: analyze::FILE_NAME, text }),
                None => Step::Ask { url, wrong: Some("There is no catalog file there.".to_owned()), refusal: None },
            });
        }
        FlawKind::Missing => "There is no such file, or the portal may not see it. A private repository needs a token below “integrations” of the configuration.".to_owned(),
        FlawKind::NotAllowed => {
            let parsed = url::Url::parse(&url).ok();
            let host = parsed.as_ref().and_then(url::Url::host_str).unwrap_or_default();
            let port = parsed.as_ref().and_then(url::Url::port).map(|port| format!(":{port}"));
            let host = format!("{host}{}", port.unwrap_or_default());
            let wrong = Some(format!("The portal may not read from {host}."));
            return Ok(Step::Ask { url, wrong, refusal: Some(Refusal { host }) });
        }
        FlawKind::Unread { message } => message.clone(),
        FlawKind::Document { problem, .. } => problem.to_string(),
    };
    Ok(Step::Ask { url, wrong: Some(wrong), refusal: None })
}

/// The first group that the reader belongs to.
async fn owner(pages: &Pages, ctx: &Ctx) -> Result<String, Error> {
    let (Principal::User { entity_ref, .. }, Some(authenticator)) =
        (ctx.principal(), pages.catalog.gate().authenticator())
    else {
        return Ok(SOMEBODY.to_owned());
    };
    let ownership = authenticator.ownership(entity_ref).await?;
    let group = ownership.iter().find(|owner| owner.starts_with("group:")).map_or(SOMEBODY, String::as_str);
    // Owners are groups of the usual namespace unless they say otherwise.
    Ok(group.strip_prefix("group:default/").unwrap_or(group).to_owned())
}

/// A flaw as the pages show problems.
fn problem(flaw: &Flaw) -> Problem {
    let plain = |title: String, cure: &str| Problem {
        level: Level::Error,
        title,
        message: Some(short_place(&flaw.file)),
        cure: cure.to_owned(),
        place: None,
    };
    match &flaw.kind {
        FlawKind::Missing => {
            plain("There is no such file".to_owned(), "Correct the target that names it, or add the file.")
        }
        FlawKind::NotAllowed => plain(
            "The portal may not read from there".to_owned(),
            "Add the host to backend.reading.allow in the configuration.",
        ),
        FlawKind::Unread { message } => plain(message.clone(), "Correct it at the source, then look again."),
        FlawKind::Document { problem, excerpt } => {
            let cure = problem.help.as_deref().map(problems::sentence);
            let place = problem.place.as_ref().map(|place| {
                let line = u64::try_from(place.line).unwrap_or(u64::MAX);
                let excerpt = excerpt.as_ref().map(|lines| Excerpt {
                    first_line: u64::try_from(lines.first).unwrap_or(u64::MAX),
                    lines: lines.lines.clone(),
                    lit: line,
                });
                placed(&flaw.file, line, u64::try_from(place.column).ok(), excerpt)
            });
            Problem {
                level: Level::Error,
                title: match &flaw.entity_ref {
                    Some(entity_ref) => format!("{entity_ref}: {}", problem.message),
                    None => problem.message.clone(),
                },
                message: place.is_none().then(|| short_place(&flaw.file)),
                cure: cure.unwrap_or_else(|| "Correct it at the source, then look again.".to_owned()),
                place,
            }
        }
    }
}

/// What has come of a registration; waits a moment for the first reading, so that the reader need not look again.
async fn registered(pages: &Pages, ctx: &Ctx, target: &str) -> Result<Registered, Error> {
    let own = entity_ref("url", target);
    let started = std::time::Instant::now();
    let progress = loop {
        let progress = progress(pages, &own).await?;
        if !matches!(progress, Progress::Waiting) || started.elapsed() > PATIENCE {
            break progress;
        }
        tokio::time::sleep(PAUSE).await;
    };
    let (refs, total) = entities_of(pages, ctx, &format!("url:{target}"), NAMED).await?;
    let progress = match progress {
        Progress::Read { problems } if total == 0 && !problems.is_empty() => Progress::Failed { problems },
        progress => progress,
    };
    let titles = Titles::of(&pages.catalog, ctx, refs.iter().map(String::as_str)).await?;
    let kind = refs.first().and_then(|first| first.split(':').next());
    Ok(Registered {
        target: short_target(target),
        progress,
        entities: refs.iter().map(|entity_ref| titles.link(entity_ref)).collect(),
        total,
        list: kind.map_or_else(|| Href::new(CATALOG), kind_list),
        again: Href::new(format!("{IMPORT}?registered={}", query_part(target))),
    })
}

/// How far the reading of a Location has come.
async fn progress(pages: &Pages, own: &str) -> Result<Progress, Error> {
    let rows = entity::read_many(&pages.catalog.ingest.services.db, &[own]).await?;
    let Some(row) = rows.into_iter().next() else { return Ok(Progress::Absent) };
    let items: Vec<Value> = serde_json::from_str(&row.problems).unwrap_or_default();
    let problems: Vec<Problem> = items.iter().map(problems::problem).collect();
    Ok(match (row.document.is_some(), problems.is_empty()) {
        (true, _) => Progress::Read { problems },
        (false, false) => Progress::Failed { problems },
        (false, true) => Progress::Waiting,
    })
}

//! `GET` and `POST /catalog/{namespace}/{kind}/{name}/definition/try`: the form in which an operation is tried, and what the
//! API answered. `operation` names the operation by its anchor, `media` the media type of the body by its position.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use definition::Content;
use definition::openapi::{Openapi, Operation};
use kernel::Error;
use kernel::http::{Path, Query};
use page::{Form, Visit};

use super::Docs;
use crate::api::Api;
use crate::definitions::ReadApi;
use crate::outline::Target;
use crate::place::Links;
use crate::try_out::fields::Fields;
use crate::try_out::{self, Outcome, host_of};
use crate::view::try_out::{self as view, TryPage};

type Place = Path<(String, String, String)>;

pub(super) async fn show(
    State(docs): State<Docs>,
    visit: Visit,
    Path((namespace, kind, name)): Place,
    query: Query,
) -> Result<Response, Error> {
    let api = docs.find(&visit.ctx, (&namespace, &kind, &name)).await?;
    let read = docs.definitions.read(&api).await?;
    let (openapi, operation) = named(&read, query.get("operation").unwrap_or_default())?;
    let media = query.get("media").and_then(|text| text.parse().ok()).unwrap_or_default();
    let fields = Fields::samples(openapi, operation, media);
    Ok(drawn(
        &docs,
        &visit,
        &api,
        (openapi, operation),
        StatusCode::OK,
        Shown { fields, others: Vec::new(), outcome: None },
    ))
}

pub(super) async fn submit(
    State(docs): State<Docs>,
    visit: Visit,
    Path((namespace, kind, name)): Place,
    form: Form,
) -> Result<Response, Error> {
    let api = docs.find(&visit.ctx, (&namespace, &kind, &name)).await?;
    let read: Arc<ReadApi> = docs.definitions.read(&api).await?;
    let (openapi, operation) = named(&read, form.text("operation"))?;
    let mut fields = Fields::filled(openapi, operation, &form);
    let values = fields.values(openapi, operation, &form);
    let tools = (&docs.services, &*docs.hosts);
    let outcome = try_out::try_out(tools, &visit.ctx, &api, (openapi, operation), &values).await?;
    let status = match &outcome {
        Outcome::Wrong(_) => StatusCode::BAD_REQUEST,
        Outcome::Refused { .. } => StatusCode::FORBIDDEN,
        Outcome::Failed { .. } | Outcome::Answered { .. } => StatusCode::OK,
    };
    let mut others = Vec::new();
    if let Outcome::Wrong(errors) = &outcome {
        others = fields.mark(errors);
    }
    let shown = Shown { fields, others, outcome: Some(outcome) };
    Ok(drawn(&docs, &visit, &api, (openapi, operation), status, shown))
}

struct Shown {
    fields: Fields,
    /// What is wrong with no field of the form.
    others: Vec<String>,
    outcome: Option<Outcome>,
}

/// The operation that an anchor names. Only what an API is asked for can be tried.
fn named<'r>(read: &'r ReadApi, anchor: &str) -> Result<(&'r Openapi, &'r Operation), Error> {
    let not_found = || Error::NotFound("this definition has no such operation to try".to_owned());
    let Content::Openapi(openapi) = &read.definition.content else { return Err(not_found()) };
    let Some(Target::Operation(index)) = read.outline.find(anchor).map(|row| row.target) else {
        return Err(not_found());
    };
    let operation = openapi.operations.get(index).ok_or_else(not_found)?;
    Ok((openapi, operation))
}

fn drawn(
    docs: &Docs,
    visit: &Visit,
    api: &Api,
    (openapi, operation): (&Openapi, &Operation),
    status: StatusCode,
    shown: Shown,
) -> Response {
    let page = TryPage {
        api,
        operation,
        links: Links { path: &api.path },
        refused_host: refused_host(docs, openapi, operation),
        fields: shown.fields,
        others: shown.others,
        outcome: shown.outcome,
    };
    page::html(status, view::render(&docs.frames.of(visit), &page))
}

/// The host to add to the configuration, when none of the operation's servers is allowed: people should know before they
/// fill in a form.
fn refused_host(docs: &Docs, openapi: &Openapi, operation: &Operation) -> Option<String> {
    let method = operation.method.parse().unwrap_or_default();
    let servers = operation.servers.iter().filter_map(|index| openapi.servers.get(*index));
    let mut hosts = Vec::new();
    for server in servers {
        // The host of an address with variables is known when it is chosen.
        let is_open = server
            .url
            .split("://")
            .nth(1)
            .is_none_or(|rest| rest.split('/').next().unwrap_or_default().contains('{'));
        if is_open || docs.services.outbound.check_once(&method, &server.url, &docs.hosts).is_ok() {
            return None;
        }
        hosts.push(host_of(&server.url));
    }
    hosts.into_iter().find(|host| !host.is_empty())
}

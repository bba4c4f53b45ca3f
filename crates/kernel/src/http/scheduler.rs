//! The scheduled jobs of a plugin over the wire: what there is, run one now, stop one. Source: platform-services
//! contract, "Scheduler views".

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;

use super::{Access, Path, Routes, respond};
use crate::Error;
use crate::jobs::Jobs;

/// Which plugin's jobs.
#[derive(Clone)]
struct Place {
    jobs: Jobs,
    plugin: &'static str,
}

/// The routes of one plugin.
pub(super) fn routes(jobs: &Jobs, plugin: &'static str) -> Routes {
    let place = || Place { jobs: jobs.clone(), plugin };
    let tasks = "/.backstage/scheduler/v1/tasks";
    let trigger_path = "/.backstage/scheduler/v1/tasks/{id}/trigger";
    let cancel_path = "/.backstage/scheduler/v1/tasks/{id}/cancel";
    Routes::new()
        .add_plain(Method::GET, tasks, Access::Credentials, get(list).with_state(place()))
        .add_plain(Method::POST, trigger_path, Access::Credentials, post(trigger).with_state(place()))
        .add_plain(Method::POST, cancel_path, Access::Credentials, post(cancel).with_state(place()))
}

async fn list(State(place): State<Place>) -> Result<Response, Error> {
    Ok(respond::json(&json!({ "tasks": place.jobs.list(place.plugin).await? })))
}

async fn trigger(State(place): State<Place>, Path(id): Path<String>) -> Result<(), Error> {
    place.jobs.trigger(place.plugin, &id).await
}

async fn cancel(State(place): State<Place>, Path(id): Path<String>) -> Result<(), Error> {
    place.jobs.cancel(place.plugin, &id).await
}

//! Scheduled jobs as the scheduler routes show and steer them. Source: platform-services contract, "Scheduler views".

use serde::Serialize;
use serde_json::Value;

use super::local::LocalState;
use super::schedule::milliseconds;
use super::{CANCEL_CHANNEL, CHANNEL, Jobs, Registered, store};
use crate::{Error, Timestamp, clock};

/// One scheduled job in its wire form.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskView {
    pub task_id: &'static str,
    pub plugin_id: &'static str,
    /// `global` or `local`.
    pub scope: &'static str,
    pub settings: Value,
    /// `None` before the schedule is written down.
    pub task_state: Option<TaskState>,
    /// What this replica does about it.
    pub worker_state: Option<WorkerState>,
}

/// What the portal as a whole does about it.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "status", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum TaskState {
    Running {
        started_at: String,
        times_out_at: String,
        #[serde(flatten)]
        last: LastRun,
    },
    Idle {
        #[serde(skip_serializing_if = "Option::is_none")]
        starts_at: Option<String>,
        #[serde(flatten)]
        last: LastRun,
    },
}

/// How the last run went; both absent before the first.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LastRun {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_run_error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_run_ended_at: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum WorkerState {
    InitialWait,
    Idle,
    Running,
}

pub(super) async fn list(jobs: &Jobs, plugin: Option<&str>) -> Result<Vec<TaskView>, Error> {
    let mut views = Vec::new();
    for registered in jobs.handlers().into_values() {
        if plugin.is_some_and(|plugin| plugin != registered.plugin) {
            continue;
        }
        let Some(schedule) = &registered.handler.schedule else { continue };
        let (scope, task_state, worker_state) = match &registered.local {
            Some(state) => {
                let (task, worker) = local_states(&registered, state);
                ("local", Some(task), Some(worker))
            }
            None => match global_states(jobs, &registered).await? {
                Some((task, worker)) => ("global", Some(task), Some(worker)),
                None => ("global", None, None),
            },
        };
        views.push(TaskView {
            task_id: registered.handler.kind,
            plugin_id: registered.plugin,
            scope,
            settings: schedule.settings(),
            task_state,
            worker_state,
        });
    }
    Ok(views)
}

pub(super) async fn trigger(jobs: &Jobs, plugin: &str, task_id: &str) -> Result<(), Error> {
    let registered = jobs.find(plugin, task_id)?;
    let accepted = if let Some(state) = &registered.local {
        state.trigger()
    } else {
        let mut tx = jobs.inner.db.begin().await?;
        let accepted = store::trigger(&mut tx, registered.handler.kind).await?;
        tx.notify(CHANNEL).await?;
        tx.commit().await?;
        accepted
    };
    if accepted { Ok(()) } else { Err(Error::Conflict(format!("Task {task_id} is currently running"))) }
}

pub(super) async fn cancel(jobs: &Jobs, plugin: &str, task_id: &str) -> Result<(), Error> {
    let registered = jobs.find(plugin, task_id)?;
    let accepted = if let Some(state) = &registered.local {
        state.cancel()
    } else {
        let mut tx = jobs.inner.db.begin().await?;
        let accepted = store::cancel(&mut tx, registered.handler.kind).await?;
        tx.notify(CANCEL_CHANNEL).await?;
        tx.commit().await?;
        accepted
    };
    if accepted { Ok(()) } else { Err(Error::Conflict(format!("Task {task_id} is not running"))) }
}

async fn global_states(
    jobs: &Jobs,
    registered: &Registered,
) -> Result<Option<(TaskState, WorkerState)>, Error> {
    let Some(row) = store::schedule_row(&jobs.inner.db, registered.handler.kind).await? else {
        return Ok(None);
    };
    let here = row.running && row.holder.as_deref() == Some(jobs.inner.replica.as_str());
    let worker = match (here, row.last_ended_at) {
        (true, _) => WorkerState::Running,
        (false, None) if !row.running => WorkerState::InitialWait,
        (false, _) => WorkerState::Idle,
    };
    let last = last_run(row.last_error, row.last_ended_at);
    let started_at = row.started_at.filter(|_| row.running);
    Ok(Some((task_state(registered, started_at, row.run_at, last), worker)))
}

fn local_states(registered: &Registered, state: &LocalState) -> (TaskState, WorkerState) {
    let shown = state.shown.lock().clone();
    let worker = match (&shown.running, shown.last_ended_at) {
        (Some(_), _) => WorkerState::Running,
        (None, None) => WorkerState::InitialWait,
        (None, Some(_)) => WorkerState::Idle,
    };
    let last = last_run(shown.last_error, shown.last_ended_at);
    let started_at = shown.running.map(|run| run.started_at);
    (task_state(registered, started_at, shown.next, last), worker)
}

fn task_state(
    registered: &Registered,
    started_at: Option<Timestamp>,
    next: Option<Timestamp>,
    last: LastRun,
) -> TaskState {
    match started_at {
        Some(started) => TaskState::Running {
            started_at: clock::iso(started),
            times_out_at: clock::iso(started.saturating_add(milliseconds(registered.handler.timeout))),
            last,
        },
        None => TaskState::Idle { starts_at: next.map(clock::iso), last },
    }
}

fn last_run(error: Option<String>, ended_at: Option<Timestamp>) -> LastRun {
    LastRun { last_run_error: error, last_run_ended_at: ended_at.map(clock::iso) }
}

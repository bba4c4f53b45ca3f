//! `/settings/jobs`: what runs by schedule, what waits, and what gave up; with the buttons that start and stop.

use axum::extract::State;
use axum::response::Response;
use kernel::audit::Status;
use kernel::extension::View;
use kernel::http::Path;
use kernel::jobs::{FailedJob, TaskState, TaskView, Waiting};
use kernel::{Ctx, Error, Services, Timestamp, clock};
use maud::{Markup, html};
use page::Form;
use page::address::segment;
use page::frames::SETTINGS;
use ui::notice::{self, State as Notice};
use ui::table::{self, Column, Width};
use ui::{Icon, Tone, badge, card, icon};

use crate::{PLUGIN, SCHEDULER_TRIGGER};

pub(super) const PATH: &str = "jobs";
/// Receives what to do with a scheduled job: the field `act` is `run` or `stop`.
pub(super) const ACTION: &str = "/settings/jobs/{plugin}/{task}";

/// Jobs that gave up which are named.
const TOLD_FAILED: usize = 25;
/// Characters of an error.
const TOLD: usize = 400;
/// The parameter with which the page says what was asked for.
const ASKED: &str = "asked";

pub(super) async fn draw(services: Services, view: View) -> Result<Markup, Error> {
    let tasks = services.jobs.all().await?;
    let waiting = services.jobs.waiting().await?;
    let failed = services.jobs.failed(TOLD_FAILED).await?;
    let may_act = services.gate.may(&view.ctx, SCHEDULER_TRIGGER.name).await?;
    let said = match view.query.get(ASKED) {
        Some("run") => Some("The job runs as soon as a worker is free."),
        Some("stop") => Some("The job was asked to stop. Its schedule goes on."),
        _ => None,
    };
    Ok(html! {
        @if let Some(said) = said { div role="status" { (notice::notice(Tone::Good, &html! { p { (said) } })) } }
        div.card { (scheduled(&tasks, may_act, view.ctx.now)) }
        @if !waiting.is_empty() { (card::card("Queue", None, &queue(&waiting))) }
        @if !failed.is_empty() { (card::card("Gave up", None, &gave_up(&failed, &view.ctx))) }
        (card::card("Always running", None, &html! {
            p.quiet { "Loops of this process. One that fails is logged and started again." }
            p { (services.tasks.loops().join(" · ")) }
        }))
    })
}

fn scheduled(tasks: &[TaskView], may_act: bool, now: Timestamp) -> Markup {
    if tasks.is_empty() {
        return notice::state(&Notice {
            icon: Icon::Clock,
            tone: Tone::Plain,
            title: "Nothing runs by schedule".to_owned(),
            text: "Features and providers list their schedules here.".to_owned(),
            detail: html! {},
            actions: html! {},
        });
    }
    let columns = [
        Column::new("Job", Width::Rest, 0),
        Column::new("Every", Width::Medium, 0),
        Column::new("State", Width::Medium, 0),
        Column::new("Ended", Width::Medium, 0),
        Column::new("Next", Width::Medium, 0),
        Column::new("Act", Width::Large, 0),
    ];
    let rows = html! {
        @for task in tasks {
            @let state = Shown::of(task);
            tr role="row" {
                (table::lead(&html! { div {
                    span.cell-text { code { (task.task_id) } }
                    span.cell-more { (task.plugin_id) @if task.scope == "local" { ", on each replica" } }
                    @if let Some(error) = state.error { span.cell-wrong { (ui::shorten(error, TOLD)) } }
                } }))
                (table::cell(&columns[1], Some(html! { (cadence(task)) })))
                (table::cell(&columns[2], Some(badge::mark(state.word, state.tone))))
                (table::cell(&columns[3], state.ended.and_then(clock::parse).map(|at| page::moment(at, now).render())))
                (table::cell(&columns[4], state.next.and_then(clock::parse).map(|at| page::coming(at, now))))
                (table::cell(&columns[5], may_act.then(|| act(task, state.is_running))))
            }
        }
    };
    table::table("Scheduled jobs", &columns, &rows)
}

/// What the page says of a task's state.
struct Shown<'t> {
    word: &'static str,
    tone: Tone,
    is_running: bool,
    error: Option<&'t str>,
    ended: Option<&'t str>,
    next: Option<&'t str>,
}

impl<'t> Shown<'t> {
    fn of(task: &'t TaskView) -> Self {
        let (is_running, last, next) = match &task.task_state {
            Some(TaskState::Running { last, .. }) => (true, Some(last), None),
            Some(TaskState::Idle { starts_at, last }) => (false, Some(last), starts_at.as_deref()),
            None => (false, None, None),
        };
        let error = last.and_then(|last| last.last_run_error.as_deref());
        let (word, tone) = match (is_running, error) {
            (true, _) => ("Running", Tone::Accent),
            (false, Some(_)) => ("Failed", Tone::Bad),
            (false, None) => ("Idle", Tone::Plain),
        };
        let ended = last.and_then(|last| last.last_run_ended_at.as_deref());
        Self { word, tone, is_running, error, ended, next }
    }
}

/// The schedule in words: `10 min` for `PT10M`; a cron expression as it is.
fn cadence(task: &TaskView) -> String {
    let text = task.settings.get("cadence").and_then(serde_json::Value::as_str).unwrap_or_default();
    let Some(time) = text.strip_prefix('P') else { return text.to_owned() };
    let (days, time) = time.split_once('T').unwrap_or((time, ""));
    let mut words = Vec::new();
    for (part, units) in [
        (days, [('D', "d"), ('W', "weeks"), ('M', "months")]),
        (time, [('H', "h"), ('M', "min"), ('S', "s")]),
    ] {
        let mut number = String::new();
        for letter in part.chars() {
            match units.iter().find(|(unit, _)| *unit == letter) {
                Some((_, word)) => words.push(format!("{} {word}", std::mem::take(&mut number))),
                None => number.push(letter),
            }
        }
    }
    words.join(" ")
}

fn act(task: &TaskView, is_running: bool) -> Markup {
    let (value, label, symbol) =
        if is_running { ("stop", "Stop", Icon::Stop) } else { ("run", "Run now", Icon::Play) };
    let action = format!("{SETTINGS}/{PATH}/{}/{}", segment(task.plugin_id), segment(task.task_id));
    html! {
        form method="post" action=(action) {
            button.button.small type="submit" name="act" value=(value) {
                (icon::draw(symbol)) (label) span.unseen { ": " (task.task_id) }
            }
        }
    }
}

fn queue(waiting: &[Waiting]) -> Markup {
    let columns = [
        Column::new("Kind", Width::Rest, 0),
        Column::new("Queued", Width::Medium, 0),
        Column::new("Running", Width::Medium, 0),
        Column::new("Gave up", Width::Medium, 0),
    ];
    let rows = html! {
        @for kind in waiting {
            tr role="row" {
                (table::lead(&html! { code { (kind.kind) } }))
                (table::cell(&columns[1], Some(html! { (kind.queued) })))
                (table::cell(&columns[2], Some(html! { (kind.running) })))
                (table::cell(&columns[3], Some(html! { (kind.failed) })))
            }
        }
    };
    table::table("Jobs in the queue by kind", &columns, &rows)
}

fn gave_up(failed: &[FailedJob], ctx: &Ctx) -> Markup {
    let columns = [
        Column::new("Job", Width::Rest, 0),
        Column::new("Tries", Width::Small, 0),
        Column::new("When", Width::Medium, 0),
    ];
    let rows = html! {
        @for job in failed {
            tr role="row" {
                (table::lead(&html! { div {
                    span.cell-text { code { (job.kind) } @if let Some(key) = &job.key { " " bdi { (key) } } }
                    span.cell-wrong { (ui::shorten(&job.error, TOLD)) }
                } }))
                (table::cell(&columns[1], Some(html! { (job.attempts) })))
                (table::cell(&columns[2], Some(page::moment(job.ended_at, ctx.now).render())))
            }
        }
    };
    table::table("Jobs that gave up", &columns, &rows)
}

/// Starts or stops a scheduled job, and leads back.
pub(super) async fn act_on(
    services: &Services,
    ctx: &Ctx,
    plugin: &str,
    task: &str,
    wish: &str,
) -> Result<(), Error> {
    services.gate.require(ctx, PLUGIN, &SCHEDULER_TRIGGER).await?;
    match wish {
        "run" => services.jobs.trigger(plugin, task).await,
        "stop" => services.jobs.cancel(plugin, task).await,
        other => Err(Error::Input(format!("act must be run or stop, not {other:?}"))),
    }
}

pub(super) async fn act_form(
    State(services): State<Services>,
    ctx: Ctx,
    Path((plugin, task)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let wish = form.text("act");
    let outcome = act_on(&services, &ctx, &plugin, &task, wish).await;
    let subject = format!("{plugin}/{task}");
    services.audit.record(&ctx, "devtools.scheduler.trigger", Status::of(&outcome), &subject);
    outcome?;
    Ok(page::see_other(&format!("{SETTINGS}/{PATH}?{ASKED}={wish}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schedules_are_read_by_people() {
        let table = [
            ("PT10M", "10 min"),
            ("P1DT2H30S", "1 d 2 h 30 s"),
            ("0 2 * * *", "0 2 * * *"),
            ("manual", "manual"),
            ("P2W", "2 weeks"),
        ];
        for (wire, expected) in table {
            let task = TaskView {
                task_id: "t",
                plugin_id: "p",
                scope: "global",
                settings: json!({ "cadence": wire }),
                task_state: None,
                worker_state: None,
            };
            assert_eq!(cadence(&task), expected);
        }
    }
}

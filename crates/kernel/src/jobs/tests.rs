//! The queue on both databases, with short leases.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use serde_json::{Value, json};

use super::*;
use crate::Clock;
use crate::db::testing::{each, postgres_settings};
use crate::tasks::Tasks;

const KIND: &str = "test.work";
const LEASE: Duration = Duration::from_millis(900);

fn quick() -> JobSettings {
    JobSettings { lease: LEASE, poll: Duration::from_millis(100), ..JobSettings::default() }
}

fn handler<Work, Running>(work: Work) -> JobHandler
where
    Work: Fn(JobRun) -> Running + Send + Sync + 'static,
    Running: Future<Output = Result<(), JobError>> + Send + 'static,
{
    JobHandler {
        kind: KIND,
        schedule: None,
        scope: Scope::Global,
        timeout: Duration::from_secs(20),
        max_attempts: 3,
        run: Arc::new(move |run| Box::pin(work(run))),
    }
}

async fn replica(db: &Db, handler: JobHandler) -> (Jobs, Tasks) {
    let jobs = Jobs::new(db, quick());
    jobs.migrate().await.unwrap();
    let tasks = Tasks::new();
    jobs.register("test", handler).unwrap();
    jobs.start(&tasks).await.unwrap();
    (jobs, tasks)
}

fn job(key: Option<&str>, payload: Value) -> NewJob {
    NewJob { kind: KIND, key: key.map(str::to_owned), payload, run_at: None }
}

async fn push(db: &Db, job: &NewJob) {
    let mut tx = db.begin().await.unwrap();
    Jobs::push(&mut tx, job).await.unwrap();
    tx.commit().await.unwrap();
}

/// `state, attempt, last_error` of every job without a schedule.
async fn rows(db: &Db) -> Vec<(String, i64, Option<String>)> {
    let sql = "SELECT state, attempt, last_error FROM callboard_job WHERE settings IS NULL ORDER BY id";
    let rows = db.all(sql, &[]).await.unwrap();
    rows.iter().map(|row| (row.text(0).unwrap(), row.integer(1).unwrap(), row.opt_text(2).unwrap())).collect()
}

async fn until<Check>(what: &str, mut check: Check)
where
    Check: AsyncFnMut() -> bool,
{
    for _ in 0..400 {
        if check().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("waited in vain until {what}");
}

#[tokio::test]
async fn a_job_runs_once_its_transaction_is_committed_and_is_gone() {
    for db in each().await {
        let seen: Arc<Mutex<Vec<Value>>> = Arc::default();
        let sink = seen.clone();
        let (_jobs, tasks) = replica(
            &db,
            handler(move |run| {
                sink.lock().push((*run.payload).clone());
                async { Ok(()) }
            }),
        )
        .await;
        let mut tx = db.begin().await.unwrap();
        Jobs::push(&mut tx, &job(None, json!({ "id": 1 }))).await.unwrap();
        drop(tx);
        push(&db, &job(None, json!({ "id": 2 }))).await;
        until("the job is gone", async || !seen.lock().is_empty() && rows(&db).await.is_empty()).await;
        assert_eq!(*seen.lock(), [json!({ "id": 2 })]);
        tasks.stop().await;
    }
}

#[tokio::test]
async fn failures_are_tried_again_or_kept_with_their_reason() {
    type Failing = fn(JobRun) -> BoxFuture<'static, Result<(), JobError>>;
    let cases: [(&str, Failing, &str, i64); 4] = [
        ("gives up", |_| Box::pin(async { Err(JobError::GiveUp("no".to_owned())) }), "no", 1),
        ("panics in the future", |_| Box::pin(async { panic!("boom") }), "it panicked", 2),
        ("panics before it", |_| panic!("boom"), "it panicked", 2),
        ("retries in vain", |_| Box::pin(async { Err(JobError::Retry("later".to_owned())) }), "later", 2),
    ];
    for db in each().await {
        for (name, work, reason, attempts) in cases {
            let mut handler = handler(work);
            handler.max_attempts = 2;
            let (_jobs, tasks) = replica(&db, handler).await;
            push(&db, &job(None, Value::Null)).await;
            until("it has failed", async || rows(&db).await.iter().any(|row| row.0 == "failed")).await;
            assert_eq!(rows(&db).await, [("failed".to_owned(), attempts, Some(reason.to_owned()))], "{name}");
            tasks.stop().await;
            db.execute("DELETE FROM callboard_job", &[]).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_run_that_takes_too_long_is_stopped() {
    for db in each().await {
        let mut handler = handler(|_| async {
            tokio::time::sleep(Duration::from_mins(1)).await;
            Ok(())
        });
        handler.timeout = Duration::from_millis(50);
        handler.max_attempts = 1;
        let (_jobs, tasks) = replica(&db, handler).await;
        push(&db, &job(None, Value::Null)).await;
        until("it has failed", async || rows(&db).await.iter().any(|row| row.0 == "failed")).await;
        tasks.stop().await;
    }
}

#[tokio::test]
async fn jobs_of_one_key_are_folded_while_queued_and_never_run_at_once() {
    for db in each().await {
        let (at_once, most, runs) =
            (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)), Arc::default());
        let seen: Arc<Mutex<Vec<Value>>> = Arc::clone(&runs);
        let (now, top) = (at_once.clone(), most.clone());
        let work = move |run: JobRun| {
            let (now, top, seen) = (now.clone(), top.clone(), seen.clone());
            async move {
                top.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(150)).await;
                now.fetch_sub(1, Ordering::SeqCst);
                seen.lock().push((*run.payload).clone());
                Ok(())
            }
        };
        let later = db.now().await.unwrap() + 300;
        Jobs::new(&db, quick()).migrate().await.unwrap();
        push(&db, &NewJob { run_at: Some(later), ..job(Some("k"), json!(1)) }).await;
        push(&db, &job(Some("k"), json!(2))).await;
        assert_eq!(rows(&db).await.len(), 1);
        let (_jobs, tasks) = replica(&db, handler(work)).await;
        until("the first runs", async || at_once.load(Ordering::SeqCst) == 1).await;
        push(&db, &job(Some("k"), json!(3))).await;
        push(&db, &job(Some("k"), json!(4))).await;
        until("all is done", async || rows(&db).await.is_empty()).await;
        assert_eq!(*runs.lock(), [json!(2), json!(4)]);
        assert_eq!(most.load(Ordering::SeqCst), 1);
        tasks.stop().await;
    }
}

type Work = Box<dyn Fn(JobRun) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// Counts the runs of each payload.
fn counting(runs: Arc<Mutex<HashMap<String, u32>>>) -> Work {
    Box::new(move |run| {
        *runs.lock().entry(run.payload.to_string()).or_default() += 1;
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(2)).await;
            Ok(())
        })
    })
}

/// Notes whether it holds its job, loses it to another, and notes again.
fn losing(db: Db, answers: Arc<Mutex<Vec<bool>>>) -> Work {
    Box::new(move |run| {
        let (db, answers) = (db.clone(), answers.clone());
        Box::pin(async move {
            for _ in 0..2 {
                let mut tx = db.begin().await.unwrap();
                let holds = run.holds(&mut tx).await.unwrap();
                tx.commit().await.unwrap();
                answers.lock().push(holds);
                let taken = "UPDATE callboard_job SET fence = fence + 1, lease_until = lease_until + 60000";
                db.execute(taken, &[]).await.unwrap();
            }
            Ok(())
        })
    })
}

/// Fails the first time, and runs until it is cancelled from then on.
fn first_failing(runs: Arc<AtomicU32>) -> Work {
    Box::new(move |run| {
        let number = runs.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            if number > 0 {
                run.cancelled.cancelled().await;
            }
            Err(JobError::GiveUp("first".to_owned()))
        })
    })
}

#[tokio::test]
async fn two_replicas_share_the_work_and_do_nothing_twice() {
    let mut pairs = Vec::new();
    let db = Db::open_in_memory(Clock::System).await.unwrap();
    pairs.push((db.clone(), db));
    if let Some(settings) = postgres_settings() {
        pairs.push((Db::open(&settings).await.unwrap(), Db::open(&settings).await.unwrap()));
    }
    for (one, two) in pairs {
        let runs: Arc<Mutex<HashMap<String, u32>>> = Arc::default();
        let mut replicas = Vec::new();
        for db in [&one, &two] {
            replicas.push(replica(db, handler(counting(runs.clone()))).await);
        }
        let mut tx = one.begin().await.unwrap();
        for number in 0..500 {
            Jobs::push(&mut tx, &job(None, json!(number))).await.unwrap();
        }
        tx.commit().await.unwrap();
        until("the queue is empty", async || rows(&one).await.is_empty()).await;
        let runs = runs.lock().clone();
        assert_eq!(runs.len(), 500);
        assert!(runs.values().all(|count| *count == 1), "something ran twice");
        for (_, tasks) in replicas {
            tasks.stop().await;
        }
    }
}

#[tokio::test]
async fn work_of_a_dead_replica_is_taken_over_after_its_lease() {
    for db in each().await {
        let hang = handler(|_| std::future::pending());
        let (_dead, tasks) = replica(&db, hang).await;
        push(&db, &job(Some("k"), Value::Null)).await;
        until("it runs", async || rows(&db).await.iter().any(|row| row.0 == "running")).await;
        // Ends every task at once, as a kill does: nothing is written.
        tasks.stop().await;
        assert_eq!(rows(&db).await, [("running".to_owned(), 1, None)]);
        let attempts: Arc<Mutex<Vec<(u32, i64)>>> = Arc::default();
        let seen = attempts.clone();
        let started = tokio::time::Instant::now();
        let (_heir, tasks) = replica(
            &db,
            handler(move |run| {
                seen.lock().push((run.attempt, run.fence));
                async { Ok(()) }
            }),
        )
        .await;
        until("it is done", async || rows(&db).await.is_empty()).await;
        assert_eq!(*attempts.lock(), [(2, 2)]);
        assert!(started.elapsed() < LEASE * 3, "{:?}", started.elapsed());
        tasks.stop().await;
    }
}

#[tokio::test]
async fn a_job_that_kills_its_replicas_is_given_up() {
    for db in each().await {
        Jobs::new(&db, quick()).migrate().await.unwrap();
        push(&db, &job(None, Value::Null)).await;
        db.execute("UPDATE callboard_job SET state = 'running', attempt = 3, lease_until = 0", &[])
            .await
            .unwrap();
        let (_jobs, tasks) = replica(&db, handler(|_| async { panic!("must not run") })).await;
        until("it has failed", async || rows(&db).await.iter().any(|row| row.0 == "failed")).await;
        assert_eq!(rows(&db).await[0].2.as_deref(), Some("its replica ended 3 times while it ran"));
        tasks.stop().await;
    }
}

#[tokio::test]
async fn who_lost_a_job_can_neither_write_nor_end_it() {
    for db in each().await {
        let answers: Arc<Mutex<Vec<bool>>> = Arc::default();
        let work = losing(db.clone(), answers.clone());
        let (_jobs, tasks) = replica(&db, handler(work)).await;
        push(&db, &job(None, Value::Null)).await;
        until("it has ended", async || answers.lock().len() == 2).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(*answers.lock(), [true, false]);
        assert_eq!(rows(&db).await.len(), 1, "the end of a lost run removed the row");
        tasks.stop().await;
    }
}

#[tokio::test]
async fn a_draining_replica_hands_its_work_back() {
    for db in each().await {
        let work = |run: JobRun| async move {
            run.draining.cancelled().await;
            Err(JobError::HandBack)
        };
        let (_jobs, tasks) = replica(&db, handler(work)).await;
        push(&db, &job(None, Value::Null)).await;
        until("it runs", async || rows(&db).await.iter().any(|row| row.0 == "running")).await;
        tasks.drain();
        until("it is queued", async || rows(&db).await == [("queued".to_owned(), 0, None)]).await;
        tasks.stop().await;
    }
}

#[tokio::test]
async fn running_and_queued_jobs_can_be_cancelled_by_key() {
    for db in each().await {
        let work = |run: JobRun| async move {
            run.cancelled.cancelled().await;
            Err(JobError::Retry("stopped".to_owned()))
        };
        let (_jobs, tasks) = replica(&db, handler(work)).await;
        push(&db, &job(Some("k"), Value::Null)).await;
        until("it runs", async || rows(&db).await.iter().any(|row| row.0 == "running")).await;
        push(&db, &job(Some("k"), Value::Null)).await;
        let mut tx = db.begin().await.unwrap();
        assert!(Jobs::cancel_key(&mut tx, KIND, "k").await.unwrap());
        assert!(!Jobs::cancel_key(&mut tx, KIND, "other").await.unwrap());
        tx.commit().await.unwrap();
        let expected = [("failed".to_owned(), 1, Some("cancelled".to_owned()))];
        until("it is cancelled", async || rows(&db).await == expected).await;
        tasks.stop().await;
    }
}

#[tokio::test]
async fn progress_is_written_down() {
    for db in each().await {
        let work = |run: JobRun| async move {
            run.progress(140, &"x".repeat(500));
            run.cancelled.cancelled().await;
            Ok(())
        };
        let (_jobs, tasks) = replica(&db, handler(work)).await;
        push(&db, &job(None, Value::Null)).await;
        let sql = "SELECT percent, progress FROM callboard_job WHERE percent IS NOT NULL";
        until("there is progress", async || db.one(sql, &[]).await.unwrap().is_some()).await;
        let row = db.one(sql, &[]).await.unwrap().unwrap();
        assert_eq!((row.integer(0).unwrap(), row.text(1).unwrap().len()), (100, 200));
        tasks.stop().await;
    }
}

#[tokio::test]
async fn schedules_run_by_time_and_by_trigger_and_tell_their_state() {
    for db in each().await {
        for scope in [Scope::Global, Scope::Replica] {
            let runs = Arc::new(AtomicU32::new(0));
            let mut handler = handler(first_failing(runs.clone()));
            let mut schedule = Schedule::every(Duration::from_hours(1), Duration::from_mins(1));
            schedule.initial_delay = Some(Duration::from_millis(400));
            handler.schedule = Some(schedule);
            handler.scope = scope;
            let (jobs, tasks) = replica(&db, handler).await;
            let before = view(&jobs).await;
            assert_eq!(before["taskState"]["status"], "idle", "{before}");
            assert_eq!(before["workerState"], json!({ "status": "initial-wait" }));
            assert_eq!(before["scope"], if scope == Scope::Global { "global" } else { "local" });
            let settings = json!({
                "version": 2, "cadence": "PT1H", "initialDelayDuration": "PT0.4S", "timeoutAfterDuration": "PT1M"
            });
            assert_eq!(before["settings"], settings);
            until("it has failed", async || view(&jobs).await["taskState"]["lastRunError"] == "first").await;
            let idle = view(&jobs).await;
            assert!(idle["taskState"]["startsAt"].is_string(), "{idle}");
            assert_eq!(idle["workerState"], json!({ "status": "idle" }));

            assert!(matches!(jobs.cancel("test", KIND).await, Err(Error::Conflict(_))));
            jobs.trigger("test", KIND).await.unwrap();
            until("it runs", async || view(&jobs).await["workerState"]["status"] == "running").await;
            let running = view(&jobs).await;
            assert!(running["taskState"]["timesOutAt"].is_string(), "{running}");
            assert!(matches!(jobs.trigger("test", KIND).await, Err(Error::Conflict(_))));
            jobs.cancel("test", KIND).await.unwrap();
            until("it is cancelled", async || view(&jobs).await["taskState"]["lastRunError"] == "cancelled")
                .await;
            assert_eq!(runs.load(Ordering::SeqCst), 2);
            assert!(matches!(jobs.trigger("test", "unknown").await, Err(Error::NotFound(_))));
            assert!(matches!(jobs.trigger("other", KIND).await, Err(Error::NotFound(_))));
            tasks.stop().await;
            db.execute("DELETE FROM callboard_job", &[]).await.unwrap();
        }
    }
}

async fn view(jobs: &Jobs) -> Value {
    serde_json::to_value(&jobs.list("test").await.unwrap()[0]).unwrap()
}

#[tokio::test]
async fn a_known_schedule_keeps_its_time_unless_it_changed() {
    for db in each().await {
        Jobs::new(&db, quick()).migrate().await.unwrap();
        let hourly = Schedule::every(Duration::from_hours(1), Duration::from_mins(1));
        let daily = Schedule::every(Duration::from_hours(24), Duration::from_mins(1));
        let time = async || store::schedule_row(&db, KIND).await.unwrap().unwrap().run_at.unwrap();
        store::put_schedule(&db, KIND, &hourly).await.unwrap();
        db.execute("UPDATE callboard_job SET run_at = 42", &[]).await.unwrap();
        store::put_schedule(&db, KIND, &hourly).await.unwrap();
        assert_eq!(time().await, 42);
        store::put_schedule(&db, KIND, &daily).await.unwrap();
        assert!(time().await > 42);
    }
}

#[tokio::test]
async fn payloads_are_bounded_and_kinds_unique() {
    let db = Db::open_in_memory(Clock::System).await.unwrap();
    let jobs = Jobs::new(&db, quick());
    jobs.migrate().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let large = job(None, json!("x".repeat(MAX_PAYLOAD_BYTES)));
    assert!(matches!(Jobs::push(&mut tx, &large).await, Err(Error::TooLarge(_))));
    jobs.register("test", handler(|_| async { Ok(()) })).unwrap();
    assert!(matches!(jobs.register("other", handler(|_| async { Ok(()) })), Err(Error::Conflict(_))));
}

#[test]
fn schedules_are_read_from_configuration() {
    let timeout = json!({ "minutes": 3 });
    let cases = [
        (json!({ "frequency": { "minutes": 30 }, "timeout": timeout }), Ok(("PT30M", Some(0)))),
        (json!({ "frequency": "PT90S", "timeout": timeout }), Ok(("PT1M30S", Some(0)))),
        (json!({ "frequency": "2h", "timeout": "PT3M", "initialDelay": "15s" }), Ok(("PT2H", Some(15_000)))),
        // 1970-01-01 was a Thursday.
        (
            json!({ "frequency": { "cron": "30 4 * * 1" }, "timeout": timeout }),
            Ok(("30 4 * * 1", Some(361_800_000))),
        ),
        (
            json!({ "frequency": { "cron": "*/10 * * * * *" }, "timeout": timeout }),
            Ok(("*/10 * * * * *", Some(10_000))),
        ),
        (json!({ "frequency": { "trigger": "manual" }, "timeout": timeout }), Ok(("manual", None))),
        (json!({ "frequency": { "trigger": "never" }, "timeout": timeout }), Err("'manual'")),
        (json!({ "frequency": { "cron": "every day" }, "timeout": timeout }), Err("Invalid cron expression")),
        (json!({ "frequency": { "minutes": 30 } }), Err("timeout")),
        (json!({ "timeout": timeout }), Err("frequency")),
        (json!({ "frequency": "1h", "timeout": timeout, "scope": "galactic" }), Err("galactic")),
    ];
    for (config, expected) in cases {
        let read = Schedule::from_config(&Section::root(config.clone()));
        match (read, expected) {
            (Ok(schedule), Ok((cadence, first))) => {
                assert_eq!(schedule.settings()["cadence"], cadence, "{config}");
                assert_eq!(schedule.first(0), first, "{config}");
            }
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{config}: {error}"),
            (read, _) => panic!("{config}: {read:?}"),
        }
    }
}

#[test]
fn intervals_count_from_the_start_of_a_run() {
    let schedule = Schedule::every(Duration::from_mins(1), Duration::from_secs(1));
    assert_eq!(schedule.following(1_000, 5_000), Some(61_000));
    assert_eq!(schedule.following(1_000, 90_000), Some(90_000));
}

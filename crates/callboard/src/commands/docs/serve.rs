//! `callboard docs serve`: the site on this machine, for its author. It follows the files, and says in the page and on the
//! terminal what is wrong.

mod routes;

use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::http::server::{Listen, bind};
use kernel::tasks::Tasks;
use markdown::site::{Plan, Settings, Severity, Site};
use tokio::sync::watch;

use super::folder::Folder;
use super::{ServeArguments, render, report};
use crate::commands::{Failure, Outcome, output as terminal};
use crate::signals::Signals;

/// How often files are looked at.
const INTERVAL: Duration = Duration::from_millis(250);
/// Looking takes at most one part in so many of the time.
const LOOKING_SHARE: u32 = 10;

/// What is shown now.
#[derive(Clone)]
struct Shown {
    /// Counts what was built.
    version: u64,
    /// The last good one.
    site: Option<Arc<Site>>,
    /// Why the files as they are now make no site.
    failure: Option<String>,
    folder: Arc<std::path::PathBuf>,
}

/// Serves until a signal.
pub(super) async fn serve(arguments: ServeArguments) -> Result<Outcome, Failure> {
    let listen = Listen { host: Some(arguments.host.clone()), port: arguments.port };
    let listener = bind(&listen).await?;
    let address = listener.local_addr().map_err(|error| Failure::Portal(error.to_string()))?;
    let mut folder = Folder::open(&arguments.source)?;
    let root = Arc::new(folder.root().to_path_buf());
    let mut shown = Shown { version: 0, site: None, failure: None, folder: root };
    let verbose = arguments.verbose;
    let first = move || {
        let built = advance(&mut folder, &mut shown, verbose);
        (folder, shown, built)
    };
    let (folder, shown, built) = blocking(first).await?;
    built?;
    let (sender, receiver) = watch::channel(shown);
    let tasks = Tasks::new();
    tasks.spawn("watch the files of the site", follow(folder, sender, verbose));
    terminal::line(&format!("the site is at http://{address}/ and follows its files; Ctrl-C ends it"));
    let mut signals = Signals::listen().map_err(|error| Failure::Portal(error.to_string()))?;
    let serving = axum::serve(listener, routes::router(receiver, address));
    tokio::select! {
        ended = serving => ended.map_err(|error| Failure::Portal(error.to_string()))?,
        _ = signals.next() => {}
    }
    tasks.stop().await;
    Ok(Outcome::Done)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    let ended = tokio::task::spawn_blocking(work).await;
    ended.map_err(|error| Failure::Portal(format!("the build ended early: {error}")))
}

/// Looks at the files again and again, and builds when they differ.
async fn follow(mut folder: Folder, sender: watch::Sender<Shown>, verbose: bool) {
    let mut pause = INTERVAL;
    loop {
        tokio::time::sleep(pause).await;
        let mut shown = sender.borrow().clone();
        let before = shown.version;
        let work = move || {
            let begun = Instant::now();
            let built = advance(&mut folder, &mut shown, verbose);
            (folder, shown, built, begun.elapsed())
        };
        let Ok((same_folder, shown, built, took)) = blocking(work).await else { return };
        folder = same_folder;
        pause = INTERVAL.max(took * LOOKING_SHARE);
        if let Err(failure) = built {
            terminal::remark(&format!("error: {failure}"));
        } else if shown.version != before {
            sender.send_replace(shown);
        }
    }
}

/// Reads the folder, and builds when anything in it differs from the last time.
fn advance(folder: &mut Folder, shown: &mut Shown, verbose: bool) -> Result<(), Failure> {
    let begun = Instant::now();
    if !folder.read()? && shown.version > 0 {
        return Ok(());
    }
    shown.version += 1;
    report(folder.findings(), verbose);
    match Plan::new(folder.tree(), &Settings { with_drafts: true, ..Settings::default() }) {
        Ok(plan) => {
            let (mut site, rendered) = render::site(plan, shown.site.as_deref());
            site.findings.extend(folder.findings().iter().cloned());
            report(&site.findings, verbose);
            let warnings =
                site.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
            let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
            let pages = site.pages.len();
            terminal::remark(&format!(
                "{rendered} of {pages} pages rendered in {milliseconds:.0} ms, {warnings} warnings"
            ));
            shown.site = Some(Arc::new(site));
            shown.failure = None;
        }
        Err(refusal) => {
            terminal::remark(&format!("error: no site can be built: {refusal}"));
            shown.failure = Some(refusal.to_string());
        }
    }
    Ok(())
}

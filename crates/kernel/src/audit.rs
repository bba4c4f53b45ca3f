//! One line per decision: who did or was refused what. Knows nothing of what the events mean.

mod file;
mod recent;

use std::sync::Arc;

use serde::Serialize;

use crate::config::Section;
use crate::tasks::Tasks;
use crate::{Clock, Ctx, Error, Timestamp, clock};

use file::AuditFile;
use recent::Recent;
pub use recent::{Entry, KEPT};

/// Longer texts from outside are cut in audit lines.
const MAX_TEXT_CHARACTERS: usize = 1024;

/// Where audit lines go: to the log (target `audit`) unless that is switched off, and to a file where one is configured.
/// The newest are also kept in memory, for pages. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    is_silent: bool,
    file: Option<Arc<AuditFile>>,
    strict: bool,
    recent: Arc<Recent>,
}

/// How a decision ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Succeeded,
    Failed,
    Denied,
}

impl Status {
    pub const ALL: [Self; 3] = [Self::Succeeded, Self::Failed, Self::Denied];

    /// How a use case ended, by what it answered.
    pub fn of<T>(outcome: &Result<T, Error>) -> Self {
        match outcome {
            Ok(_) => Self::Succeeded,
            Err(Error::Forbidden(_)) => Self::Denied,
            Err(_) => Self::Failed,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Denied => "denied",
        }
    }
}

/// One line of the file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    time: String,
    event: &'a str,
    status: Status,
    actor: &'a str,
    request_id: &'a str,
    subject: &'a str,
}

impl Audit {
    /// `callboard.audit.file` names a file that lines are appended to; with `callboard.audit.strict` nothing may be
    /// changed while it cannot be written.
    pub fn from_config(config: &Section, clock: &Clock, tasks: &Tasks) -> Result<Self, Error> {
        let at_fault = |error: crate::config::ConfigError| Error::Input(error.to_string());
        let path = config.string("callboard.audit.file").map_err(at_fault)?;
        let strict = config.boolean("callboard.audit.strict").map_err(at_fault)?.unwrap_or(false);
        let logs = config.boolean("backend.auditor.console.enabled").map_err(at_fault)?.unwrap_or(true);
        let file = path.map(|path| AuditFile::open(path.into(), tasks));
        let recent = Arc::new(Recent::since_start(clock.now()));
        Ok(Self { is_silent: !logs, strict: strict && file.is_some(), file, recent })
    }

    /// Writes exactly one line for `event` (for example `catalog.location.create`) about `subject`.
    pub fn record(&self, ctx: &Ctx, event: &str, status: Status, subject: &str) {
        let (actor, subject) = (printable(ctx.credentials.subject()), printable(subject));
        if !self.is_silent {
            tracing::info!(
                target: "audit",
                event,
                status = status.as_str(),
                actor,
                request_id = &*ctx.request_id,
                subject,
            );
        }
        self.recent.push(Entry {
            at: ctx.now,
            event: event.to_owned(),
            status,
            actor: actor.clone(),
            request_id: printable(&ctx.request_id),
            subject: subject.clone(),
        });
        let Some(file) = &self.file else { return };
        let time = clock::iso(ctx.now);
        let line =
            Line { time, event, status, actor: &actor, request_id: &ctx.request_id, subject: &subject };
        // Serialising a struct of texts cannot fail; if it ever did, an empty line would show it.
        file.push(serde_json::to_string(&line).unwrap_or_default());
    }

    /// The newest entries of this process, the last first; at most [`KEPT`].
    pub fn recent(&self) -> Vec<Entry> {
        self.recent.newest_first()
    }

    /// From when on [`Audit::recent`] is complete, unless it has had to forget.
    pub fn since(&self) -> Timestamp {
        self.recent.since()
    }

    /// Refuses what changes something while lines cannot be written, in strict mode.
    pub(crate) fn admit_change(&self) -> Result<(), Error> {
        if self.strict && self.warning().is_some() {
            let message = "the audit log cannot be written".to_owned();
            return Err(Error::Unavailable { message, retry_after_seconds: 5 });
        }
        Ok(())
    }

    /// What is wrong with the file, for readiness.
    pub(crate) fn warning(&self) -> Option<String> {
        let waiting = self.file.as_ref()?.failing()?;
        Some(format!("the audit file cannot be written, {waiting} lines are waiting"))
    }
}

/// Text from outside on one line: control characters, also those of terminals beyond ASCII, as escapes; long texts cut.
fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        if index == MAX_TEXT_CHARACTERS {
            shown.push('…');
            break;
        }
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}') {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        for (text, expected) in [
            ("component:default/x", "component:default/x"),
            ("a\nb\r\u{1b}[31m", "a\\u{a}b\\u{d}\\u{1b}[31m"),
            ("\u{9b}x\u{2028}\u{202e}", "\\u{9b}x\\u{2028}\\u{202e}"),
        ] {
            assert_eq!(printable(text), expected);
        }
        assert_eq!(printable(&"x".repeat(5000)).chars().count(), MAX_TEXT_CHARACTERS + 1);
    }

    async fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
        for _ in 0..200 {
            if condition() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("never: {what}");
    }

    #[tokio::test]
    async fn lines_wait_for_the_file_and_none_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing").join("audit.log");
        let config = Section::root(json!({ "callboard": { "audit": { "file": path, "strict": true } } }));
        let tasks = Tasks::new();
        let audit = Audit::from_config(&config, &Clock::fixed(7), &tasks).unwrap();
        assert!(audit.admit_change().is_ok());

        let ctx = Ctx::system("job:1", 0);
        audit.record(&ctx, "a.b", Status::Denied, "x\ny");
        audit.record(&ctx, "a.c", Status::Succeeded, "z");
        eventually("the file fails", || audit.warning().is_some()).await;
        assert!(matches!(audit.admit_change(), Err(Error::Unavailable { .. })));

        std::fs::create_dir(folder.path().join("missing")).unwrap();
        eventually("the file works", || audit.warning().is_none()).await;
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["event"], "a.b");
        assert_eq!(lines[0]["status"], "denied");
        assert_eq!(lines[0]["actor"], "job:1");
        assert_eq!(lines[0]["subject"], "x\\u{a}y");
        let kept: Vec<(String, String)> =
            audit.recent().into_iter().map(|entry| (entry.event, entry.subject)).collect();
        assert_eq!(kept, [("a.c".into(), "z".into()), ("a.b".into(), "x\\u{a}y".into())]);
        assert_eq!(audit.since(), 7);
        assert!(audit.admit_change().is_ok());
        tasks.stop().await;
    }
}

//! When scheduled jobs run. Source: catalog-api contract, section 9 "Providers". Knows no table.

use std::fmt::Write as _;
use std::str::FromStr;
use std::time::Duration;

use croner::Cron;
use serde_json::{Value, json};

use super::{Scope, cron};
use crate::Timestamp;
use crate::config::{ConfigError, Section};

/// How often.
#[derive(Clone, Debug)]
pub enum Frequency {
    /// Five fields, or six with seconds first; in UTC.
    Cron(Box<Cron>),
    /// From the start of one run to the start of the next; a run that takes longer is followed at once.
    Every(Duration),
    /// Only when triggered.
    Manual,
}

/// A schedule as providers and collators are given it.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub frequency: Frequency,
    pub timeout: Duration,
    /// Wait before the very first run, and after each start of the process for jobs of every replica.
    pub initial_delay: Option<Duration>,
    pub scope: Scope,
}

/// Shorter intervals are raised to this one.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);

impl Schedule {
    pub fn every(interval: Duration, timeout: Duration) -> Self {
        let frequency = Frequency::Every(interval.max(SHORTEST_INTERVAL));
        Self { frequency, timeout, initial_delay: None, scope: Scope::Global }
    }

    /// Reads `{frequency, timeout, initialDelay?, scope?}`. `frequency` is `{cron}`, `{trigger: manual}`, or a duration
    /// in any form of the configuration.
    pub fn from_config(section: &Section) -> Result<Self, ConfigError> {
        let frequency = match frequency(section)? {
            Some(frequency) => frequency,
            None => section.required("frequency", None)?,
        };
        let timeout = section.required("timeout", section.duration("timeout")?)?;
        let scope = match section.string("scope")?.as_deref() {
            None | Some("global") => Scope::Global,
            Some("local") => Scope::Replica,
            Some(other) => {
                let message = format!(
                    "Only \"global\" or \"local\" are allowed for TaskScheduleDefinition.scope, but got: {other}"
                );
                return Err(section.error_at("scope", message));
            }
        };
        Ok(Self { frequency, timeout, initial_delay: section.duration("initialDelay")?, scope })
    }

    /// The first run of a schedule that was not known before; `None` is never by itself.
    pub(super) fn first(&self, now: Timestamp) -> Option<Timestamp> {
        let start = now.saturating_add(milliseconds(self.initial_delay.unwrap_or_default()));
        match &self.frequency {
            Frequency::Cron(cron) => cron::next(cron, start),
            Frequency::Every(_) => Some(start),
            Frequency::Manual => None,
        }
    }

    /// The run after one that started at `started` and ended `now`.
    pub(super) fn following(&self, started: Timestamp, now: Timestamp) -> Option<Timestamp> {
        match &self.frequency {
            Frequency::Cron(cron) => cron::next(cron, now),
            Frequency::Every(interval) => Some(started.saturating_add(milliseconds(*interval)).max(now)),
            Frequency::Manual => None,
        }
    }

    /// The `settings` of the scheduler routes.
    pub(super) fn settings(&self) -> Value {
        let cadence = match &self.frequency {
            Frequency::Cron(cron) => cron.as_str().to_owned(),
            Frequency::Every(interval) => iso8601(*interval),
            Frequency::Manual => "manual".to_owned(),
        };
        let mut settings = json!({ "version": 2, "cadence": cadence });
        if let Some(delay) = self.initial_delay {
            settings["initialDelayDuration"] = iso8601(delay).into();
        }
        settings["timeoutAfterDuration"] = iso8601(self.timeout).into();
        settings
    }
}

fn frequency(section: &Section) -> Result<Option<Frequency>, ConfigError> {
    let Some(value) = section.get("frequency") else { return Ok(None) };
    if value.get("cron").is_some() {
        let Some(text) = section.string("frequency.cron")? else { return Ok(None) };
        let cron = Cron::from_str(&text).map_err(|error| {
            section.error_at("frequency.cron", format!("Invalid cron expression '{text}': {error}"))
        })?;
        return Ok(Some(Frequency::Cron(Box::new(cron))));
    }
    if value.get("trigger").is_some() {
        return match section.string("frequency.trigger")?.as_deref() {
            Some("manual") => Ok(Some(Frequency::Manual)),
            other => {
                let message = format!("Invalid trigger '{}', expected 'manual'", other.unwrap_or_default());
                Err(section.error_at("frequency.trigger", message))
            }
        };
    }
    let interval = section.duration("frequency")?;
    Ok(interval.map(|interval| Frequency::Every(interval.max(SHORTEST_INTERVAL))))
}

pub(super) fn milliseconds(duration: Duration) -> Timestamp {
    Timestamp::try_from(duration.as_millis()).unwrap_or(Timestamp::MAX)
}

/// `PT1H30M`; days are not used because ISO 8601 does not say how long they are.
fn iso8601(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let mut text = "PT".to_owned();
    for (amount, unit) in [(hours, 'H'), (minutes, 'M')] {
        if amount > 0 {
            let _ = write!(text, "{amount}{unit}");
        }
    }
    let fraction = duration.subsec_millis();
    if fraction > 0 {
        text.push_str(format!("{rest}.{fraction:03}").trim_end_matches('0'));
        text.push('S');
    } else if rest > 0 || seconds == 0 {
        let _ = write!(text, "{rest}S");
    }
    text
}

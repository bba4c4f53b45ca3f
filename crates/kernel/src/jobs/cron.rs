//! Cron expressions in UTC. Lends our time type to the cron library; knows no job.

use std::cmp::Ordering;

use croner::errors::CronError;
use croner::{CivilDateTime, Cron, CronDateTime, Resolution, Weekday};
use jiff::civil::DateTime;
use jiff::{ToSpan, tz};

use crate::Timestamp;

/// A wall clock of UTC, where every time happens once; in our words and in those of the cron library.
#[derive(Clone)]
struct Utc {
    at: DateTime,
    civil: CivilDateTime,
}

impl Utc {
    fn new(at: DateTime) -> Option<Self> {
        let part = |value: i8| u32::try_from(value).ok();
        let (month, day) = (part(at.month())?, part(at.day())?);
        let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
        let civil = CivilDateTime::from_ymd_hms_opt(i32::from(at.year()), month, day, hour, minute, second)?;
        Some(Self { at, civil })
    }
}

/// The first moment after `after` that `cron` names, if there is one.
pub(super) fn next(cron: &Cron, after: Timestamp) -> Option<Timestamp> {
    let moment = jiff::Timestamp::from_millisecond(after).ok()?;
    let start = Utc::new(tz::TimeZone::UTC.to_datetime(moment))?;
    let found = cron.find_next_occurrence(&start, false).ok()?;
    let moment = tz::TimeZone::UTC.to_timestamp(found.at).ok()?;
    Some(moment.as_millisecond().div_euclid(1_000) * 1_000)
}

impl CronDateTime for Utc {
    fn to_civil(&self) -> CivilDateTime {
        self.civil
    }

    fn civil_weekday(&self) -> Weekday {
        match self.at.weekday() {
            jiff::civil::Weekday::Sunday => Weekday::Sunday,
            jiff::civil::Weekday::Monday => Weekday::Monday,
            jiff::civil::Weekday::Tuesday => Weekday::Tuesday,
            jiff::civil::Weekday::Wednesday => Weekday::Wednesday,
            jiff::civil::Weekday::Thursday => Weekday::Thursday,
            jiff::civil::Weekday::Friday => Weekday::Friday,
            jiff::civil::Weekday::Saturday => Weekday::Saturday,
        }
    }

    fn resolve_civil(&self, civil: CivilDateTime) -> Result<Resolution<Self>, CronError> {
        from_civil(civil).and_then(Self::new).map(Resolution::Single).ok_or(CronError::InvalidDate)
    }

    fn checked_add_seconds(&self, seconds: i64) -> Option<Self> {
        self.at.checked_add(seconds.seconds()).ok().and_then(Self::new)
    }

    fn cmp_instant(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

fn from_civil(civil: CivilDateTime) -> Option<DateTime> {
    let year = i16::try_from(civil.year()).ok()?;
    let part = |value: u32| i8::try_from(value).ok();
    let date = (part(civil.month())?, part(civil.day())?);
    let time = (part(civil.hour())?, part(civil.minute())?, part(civil.second())?);
    DateTime::new(year, date.0, date.1, time.0, time.1, time.2, 0).ok()
}

//! `backend.rateLimit`: how often one address may ask, over all and per plugin. Source: config contract.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::Value;

use super::ratelimit::RateLimiter;
use super::settings::{at_fault, time, whole};
use crate::config::Section;
use crate::{Error, Timestamp};

/// The defaults of the limiter that Backstage uses.
const REQUESTS: u64 = 5;
const WINDOW: Duration = Duration::from_mins(1);

/// A configured limit.
pub(super) struct Quota {
    limiter: RateLimiter,
    allowed: Vec<IpAddr>,
    skip_successful: bool,
    skip_failed: bool,
}

impl Quota {
    /// `None` when nothing is configured, or when `global` is off.
    pub(super) fn from_config(config: &Section) -> Result<Option<Self>, Error> {
        match config.get("backend.rateLimit") {
            None | Some(Value::Bool(false)) => Ok(None),
            Some(Value::Bool(true)) => Self::read(&Section::root(Value::Object(serde_json::Map::new()))),
            Some(_) => {
                let Some(section) = config.section("backend.rateLimit").map_err(at_fault)? else {
                    return Ok(None);
                };
                if section.boolean("global").map_err(at_fault)? == Some(false) {
                    return Ok(None);
                }
                Self::read(&section)
            }
        }
    }

    fn read(section: &Section) -> Result<Option<Self>, Error> {
        if section.boolean("disabled").map_err(at_fault)?.unwrap_or(false) {
            return Ok(None);
        }
        let window = time(section, "windowMs")?.or(time(section, "window")?).unwrap_or(WINDOW);
        let requests = whole(section, "incomingRequestLimit")?.unwrap_or(REQUESTS);
        let mut allowed = Vec::new();
        for text in section.strings("ipAllowList").map_err(at_fault)?.unwrap_or_default() {
            let wrong =
                |_| Error::Input(format!("backend.rateLimit.ipAllowList: \"{text}\" is not an address"));
            allowed.push(text.parse().map_err(wrong)?);
        }
        let flag = |name: &str| section.boolean(name).map_err(at_fault).map(|flag| flag.unwrap_or(false));
        Ok(Some(Self {
            limiter: RateLimiter::new(window, requests),
            allowed,
            // The contract's own spelling, and the one that people expect.
            skip_successful: flag("skipSuccesfulRequests")? || flag("skipSuccessfulRequests")?,
            skip_failed: flag("skipFailedRequests")?,
        }))
    }

    /// Counts a request; over the limit it gives the seconds to wait.
    pub(super) fn count(&self, client: IpAddr, now: Timestamp) -> Result<(), u64> {
        if self.allowed.contains(&client) {
            return Ok(());
        }
        self.limiter.count(client, now)
    }

    /// Takes the count back for requests that are left out by how they ended.
    pub(super) fn settle(&self, client: IpAddr, status: StatusCode) {
        let failed = status.as_u16() >= 400;
        if (failed && self.skip_failed) || (!failed && self.skip_successful) {
            self.limiter.forgive(client);
        }
    }
}

/// `backend.rateLimit.plugin.<id>`.
pub(super) fn of_plugin(config: &Section, plugin: &str) -> Result<Option<Quota>, Error> {
    let path = format!("backend.rateLimit.plugin.{plugin}");
    match config.section(&path).map_err(at_fault)? {
        Some(section) => Quota::read(&section),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

    fn allowed_in_a_row(quota: Option<&Quota>) -> usize {
        let Some(quota) = quota else { return usize::MAX };
        (0..50).take_while(|_| quota.count(CLIENT, 0).is_ok()).count()
    }

    #[test]
    fn forms_of_the_setting() {
        for (setting, allowed) in [
            (json!(null), usize::MAX),
            (json!(false), usize::MAX),
            (json!(true), 5),
            (json!({ "incomingRequestLimit": 7 }), 7),
            (json!({ "incomingRequestLimit": 7, "disabled": true }), usize::MAX),
            (json!({ "incomingRequestLimit": 7, "global": false }), usize::MAX),
            (json!({ "ipAllowList": ["10.0.0.1"] }), 50),
        ] {
            let config = Section::root(json!({ "backend": { "rateLimit": setting } }));
            assert_eq!(allowed_in_a_row(Quota::from_config(&config).unwrap().as_ref()), allowed, "{setting}");
        }
    }

    #[test]
    fn plugins_have_their_own() {
        let setting = json!({ "global": false, "plugin": { "catalog": { "incomingRequestLimit": 2 } } });
        let config = Section::root(json!({ "backend": { "rateLimit": setting } }));
        assert_eq!(allowed_in_a_row(of_plugin(&config, "catalog").unwrap().as_ref()), 2);
        assert!(of_plugin(&config, "search").unwrap().is_none());
    }

    #[test]
    fn left_out_by_their_end() {
        let setting = json!({ "incomingRequestLimit": 1, "skipFailedRequests": true });
        let config = Section::root(json!({ "backend": { "rateLimit": setting } }));
        let quota = Quota::from_config(&config).unwrap().unwrap();
        quota.count(CLIENT, 0).unwrap();
        quota.settle(CLIENT, StatusCode::NOT_FOUND);
        quota.count(CLIENT, 0).unwrap();
        quota.settle(CLIENT, StatusCode::OK);
        assert!(quota.count(CLIENT, 0).is_err());
    }
}

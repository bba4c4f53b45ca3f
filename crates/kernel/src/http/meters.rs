//! Counters of the HTTP edge, resolved once per route so that later requests format and look up nothing.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::Error;

/// Bounds of the request time histogram in seconds: around the read path's tens of microseconds as well as slow ones.
const BUCKETS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Classes of statuses, by their first digit from 1 to 5.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Counters of one route. Each is resolved when it is first needed: most routes are never asked for, and what renders the
/// counters would go through theirs each time.
pub(super) struct RouteMeters {
    method: &'static str,
    route: String,
    /// As [`CLASSES`].
    answers: [OnceLock<Counter>; 5],
    seconds: OnceLock<Histogram>,
}

impl RouteMeters {
    /// `route` is the path as it was declared, never as it was requested.
    pub(super) fn new(method: &'static str, route: &str) -> Self {
        Self { method, route: route.to_owned(), answers: Default::default(), seconds: OnceLock::new() }
    }

    pub(super) fn record(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).saturating_sub(1);
        if let (Some(counter), Some(name)) = (self.answers.get(class), CLASSES.get(class)) {
            counter.get_or_init(|| self.counter(name)).increment(1);
        }
        self.seconds.get_or_init(|| self.histogram()).record(took);
    }

    fn counter(&self, class: &'static str) -> Counter {
        metrics::counter!("http_requests_total", "method" => self.method, "route" => self.route.clone(), "status" => class)
    }

    fn histogram(&self) -> Histogram {
        metrics::histogram!("http_request_duration_seconds", "method" => self.method, "route" => self.route.clone())
    }
}

/// Installs the recorder of the process, once; later calls give the same handle. Must come before anything that holds
/// counters is made.
pub fn install() -> Result<PrometheusHandle, Error> {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    if let Some(handle) = HANDLE.get() {
        return Ok(handle.clone());
    }
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
        .map_err(Error::internal)?
        .build_recorder();
    let handle = recorder.handle();
    // Two callers at once: the loser's recorder is refused by the global, and its handle is dropped here.
    if metrics::set_global_recorder(recorder).is_ok() {
        return Ok(HANDLE.get_or_init(|| handle).clone());
    }
    HANDLE.get().cloned().ok_or_else(|| Error::internal("another metrics recorder is installed"))
}

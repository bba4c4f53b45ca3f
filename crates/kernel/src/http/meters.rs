//! Counters of the HTTP edge, resolved once per route so that a request formats and looks up nothing.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::Error;

/// Bounds of the request time histogram in seconds: around the read path's tens of microseconds as well as slow ones.
const BUCKETS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Counters of one route.
pub(super) struct RouteMeters {
    /// By the first digit of the status, 1 to 5.
    answers: [Counter; 5],
    seconds: Histogram,
}

impl RouteMeters {
    /// `route` is the path as it was declared, never as it was requested.
    pub(super) fn new(method: &'static str, route: &str) -> Self {
        let answers = ["1xx", "2xx", "3xx", "4xx", "5xx"].map(|class| {
            metrics::counter!("http_requests_total", "method" => method, "route" => route.to_owned(), "status" => class)
        });
        let seconds = metrics::histogram!("http_request_duration_seconds", "method" => method, "route" => route.to_owned());
        Self { answers, seconds }
    }

    pub(super) fn record(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).saturating_sub(1);
        if let Some(counter) = self.answers.get(class) {
            counter.increment(1);
        }
        self.seconds.record(took);
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

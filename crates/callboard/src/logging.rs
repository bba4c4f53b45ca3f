//! Where log lines go: for people on a terminal, as JSON otherwise. Knows no message.

#[cfg(feature = "otlp")]
mod traces;

use std::io::IsTerminal;

use kernel::config::{ConfigError, Environment, Section};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::reload::Handle;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, reload};

/// What the lines are a layer upon.
type Lines = Registry;

/// Without `RUST_LOG` and `LOG_LEVEL`. The database driver says at `info` what is of use only when looking for a fault.
const DEFAULT_FILTER: &str = "info,sqlx=warn";

/// The log of the process once it is installed.
pub struct Log {
    filter: Handle<EnvFilter, Lines>,
    #[cfg(feature = "otlp")]
    traces: Option<opentelemetry_sdk::trace::SdkTracerProvider>,
    /// A variable says what is logged; the configuration does not change that.
    is_fixed: bool,
}

/// Installs the subscriber of the process. `RUST_LOG` is a filter in the form of the `tracing` crates; `LOG_LEVEL` is
/// Backstage's single level. A filter that cannot be read is reported and the default used.
pub fn install(environment: &Environment) -> Log {
    let wanted = match (environment.get("RUST_LOG"), environment.get("LOG_LEVEL")) {
        (Some(filter), _) if !filter.is_empty() => Some(filter.to_owned()),
        (_, Some(level)) if !level.is_empty() => Some(filter_of(level)),
        _ => None,
    };
    let is_fixed = wanted.is_some();
    let (filter, problem) = match EnvFilter::try_new(wanted.as_deref().unwrap_or(DEFAULT_FILTER)) {
        Ok(filter) => (filter, None),
        Err(error) => (EnvFilter::new(DEFAULT_FILTER), Some(error)),
    };
    let (filter, handle) = reload::Layer::new(filter);
    let lines: Box<dyn Layer<Lines> + Send + Sync> = if std::io::stderr().is_terminal() {
        fmt::layer().with_writer(std::io::stderr).with_filter(filter).boxed()
    } else {
        let lines = fmt::layer().json().flatten_event(true).with_current_span(false).with_span_list(false);
        lines.with_writer(std::io::stderr).with_filter(filter).boxed()
    };
    #[cfg(feature = "otlp")]
    let (traces, refused) = match traces::provider(environment) {
        Ok(traces) => (traces, None),
        Err(error) => (None, Some(error)),
    };
    let log = tracing_subscriber::registry().with(lines);
    #[cfg(feature = "otlp")]
    let log = log.with(traces.as_ref().map(traces::layer));
    let installed = log.try_init();
    #[cfg(feature = "otlp")]
    if let Some(error) = refused {
        tracing::warn!(error, "traces are not sent");
    }
    if let Some(error) = problem {
        tracing::warn!(%error, "the log filter cannot be read; the default is used");
    }
    if installed.is_err() {
        tracing::debug!("logging was installed already");
    }
    Log {
        filter: handle,
        #[cfg(feature = "otlp")]
        traces,
        is_fixed,
    }
}

impl Log {
    /// Takes over `backend.logger.level`, unless a variable says what is logged.
    pub fn configure(&self, config: &Section) -> Result<(), ConfigError> {
        let Some(level) = config.string("backend.logger.level")? else { return Ok(()) };
        if self.is_fixed {
            return Ok(());
        }
        // The table of keys admits levels that a filter knows only.
        if let Ok(filter) = EnvFilter::try_new(filter_of(&level))
            && self.filter.reload(filter).is_err()
        {
            tracing::warn!("the log level of the configuration cannot be taken over");
        }
        Ok(())
    }

    /// Sends the traces that are still to be sent.
    #[cfg(feature = "otlp")]
    pub fn end(&self) {
        if let Some(traces) = &self.traces
            && let Err(error) = traces.shutdown()
        {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// A filter of one level for everything but what is of use only when looking for a fault.
fn filter_of(level: &str) -> String {
    format!("{},sqlx=warn", backstage_level(level))
}

/// Backstage's levels that `tracing` names otherwise.
fn backstage_level(level: &str) -> &str {
    match level {
        "verbose" | "http" => "debug",
        "silly" => "trace",
        other => other,
    }
}

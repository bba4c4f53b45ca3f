//! Where log lines go: for people on a terminal, as JSON otherwise. Knows no message.

use std::io::IsTerminal;

use kernel::config::Environment;
use tracing_subscriber::EnvFilter;

/// Without `RUST_LOG` and `LOG_LEVEL`. The database driver says at `info` what is of use only when looking for a fault.
const DEFAULT_FILTER: &str = "info,sqlx=warn";

/// Installs the subscriber of the process. `RUST_LOG` is a filter in the form of the `tracing` crates; `LOG_LEVEL` is
/// Backstage's single level. A filter that cannot be read is reported and the default used.
pub fn install(environment: &Environment) {
    let wanted = match (environment.get("RUST_LOG"), environment.get("LOG_LEVEL")) {
        (Some(filter), _) if !filter.is_empty() => filter.to_owned(),
        (_, Some(level)) if !level.is_empty() => format!("{},sqlx=warn", backstage_level(level)),
        _ => DEFAULT_FILTER.to_owned(),
    };
    let (filter, problem) = match EnvFilter::try_new(&wanted) {
        Ok(filter) => (filter, None),
        Err(error) => (EnvFilter::new(DEFAULT_FILTER), Some(error)),
    };
    let installed = if std::io::stderr().is_terminal() {
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init()
    } else {
        let lines = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false);
        lines.with_env_filter(filter).with_writer(std::io::stderr).try_init()
    };
    if let Some(error) = problem {
        tracing::warn!(%error, "the log filter cannot be read; the default is used");
    }
    if installed.is_err() {
        tracing::debug!("logging was installed already");
    }
}

/// Backstage's levels that `tracing` names otherwise.
fn backstage_level(level: &str) -> &str {
    match level {
        "verbose" | "http" => "debug",
        "silly" => "trace",
        other => other,
    }
}

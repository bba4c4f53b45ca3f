//! `callboard serve`: runs the portal until it is told to stop.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use kernel::config::{ConfigError, Environment};
use kernel::http::meters;
use kernel::http::server::{Listen, bind};
use kernel::{Config, Error};
use tokio::net::TcpListener;

use super::{Outcome, configuration};
use crate::signals::Signals;
use crate::{Portal, demo, logging};

/// How often recorded times are folded into the histograms.
const METRICS_UPKEEP: Duration = Duration::from_secs(5);

const EXAMPLES: &str = "Examples:
  callboard serve
  callboard serve --config app-config.yaml --config app-config.production.yaml
  callboard serve --listen 0.0.0.0:7007 --data-dir /var/lib/callboard";

#[derive(Args, Debug, Default)]
#[command(after_help = EXAMPLES)]
pub struct ServeArguments {
    /// A configuration file in Backstage's form; repeat for several, later ones win.
    #[arg(long, value_name = "FILE")]
    pub config: Vec<PathBuf>,
    /// The folder of the database and keys.
    #[arg(long, value_name = "DIR", default_value = "data", env = "CALLBOARD_DATA_DIR")]
    pub data_dir: PathBuf,
    /// Where to listen: a port, :port or host:port. Wins over backend.listen.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
}

/// Serves until a signal; a second signal ends the process at once.
pub async fn run(arguments: ServeArguments) -> Outcome {
    let environment = Environment::process();
    let log = logging::install(&environment);
    let started = Instant::now();
    let setup =
        prepare(&arguments, environment).and_then(|setup| match log.configure(&setup.config.root()) {
            Ok(()) => Ok(setup),
            Err(error) => Err(vec![error]),
        });
    let setup = match setup {
        Ok(setup) => setup,
        Err(errors) => {
            for error in errors {
                tracing::error!("{}", error.render("error").trim_end());
            }
            return Outcome::InputAtFault;
        }
    };
    let (portal, listener) = match start(setup, arguments.data_dir).await {
        Ok(parts) => parts,
        Err(error) => return failed(&error),
    };
    let signals = match Signals::listen() {
        Ok(signals) => signals,
        Err(error) => return failed(&Error::internal(error)),
    };
    announce(&portal, &listener, started.elapsed());
    let outcome = serve(Arc::new(portal), listener, signals).await;
    #[cfg(feature = "otlp")]
    log.end();
    outcome
}

struct Setup {
    config: Config,
    listen: Listen,
}

/// Reads the configuration. Without any, a demo portal for this machine only.
fn prepare(arguments: &ServeArguments, environment: Environment) -> Result<Setup, Vec<ConfigError>> {
    let config = configuration::load(&arguments.config, environment.clone())?;
    let is_first_start = config.root().keys().is_empty();
    let mut listen = match &arguments.listen {
        Some(text) => Listen::parse(text),
        None => Listen::from_config(&config.root()),
    }
    .map_err(|error| vec![ConfigError::whole(error.to_string(), "listen address")])?;
    if !is_first_start {
        return Ok(Setup { config, listen });
    }
    // Guests may do what they like in the demo, so other machines see it only when an address is asked for by name.
    listen.host = listen.host.or(Listen::loopback().host);
    let entry = demo::write(&arguments.data_dir).map_err(|error| {
        let message = format!("the demo organisation cannot be written: {error}");
        vec![ConfigError::whole(message, arguments.data_dir.display().to_string())]
    })?;
    let config = Config::from_parts(demo::configuration(&entry, listen.port), environment);
    Ok(Setup { config, listen })
}

async fn start(setup: Setup, data_dir: PathBuf) -> Result<(Portal, TcpListener), Error> {
    // Counters are bound to the recorder when they are made, so it comes first.
    let metrics = meters::install()?;
    let portal = Portal::builder().config(setup.config).data_dir(data_dir).build().await?;
    portal.running().services.tasks.spawn("metrics upkeep", async move {
        loop {
            tokio::time::sleep(METRICS_UPKEEP).await;
            metrics.run_upkeep();
        }
    });
    let listener = bind(&setup.listen).await?;
    tokio::task::spawn_blocking(|| ui::assets::all().iter().for_each(ui::Asset::pack));
    Ok((portal, listener))
}

async fn serve(portal: Arc<Portal>, listener: TcpListener, mut signals: Signals) -> Outcome {
    let serving = portal.serve(listener);
    let ending = async {
        let signal = signals.next().await;
        tracing::info!(signal, "stopping; a second signal ends at once");
        tokio::select! {
            drained = portal.shutdown() => {
                if !drained {
                    tracing::warn!("some requests were cut at the end of the drain time");
                }
            }
            signal = signals.next() => tracing::warn!(signal, "ended at once"),
        }
    };
    tokio::pin!(ending);
    tokio::select! {
        () = serving => ending.await,
        () = &mut ending => {}
    }
    Outcome::Done
}

fn announce(portal: &Portal, listener: &TcpListener, took: Duration) {
    let running = portal.running();
    let secure = running.services.config.root().has("backend.https");
    let url = match listener.local_addr() {
        Ok(address) if address.ip().is_unspecified() => {
            let host = IpAddr::V4(Ipv4Addr::LOCALHOST);
            format!("{}://{host}:{}", if secure { "https" } else { "http" }, address.port())
        }
        Ok(address) => format!("{}://{address}", if secure { "https" } else { "http" }),
        Err(_) => String::new(),
    };
    tracing::info!(
        url,
        version = env!("CARGO_PKG_VERSION"),
        start_milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "Callboard is ready at {url}"
    );
}

fn failed(error: &Error) -> Outcome {
    match error {
        Error::Internal(cause) => {
            tracing::error!(%cause, "the portal cannot start");
            Outcome::PortalAtFault
        }
        Error::Unavailable { message, .. } => {
            tracing::error!("the portal cannot start: {message}");
            Outcome::PortalAtFault
        }
        other => {
            tracing::error!("the portal cannot start: {other}");
            Outcome::InputAtFault
        }
    }
}

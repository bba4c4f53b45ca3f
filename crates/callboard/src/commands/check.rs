//! `callboard check`: says what a portal would make of files, without running anything. Every rule is the engines';
//! here is only which files, and how findings are said.

pub mod find;
pub mod finding;
pub mod judge;
pub(super) mod render;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use kernel::Config;
use kernel::config::Environment;
use kernel::config::render_errors;
use kernel::scm::Integrations;

use super::{Failure, Outcome, client, configuration, output};
use find::Found;
use finding::{Checked, Finding};
use judge::Judge;

#[derive(Args, Debug, Default)]
#[command(after_help = EXAMPLES)]
pub struct CheckArguments {
    /// Files, folders, or URLs. In a folder: files with an entity of Backstage's, `catalog-info.yaml`, `mkdocs.yml` and
    /// `app-config*.yaml`; hidden folders and files that a template
    /// has yet to fill in are left out.
    #[arg(required = true, value_name = "PATH|URL")]
    pub targets: Vec<String>,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The portal's configuration, for its own kinds, limits and integrations; repeat for several.
    #[arg(long, value_name = "FILE")]
    pub config: Vec<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  callboard check catalog-info.yaml
  callboard check . --format github            annotations on a pull request
  callboard check services/ --format sarif > callboard.sarif
  callboard check app-config.yaml";

/// How findings are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: place, line and caret.
    #[default]
    Human,
    /// One object with everything.
    Json,
    /// SARIF 2.1.0, as code hosts read it.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// Checks and prints.
pub(super) async fn run(arguments: CheckArguments) -> Result<Outcome, Failure> {
    let config = portal_configuration(&arguments.config)?;
    let checked = check(&arguments.targets, &config).await?;
    output::bytes(render::render(&checked, arguments.format).as_bytes());
    Ok(if checked.has_errors() { Outcome::InputAtFault } else { Outcome::Done })
}

/// Empty unless files are named: what is checked need not be what is configured here.
pub(super) fn portal_configuration(files: &[PathBuf]) -> Result<Config, Failure> {
    if files.is_empty() {
        return Ok(Config::from_parts(serde_json::json!({}), Environment::process()));
    }
    configuration::load(files, Environment::process())
        .map_err(|errors| Failure::Input(render_errors(&errors).trim_end().to_owned()))
}

/// Checks files, folders and URLs. `Err` when a URL cannot be had or the configuration is not sound; a path that cannot
/// be read is a finding.
pub async fn check(targets: &[String], config: &Config) -> Result<Checked, Failure> {
    let judge = Judge::new(config)?;
    let mut checked = Checked::default();
    for target in targets {
        if target.starts_with("https://") || target.starts_with("http://") {
            let bytes = download(target, config, judge.file_limit()).await?;
            checked.add(judge.bytes(target, find::kind_of_name(target), &bytes));
            continue;
        }
        let Found { files, problems } = find::files(Path::new(target));
        for (path, problem) in problems {
            checked.findings.push(Finding::unreadable(&path.display().to_string(), &problem));
        }
        for (path, kind) in files {
            checked.add(judge.file(&path, kind));
        }
    }
    Ok(checked)
}

/// The file behind a URL; a page of a code host stands for the file that it shows.
async fn download(url: &str, config: &Config, limit: usize) -> Result<Vec<u8>, Failure> {
    let integrations = Integrations::from_config(&config.root())
        .map_err(|errors| Failure::Input(render_errors(&errors).trim_end().to_owned()))?;
    let request =
        integrations.file_request(url).map_err(|error| Failure::Input(format!("{url}: {error}")))?;
    match request {
        Some((url, headers)) => client::download(&url, headers, limit).await,
        None => client::download(url, reqwest::header::HeaderMap::new(), limit).await,
    }
}

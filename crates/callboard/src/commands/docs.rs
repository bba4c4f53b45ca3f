//! `callboard docs`: an mkdocs site as a folder of HTML, or as a page on this machine that follows its author. What a site
//! means is the engine's business; here are reading, writing and the shell around each page.

mod build;
mod folder;
mod index;
mod navigation;
mod output;
mod render;
mod serve;
mod shell;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, Outcome, output as terminal};
use markdown::site::{Finding, Severity};

const EXAMPLES: &str = "Examples:
  callboard docs build . --out site          the site of ./mkdocs.yml
  callboard docs build . --out site --strict in a pipeline: warnings fail
  callboard docs serve .                     http://127.0.0.1:8000, reloads by itself";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct DocsArguments {
    #[command(subcommand)]
    pub command: DocsCommand,
}

#[derive(Debug, Subcommand)]
pub enum DocsCommand {
    /// Writes a complete static site, with the files that TechDocs expects.
    #[command(after_help = EXAMPLES)]
    Build(BuildArguments),
    /// Shows the site on this machine and reloads it when a file changes.
    #[command(after_help = EXAMPLES)]
    Serve(ServeArguments),
}

#[derive(Args, Debug)]
pub struct BuildArguments {
    /// The folder of mkdocs.yml. Nothing outside of it is read.
    #[arg(value_name = "DIR", default_value = ".")]
    pub source: PathBuf,
    /// Where the site goes: a folder that is not there, is empty, or was written by this command.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Warnings fail, and nothing is written.
    #[arg(long)]
    pub strict: bool,
    /// Shows notes too: what is worth knowing and never fails.
    #[arg(long)]
    pub verbose: bool,
}

#[derive(Args, Debug)]
pub struct ServeArguments {
    /// The folder of mkdocs.yml. Nothing outside of it is read.
    #[arg(value_name = "DIR", default_value = ".")]
    pub source: PathBuf,
    /// 0 takes a free one.
    #[arg(long, value_name = "PORT", default_value_t = 8000)]
    pub port: u16,
    /// Drafts and files are shown to everybody who reaches this address.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// Shows notes too: what is worth knowing and never fails.
    #[arg(long)]
    pub verbose: bool,
}

pub(super) async fn run(arguments: DocsArguments) -> Result<Outcome, Failure> {
    match arguments.command {
        DocsCommand::Build(arguments) => {
            let building = tokio::task::spawn_blocking(move || build::build(&arguments));
            building.await.map_err(|error| Failure::Portal(format!("the build ended early: {error}")))?
        }
        DocsCommand::Serve(arguments) => serve::serve(arguments).await,
    }
}

/// Says what authors should know, one line for each.
fn report(findings: &[Finding], with_notes: bool) {
    for finding in findings {
        match finding.severity {
            Severity::Warning => terminal::remark(&format!("warning: {finding}")),
            Severity::Note if with_notes => terminal::remark(&format!("note: {finding}")),
            Severity::Note => {}
        }
    }
}

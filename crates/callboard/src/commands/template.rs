//! `callboard template`: tries a software template on this machine. Nothing of it is run: no step, no request.

pub mod check;
mod expressions;
mod file;
mod names;
mod place;
pub mod render;
mod skeleton;
mod values;
mod write;

use clap::{Args, Subcommand};

use super::{Failure, Outcome};

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct TemplateArguments {
    #[command(subcommand)]
    pub command: TemplateCommand,
}

const EXAMPLES: &str = "Examples:
  callboard template check template.yaml
  callboard template render template.yaml --set name=ledger --plan
  callboard template render template.yaml --values values.yaml --out /tmp/ledger";

#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// Checks a template, its expressions and the skeletons that it fetches from beside it.
    Check(check::CheckArguments),
    /// Renders the skeletons of a template, and shows what its steps would be called with.
    Render(render::RenderArguments),
}

/// Runs one of the commands.
pub(super) fn run(arguments: TemplateArguments) -> Result<Outcome, Failure> {
    match arguments.command {
        TemplateCommand::Check(arguments) => check::run(&arguments),
        TemplateCommand::Render(arguments) => render::run(&arguments),
    }
}

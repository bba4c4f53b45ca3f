//! `callboard template`: tries a software template on this machine. Nothing of it is run: no step, no request.

pub mod check;
mod expressions;
mod file;
pub mod form;
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
  callboard template form template.yaml --set name=ledger
  callboard template render template.yaml --set name=ledger --plan
  callboard template render template.yaml --values values.yaml --out /tmp/ledger";

#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// Checks a template, its expressions and the skeletons that it fetches from beside it.
    Check(check::CheckArguments),
    /// Shows the form that a template asks people to fill in, for given values.
    Form(form::FormArguments),
    /// Renders the skeletons of a template, and shows what its steps would be called with.
    Render(render::RenderArguments),
}

/// Runs one of the commands.
pub(super) fn run(arguments: TemplateArguments) -> Result<Outcome, Failure> {
    match arguments.command {
        TemplateCommand::Check(arguments) => check::run(&arguments),
        TemplateCommand::Form(arguments) => form::run(&arguments),
        TemplateCommand::Render(arguments) => render::run(&arguments),
    }
}

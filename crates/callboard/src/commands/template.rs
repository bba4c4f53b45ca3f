//! `callboard template`: looks at a template on this machine, without a portal. One file per subcommand below.

pub mod form;

use clap::{Args, Subcommand};

use super::{Failure, Outcome};

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct TemplateArguments {
    #[command(subcommand)]
    pub command: TemplateCommand,
}

#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// Shows the form that a template asks people to fill in.
    Form(form::FormArguments),
}

const EXAMPLES: &str = "Examples:
  callboard template form template.yaml                       the form as it opens
  callboard template form template.yaml --set public=false    and after an answer";

/// Runs the subcommand.
pub(super) fn run(arguments: &TemplateArguments) -> Result<Outcome, Failure> {
    match &arguments.command {
        TemplateCommand::Form(arguments) => form::run(arguments),
    }
}

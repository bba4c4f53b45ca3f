//! The command line: which commands there are, and the exit code of each outcome. One file per command below.

pub mod catalog;
pub mod check;
mod client;
pub mod configuration;
pub mod db;
pub mod docs;
pub mod failure;
mod output;
pub mod serve;
pub mod template;
pub mod token;

use clap::{Parser, Subcommand};

pub use failure::Failure;

/// How a command ended. Source: the exit codes that `callboard --help` promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// The input is at fault: files, configuration, arguments that point nowhere.
    InputAtFault,
    /// The portal or the network is at fault.
    PortalAtFault,
}

impl Outcome {
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::InputAtFault => 1,
            Self::PortalAtFault => 3,
        }
    }
}

/// A developer portal in one binary, compatible with Backstage.
///
/// Exit codes: 0 done, 1 the input is at fault, 2 usage, 3 the portal or network is at fault.
#[derive(Debug, Parser)]
#[command(name = "callboard", version, long_version = LONG_VERSION, after_help = EXAMPLES)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub serve: serve::ServeArguments,
}

/// What this binary is.
const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\nminimum rustc: ",
    env!("CARGO_PKG_RUST_VERSION"),
    "\nlicense: ",
    env!("CARGO_PKG_LICENSE"),
    "\ndatabases: SQLite (built in), PostgreSQL"
);

const EXAMPLES: &str = "Examples:
  callboard                                          a demo portal on this machine
  callboard serve --config app-config.yaml           a portal with Backstage's configuration
  callboard serve --listen 0.0.0.0:7007 --data-dir /var/lib/callboard
  callboard check .                                  all catalog files and configuration below this folder
  callboard template form template.yaml              what a template asks for
  callboard template check template.yaml             a software template with its skeleton
  callboard catalog list --filter kind=component     what a running portal knows
  callboard docs serve .                             the site of ./mkdocs.yml, as you write it
  callboard token create --subject ci                a token for a machine
  callboard db backup /backups/monday.db             a copy while the portal runs";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the portal; what happens without a command.
    Serve(serve::ServeArguments),
    /// Validates catalog files, templates, mkdocs.yml and configuration without running anything.
    Check(check::CheckArguments),
    /// Talks to the catalog of a running portal.
    Catalog(catalog::CatalogArguments),
    /// Looks after the database of a portal.
    Db(db::DbArguments),
    /// Builds and serves documentation sites of mkdocs.
    Docs(docs::DocsArguments),
    /// Tries a software template on this machine.
    Template(template::TemplateArguments),
    /// Makes, lists and revokes tokens for machines.
    Token(token::TokenArguments),
}

impl CommandLine {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        let ended = match self.command {
            None => return serve::run(self.serve).await,
            Some(Command::Serve(arguments)) => return serve::run(arguments).await,
            Some(Command::Check(arguments)) => check::run(arguments).await,
            Some(Command::Catalog(arguments)) => catalog::run(arguments).await.map(|()| Outcome::Done),
            Some(Command::Db(arguments)) => db::run(arguments).await.map(|()| Outcome::Done),
            Some(Command::Docs(arguments)) => docs::run(arguments).await,
            Some(Command::Template(arguments)) => template::run(arguments),
            Some(Command::Token(arguments)) => token::run(arguments).await.map(|()| Outcome::Done),
        };
        match ended {
            Ok(outcome) => outcome,
            Err(failure) => {
                output::remark(&format!("callboard: {failure}"));
                failure.outcome()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn serve_is_the_default() {
        let short = CommandLine::parse_from(["callboard", "--listen", ":1"]);
        assert!(short.command.is_none());
        assert_eq!(short.serve.listen.as_deref(), Some(":1"));
        let long = CommandLine::parse_from(["callboard", "serve", "--config", "a", "--config", "b"]);
        let Some(Command::Serve(arguments)) = long.command else { panic!("not serve: {long:?}") };
        assert_eq!(arguments.config.len(), 2);
    }

    #[test]
    fn every_command_shows_examples() {
        for command in CommandLine::command().get_subcommands().filter(|each| each.get_name() != "help") {
            let shown = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(shown.contains("callboard "), "{} shows no example", command.get_name());
        }
    }
}

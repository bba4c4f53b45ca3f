//! The command line: which commands there are, and the exit code of each outcome. One file per command below.

pub mod serve;

use clap::{Parser, Subcommand};

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
#[command(name = "callboard", version, after_help = EXAMPLES)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub serve: serve::ServeArguments,
}

const EXAMPLES: &str = "Examples:
  callboard                                          a demo portal on this machine
  callboard serve --config app-config.yaml           a portal with Backstage's configuration
  callboard serve --listen 0.0.0.0:7007 --data-dir /var/lib/callboard";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the portal; what happens without a command.
    Serve(serve::ServeArguments),
}

impl CommandLine {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        match self.command {
            None => serve::run(self.serve).await,
            Some(Command::Serve(arguments)) => serve::run(arguments).await,
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
}

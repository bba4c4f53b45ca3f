//! The binary: sets up what a process has once - allocator, cryptography, threads - and runs the command.

use std::process::ExitCode;

use callboard::commands::CommandLine;
use clap::Parser;

/// Gives memory back after large answers, and is faster than the system's on small ones.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    // Installed once for everything that speaks TLS; a second provider could only be a mistake of ours.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        return ExitCode::from(3);
    }
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().enable_all().build() else {
        return ExitCode::from(3);
    };
    let outcome = runtime.block_on(command_line.run());
    // Threads that still hold blocking work are not waited for.
    runtime.shutdown_background();
    ExitCode::from(outcome.exit_code())
}

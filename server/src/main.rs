//! `motcua`: serve, migrate, verify and the other commands of a portal.

use clap::{Parser, Subcommand};
use motcua_server::signature::cli::{VerifyArgs, run};
use std::process::ExitCode;

/// Một Cửa: a portal for administrative procedures.
#[derive(Parser)]
#[command(name = "motcua", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Verify(VerifyArgs),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Verify(args) => run(args),
    }
}

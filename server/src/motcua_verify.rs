//! `motcua-verify`: the command `motcua verify` as a program of its own, for whoever only receives signed papers. It
//! knows no database, so it is small and starts in half the time. `motcua-verify audit-proof` is for whoever was given the proof of
//! a dossier's part of an audit log.

use clap::{Parser, Subcommand};
use motcua_server::audit::proof::cli::{self as audit_proof, ProofArgs};
use motcua_server::signature::cli::{VerifyArgs, run};
use std::{path::PathBuf, process::ExitCode};

/// Check the signatures of PDF files. Exit status: 0 all passed, 1 some did not, 2 wrong usage or unreadable path.
#[derive(Parser)]
#[command(
    name = "motcua-verify",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
struct Cli {
    /// File with the settings of a portal, for its trust folders, hosts and policies
    #[arg(long, env = "MOTCUA_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(flatten)]
    args: Option<VerifyArgs>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    AuditProof(ProofArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let settings = cli.config.as_deref();
    match (cli.command, cli.args) {
        (Some(Command::AuditProof(args)), _) => audit_proof::run(&args, settings),
        (None, Some(args)) => run(args, settings),
        // Refused by clap: there are no files then.
        (None, None) => ExitCode::from(2),
    }
}

//! `motcua-verify`: the command `motcua verify` as a program of its own, for whoever only receives signed papers. It
//! knows no database, so it is small and starts in half the time.

use clap::Parser;
use motcua_server::signature::cli::{VerifyArgs, run};
use std::{path::PathBuf, process::ExitCode};

/// Check the signatures of PDF files. Exit status: 0 all passed, 1 some did not, 2 wrong usage or unreadable path.
#[derive(Parser)]
#[command(name = "motcua-verify", version)]
struct Cli {
    /// File with the settings of a portal, for its trust folders, hosts and policies
    #[arg(long, env = "MOTCUA_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    args: VerifyArgs,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    run(cli.args, cli.config.as_deref())
}

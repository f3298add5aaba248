//! `motcua`: serve, migrate, verify and the other commands of a portal.

use std::process::ExitCode;

fn main() -> ExitCode {
    motcua_server::cli::run()
}

//! The program `motcua`, built beside the tests that run it.

use std::process::ExitCode;

fn main() -> ExitCode {
    motcua_server::cli::run()
}

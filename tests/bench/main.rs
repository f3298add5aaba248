//! `make bench`: measures, and prints a table. Every time is a ratio against a peer measured in turn in the same run.
//!
//! `motcua-bench all BIN SITE SANDBOX` runs everything, `sizes`, `verify`, `lists`, `sign-ins`, `uploads`, `filing`, `figures` or `inbox` instead of `all`
//! one part; `motcua-bench rss CMD…` is how it measures the peak memory of a process apart from all others.

mod figure;
mod filing;
mod inbox;
mod line;
mod list;
mod process;
mod server;
mod sign_in;
mod site;
mod table;
mod turn;
mod upload;
mod verify;

use anyhow::{Context, bail};
use std::path::Path;
use std::process::ExitCode;
use table::Table;

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["rss", command @ ..] => process::print_rss(command),
        [which, bin, site, sandbox, rest @ ..] if PARTS.contains(which) || *which == "all" => {
            let postgres = rest.first().copied();
            measure(
                which,
                Path::new(bin),
                Path::new(site),
                Path::new(sandbox),
                postgres,
            )
        }
        _ => bail!(
            "usage: motcua-bench all|sizes|verify|lists|sign-ins|uploads|filing|figures|inbox FOLDER_OF_BINARIES SITE SANDBOX_FOLDER \
             [ADDRESS_OF_A_POSTGRESQL]"
        ),
    }
}

/// What can be measured alone.
const PARTS: [&str; 8] = [
    "sizes", "verify", "lists", "sign-ins", "uploads", "filing", "figures", "inbox",
];

fn measure(
    which: &str,
    bin: &Path,
    site: &Path,
    sandbox: &Path,
    postgres: Option<&str>,
) -> anyhow::Result<ExitCode> {
    let mut table = Table::default();
    let wanted = |part: &str| which == "all" || which == part;
    if wanted("sizes") {
        site::measure(site, &mut table).context("sizes")?;
    }
    if wanted("verify") {
        verify::measure(bin, sandbox, &mut table).context("verification")?;
    }
    if wanted("lists") {
        list::measure(bin, sandbox, postgres, &mut table).context("lists")?;
    }
    if wanted("sign-ins") {
        sign_in::measure(bin, sandbox, &mut table).context("sign-ins")?;
    }
    if wanted("uploads") {
        upload::measure(bin, sandbox, &mut table).context("uploads")?;
    }
    if wanted("filing") {
        filing::measure(bin, sandbox, postgres, &mut table).context("filing")?;
    }
    if wanted("figures") {
        figure::measure(bin, sandbox, postgres, &mut table).context("figures")?;
    }
    if wanted("inbox") {
        inbox::measure(bin, sandbox, postgres, &mut table).context("inbox")?;
    }
    table.print()?;
    Ok(if table.all_reached() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

//! `make bench`: measures, and prints a table. Every time is a ratio against a peer measured in turn in the same run.
//!
//! `motcua-bench all BIN SITE SAMPLE` runs everything; `motcua-bench rss CMD…` is how it measures the peak memory of a
//! process apart from all others.

mod list;
mod process;
mod site;
mod table;

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
        ["all", bin, site, sandbox] => all(Path::new(bin), Path::new(site), Path::new(sandbox)),
        _ => bail!("usage: motcua-bench all FOLDER_OF_BINARIES SITE SANDBOX_FOLDER"),
    }
}

fn all(bin: &Path, site: &Path, sandbox: &Path) -> anyhow::Result<ExitCode> {
    let mut table = Table::default();
    site::measure(site, &mut table).context("sizes")?;
    process::measure_verify(bin, sandbox, &mut table).context("verification")?;
    list::measure(bin, sandbox, &mut table).context("lists")?;
    table.print()?;
    Ok(if table.all_reached() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

//! Whole processes against whole processes.

use crate::table::{Table, median};
use anyhow::{Context, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

const RUNS: usize = 15;
const LARGE_MB: u64 = 20;

/// Runs a command and prints its peak memory in KiB: alone in this process, so that no other child counts.
pub fn print_rss(command: &[&str]) -> anyhow::Result<ExitCode> {
    let (program, arguments) = command.split_first().context("no command")?;
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()?;
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss();
    use std::io::Write;
    writeln!(std::io::stdout(), "{peak}")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn peak_kib(command: &[&str]) -> anyhow::Result<f64> {
    let output = Command::new(std::env::current_exe()?)
        .arg("rss")
        .args(command)
        .output()?;
    ensure!(
        output.status.success(),
        "{command:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

fn milliseconds(command: &[&str]) -> anyhow::Result<f64> {
    let (program, arguments) = command.split_first().context("no command")?;
    let started = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()?;
    let elapsed = started.elapsed().as_secs_f64() * 1000.0;
    ensure!(status.success(), "{command:?} failed");
    Ok(elapsed)
}

/// `motcua verify` of a 20 MB signed paper against `openssl dgst -sha256` of the same file, in turn.
pub fn measure_verify(bin: &Path, sandbox: &Path, table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("large.pdf").display().to_string();
    let (motcua, maker) = (
        bin.join("motcua").display().to_string(),
        bin.join("motcua-sandbox").display().to_string(),
    );
    let dir = sandbox.display().to_string();
    let made = Command::new(&maker)
        .args([
            "large",
            "--out",
            &file,
            "--size-mb",
            &LARGE_MB.to_string(),
            "--dir",
            &dir,
        ])
        .stdout(Stdio::null())
        .status()?;
    ensure!(made.success(), "the large sample could not be made");
    let trust = sandbox.join("trust").display().to_string();
    let verify = [
        motcua.as_str(),
        "verify",
        "--json",
        "--revocation",
        "prefer",
        "--trust",
        &trust,
        &file,
    ];
    let digest = ["openssl", "dgst", "-sha256", &file];
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (our, their) = (milliseconds(&verify)?, milliseconds(&digest)?);
        // The first pair warms the cache.
        if run > 0 {
            ours.push(our);
            theirs.push(their);
        }
    }
    table.ratio(
        "verify 20 MB / openssl dgst -sha256",
        median(&mut ours),
        median(&mut theirs),
        2.0,
        "ms",
    );
    let size_kib = std::fs::metadata(&file)?.len() as f64 / 1024.0;
    table.ratio(
        "verify 20 MB, peak memory / file",
        peak_kib(&verify)?,
        size_kib,
        2.0,
        "KiB",
    );
    Ok(())
}

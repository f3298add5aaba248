//! Whole processes against whole processes.

use crate::table::median;
use anyhow::{Context, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// Pairs measured; the first of them warms the caches and is left out.
pub const RUNS: usize = 15;

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

/// Peak memory of a command in KiB.
pub fn peak_kib(command: &[&str]) -> anyhow::Result<f64> {
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

/// How long a command takes.
pub fn milliseconds(command: &[&str]) -> anyhow::Result<f64> {
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

/// Medians of two things measured in turn, so that what slows one slows the other.
pub fn in_turn(
    mut one: impl FnMut() -> anyhow::Result<f64>,
    mut other: impl FnMut() -> anyhow::Result<f64>,
) -> anyhow::Result<(f64, f64)> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (one, other) = (one()?, other()?);
        if run > 0 {
            left.push(one);
            right.push(other);
        }
    }
    Ok((median(&mut left), median(&mut right)))
}

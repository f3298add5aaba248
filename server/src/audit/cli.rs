//! `motcua audit`: whether the log is what was written, without the server.

use super::check::{Fault, Finding, check};
use super::proof::{self, cli::ProofArgs};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, migrate};
use crate::signature::service as signature;
use anyhow::{anyhow, bail, ensure};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// What to do about the audit log.
#[derive(Debug, clap::Subcommand)]
pub enum AuditCommand {
    /// Check every entry, seal and timestamp; ends with 1 where something is wrong
    Verify {
        /// Print what was found as JSON
        #[arg(long)]
        json: bool,
    },
    /// Check the proof of one dossier's part of the log, as its owner downloaded it; needs no database
    VerifyProof(ProofArgs),
}

/// Does it. 2 is wrong usage, 1 a failure.
pub fn run(command: AuditCommand, settings: Option<&Path>) -> ExitCode {
    let result = match command {
        AuditCommand::Verify { json } => verify(json, settings),
        AuditCommand::VerifyProof(args) => return proof::cli::run(&args, settings),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard error may be closed; there is nobody left to tell then.
            let _ = writeln!(std::io::stderr(), "motcua: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn verify(json: bool, settings: Option<&Path>) -> anyhow::Result<()> {
    let config = Config::read(settings)?;
    let (verifier, _) = signature::verifier(&config)?;
    let db = Db::open(&config.database, false)?;
    let mut connection = db.connection()?;
    ensure!(
        migrate::is_current(&mut connection)?,
        "the database is of another version; run `motcua migrate` first"
    );
    let failed =
        |error: crate::error::AppError| error.cause.unwrap_or_else(|| anyhow!("the database refused"));
    let finding = check(&mut connection, &verifier, Clock::default().now()).map_err(failed)?;
    let mut out = std::io::stdout().lock();
    match json {
        true => writeln!(out, "{}", serde_json::to_string_pretty(&finding)?)?,
        false => print(&mut out, &finding)?,
    }
    match finding.is_whole() {
        true => Ok(()),
        false => bail!("the audit log is not what was written"),
    }
}

fn print(out: &mut impl Write, finding: &Finding) -> std::io::Result<()> {
    let Finding {
        entries,
        seals,
        head,
        stamps,
        ..
    } = finding;
    writeln!(
        out,
        "{entries} entries in {seals} seals, {stamps} timestamps that hold"
    )?;
    writeln!(out, "head of the chain: {head}")?;
    match finding.proved_until {
        Some(time) => writeln!(
            out,
            "proved by a timestamp authority until {}",
            time.utc().to_rfc3339()
        )?,
        None => writeln!(out, "note: no timestamp proves it yet (signature.timestamp_url)")?,
    }
    for fault in &finding.faults {
        let sentence = match fault {
            Fault::EntryChanged { entry, seal } => {
                format!("entry {entry} (seal {seal}) is not what was sealed")
            }
            Fault::EntryGone { entry, seal } => format!("entry {entry} (seal {seal}) is gone"),
            Fault::SealBroken { seal } => format!("seal {seal} does not tie what it was made over"),
            Fault::ChainBroken { seal } => format!("seal {seal} does not follow the one before"),
            Fault::StampBroken { seal, reason } => {
                format!("the timestamp until seal {seal} proves nothing: {reason}")
            }
            Fault::NotSealed { entries } => format!("{entries} entries are tied by no seal"),
        };
        writeln!(out, "WRONG: {sentence}")?;
    }
    Ok(())
}

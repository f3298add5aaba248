//! `motcua audit verify-proof`, and `motcua-verify audit-proof` without the portal: what a proof of one dossier's entries is worth.

use super::judge::{Judged, Wrong, judge};
use crate::config::Config;
use crate::signature::service::{RevocationMode, now, parse_moment, verifier_of};
use anyhow::Context;
use motcua_shared::audit::check::Fault;
use motcua_shared::audit::proof::{MOST_BYTES, Unread};
use motcua_shared::time::Timestamp;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Something in the file is not what was recorded.
const NOT_SOUND: u8 = 1;
/// A path that cannot be read, or settings. clap uses the same for wrong usage.
const NOT_READ: u8 = 2;

/// Check the proof of one dossier's part of an audit log, as its owner downloaded it. Exit status: 0 all of it holds, 1 something
/// does not, 2 wrong usage or unreadable path.
#[derive(Debug, clap::Args)]
pub struct ProofArgs {
    /// Folder of trusted certificates and revocation lists (PEM or DER), for the timestamp authority. Without it, the folders
    /// of --config, if that is given.
    #[arg(long, value_name = "DIR")]
    pub trust: Vec<PathBuf>,
    /// Judge the timestamps as of this moment (RFC 3339) instead of now.
    #[arg(long, value_name = "RFC3339", value_parser = parse_moment)]
    pub at: Option<Timestamp>,
    /// What to do about revocation.
    #[arg(long, value_enum, default_value_t)]
    pub revocation: RevocationMode,
    /// Print what was found as JSON.
    #[arg(long)]
    pub json: bool,
    /// The file, as it was downloaded.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Runs the command.
pub fn run(args: &ProofArgs, settings: Option<&Path>) -> ExitCode {
    let found = load(args, settings).and_then(|(bytes, judge_by)| {
        let found = judge(&bytes, &judge_by.0, judge_by.1);
        say(found, args).context("stdout")
    });
    match found {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(NOT_SOUND),
        Err(error) => {
            // Where even standard error is closed, nobody is left to tell.
            let _ = writeln!(io::stderr(), "motcua audit: {error:#}");
            ExitCode::from(NOT_READ)
        }
    }
}

type Judge = (crate::signature::service::Verifier, Timestamp);

fn load(args: &ProofArgs, settings: Option<&Path>) -> anyhow::Result<(Vec<u8>, Judge)> {
    let mut trust = args.trust.clone();
    if trust.is_empty() && settings.is_some() {
        let settings = Config::read(settings)?.signature;
        trust = [settings.trust, settings.sandbox_trust].concat();
        trust.retain(|folder| folder.is_dir());
    }
    let verifier = verifier_of(&trust, args.revocation).context("--trust")?;
    let at = args
        .at
        .or_else(now)
        .context("the clock of this machine is wrong; use --at")?;
    let mut bytes = Vec::new();
    // One more than is read: a longer file is named as such.
    let most = u64::try_from(MOST_BYTES)?.saturating_add(1);
    let read = File::open(&args.file).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.with_context(|| args.file.display().to_string())?;
    Ok((bytes, (verifier, at)))
}

/// Says what was found, and whether all of it holds.
fn say(found: Result<Judged, Unread>, args: &ProofArgs) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    match found {
        Ok(judged) => {
            match args.json {
                true => writeln!(out, "{}", serde_json::to_string_pretty(&judged)?)?,
                false => print(&mut out, &judged)?,
            }
            Ok(judged.is_sound())
        }
        Err(unread) => {
            let (fault, sentence) = unread_as(&unread);
            match args.json {
                true => writeln!(
                    out,
                    "{}",
                    serde_json::json!({ "faults": [{ "fault": fault, "reason": sentence }] })
                )?,
                false => writeln!(out, "WRONG: {sentence}")?,
            }
            Ok(false)
        }
    }
}

fn unread_as(unread: &Unread) -> (&'static str, String) {
    match unread {
        Unread::TooLong => ("too-long", "the file is longer than any proof".to_owned()),
        Unread::NoProof(why) => ("no-proof", format!("the file is no proof: {why}")),
        Unread::OtherFormat => ("other-format", "the file is of another version".to_owned()),
        Unread::Altered => (
            "altered",
            "the file is not the one that was downloaded: its own digest is another".to_owned(),
        ),
    }
}

fn print(out: &mut impl Write, judged: &Judged) -> io::Result<()> {
    let Judged {
        dossier_code: code,
        entries,
        withheld,
        ..
    } = judged;
    writeln!(
        out,
        "dossier {code}: {entries} entries, {withheld} of them for officers alone; made {}",
        judged.made_at
    )?;
    for until in &judged.stamps {
        writeln!(
            out,
            "{} entries: proved by a timestamp authority, since {} at the latest (seals {} to {})",
            until.entries, until.time, until.first, until.last
        )?;
    }
    if judged.sealed > 0 {
        writeln!(out, "{} entries: sealed, under no timestamp yet", judged.sealed)?;
    }
    if judged.open > 0 {
        writeln!(out, "{} entries: not sealed yet, proved by nothing", judged.open)?;
    }
    if judged.is_continued {
        writeln!(out, "note: the dossier has more entries, in another file")?;
    }
    for wrong in &judged.faults {
        writeln!(out, "WRONG: {}", sentence(wrong))?;
    }
    Ok(())
}

fn sentence(wrong: &Wrong) -> String {
    let fault = match wrong {
        Wrong::Chain(fault) => fault,
        Wrong::Token { last, reason, .. } => {
            return format!("the token of the timestamp until seal {last} proves nothing: {reason}");
        }
    };
    match fault {
        Fault::EntryUnreadable { entry } => format!("entry {entry} cannot be read"),
        Fault::EntryForeign { entry } => format!("entry {entry} is about something else"),
        Fault::EntryNotTied { entry, seal } => format!("entry {entry} is not what was sealed (seal {seal})"),
        Fault::EntryTwice { entry, seal } => {
            format!("entry {entry} stands where another stands (seal {seal})")
        }
        Fault::SealMissing { seal } => format!("seal {seal} is not in the file"),
        Fault::SealTwice { seal } => format!("seal {seal} is in the file twice"),
        Fault::SealUnreadable { seal } => format!("seal {seal} cannot be read"),
        Fault::ChainBroken { seal } => format!("seal {seal} does not follow the one before"),
        Fault::SealNotStamped { seal } => format!("seal {seal} is not what its timestamp is over"),
        Fault::StampMissing { last } => format!("the timestamp until seal {last} is not in the file"),
        Fault::StampTwice { last } => format!("the timestamp until seal {last} is in the file twice"),
        Fault::StampUnreadable { last } => format!("the timestamp until seal {last} cannot be read"),
    }
}

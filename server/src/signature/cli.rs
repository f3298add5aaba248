//! `motcua verify`: the verdict over files, for people and for scripts.

use super::{Policy, RevocationMode, TrustStore, Verifier, print};
use motcua_shared::{
    signature::{
        check_structure,
        report::{StructureReport, Verdict, VerificationReport},
    },
    time::Timestamp,
};
use serde::Serialize;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

/// Some file is not what it should be.
const NOT_PASSED: u8 = 1;
/// Wrong usage, or a path that cannot be read. clap uses the same for wrong usage.
const NOT_READ: u8 = 2;

/// Check the signatures of PDF files. Exit status: 0 all passed, 1 some did not, 2 wrong usage or unreadable path.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// Folder of trusted certificates and revocation lists (PEM or DER), read with its subfolders: self-signed
    /// certificates are anchors, the others intermediates.
    #[arg(long, value_name = "DIR")]
    pub trust: Vec<PathBuf>,
    /// Judge as of this moment (RFC 3339) instead of now.
    #[arg(long, value_name = "RFC3339", value_parser = parse_moment)]
    pub at: Option<Timestamp>,
    /// What to do about revocation.
    #[arg(long, value_enum, default_value_t)]
    pub revocation: RevocationMode,
    /// Check the structure only, as the browser does: no cryptography, no trust.
    #[arg(long)]
    pub structure: bool,
    /// One JSON object per line and file.
    #[arg(long)]
    pub json: bool,
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// A report with the file it is about.
#[derive(Serialize)]
struct WithFile<'a, T> {
    file: String,
    #[serde(flatten)]
    report: &'a T,
}

/// How a run went, worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Passed,
    NotPassed,
    NotRead,
}

/// Runs the command.
pub fn run(args: VerifyArgs) -> ExitCode {
    let mut out = io::stdout().lock();
    match check_all(&args, &mut out) {
        Ok(Status::Passed) => ExitCode::SUCCESS,
        Ok(Status::NotPassed) => ExitCode::from(NOT_PASSED),
        Ok(Status::NotRead) => ExitCode::from(NOT_READ),
        // Whoever reads the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(NOT_PASSED),
        Err(error) => {
            complain(&format!("stdout: {error}"));
            ExitCode::from(NOT_READ)
        }
    }
}

fn check_all(args: &VerifyArgs, out: &mut impl Write) -> io::Result<Status> {
    let loaded = match TrustStore::load(&args.trust) {
        Ok(loaded) => loaded,
        Err(error) => {
            complain(&format!("--trust: {error}"));
            return Ok(Status::NotRead);
        }
    };
    for path in &loaded.skipped {
        complain(&format!(
            "{}: neither a certificate nor a revocation list, left out",
            path.display()
        ));
    }
    let verifier = Verifier::new(loaded.store, Policy::default(), args.revocation);
    let at = args.at.or_else(now);
    let mut status = Status::Passed;
    for file in &args.files {
        let one = match (std::fs::read(file), at) {
            (Ok(bytes), _) if args.structure => {
                let report = check_structure(&bytes);
                write_structure(out, file, &report, args.json)?;
                if report.structure_ok {
                    Status::Passed
                } else {
                    Status::NotPassed
                }
            }
            (Ok(bytes), Some(at)) => {
                let report = verifier.verify(&bytes, at);
                write_verification(out, file, &report, args.json)?;
                if report.verdict == Verdict::TotalPassed {
                    Status::Passed
                } else {
                    Status::NotPassed
                }
            }
            (Ok(_), None) => {
                complain("the clock of this machine is wrong; use --at");
                Status::NotRead
            }
            (Err(error), _) => {
                complain(&format!("{}: {error}", file.display()));
                Status::NotRead
            }
        };
        status = status.max(one);
    }
    out.flush()?;
    Ok(status)
}

fn write_structure(
    out: &mut impl Write,
    file: &Path,
    report: &StructureReport,
    json: bool,
) -> io::Result<()> {
    if json {
        write_json(out, file, report)
    } else {
        print::structure(out, &file.display().to_string(), report)
    }
}

fn write_verification(
    out: &mut impl Write,
    file: &Path,
    report: &VerificationReport,
    json: bool,
) -> io::Result<()> {
    if json {
        write_json(out, file, report)
    } else {
        print::verification(out, &file.display().to_string(), report)
    }
}

fn write_json(out: &mut impl Write, file: &Path, report: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(
        &mut *out,
        &WithFile {
            file: file.display().to_string(),
            report,
        },
    )?;
    out.write_all(b"\n")
}

fn complain(message: &str) {
    // Where even standard error is closed, nobody is left to tell.
    let _ = writeln!(io::stderr(), "motcua verify: {message}");
}

fn now() -> Option<Timestamp> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Timestamp::from_unix_seconds(i64::try_from(seconds).ok()?)
}

fn parse_moment(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| "not an RFC 3339 time, such as 2026-07-23T01:39:45Z".to_owned())
}

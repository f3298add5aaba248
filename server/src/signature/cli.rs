//! `motcua verify`: the verdict over files, for people and for scripts.

use super::fetch::Sources;
use super::read_file::read_file;
use super::{Acceptance, Evidence, Policy, RevocationMode, TrustStore, Verifier, examine_with, print};
use crate::config::Config;
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
    /// certificates are anchors, the others intermediates. Without it, the folders of --config, if that is given.
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
    /// Also say what is done about each file by this policy: ban-co-yeu, any-national-ca, or a file in TOML. It gives
    /// the rules for algorithms and key sizes as well.
    #[arg(long, value_name = "NAME|FILE")]
    pub policy: Option<String>,
    /// Bring missing revocation data and issuers from the hosts that signature.fetch_hosts allows.
    #[arg(long)]
    pub fetch: bool,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    acceptance: Option<Acceptance>,
}

/// How a run went, worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Passed,
    NotPassed,
    NotRead,
}

/// Runs the command.
pub fn run(args: VerifyArgs, settings: Option<&Path>) -> ExitCode {
    let mut out = io::stdout().lock();
    let setup = match Setup::new(&args, settings) {
        Ok(setup) => setup,
        Err(error) => {
            complain(&format!("{error:#}"));
            return ExitCode::from(NOT_READ);
        }
    };
    match check_all(&args, setup, &mut out) {
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

/// What the arguments and the settings make of a run.
struct Setup {
    policy: Option<Policy>,
    sources: Sources,
    trust: Vec<PathBuf>,
}

impl Setup {
    /// The settings are read only where they are asked for.
    fn new(args: &VerifyArgs, settings: Option<&Path>) -> anyhow::Result<Self> {
        let mut setup = Self {
            policy: args.policy.as_deref().map(Policy::load).transpose()?,
            sources: Sources::default(),
            trust: args.trust.clone(),
        };
        let is_asked = settings.is_some() && (setup.policy.is_some() || setup.trust.is_empty());
        if !args.fetch && !is_asked {
            return Ok(setup);
        }
        let settings = Config::read(settings)?.signature;
        if setup.trust.is_empty() {
            setup.trust = [settings.trust.as_slice(), &settings.sandbox_trust].concat();
            setup.trust.retain(|folder| folder.is_dir());
        }
        if let Some(policy) = &mut setup.policy {
            policy.admit_folders(&settings.sandbox_trust)?;
        }
        if args.fetch {
            anyhow::ensure!(
                !settings.fetch_hosts.is_empty(),
                "--fetch: signature.fetch_hosts names no host"
            );
            setup.sources = Sources::new(&settings)?;
        }
        Ok(setup)
    }
}

fn check_all(args: &VerifyArgs, setup: Setup, out: &mut impl Write) -> io::Result<Status> {
    let loaded = match TrustStore::load(&setup.trust) {
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
    let verifier = Verifier::new(
        loaded.store,
        setup.policy.clone().unwrap_or_default(),
        args.revocation,
    );
    let at = args.at.or_else(now);
    let mut status = Status::Passed;
    for file in &args.files {
        let one = match (read_file(file), at) {
            (Ok(read), _) if args.structure => {
                let report = check_structure(read.bytes());
                write_structure(out, file, &report, args.json)?;
                if report.structure_ok {
                    Status::Passed
                } else {
                    Status::NotPassed
                }
            }
            (Ok(read), Some(at)) => {
                let report = examine_with(
                    &verifier,
                    (&read).into(),
                    at,
                    Evidence::default(),
                    &setup.sources.list(),
                )
                .report;
                let acceptance = setup.policy.as_ref().map(|policy| policy.accept(&report));
                write_verification(out, file, &report, acceptance, args.json)?;
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
        write_json(out, file, report, None)
    } else {
        print::structure(out, &file.display().to_string(), report)
    }
}

fn write_verification(
    out: &mut impl Write,
    file: &Path,
    report: &VerificationReport,
    acceptance: Option<Acceptance>,
    json: bool,
) -> io::Result<()> {
    if json {
        return write_json(out, file, report, acceptance);
    }
    print::verification(out, &file.display().to_string(), report)?;
    acceptance.map_or(Ok(()), |acceptance| print::acceptance(out, &acceptance))
}

fn write_json(
    out: &mut impl Write,
    file: &Path,
    report: &impl Serialize,
    acceptance: Option<Acceptance>,
) -> io::Result<()> {
    serde_json::to_writer(
        &mut *out,
        &WithFile {
            file: file.display().to_string(),
            report,
            acceptance,
        },
    )?;
    out.write_all(b"\n")
}

fn complain(message: &str) {
    // Where even standard error is closed, nobody is left to tell.
    let _ = writeln!(io::stderr(), "motcua verify: {message}");
}

/// What this machine's clock says; nothing where that is before 1970.
pub fn now() -> Option<Timestamp> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Timestamp::from_unix_seconds(i64::try_from(seconds).ok()?)
}

/// Reads a moment of the command line.
pub fn parse_moment(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| "not an RFC 3339 time, such as 2026-07-23T01:39:45Z".to_owned())
}

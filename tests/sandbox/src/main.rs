//! Stand-ins for the systems outside Một Cửa, for demonstration and tests: an inbox for SMS and Zalo, a
//! certificate authority with sample papers, a timestamp server. Nothing of it is linked into the server.

mod agent;
mod asn1;
mod clock;
mod large;
mod papers;
mod pdf;
mod pki;
mod serve;

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use pdf::countersign::countersign;
use pdf::sign::Signature;
use pki::key::Hash;
use pki::store;
use pki::timestamp::Stamp;

#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make authorities, sample papers and the verifier's corpus; does nothing if they are there.
    Papers {
        /// Directory of the set.
        #[arg(long)]
        out: PathBuf,
    },
    /// Make small papers and signatures to begin fuzzing with.
    Seeds {
        /// Directory with one folder for each fuzz target.
        #[arg(long)]
        out: PathBuf,
    },
    /// Make a large signed PDF, for measuring.
    Large {
        /// File to write.
        #[arg(long)]
        out: PathBuf,
        /// Size in megabytes.
        #[arg(long, default_value_t = 20)]
        size_mb: usize,
        /// Signatures, one incremental update each.
        #[arg(long, default_value_t = 1)]
        signatures: usize,
        /// Files; more than one of them go into the folder `out`, with one signature each.
        #[arg(long, default_value_t = 1)]
        count: usize,
        /// Directory of the set; made if missing.
        #[arg(long, default_value = "data/sandbox")]
        dir: PathBuf,
    },
    /// Sign a PDF as somebody of the set, as a token agent would.
    Sign {
        /// Who: a name in the directory of keys, for example person-mau or org-hoa-mai.
        #[arg(long = "as", value_name = "NAME")]
        who: String,
        /// PDF to sign; it stays as it is.
        file: PathBuf,
        /// Signed PDF to write.
        #[arg(long)]
        out: PathBuf,
        /// Leave out the timestamp.
        #[arg(long)]
        no_timestamp: bool,
        /// Directory of the set; made if missing.
        #[arg(long, default_value = "data/sandbox")]
        dir: PathBuf,
    },
    /// Print people of the records to register with.
    People,
    /// Serve inbox, timestamp server, revocation lists and sample papers.
    Serve(Box<serve::Settings>),
    /// Be the signing agent of a computer with a token plugged in.
    Agent(agent::Settings),
}

fn main() -> Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .init();
    match Cli::parse().command {
        Command::Papers { out } => make_papers(&out),
        Command::Seeds { out } => papers::seeds::make(&out),
        Command::Large {
            out,
            size_mb,
            signatures,
            count,
            dir,
        } => {
            make_papers(&dir)?;
            match count {
                1 => large::make(&dir, &out, size_mb, signatures)?,
                count => large::make_many(&dir, &out, count, size_mb)?,
            }
            println!("{}", out.display());
            Ok(())
        }
        Command::Sign {
            who,
            file,
            out,
            no_timestamp,
            dir,
        } => {
            make_papers(&dir)?;
            sign(&dir, &who, &file, &out, !no_timestamp)
        }
        Command::People => {
            serve::people().for_each(|person| println!("{person}"));
            Ok(())
        }
        Command::Serve(settings) => {
            make_papers(&settings.dir)?;
            actix_web::rt::System::new().block_on(serve::run(*settings))
        }
        Command::Agent(settings) => {
            make_papers(&settings.dir)?;
            agent::run(&settings)
        }
    }
}

fn sign(dir: &Path, who: &str, file: &Path, out: &Path, stamped: bool) -> Result<()> {
    let signer = store::read(dir, who)?;
    let (authority, root) = (store::read(dir, "tsa-g2")?, store::read(dir, "root-g2")?);
    let now = clock::now();
    let mut signature = Signature::new(&signer, now);
    if stamped {
        signature.cms.stamp = Some(Stamp {
            authority: &authority,
            root: &root,
            at: now,
            imprint: Hash::Sha256,
        });
    }
    let original = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let signed = countersign(original, &signature)?;
    fs::write(out, signed).with_context(|| format!("cannot write {}", out.display()))?;
    println!("{}", out.display());
    Ok(())
}

fn make_papers(dir: &Path) -> Result<()> {
    let start = Instant::now();
    if papers::make(dir)? {
        println!(
            "papers made in {} ({:.1} s)",
            dir.display(),
            start.elapsed().as_secs_f32()
        );
    } else {
        println!("papers are already in {}", dir.display());
    }
    Ok(())
}

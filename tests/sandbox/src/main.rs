//! Stand-ins for the systems outside Một Cửa, for demonstration and tests: an inbox for SMS and Zalo, a
//! certificate authority with sample papers, a timestamp server. Nothing of it is linked into the server.

mod asn1;
mod clock;
mod large;
mod papers;
mod pdf;
mod pki;
mod serve;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

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
    /// Make a large signed PDF, for measuring.
    Large {
        /// File to write.
        #[arg(long)]
        out: PathBuf,
        /// Size in megabytes.
        #[arg(long, default_value_t = 20)]
        size_mb: usize,
        /// Directory of the set; made if missing.
        #[arg(long, default_value = "data/sandbox")]
        dir: PathBuf,
    },
    /// Serve inbox, timestamp server, revocation lists and sample papers.
    Serve(serve::Settings),
}

fn main() -> Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .init();
    match Cli::parse().command {
        Command::Papers { out } => make_papers(&out),
        Command::Large { out, size_mb, dir } => {
            make_papers(&dir)?;
            large::make(&dir, &out, size_mb)?;
            println!("{}", out.display());
            Ok(())
        }
        Command::Serve(settings) => {
            make_papers(&settings.dir)?;
            actix_web::rt::System::new().block_on(serve::run(settings))
        }
    }
}

fn make_papers(dir: &std::path::Path) -> Result<()> {
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

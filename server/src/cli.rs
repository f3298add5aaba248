//! The commands of `motcua`.

use crate::boot::{Application, Opened};
use crate::catalogue::calendar;
use crate::catalogue::keep::cli::{self as catalogue_cli, CatalogueCommand};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, migrate};
use crate::http::router;
use crate::identity::staff;
use crate::{audit, demo, directory, signature, telemetry, vault};
use anyhow::Context;
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Một Cửa: one-stop portal for administrative procedures.
#[derive(Parser)]
#[command(name = "motcua", version, about)]
struct Cli {
    /// File with settings; MOTCUA__SECTION__KEY in the environment overrides it
    #[arg(long, global = true, env = "MOTCUA_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests and run the jobs
    Serve,
    /// Bring the database to this version of the program
    Migrate,
    /// Try everything that `serve` needs and say what is wrong; run it as the user that serves
    CheckConfig,
    /// Print the OpenAPI document
    Openapi,
    /// Print the demonstration accounts
    DemoAccounts,
    /// Look after the accounts of officers and administrators
    Staff {
        #[command(subcommand)]
        command: staff::cli::StaffCommand,
    },
    /// Say which units there are
    Unit {
        #[command(subcommand)]
        command: directory::cli::UnitCommand,
    },
    /// Look after days off and swapped working days
    Calendar {
        #[command(subcommand)]
        command: calendar::cli::CalendarCommand,
    },
    /// Look after procedures: the national catalogue, and files to import and export
    Catalogue {
        #[command(subcommand)]
        command: CatalogueCommand,
    },
    /// Check that the audit log, or one dossier's part of it, is what was written
    Audit {
        #[command(subcommand)]
        command: audit::cli::AuditCommand,
    },
    /// Read a PDF and write its text: `serve` runs it apart from itself
    #[command(name = vault::reading::service::CHILD, hide = true)]
    ReadPaper,
    /// Judge the signatures of PDF files
    Verify(signature::cli::VerifyArgs),
    /// Look after the trust folder
    Trust {
        #[command(subcommand)]
        command: signature::trust_cli::TrustCommand,
    },
}

/// Runs the command of the command line. 2 is wrong usage, 1 a failure.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Verify(args) => return signature::cli::run(args, cli.config.as_deref()),
        Command::Trust { command } => signature::trust_cli::run(command, cli.config.as_deref()),
        Command::Staff { command } => staff::cli::run(command, cli.config.as_deref()),
        Command::Unit { command } => directory::cli::run(command, cli.config.as_deref()),
        Command::Calendar { command } => calendar::cli::run(command, cli.config.as_deref()),
        Command::Catalogue { command } => catalogue_cli::run(command, cli.config.as_deref()),
        Command::Audit { command } => return audit::cli::run(command, cli.config.as_deref()),
        Command::Serve => serve(cli.config),
        Command::Migrate => run_migrations(cli.config),
        Command::CheckConfig => check_config(cli.config),
        Command::Openapi => openapi(),
        Command::DemoAccounts => demo_accounts(),
        Command::ReadPaper => vault::reading::child::run(),
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

fn say(text: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

fn serve(file: Option<PathBuf>) -> anyhow::Result<()> {
    let config = Config::load(file.as_deref())?;
    telemetry::start(&config.log)?;
    let url = config.http.public_url.clone();
    actix_web::rt::System::new().block_on(async {
        let application = Application::build(config, Clock::default())?;
        tracing::info!(port = application.port()?, url, "answering");
        Ok(application.run(true)?.await?)
    })
}

fn check_config(file: Option<PathBuf>) -> anyhow::Result<()> {
    let opened = Opened::open(Config::load(file.as_deref())?, Clock::default())?;
    let notes: Vec<String> = opened
        .notes
        .iter()
        .cloned()
        .chain(opened.try_to_listen()?)
        .collect();
    for note in &notes {
        say(&format!("note: {note}"))?;
    }
    say(match notes.as_slice() {
        [] => "The settings are in order.",
        _ => "The portal would start with these settings; see the notes above.",
    })
}

fn run_migrations(file: Option<PathBuf>) -> anyhow::Result<()> {
    let config = Config::load(file.as_deref())?;
    let db = Db::open(&config.database, true).context("database.url")?;
    let applied = migrate::alone(&mut *db.connection()?, migrate::run)?;
    say(&format!(
        "{applied} migrations applied; the database is up to date."
    ))
}

fn openapi() -> anyhow::Result<()> {
    say(&router::document().to_pretty_json()?)
}

fn demo_accounts() -> anyhow::Result<()> {
    for account in demo::ACCOUNTS {
        say(&format!(
            "{:<16} {:<14} {}",
            account.login,
            demo::PASSWORD,
            account.name
        ))?;
    }
    Ok(())
}

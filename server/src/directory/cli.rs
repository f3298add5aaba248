//! `motcua unit`: which units there are, for whoever sets a portal up and has to name one, and units from files.

use super::keep::import::import;
use super::keep::read::read;
use super::keep::service::of_today;
use super::service;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, DbConn, attempt_now, migrate, write_now};
use crate::error::AppError;
use anyhow::{Context, anyhow, bail, ensure};
use chrono::NaiveDate;
use motcua_shared::catalogue::report::ImportReport;
use motcua_shared::text::{Lang, directory as words};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What to do about units.
#[derive(Debug, clap::Subcommand)]
pub enum UnitCommand {
    /// List units: code, name, code of the unit above, and whether it exists today
    List {
        /// Only those whose name or code holds these words; case and marks do not count
        words: Vec<String>,
    },
    /// Take in files of units: the national list of provinces with their communes, that of provinces alone, or the form of
    /// the delivered file. What cannot be taken in is named and hinders nothing else
    Import {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only say what would be done
        #[arg(long)]
        check: bool,
        /// Since when units exist of which the file does not say it; 2025-07-01 without it
        #[arg(long, value_name = "DAY")]
        since: Option<NaiveDate>,
    },
}

/// Runs the command.
pub fn run(command: UnitCommand, settings: Option<&Path>) -> anyhow::Result<()> {
    let config = Config::read(settings)?;
    let db = Db::open(&config.database, false)?;
    let mut connection = db.connection()?;
    let conn: &mut DbConn = &mut connection;
    ensure!(
        migrate::is_current(conn)?,
        "the database is of another version; run `motcua migrate` first"
    );
    match command {
        UnitCommand::List { words } => list(conn, &words.join(" ")),
        UnitCommand::Import { files, check, since } => {
            let since = since.or_else(of_today).context("no day")?;
            for file in files {
                import_file(conn, &file, check, since)?;
            }
            Ok(())
        }
    }
}

fn failed(error: AppError) -> anyhow::Error {
    error.cause.unwrap_or_else(|| anyhow!("the database refused"))
}

fn list(conn: &mut DbConn, asked: &str) -> anyhow::Result<()> {
    let today = Clock::default().now().vietnam_date();
    let found = service::list_known(conn, asked).map_err(failed)?;
    let mut out = std::io::stdout().lock();
    if found.is_empty() {
        let none = match asked.is_empty() {
            true => words::none_yet(Lang::Vi),
            false => words::none_found(Lang::Vi),
        };
        writeln!(out, "{none}")?;
    }
    for unit in found {
        let state = match unit.exists_on(today) {
            true => words::active(Lang::Vi),
            false => words::not_active(Lang::Vi),
        };
        let above = unit.parent.as_deref().unwrap_or("–");
        writeln!(out, "{}  {}  {above}  {state}", unit.code, unit.name)?;
    }
    Ok(())
}

/// One transaction for each file.
fn import_file(conn: &mut DbConn, file: &Path, only_tries: bool, since: NaiveDate) -> anyhow::Result<()> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(|| format!("{name} cannot be read"))?;
    let found = read(&name, &text)?;
    let work = |conn: &mut DbConn| import(conn, &found, since);
    let report = if only_tries {
        attempt_now(conn, work)
    } else {
        write_now(conn, work)
    };
    let report = report.map_err(failed)?;
    say(&report, only_tries)?;
    if report.read == report.refused {
        bail!("{name}: nothing was taken in");
    }
    Ok(())
}

fn say(report: &ImportReport, only_tried: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for odd in &report.odd {
        let mark = if odd.refused { "KHÔNG NHẬP" } else { "lưu ý" };
        let code = odd.code.as_deref().unwrap_or("–");
        let sentence = odd.what.sentence(&odd.words, Lang::Vi);
        writeln!(out, "{mark}  {}  {code}  {sentence}", odd.at)?;
    }
    let tried = if only_tried {
        " (chỉ thử, chưa ghi)"
    } else {
        ""
    };
    writeln!(
        out,
        "{} đơn vị: {} mới, {} thay đổi, {} như cũ, {} không nhập{tried}.",
        report.read, report.added, report.changed, report.unchanged, report.refused
    )?;
    Ok(())
}

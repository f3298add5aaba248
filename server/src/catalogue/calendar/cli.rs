//! `motcua calendar`: days off and swapped working days, from a file.

use super::domain::parse;
use super::service;
use crate::config::Config;
use crate::db::{Db, DbConn, migrate, write_now};
use anyhow::{Context, anyhow, ensure};
use chrono::NaiveDate;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What to do about the calendar.
#[derive(Debug, clap::Subcommand)]
pub enum CalendarCommand {
    /// Write the days of a JSON file (day, name, is_worked) over what is known of them; other days stay. Time limits that
    /// were given before do not move
    Import {
        /// The file
        file: PathBuf,
    },
    /// List days that are not as their weekday says
    List {
        /// From this day on, such as 2026-01-01
        #[arg(long, value_name = "DAY", default_value = "2000-01-01")]
        since: NaiveDate,
    },
}

/// Runs the command.
pub fn run(command: CalendarCommand, settings: Option<&Path>) -> anyhow::Result<()> {
    // Read first: a file with a mistake changes nothing, whatever the database is.
    let days = match &command {
        CalendarCommand::Import { file } => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            parse(&text).with_context(|| format!("{} is no calendar", file.display()))?
        }
        CalendarCommand::List { .. } => Vec::new(),
    };
    let config = Config::read(settings)?;
    let db = Db::open(&config.database, false)?;
    let mut connection = db.connection()?;
    let conn: &mut DbConn = &mut connection;
    ensure!(
        migrate::is_current(conn)?,
        "the database is of another version; run `motcua migrate` first"
    );
    let mut out = std::io::stdout().lock();
    let failed =
        |error: crate::error::AppError| error.cause.unwrap_or_else(|| anyhow!("the database refused"));
    match command {
        CalendarCommand::Import { .. } => {
            write_now(conn, |conn| service::import(conn, &days)).map_err(failed)?;
            writeln!(out, "{} ngày đã được ghi vào lịch.", days.len())?;
        }
        CalendarCommand::List { since } => {
            for special in service::list(conn, since).map_err(failed)? {
                let kind = if special.is_worked {
                    "làm việc"
                } else {
                    "nghỉ"
                };
                writeln!(out, "{}  {kind:<8}  {}", special.day, special.name)?;
            }
        }
    }
    Ok(())
}

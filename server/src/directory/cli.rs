//! `motcua unit`: which units there are, for whoever sets a portal up and has to name one.

use super::service;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, migrate};
use anyhow::{anyhow, ensure};
use motcua_shared::text::{Lang, directory as words};
use std::io::Write;
use std::path::Path;

/// What to do about units.
#[derive(Debug, clap::Subcommand)]
pub enum UnitCommand {
    /// List units: code, name, code of the unit above, and whether it exists today
    List {
        /// Only those whose name or code holds these words; case and marks do not count
        words: Vec<String>,
    },
}

/// Runs the command.
pub fn run(command: UnitCommand, settings: Option<&Path>) -> anyhow::Result<()> {
    let UnitCommand::List { words: asked } = command;
    let config = Config::read(settings)?;
    let db = Db::open(&config.database, false)?;
    let mut conn = db.connection()?;
    ensure!(
        migrate::is_current(&mut conn)?,
        "the database is of another version; run `motcua migrate` first"
    );
    let today = Clock::default().now().vietnam_date();
    let found = service::list_known(&mut conn, &asked.join(" "));
    let found = found.map_err(|error| error.cause.unwrap_or_else(|| anyhow!("the database refused")))?;
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

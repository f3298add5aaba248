//! `motcua catalogue`: the national catalogue, and the procedures of this portal as files.

use super::import::{Taking, import};
use super::service::{export, exported};
use super::store::Author;
use crate::catalogue::national::read::split;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, DbConn, attempt_now, migrate, write_now};
use anyhow::{Context, anyhow, bail, ensure};
use motcua_shared::catalogue::keep::Origin;
use motcua_shared::catalogue::report::ImportReport;
use motcua_shared::text::Lang;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What to do about procedures.
#[derive(Debug, clap::Subcommand)]
pub enum CatalogueCommand {
    /// Take in files of the national catalogue, or ones that `export` wrote. What cannot be taken in is named and hinders
    /// nothing else
    Import {
        /// Files, or folders with files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only say what would be done
        #[arg(long)]
        check: bool,
        /// Write records of the national catalogue over what was changed at this portal
        #[arg(long)]
        replace: bool,
    },
    /// Write the procedures in force as a file that can be changed and imported again
    Export {
        /// File to write; standard output without it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// With those of the national catalogue
        #[arg(long)]
        all: bool,
    },
}

/// Runs the command.
pub fn run(command: CatalogueCommand, settings: Option<&Path>) -> anyhow::Result<()> {
    let config = Config::read(settings)?;
    let db = Db::open(&config.database, false)?;
    let mut connection = db.connection()?;
    let conn: &mut DbConn = &mut connection;
    ensure!(
        migrate::is_current(conn)?,
        "the database is of another version; run `motcua migrate` first"
    );
    match command {
        CatalogueCommand::Import {
            files,
            check,
            replace,
        } => import_files(conn, &files, check, replace),
        CatalogueCommand::Export { out, all } => {
            let text = export(conn, exported(all)).map_err(failed)?;
            match out {
                Some(file) => std::fs::write(&file, text)
                    .with_context(|| format!("{} cannot be written", file.display())),
                None => Ok(std::io::stdout().write_all(text.as_bytes())?),
            }
        }
    }
}

fn failed(error: crate::error::AppError) -> anyhow::Error {
    error
        .cause
        .unwrap_or_else(|| anyhow!("the database refused: {}", error.code))
}

/// One transaction for each file, so that a long import lets others write in between.
fn import_files(
    conn: &mut DbConn,
    files: &[PathBuf],
    only_tries: bool,
    replaces_ours: bool,
) -> anyhow::Result<()> {
    let mut total = ImportReport::default();
    let now = Clock::default().now();
    for file in listed(files)? {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(&file).with_context(|| format!("{name} cannot be read"))?;
        let records = split(&name, &text)?;
        let taking = Taking {
            author: Author {
                origin: Origin::Administrator,
                who: None,
                now,
            },
            taken_from: &name,
            replaces_ours,
            lang: Lang::Vi,
        };
        let work = |conn: &mut DbConn| import(conn, &records, &taking);
        let report = if only_tries {
            attempt_now(conn, work)
        } else {
            write_now(conn, work)
        };
        add(&mut total, report.map_err(failed)?);
    }
    say(&total, only_tries)?;
    if total.added + total.changed + total.unchanged + total.kept == 0 {
        bail!("nothing was taken in");
    }
    Ok(())
}

/// Files as they are named, and those of folders by name.
fn listed(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for place in named {
        if !place.is_dir() {
            files.push(place.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in
            std::fs::read_dir(place).with_context(|| format!("{} cannot be read", place.display()))?
        {
            let path = entry?.path();
            let is_record = path
                .extension()
                .is_some_and(|extension| extension == "json" || extension == "jsonl");
            if is_record {
                inside.push(path);
            }
        }
        ensure!(!inside.is_empty(), "{} holds no .json or .jsonl", place.display());
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

fn add(total: &mut ImportReport, report: ImportReport) {
    total.read += report.read;
    total.added += report.added;
    total.changed += report.changed;
    total.unchanged += report.unchanged;
    total.kept += report.kept;
    total.refused += report.refused;
    total.odd.extend(report.odd);
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
        "{} bản ghi: {} mới, {} thay đổi, {} như cũ, {} giữ bản tại cổng, {} không nhập{tried}.",
        report.read, report.added, report.changed, report.unchanged, report.kept, report.refused
    )?;
    Ok(())
}

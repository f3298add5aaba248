//! Filing: what a submission costs beside mixed reading, and whether any is lost or doubled on bad lines.

mod crowd;
mod submit;
mod world;

use crate::table::Table;
use std::path::Path;
use world::World;

/// On SQLite, and on PostgreSQL where the address of one was given.
pub fn measure(bin: &Path, sandbox: &Path, postgres: Option<&str>, table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let sqlite = format!("sqlite:{}", folder.path().join("bench.db").display());
    measure_on("SQLite", &sqlite, folder.path(), bin, sandbox, table)?;
    match postgres {
        Some(postgres) => {
            let folder = tempfile::tempdir()?;
            measure_on("PostgreSQL", postgres, folder.path(), bin, sandbox, table)
        }
        None => {
            table.add(
                "filing on PostgreSQL",
                "not measured".to_owned(),
                "needs one".to_owned(),
                false,
            );
            Ok(())
        }
    }
}

fn measure_on(
    name: &str,
    database: &str,
    folder: &Path,
    bin: &Path,
    sandbox: &Path,
    table: &mut Table,
) -> anyhow::Result<()> {
    let world = World::make(bin, sandbox, folder, database)?;
    submit::measure(name, &world, table)?;
    crowd::measure(name, &world, table)
}

//! Filing: what a submission costs beside mixed reading, and whether any is lost or doubled on bad lines.

mod crowd;
mod submit;
mod world;

use crate::server;
use crate::table::Table;
use std::path::Path;
use world::World;

/// On SQLite, and on PostgreSQL where the address of one was given.
pub fn measure(bin: &Path, sandbox: &Path, postgres: Option<&str>, table: &mut Table) -> anyhow::Result<()> {
    server::on_each_database("filing", postgres, table, |name, database, folder, table| {
        measure_on(name, database, folder, bin, sandbox, table)
    })
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

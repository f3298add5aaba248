//! What a phone loads first.

use crate::table::Table;
use anyhow::{Context, ensure};
use std::path::Path;

/// Brotli bytes of the home page without the signature worker, which is loaded only when a PDF is chosen.
const FIRST_LOAD: u64 = 300_000;
/// Brotli bytes of the signature worker.
const WORKER: u64 = 350_000;

/// Adds up the compressed files of the built site.
pub fn measure(site: &Path, table: &mut Table) -> anyhow::Result<()> {
    let (mut first, mut worker) = (0, 0);
    for entry in std::fs::read_dir(site).with_context(|| format!("{}", site.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(kind) = name.strip_suffix(".br") else {
            continue;
        };
        let size = entry.metadata()?.len();
        if name.starts_with("signature-worker") {
            worker += size;
        } else if is_first(&name)
            && [".html", ".css", ".js", ".wasm"]
                .iter()
                .any(|ending| kind.ends_with(ending))
        {
            first += size;
        }
    }
    ensure!(first > 0 && worker > 0, "the site is not built");
    let kilobytes = |bytes: u64| format!("{} kB", bytes.div_ceil(1000));
    table.add(
        "first load (wasm + JS + CSS + HTML, brotli)",
        kilobytes(first),
        "≤ 300 kB".to_owned(),
        first <= FIRST_LOAD,
    );
    table.add(
        "signature worker (brotli)",
        kilobytes(worker),
        "≤ 350 kB".to_owned(),
        worker <= WORKER,
    );
    Ok(())
}

/// The other programs (ways into an account, the own account, officers) are loaded by who goes there; `.ci/size` holds
/// their limits.
fn is_first(name: &str) -> bool {
    name.starts_with("index.")
        || name.starts_with("boot")
        || name.starts_with("motcua-app")
        || name.contains(".css.")
}

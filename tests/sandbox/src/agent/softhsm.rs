//! Where SoftHSM keeps its tokens: it reads that from a file named in the environment, so the program starts itself anew
//! with it.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

const VARIABLE: &str = "SOFTHSM2_CONF";
/// Set for the second start only: tells it from a variable that somebody set for programs of their own.
const STARTED: &str = "MOTCUA_SANDBOX_AGENT";

/// Makes an empty place for tokens below `state` and starts this program anew in it; returns once that is done.
#[expect(
    clippy::disallowed_methods,
    reason = "not a setting: how the second start of this program is told from the first"
)]
pub fn enter(state: &Path) -> Result<()> {
    if std::env::var(STARTED).is_ok() {
        return Ok(());
    }
    let place = state.join("softhsm");
    let tokens = place.join("tokens");
    if tokens.exists() {
        fs::remove_dir_all(&tokens).context("cannot clear the old tokens")?;
    }
    fs::create_dir_all(&tokens).with_context(|| format!("cannot make {}", tokens.display()))?;
    let tokens = tokens.canonicalize()?;
    let file = place.canonicalize()?.join("softhsm2.conf");
    let text = format!(
        "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
        tokens.display()
    );
    fs::write(&file, text)?;
    let error = Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(VARIABLE, &file)
        .env(STARTED, "1")
        .exec();
    bail!("cannot start anew: {error}")
}

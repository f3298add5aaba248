//! What the tests are told by their surroundings.

use std::path::PathBuf;

/// A variable of the environment, if it is set and not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "the settings of the tests come from the environment, and are read here only"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The root of the sources.
pub fn source_root() -> PathBuf {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder.pop();
    folder
}

/// The folder that cargo writes programs to, found from where this test lies (`<folder>/deps/<test>`).
pub fn program_folder() -> PathBuf {
    let mut folder = std::env::current_exe().expect("where this test lies");
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    folder
}

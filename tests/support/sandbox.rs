//! The sandbox: its papers, and the program itself where a test speaks to it.

use crate::environment::{program_folder, variable};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| match variable("MOTCUA_SANDBOX_DIR") {
    Some(folder) => PathBuf::from(folder),
    None => {
        let folder = program_folder().join("motcua-sandbox-papers");
        let made = Command::new(program())
            .arg("papers")
            .arg("--out")
            .arg(&folder)
            .stdout(Stdio::null())
            .status()
            .expect("the sandbox runs");
        assert!(made.success(), "the sandbox could not make its papers");
        folder
    }
});

/// The folder of the sandbox's papers and authorities; made once if `MOTCUA_SANDBOX_DIR` names none.
pub fn folder() -> &'static Path {
    &FOLDER
}

/// The sandbox's program.
pub fn program() -> PathBuf {
    let path = program_folder().join(format!("motcua-sandbox{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "the sandbox is not built: cargo build -p motcua-sandbox"
    );
    path
}

/// A running sandbox; it ends with the test.
#[derive(Debug)]
pub struct Sandbox {
    child: Child,
    /// Where it answers, without a slash at the end.
    pub url: String,
}

impl Sandbox {
    /// Starts one on a free port.
    pub fn start() -> Self {
        let mut child = Command::new(program())
            .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
            .arg(folder())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the sandbox starts");
        let output = child.stdout.take().expect("its output");
        let url = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, rest) = line.split_once("inbox at ")?;
                let (url, _) = rest.split_once("/,")?;
                Some(url.to_owned())
            })
            .expect("the sandbox says where it answers");
        Self { child, url }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

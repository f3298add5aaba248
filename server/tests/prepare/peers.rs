//! What others say of the papers made here. A peer that is not installed is named and left out.

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

/// Runs a program; `None` when it is not installed.
fn run(program: &str, arguments: &[&std::ffi::OsStr]) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("SKIPPED: {program} is not installed, so its opinion is not asked");
            None
        }
        Err(error) => panic!("{program}: {error}"),
    }
}

static HAS_PYHANKO: LazyLock<bool> = LazyLock::new(|| {
    let has = run(
        "python3",
        &["-c".as_ref(), "import pyhanko.sign.validation".as_ref()],
    )
    .is_some_and(|output| output.status.success());
    if !has {
        eprintln!("SKIPPED: pyHanko is not installed, so its opinion is not asked");
    }
    has
});

/// A folder for papers and roots, removed at the end; kept where the tests are told to.
pub struct Bench {
    folder: PathBuf,
    _temporary: Option<tempfile::TempDir>,
}

impl Bench {
    /// Papers are kept in the folder named by `MOTCUA_KEEP_PAPERS`, to be looked at.
    pub fn new() -> Self {
        if let Some(folder) = std::env::var_os("MOTCUA_KEEP_PAPERS") {
            return Self {
                folder: folder.into(),
                _temporary: None,
            };
        }
        let temporary = tempfile::tempdir().unwrap();
        Self {
            folder: temporary.path().to_owned(),
            _temporary: Some(temporary),
        }
    }

    /// The same for papers over which pyHanko is known to differ.
    pub fn judge_without_pyhanko(&self, name: &str, paper: &[u8], signatures: usize) -> PathBuf {
        let path = self.keep(&format!("{name}.pdf"), paper);
        qpdf(&path, name);
        pdfsig(&path, name, signatures);
        path
    }

    /// The text of a PDF as `pdftotext` reads it, after `qpdf --check`; `None` when a peer is missing.
    pub fn read(&self, name: &str, pdf: &[u8]) -> Option<String> {
        let path = self.keep(&format!("{name}.pdf"), pdf);
        qpdf(&path, name);
        let output = run("pdftotext", &["-layout".as_ref(), path.as_ref(), "-".as_ref()])?;
        assert!(output.status.success(), "pdftotext of {name}");
        Some(String::from_utf8(output.stdout).unwrap())
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// All peers must find `signatures` signatures that hold, the last of them over the whole file.
    pub fn judge(&self, name: &str, paper: &[u8], roots: &[&[u8]], signatures: usize) {
        let path = self.judge_without_pyhanko(name, paper, signatures);
        let roots: Vec<PathBuf> = roots
            .iter()
            .enumerate()
            .map(|(place, root)| self.keep(&format!("{name}-root{place}.der"), root))
            .collect();
        pyhanko(&path, &roots, name, signatures);
    }
}

fn qpdf(path: &Path, name: &str) {
    if let Some(output) = run("qpdf", &["--check".as_ref(), path.as_ref()]) {
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "qpdf of {name}: {said}");
    }
}

fn pdfsig(path: &Path, name: &str, signatures: usize) {
    let Some(output) = run("pdfsig", &["-nocert".as_ref(), path.as_ref()]) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let valid = said.matches("Signature is Valid.").count();
    // Versions before 23 know no document timestamps and say so.
    let unknown = said
        .matches("Signature Type: unknown")
        .count()
        .min(said.matches("has not yet been verified").count());
    assert_eq!(valid + unknown, signatures, "pdfsig of {name}: {said}");
    assert!(
        said.trim_end().contains("Total document signed"),
        "pdfsig of {name}: {said}"
    );
}

fn pyhanko(path: &Path, roots: &[PathBuf], name: &str, signatures: usize) {
    if !*HAS_PYHANKO {
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/prepare/judge.py");
    let mut arguments: Vec<&std::ffi::OsStr> = vec![script.as_ref(), path.as_ref()];
    arguments.extend(roots.iter().map(|root| root.as_os_str()));
    let output = run("python3", &arguments).unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "pyHanko of {name}: {errors}");
    let found: Vec<Value> = serde_json::from_str(&said).unwrap();
    assert_eq!(found.len(), signatures, "pyHanko of {name}: {said}");
    for (place, one) in found.iter().enumerate() {
        for key in ["intact", "valid", "trusted", "bottom_line"] {
            assert_eq!(
                one[key], true,
                "pyHanko of {name}, {key} of signature {place}: {said}"
            );
        }
        let is_last = place + 1 == signatures;
        let coverage = if is_last { "ENTIRE_FILE" } else { "ENTIRE_REVISION" };
        assert_eq!(one["coverage"], coverage, "pyHanko of {name}: {said}");
    }
}

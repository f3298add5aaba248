//! The verifier against its peers: openssl hashing the same bytes, pdfsig and pyHanko verifying the same papers. A peer
//! that is not installed is left out, and the table says so.

use crate::process::{in_turn, milliseconds, peak_kib};
use crate::table::{Table, median};
use anyhow::{Context, ensure};
use motcua_server::clock::Clock;
use motcua_server::signature::{Policy, RevocationMode, TrustStore, Verifier};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Against hashing alone: reading, hashing and all the rest.
const OPENSSL: f64 = 1.2;
/// Twice as fast.
const PDFSIG: f64 = 0.5;
/// Ten times as fast.
const PYHANKO: f64 = 0.1;
/// Memory beyond the file, in MiB.
const MEMORY: f64 = 64.0;

/// Where things are.
struct Bench<'a> {
    /// The verifier alone, and inside the portal's program.
    verifier: String,
    portal: String,
    maker: PathBuf,
    sandbox: &'a Path,
    trust: String,
    folder: tempfile::TempDir,
}

/// All measures of the verifier.
pub fn measure(bin: &Path, sandbox: &Path, table: &mut Table) -> anyhow::Result<()> {
    let bench = Bench {
        verifier: bin.join("motcua-verify").display().to_string(),
        portal: bin.join("motcua").display().to_string(),
        maker: bin.join("motcua-sandbox"),
        sandbox,
        trust: sandbox.join("trust").display().to_string(),
        folder: tempfile::tempdir()?,
    };
    let small = sandbox.join("papers/to-trinh.pdf").display().to_string();
    let middle = bench.make("1 MB", 1, 1)?;
    let many = bench.make("100 signatures", 1, 100)?;
    for size in [20, 100] {
        let file = bench.make(&format!("{size} MB"), size, 1)?;
        bench.against_openssl(size, &file, table)?;
    }
    for (what, file, limit) in [
        ("100 KB", &small, PDFSIG),
        ("1 MB", &middle, PDFSIG),
        ("100 signatures", &many, 1.0),
    ] {
        bench.against_pdfsig(what, &bench.ours(file), file, limit, table)?;
    }
    // It brings the portal's libraries with it, which takes longer than the paper.
    let inside = [
        [bench.portal.as_str(), "verify"].as_slice(),
        bench.arguments(&small).as_slice(),
    ]
    .concat();
    bench.against_pdfsig("100 KB inside motcua", &inside, &small, 1.0, table)?;
    for (what, file) in [("100 KB", &small), ("1 MB", &middle)] {
        bench.against_pyhanko(what, file, table)?;
    }
    Ok(())
}

impl Bench<'_> {
    fn make(&self, name: &str, megabytes: usize, signatures: usize) -> anyhow::Result<String> {
        let file = self.folder.path().join(name).with_extension("pdf");
        let made = Command::new(&self.maker)
            .arg("large")
            .arg("--out")
            .arg(&file)
            .args(["--size-mb", &megabytes.to_string()])
            .args(["--signatures", &signatures.to_string()])
            .arg("--dir")
            .arg(self.sandbox)
            .stdout(Stdio::null())
            .status()?;
        ensure!(made.success(), "the sample of {name} could not be made");
        Ok(file.display().to_string())
    }

    fn ours<'a>(&'a self, file: &'a str) -> Vec<&'a str> {
        [
            [self.verifier.as_str()].as_slice(),
            self.arguments(file).as_slice(),
        ]
        .concat()
    }

    fn arguments<'a>(&'a self, file: &'a str) -> [&'a str; 6] {
        ["--json", "--revocation", "prefer", "--trust", &self.trust, file]
    }

    fn against_openssl(&self, megabytes: usize, file: &str, table: &mut Table) -> anyhow::Result<()> {
        let ours = self.ours(file);
        let (own, peer) = in_turn(
            || milliseconds(&ours),
            || milliseconds(&["openssl", "dgst", "-sha256", file]),
        )?;
        let what = format!("verify {megabytes} MB / openssl dgst -sha256");
        table.ratio(&what, own, peer, OPENSSL, "ms");
        let size = std::fs::metadata(file)?.len() as f64 / 1024.0 / 1024.0;
        let beyond = peak_kib(&ours)? / 1024.0 - size;
        table.add(
            &format!("verify {megabytes} MB, memory beyond the file"),
            format!("{beyond:.0} MiB"),
            format!("≤ {MEMORY} MiB"),
            beyond <= MEMORY,
        );
        Ok(())
    }

    fn against_pdfsig(
        &self,
        what: &str,
        ours: &[&str],
        file: &str,
        limit: f64,
        table: &mut Table,
    ) -> anyhow::Result<()> {
        let name = format!("verify {what} / pdfsig, processes");
        if !is_installed("pdfsig", "-v") {
            skipped(&name, "pdfsig", table);
            return Ok(());
        }
        let (own, peer) = in_turn(
            || milliseconds(ours),
            || milliseconds(&["pdfsig", "-nocert", file]),
        )?;
        table.ratio(&name, own, peer, limit, "ms");
        Ok(())
    }

    /// Both in their process: the programs are loaded, the authorities are read.
    fn against_pyhanko(&self, what: &str, file: &str, table: &mut Table) -> anyhow::Result<()> {
        let name = format!("verify {what} / pyHanko, in process");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("pyhanko_verify.py");
        let output = Command::new("python3")
            .arg(script)
            .args([&self.trust, file])
            .stderr(Stdio::null())
            .output();
        let figure = output.ok().filter(|output| output.status.success());
        let Some(figure) = figure else {
            skipped(&name, "pyHanko", table);
            return Ok(());
        };
        let peer: f64 = String::from_utf8(figure.stdout)?
            .trim()
            .parse()
            .context("pyHanko's figure")?;
        let store = TrustStore::load(&[PathBuf::from(&self.trust)])?.store;
        let verifier = Verifier::new(store, Policy::default(), RevocationMode::Prefer);
        let bytes = std::fs::read(file)?;
        let now = Clock::default().now();
        let mut runs: Vec<f64> = (0..50)
            .map(|_| {
                let started = Instant::now();
                std::hint::black_box(verifier.verify(&bytes, now));
                started.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        table.ratio(&name, median(&mut runs), peer, PYHANKO, "ms");
        Ok(())
    }
}

fn is_installed(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn skipped(what: &str, peer: &str, table: &mut Table) {
    table.add(
        what,
        format!("SKIPPED: {peer} is not installed"),
        "–".to_owned(),
        true,
    );
}

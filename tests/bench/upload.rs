//! A thousand papers of a megabyte from fifty accounts at once, by tus: what they cost in memory and on disk, and whether
//! each is there afterwards as it was sent.

use crate::line::{Line, Request};
use crate::server::{self, STAMP, Server};
use crate::table::Table;
use anyhow::{Context, anyhow, ensure};
use diesel::connection::SimpleConnection;
use motcua_server::clock::Clock;
use motcua_server::secret::sha256_hex;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

const FILES: usize = 1_000;
const CLIENTS: usize = 50;
/// Of each request but the last of a file.
const PIECE: usize = 300_000;
const MEMORY_MIB: f64 = 200.0;
const DISK: f64 = 1.05;

/// Sends them, puts them into the vaults, reads all of them again.
pub fn measure(bin: &Path, sandbox: &Path, table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let papers = folder.path().join("papers");
    make_papers(bin, sandbox, &papers)?;
    let database = format!("sqlite:{}", folder.path().join("bench.db").display());
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let server = Server::start(bin, sandbox, folder.path(), &database, port)?;
    let tokens = open_accounts(&database)?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(&papers)?
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<_>>()?;
    files.sort();
    ensure!(files.len() == FILES, "{} papers were made", files.len());

    let started = Instant::now();
    let kept = at_once(&tokens, &files, |token, file| keep(port, token, file))?;
    let elapsed = started.elapsed().as_secs_f64();
    let sent: u64 = kept.iter().map(|kept| kept.size).sum();
    let peak = server.peak_mib()?;
    let disk = size_of(&folder.path().join("files"))?;

    // Every one is readable, and is what was sent.
    let pairs: Vec<(String, Kept)> = kept.into_iter().map(|kept| (kept.token.clone(), kept)).collect();
    for (token, kept) in &pairs {
        let mut line = Line::open(port)?;
        let answer = line.ask("GET", &format!("/api/v1/papers/{}/file", kept.paper), token, b"")?;
        ensure!(answer.status == 200, "a paper cannot be read: {}", answer.status);
        ensure!(
            sha256_hex(&answer.body) == kept.sha256,
            "a paper is not what was sent"
        );
    }
    let megabytes = sent as f64 / 1e6;
    table.add(
        &format!("{FILES} papers ({megabytes:.0} MB) by {CLIENTS} clients: peak memory of the server"),
        format!(
            "{peak:.0} MiB, {:.1} papers a second, every one verified and read again",
            FILES as f64 / elapsed
        ),
        format!("≤ {MEMORY_MIB:.0} MiB"),
        peak <= MEMORY_MIB,
    );
    let share = disk as f64 / sent as f64;
    table.add(
        "bytes on disk / bytes sent",
        format!("{share:.4}"),
        format!("≤ {DISK}"),
        share <= DISK,
    );
    drop(server);
    Ok(())
}

fn make_papers(bin: &Path, sandbox: &Path, papers: &Path) -> anyhow::Result<()> {
    let made = Command::new(bin.join("motcua-sandbox"))
        .args(["large", "--count", &FILES.to_string(), "--size-mb", "1", "--out"])
        .arg(papers)
        .arg("--dir")
        .arg(sandbox)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    ensure!(made.success(), "the papers cannot be made");
    Ok(())
}

/// A session for each of as many accounts as there are clients.
fn open_accounts(database: &str) -> anyhow::Result<Vec<String>> {
    let db = server::open(database)?;
    let now = Clock::default().now().utc().format(STAMP).to_string();
    let login = |number: usize| format!("bench{number:03}");
    for number in 0..CLIENTS {
        db.connection()?.batch_execute(&format!(
            "insert into accounts (id, kind, login, name, identifier, assurance_level, status, version, created_at)
             values ('01990000-0000-7000-9000-{number:012}', 'agency', '{}', 'Don vi {number}', '888{number:04}', 3,
               'active', 1, '{now}')",
            login(number)
        ))?;
    }
    (0..CLIENTS)
        .map(|number| server::sign_in(&db, &login(number)))
        .collect()
}

/// Every client on a thread of its own, each with its share of the files.
fn at_once<T: Send>(
    tokens: &[String],
    files: &[PathBuf],
    work: impl Fn(&str, &Path) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let work = &work;
    thread::scope(|scope| {
        let clients: Vec<_> = tokens
            .iter()
            .enumerate()
            .map(|(number, token)| {
                let own = files.iter().skip(number).step_by(tokens.len());
                scope.spawn(move || {
                    own.map(|file| work(token, file))
                        .collect::<anyhow::Result<Vec<T>>>()
                })
            })
            .collect();
        let mut all = Vec::new();
        for client in clients {
            all.extend(client.join().map_err(|_| anyhow!("a client ended"))??);
        }
        Ok(all)
    })
}

/// A paper that is in its vault.
struct Kept {
    token: String,
    paper: String,
    size: u64,
    sha256: String,
}

/// Sends one file in pieces and puts it into the vault.
fn keep(port: u16, token: &str, file: &Path) -> anyhow::Result<Kept> {
    let bytes = std::fs::read(file)?;
    let sha256 = sha256_hex(&bytes);
    let mut line = Line::open(port)?;
    let length = bytes.len().to_string();
    let begun = line.send(&Request {
        method: "POST",
        address: "/api/v1/uploads/resumable",
        token,
        headers: &[
            ("tus-resumable", "1.0.0"),
            ("upload-length", &length),
            // a.pdf, vault
            ("upload-metadata", "filename YS5wZGY=,purpose dmF1bHQ="),
            ("idempotency-key", &sha256),
        ],
        body: b"",
    })?;
    ensure!(begun.status == 201, "{}", begun.text());
    let address = begun.location.context("no address")?;
    let mut offset = 0;
    for piece in bytes.chunks(PIECE) {
        let at = offset.to_string();
        let answer = line.send(&Request {
            method: "PATCH",
            address: &address,
            token,
            headers: &[
                ("tus-resumable", "1.0.0"),
                ("content-type", "application/offset+octet-stream"),
                ("upload-offset", at.as_str()),
            ],
            body: piece,
        })?;
        ensure!(answer.status == 204, "{}", answer.text());
        offset += piece.len();
    }
    let view = line.ask("GET", &address, token, b"")?.text();
    ensure!(
        view.contains(&sha256) && view.contains("TOTAL-PASSED"),
        "not verified: {view}"
    );
    let upload = address.rsplit('/').next().unwrap_or_default();
    let add = format!(
        "{{\"upload_id\":\"{upload}\",\"category_code\":\"KQ.H21.910001\",\"name\":\"To trinh\",\"is_visible\":true,\
         \"is_shared\":false}}"
    );
    let added = line.ask("POST", "/api/v1/papers", token, add.as_bytes())?;
    ensure!(added.status == 201, "{}", added.text());
    let text = added.text();
    let paper = text
        .split("\"id\":\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .context("no paper")?;
    Ok(Kept {
        token: token.to_owned(),
        paper: paper.to_owned(),
        size: bytes.len() as u64,
        sha256,
    })
}

/// Bytes of all files below a folder.
fn size_of(folder: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        sum += if about.is_dir() {
            size_of(&entry.path())?
        } else {
            about.len()
        };
    }
    Ok(sum)
}

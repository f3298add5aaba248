//! A page of a vault with 100,000 papers against `/healthz`, on the same running server, in turn.

use crate::table::{Table, p95};
use anyhow::{Context, anyhow, ensure};
use diesel::connection::SimpleConnection;
use motcua_server::clock::Clock;
use motcua_server::config::DatabaseConfig;
use motcua_server::db::Db;
use motcua_server::secret;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PAPERS: u64 = 100_000;
const SAMPLES: u64 = 2_000;
const PAGE: u64 = 20;

/// Fills a vault, then reads pages all over it.
pub fn measure(bin: &Path, sandbox: &Path, table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("bench.db").display());
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let server = Server::start(bin, sandbox, folder.path(), &database, port)?;
    wait_for_upkeep(port)?;
    let token = fill(&database)?;

    let health = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n".to_owned();
    let mut line = Connection::open(port)?;
    let (mut pages, mut healths) = (Vec::new(), Vec::new());
    for sample in 0..SAMPLES {
        // A stride that is prime to the number of pages visits every region of the list.
        let page = sample * 1_571 % (PAPERS / PAGE);
        let request = list_request(&token, page);
        let (body, elapsed) = line.ask(&request)?;
        ensure!(body.contains("\"items\":[{"), "the list is empty: {body}");
        let (_, idle) = line.ask(&health)?;
        if sample >= SAMPLES / 10 {
            pages.push(elapsed);
            healths.push(idle);
        }
    }
    table.ratio(
        "vault list, 100,000 papers, p95 / healthz p95",
        p95(&mut pages),
        p95(&mut healths),
        5.0,
        "ms",
    );
    drop(server);
    Ok(())
}

/// The clean-up at start would miss the files of the papers that are written below, and look for each of them.
fn wait_for_upkeep(port: u16) -> anyhow::Result<()> {
    let mut line = Connection::open(port)?;
    for _ in 0..200 {
        let (figures, _) = line.ask("GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n")?;
        let is_through = figures
            .lines()
            .any(|figure| figure.starts_with("motcua_upkeep_finished_seconds ") && !figure.ends_with(" 0"));
        if is_through {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(anyhow!("the clean-up does not end"))
}

fn list_request(token: &str, page: u64) -> String {
    let cursor = match page {
        0 => String::new(),
        page => format!("&cursor=o{}", paper_id(PAPERS - page * PAGE + 1).replace('-', "")),
    };
    format!(
        "GET /api/v1/papers?limit={PAGE}{cursor} HTTP/1.1\r\nhost: localhost\r\ncookie: motcua-session={token}\r\n\r\n"
    )
}

fn paper_id(number: u64) -> String {
    format!("01990000-0000-7000-8000-{number:012x}")
}

/// Writes the papers of one vault and a session for it; the token comes back.
fn fill(database: &str) -> anyhow::Result<String> {
    let config = DatabaseConfig {
        url: database.to_owned(),
        connections: 1,
        patience_seconds: 30,
    };
    let db = Db::open(&config, false)?;
    let token = secret::token()?;
    let now = Clock::default().now();
    let stamp = now.utc().format("%Y-%m-%d %H:%M:%S%.6f");
    let end = motcua_server::clock::after(now, 3600)
        .utc()
        .format("%Y-%m-%d %H:%M:%S%.6f")
        .to_string();
    let owner = "(select id from accounts where login = 'truonghoamai')";
    let rows = format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {PAPERS})");
    db.connection()?.batch_execute(&format!(
        "begin;
         insert into sessions values ('{hash}', {owner}, '{stamp}', '{stamp}', '{end}');
         {rows} insert into stored_files select printf('%064x', i), 99000, 'application/pdf', '{stamp}' from n;
         {rows} insert into papers select '01990000-0000-7000-8000-' || printf('%012x', i), {owner},
           '000000000000.KQ.H21.910001.20112026', 'To trinh so ' || i, 'KQ.H21.910001', 'organisation',
           'to-trinh-' || i || '.pdf', 99000, printf('%064x', i), '9990001', i || '/TTr', 'Trich yeu so ' || i,
           '2026-11-20', 1, 0, 0, 'TOTAL-PASSED', 'UY BAN NHAN DAN XA MAU', '{stamp}',
           '{{\"verdict\":\"TOTAL-PASSED\",\"reasons\":[],\"warnings\":[],\"signatures\":[]}}',
           'to trinh so ' || i, 1, '{stamp}' from n;
         insert into vaults values ({owner}, {PAPERS});
         commit; analyze;",
        hash = secret::sha256_hex(token.as_bytes()),
    ))?;
    Ok(token)
}

/// A running `motcua serve`, stopped when it goes out of scope.
struct Server(Child);

impl Server {
    fn start(bin: &Path, sandbox: &Path, folder: &Path, database: &str, port: u16) -> anyhow::Result<Self> {
        let config = folder.join("bench.toml");
        std::fs::write(
            &config,
            format!(
                "profile = \"demo\"\n[http]\nlisten = \"127.0.0.1:{port}\"\nplain_cookies = true\n\
                 [database]\nurl = \"{database}\"\n[files]\nurl = \"{files}\"\n[signature]\ntrust = []\n\
                 sandbox_trust = [\"{trust}\"]\n[demo]\naccounts = true\n[log]\nfilter = \"warn\"\n",
                files = folder.join("files").display(),
                trust = sandbox.join("trust").display(),
            ),
        )?;
        let child = Command::new(bin.join("motcua"))
            .arg("--config")
            .arg(&config)
            .arg("serve")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("motcua serve")?;
        let server = Self(child);
        for _ in 0..200 {
            if Connection::open(port).is_ok() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(anyhow!("the server does not answer"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already is just as well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One kept-alive connection, read by hand so that the client costs next to nothing.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(port: u16) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// The body and the milliseconds until its last byte.
    fn ask(&mut self, request: &str) -> anyhow::Result<(String, f64)> {
        let started = Instant::now();
        self.0.get_mut().write_all(request.as_bytes())?;
        let mut length = 0;
        let mut status = String::new();
        self.0.read_line(&mut status)?;
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        let elapsed = started.elapsed().as_secs_f64() * 1000.0;
        ensure!(
            status.contains(" 200 "),
            "{status}{}",
            String::from_utf8_lossy(&body)
        );
        Ok((String::from_utf8(body)?, elapsed))
    }
}

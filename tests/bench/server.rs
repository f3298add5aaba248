//! A server to measure, and how it is asked.

use crate::table::Table;
use anyhow::{Context, anyhow, ensure};
use diesel::connection::SimpleConnection;
use motcua_server::clock::{Clock, after};
use motcua_server::config::DatabaseConfig;
use motcua_server::db::Db;
use motcua_server::secret;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How moments are written into SQLite.
pub const STAMP: &str = "%Y-%m-%d %H:%M:%S%.6f";

/// The database of a server, for rows that are written behind its back.
pub fn open(database: &str) -> anyhow::Result<Db> {
    let config = DatabaseConfig {
        url: database.to_owned(),
        connections: 1,
        patience_seconds: 30,
    };
    Db::open(&config, false)
}

/// Opens a session for a demonstration account; its token comes back.
pub fn sign_in(db: &Db, login: &str) -> anyhow::Result<String> {
    let token = secret::token()?;
    let now = Clock::default().now();
    let stamp = now.utc().format(STAMP);
    let end = after(now, 3600);
    db.connection()?.batch_execute(&format!(
        "insert into sessions (id, token_hash, account_id, method, device, created_at, proved_at, seen_at, ends_at)
         select '{hash}', '{hash}', id, 'password', 'bench', '{stamp}', '{stamp}', '{stamp}', '{end}'
         from accounts where login = '{login}'",
        hash = secret::sha256_hex(token.as_bytes()),
        end = end.utc().format(STAMP),
    ))?;
    Ok(token)
}

/// Measures on SQLite, and on PostgreSQL where the address of one was given: name, address, a folder of its own, table.
pub fn on_each_database(
    what: &str,
    postgres: Option<&str>,
    table: &mut Table,
    mut measure: impl FnMut(&str, &str, &Path, &mut Table) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let sqlite = format!("sqlite:{}", folder.path().join("bench.db").display());
    measure("SQLite", &sqlite, folder.path(), table)?;
    match postgres {
        Some(postgres) => {
            let folder = tempfile::tempdir()?;
            measure("PostgreSQL", postgres, folder.path(), table)
        }
        None => {
            let (what, limit) = (format!("{what} on PostgreSQL"), "needs one".to_owned());
            table.add(&what, "not measured".to_owned(), limit, false);
            Ok(())
        }
    }
}

/// A running `motcua serve`, stopped when it goes out of scope.
pub struct Server(Child);

impl Server {
    /// Starts it on `port` with a database of its own and the demonstration accounts.
    pub fn start(
        bin: &Path,
        sandbox: &Path,
        folder: &Path,
        database: &str,
        port: u16,
    ) -> anyhow::Result<Self> {
        let config = folder.join("bench.toml");
        std::fs::write(
            &config,
            format!(
                "profile = \"demo\"\n[http]\nlisten = \"127.0.0.1:{port}\"\nplain_cookies = true\n\
                 [database]\nurl = \"{database}\"\n[files]\nurl = \"{files}\"\n[signature]\ntrust = []\n\
                 sandbox_trust = [\"{trust}\"]\n[demo]\naccounts = true\n[log]\nfilter = \"warn\"\n\
                 [identity]\ncodes_per_quarter = 1000000\ncodes_per_day = 1000000\ncodes_per_address = 1000000\n\
                 attempts_per_address = 1000000\n",
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

impl Server {
    /// The most memory that it has held so far, in MiB (Linux).
    pub fn peak_mib(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: f64 = peak
            .and_then(|rest| rest.trim().strip_suffix(" kB"))
            .context("no VmHWM")?
            .parse()?;
        Ok(kib / 1024.0)
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
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    /// A new one.
    pub fn open(port: u16) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// The body and the milliseconds until its last byte.
    pub fn ask(&mut self, request: &str) -> anyhow::Result<(String, f64)> {
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

//! Sign-ins against the bare cost of their hashes on the same processors, and what they do to everybody else.

use crate::server::{self, Connection, Server};
use crate::table::{Table, median, p95};
use anyhow::{Context, anyhow, ensure};
use motcua_server::config::Config;
use motcua_server::demo::{ACCOUNTS, PASSWORD};
use motcua_server::identity::password::Passwords;
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long each part of a round takes.
const PART: Duration = Duration::from_secs(4);
const ROUNDS: usize = 3;
/// Of the bare rate.
const SHARE: f64 = 0.8;
/// Of the idle time.
const SLOWER: f64 = 3.0;

/// Saturates a server with sign-ins at the configured cost.
pub fn measure(bin: &Path, sandbox: &Path, table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("bench.db").display());
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let _server = Server::start(bin, sandbox, folder.path(), &database, port)?;
    let token = server::sign_in(&server::open(&database)?, "truonghoamai")?;
    let list = format!(
        "GET /api/v1/papers?limit=20 HTTP/1.1\r\nhost: localhost\r\ncookie: motcua-session={token}\r\n\r\n"
    );
    let processors = thread::available_parallelism()?.get();
    let passwords = Passwords::new(&Config::read(None)?.identity)?;

    let (mut shares, mut idle, mut busy) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let bare = rate(processors, |_| Ok(|| passwords.hash_now(PASSWORD).map(|_| ())))?;
        sample(port, &list, PART, &mut idle)?;
        let over = AtomicBool::new(false);
        let signed_in = thread::scope(|scope| {
            let others = scope.spawn(|| {
                let mut times = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    sample(port, &list, Duration::from_millis(200), &mut times)?;
                }
                anyhow::Ok(times)
            });
            // Twice as many as can be hashed at once, so that the processors always have the next one.
            let rate = rate(processors * 2, |number| signer(port, number));
            over.store(true, Ordering::Relaxed);
            busy.extend(others.join().map_err(|_| anyhow!("the other requests ended"))??);
            rate
        })?;
        shares.push(signed_in / bare);
    }
    let share = median(&mut shares);
    table.add(
        "sign-ins per second / bare Argon2id rate",
        format!("{share:.2} of the rate"),
        format!("≥ {SHARE}"),
        share >= SHARE,
    );
    table.ratio(
        "other requests while sign-ins saturate, p95 / idle p95",
        p95(&mut busy),
        p95(&mut idle),
        SLOWER,
        "ms",
    );
    Ok(())
}

/// How often a second `threads` of them together do something.
fn rate<W>(threads: usize, make: impl Fn(usize) -> anyhow::Result<W> + Sync) -> anyhow::Result<f64>
where
    W: FnMut() -> anyhow::Result<()>,
{
    let make = &make;
    let counts = thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|number| {
                scope.spawn(move || {
                    let mut work = make(number)?;
                    let (started, mut count) = (Instant::now(), 0_u32);
                    while started.elapsed() < PART {
                        work()?;
                        count += 1;
                    }
                    // The last one ends late; its time counts, too.
                    anyhow::Ok(f64::from(count) / started.elapsed().as_secs_f64())
                })
            })
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().map_err(|_| anyhow!("a thread ended"))?)
            .collect::<anyhow::Result<Vec<f64>>>()
    })?;
    Ok(counts.iter().sum())
}

/// Signs in again and again over one connection.
fn signer(port: u16, number: usize) -> anyhow::Result<impl FnMut() -> anyhow::Result<()>> {
    let account = ACCOUNTS.get(number % ACCOUNTS.len()).context("no accounts")?;
    let body = format!("{{\"login\":\"{}\",\"password\":\"{PASSWORD}\"}}", account.login);
    let request = format!(
        "POST /api/v1/session/password HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         x-motcua-client: bench\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut line = Connection::open(port)?;
    Ok(move || {
        let (body, _) = line.ask(&request)?;
        ensure!(body.contains("sent_to"), "no code was sent: {body}");
        Ok(())
    })
}

/// Asks for a while, with the pauses that a person makes.
fn sample(port: u16, request: &str, time: Duration, times: &mut Vec<f64>) -> anyhow::Result<()> {
    let mut line = Connection::open(port)?;
    let started = Instant::now();
    while started.elapsed() < time {
        let (_, elapsed) = line.ask(request)?;
        times.push(elapsed);
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

//! What is measured and `/healthz` of the same running server, asked in turn.

use crate::server::Connection;
use crate::table::{Table, p95};
use anyhow::{anyhow, ensure};
use std::time::Duration;

/// The peer.
pub const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// How something is measured.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// How an answer begins that is one.
    pub begins: &'static str,
    /// How often it is asked; the first tenth warms up.
    pub samples: u64,
    /// Of `/healthz`.
    pub limit: f64,
}

/// Adds the ratio of both p95 to the table.
pub fn against_health(
    what: &str,
    line: &mut Connection,
    ask: impl Fn(u64) -> String,
    how: Measure,
    table: &mut Table,
) -> anyhow::Result<()> {
    let (mut asked, mut healths) = (Vec::new(), Vec::new());
    for sample in 0..how.samples {
        let (body, elapsed) = line.ask(&ask(sample))?;
        ensure!(body.starts_with(how.begins), "not what was asked for: {body}");
        let (_, idle) = line.ask(HEALTH)?;
        if sample >= how.samples / 10 {
            asked.push(elapsed);
            healths.push(idle);
        }
    }
    table.ratio(what, p95(&mut asked), p95(&mut healths), how.limit, "ms");
    Ok(())
}

/// The clean-up at start reads much, and would let go of rows that are written behind the server's back; nothing is measured beside it.
pub fn wait_for_upkeep(port: u16) -> anyhow::Result<()> {
    let mut line = Connection::open(port)?;
    for _ in 0..2_400 {
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

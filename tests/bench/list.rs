//! A page of a vault with 100,000 papers against `/healthz`, on the same running server, in turn.

use crate::server::{self, Connection, STAMP, Server};
use crate::table::{Table, p95};
use anyhow::{anyhow, ensure};
use diesel::connection::SimpleConnection;
use motcua_server::clock::Clock;
use motcua_server::db::Db;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

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
    let db = server::open(&database)?;
    fill(&db)?;
    let token = server::sign_in(&db, "truonghoamai")?;

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

/// Writes the papers of one vault.
fn fill(db: &Db) -> anyhow::Result<()> {
    let stamp = Clock::default().now().utc().format(STAMP).to_string();
    let owner = "(select id from accounts where login = 'truonghoamai')";
    let rows = format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {PAPERS})");
    db.connection()?.batch_execute(&format!(
        "begin;
         {rows} insert into stored_files select printf('%064x', i), 99000, 'application/pdf', '{stamp}' from n;
         {rows} insert into papers select '01990000-0000-7000-8000-' || printf('%012x', i), {owner},
           '000000000000.KQ.H21.910001.20112026', 'To trinh so ' || i, 'KQ.H21.910001', 'organisation',
           'to-trinh-' || i || '.pdf', 99000, printf('%064x', i), '9990001', i || '/TTr', 'Trich yeu so ' || i,
           '2026-11-20', 1, 0, 0, 'TOTAL-PASSED', 'UY BAN NHAN DAN XA MAU', '{stamp}',
           '{{\"verdict\":\"TOTAL-PASSED\",\"reasons\":[],\"warnings\":[],\"signatures\":[]}}',
           'to trinh so ' || i, 1, '{stamp}' from n;
         insert into vaults values ({owner}, {PAPERS});
         commit; analyze;",
    ))?;
    Ok(())
}

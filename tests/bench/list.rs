//! The list of a vault and its six searches at a million papers of fifty thousand owners, against `/healthz` on the same
//! running server, in turn; on SQLite, and on PostgreSQL where the address of one was given.

use crate::server::{self, Connection, STAMP, Server};
use crate::table::{Table, p95};
use crate::turn::{HEALTH, Measure, against_health, wait_for_upkeep};
use anyhow::{anyhow, ensure};
use diesel::connection::SimpleConnection;
use motcua_server::clock::Clock;
use motcua_server::db::Db;
use motcua_shared::path::{CLIENT_HEADER, PAPER_SEARCH};
use std::net::TcpListener;
use std::path::Path;

/// All papers.
const PAPERS: u64 = 1_000_000;
/// All owners; the first has `LARGE` papers, the others share the rest.
const OWNERS: u64 = 50_000;
/// Papers of the largest vault, that of an organisation.
const LARGE: u64 = 100_000;
/// Vaults that are asked in turn.
const ASKED: u64 = 200;
/// Of `/healthz`.
const LIMIT: f64 = 5.0;
const SAMPLES: u64 = 1_200;
const HOW: Measure = Measure {
    begins: "{\"items\":[",
    samples: SAMPLES,
    limit: LIMIT,
};
const PAGE: u64 = 20;
/// Who ask at the same time.
const CLIENTS: u64 = 32;

/// Fills a database, then asks; once for every database there is.
pub fn measure(bin: &Path, sandbox: &Path, postgres: Option<&str>, table: &mut Table) -> anyhow::Result<()> {
    server::on_each_database("vault lists", postgres, table, |name, database, folder, table| {
        measure_on(name, database, folder, bin, sandbox, table)
    })
}

fn measure_on(
    name: &str,
    database: &str,
    folder: &Path,
    bin: &Path,
    sandbox: &Path,
    table: &mut Table,
) -> anyhow::Result<()> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let server = Server::start(bin, sandbox, folder, database, port)?;
    wait_for_upkeep(port)?;
    let db = server::open(database)?;
    fill(&db, database.starts_with("postgres"))?;
    let tokens: Vec<String> = (0..ASKED)
        .map(|place| server::sign_in(&db, &login(1 + place * (OWNERS / ASKED - 1))))
        .collect::<anyhow::Result<_>>()?;
    let large = server::sign_in(&db, &login(0))?;
    let mut line = Connection::open(port)?;
    for (what, body) in SEARCHES {
        let ask = |sample: u64| {
            let place = usize::try_from(sample % ASKED).unwrap_or_default();
            request(tokens.get(place).map_or("", String::as_str), body)
        };
        let what = format!("{name}: {what}, p95 / healthz");
        against_health(&what, &mut line, ask, HOW, table)?;
    }
    // A stride that is prime to the number of pages visits every region of the list.
    let turn = |sample: u64| request(&large, &cursor(sample * 1_571 % (LARGE / PAGE)));
    let what = format!("{name}: a page of a vault of 100,000, p95 / healthz");
    against_health(&what, &mut line, turn, HOW, table)?;
    for (what, body) in [SEARCHES[0], SEARCHES[7]] {
        let ask = |sample: u64| {
            let place = usize::try_from(sample % ASKED).unwrap_or_default();
            request(tokens.get(place).map_or("", String::as_str), body)
        };
        let what = format!("{name}: {what}, {CLIENTS} at once, p95 / healthz");
        compare_at_once(&what, port, &ask, table)?;
    }
    drop(server);
    Ok(())
}

/// Many ask at the same time, each for a list and for `/healthz` in turn: there the answers wait for each other, as they do
/// on a busy day, and what counts is the work that a list makes, not how fast an idle thread wakes up.
fn compare_at_once(
    what: &str,
    port: u16,
    ask: &(impl Fn(u64) -> String + Sync),
    table: &mut Table,
) -> anyhow::Result<()> {
    let one = |client: u64| -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
        let mut line = Connection::open(port)?;
        let (mut asked, mut healths) = (Vec::new(), Vec::new());
        for sample in 0..SAMPLES / 4 {
            let (body, elapsed) = line.ask(&ask(sample * CLIENTS + client))?;
            ensure!(body.starts_with("{\"items\":["), "no list: {body}");
            let (_, idle) = line.ask(HEALTH)?;
            if sample >= SAMPLES / 40 {
                asked.push(elapsed);
                healths.push(idle);
            }
        }
        Ok((asked, healths))
    };
    let (mut asked, mut healths) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..CLIENTS)
            .map(|client| scope.spawn(move || one(client)))
            .collect();
        for client in all {
            let (some, others) = client.join().map_err(|_| anyhow!("a client panicked"))??;
            asked.extend(some);
            healths.extend(others);
        }
        anyhow::Ok(())
    })?;
    table.ratio(what, p95(&mut asked), p95(&mut healths), LIMIT, "ms");
    Ok(())
}

/// What is asked: the list, the six searches of the letter, the box over all of them; no match is worst, because nothing
/// ends the search early.
const SEARCHES: [(&str, &str); 9] = [
    ("the list", "{}"),
    ("search by name", r#"{"name":"tờ trình số 7"}"#),
    ("search by code", r#"{"code":"KQ.H21"}"#),
    ("search by decision number", r#"{"decision_number":"7/TTr"}"#),
    ("search by owner's name", r#"{"owner_name":"nguyễn"}"#),
    ("search by identifier", r#"{"identifier":"9990"}"#),
    ("search by abstract", r#"{"summary":"trich yeu"}"#),
    (
        "search over all, without marks",
        r#"{"q":"to trinh khen thuong"}"#,
    ),
    ("search for what is not there", r#"{"q":"khong co dau"}"#),
];

fn request(token: &str, body: &str) -> String {
    format!(
        "POST {PAPER_SEARCH} HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\n{CLIENT_HEADER}: 1\r\n\
         cookie: motcua-session={token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn cursor(page: u64) -> String {
    match page {
        0 => "{}".to_owned(),
        page => format!(
            r#"{{"cursor":"o{}"}}"#,
            paper_id(LARGE - page * PAGE + 1).replace('-', "")
        ),
    }
}

fn paper_id(number: u64) -> String {
    format!("01990000-0000-7000-8000-{number:012x}")
}

fn login(owner: u64) -> String {
    format!("chu{owner}")
}

/// Writes owners and papers. Papers 1 to `LARGE` are the first owner's, the others go round.
fn fill(db: &Db, is_postgres: bool) -> anyhow::Result<()> {
    let stamp = Clock::default().now().utc().format(STAMP).to_string();
    let hex = |number: &str, digits: u32| match is_postgres {
        true => format!("lpad(to_hex({number}), {digits}, '0')"),
        false => format!("printf('%0{digits}x', {number})"),
    };
    let (paper, digest) = (hex("i", 12), hex("i", 64));
    let mark = if is_postgres { "chr" } else { "char" };
    let numbers = |last: u64| {
        format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {last})")
    };
    let key = [
        "'to trinh so ' || i",
        "'000000000000 kq h21 910001 20112026'",
        "i || ' ttr'",
        "'nguyen thi mau'",
        "'9990001'",
        "'trich yeu so ' || i || ' khen thuong'",
        "'to trinh'",
        "'to trinh ' || i || ' pdf'",
        "'uy ban nhan dan xa mau'",
    ];
    let key: Vec<String> = key
        .iter()
        .enumerate()
        .map(|(place, text)| format!("{mark}({}) || {text}", place + 1))
        .collect();
    let key = format!("{} || {mark}(10)", key.join(" || "));
    let whose = format!("(case when i <= {LARGE} then 0 else 1 + (i - {LARGE}) % ({OWNERS} - 1) end)");
    let account = |number: &str| format!("'01980000-0000-7000-8000-' || {}", hex(number, 12));
    // A server's question may take 15 s; filling may take longer.
    let patience = if is_postgres {
        "set statement_timeout = 0;"
    } else {
        ""
    };
    db.connection()?.batch_execute(&format!(
        "{patience} begin;
         {owners} insert into accounts (id, kind, login, name, identifier, assurance_level, status, version, created_at)
           select {account}, 'agency', 'chu' || (i - 1), 'Nguyen Thi Mau', '9990001', 3, 'active', 1, '{stamp}' from n;
         {papers} insert into stored_files (sha256, size, media_type, stored_at)
           select {digest}, 99000, 'application/pdf', '{stamp}' from n;
         {papers} insert into papers (id, account_id, code, name, category_code, file_name, size, sha256, identifier,
             decision_number, summary, issued_on, is_visible, times_used, verdict, signed_by, signed_at, search_key, version,
             added_at, owner_name, sort_name, sort_day)
           select '01990000-0000-7000-8000-' || {paper}, {owner}, '000000000000.KQ.H21.910001.20112026', 'To trinh so ' || i,
             'KQ.H21.910001', 'to-trinh-' || i || '.pdf', 99000, {digest}, '9990001', i || '/TTr',
             'Trich yeu so ' || i || ' khen thuong', '2026-11-20', true, 0, 'TOTAL-PASSED', 'UY BAN NHAN DAN XA MAU',
             '{stamp}', {key}, 1, '{stamp}', 'Nguyen Thi Mau', 'to trinh so ' || i, '2026-11-20' from n;
         insert into vaults (account_id, paper_count)
           select account_id, count(*) from papers where account_id like '01980000-%' group by account_id;
         commit; analyze;",
        account = account("(i - 1)"),
        owner = account(&whose),
        owners = numbers(OWNERS),
        papers = numbers(PAPERS),
    ))?;
    Ok(())
}

//! The queue of an officer whose unit has 10,000 open dossiers, in a province with half a million, against `/healthz` on the same
//! running server, in turn.

use crate::server::{self, Connection, STAMP, Server};
use crate::table::Table;
use crate::turn::{Measure, against_health, wait_for_upkeep};
use diesel::connection::SimpleConnection;
use motcua_server::clock::Clock;
use motcua_server::db::Db;
use motcua_shared::page::day_cursor;
use motcua_shared::path::{CLIENT_HEADER, DESK_COUNTS, DESK_DOSSIER_SEARCHES, DESK_DOSSIERS};
use std::net::TcpListener;
use std::path::Path;

/// Open dossiers of the unit, and those of it that are over.
const OPEN: u64 = 10_000;
const OVER: u64 = 100_000;
/// All dossiers of the province.
const DOSSIERS: u64 = 500_000;
const HOW: Measure = Measure {
    begins: "{\"items\":[{",
    samples: 1_200,
    limit: 5.0,
};

/// Fills a database, then asks; once for every database there is.
pub fn measure(bin: &Path, sandbox: &Path, postgres: Option<&str>, table: &mut Table) -> anyhow::Result<()> {
    server::on_each_database("inbox", postgres, table, |name, database, folder, table| {
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
    // Once to have tables and accounts; figures would be folded in between while they are filled.
    drop(Server::start(bin, sandbox, folder, database, port)?);
    let db = server::open(database)?;
    fill(&db, database.starts_with("postgres"))?;
    let server = Server::start(bin, sandbox, folder, database, port)?;
    wait_for_upkeep(port)?;
    let token = server::sign_in(&db, "canbotuyphuoc")?;
    let mut line = Connection::open(port)?;
    let get = |address: &str| {
        format!("GET {address} HTTP/1.1\r\nhost: localhost\r\ncookie: motcua-session={token}\r\n\r\n")
    };
    let search = |body: &str| {
        format!(
            "POST {DESK_DOSSIER_SEARCHES} HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\n{CLIENT_HEADER}: 1\r\n\
             cookie: motcua-session={token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let list = |query: &str| get(&format!("{DESK_DOSSIERS}?status={query}"));
    let asked = [
        ("what waits", list("submitted")),
        ("what is worked on, by due day", list("in-process")),
        (
            "a page of it far behind",
            list(&format!("in-process&cursor={}", deep())),
        ),
        ("what is over", list("returned")),
        (
            "found by the owner's name",
            search(r#"{"find":"nguyen thi mau 4711"}"#),
        ),
    ];
    for (what, request) in asked {
        let what = format!("{name}: inbox of {OPEN}, {what}, p95 / healthz");
        against_health(&what, &mut line, |_| request.clone(), HOW, table)?;
    }
    let counts = get(DESK_COUNTS);
    let what = format!("{name}: inbox of {OPEN}, how many there are, p95 / healthz");
    let how = Measure { begins: "[{", ..HOW };
    against_health(&what, &mut line, |_| counts.clone(), how, table)?;
    drop(server);
    Ok(())
}

/// The cursor behind a day in the middle of the queue.
fn deep() -> String {
    let day = Clock::default().now().vietnam_date() + chrono::Duration::days(50);
    day_cursor(day, "01990000-0000-7000-8000-000000000001")
}

/// Writes the dossiers: the first `OPEN` are open at the unit of the officer, the next `OVER` are over there, the others are elsewhere.
fn fill(db: &Db, is_postgres: bool) -> anyhow::Result<()> {
    let stamp = Clock::default().now().utc().format(STAMP).to_string();
    let id = match is_postgres {
        true => "'01990000-0000-7000-8000-' || lpad(to_hex(i), 12, '0')",
        false => "'01990000-0000-7000-8000-' || printf('%012x', i)",
    };
    let due = match is_postgres {
        true => "(now()::date + (i % 100)::int)",
        false => "date('now', '+' || (i % 100) || ' days')",
    };
    let patience = if is_postgres {
        "set statement_timeout = 0;"
    } else {
        ""
    };
    let numbers =
        format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {DOSSIERS})");
    let party =
        "'{\"name\":\"Nguyễn Thị Mẫu ' || i || '\",\"identifier\":\"9990001\",\"phone\":\"0900000001\"}'";
    db.connection()?.batch_execute(&format!(
        "{patience} begin;
         {numbers} insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest,
             version, submitted_at, due_on)
           select {id}, 'BENCH-' || i, a.id, p.id, case when i <= {OPEN} + {OVER} then here.id else there.id end, 'x',
             case when i > {OPEN} then 'returned' when i % 2 = 0 then 'submitted' else 'in-process' end,
             {party}, {party}, 'online', '', 1, '{stamp}', case when i <= {OPEN} and i % 2 = 0 then null else {due} end
           from n, (select id from procedures where is_current order by code limit 1) p, (select id from accounts order by id limit 1) a,
             (select id from units where code = 'H21.101') here, (select id from units where code = 'H21.102') there;
         {numbers} insert into dossier_words (word, unit_id, dossier_id)
           select 'mau', here.id, {id} from n, (select id from units where code = 'H21.101') here where i <= {OPEN};
         {numbers} insert into dossier_words (word, unit_id, dossier_id)
           select 'nguyen', here.id, {id} from n, (select id from units where code = 'H21.101') here where i <= {OPEN};
         {numbers} insert into dossier_words (word, unit_id, dossier_id)
           select 'thi', here.id, {id} from n, (select id from units where code = 'H21.101') here where i <= {OPEN};
         {numbers} insert into dossier_words (word, unit_id, dossier_id)
           select cast(i as text), here.id, {id} from n, (select id from units where code = 'H21.101') here where i <= {OPEN};
         delete from figure_marks;
         commit; analyze;",
    ))?;
    Ok(())
}

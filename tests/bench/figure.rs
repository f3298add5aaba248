//! The dashboard of a province with a million dossiers, against `/healthz` on the same running server, in turn; and that its sums are
//! what a full count says, after more acts were folded.

use crate::server::{self, Connection, Server};
use crate::table::Table;
use crate::turn::{Measure, against_health, wait_for_upkeep};
use anyhow::{anyhow, ensure};
use diesel::connection::SimpleConnection;
use motcua_server::clock::Clock;
use motcua_server::db::{Db, write_now};
use motcua_server::statistics::figures::fold::service::{compare, fold_some, follow_tree, mend};
use motcua_shared::path::{FIGURE_DOSSIERS, FIGURES};
use std::net::TcpListener;
use std::path::Path;
use std::time::Instant;

/// All dossiers.
const DOSSIERS: u64 = 1_000_000;
/// Units of the province.
const UNITS: u64 = 140;
/// Dossiers that something happens to afterwards.
const ACTS: u64 = 5_000;
/// Of `/healthz`.
const LIMIT: f64 = 20.0;
const SAMPLES: u64 = 400;

/// Fills a database, folds, then asks; once for every database there is.
pub fn measure(bin: &Path, sandbox: &Path, postgres: Option<&str>, table: &mut Table) -> anyhow::Result<()> {
    server::on_each_database("figures", postgres, table, |name, database, folder, table| {
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
    // Once to have tables and accounts; folding by itself would come between while they are filled.
    drop(Server::start(bin, sandbox, folder, database, port)?);
    let db = server::open(database)?;
    let is_postgres = database.starts_with("postgres");
    fill(&db, is_postgres)?;
    let today = Clock::default().now().vietnam_date();
    let mut conn = db.connection()?;
    write_now(&mut conn, |conn| mend(conn, today)).map_err(|error| anyhow!("{error:?}"))?;
    drop(conn);
    act(&db)?;
    let mut conn = db.connection()?;
    let started = Instant::now();
    write_now(&mut conn, |conn| follow_tree(conn, today)).map_err(|error| anyhow!("{error:?}"))?;
    let mut folded = 0_u64;
    loop {
        let some = write_now(&mut conn, fold_some).map_err(|error| anyhow!("{error:?}"))?;
        if some == 0 {
            break;
        }
        folded += u64::try_from(some)?;
    }
    let seconds = started.elapsed().as_secs_f64();
    let speed = f64::from(u32::try_from(folded)?) / seconds;
    ensure!(folded >= ACTS, "only {folded} marks");
    table.add(
        &format!("{name}: acts folded in a second"),
        format!("{speed:.0}"),
        "told".to_owned(),
        true,
    );
    let wrong = compare(&mut conn, today).map_err(|error| anyhow!("{error:?}"))?;
    drop(conn);
    table.add(
        &format!("{name}: sums that a full count of {DOSSIERS} dossiers contradicts"),
        wrong.len().to_string(),
        "0".to_owned(),
        wrong.is_empty(),
    );
    db.connection()?.batch_execute("analyze")?;
    let server = Server::start(bin, sandbox, folder, database, port)?;
    wait_for_upkeep(port)?;
    let token = server::sign_in(&db, "quantri")?;
    let mut line = Connection::open(port)?;
    let ask = |address: &str| {
        format!("GET {address} HTTP/1.1\r\nhost: localhost\r\ncookie: motcua-session={token}\r\n\r\n")
    };
    for (what, query) in [
        ("this month", ""),
        ("a year", "?period=2026"),
        ("a quarter", "?period=2026-q3"),
    ] {
        let what = format!("{name}: the dashboard of {what}, p95 / healthz");
        let request = ask(&format!("{FIGURES}{query}"));
        let how = Measure {
            begins: "{\"level\"",
            samples: SAMPLES,
            limit: LIMIT,
        };
        against_health(&what, &mut line, |_| request.clone(), how, table)?;
    }
    let what = format!("{name}: dossiers behind a figure, p95 / healthz");
    let list = ask(&format!("{FIGURE_DOSSIERS}?figure=reuse&period=2026"));
    let how = Measure {
        begins: "{\"items\":[{",
        samples: SAMPLES,
        limit: LIMIT,
    };
    against_health(&what, &mut line, |_| list.clone(), how, table)?;
    drop(server);
    Ok(())
}

/// Writes units, and dossiers of two years with their files and what was done with them.
fn fill(db: &Db, is_postgres: bool) -> anyhow::Result<()> {
    let hex = |number: &str| match is_postgres {
        true => format!("lpad(to_hex({number}), 12, '0')"),
        false => format!("printf('%012x', {number})"),
    };
    let id = format!("'01990000-0000-7000-8000-' || {}", hex("i"));
    let unit = |number: &str| format!("'01980000-0000-7000-8000-' || {}", hex(number));
    // Days of two years, back from today; the newest are open.
    let back = |number: &str, more: i64| match is_postgres {
        true => {
            format!("(now() at time zone 'utc' - ((720 - ({number}) % 700 - {more}) || ' days')::interval)")
        }
        false => format!(
            "strftime('%Y-%m-%d 01:00:00', 'now', '-' || (720 - ({number}) % 700 - {more}) || ' days')"
        ),
    };
    let day = |moment: String| match is_postgres {
        true => format!("({moment})::date"),
        false => format!("date({moment})"),
    };
    let patience = if is_postgres {
        "set statement_timeout = 0;"
    } else {
        ""
    };
    let numbers = |last: u64| {
        format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {last})")
    };
    let all = numbers(DOSSIERS);
    // Four fifths are old enough to be over.
    let is_over = "(i % 700 < 560)";
    db.connection()?.batch_execute(&format!(
        "{patience} begin;
         {units} insert into units (id, code, name, level, parent_id, search_key, valid_from, version, at_portal)
           select {unit}, 'BENCH.' || i, 'Uy ban nhan dan xa so ' || i, 'commune', p.id, 'uy ban nhan dan xa so ' || i, '2025-07-01', 1, true
           from n, (select id from units where code = 'H21') p;
         insert into stored_files (sha256, size, media_type, stored_at) values ('bench', 1, 'application/pdf', '2026-01-01 00:00:00');
         {all} insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest,
             version, submitted_at, due_on)
           select {id}, 'BENCH-' || i, a.id, p.id, {of_unit}, 'x', case when {is_over} then 'returned' else 'received' end,
             '{{}}', '{{}}', 'online', '', 1, {filed}, {due}
           from n join (select id, row_number() over (order by code) - 1 as place from procedures where is_current limit 10) p
             on p.place = n.i % 10, (select id from accounts order by id limit 1) a;
         {all} insert into dossier_components (dossier_id, component_id, attachment, sha256, media_type)
           select {id}, 'a', case when i % 5 < 3 then '{{\"attachment\":{{\"paper_id\":\"x\"}}}}' else '{{\"attachment\":{{}}}}' end, 'bench', 'application/pdf' from n;
         {all} insert into dossier_events (id, dossier_id, status, actor_id, actor_name, unit_name, happened_at)
           select 'r' || i, {id}, 'received', a.id, '', '', {received} from n, (select id from accounts order by id limit 1) a;
         {all} insert into dossier_events (id, dossier_id, status, actor_id, actor_name, unit_name, happened_at)
           select 's' || i, {id}, 'returned', a.id, '', '', {ended} from n, (select id from accounts order by id limit 1) a where {is_over};
         {all} insert into dossier_durations (dossier_id, procedure_code, unit_id, ended_on, days)
           select {id}, 'x', {of_unit}, '2026-01-01', 1 from n where {is_over};
         commit; analyze;",
        units = numbers(UNITS),
        unit = unit("i"),
        of_unit = unit(&format!("(1 + i / 10 % {UNITS})")),
        filed = back("i", 0),
        received = back("i", 2),
        ended = back("i", 12),
        due = day(back("i", 11 + 3)),
    ))?;
    Ok(())
}

/// What happens afterwards: some are taken up, and some end.
fn act(db: &Db) -> anyhow::Result<()> {
    db.connection()?.batch_execute(&format!(
        "update dossiers set status = 'in-process', version = version + 1
         where code like 'BENCH-%' and status = 'received' and cast(substr(code, 7) as integer) <= {}",
        ACTS * 6
    ))?;
    Ok(())
}

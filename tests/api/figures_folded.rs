//! Sums of figures are folded from what changes, and are at every moment what a full count says.

use crate::feedback::{said as complaint, send};
use crate::processing::{DECISION, GROUND, give_back, in_process, refuse, said, step};
use crate::withdrawal::withdraw;
use motcua_server::statistics::figures::fold::job::fold;
use motcua_server::statistics::figures::fold::service::{compare, mend};
use motcua_shared::filing::dto::DossierView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Login, TestApp, on_both};

/// Folds what is marked; afterwards the kept sums are those of a full count.
pub async fn folded(app: &TestApp) {
    fold(&app.state).await.unwrap();
    assert_eq!(app.count("figure_marks"), 0);
    let today = app.state.clock.now().vietnam_date();
    let wrong = app.state.db.read(move |conn| compare(conn, today)).await.unwrap();
    assert_eq!(wrong, Vec::<String>::new());
}

/// A sum of a level with all that is under it, of all procedures, over all months; everything where the code is empty.
fn sum(app: &TestApp, level: &str, figure: &str) -> i64 {
    let level = match level {
        "" => "''".to_owned(),
        code => format!("(select id from units where code = '{code}')"),
    };
    let rows = app.query(&format!(
        "select cast(coalesce(sum(count), 0) as text) as value from figure_totals \
         where level_id = {level} and scope = 'tree' and procedure_code = '' and figure = '{figure}' \
         and (month = 0 or month % 100 <> 0)"
    ));
    rows[0].parse().unwrap()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

const UNITS: [&str; 4] = ["H21.101", "H21.102", "H21.09", "H21"];

fn id(number: u64) -> String {
    format!("01926f3e-0000-7000-8000-{number:012}")
}

/// A dossier as it is written when it is filed, in a month of the two last years.
fn file(app: &TestApp, dice: &mut Dice, number: u64) {
    let (id, unit) = (id(number), UNITS[dice.roll(4) as usize]);
    let day = format!(
        "202{}-{:02}-{:02}",
        5 + dice.roll(2),
        1 + dice.roll(12),
        1 + dice.roll(28)
    );
    app.execute(&format!(
        "insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at) \
         select '{id}', 'D-{id}', a.id, p.id, u.id, 'x', 'submitted', '{{}}', '{{}}', 'online', '', 1, '{day} 01:00:00' \
         from (select id from accounts order by id limit 1) a, procedures p, units u \
         where p.code = '{PROCEDURE}' and p.is_current and u.code = '{unit}'"
    ));
    for part in 0..dice.roll(4) {
        let paper = if dice.roll(2) == 0 {
            "null"
        } else {
            "\"01926f3e-0000-7000-8000-000000000001\""
        };
        app.execute(&format!(
            "insert into dossier_components (dossier_id, component_id, attachment, sha256, media_type) \
             select '{id}', 'part-{part}', '{{\"attachment\":{{\"paper_id\":{paper}}}}}', sha256, media_type from stored_files limit 1"
        ));
    }
    if dice.roll(5) == 0 {
        app.execute(&format!("insert into dossier_grounds (dossier_id, kind, component_id) values ('{id}', 'personal-account', '')"));
    }
}

/// An act of whoever works on a dossier: the row moves, and what was done is written down.
fn act(app: &TestApp, dice: &mut Dice, number: u64, acts: u64) {
    let id = id(number);
    let status = [
        "received",
        "in-process",
        "awaiting-supplement",
        "returned",
        "refused",
        "stopped",
        "submitted",
    ][dice.roll(7) as usize];
    let due = match dice.roll(3) {
        0 => "null".to_owned(),
        _ => format!("'2026-{:02}-15'", 1 + dice.roll(12)),
    };
    app.execute(&format!(
        "insert into dossier_events (id, dossier_id, status, actor_id, actor_name, unit_name, happened_at) \
         select '{id}-{acts:06}', '{id}', '{status}', a.id, '', '', '2026-{:02}-20 03:00:00' from (select id from accounts order by id limit 1) a",
        1 + dice.roll(12)
    ));
    app.execute(&format!(
        "update dossiers set status = '{status}', due_on = {due}, version = version + 1, \
         unit_id = (select id from units where code = '{}') where id = '{id}'",
        UNITS[dice.roll(4) as usize]
    ));
}

on_both! {
    async fn after_any_walk_of_acts_the_sums_are_those_of_a_full_count(app) {
        let agency = app.agency_with_papers().await;
        let _: DossierView = agency.filed(PROCEDURE, UNIT).await;
        let mut dice = Dice(20_261_123);
        for acts in 0..240 {
            if acts < 40 {
                file(&app, &mut dice, acts);
            } else {
                let number = dice.roll(40);
                act(&app, &mut dice, number, acts);
            }
            match acts {
                // Two communes become one, one moves under another unit, and that which ended comes back.
                100 => app.execute(
                    "insert into unit_successors (unit_id, successor_id) select a.id, b.id from units a, units b where a.code = 'H21.102' and b.code = 'H21.101'",
                ),
                101 => app.execute("update units set valid_to = '2026-01-01' where code = 'H21.102'"),
                150 => app.execute("update units set parent_id = (select id from units where code = 'H21.09') where code = 'H21.101'"),
                200 => app.execute("update units set valid_to = null where code = 'H21.102'"),
                _ => {}
            }
            if acts % 13 == 0 || [101, 150, 200].contains(&acts) {
                folded(&app).await;
            }
        }
        folded(&app).await;
        // What everybody can count.
        assert_eq!(sum(&app, "", "filed"), 41);
        let of_rows = |sql: &str| app.query(sql)[0].parse::<i64>().unwrap();
        assert_eq!(sum(&app, "", "vault"), of_rows("select cast(count(*) as text) as value from dossier_components where attachment not like '%\"paper_id\":null%'"));
        assert_eq!(sum(&app, "", "ended"), of_rows("select cast(count(*) as text) as value from dossiers where status in ('returned', 'refused', 'stopped')"));
        assert_eq!(sum(&app, "", "personal"), of_rows("select cast(count(distinct dossier_id) as text) as value from dossier_grounds where kind = 'personal-account'"));
        // All of it under the province, and its parts are the whole.
        assert_eq!(sum(&app, "H21", "filed"), 41);
        // A slip of a hand is found, and mended.
        app.execute("update figure_totals set count = count + 7 where figure = 'filed' and level_id = ''");
        let today = app.state.clock.now().vietnam_date();
        let wrong = app.state.db.read(move |conn| compare(conn, today)).await.unwrap();
        assert!(!wrong.is_empty() && wrong.iter().all(|line| line.contains("filed")), "{wrong:?}");
        app.state.db.write(move |conn| mend(conn, today)).await.unwrap();
        folded(&app).await;
    }

    async fn what_people_do_counts_once_and_what_is_done_over_is_counted_anew(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let done = in_process(&agency, &desk).await;
        let back: DossierView = agency.filed(PROCEDURE, UNIT).await;
        let no: DossierView = agency.filed(PROCEDURE, UNIT).await;
        folded(&app).await;
        for level in [UNIT, "H21", ""] {
            let now = |figure| sum(&app, level, figure);
            assert_eq!((now("filed"), now("received"), now("ended")), (3, 1, 0), "{level}");
            assert_eq!((now("vault"), now("device")), (9, 0), "three papers of the vault each");
            assert_eq!((now("open-in-process"), now("open-submitted"), now("open-due")), (1, 2, 1));
        }
        assert_eq!(sum(&app, "H21.102", "filed"), 0);
        let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
        let result = [said(sent.id, DECISION)];
        assert_eq!(give_back(&desk, done.id, 3, &result).await.status, 200);
        // The same again has the same answer, and counts nothing.
        assert_eq!(give_back(&desk, done.id, 3, &result).await.status, 200);
        assert_eq!(withdraw(&agency, back.id, "at-once").await.status, 200);
        assert_eq!(refuse(&desk, no.id, 1, GROUND).await.status, 200);
        folded(&app).await;
        let now = |figure| sum(&app, UNIT, figure);
        assert_eq!((now("filed"), now("received"), now("ended")), (3, 1, 3));
        assert_eq!((now("due"), now("on-time"), now("returned"), now("electronic")), (1, 1, 1, 1));
        assert_eq!((now("waiting"), now("processing")), (1, 1));
        assert_eq!((now("open-in-process"), now("open-submitted"), now("open-due")), (0, 0, 0));
        assert_eq!(step(&desk, done.id, "beginning", 4).await.status, 409);
        folded(&app).await;
        assert_eq!(now("ended"), 3);
    }

    async fn feedback_counts_by_its_reason(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let answer = send(&citizen, paper.item.id, &complaint(&app, &paper), &new_key()).await;
        assert_eq!(answer.status, 201);
        folded(&app).await;
        assert_eq!((sum(&app, UNIT, "feedback-wrong-data"), sum(&app, "", "feedback-wrong-data")), (1, 1));
        assert_eq!(sum(&app, "", "feedback-not-signed"), 0);
    }
}

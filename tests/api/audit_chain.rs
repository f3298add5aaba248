//! The audit log is what was written: entries are tied into a chain, its head is timestamped, and whoever changes, takes away or
//! makes anew is found.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_server::audit::chain::{from_hex, stamped, to_hex};
use motcua_server::audit::check::{Fault, Finding, check};
use motcua_server::audit::seal::service::{seal, stamp};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::sandbox::{self, Sandbox};
use motcua_tests::{Backend, Login, TestApp, on_both, on_each};
use serde_json::Value;
use std::process::{Command, Output};

const DAY: u64 = 24 * 3600;

pub async fn portal(backend: Backend, authority: &Sandbox) -> TestApp {
    let url = format!("{}/tsa", authority.url);
    TestApp::start_with(backend, move |config| config.signature.timestamp_url = url).await
}

/// Something that leaves entries.
async fn acts(app: &TestApp) {
    let agency = app.agency_with_papers().await;
    agency.filed(PROCEDURE, UNIT).await;
}

fn checked(app: &TestApp) -> Finding {
    let mut conn = app.state.db.connection().unwrap();
    check(&mut conn, &app.state.gate.verifier(), app.state.clock.now()).unwrap()
}

fn audit_verify(app: &TestApp, arguments: &[&str]) -> Output {
    let file = app.folder().join("audit.toml");
    let trust = sandbox::folder().join("trust");
    std::fs::write(&file, format!("[signature]\ntrust = [\"{}\"]\n", trust.display())).unwrap();
    Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
        .env("MOTCUA__DATABASE__URL", &app.state.config.database.url)
        .arg("--config")
        .arg(&file)
        .args(["audit", "verify"])
        .args(arguments)
        .output()
        .unwrap()
}

/// Who owns the database can do what the portal cannot.
pub fn as_owner(app: &TestApp, sql: &str) {
    let triggers = match app.state.config.database.url.starts_with("sqlite") {
        true => {
            let mut all = String::new();
            for table in ["entries", "seals", "leaves", "stamps"] {
                for act in ["update", "delete"] {
                    all += &format!("drop trigger if exists tg_audit_{table}_{act};");
                }
            }
            all + "pragma foreign_keys = off;"
        }
        false => {
            let mut all = String::new();
            for table in ["entries", "seals", "leaves", "stamps"] {
                all += &format!("drop trigger if exists tg_audit_{table}_kept on audit_{table};");
            }
            all + "set session_replication_role = replica;"
        }
    };
    app.execute(&format!("{triggers}{sql}"));
}

fn some_entry(app: &TestApp) -> String {
    app.query("select id as value from audit_entries order by id limit 1 offset 2")
        .remove(0)
}

on_each! {
    async fn every_act_is_tied_within_a_minute_and_the_chain_is_stamped_once_a_day(backend) {
        let authority = Sandbox::start();
        let app = portal(backend, &authority).await;
        acts(&app).await;
        let entries = app.count("audit_entries");
        assert_eq!(seal(&app.state).await.unwrap() as u64, entries);
        assert_eq!(seal(&app.state).await.unwrap(), 0, "each is tied once");
        assert_eq!((stamp(&app.state).await.unwrap(), stamp(&app.state).await.unwrap()), (true, false));
        let found = checked(&app);
        assert_eq!((found.entries, found.seals, found.stamps, &found.faults), (entries, 1, 1, &vec![]));
        assert!(found.proved_until.is_some());

        // The next day, with what came since; and with what is still untied at that moment.
        app.advance(DAY);
        app.sign_in(Login::Agency).await;
        assert!(stamp(&app.state).await.unwrap());
        let found = checked(&app);
        assert_eq!((found.entries, found.seals, found.stamps, found.is_whole()), (app.count("audit_entries"), 2, 2, true), "{found:?}");
        // A day on which nothing happened needs no stamp.
        app.advance(DAY);
        assert!(!stamp(&app.state).await.unwrap());
    }

    async fn openssl_finds_the_token_over_what_the_documentation_says(backend) {
        let authority = Sandbox::start();
        let app = portal(backend, &authority).await;
        acts(&app).await;
        stamp(&app.state).await.unwrap();
        let value = |sql: &str| app.query(sql).remove(0);
        let head = from_hex(&value("select head as value from audit_seals")).unwrap();
        let root = from_hex(&value("select root as value from audit_stamps")).unwrap();
        let imprint = to_hex(&stamped(&head, (1, 1), &root));
        let token = app.folder().join("token.der");
        std::fs::write(&token, STANDARD.decode(value("select token as value from audit_stamps")).unwrap()).unwrap();
        let said = Command::new("openssl").args(["ts", "-reply", "-token_in", "-text", "-in"]).arg(&token).output().unwrap();
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        // openssl prints the imprint as a dump: sixteen bytes in a line, the eighth joined to the ninth by a hyphen.
        let dumped: String = said
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("0000 - ").or(line.trim_start().strip_prefix("0010 - ")))
            .map(|line| line.chars().take(47).filter(char::is_ascii_hexdigit).collect::<String>())
            .collect();
        assert_eq!(dumped, imprint, "{said}");
    }

    async fn the_program_says_what_is_wrong_and_ends_so(backend) {
        let app = TestApp::start(backend).await;
        acts(&app).await;
        seal(&app.state).await.unwrap();
        let sound = audit_verify(&app, &[]);
        let said = String::from_utf8_lossy(&sound.stdout).into_owned();
        assert!(sound.status.success(), "{said}{}", String::from_utf8_lossy(&sound.stderr));
        assert!(said.contains("in 1 seals") && said.contains("no timestamp proves it yet"), "{said}");
        let entry = some_entry(&app);
        as_owner(&app, &format!("update audit_entries set action = 'paper-read' where id = '{entry}';"));
        let wrong = audit_verify(&app, &["--json"]);
        assert_eq!(wrong.status.code(), Some(1));
        let found: Value = serde_json::from_slice(&wrong.stdout).unwrap();
        assert_eq!((&found["faults"][0]["fault"], &found["faults"][0]["entry"]), (&"entry-changed".into(), &entry.as_str().into()), "{found}");
        let said = audit_verify(&app, &[]);
        assert!(String::from_utf8_lossy(&said.stdout).contains(&format!("WRONG: entry {entry}")));
    }

    async fn whoever_changes_takes_away_or_makes_anew_is_found(backend) {
        let authority = Sandbox::start();
        let app = portal(backend, &authority).await;
        acts(&app).await;
        seal(&app.state).await.unwrap();
        app.sign_in(Login::Staff).await;
        stamp(&app.state).await.unwrap();
        app.sign_in(Login::Citizen).await;
        seal(&app.state).await.unwrap();
        assert_eq!((checked(&app).seals, checked(&app).fault_count), (3, 0));
        let entry = some_entry(&app);

        as_owner(&app, &format!("update audit_entries set detail = '{{\"word\":\"x\"}}' where id = '{entry}';"));
        assert_eq!(checked(&app).faults, [Fault::EntryChanged { entry: entry.clone(), seal: 1 }]);
        // With a new digest beside it the seal does not fit; and so on upwards.
        let leaf = digest_of(&app, &entry);
        as_owner(&app, &format!("update audit_leaves set digest = '{leaf}' where entry_id = '{entry}';"));
        assert_eq!(checked(&app).faults, [Fault::SealBroken { seal: 1 }]);
        as_owner(&app, &format!("delete from audit_entries where id = '{entry}';"));
        assert_eq!(checked(&app).faults, [Fault::EntryGone { entry: entry.clone(), seal: 1 }]);
        as_owner(&app, &format!("delete from audit_leaves where entry_id = '{entry}';"));
        assert_eq!(checked(&app).faults, [Fault::SealBroken { seal: 1 }]);

        // All of it made anew: the chain fits, and somebody else's timestamp does not.
        as_owner(&app, "create table kept as select * from audit_stamps; delete from audit_stamps; delete from audit_leaves; delete from audit_seals;");
        seal(&app.state).await.unwrap();
        as_owner(&app, "update kept set last_seal = 1; insert into audit_stamps (last_seal, first_seal, root, token, stamped_at) select last_seal, first_seal, root, token, stamped_at from kept;");
        let found = checked(&app).faults;
        assert!(matches!(found.as_slice(), [Fault::StampBroken { seal: 1, .. }]), "{found:?}");
        // Also where its root is made to fit.
        as_owner(&app, "update audit_stamps set root = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d';");
        assert!(matches!(checked(&app).faults.as_slice(), [Fault::StampBroken { .. }]));
    }

    async fn a_chain_that_was_cut_short_is_found_by_its_stamp(backend) {
        let authority = Sandbox::start();
        let app = portal(backend, &authority).await;
        acts(&app).await;
        seal(&app.state).await.unwrap();
        app.sign_in(Login::Staff).await;
        stamp(&app.state).await.unwrap();
        as_owner(&app, "delete from audit_leaves where seal_number = 2; delete from audit_seals where number = 2;");
        let found = checked(&app).faults;
        assert!(matches!(found.first(), Some(Fault::StampBroken { seal: 2, reason }) if reason.contains("missing")), "{found:?}");
        // A seal from the middle.
        as_owner(&app, "delete from audit_leaves where seal_number = 1; delete from audit_seals where number = 1;");
        assert_eq!(seal(&app.state).await.unwrap() as u64, app.count("audit_entries"));
        assert!(!checked(&app).is_whole());
    }
}

/// What the entry as it stands now is hashed to.
fn digest_of(app: &TestApp, entry: &str) -> String {
    use motcua_server::audit::chain::Entry;
    let value = |column: &str| {
        app.query(&format!(
            "select {column} as value from audit_entries where id = '{entry}'"
        ))
        .remove(0)
    };
    let recorded = match app.state.config.database.url.starts_with("sqlite") {
        true => value("recorded_at"),
        false => value("to_char(recorded_at, 'YYYY-MM-DD HH24:MI:SS.US')"),
    };
    let account = value("coalesce(account_id, '')");
    let entry = Entry {
        id: entry.to_owned(),
        account_id: Some(account).filter(|id| !id.is_empty()),
        action: value("action"),
        subject_id: value("subject_id"),
        detail: value("detail"),
        request_id: value("request_id"),
        recorded_at: recorded.replace('T', " ").parse_at(),
    };
    to_hex(&entry.leaf())
}

trait ParseAt {
    fn parse_at(&self) -> chrono::NaiveDateTime;
}

impl ParseAt for String {
    fn parse_at(&self) -> chrono::NaiveDateTime {
        chrono::NaiveDateTime::parse_from_str(self, "%Y-%m-%d %H:%M:%S%.f").unwrap()
    }
}

on_both! {
    async fn neither_the_portal_nor_a_slip_of_the_hand_changes_the_log(app) {
        acts(&app).await;
        seal(&app.state).await.unwrap();
        let refused = |sql: &str| {
            let mut conn = app.state.db.connection().unwrap();
            diesel::connection::SimpleConnection::batch_execute(&mut **conn, sql).is_err()
        };
        for table in ["audit_entries", "audit_leaves", "audit_seals"] {
            assert!(refused(&format!("delete from {table}")), "{table}");
        }
        assert!(refused("update audit_entries set detail = ''"));
        assert!(refused("update audit_seals set head = ''"));
        assert!(checked(&app).is_whole());
    }

    async fn what_commits_late_is_tied_with_the_next_seal(app) {
        acts(&app).await;
        seal(&app.state).await.unwrap();
        // Its id was given before those that are tied already.
        let copy = |id: &str| format!(
            "insert into audit_entries (id, action, subject_id, detail, request_id, recorded_at)
             select '{id}', action, subject_id, detail, request_id, recorded_at from audit_entries order by id limit 1"
        );
        let first = app.query("select min(id) as value from audit_entries").remove(0);
        let late = format!("{}0000-7000-8000-000000000001", &first[..9]);
        app.execute(&copy(&late));
        assert!(checked(&app).is_whole(), "it has a quarter of an hour");
        assert_eq!(seal(&app.state).await.unwrap(), 1);
        assert_eq!((checked(&app).seals, checked(&app).fault_count), (2, 0));
        // Far too old to be one of ours: told, and tied by nobody.
        app.execute(&copy("01926f3e-0000-7000-8000-000000000001"));
        assert_eq!(seal(&app.state).await.unwrap(), 0);
        assert_eq!(checked(&app).faults, [Fault::NotSealed { entries: 1 }]);
    }
}

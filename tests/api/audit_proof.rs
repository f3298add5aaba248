//! The proof of one dossier's part of the audit log: its owner takes it home, strangers do not, and whatever was changed since is
//! found by whoever checks it.

use crate::audit_chain::{as_owner, portal};
use crate::processing::{seen, step};
use crate::{database_plans, thread};
use motcua_server::audit::chain::{from_hex, leaf, root, to_hex};
use motcua_server::audit::check::check;
use motcua_server::audit::proof::judge::{Judged, Wrong, judge};
use motcua_server::audit::proof::store;
use motcua_server::audit::seal::service::{seal, stamp};
use motcua_shared::audit::check::Fault;
use motcua_shared::audit::proof::{Proof, ProvedEntry, Unread, WithheldKind};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::environment::source_root;
use motcua_tests::sandbox::{self, Sandbox};
use motcua_tests::{Client, Login, TestApp, on_both, on_each};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Output};

const DAY: u64 = 24 * 3600;

async fn download(filer: &Client, id: DossierId) -> Vec<u8> {
    let answer = filer.get(&path::dossier_audit(id)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body.to_vec()
}

fn judged(app: &TestApp, file: &[u8]) -> Judged {
    judge(file, &app.state.gate.verifier(), app.state.clock.now()).unwrap()
}

fn counts(found: &Judged) -> (usize, usize, usize) {
    (found.stamped, found.sealed, found.open)
}

/// What an entry says that was done; of one that is for officers alone nothing.
fn action(entry: &ProvedEntry) -> Option<String> {
    let fields: Vec<Option<String>> = serde_json::from_str(entry.entry.as_deref()?).unwrap();
    fields[3].clone()
}

fn actions(file: &[u8]) -> Vec<Option<String>> {
    Proof::read(file).unwrap().entries.iter().map(action).collect()
}

/// A dossier with acts under a timestamp, a reading that is sealed and a message that is not, beside another one of the same filer
/// and one of somebody else.
struct Scene {
    agency: Client,
    desk: Client,
    id: DossierId,
    other: DossierId,
}

async fn scene(app: &TestApp) -> Scene {
    let agency = app.agency_with_papers().await;
    let (desk, other) = (
        app.sign_in(Login::Staff).await,
        agency.filed(PROCEDURE, UNIT).await.id,
    );
    let id = agency.filed(PROCEDURE, UNIT).await.id;
    seal(&app.state).await.unwrap();
    let received: DeskDossier = step(&desk, id, "receipt", 1).await.ok(200);
    let _: DeskDossier = step(&desk, other, "receipt", 1).await.ok(200);
    seal(&app.state).await.unwrap();
    let body = json!({ "version": received.version, "to": "stay", "officer_id": null });
    let passed = desk.post(&path::desk_dossier_part(id, "work"), &body).await;
    assert_eq!(passed.status, 200, "{}", passed.text());
    seal(&app.state).await.unwrap();
    stamp(&app.state).await.unwrap();
    seen(&desk, id).await;
    seen(&desk, other).await;
    seal(&app.state).await.unwrap();
    thread::send(&agency, id, "Khi nào có kết quả?").await;
    Scene {
        agency,
        desk,
        id,
        other,
    }
}

fn file_of(app: &TestApp, bytes: &[u8]) -> PathBuf {
    let file = app.folder().join("nhat-ky.json");
    std::fs::write(&file, bytes).unwrap();
    file
}

fn verify_proof(app: &TestApp, bytes: &[u8], arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
        .args(["audit", "verify-proof"])
        .arg(file_of(app, bytes))
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

on_each! {
    async fn an_owner_takes_home_what_was_recorded_and_nothing_of_others(backend) {
        let authority = Sandbox::start();
        let app = portal(backend, &authority).await;
        let Scene { agency, desk, id, other } = scene(&app).await;
        let answer = agency.get(&path::dossier_audit(id)).await;
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let saved = answer.header("content-disposition").unwrap();
        assert!(saved.starts_with("attachment;") && saved.contains("nhat-ky-"), "{saved}");
        let file = answer.body.to_vec();

        let named = |one: &str| Some(one.to_owned());
        // That it was passed on within the unit is for officers alone.
        assert_eq!(actions(&file), [
            named("draft-opened"), named("dossier-submitted"), named("dossier-received"), None, named("dossier-viewed"), named("dossier-message-sent"),
        ]);
        let found = judged(&app, &file);
        assert_eq!((counts(&found), found.is_sound(), found.is_continued), ((4, 1, 1), true, false), "{found:?}");
        assert_eq!(found.stamps.len(), 1);

        // Of everybody else's entries only digests; the word of the message stands in no log.
        let text = String::from_utf8(file.clone()).unwrap();
        let strange = app.query(&format!(
            "select id as value from audit_entries where subject_id <> '{id}' and subject_id not in (select id from drafts where dossier_id = '{id}')"
        ));
        assert!(strange.len() > 5);
        for foreign in strange.iter().chain([&other.to_string()]) {
            assert!(!text.contains(foreign), "{foreign}");
        }
        assert!(!text.contains("Khi nào") && !text.contains("Cán bộ"));

        // The next day everything is under a timestamp, and what was taken home before still holds.
        app.advance(DAY);
        stamp(&app.state).await.unwrap();
        let agency = { drop((agency, desk)); app.sign_in(Login::Agency).await };
        let found = judged(&app, &download(&agency, id).await);
        assert_eq!((counts(&found), found.stamps.len(), found.is_sound()), ((6, 0, 0), 2, true), "{found:?}");
        assert_eq!(counts(&judged(&app, &file)), (4, 1, 1));
    }

    async fn python_and_openssl_come_to_the_same(backend) {
        let authority = Sandbox::start();
        let app = portal(backend, &authority).await;
        let Scene { agency, id, .. } = scene(&app).await;
        let file = file_of(&app, &download(&agency, id).await);
        let trust = sandbox::folder().join("trust");
        let joined = |name: &str| {
            let (file, mut all) = (app.folder().join(format!("{name}.pem")), Vec::new());
            for one in std::fs::read_dir(trust.join(name)).unwrap() {
                all.extend(std::fs::read(one.unwrap().path()).unwrap());
            }
            std::fs::write(&file, all).unwrap();
            file
        };
        let peer = |proof: &PathBuf| {
            let script = source_root().join("docs/verify-audit-proof.py");
            let files = [proof, &joined("roots"), &joined("intermediates")];
            Command::new("python3").arg(script).args(files).output().unwrap()
        };
        let output = peer(&file);
        assert!(output.status.success(), "{}", said(&output));
        let theirs: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(theirs, json!({ "stamped": 4, "sealed": 1, "open": 1 }));
        // It looks: a proof with one entry changed, whose file says its own new digest.
        let mut proof = Proof::read(&std::fs::read(&file).unwrap()).unwrap();
        proof.entries[1].entry = proof.entries[1].entry.take().map(|text| text.replace("dossier-submitted", "dossier-refused"));
        std::fs::write(&file, proof.write().unwrap()).unwrap();
        let output = peer(&file);
        assert!(!output.status.success() && said(&output).contains("an entry is another"), "{}", said(&output));
    }

    async fn what_somebody_changed_in_the_database_is_found_by_the_owner(backend) {
        let authority = Sandbox::start();
        let app = portal(backend, &authority).await;
        let Scene { agency, id, .. } = scene(&app).await;
        let entry = app.query(&format!(
            "select id as value from audit_entries where subject_id = '{id}' and action = 'dossier-received'"
        )).remove(0);
        as_owner(&app, &format!("update audit_entries set account_id = null where id = '{entry}';"));
        let found = judged(&app, &download(&agency, id).await);
        assert_eq!(found.faults, [Wrong::Chain(Fault::EntryNotTied { entry: 3, seal: 2 })]);
        assert_eq!(counts(&found), (3, 1, 1));

        // All of it made to fit anew, up to the head: only the timestamp does not.
        let digests = |app: &TestApp| app.query("select digest as value from audit_leaves where seal_number = 2 order by place");
        let leaf_now = Proof::read(&download(&agency, id).await).unwrap().entries[2].entry.clone().unwrap();
        let leaf_now = to_hex(&leaf(leaf_now.as_bytes()));
        as_owner(&app, &format!("update audit_leaves set digest = '{leaf_now}' where entry_id = '{entry}';"));
        let leaves: Vec<_> = digests(&app).iter().map(|digest| from_hex(digest).unwrap()).collect();
        as_owner(&app, &format!("update audit_seals set root = '{}' where number = 2;", to_hex(&root(&leaves))));
        let found = judged(&app, &download(&agency, id).await);
        assert!(found.faults.contains(&Wrong::Chain(Fault::SealNotStamped { seal: 2 })), "{found:?}");
        assert!(found.stamped < 3);

        // A timestamp over something else.
        as_owner(&app, "update audit_stamps set token = 'AAAA';");
        let found = judged(&app, &download(&agency, id).await);
        assert!(found.faults.iter().any(|wrong| matches!(wrong, Wrong::Token { last: 3, .. })), "{found:?}");
        assert_eq!(found.stamped, 0);
    }

    async fn the_program_says_what_is_proved_and_ends_so(backend) {
        let authority = Sandbox::start();
        let app = portal(backend, &authority).await;
        let Scene { agency, id, .. } = scene(&app).await;
        let file = download(&agency, id).await;
        let trust = sandbox::folder().join("trust").display().to_string();
        let sound = verify_proof(&app, &file, &["--trust", &trust]);
        let words = said(&sound);
        assert!(sound.status.success(), "{words}");
        for expected in ["6 entries, 1 of them", "4 entries: proved by a timestamp authority", "1 entries: sealed", "1 entries: not sealed yet"] {
            assert!(words.contains(expected), "{words}");
        }
        let found: Value = serde_json::from_slice(&verify_proof(&app, &file, &["--trust", &trust, "--json"]).stdout).unwrap();
        assert_eq!((&found["stamped"], &found["faults"]), (&json!(4), &json!([])));
        // Whoever trusts nobody learns that nothing is proved.
        let untrusted = verify_proof(&app, &file, &[]);
        assert_eq!(untrusted.status.code(), Some(1));
        assert!(said(&untrusted).contains("WRONG: the token of the timestamp until seal 3 proves nothing"), "{}", said(&untrusted));
        // A byte on the way.
        let mut altered = file.clone();
        let at = altered.len() / 2;
        altered[at] ^= 1;
        assert_eq!(verify_proof(&app, &altered, &["--trust", &trust]).status.code(), Some(1));
        let longer = [file.as_slice(), b"\n"].concat();
        let output = verify_proof(&app, &longer, &["--trust", &trust, "--json"]);
        assert!(output.status.code() == Some(1) && said(&output).contains("\"altered\""), "{}", said(&output));
        let gone = verify_proof(&app, &file, &["--trust", "/there/is/none"]);
        assert_eq!(gone.status.code(), Some(2), "{}", said(&gone));
    }
}

on_both! {
    async fn nobody_else_gets_it(app) {
        let agency = app.agency_with_papers().await;
        let id = agency.filed(PROCEDURE, UNIT).await.id;
        let address = path::dossier_audit(id);
        app.sign_in(Login::OtherAgency).await.get(&address).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.sign_in(Login::Staff).await.get(&address).await.status, 403);
        assert_eq!(app.nobody().get(&address).await.status, 401);
        assert_eq!(agency.get(&format!("{address}?after=x")).await.status, 400);
    }

    async fn of_what_is_for_officers_alone_there_is_a_digest(app) {
        let agency = app.agency_with_papers().await;
        let id = agency.filed(PROCEDURE, UNIT).await.id;
        // Done in the place of another one, and acts that the timeline does not tell.
        for (at, action, detail) in [
            (1, "dossier-viewed", r#"{"in_place":"Cán bộ A thay Cán bộ B","delegation":"d"}"#),
            (2, "opinion-viewed", "{}"),
            (3, "dossier-taken-over", r#"{"word":"01926f3e-0000-7000-8000-000000000001"}"#),
            (4, "dossier-viewed", "no JSON at all"),
        ] {
            app.execute(&format!(
                "insert into audit_entries (id, account_id, action, subject_id, detail, request_id, recorded_at) \
                 select substr(id, 1, 19) || 'ffff-00000000000{at}', account_id, '{action}', subject_id, '{detail}', request_id, recorded_at \
                 from audit_entries where subject_id = '{id}' and action = 'dossier-submitted'"
            ));
        }
        seal(&app.state).await.unwrap();
        let file = download(&agency, id).await;
        let proof = Proof::read(&file).unwrap();
        let kinds: Vec<Option<WithheldKind>> = proof.entries.iter().map(|entry| entry.withheld.as_ref().map(|it| it.kind)).collect();
        let (reading, work) = (Some(WithheldKind::Reading), Some(WithheldKind::Work));
        assert_eq!(kinds, [None, None, reading, reading, work, reading]);
        assert!(proof.entries.iter().all(|entry| entry.entry.is_some() != entry.withheld.is_some()));
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(!text.contains("Cán bộ") && !text.contains("01926f3e"), "{text}");
        let found = judged(&app, &file);
        assert_eq!((counts(&found), found.withheld, found.is_sound()), ((0, 6, 0), 4, true), "{found:?}");
        // And it proves that nobody changed them.
        as_owner(&app, "update audit_entries set detail = '{}' where action = 'dossier-taken-over';");
        assert_eq!(judged(&app, &download(&agency, id).await).faults, [Wrong::Chain(Fault::EntryNotTied { entry: 5, seal: 1 })]);
    }

    async fn a_long_log_comes_in_parts(app) {
        let agency = app.agency_with_papers().await;
        let id = agency.filed(PROCEDURE, UNIT).await.id;
        app.execute(&format!(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 600) \
             insert into audit_entries (id, account_id, action, subject_id, detail, request_id, recorded_at) \
             select substr(id, 1, 19) || 'ffff-' || (100000000000 + i), account_id, 'dossier-viewed', subject_id, '{{}}', request_id, recorded_at \
             from n, audit_entries where subject_id = '{id}' and action = 'dossier-submitted'"
        ));
        seal(&app.state).await.unwrap();
        let mut conn = app.state.db.connection().unwrap();
        assert!(check(&mut conn, &app.state.gate.verifier(), app.state.clock.now()).unwrap().is_whole());
        drop(conn);
        let first = download(&agency, id).await;
        let next = Proof::read(&first).unwrap().next.unwrap();
        let rest = agency.get(&format!("{}?after={next}", path::dossier_audit(id))).await.body.to_vec();
        let (one, other) = (judged(&app, &first), judged(&app, &rest));
        assert_eq!((one.entries, one.is_continued, one.is_sound()), (500, true, true));
        assert_eq!((other.entries, other.is_continued, other.is_sound()), (102, false, true));
        let last = Proof::read(&first).unwrap().entries.pop();
        assert!(!Proof::read(&rest).unwrap().entries.contains(&last.unwrap()));
    }

    async fn a_proof_is_read_through_indexes(app) {
        let agency = app.agency_with_papers().await;
        let id = agency.filed(PROCEDURE, UNIT).await.id;
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
             insert into audit_entries (id, account_id, action, subject_id, detail, request_id, recorded_at) \
             select substr(id, 1, 19) || 'ffff-' || (100000000000 + i), account_id, 'dossier-viewed', 's-' || i, '{}', request_id, recorded_at \
             from n, audit_entries where action = 'dossier-submitted'",
        );
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
             insert into audit_seals (number, entries, root, head, sealed_at) \
             select i, 1, 'r', 'h', (select min(recorded_at) from audit_entries) from n",
        );
        app.execute(&format!(
            "insert into audit_leaves (entry_id, seal_number, place, digest) \
             select id, cast(substr(subject_id, 3) as bigint), 0, '{}' from audit_entries where subject_id like 's-%'",
            "0".repeat(64)
        ));
        app.execute("analyze");
        let read = database_plans::plans(&app, "audit_", |conn| {
            assert_eq!(store::list_about(conn, &id.to_string(), "", 501).unwrap().len(), 1);
            assert_eq!(store::list_digests(conn, 7).unwrap().len(), 1);
        });
        assert_eq!(read.len(), 2);
        for plan in read {
            for table in ["audit_entries", "audit_leaves"] {
                assert!(!plan.contains(&format!("SCAN {table}")) && !plan.contains(&format!("Seq Scan on {table}")), "{plan}");
            }
        }
    }
}

#[test]
fn a_file_that_is_no_proof_is_named_so() {
    let verifier = motcua_server::signature::service::verifier_of(&[], Default::default()).unwrap();
    let now = motcua_shared::time::Timestamp::parse("2026-11-23T05:06:07Z").unwrap();
    assert!(matches!(
        judge(b"%PDF-1.7", &verifier, now),
        Err(Unread::NoProof(_))
    ));
}

//! What a letter lets a desk refuse: found when a dossier is filed, said to its filer beforehand, refused in one act.

use crate::processing::{course, refuse, step};
use crate::supplement::{WORDS, ask, open, send};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierStatus, DossierView, DraftView};
use motcua_shared::id::DossierId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossier, DeskDossierItem};
use motcua_shared::processing::refusal::{RefusalKind, RefusalRule};
use motcua_shared::time::write_day;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::app::{FITTING, PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, papers};
use serde_json::json;

const LETTER: &str = "Công văn số 12/UBND-VP ngày 01/12/2026";
/// Takes a declaration that nobody need sign.
const EXTRACT: &str = "2.000635";

async fn set(by: &Client, kind: RefusalKind, version: u32, letter: &str, starts_on: &str) -> Answer {
    let body = json!({ "version": version, "legal_ground": letter, "starts_on": starts_on });
    by.put(&path::refusal_rule(kind.slug()), &body).await
}

async fn rule(client: &Client, kind: RefusalKind) -> RefusalRule {
    let rules: Vec<RefusalRule> = client.get(path::REFUSAL_RULES).await.ok(200);
    rules.into_iter().find(|rule| rule.kind == kind).unwrap()
}

/// So many days from today.
fn day(app: &TestApp, days: u64) -> String {
    let today = app.state.clock.now().vietnam_date();
    write_day(today + chrono::Days::new(days))
}

/// Has both rules begin in ten days.
async fn in_ten_days(app: &TestApp) -> Client {
    let administrator = app.sign_in(Login::Administrator).await;
    for kind in RefusalKind::ALL {
        let set = set(&administrator, kind, 1, LETTER, &day(app, 10)).await;
        assert_eq!(set.status, 200, "{}", set.text());
    }
    administrator
}

async fn filed_in_person(app: &TestApp) -> (Client, DossierView) {
    let citizen = app.sign_in(Login::Citizen).await;
    for (_, category, name) in FITTING {
        citizen.paper(name, category).await;
    }
    let dossier = citizen.filed(PROCEDURE, UNIT).await;
    (citizen, dossier)
}

async fn at_desk(desk: &Client, id: DossierId) -> DeskDossier {
    desk.get(&path::desk_dossier(id)).await.ok(200)
}

async fn flagged(desk: &Client) -> Vec<bool> {
    let queue: Page<DeskDossierItem> = desk.get(path::DESK_DOSSIERS).await.ok(200);
    queue.items.iter().map(|item| item.has_ground).collect()
}

async fn refuse_for(desk: &Client, id: DossierId, version: u32, rules: &[RefusalKind]) -> Answer {
    let body = json!({ "version": version, "rules": rules });
    desk.post(&path::desk_dossier_part(id, "refusal"), &body).await
}

on_both! {
    async fn a_dossier_of_an_agency_comes_from_a_person_until_the_day_and_is_refused_in_one_act_from_it_on(app) {
        use RefusalKind::PersonalAccount;
        in_ten_days(&app).await;
        let (citizen, dossier) = filed_in_person(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        // Before the day it is announced, and no ground.
        let seen = at_desk(&desk, dossier.id).await;
        assert_eq!(seen.grounds.len(), 1);
        assert_eq!((seen.grounds[0].kind, seen.grounds[0].is_in_force), (PersonalAccount, false));
        assert_eq!(flagged(&desk).await, [false]);
        let early = refuse_for(&desk, dossier.id, 1, &[PersonalAccount]).await;
        assert_eq!(early.faults(), [("rules".to_owned(), ErrorCode::GroundNotFound)]);
        assert_eq!(refuse(&desk, dossier.id, 1, "").await.faults(), [("ground".to_owned(), ErrorCode::Required)]);
        // A draft that waits over the day is not filed, and a new one not opened.
        let waiting = citizen.open(PROCEDURE).await;
        let waiting = citizen.fill(&waiting, UNIT).await;
        app.advance(10 * 24 * 3600);
        let (citizen, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Staff).await);
        citizen.submit(&waiting).await.refused(403, ErrorCode::ApplicantNotAllowed);
        citizen.opening(PROCEDURE, &new_key()).await.refused(403, ErrorCode::ApplicantNotAllowed);
        assert_eq!(flagged(&desk).await, [true]);
        let seen = at_desk(&desk, dossier.id).await;
        assert!(seen.grounds[0].is_in_force && seen.grounds[0].words.contains(LETTER));
        // What was not found is no ground.
        let other = refuse_for(&desk, dossier.id, 1, &[PersonalAccount, RefusalKind::UnsignedComponent]).await;
        assert_eq!(other.faults(), [("rules".to_owned(), ErrorCode::GroundNotFound)]);
        let ended: DeskDossier = refuse_for(&desk, dossier.id, 1, &[PersonalAccount]).await.ok(200);
        assert_eq!((ended.dossier.status, ended.grounds), (DossierStatus::Refused, Vec::new()));
        let words = course(&citizen, dossier.id).await.steps.pop().unwrap().words.unwrap();
        assert!(words.contains(LETTER) && words.contains("tài khoản cơ quan"), "{words}");
        // The agency files it from its own account.
        let agency = app.agency_with_papers().await;
        let again = agency.filed(PROCEDURE, UNIT).await;
        assert_eq!(at_desk(&desk, again.id).await.grounds, []);
        assert_eq!(flagged(&desk).await, [false]);
        assert_eq!(step(&desk, again.id, "receipt", 1).await.status, 200);
    }

    async fn unsigned_papers_of_an_agency_are_said_before_filing_named_at_the_desk_and_cleared_by_signed_ones(app) {
        use RefusalKind::UnsignedComponent;
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(EXTRACT).await;
        assert_eq!(draft.warnings, Vec::<String>::new());
        let picture: UploadView = agency.upload(papers::picture(), "to-khai.png", Purpose::Component).await.ok(201);
        let draft = agency.attach_upload(&draft, "to-khai", picture.id).await.ok(200);
        let draft: DraftView = agency.fill(&draft, UNIT).await;
        assert_eq!(draft.warnings.len(), 1);
        assert!(draft.warnings[0].contains("11/09/2024"), "{}", draft.warnings[0]);
        let dossier: DossierView = agency.submit(&draft).await.ok(200);
        let name = &dossier.components[0].name;
        let desk = app.sign_in(Login::Staff).await;
        let seen = at_desk(&desk, dossier.id).await;
        assert_eq!(seen.grounds.iter().map(|ground| ground.kind).collect::<Vec<_>>(), [UnsignedComponent]);
        assert!(seen.grounds[0].words.contains(name), "{}", seen.grounds[0].words);
        assert_eq!(flagged(&desk).await, [true]);
        // The same declaration, signed.
        assert_eq!(ask(&desk, dossier.id, 1, WORDS, &[("to-khai", "Chưa ký số.")]).await.status, 200);
        let round = open(&agency, dossier.id).await;
        let signed = agency.upload(papers::sound("to-trinh"), "to-khai.pdf", Purpose::Component).await;
        let signed: UploadView = signed.ok(201);
        let draft: DraftView = agency.attach_upload(&round.draft, "to-khai", signed.id).await.ok(200);
        let sent = send(&agency, dossier.id, &draft).await;
        assert_eq!(sent.status, 200, "{}", sent.text());
        let seen = at_desk(&desk, dossier.id).await;
        assert_eq!((seen.dossier.status, seen.grounds), (DossierStatus::Submitted, Vec::new()));
        assert_eq!(flagged(&desk).await, [false]);
        let gone = refuse_for(&desk, dossier.id, seen.version, &[UnsignedComponent]).await;
        assert_eq!(gone.faults(), [("rules".to_owned(), ErrorCode::GroundNotFound)]);
        // A citizen's unsigned declaration is nobody's fault.
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open(EXTRACT).await;
        let picture: UploadView = citizen.upload(papers::picture(), "to-khai.png", Purpose::Component).await.ok(201);
        let draft = citizen.attach_upload(&draft, "to-khai", picture.id).await.ok(200);
        let draft = citizen.fill(&draft, UNIT).await;
        assert_eq!(draft.warnings, Vec::<String>::new());
    }

    async fn words_of_the_officer_stand_behind_those_of_the_rule(app) {
        in_ten_days(&app).await;
        let (citizen, dossier) = filed_in_person(&app).await;
        app.advance(11 * 24 * 3600);
        let (citizen_again, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Staff).await);
        drop(citizen);
        let body = json!({ "version": 1, "rules": ["personal-account"], "ground": "Liên hệ bộ phận một cửa để được hướng dẫn." });
        let ended = desk.post(&path::desk_dossier_part(dossier.id, "refusal"), &body).await;
        assert_eq!(ended.status, 200, "{}", ended.text());
        let words = course(&citizen_again, dossier.id).await.steps.pop().unwrap().words.unwrap();
        let (first, second) = words.split_once('\n').unwrap();
        assert!(first.contains(LETTER) && second.contains("được hướng dẫn"));
    }

    async fn a_rule_is_kept_by_administrators_with_what_was_seen_of_it(app) {
        use RefusalKind::PersonalAccount;
        let administrator = app.sign_in(Login::Administrator).await;
        let first = rule(&administrator, PersonalAccount).await;
        assert_eq!((first.version, first.is_in_force), (1, true));
        let ahead = day(&app, 10);
        assert_eq!(set(&administrator, PersonalAccount, 1, &format!("  {LETTER} "), &ahead).await.status, 200);
        let changed = rule(&administrator, PersonalAccount).await;
        assert_eq!((changed.legal_ground.as_str(), changed.version, changed.is_in_force), (LETTER, 2, false));
        // The same again is no change; another word on an old version is a conflict.
        assert_eq!(set(&administrator, PersonalAccount, 1, LETTER, &ahead).await.status, 200);
        set(&administrator, PersonalAccount, 1, LETTER, &day(&app, 11)).await.refused(409, ErrorCode::VersionConflict);
        let wrong = set(&administrator, PersonalAccount, 2, " ", "31/02/2026").await;
        assert_eq!(wrong.faults(), [
            ("legal_ground".to_owned(), ErrorCode::Required),
            ("starts_on".to_owned(), ErrorCode::NotADate),
        ]);
        for far in ["1899-01-01", "9999-01-01"] {
            let wrong = set(&administrator, PersonalAccount, 2, LETTER, far).await;
            assert_eq!(wrong.faults(), [("starts_on".to_owned(), ErrorCode::NotADate)], "{far}");
        }
        assert_eq!(administrator.put(&path::refusal_rule("other"), &json!({})).await.status, 404);
        let desk = app.sign_in(Login::Staff).await;
        set(&desk, PersonalAccount, 2, LETTER, &ahead).await.refused(403, ErrorCode::NotAllowed);
        assert_eq!(app.count("audit_entries where action = 'refusal-rule-set'"), 1);
    }
}

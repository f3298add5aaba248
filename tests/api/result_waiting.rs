//! A result whose owner had no account: it comes into the vault by itself once the owner is known, and into nobody else's.

use crate::processing::{DECISION, course, give_back, said, step};
use crate::registration::{moi, registered, start};
use motcua_server::processing::waiting::job::look_after;
use motcua_shared::filing::acting::{Acting, Ground};
use motcua_shared::filing::dto::{ChangeDraft, DossierView, DraftView, Party};
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Client, Login, TestApp, on_each};

/// A dossier that the agency filed for somebody, ended with a result that no vault has.
async fn ended_for(agency: &Client, desk: &Client, name: &str, number: &str, file: &str) -> DossierId {
    let owner = Party {
        name: name.to_owned(),
        identifier: number.to_owned(),
        phone: "0912000011".to_owned(),
        email: None,
        address: None,
    };
    let draft = agency.open(PROCEDURE).await;
    let draft = agency.fill(&draft, UNIT).await;
    let change = ChangeDraft {
        version: draft.version,
        owner: Some(owner),
        acting: Some(Acting {
            ground: Some(Ground::Body),
            note: None,
        }),
        ..ChangeDraft::default()
    };
    let draft: DraftView = agency.patch(&path::draft(draft.id), &change).await.ok(200);
    let dossier: DossierView = agency.submit(&draft).await.ok(200);
    for (part, version) in [("receipt", 1), ("beginning", 2)] {
        assert_eq!(step(desk, dossier.id, part, version).await.status, 200);
    }
    let sent = desk.uploaded(file).await;
    let done: DeskDossier = give_back(desk, dossier.id, 3, &[said(sent.id, DECISION)])
        .await
        .ok(200);
    assert_eq!(done.results[0].paper_id, None);
    dossier.id
}

/// That the account is proven, once more: what a job carried is forgotten when it is done.
fn say_again(app: &TestApp, account: &motcua_shared::id::AccountId) {
    app.execute(&format!(
        "update jobs set state = 'waiting', attempts = 0, run_after = created_at, payload = '{{\"account\":\"{account}\"}}' \
         where kind = 'identity.account-proven'"
    ));
}

fn told_owner(app: &TestApp, phone: &str) -> Vec<String> {
    app.query(&format!(
        "select content as value from messages where kind = 'dossier-moved' and phone = '{phone}' order by id"
    ))
}

on_each! {
    async fn a_result_waits_for_its_owner_and_comes_with_the_account(backend) {
        let (app, _sandbox) = start(backend).await;
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let own = ended_for(&agency, &desk, "lê văn mới", "001099000011", "quyet-dinh-cong-nhan").await;
        // Somebody else's name under the same number: typed wrong, or not theirs.
        let other = ended_for(&agency, &desk, "Trần Thị Khác", "001099000011", "giay-khai-sinh").await;
        let news = told_owner(&app, "0912000011");
        assert!(news[0].contains("filed-for-owner") && news[1].contains("ready-for-owner"), "{news:?}");
        assert_eq!(app.count("papers where origin = 'authority'"), 0);
        assert_eq!(app.count("dossier_results where waits_for = '001099000011'"), 2);

        let session = registered(&app, moi()).await;
        let account = session.account.unwrap().id;
        app.run_jobs().await;
        assert_eq!(app.query("select coalesce(last_error, state) as value from jobs where kind = 'identity.account-proven'"), ["done"]);
        let paper = "select cast(account_id as text) || ' ' || coalesce(dossier_id, '-') as value from papers where origin = 'authority'";
        assert_eq!(app.query(paper), [format!("{account} {own}")]);
        assert_eq!(app.count("dossier_results where waits_for is not null"), 1, "the other name's waits");
        assert_eq!(app.count(&format!("dossier_results where dossier_id = '{own}' and account_id = '{account}' and paper_id is not null")), 1);
        assert_eq!(app.count("audit_entries where action = 'dossier-result-delivered'"), 1);
        assert_eq!(app.count("paper_events where act = 'added' and actor = 'portal'"), 1);
        let delivered = app.count(&format!("messages where kind = 'dossier-moved' and account_id = '{account}'"));
        assert_eq!(delivered, 1);
        // Who filed reads where it lies, and does not get it.
        let seen = course(&agency, own).await;
        assert_eq!((seen.results[0].place.as_str(), seen.results[0].paper_id), ("Đã vào Kho dữ liệu của chủ hồ sơ.", None));
        assert!(course(&agency, other).await.results[0].place.contains("chưa có kho"));

        // Said again, nothing happens.
        say_again(&app, &account);
        app.run_jobs().await;
        assert_eq!(app.count("papers where origin = 'authority'"), 1);
        assert_eq!(app.count(&format!("messages where kind = 'dossier-moved' and account_id = '{account}'")), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_waits_is_looked_for_again_every_hour(backend) {
        let (app, _sandbox) = start(backend).await;
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        ended_for(&agency, &desk, "Lê Văn Mới", "001099000011", "quyet-dinh-cong-nhan").await;
        registered(&app, moi()).await;
        // The account came while the dossier ended, so that neither saw the other: its job ran before there was a result.
        app.execute("update jobs set state = 'done' where kind = 'identity.account-proven'");
        app.run_jobs().await;
        assert_eq!(app.count("papers where origin = 'authority'"), 0);
        look_after(&app.state).await.unwrap();
        assert_eq!(app.count("papers where origin = 'authority'"), 1);
        assert_eq!(app.count("dossier_results where waits_for is not null"), 0);
        look_after(&app.state).await.unwrap();
        assert_eq!(app.count("papers where origin = 'authority'"), 1);
    }

    async fn an_account_whose_owner_nobody_proved_gets_nothing(backend) {
        let (app, _sandbox) = start(backend).await;
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        ended_for(&agency, &desk, "Lê Văn Mới", "001099000011", "quyet-dinh-cong-nhan").await;
        let account = registered(&app, moi()).await.account.unwrap().id;
        app.execute("update accounts set assurance_level = 1 where login = '001099000011'");
        app.run_jobs().await;
        assert_eq!(app.count("papers where origin = 'authority'"), 0);
        assert_eq!(app.count("dossier_results where waits_for is not null"), 1);
        // The proof comes later.
        app.execute("update accounts set assurance_level = 2, status = 'suspended' where login = '001099000011'");
        say_again(&app, &account);
        app.run_jobs().await;
        assert_eq!(app.count("papers where origin = 'authority'"), 0, "nobody looks into a suspended account's vault");
        app.execute("update accounts set status = 'active' where login = '001099000011'");
        say_again(&app, &account);
        app.run_jobs().await;
        assert_eq!(app.count("papers where origin = 'authority'"), 1);
    }
}

//! "This account is not mine": the desk's side.

use crate::assisted::{form, made};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ClaimId;
use motcua_shared::identity::desk::{AccountOrigin, ClaimDecision, ClaimRow, ClaimView, DeskView};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, proof};
use serde_json::json;

async fn claim(app: &TestApp, number: &str) -> ClaimId {
    let client = app.nobody();
    let body = json!({
        "identity_number": number, "name": "Nguyễn Thị Mẫu", "phone": "0912000031", "note": "Tôi chưa từng đăng ký",
        "proof": proof::solved(&client).await,
    });
    assert_eq!(client.post(path::ACCOUNT_CLAIMS, &body).await.status, 204);
    let ids = app.query("select id as value from account_claims order by id desc limit 1");
    ClaimId::parse(&ids[0]).unwrap()
}

async fn settle(desk: &Client, id: ClaimId, decision: &str, reason: &str) -> Answer {
    let body = json!({ "decision": decision, "reason": reason });
    desk.post(&path::desk_claim_decision(id), &body).await
}

fn told(app: &TestApp, kind: &str) -> Vec<String> {
    app.query(&format!(
        "select phone || ' ' || content as value from messages where kind = '{kind}' order by id"
    ))
}

on_both! {
    async fn a_claim_stands_beside_the_account_and_suspending_ends_it_at_once(app) {
        let id = claim(&app, "001 099 000 001").await;
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::OtherStaff).await;
        let home: DeskView = desk.get(path::DESK).await.ok(200);
        assert_eq!(home.open_claims, 1);
        let page: Page<ClaimRow> = desk.get(path::DESK_CLAIMS).await.ok(200);
        assert_eq!(page.items[0].identity_number, "001••••••001");
        let view: ClaimView = desk.get(&path::desk_claim(id)).await.ok(200);
        let account = view.account.unwrap();
        assert_eq!((account.name.as_str(), account.phone.as_deref()), ("Nguyễn Thị Mẫu", Some("*** *** 003")));
        assert_eq!((account.origin, account.suspended), (AccountOrigin::Imported, false));
        let empty = settle(&desk, id, "suspended", " ").await;
        assert_eq!(empty.faults(), [("reason".to_owned(), ErrorCode::Required)]);
        let settled: ClaimView = settle(&desk, id, "suspended", "Đã đối chiếu CCCD bản gốc").await.ok(200);
        assert_eq!(settled.decision, Some(ClaimDecision::Suspended));
        assert!(settled.account.unwrap().suspended);
        citizen.get(path::PAPERS).await.refused(401, ErrorCode::SignInNeeded);
        app.nobody().password(Login::Citizen.name(), motcua_server::demo::PASSWORD).await.refused(401, ErrorCode::SignInFailed);
        let account_told = told(&app, "account-reviewed");
        assert!(account_told.len() == 1 && account_told[0].starts_with("0900000003 ") && account_told[0].contains("true"), "{account_told:?}");
        let claimant_told = told(&app, "claim-settled");
        assert!(claimant_told.len() == 1 && claimant_told[0].starts_with("0912000031 ") && claimant_told[0].contains("suspended"), "{claimant_told:?}");
        let (owner, officer) = (app.account(Login::Citizen), app.account(Login::OtherStaff));
        assert_eq!(
            app.query(&format!("select action as value from audit_entries where subject_id = '{owner}' and account_id = '{officer}' order by id")),
            ["claim-viewed", "account-suspended", "claim-settled"]
        );
        let page: Page<ClaimRow> = desk.get(path::DESK_CLAIMS).await.ok(200);
        assert_eq!(page.items, []);
        settle(&desk, id, "kept", "lần nữa").await.refused(409, ErrorCode::ClaimAlreadySettled);
        assert_eq!(told(&app, "claim-settled").len(), 1);
    }

    async fn an_account_that_is_kept_stays_as_it_was(app) {
        let id = claim(&app, "001099000001").await;
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let settled: ClaimView = settle(&desk, id, "kept", "Người dùng có CCCD bản gốc").await.ok(200);
        assert!(!settled.account.unwrap().suspended);
        assert_eq!(citizen.get(path::PAPERS).await.status, 200);
        assert!(told(&app, "claim-settled")[0].contains("kept"));
        assert_eq!(app.query("select reason as value from account_claims"), ["Người dùng có CCCD bản gốc"]);
    }

    async fn a_decision_fits_what_there_is(app) {
        let nobody = claim(&app, "052203000077").await;
        let somebody = claim(&app, "001099000001").await;
        let desk = app.sign_in(Login::Staff).await;
        for decision in ["kept", "suspended"] {
            settle(&desk, nobody, decision, "r").await.refused(409, ErrorCode::ClaimDecisionUnfit);
        }
        settle(&desk, somebody, "no-account", "r").await.refused(409, ErrorCode::ClaimDecisionUnfit);
        assert_eq!(app.count("account_claims where state = 'settled'"), 0, "nothing of it stays");
        let settled: ClaimView = settle(&desk, nobody, "no-account", "Đã tra cứu").await.ok(200);
        assert_eq!((settled.account, settled.decision), (None, Some(ClaimDecision::NoAccount)));
        assert_eq!(settle(&desk, nobody, "burnt", "r").await.status, 400);
    }

    async fn an_account_of_a_desk_says_who_made_it_and_its_link_ends_with_it(app) {
        let desk = app.sign_in(Login::Staff).await;
        made(&app, &desk, &form()).await;
        let id = claim(&app, "001099000011").await;
        let view: ClaimView = desk.get(&path::desk_claim(id)).await.ok(200);
        let account = view.account.unwrap();
        assert_eq!(account.origin, AccountOrigin::Desk);
        assert!(account.made_by.unwrap().starts_with("Ủy ban nhân dân xã Tuy Phước"));
        let _: ClaimView = settle(&desk, id, "suspended", "r").await.ok(200);
        let now = app.state.clock.now().utc().naive_utc();
        assert_eq!(app.count(&format!("password_links where ends_at > '{now}'")), 0);
    }

    async fn claims_are_for_officers_with_a_desk(app) {
        let id = claim(&app, "001099000001").await;
        let citizen = app.sign_in(Login::Citizen).await;
        citizen.get(path::DESK_CLAIMS).await.refused(403, ErrorCode::NotAllowed);
        citizen.get(&path::desk_claim(id)).await.refused(403, ErrorCode::NotAllowed);
        settle(&citizen, id, "kept", "r").await.refused(403, ErrorCode::NotAllowed);
        let desk = app.sign_in(Login::Staff).await;
        app.execute("delete from staff_roles");
        desk.get(path::DESK_CLAIMS).await.refused(403, ErrorCode::NotAllowed);
        desk.get(&path::desk_claim(id)).await.refused(403, ErrorCode::NotAllowed);
        settle(&desk, id, "suspended", "r").await.refused(403, ErrorCode::NotAllowed);
        assert_eq!(app.count("account_claims where state = 'open'"), 1);
    }

    async fn two_officers_settle_a_claim_once(app) {
        let id = claim(&app, "001099000001").await;
        let (one, two) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let (first, second) = futures::join!(settle(&one, id, "kept", "r"), settle(&two, id, "suspended", "r"));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!(told(&app, "claim-settled").len(), 1);
    }
}

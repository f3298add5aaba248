//! "Chuyển tài khoản": who has several accounts of one class goes on as another one, in a session that an electronic identity
//! opened, and gains no time by it.

use crate::oidc::browser::{Browser, Portal};
use crate::staff_sign_in;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{AccountOverview, OtherAccount};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::{AccountKind, SessionView};
use motcua_shared::path;
use motcua_tests::{Answer, Login, TestApp, on_each};
use serde_json::json;

/// Makes an account one of the officer's at Tuy Phước.
fn bind(app: &TestApp, login: Login) {
    app.execute(&format!(
        "update accounts set person_id = (select person_id from accounts where login = 'canbotuyphuoc') where login = '{}'",
        login.name()
    ));
}

/// The officer signs in with the electronic identity and chooses this account.
pub async fn sign_in(portal: &Portal, login: Login) -> Browser {
    let mut browser = portal.browser();
    staff_sign_in::sign_in(&mut browser, "can-bo").await;
    let chosen = json!({ "id": portal.app.account(login) });
    let answer = browser.client().post(path::STAFF_CHOICE, &chosen).await;
    take(&mut browser, &answer);
    browser
}

/// Keeps the cookies of an answer, as a browser does.
pub fn take(browser: &mut Browser, answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    for cookie in answer.headers.get_all("set-cookie") {
        let (name, value) = cookie
            .to_str()
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .split_once('=')
            .unwrap();
        browser.cookies.insert(name.to_owned(), value.to_owned());
    }
}

async fn others(browser: &Browser) -> Vec<OtherAccount> {
    browser.client().get(path::ACCOUNT_OTHERS).await.ok(200)
}

on_each! {
    async fn an_officer_goes_on_as_another_own_account_with_a_new_token_and_no_more_time(backend) {
        let portal = Portal::start(backend).await;
        let app = &portal.app;
        bind(app, Login::OtherStaff);
        bind(app, Login::Administrator);
        let mut browser = sign_in(&portal, Login::Staff).await;
        let offered = others(&browser).await;
        let told: Vec<_> = offered.iter().map(|one| (one.id, one.kind, one.unit.as_deref(), one.roles.as_slice())).collect();
        assert_eq!(told, [
            (app.account(Login::OtherStaff), AccountKind::Staff, Some("Ủy ban nhân dân phường Quy Nhơn"), [StaffRole::Desk].as_slice()),
            (app.account(Login::Administrator), AccountKind::Administrator, None, [StaffRole::Administrator].as_slice()),
        ]);
        let before = browser.session().await;
        let old = browser.clone();
        app.advance(601);
        let wanted = json!({ "account_id": app.account(Login::OtherStaff) });
        let answer = browser.client().post(path::ACCOUNT_SWITCH, &wanted).await;
        take(&mut browser, &answer);
        let after: SessionView = answer.ok(200);
        assert_eq!(after.account.as_ref().unwrap().id, app.account(Login::OtherStaff));
        assert_eq!((after.ends_at, after.idle_seconds), (before.ends_at, before.idle_seconds));
        assert_eq!(browser.session().await.ends_at, before.ends_at, "as it is kept, too");
        old.client().get(path::ACCOUNT).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(app.count("sessions"), 1);
        assert_eq!(app.count("oidc_sessions"), 1, "the way out at the provider came along");
        // Nothing was shown anew.
        browser.client().post(path::ACCOUNT_RECOVERY_CODES, &json!({})).await.refused(403, ErrorCode::ConfirmNeeded);
        // Both accounts know of it, the one that was left and the one that was taken up.
        let (left, taken) = (app.account(Login::Staff), app.account(Login::OtherStaff));
        for account in [left, taken] {
            assert_eq!(app.count(&format!("audit_entries where action = 'account-switched' and account_id = '{account}' and subject_id = '{account}'")), 1);
        }
        assert_eq!(app.count("audit_entries where action = 'account-switched'"), 2);
        // And back, to an administrator as well.
        for login in [Login::Administrator, Login::Staff] {
            let answer = browser.client().post(path::ACCOUNT_SWITCH, &json!({ "account_id": app.account(login) })).await;
            take(&mut browser, &answer);
            assert_eq!(browser.session().await.account.unwrap().id, app.account(login));
            assert_eq!(browser.session().await.ends_at, before.ends_at);
        }
        let own = json!({ "account_id": app.account(Login::Staff) });
        browser.client().post(path::ACCOUNT_SWITCH, &own).await.refused(404, ErrorCode::NotFound);
    }

    async fn an_account_that_is_suspended_unbound_or_somebody_elses_is_neither_offered_nor_opened(backend) {
        let portal = Portal::start(backend).await;
        let app = &portal.app;
        bind(app, Login::OtherStaff);
        let browser = sign_in(&portal, Login::Staff).await;
        assert_eq!(others(&browser).await.len(), 1);
        let wanted = json!({ "account_id": app.account(Login::OtherStaff) });
        let other = "account_id = (select id from accounts where login = 'canboquynhon')";
        for (ends, begins) in [
            ("update accounts set status = 'suspended' where login = 'canboquynhon'".to_owned(), "update accounts set status = 'active' where login = 'canboquynhon'".to_owned()),
            (format!("update officers set bound_at = null where {other}"), format!("update officers set bound_at = '2026-11-20 00:00:00' where {other}")),
            ("update accounts set person_id = null where login = 'canboquynhon'".to_owned(), String::new()),
        ] {
            app.execute(&ends);
            assert_eq!(others(&browser).await, [], "{ends}");
            browser.client().post(path::ACCOUNT_SWITCH, &wanted).await.refused(404, ErrorCode::NotFound);
            if !begins.is_empty() {
                app.execute(&begins);
                assert_eq!(others(&browser).await.len(), 1, "{begins}");
            }
        }
        let stranger = json!({ "account_id": app.account(Login::OtherCitizen) });
        browser.client().post(path::ACCOUNT_SWITCH, &stranger).await.refused(404, ErrorCode::NotFound);
        assert_eq!(browser.session().await.account.unwrap().id, app.account(Login::Staff));
        assert_eq!(app.count("audit_entries where action = 'account-switched'"), 0);
    }

    async fn nobody_comes_from_one_class_of_accounts_to_the_other(backend) {
        let portal = Portal::start(backend).await;
        let app = &portal.app;
        // The same person for themselves.
        let mut citizen = portal.browser();
        assert_eq!(citizen.sign_in("can-bo").await, "/");
        let own = citizen.session().await.account.unwrap();
        assert_eq!((own.kind, others(&citizen).await), (AccountKind::Citizen, Vec::new()));
        let staff = json!({ "account_id": app.account(Login::Staff) });
        citizen.client().post(path::ACCOUNT_SWITCH, &staff).await.refused(403, ErrorCode::StaffSignInElsewhere);
        let overview: AccountOverview = citizen.client().get(path::ACCOUNT).await.ok(200);
        assert_eq!(overview.others, []);
        let mut officer = portal.browser();
        assert_eq!(staff_sign_in::sign_in(&mut officer, "can-bo").await, "/can-bo");
        assert_eq!(others(&officer).await, []);
        officer.client().post(path::ACCOUNT_SWITCH, &json!({ "account_id": own.id })).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_person_changes_between_the_own_accounts_with_a_new_token(backend) {
        let app = TestApp::start(backend).await;
        app.execute("update accounts set person_id = (select person_id from accounts where login = '001099000001') where login = 'truonghoamai'");
        let (own, agency) = (app.account(Login::Citizen), app.account(Login::Agency));
        let client = app.sign_in(Login::Citizen).await;
        let offered: Vec<OtherAccount> = client.get(path::ACCOUNT_OTHERS).await.ok(200);
        assert_eq!(offered.iter().map(|one| one.id).collect::<Vec<_>>(), [agency]);
        for stranger in [app.account(Login::OtherCitizen), own] {
            client.post(path::ACCOUNT_SWITCH, &json!({ "account_id": stranger })).await.refused(404, ErrorCode::NotFound);
        }
        app.advance(601);
        let answer = client.post(path::ACCOUNT_SWITCH, &json!({ "account_id": agency })).await;
        assert_eq!(answer.ok::<SessionView>(200).account.unwrap().id, agency);
        client.get(path::ACCOUNT).await.refused(401, ErrorCode::SignInNeeded);
        let mut switched = client.clone();
        let cookies = answer.headers.get_all("set-cookie").iter();
        switched.cookie = cookies
            .filter_map(|value| Some(value.to_str().ok()?.split(';').next()?.to_owned()))
            .find(|one| one.starts_with("motcua-session"));
        assert_ne!(switched.cookie, client.cookie);
        // Nothing was shown anew.
        switched.post(path::ACCOUNT_RECOVERY_CODES, &json!({})).await.refused(403, ErrorCode::ConfirmNeeded);
        assert_eq!(app.count("audit_entries where action = 'account-switched'"), 2);
        app.execute("update accounts set status = 'suspended' where login = '001099000001'");
        switched.post(path::ACCOUNT_SWITCH, &json!({ "account_id": own })).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_session_that_a_password_opened_leads_to_no_other_account_of_an_officer(backend) {
        let app = TestApp::start(backend).await;
        bind(&app, Login::OtherStaff);
        let desk = app.sign_in(Login::Staff).await;
        let offered: Vec<OtherAccount> = desk.get(path::ACCOUNT_OTHERS).await.ok(200);
        assert_eq!(offered, []);
        let wanted = json!({ "account_id": app.account(Login::OtherStaff) });
        desk.post(path::ACCOUNT_SWITCH, &wanted).await.refused(403, ErrorCode::StaffSignInElsewhere);
        assert_eq!(desk.get(path::DESK).await.status, 200);
    }
}

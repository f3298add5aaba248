//! Officers sign in with their electronic identity, to their staff account and to nothing else.

use crate::oidc::browser::{Browser, Portal};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::StaffChoice;
use motcua_shared::identity::dto::{AccountKind, SessionView};
use motcua_shared::path;
use motcua_tests::{Login, TestApp, on_each};
use serde_json::json;

/// Leaves the staff sign-in page for the provider and comes back as this person.
pub async fn sign_in(browser: &mut Browser, person: &str) -> String {
    let start = format!("{}?purpose=staff", path::provider_start("vneid"));
    let away = browser.follow(&start).await;
    let back = browser.choose(&away, person).await;
    browser.follow(&back).await
}

pub fn refusal(code: ErrorCode) -> String {
    format!("/can-bo/dang-nhap?loi={code}&tiep=%2Fcan%2Dbo")
}

on_each! {
    async fn an_officer_reaches_the_staff_account_and_nothing_is_made(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        assert_eq!(sign_in(&mut browser, "can-bo").await, "/can-bo");
        let session = browser.session().await;
        assert_eq!(session.idle_seconds, 15 * 60);
        let account = session.account.unwrap();
        assert_eq!((account.kind, account.id), (AccountKind::Staff, portal.app.account(Login::Staff)));
        let left = session.ends_at.unwrap().unix_seconds() - portal.app.state.clock.now().unix_seconds();
        assert!((10 * 3600 - 60..=10 * 3600).contains(&left), "{left}");
        assert_eq!((portal.app.count("external_identities"), portal.app.count("oidc_flows")), (0, 0));
        assert_eq!(browser.client().get(path::DESK).await.status, 200);
        // The same person for themselves is somebody else: a citizen.
        let mut own = portal.browser();
        assert_eq!(own.sign_in("can-bo").await, "/");
        assert_eq!(own.session().await.account.unwrap().kind, AccountKind::Citizen);
        // And the officer's session is still the officer's, the next time too.
        let mut again = portal.browser();
        assert_eq!(sign_in(&mut again, "can-bo").await, "/can-bo");
        assert_eq!(again.session().await.account.unwrap().kind, AccountKind::Staff);
    }

    async fn whoever_has_no_staff_account_is_told_so_and_gets_none(backend) {
        let portal = Portal::start(backend).await;
        for person in ["mau", "moi", "cong-ty"] {
            let mut browser = portal.browser();
            assert_eq!(sign_in(&mut browser, person).await, refusal(ErrorCode::NoStaffAccount), "{person}");
            assert_eq!(browser.session().await.account, None);
        }
        assert_eq!((portal.app.count("sessions"), portal.app.count("external_identities")), (0, 0));
        assert_eq!(portal.app.count("accounts where login = '001099000011'"), 0);
        let mut browser = portal.browser();
        assert_eq!(sign_in(&mut browser, "muc-1").await, refusal(ErrorCode::IdentityUnverified));
        // Turning back leads to the officers' page as well.
        let start = format!("{}?purpose=staff&tiep=/can-bo/tai-khoan", path::provider_start("vneid"));
        let away = browser.follow(&start).await;
        let back = browser.decide(&away, &[("error", "access_denied")]).await;
        assert!(browser.follow(&back).await.starts_with("/can-bo/dang-nhap?loi="));
    }

    async fn a_suspended_or_unbound_staff_account_is_not_opened(backend) {
        let portal = Portal::start(backend).await;
        portal.app.execute("update accounts set status = 'suspended' where login = 'canbotuyphuoc'");
        let mut browser = portal.browser();
        assert_eq!(sign_in(&mut browser, "can-bo").await, refusal(ErrorCode::AccountSuspended));
        portal.app.execute("update accounts set status = 'active', person_id = null where login = 'canbotuyphuoc'");
        assert_eq!(sign_in(&mut browser, "can-bo").await, refusal(ErrorCode::NoStaffAccount));
        assert_eq!(portal.app.count("sessions"), 0);
    }

    async fn who_has_several_staff_accounts_chooses_one_in_the_same_browser(backend) {
        let portal = Portal::start(backend).await;
        let app = &portal.app;
        app.execute(
            "update accounts set person_id = (select person_id from accounts where login = 'canbotuyphuoc') where login = 'canboquynhon'",
        );
        let mut browser = portal.browser();
        assert_eq!(sign_in(&mut browser, "can-bo").await, "/can-bo/dang-nhap?buoc=chon&tiep=%2Fcan%2Dbo");
        assert_eq!(browser.session().await.account, None);
        let choices: Vec<StaffChoice> = browser.client().post(path::STAFF_CHOICES, &json!({})).await.ok(200);
        let units: Vec<_> = choices.iter().map(|choice| choice.unit.as_deref().unwrap()).collect();
        assert_eq!(units, ["Ủy ban nhân dân xã Tuy Phước", "Ủy ban nhân dân phường Quy Nhơn"]);
        // Nobody else's browser, nobody else's account, and no way into the citizens' flow.
        let other = portal.browser();
        other.client().post(path::STAFF_CHOICES, &json!({})).await.refused(403, ErrorCode::FlowElsewhere);
        browser.client().post(path::LINK, &json!({})).await.refused(409, ErrorCode::FlowEnded);
        let citizen = json!({ "id": app.account(Login::Citizen) });
        let foreign = browser.client().post(path::STAFF_CHOICE, &citizen).await;
        assert_eq!(foreign.faults(), [("id".to_owned(), ErrorCode::NotAChoice)]);
        let second = json!({ "id": app.account(Login::OtherStaff) });
        let session: SessionView = browser.client().post(path::STAFF_CHOICE, &second).await.ok(200);
        assert_eq!(session.account.unwrap().id, app.account(Login::OtherStaff));
        browser.client().post(path::STAFF_CHOICE, &second).await.refused(409, ErrorCode::FlowEnded);
        let mut late = portal.browser();
        sign_in(&mut late, "can-bo").await;
        app.advance(601);
        late.client().post(path::STAFF_CHOICES, &json!({})).await.refused(409, ErrorCode::FlowEnded);
    }

    async fn sessions_of_officers_end_sooner(backend) {
        let app = TestApp::start(backend).await;
        let (desk, citizen) = (app.sign_in(Login::Staff).await, app.sign_in(Login::Citizen).await);
        app.advance(14 * 60);
        assert_eq!(desk.get(path::DESK).await.status, 200);
        app.advance(15 * 60);
        desk.get(path::DESK).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(citizen.get(path::PAPERS).await.status, 200, "citizens have half an hour");
        let desk = app.sign_in(Login::Staff).await;
        for _ in 0..59 {
            app.advance(600);
            assert_eq!(desk.get(path::DESK).await.status, 200);
        }
        app.advance(660);
        desk.get(path::DESK).await.refused(401, ErrorCode::SignInNeeded);
    }

    async fn a_password_opens_a_staff_account_only_where_the_settings_say_so(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.staff_password = false).await;
        let client = app.nobody();
        client.password(Login::Staff.name(), motcua_server::demo::PASSWORD).await.refused(403, ErrorCode::StaffSignInElsewhere);
        client.password(Login::Staff.name(), "sai").await.refused(401, ErrorCode::SignInFailed);
        let session: SessionView = client.get(path::SESSION).await.ok(200);
        assert!(!session.staff_password);
        app.sign_in(Login::Citizen).await;
    }
}

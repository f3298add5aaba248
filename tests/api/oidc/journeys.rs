//! Whose account an identity opens.

use super::browser::{Browser, Portal, parameter, settings};
use super::{claims_with, refusal, sign_in_as};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{AccountKind, Challenge, SessionView, SignedOut};
use motcua_shared::path;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Login, on_each};
use serde_json::{Value, json};
use std::sync::Arc;

/// Where a browser is sent whose identity belongs to an account that was there before.
const PROVE: &str = "/dang-nhap?buoc=lien-ket&tiep=%2F";

/// Asks for the code of the proof.
async fn ask(browser: &Browser) -> Challenge {
    browser.client().post(path::LINK, &json!({})).await.ok(200)
}

fn body(challenge: &Challenge, code: &str) -> Value {
    json!({ "challenge_id": challenge.id, "code": code })
}

on_each! {
    async fn a_new_citizen_gets_an_account_of_their_own(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        assert_eq!(browser.sign_in("moi").await, "/");
        let account = browser.session().await.account.unwrap();
        assert_eq!((account.kind, account.assurance_level), (AccountKind::Citizen, 3));
        assert_eq!(account.name, "L\u{ea} V\u{103}n M\u{1edb}i", "composed");
        assert_eq!(account.identifier, "001099000011");
        assert_eq!((account.phone.as_deref(), account.email.as_deref()), (Some("0912000011"), Some("moi@thu.example")));
        let app = &portal.app;
        assert_eq!(app.query("select cast(birth_date as text) || ' ' || sex as value from persons where sex is not null"), ["1999-01-31 male"]);
        assert_eq!(app.query("select method as value from sessions"), ["oidc"]);
        assert_eq!(
            app.query("select action as value from audit_entries order by id"),
            ["account-made", "identity-linked", "signed-in"]
        );
        assert_eq!(app.count("passwords where account_id in (select account_id from external_identities)"), 0);
        let mut again = portal.browser();
        assert_eq!(again.sign_in("moi").await, "/");
        assert_eq!(again.session().await.account.unwrap().id, account.id);
        assert_eq!(app.count("external_identities"), 1);
        // Nothing of the sign-in is left lying about.
        assert_eq!(app.count("oidc_flows"), 0);
    }

    async fn the_account_page_learns_once_that_the_account_is_new(backend) {
        let portal = Portal::start(backend).await;
        for landing in ["/tai-khoan?moi=1", "/tai-khoan"] {
            let mut browser = portal.browser();
            let away = browser.start("/tai-khoan").await;
            let back = browser.choose(&away, "moi").await;
            assert_eq!(browser.follow(&back).await, landing);
        }
        assert_eq!(portal.app.count("external_identities"), 1);
    }

    async fn an_organisation_gets_an_account_by_its_tax_code(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        assert_eq!(browser.sign_in("cong-ty").await, "/");
        let account = browser.session().await.account.unwrap();
        assert_eq!((account.kind, account.identifier.as_str()), (AccountKind::Enterprise, "9900000051"));
        assert_eq!(account.name, "Công ty TNHH Mẫu");
        assert_eq!(portal.app.count("persons where name = 'Đỗ Thị Giám'"), 0);
        // Its person, for themselves, is somebody else.
        let own = claims_with("cong-ty", json!({ "LoaiTaiKhoan": "1", "sub": "of-the-person", "SoDienThoai": "" }));
        let mut person = portal.browser();
        assert_eq!(sign_in_as(&mut person, &own).await, "/");
        assert_eq!(person.session().await.account.unwrap().kind, AccountKind::Citizen);
    }

    async fn an_account_that_was_there_before_is_joined_only_after_a_code_to_its_phone(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        let away = browser.start("/kho").await;
        let back = browser.choose(&away, "mau").await;
        assert_eq!(browser.follow(&back).await, "/dang-nhap?buoc=lien-ket&tiep=%2Fkho");
        assert_eq!(browser.session().await.account, None);
        assert_eq!((portal.app.count("external_identities"), portal.app.count("jobs")), (0, 0));

        let challenge = ask(&browser).await;
        assert_eq!(challenge.sent_to, "*** *** 003");
        let code = portal.app.last_code();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let client = browser.client();
        client.post(path::LINK_CODE, &body(&challenge, wrong)).await.refused(422, ErrorCode::CodeWrong);
        assert_eq!(portal.app.count("external_identities"), 0);
        // A code of one purpose opens nothing else.
        client.post(path::CONFIRM_CODE, &body(&challenge, &code)).await.refused(422, ErrorCode::CodeExpired);
        let answer = client.post(path::LINK_CODE, &body(&challenge, &code)).await;
        let session: SessionView = answer.ok(200);
        let account = session.account.unwrap();
        assert_eq!(account.id, portal.app.account(Login::Citizen));
        assert_eq!(account.assurance_level, 3, "raised from 2");
        client.post(path::LINK_CODE, &body(&challenge, &code)).await.refused(422, ErrorCode::CodeExpired);

        let mut again = portal.browser();
        assert_eq!(again.sign_in("mau").await, "/", "no code the second time");
        assert_eq!(again.session().await.account.unwrap().id, account.id);
        assert_eq!(portal.app.count("external_identities where level = 3"), 1);
    }

    async fn a_proof_belongs_to_the_browser_that_came_back(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        assert_eq!(browser.sign_in("mau").await, PROVE);
        let challenge = ask(&browser).await;
        let code = portal.app.last_code();
        let mut other = portal.browser();
        other.client().post(path::LINK, &json!({})).await.refused(403, ErrorCode::FlowElsewhere);
        other.client().post(path::LINK_CODE, &body(&challenge, &code)).await.refused(403, ErrorCode::FlowElsewhere);
        other.start("").await;
        other.client().post(path::LINK, &json!({})).await.refused(409, ErrorCode::FlowEnded);
        other.client().post(path::LINK_CODE, &body(&challenge, &code)).await.refused(409, ErrorCode::FlowEnded);
        assert_eq!((portal.app.count("external_identities"), portal.app.count("sessions")), (0, 0));
    }

    async fn a_proof_that_comes_too_late_or_to_a_code_of_something_else_is_none(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        assert_eq!(browser.sign_in("mau").await, PROVE);
        let of_sign_in = portal.app.challenge(&browser.client(), Login::Citizen).await;
        let code = portal.app.last_code();
        browser.client().post(path::LINK_CODE, &body(&of_sign_in, &code)).await.refused(422, ErrorCode::CodeExpired);
        let challenge = ask(&browser).await;
        portal.app.advance(31);
        let resent = browser.client().post(path::LINK_RESEND, &json!({ "challenge_id": challenge.id })).await;
        let _: Challenge = resent.ok(200);
        portal.app.advance(600);
        browser.client().post(path::LINK, &json!({})).await.refused(409, ErrorCode::FlowEnded);
        assert_eq!(portal.app.count("external_identities"), 0);
    }

    async fn an_account_without_phone_and_mail_is_joined_at_the_desk(backend) {
        let portal = Portal::start(backend).await;
        portal.app.execute("update accounts set phone = null where login = '001099000001'");
        assert_eq!(portal.browser().sign_in("mau").await, refusal(ErrorCode::ProofNeedsDesk));
    }

    async fn who_is_not_verified_gets_no_account_and_reaches_nobody_elses(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        assert_eq!(browser.sign_in("muc-1").await, refusal(ErrorCode::IdentityUnverified));
        browser.client().post(path::LINK, &json!({})).await.refused(409, ErrorCode::FlowEnded);
        assert_eq!((portal.app.count("jobs"), portal.app.count("external_identities")), (0, 0));
        // Not even once it was joined: every way in is as strong as the first.
        assert_eq!(portal.browser().sign_in("moi").await, "/");
        let weak = claims_with("moi", json!({ "loginIdp": "VNPOST" }));
        assert_eq!(sign_in_as(&mut portal.browser(), &weak).await, refusal(ErrorCode::IdentityUnverified));
    }

    async fn twins_are_two_persons(backend) {
        let portal = Portal::start(backend).await;
        let (mut elder, mut younger) = (portal.browser(), portal.browser());
        assert_eq!((elder.sign_in("sinh-doi-anh").await, younger.sign_in("sinh-doi-em").await), ("/".to_owned(), "/".to_owned()));
        let (elder, younger) = (elder.session().await.account.unwrap(), younger.session().await.account.unwrap());
        assert_eq!(elder.name, younger.name);
        assert_ne!(elder.id, younger.id);
        assert_eq!(portal.app.count("persons where name = 'Phạm Văn Đôi'"), 2);
    }

    async fn a_birth_date_may_be_a_year_and_an_old_number_leads_to_the_same_person(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        assert_eq!(browser.sign_in("nam-sinh").await, "/");
        assert_eq!(portal.app.count("persons where name = 'Hồ Thị Xưa' and birth_date is null"), 1);
        assert_eq!(portal.app.count("person_numbers where number in ('001045000031', '205400031')"), 2);
        // The old number at another account there: that person has an account here.
        let old = claims_with("nam-sinh", json!({ "sub": "of-the-old-card", "SoDinhDanh": "205400031", "SoCMND": "" }));
        assert_eq!(sign_in_as(&mut portal.browser(), &old).await, refusal(ErrorCode::ProofNeedsDesk));
    }

    async fn a_corrected_name_is_taken_over_and_noted(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        browser.sign_in("moi").await;
        let id = browser.session().await.account.unwrap().id;
        let corrected = claims_with("moi", json!({ "HoVaTen": "Lê Văn Mới Hơn", "NgayThangNamSinh": "", "GioiTinh": null }));
        let mut browser = portal.browser();
        assert_eq!(sign_in_as(&mut browser, &corrected).await, "/");
        let account = browser.session().await.account.unwrap();
        assert_eq!((account.id, account.name.as_str()), (id, "Lê Văn Mới Hơn"));
        let app = &portal.app;
        assert_eq!(app.count("persons where name = 'Lê Văn Mới Hơn' and birth_date is not null and sex = 'male' and version = 2"), 1);
        assert_eq!(app.count("audit_entries where action = 'holder-updated'"), 1);
        sign_in_as(&mut portal.browser(), &corrected).await;
        assert_eq!(app.count("audit_entries where action = 'holder-updated'"), 1, "nothing new, nothing noted");
        // What waits for its owner may have waited for this name: it is said once with the account, once with the name.
        assert_eq!(app.count("jobs where kind = 'identity.account-proven'"), 2);
        // A new card: the number is new, the person is not.
        let renewed = claims_with("moi", json!({ "SoDinhDanh": "001099000012" }));
        assert_eq!(sign_in_as(&mut portal.browser(), &renewed).await, "/");
        assert_eq!(app.count("person_numbers where number in ('001099000011', '001099000012')"), 2);
        assert_eq!(app.count("jobs where kind = 'identity.account-proven'"), 3);
    }

    async fn numbers_that_lead_to_two_people_lead_to_the_desk(backend) {
        let portal = Portal::start(backend).await;
        portal.browser().sign_in("moi").await;
        let mixed = [
            claims_with("moi", json!({ "SoDinhDanh": "001099000001" })),
            claims_with("moi", json!({ "sub": "new", "SoDinhDanh": "001099000001", "SoCMND": "001099000002" })),
            claims_with("moi", json!({ "LoaiTaiKhoan": "2", "MaSoThue": "9900000051", "TenDoanhNghiep": "X" })),
        ];
        for claims in mixed {
            let landed = sign_in_as(&mut portal.browser(), &claims).await;
            assert_eq!(landed, refusal(ErrorCode::IdentityConflict), "{claims}");
        }
        assert_eq!(portal.app.count("external_identities"), 1);
    }

    async fn a_number_that_is_the_login_of_another_kind_of_account_leads_to_the_desk(backend) {
        let portal = Portal::start(backend).await;
        portal.app.execute("update accounts set login = '001099000011' where login = 'canbotuyphuoc'");
        assert_eq!(portal.browser().sign_in("moi").await, refusal(ErrorCode::IdentityConflict));
        assert_eq!(portal.app.count("persons where name like 'L%'"), 0, "and leaves nothing behind");
    }

    async fn a_suspended_account_stays_closed(backend) {
        let portal = Portal::start(backend).await;
        portal.browser().sign_in("moi").await;
        portal.app.execute("update accounts set status = 'suspended' where login in ('001099000011', '001099000001')");
        for person in ["moi", "mau"] {
            assert_eq!(portal.browser().sign_in(person).await, refusal(ErrorCode::AccountSuspended), "{person}");
        }
    }

    async fn equal_keys_of_two_providers_are_two_identities(backend) {
        let (first, second) = (Arc::new(Sandbox::start()), Sandbox::start());
        let providers = vec![
            settings("vneid", format!("{}/oidc", first.url)),
            settings("dvcqg", format!("{}/oidc", second.url)),
        ];
        let portal = Portal::with(backend, &first, |config| config.identity.oidc = providers).await;
        let mut browser = portal.browser();
        assert_eq!(browser.sign_in("moi").await, "/");
        let names: Vec<String> = browser.session().await.providers.into_iter().map(|one| one.id).collect();
        assert_eq!(names, ["vneid", "dvcqg"]);
        // The same key elsewhere is somebody else; the same number is an account that was there before.
        let mut other = portal.browser();
        let away = other.start_at("dvcqg", "").await;
        let claims = claims_with("sinh-doi-anh", json!({ "sub": "10000002" }));
        let back = other.decide(&away, &[("claims", &claims.to_string())]).await;
        assert_eq!(other.follow(&back).await, "/");
        assert_eq!(other.session().await.account.unwrap().identifier, "001099000021");
        let mut third = portal.browser();
        let away = third.start_at("dvcqg", "").await;
        let claims = claims_with("moi", json!({ "sub": "x" }));
        let back = third.decide(&away, &[("claims", &claims.to_string())]).await;
        assert_eq!(third.follow(&back).await, PROVE);
        // The answer of one is none of the other.
        let mut mixed = portal.browser();
        let away = mixed.start_at("vneid", "").await;
        let back = mixed.choose(&away, "moi").await.replace("/vneid/", "/dvcqg/");
        assert_eq!(mixed.follow(&back).await, refusal(ErrorCode::FlowEnded));
        let away = mixed.start_at("vneid", "").await;
        let back = mixed.choose(&away, "moi").await;
        let iss = parameter(&back, "iss").unwrap();
        let port = |url: &str| url.rsplit(':').next().unwrap().split('/').next().unwrap().to_owned();
        let back = back.replace(&port(&iss), &port(&second.url));
        assert_eq!(mixed.follow(&back).await, refusal(ErrorCode::AnswerIssuer), "mix-up (RFC 9207)");
    }

    async fn who_is_signed_in_joins_their_own_identity_and_no_other(backend) {
        let portal = Portal::start(backend).await;
        let start = |page: &str| format!("{}?purpose=link&tiep={page}", path::provider_start("vneid"));
        let mut nobody = portal.browser();
        assert_eq!(nobody.follow(&start("/tai-khoan")).await, "/dang-nhap?loi=sign-in-needed&tiep=%2Ftai%2Dkhoan");

        let citizen = portal.app.sign_in(Login::Citizen).await;
        let (name, token) = citizen.cookie.as_deref().unwrap().split_once('=').unwrap();
        let mut browser = portal.browser();
        browser.cookies.insert(name.to_owned(), token.to_owned());
        for (person, landed) in [
            ("moi", "/tai-khoan?loi=identity-other-person"),
            ("cong-ty", "/tai-khoan?loi=identity-other-person"),
            ("muc-1", "/tai-khoan?loi=identity-unverified"),
            ("mau", "/tai-khoan"),
        ] {
            let away = browser.follow(&start("/tai-khoan")).await;
            let back = browser.choose(&away, person).await;
            assert_eq!(browser.follow(&back).await, landed, "{person}");
        }
        let session: SessionView = browser.session().await;
        assert_eq!(session.account.unwrap().assurance_level, 3);
        assert_eq!(portal.app.query("select method as value from sessions"), ["password"], "no session was opened");
        // Signed out, or somebody else, when the answer comes.
        for cookie in [None, Some(portal.app.sign_in(Login::OtherCitizen).await.cookie.unwrap())] {
            let mut browser = browser.clone();
            let away = browser.follow(&start("/tai-khoan")).await;
            let back = browser.choose(&away, "mau").await;
            browser.cookies.remove("motcua-session");
            if let Some(cookie) = cookie {
                let (name, token) = cookie.split_once('=').unwrap();
                browser.cookies.insert(name.to_owned(), token.to_owned());
            }
            assert_eq!(browser.follow(&back).await, "/tai-khoan?loi=sign-in-needed");
        }
        assert_eq!(portal.app.count("external_identities"), 1);
        // An identity that is joined to one account joins no other.
        portal.app.execute("update external_identities set account_id = (select id from accounts where login = '001099000002')");
        let away = browser.follow(&start("/tai-khoan")).await;
        let back = browser.choose(&away, "mau").await;
        assert_eq!(browser.follow(&back).await, "/tai-khoan?loi=identity-conflict");
    }

    async fn signing_out_is_offered_at_the_provider_too(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        browser.sign_in("moi").await;
        assert_eq!(portal.app.count("oidc_sessions"), 1);
        let answer = browser.client().post(path::SIGN_OUT, &json!({})).await;
        assert!(answer.header("set-cookie").unwrap().starts_with("motcua-session=;"));
        let url = answer.ok::<SignedOut>(200).provider_url.unwrap();
        assert!(url.starts_with(&format!("{}/oidc/logout?", portal.sandbox.url)), "{url}");
        assert_eq!(parameter(&url, "id_token_hint").unwrap().split('.').count(), 3);
        assert_eq!(parameter(&url, "post_logout_redirect_uri").as_deref(), Some("https://motcua.test/"));
        assert_eq!((portal.app.count("sessions"), portal.app.count("oidc_sessions")), (0, 0));
        assert_eq!(browser.session().await.account, None);
        let again: SignedOut = browser.client().post(path::SIGN_OUT, &json!({})).await.ok(200);
        assert_eq!(again.provider_url, None);
        let citizen = portal.app.sign_in(Login::Citizen).await;
        let plain: SignedOut = citizen.post(path::SIGN_OUT, &json!({})).await.ok(200);
        assert_eq!(plain.provider_url, None);
    }
}

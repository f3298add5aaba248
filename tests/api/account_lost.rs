//! Recovery codes, a lost phone, and another way than the code at hand.

use crate::account::{NEW, overview};
use crate::account_contact::secret;
use crate::registration;
use motcua_server::demo::PASSWORD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{
    CodeWays, LostPhoneDone, LostPhoneStarted, PhoneChangeKind, PhoneChangeView, RecoveryCodes,
};
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use serde_json::json;

const LOGIN: &str = "001099000001";
const NEXT: &str = "0900000093";

async fn codes(client: &Client) -> Vec<String> {
    let made: RecoveryCodes = client
        .post(path::ACCOUNT_RECOVERY_CODES, &json!({}))
        .await
        .ok(200);
    made.codes
}

async fn lose(client: &Client, login: &str, password: &str) -> Answer {
    client
        .post(
            path::LOST_PHONES,
            &json!({ "login": login, "password": password }),
        )
        .await
}

async fn number(client: &Client, flow: &str, phone: &str, code: Option<&str>) -> Answer {
    let body = json!({ "flow": flow, "phone": phone, "recovery_code": code });
    client.post(path::LOST_PHONE_NUMBER, &body).await
}

async fn confirm(client: &Client, flow: &str, code: &str) -> Answer {
    client
        .post(path::LOST_PHONE_CODE, &json!({ "flow": flow, "code": code }))
        .await
}

async fn ways(client: &Client, challenge: &Challenge) -> Answer {
    client
        .post(path::CODE_WAYS, &json!({ "challenge_id": challenge.id }))
        .await
}

fn phones(app: &TestApp) -> Vec<String> {
    app.query("select p.phone as value from account_phones p join accounts a on a.id = p.account_id where a.login = '001099000001' order by p.phone")
}

on_both! {
    async fn ten_recovery_codes_are_shown_once_and_kept_as_digests(app) {
        let client = app.sign_in(Login::Citizen).await;
        assert_eq!(overview(&client).await.recovery_codes, None);
        let first = codes(&client).await;
        assert_eq!((first.len(), first[0].len()), (10, 11));
        for code in &first {
            assert_eq!(app.count(&format!("recovery_codes where code_hash like '%{}%'", code.replace('-', ""))), 0);
        }
        let second = codes(&client).await;
        assert_eq!(overview(&client).await.recovery_codes, Some(10));
        let use_code = |code: String| {
            let (app, client) = (&app, app.nobody());
            async move {
                let challenge = app.challenge(&client, Login::Citizen).await;
                let body = json!({ "challenge_id": challenge.id, "recovery_code": code });
                client.post(path::SIGN_IN_RECOVERY_CODE, &body).await
            }
        };
        let problem = use_code(first[0].clone()).await.refused(422, ErrorCode::RecoveryCodeWrong);
        assert_eq!(problem.errors[0].params["tries_left"], "4");
        let typed = format!(" {} ", second[0].to_lowercase().replace('-', " "));
        let _: SessionView = use_code(typed).await.ok(200);
        use_code(second[0].clone()).await.refused(422, ErrorCode::RecoveryCodeWrong);
        assert_eq!(overview(&client).await.recovery_codes, Some(9));
        assert_eq!(app.count("messages where kind = 'recovery-codes-made'"), 2);
        assert_eq!(app.count("messages where kind = 'recovery-code-used'"), 1);
        assert_eq!(app.count("audit_entries where action = 'recovery-code-used'"), 1);
    }

    async fn another_way_is_open_for_ten_minutes_after_the_last_code(app) {
        let mine = codes(&app.sign_in(Login::Citizen).await).await;
        let client = app.nobody();
        let challenge = app.challenge(&client, Login::Citizen).await;
        let late = app.last_code();
        let body = json!({ "challenge_id": challenge.id, "recovery_code": mine[0] });
        app.advance(590);
        let code = json!({ "challenge_id": challenge.id, "code": late });
        client.post(path::CONFIRM_CODE, &code).await.refused(422, ErrorCode::CodeExpired);
        assert_eq!(ways(&client, &challenge).await.status, 200);
        let _: SessionView = client.post(path::SIGN_IN_RECOVERY_CODE, &body).await.ok(200);
        let challenge = app.challenge(&client, Login::Citizen).await;
        app.advance(601);
        ways(&client, &challenge).await.refused(422, ErrorCode::CodeExpired);
        let body = json!({ "challenge_id": challenge.id, "recovery_code": mine[1] });
        client.post(path::SIGN_IN_RECOVERY_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
    }

    async fn recovery_codes_are_of_one_account_and_guessing_locks_the_sign_in(app) {
        let others = codes(&app.sign_in(Login::OtherCitizen).await).await;
        codes(&app.sign_in(Login::Citizen).await).await;
        let client = app.nobody();
        let challenge = app.challenge(&client, Login::Citizen).await;
        let right = app.last_code();
        for (round, code) in others.iter().take(5).enumerate() {
            let body = json!({ "challenge_id": challenge.id, "recovery_code": code });
            let answer = client.post(path::SIGN_IN_RECOVERY_CODE, &body).await;
            let (status, expected) = if round < 4 { (422, ErrorCode::RecoveryCodeWrong) } else { (429, ErrorCode::CodeLocked) };
            answer.refused(status, expected);
        }
        let body = json!({ "challenge_id": challenge.id, "code": right });
        client.post(path::CONFIRM_CODE, &body).await.refused(429, ErrorCode::CodeLocked);
        let empty = json!({ "challenge_id": challenge.id, "recovery_code": " " });
        assert_eq!(client.post(path::SIGN_IN_RECOVERY_CODE, &empty).await.faults(), [("recovery_code".to_owned(), ErrorCode::Required)]);
    }

    async fn a_recovery_code_used_twice_at_once_opens_one_session(app) {
        let mine = codes(&app.sign_in(Login::Citizen).await).await;
        let client = app.nobody();
        let first = app.challenge(&client, Login::Citizen).await;
        let second = app.challenge(&client, Login::Citizen).await;
        let body = |challenge: &Challenge| json!({ "challenge_id": challenge.id, "recovery_code": mine[0] });
        let (first, second) = (body(&first), body(&second));
        let answers = futures::future::join(
            client.post(path::SIGN_IN_RECOVERY_CODE, &first),
            client.post(path::SIGN_IN_RECOVERY_CODE, &second),
        )
        .await;
        let mut statuses = [answers.0.status, answers.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422]);
    }

    async fn with_a_recovery_code_the_new_phone_holds_at_once(app) {
        let own = app.sign_in(Login::Citizen).await;
        let mine = codes(&own).await;
        let client = app.nobody();
        let started: LostPhoneStarted = lose(&client, LOGIN, PASSWORD).await.ok(200);
        assert!(started.recovery_codes && !started.comparable);
        assert_eq!(
            number(&client, &started.flow, NEXT, Some("SAI00-SAI00")).await.faults(),
            [("recovery_code".to_owned(), ErrorCode::RecoveryCodeWrong)]
        );
        number(&client, &started.flow, NEXT, None).await.refused(403, ErrorCode::PhoneByDesk);
        assert_eq!(number(&client, &started.flow, "12", Some(&mine[0])).await.faults(), [("phone".to_owned(), ErrorCode::NotAPhone)]);
        let challenge: Challenge = number(&client, &started.flow, NEXT, Some(&mine[0])).await.ok(200);
        assert_eq!(challenge.sent_to, "*** *** 093");
        let code = app.last_code();
        assert_eq!(overview(&own).await.recovery_codes, Some(10), "a mistyped number costs none");
        // The code opens nothing else.
        let body = json!({ "challenge_id": challenge.id, "code": code });
        client.post(path::CONFIRM_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        let done: LostPhoneDone = confirm(&client, &started.flow, &code).await.ok(200);
        assert_eq!(done.due_at, None);
        assert_eq!(phones(&app), [NEXT]);
        own.get(path::ACCOUNT).await.refused(401, ErrorCode::SignInNeeded);
        let told = app.query("select phone as value from messages where kind = 'phone-changed' order by phone");
        assert_eq!(told, ["0900000003", NEXT]);
        confirm(&client, &started.flow, &code).await.refused(409, ErrorCode::FlowGone);
        let started: LostPhoneStarted = lose(&client, LOGIN, PASSWORD).await.ok(200);
        assert_eq!(number(&client, &started.flow, "0900000095", Some(&mine[0])).await.status, 422, "it was used");
        let sign_in: Challenge = app.challenge(&client, Login::Citizen).await;
        assert_eq!(sign_in.sent_to, "*** *** 093");
    }

    async fn a_lost_phone_says_no_more_than_the_sign_in(app) {
        app.execute("update accounts set status = 'suspended' where login = 'truonghoasen'");
        for (login, password) in [(LOGIN, "sai"), ("khongcoai", PASSWORD), ("truonghoasen", PASSWORD)] {
            let client = app.nobody();
            lose(&client, login, password).await.refused(401, ErrorCode::SignInFailed);
        }
        let client = app.nobody();
        number(&client, "khong-co", NEXT, None).await.refused(409, ErrorCode::FlowGone);
        confirm(&client, "khong-co", "123456").await.refused(409, ErrorCode::FlowGone);
        client.post(path::LOST_PHONE_RESEND, &json!({ "flow": "khong-co" })).await.refused(409, ErrorCode::FlowGone);
        let started: LostPhoneStarted = lose(&client, LOGIN, PASSWORD).await.ok(200);
        confirm(&client, &started.flow, "123456").await.refused(409, ErrorCode::FlowGone);
        app.advance(1_801);
        number(&client, &started.flow, NEXT, None).await.refused(409, ErrorCode::FlowGone);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(app.count("lost_phones"), 0);
    }

    async fn the_code_of_a_sign_in_goes_to_another_phone_of_the_account(app) {
        app.execute("insert into account_phones (account_id, phone, verified_at, sole_from) select account_id, '0900000093', verified_at, sole_from from account_phones where phone = '0900000003'");
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Citizen).await;
        let known: CodeWays = ways(&client, &challenge).await.ok(200);
        let names: Vec<(&str, bool)> = known.channels.iter().map(|way| (way.name.as_str(), way.is_current)).collect();
        assert_eq!(names, [("*** *** 003", true), ("*** *** 093", false)]);
        assert!(!known.recovery_codes);
        assert!(!ways(&client, &challenge).await.text().contains("0900000"));
        let elsewhere = json!({ "challenge_id": challenge.id, "key": known.channels[1].key });
        client.post(path::CODE_ELSEWHERE, &elsewhere).await.refused(429, ErrorCode::CodeTooSoon);
        app.advance(31);
        let wrong = json!({ "challenge_id": challenge.id, "key": "0900000093" });
        assert_eq!(client.post(path::CODE_ELSEWHERE, &wrong).await.faults(), [("key".to_owned(), ErrorCode::NotAChoice)]);
        // The keys of one sign-in are none of another.
        let other = app.challenge(&client, Login::OtherCitizen).await;
        app.advance(31);
        let foreign = json!({ "challenge_id": other.id, "key": known.channels[1].key });
        assert_eq!(client.post(path::CODE_ELSEWHERE, &foreign).await.faults(), [("key".to_owned(), ErrorCode::NotAChoice)]);
        let moved: Challenge = client.post(path::CODE_ELSEWHERE, &elsewhere).await.ok(200);
        assert_eq!((moved.id, moved.sent_to.as_str()), (challenge.id, "*** *** 093"));
        let last = "select phone as value from messages where kind = 'one-time-code' order by id desc limit 1";
        assert_eq!(app.query(last), [NEXT]);
        let _: SessionView = client.code(&moved, &app.last_code()).await.ok(200);
        ways(&client, &challenge).await.refused(422, ErrorCode::CodeExpired);
    }
}

on_each! {
    async fn without_a_recovery_code_the_new_phone_waits_a_day_and_can_be_called_off(backend) {
        let (app, _sandbox) = registration::start_with(backend, |_| ()).await;
        app.execute("update accounts set email = 'mau@thu.example' where login = '001099000001'");
        let own = app.sign_in(Login::Citizen).await;
        let client = app.nobody();
        let started: LostPhoneStarted = lose(&client, LOGIN, PASSWORD).await.ok(200);
        assert!(started.comparable && !started.recovery_codes);
        number(&client, &started.flow, "0912000011", None).await.refused(422, ErrorCode::SubscriberMismatch);
        let _: Challenge = number(&client, &started.flow, NEXT, None).await.ok(200);
        let done: LostPhoneDone = confirm(&client, &started.flow, &app.last_code()).await.ok(200);
        let due = done.due_at.unwrap();
        assert!((86_390..=86_400).contains(&(due.unix_seconds() - app.state.clock.now().unix_seconds())));
        let told = app.query("select coalesce(phone, email) as value from messages where kind = 'account-hold' order by id");
        assert_eq!(told, ["0900000003", "mau@thu.example"]);
        assert_eq!(phones(&app), ["0900000003"]);
        let waiting = overview(&own).await.changes;
        assert_eq!((waiting.len(), waiting[0].kind), (1, PhoneChangeKind::Lost));
        let again: LostPhoneStarted = lose(&client, LOGIN, PASSWORD).await.ok(200);
        number(&client, &again.flow, NEXT, None).await.refused(409, ErrorCode::PhoneChangeWaits);
        // Called off by the link, without signing in.
        let link = json!({ "secret": secret(&app, "account-hold") });
        let seen: PhoneChangeView = client.post(path::PHONE_CHANGE_CANCEL, &link).await.ok(200);
        assert_eq!(seen.kind, PhoneChangeKind::Lost);
        app.advance(24 * 3600 + 1);
        app.run_jobs().await;
        assert_eq!(phones(&app), ["0900000003"], "nothing happens");
        client.post(path::PHONE_CHANGE_CANCEL, &link).await.refused(409, ErrorCode::LinkOver);
    }

    async fn after_a_day_the_new_phone_takes_the_place_of_the_old_one(backend) {
        let (app, _sandbox) = registration::start_with(backend, |_| ()).await;
        let client = app.nobody();
        let started: LostPhoneStarted = lose(&client, LOGIN, PASSWORD).await.ok(200);
        let _: Challenge = number(&client, &started.flow, NEXT, None).await.ok(200);
        let _: LostPhoneDone = confirm(&client, &started.flow, &app.last_code()).await.ok(200);
        app.advance(24 * 3600 - 60);
        app.run_jobs().await;
        assert_eq!(phones(&app), ["0900000003"], "not a minute earlier");
        let own = app.sign_in(Login::Citizen).await;
        app.advance(61);
        app.run_jobs().await;
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(phones(&app), [NEXT]);
        own.get(path::ACCOUNT).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(app.count("audit_entries where action = 'phone-replaced'"), 1);
        let client = app.nobody();
        assert_eq!(app.challenge(&client, Login::Citizen).await.sent_to, "*** *** 093");
    }

    async fn a_lost_job_loses_no_change(backend) {
        let (app, _sandbox) = registration::start_with(backend, |_| ()).await;
        let client = app.nobody();
        let started: LostPhoneStarted = lose(&client, LOGIN, PASSWORD).await.ok(200);
        let _: Challenge = number(&client, &started.flow, NEXT, None).await.ok(200);
        let _: LostPhoneDone = confirm(&client, &started.flow, &app.last_code()).await.ok(200);
        app.execute("delete from jobs");
        app.advance(24 * 3600 + 1);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(phones(&app), [NEXT]);
        let change = json!({ "current": PASSWORD, "password": NEW });
        app.nobody().post(path::ACCOUNT_PASSWORD, &change).await.refused(401, ErrorCode::SignInNeeded);
    }
}

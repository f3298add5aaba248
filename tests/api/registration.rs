//! Registering by phone, social insurance and post office.

use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::identity::registration::{
    FlowConfirmed, FlowStarted, RegistrationMethod, RegistrationOptions,
};
use motcua_shared::path;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Answer, Backend, Client, TestApp, on_each, proof};
use serde_json::{Value, json};

/// A password that nobody guesses.
pub const PASSWORD: &str = "Thuyền về bến 8!";

/// The portal, connected to the sandbox's records.
pub async fn start(backend: Backend) -> (TestApp, Sandbox) {
    start_with(backend, |_| ()).await
}

/// The same with other settings.
pub async fn start_with(
    backend: Backend,
    change: impl FnOnce(&mut motcua_server::config::Config),
) -> (TestApp, Sandbox) {
    let sandbox = Sandbox::start();
    let url = format!("{}/registry", sandbox.url);
    let app = TestApp::start_with(backend, |config| {
        for registry in [&mut config.subscriber, &mut config.insurance, &mut config.post] {
            registry.url.clone_from(&url);
            registry.api_key = "sandbox".to_owned().into();
            registry.secret_key = "sandbox".to_owned().into();
            registry.patience_seconds = 1;
        }
        change(config);
    })
    .await;
    (app, sandbox)
}

/// Somebody whom the operator knows.
pub fn moi() -> Value {
    json!({
        "method": "phone", "identity_number": "001099000011", "name": "Lê Văn Mới",
        "birth_date": "1999-01-31", "record": "0912000011",
    })
}

/// The first step with a fresh proof.
pub async fn begin(client: &Client, mut data: Value) -> Answer {
    data["proof"] = proof::solved(client).await.into();
    client.post(path::REGISTRATIONS, &data).await
}

pub async fn confirm(client: &Client, started: &FlowStarted, code: &str) -> Answer {
    let body = json!({ "flow": started.flow, "code": code });
    client.post(path::REGISTRATION_CODE, &body).await
}

pub async fn set_password(client: &Client, started: &FlowStarted, password: &str) -> Answer {
    let body = json!({ "flow": started.flow, "password": password });
    client.post(path::REGISTRATION_PASSWORD, &body).await
}

/// A registration whose code was right.
pub async fn confirmed(app: &TestApp, data: Value) -> FlowStarted {
    let client = app.nobody();
    let started: FlowStarted = begin(&client, data).await.ok(200);
    let _: FlowConfirmed = confirm(&client, &started, &app.last_code()).await.ok(200);
    started
}

/// A registration from its first step to its last.
pub async fn registered(app: &TestApp, data: Value) -> SessionView {
    let started = confirmed(app, data).await;
    set_password(&app.nobody(), &started, PASSWORD).await.ok(200)
}

on_each! {
    async fn a_phone_in_ones_own_name_makes_an_account_of_level_two(backend) {
        let (app, _sandbox) = start(backend).await;
        let mut client = app.nobody();
        let started: FlowStarted = begin(&client, moi()).await.ok(200);
        assert_eq!(started.challenge.sent_to, "*** *** 011");
        let confirmed: FlowConfirmed = confirm(&client, &started, &app.last_code()).await.ok(200);
        assert_eq!((confirmed.password.length, confirmed.password.classes), (8, true));
        let answer = set_password(&client, &started, PASSWORD).await;
        let session: SessionView = answer.ok(200);
        let account = session.account.unwrap();
        assert_eq!((account.name.as_str(), account.identifier.as_str(), account.assurance_level), ("Lê Văn Mới", "001099000011", 2));
        client.cookie = answer.header("set-cookie").unwrap().split(';').next().map(str::to_owned);
        let papers = client.get(path::PAPERS).await;
        assert_eq!(papers.status, 200, "signed in at once");
        let number = "number = '001099000011'";
        assert_eq!(app.count(&format!("persons p join person_numbers n on n.person_id = p.id join accounts a on a.person_id = p.id where n.{number} and p.birth_date = '1999-01-31'")), 1);
        assert_eq!(app.count("account_phones where phone = '0912000011'"), 1);
        assert_eq!(app.count("audit_entries where action = 'registered'"), 1);
        assert_eq!(app.query("select c.subject as value from account_consents c join accounts a on a.id = c.account_id where a.login = '001099000011' order by 1"), ["information-sharing", "terms"]);
        assert_eq!(app.query("select sealed || state || method as value from registrations"), ["donephone"], "what was kept of the person is let go");
        let again: Challenge = app.nobody().password("001099000011", PASSWORD).await.ok(200);
        assert_eq!(again.sent_to, "*** *** 011");
    }

    async fn the_portal_says_which_ways_it_is_connected_to(backend) {
        let app = TestApp::start(backend).await;
        let none: RegistrationOptions = app.nobody().get(path::REGISTRATIONS).await.ok(200);
        assert_eq!(none.methods, []);
        begin(&app.nobody(), moi()).await.refused(503, ErrorCode::RegistryDown);
        let (app, _sandbox) = start(backend).await;
        let all: RegistrationOptions = app.nobody().get(path::REGISTRATIONS).await.ok(200);
        use RegistrationMethod as M;
        assert_eq!(all.methods, [M::Phone, M::Insurance, M::Post]);
    }

    async fn insurance_and_post_office_send_the_code_to_the_phone_on_their_record(backend) {
        let (app, _sandbox) = start(backend).await;
        for (method, record) in [("insurance", "79 1200 0011"), ("post", " levanmoi ")] {
            let mut data = moi();
            data["method"] = method.into();
            data["record"] = record.into();
            let started: FlowStarted = begin(&app.nobody(), data).await.ok(200);
            assert_eq!(started.challenge.sent_to, "*** *** 011", "{method}");
        }
        let mut data = moi();
        data["method"] = "insurance".into();
        data["record"] = "7912000011".into();
        let session = registered(&app, data).await;
        assert_eq!(session.account.unwrap().phone.as_deref(), Some("0912000011"));
        assert_eq!(app.count("registrations where method = 'insurance' and state = 'done'"), 1);
    }

    async fn a_record_without_a_phone_leads_elsewhere(backend) {
        let (app, _sandbox) = start(backend).await;
        let data = json!({
            "method": "insurance", "identity_number": "052203000021", "name": "Trần Thị Song An",
            "birth_date": "2003-06-15", "record": "5212000021",
        });
        begin(&app.nobody(), data).await.refused(422, ErrorCode::RecordWithoutPhone);
        assert_eq!(app.count("registrations"), 0);
    }

    async fn what_is_typed_with_blanks_or_in_other_code_points_is_the_same(backend) {
        let (app, _sandbox) = start(backend).await;
        let mut data = moi();
        data["identity_number"] = "001 099-000.011".into();
        data["record"] = "+84 912.000.011".into();
        // "Lê Văn Mới", decomposed as some keyboards write it.
        data["name"] = "  Le\u{302}  Va\u{306}n Mo\u{31b}\u{301}i ".into();
        let session = registered(&app, data).await;
        assert_eq!(session.account.unwrap().name, "Lê Văn Mới");
    }

    async fn twins_with_one_phone_have_two_accounts(backend) {
        let (app, _sandbox) = start(backend).await;
        for (number, name) in [("052203000021", "Trần Thị Song An"), ("052303000022", "Trần Thị Song Bình")] {
            let data = json!({
                "method": "phone", "identity_number": number, "name": name,
                "birth_date": "2003-06-15", "record": "0912000021",
            });
            let session = registered(&app, data).await;
            assert_eq!(session.account.unwrap().identifier, number);
        }
        assert_eq!(app.count("account_phones where phone = '0912000021'"), 2);
        let data = json!({
            "method": "phone", "identity_number": "052203000021", "name": "Trần Thị Song Bình",
            "birth_date": "2003-06-15", "record": "0912000021",
        });
        begin(&app.nobody(), data).await.refused(422, ErrorCode::SubscriberMismatch);
    }

    async fn an_old_number_of_nine_digits_and_a_name_of_two_short_words_are_taken(backend) {
        let (app, _sandbox) = start(backend).await;
        let data = json!({
            "method": "phone", "identity_number": "205 412 345", "name": "Y Blô",
            "birth_date": "1960-12-01", "record": "0912000031",
        });
        assert_eq!(registered(&app, data).await.account.unwrap().identifier, "205412345");
    }

    async fn an_officer_who_registers_keeps_one_person(backend) {
        let (app, _sandbox) = start(backend).await;
        app.execute(
            "insert into persons (id, name, version, created_at) select 'p', 'Lê Văn Mới', 1, created_at from accounts limit 1;
             insert into person_numbers (number, person_id) values ('001099000011', '01926f3e-0000-7000-8000-000000000001');"
                .replace("'p'", "'01926f3e-0000-7000-8000-000000000001'")
                .as_str(),
        );
        registered(&app, moi()).await;
        let persons = app.query("select person_id as value from accounts where login = '001099000011'");
        assert_eq!(persons, ["01926f3e-0000-7000-8000-000000000001"]);
    }

    async fn a_doubt_about_the_number_is_a_question_and_no_wall(backend) {
        let (app, _sandbox) = start(backend).await;
        let mut data = json!({
            "method": "phone", "identity_number": "003088000041", "name": "Phạm Văn Nghi",
            "birth_date": "1989-02-28", "record": "0912000041",
        });
        let answer = begin(&app.nobody(), data.clone()).await;
        assert_eq!(answer.faults(), [("confirmed".to_owned(), ErrorCode::BirthYearDoubtful)]);
        data["confirmed"] = true.into();
        let session = registered(&app, data).await;
        assert_eq!(session.account.unwrap().identifier, "003088000041");
    }

    async fn every_step_may_be_repeated(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let mut data = moi();
        data["proof"] = proof::solved(&client).await.into();
        let asked = join_all((0..6).map(|_| client.post(path::REGISTRATIONS, &data))).await;
        let flows: Vec<FlowStarted> = asked.iter().map(|answer| answer.ok(200)).collect();
        let started = flows[0].clone();
        assert!(flows.iter().all(|flow| flow.flow == started.flow && flow.challenge.id == started.challenge.id));
        assert_eq!(app.count("jobs"), 1, "one message");
        let code = app.last_code();
        for _ in 0..3 {
            let _: FlowConfirmed = confirm(&client, &started, &code).await.ok(200);
        }
        let finished = join_all((0..4).map(|_| set_password(&client, &started, PASSWORD))).await;
        for answer in &finished {
            let session: SessionView = answer.ok(200);
            assert_eq!(session.account.unwrap().identifier, "001099000011");
        }
        assert_eq!(app.count("accounts where login = '001099000011'"), 1);
        set_password(&client, &started, "Gạo nếp cái 9 nồi").await.refused(409, ErrorCode::FlowGone);
        app.advance(601);
        set_password(&client, &started, PASSWORD).await.refused(409, ErrorCode::FlowGone);
    }

    async fn a_second_code_may_be_asked_for(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let started: FlowStarted = begin(&client, moi()).await.ok(200);
        let again = json!({ "flow": started.flow });
        client.post(path::REGISTRATION_RESEND, &again).await.refused(429, ErrorCode::CodeTooSoon);
        app.advance(31);
        let challenge: Challenge = client.post(path::REGISTRATION_RESEND, &again).await.ok(200);
        assert_eq!((challenge.id, challenge.resend_after), (started.challenge.id, 60));
        let _: FlowConfirmed = confirm(&client, &started, &app.last_code()).await.ok(200);
        client.post(path::REGISTRATION_RESEND, &again).await.refused(409, ErrorCode::FlowGone);
    }

    async fn two_who_register_one_number_at_the_same_time_make_one_account(backend) {
        let (app, _sandbox) = start(backend).await;
        let mut flows = Vec::new();
        for phone in ["0912000011", "0912000012", "0912000011", "0912000012"] {
            let mut data = moi();
            data["record"] = phone.into();
            flows.push(confirmed(&app, data).await);
        }
        let client = app.nobody();
        let answers = join_all(flows.iter().map(|flow| set_password(&client, flow, PASSWORD))).await;
        let made = answers.iter().filter(|answer| answer.status == 200).count();
        let refused = answers.iter().filter(|answer| answer.status == 409);
        assert_eq!(made, 1);
        assert!(refused.clone().all(|answer| answer.problem().code == ErrorCode::AlreadyRegistered));
        assert_eq!(refused.count(), 3);
        assert_eq!(app.count("accounts where login = '001099000011'"), 1);
        assert_eq!(app.count("persons where name = 'Lê Văn Mới'"), 1);
    }

    async fn nothing_of_a_person_stands_open_while_a_registration_is_half_finished(backend) {
        let (app, _sandbox) = start(backend).await;
        let started = confirmed(&app, moi()).await;
        let rows = app.query("select id || request_digest || sealed || coalesce(code_digest, '') as value from registrations");
        for secret in ["001099000011", "Mới", "0912000011", started.flow.as_str()] {
            assert!(!rows[0].contains(secret), "{secret} in {rows:?}");
        }
    }
}

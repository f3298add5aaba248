//! What goes wrong when people register, and what must not be found out that way.

use crate::registration::{
    PASSWORD, begin, confirm, confirmed, moi, registered, set_password, start, start_with,
};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::identity::registration::{FlowConfirmed, FlowStarted};
use motcua_shared::path;
use motcua_tests::{Login, on_each, proof};
use serde_json::{Value, json};

fn with(mut data: Value, field: &str, value: impl Into<Value>) -> Value {
    data[field] = value.into();
    data
}

fn without_id(mut problem: Problem) -> Problem {
    problem.request_id.clear();
    problem
}

on_each! {
    async fn a_mismatch_gets_the_sentence_of_the_letter(backend) {
        let (app, _sandbox) = start(backend).await;
        for data in [
            with(moi(), "name", "Lê Văn Cũ"),
            with(moi(), "birth_date", "1999-01-30"),
            with(moi(), "identity_number", "001099000012"),
            with(moi(), "record", "0912000021"),
        ] {
            let problem = begin(&app.nobody(), data).await.refused(422, ErrorCode::SubscriberMismatch);
            assert_eq!(
                problem.title,
                "Thông tin đăng ký không khớp với thông tin thuê bao tại nhà mạng VinaPhone, vui lòng kiểm tra/ đăng ký lại với nhà mạng!"
            );
            assert_eq!(problem.errors, [], "which part differs is not told");
        }
        let unknown = begin(&app.nobody(), with(moi(), "record", "0599999999")).await;
        assert!(unknown.refused(422, ErrorCode::SubscriberMismatch).title.contains("nhà mạng của bạn"));
        let other = with(with(moi(), "method", "insurance"), "record", "5212000021");
        begin(&app.nobody(), other).await.refused(422, ErrorCode::InsuranceMismatch);
        let other = with(with(moi(), "method", "post"), "record", "khong-co");
        begin(&app.nobody(), other).await.refused(422, ErrorCode::PostMismatch);
        assert_eq!((app.count("registrations"), app.count("jobs")), (0, 0));
    }

    async fn a_record_that_is_down_slow_or_answers_rubbish_loses_nothing(backend) {
        let (app, _sandbox) = start(backend).await;
        for record in ["0912999503", "0912999504", "0912999500", "0912999501"] {
            let client = app.nobody();
            let mut data = with(moi(), "record", record);
            data["proof"] = proof::solved(&client).await.into();
            for _ in 0..2 {
                let problem = client.post(path::REGISTRATIONS, &data).await.refused(503, ErrorCode::RegistryDown);
                assert_eq!(problem.retry_after, Some(60), "{record}: the same request may come again with its proof");
            }
        }
        assert_eq!((app.count("registrations"), app.count("jobs")), (0, 0));
        let _: FlowStarted = begin(&app.nobody(), moi()).await.ok(200);
    }

    async fn a_key_that_the_record_does_not_know_is_no_answer(backend) {
        let (app, _sandbox) = start_with(backend, |config| {
            config.subscriber.secret_key = "sai".to_owned().into();
        }).await;
        begin(&app.nobody(), moi()).await.refused(503, ErrorCode::RegistryDown);
    }

    async fn whether_a_number_has_an_account_is_told_only_to_whom_the_record_confirms(backend) {
        let (app, _sandbox) = start(backend).await;
        let known = json!({
            "method": "phone", "identity_number": "001099000001", "name": "Nguyễn Thị Mẫu",
            "birth_date": "1999-05-19", "record": "0900000003",
        });
        let problem = begin(&app.nobody(), known.clone()).await.refused(409, ErrorCode::AlreadyRegistered);
        assert!(!problem.title.contains("Mẫu") && problem.errors.is_empty());
        let stranger = |number: &str| with(with(known.clone(), "identity_number", number), "record", "0912000021");
        let mut answers = Vec::new();
        for number in ["001099000001", "001099000099"] {
            answers.push(without_id(begin(&app.nobody(), stranger(number)).await.problem()));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert_eq!(answers[0].code, ErrorCode::SubscriberMismatch);
        assert_eq!(app.count("jobs"), 0);
    }

    async fn what_is_wrong_is_named_at_its_field_before_the_proof_is_used(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let solved = proof::solved(&client).await;
        let bad = json!({
            "method": "phone", "identity_number": "12", "name": "An1", "birth_date": null,
            "record": "123", "email": "x", "proof": solved,
        });
        let faults = client.post(path::REGISTRATIONS, &bad).await.faults();
        let expected = [
            ("identity_number", ErrorCode::NotAnIdentityNumber),
            ("name", ErrorCode::NotAName),
            ("birth_date", ErrorCode::Required),
            ("record", ErrorCode::NotAPhone),
            ("email", ErrorCode::NotAnEmail),
        ];
        assert_eq!(faults, expected.map(|(field, code)| (field.to_owned(), code)));
        let young = begin(&client, with(moi(), "birth_date", "2020-01-31")).await;
        assert_eq!(young.faults()[0], ("birth_date".to_owned(), ErrorCode::TooYoung));
        let good = with(moi(), "proof", solved);
        let _: FlowStarted = client.post(path::REGISTRATIONS, &good).await.ok(200);
    }

    async fn wrong_expired_reused_and_foreign_codes_open_nothing(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let first: FlowStarted = begin(&client, moi()).await.ok(200);
        let code = app.last_code();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let problem = confirm(&client, &first, wrong).await.refused(422, ErrorCode::CodeWrong);
        assert_eq!(problem.errors[0].params["tries_left"], "4");
        set_password(&client, &first, PASSWORD).await.refused(409, ErrorCode::FlowGone);

        // The code of a sign-in is none of a registration, and the other way round.
        let sign_in = app.challenge(&client, Login::Citizen).await;
        let foreign = app.last_code();
        if foreign != code {
            confirm(&client, &first, &foreign).await.refused(422, ErrorCode::CodeWrong);
        }
        let body = json!({ "challenge_id": first.challenge.id, "code": code });
        client.post(path::CONFIRM_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        let made_up = FlowStarted { flow: sign_in.id.to_string(), challenge: sign_in };
        confirm(&client, &made_up, &foreign).await.refused(409, ErrorCode::FlowGone);

        app.advance(121);
        confirm(&client, &first, &code).await.refused(422, ErrorCode::CodeExpired);
        let second = confirmed(&app, moi()).await;
        confirm(&client, &second, &code).await.refused(422, ErrorCode::CodeExpired);
        for _ in 0..5 {
            confirm(&client, &first, wrong).await;
        }
        assert_eq!(app.count("accounts where login = '001099000011'"), 0);
    }

    async fn five_wrong_codes_lock_the_registration(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let started: FlowStarted = begin(&client, moi()).await.ok(200);
        let code = app.last_code();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..4 {
            confirm(&client, &started, wrong).await.refused(422, ErrorCode::CodeWrong);
        }
        confirm(&client, &started, wrong).await.refused(429, ErrorCode::CodeLocked);
        confirm(&client, &started, &code).await.refused(429, ErrorCode::CodeLocked);
    }

    async fn a_half_finished_registration_ends_after_a_day_and_is_forgotten(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let started = confirmed(&app, moi()).await;
        app.advance(24 * 3600 - 60);
        set_password(&client, &started, "sai").await.refused(422, ErrorCode::CheckFields);
        app.advance(70);
        set_password(&client, &started, PASSWORD).await.refused(409, ErrorCode::FlowGone);
        app.advance(3600);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!((app.count("registrations"), app.count("code_flows"), app.count("proofs")), (0, 0, 0));
    }

    async fn how_an_account_came_to_its_level_is_not_forgotten(backend) {
        let (app, _sandbox) = start(backend).await;
        registered(&app, moi()).await;
        app.advance(3 * 24 * 3600);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(app.count("registrations where state = 'done' and account_id is not null"), 1);
    }

    async fn passwords_that_are_weak_or_close_to_the_person_are_refused(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let started = confirmed(&app, moi()).await;
        let long = "Aa1-".repeat(40);
        for (password, code) in [
            ("", ErrorCode::Required),
            ("Hoa-se7", ErrorCode::PasswordRule),
            ("hoa-sen7 nở", ErrorCode::PasswordRule),
            (long.as_str(), ErrorCode::TooLong),
            ("Matkhau@123", ErrorCode::PasswordCommon),
            ("LevanMoi@1999", ErrorCode::PasswordCommon),
            ("A@0912000011b", ErrorCode::PasswordCommon),
            ("Mb!31011999", ErrorCode::PasswordCommon),
        ] {
            let answer = set_password(&client, &started, password).await;
            assert_eq!(answer.faults(), [("password".to_owned(), code)], "{password}");
        }
        assert_eq!(set_password(&client, &started, PASSWORD).await.status, 200);
        // Other code points of the same letters are the same password.
        let decomposed = "Thuye\u{302}\u{300}n ve\u{302}\u{300} be\u{302}\u{301}n 8!";
        assert_eq!(client.password("001099000011", decomposed).await.status, 200);
    }

    async fn a_stricter_rule_is_a_setting(backend) {
        let (app, _sandbox) = start_with(backend, |config| {
            config.identity.password_length = 12;
            config.identity.password_classes = false;
        }).await;
        let client = app.nobody();
        let started: FlowStarted = begin(&client, moi()).await.ok(200);
        let asked: FlowConfirmed = confirm(&client, &started, &app.last_code()).await.ok(200);
        assert_eq!((asked.password.length, asked.password.classes), (12, false));
        let answer = set_password(&client, &started, "Hoa-sen7 nở").await;
        assert_eq!(answer.faults(), [("password".to_owned(), ErrorCode::PasswordRule)]);
        assert_eq!(set_password(&client, &started, "gạo nếp cái hoa vàng").await.status, 200);
    }

    async fn a_proof_is_good_for_one_request_and_only_from_here(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let post = |proof: String| {
            let data = with(moi(), "proof", proof);
            let client = client.clone();
            async move { client.post(path::REGISTRATIONS, &data).await }
        };
        for rubbish in ["", "e30=", "không", &"A".repeat(5000)] {
            post(rubbish.to_owned()).await.refused(428, ErrorCode::ProofNeeded);
        }
        let solved = proof::solve(client.get(path::PROOF).await.json());
        for (pointer, value) in [
            ("/challenge/parameters/cost", json!(2)),
            ("/challenge/parameters/expiresAt", json!(4_000_000_000_u32)),
            ("/challenge/parameters/keySignature", Value::Null),
            ("/challenge/signature", json!("00")),
            ("/solution/derivedKey", json!("00")),
        ] {
            let mut altered = solved.clone();
            *altered.pointer_mut(pointer).unwrap() = value;
            post(proof::encode(&altered)).await.refused(428, ErrorCode::ProofNeeded);
        }
        let mut unsolved = solved.clone();
        unsolved["solution"]["derivedKey"] = solved["challenge"]["parameters"]["keyPrefix"].clone();
        post(proof::encode(&unsolved)).await.refused(428, ErrorCode::ProofNeeded);

        let good = proof::encode(&solved);
        let _: FlowStarted = post(good.clone()).await.ok(200);
        let other = with(with(moi(), "record", "0912000012"), "proof", good.clone());
        client.post(path::REGISTRATIONS, &other).await.refused(428, ErrorCode::ProofNeeded);
        let recovery = json!({ "login": "001099000001", "proof": good });
        client.post(path::RECOVERIES, &recovery).await.refused(428, ErrorCode::ProofNeeded);

        let late = proof::solved(&client).await;
        app.advance(601);
        post(late).await.refused(428, ErrorCode::ProofNeeded);
    }

    async fn one_phone_gets_no_more_codes_than_its_limit_whoever_registers(backend) {
        let (app, _sandbox) = start_with(backend, |config| config.identity.codes_per_quarter = 2).await;
        let twin = |number: &str, name: &str| json!({
            "method": "phone", "identity_number": number, "name": name,
            "birth_date": "2003-06-15", "record": "0912000021",
        });
        let _: FlowStarted = begin(&app.nobody(), twin("052203000021", "Trần Thị Song An")).await.ok(200);
        let _: FlowStarted = begin(&app.nobody(), twin("052303000022", "Trần Thị Song Bình")).await.ok(200);
        let third = begin(&app.nobody(), twin("052203000021", "Trần Thị Song An")).await;
        third.refused(429, ErrorCode::TooManyCodes);
    }

    async fn what_a_record_holds_cannot_be_found_out_by_trying(backend) {
        let (app, _sandbox) = start_with(backend, |config| config.identity.free_failures = 2).await;
        for day in ["1999-01-01", "1999-01-02"] {
            let guess = with(moi(), "birth_date", day);
            begin(&app.nobody(), guess).await.refused(422, ErrorCode::SubscriberMismatch);
        }
        // Neither for the number with another phone, nor for the phone with another number, nor with the right day.
        for data in [moi(), with(moi(), "record", "0912000012"), with(moi(), "identity_number", "001099000055")] {
            let problem = begin(&app.nobody(), data).await.refused(429, ErrorCode::TooManyRequests);
            assert!((1..=30).contains(&problem.retry_after.unwrap()));
        }
        app.advance(31);
        let _: FlowStarted = begin(&app.nobody(), moi()).await.ok(200);
    }

    async fn attempts_from_one_address_are_limited(backend) {
        let (app, _sandbox) = start_with(backend, |config| config.identity.attempts_per_address = 3).await;
        for _ in 0..3 {
            let data = with(with(moi(), "name", "Ai Khác"), "proof", "x");
            app.nobody().post(path::REGISTRATIONS, &data).await.refused(428, ErrorCode::ProofNeeded);
        }
        let data = with(moi(), "proof", "x");
        let problem = app.nobody().post(path::REGISTRATIONS, &data).await.refused(429, ErrorCode::TooManyRequests);
        assert!(problem.retry_after.unwrap() > 0);
    }

    async fn somebody_whose_number_was_taken_is_heard_and_told_nothing(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.nobody();
        let mut bodies = Vec::new();
        for number in ["001099000001", "001099000077"] {
            for _ in 0..2 {
                let claim = json!({
                    "identity_number": number, "name": "Nguyễn Thị Mẫu", "phone": "0912 000 031",
                    "note": "Tôi chưa từng\u{202e} đăng ký.\u{200b}", "proof": proof::solved(&client).await,
                });
                let answer = client.post(path::ACCOUNT_CLAIMS, &claim).await;
                bodies.push((answer.status, answer.text()));
            }
        }
        bodies.dedup();
        assert_eq!(bodies, [(204, String::new())]);
        assert_eq!(app.count("account_claims where state = 'open'"), 2, "once for each number");
        assert_eq!(app.count("audit_entries where action = 'account-claimed'"), 2);
        assert_eq!(app.count("account_claims where note = 'Tôi chưa từng đăng ký.'"), 2, "it reads as it is");
        let bad = json!({ "identity_number": "1", "name": "", "phone": "x", "note": "a".repeat(501), "proof": "" });
        let faults = client.post(path::ACCOUNT_CLAIMS, &bad).await.faults();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["identity_number", "name", "phone", "note"]);
        let unproven = json!({ "identity_number": "001099000001", "name": "An", "phone": "0912000031", "proof": "" });
        client.post(path::ACCOUNT_CLAIMS, &unproven).await.refused(428, ErrorCode::ProofNeeded);
    }
}

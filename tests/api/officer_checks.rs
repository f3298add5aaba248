//! "Xác thực tài khoản VNeID": what is written of an officer's card is compared with the register of the population.

use crate::officers::{add, change, new_officer, unit, view};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::staff::{CardField, OfficerAction, OfficerView};
use motcua_shared::path;
use motcua_tests::app::UNIT;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Answer, Backend, Client, Login, TestApp, on_each};
use serde_json::json;

/// The portal, connected to the sandbox's register, with so many look-ups in an hour.
async fn start(backend: Backend, lookups: u32) -> (TestApp, Sandbox) {
    let sandbox = Sandbox::start();
    let url = format!("{}/population", sandbox.url);
    let app = TestApp::start_with(backend, |config| {
        config.population.url.clone_from(&url);
        config.population.api_key = "sandbox".to_owned().into();
        config.population.secret_key = "sandbox".to_owned().into();
        config.population.patience_seconds = 1;
        config.identity.staff_lookups_per_hour = lookups;
    })
    .await;
    (app, sandbox)
}

async fn made(administrator: &Client, number: &str) -> OfficerView {
    let place = unit(administrator, UNIT).await;
    let mut body = new_officer(Some(&place), &[]);
    body["identity_number"] = json!(number);
    body["form"]["name"] = json!("Lê Văn Mới");
    body["form"]["sex"] = json!("male");
    body["form"]["card_issued_on"] = json!("2021-03-25");
    body["form"]["card_issued_by"] = json!("Cục CS QLHC về TTXH");
    add(administrator, &body).await
}

async fn check(by: &Client, officer: &OfficerView) -> Answer {
    by.post(&path::staff_identity_check(officer.id), &json!({})).await
}

async fn differs(by: &Client, officer: &OfficerView) -> Vec<CardField> {
    let view: OfficerView = check(by, officer).await.ok(200);
    view.check.unwrap().differs
}

on_each! {
    async fn a_card_is_right_or_its_wrong_fields_are_named_and_nothing_of_the_register_is_shown(backend) {
        let (app, _sandbox) = start(backend, 100).await;
        let administrator = app.sign_in(Login::Administrator).await;
        let officer = made(&administrator, "001099000011").await;
        assert!(officer.check.is_none() && officer.check_offered);
        let answer: OfficerView = check(&administrator, &officer).await.ok(200);
        assert_eq!(answer.check.as_ref().unwrap().differs, []);
        assert_eq!(answer.events[0].action, OfficerAction::IdentityChecked);
        // Another phone changes nothing of it; another card clears it.
        let same: OfficerView = change(&administrator, &officer, |form| form["phone"] = json!("0912000045")).await.ok(200);
        assert_eq!(same.check, answer.check);
        let other: OfficerView = change(&administrator, &same, |form| {
            form["card_issued_on"] = json!("2021-03-26");
            form["sex"] = json!("female");
        }).await.ok(200);
        assert_eq!(other.check, None);
        let told = check(&administrator, &other).await;
        assert!(!told.text().contains("2021-03-25"), "{}", told.text());
        assert_eq!(view(&administrator, officer.id).await.check.unwrap().differs, [CardField::Sex, CardField::IssuedOn]);
        let words = app.query("select detail as value from audit_entries where action = 'staff-identity-checked' and detail like '%issued-on%'");
        assert_eq!(words.len(), 1);
    }

    async fn a_number_of_another_person_is_found_out_and_one_of_nobody_too(backend) {
        let (app, _sandbox) = start(backend, 100).await;
        let administrator = app.sign_in(Login::Administrator).await;
        let another = made(&administrator, "052203000021").await;
        assert_eq!(
            differs(&administrator, &another).await,
            [CardField::Name, CardField::BirthDate, CardField::Sex, CardField::IssuedOn]
        );
        let nobody = made(&administrator, "001099000099").await;
        assert_eq!(differs(&administrator, &nobody).await, [CardField::Number]);
        let empty: OfficerView = change(&administrator, &nobody, |form| {
            form["sex"] = json!(null);
            form["card_issued_by"] = json!("");
        }).await.ok(200);
        let missing = check(&administrator, &empty).await;
        let fields: Vec<String> = missing.faults().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["sex", "card_issued_by"]);
    }

    async fn a_register_that_does_not_answer_says_nothing_and_asking_is_counted(backend) {
        let (app, _sandbox) = start(backend, 3).await;
        let administrator = app.sign_in(Login::Administrator).await;
        for number in ["001099999503", "001099999500", "001099999501"] {
            let officer = made(&administrator, number).await;
            check(&administrator, &officer).await.refused(503, ErrorCode::RegistryDown);
            assert_eq!(view(&administrator, officer.id).await.check, None, "{number}");
        }
        let officer = made(&administrator, "001099000011").await;
        check(&administrator, &officer).await.refused(429, ErrorCode::TooManyLookups);
        app.advance(3601);
        // The hour is over, so that it is asked again; the sandbox, whose clock stands where it stood, refuses so late a question.
        let administrator = app.sign_in(Login::Administrator).await;
        check(&administrator, &officer).await.refused(503, ErrorCode::RegistryDown);
    }
}

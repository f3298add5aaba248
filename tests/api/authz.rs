//! Every operation of the document, asked by people who have no business with it. A new operation without a rule here
//! fails this test.

mod roles;
mod rules;
mod things;

use self::rules::{RULES, Rule, rule};
use self::things::{Things, state_of_things};
use crate::openapi::{Operation, operations};
use motcua_shared::error::ErrorCode;
use motcua_shared::path::{self, CLIENT_HEADER};
use motcua_tests::client::ORIGIN;
use motcua_tests::{Answer, Login, on_both};
use reqwest::Method;
use std::collections::BTreeSet;

/// Status and code of a refusal. The answer to `HEAD` has no body: its status says it all.
fn refusal(answer: &Answer, operation: &Operation) -> (u16, ErrorCode) {
    let code = match (operation.method.as_str(), answer.status) {
        ("HEAD", 401) => ErrorCode::SignInNeeded,
        ("HEAD", 403) => ErrorCode::NotAllowed,
        ("HEAD", 404) => ErrorCode::NotFound,
        _ => answer.problem().code,
    };
    (answer.status, code)
}
#[test]
fn every_rule_is_about_an_operation_that_exists() {
    let operations: BTreeSet<String> = operations().iter().map(Operation::name).collect();
    let rules: BTreeSet<String> = RULES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(rules.len(), RULES.len());
    assert_eq!(rules, operations);
}

/// The table for people who read documents, made of the rules. `MOTCUA_WRITE_ROLES=1` writes it.
#[test]
fn the_table_in_the_documents_is_that_of_the_rules() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/roles.md");
    let written = std::fs::read_to_string(file).unwrap_or_default();
    let table = roles::document();
    if std::env::var_os("MOTCUA_WRITE_ROLES").is_some() {
        std::fs::write(file, table).unwrap();
        return;
    }
    assert!(
        written == table,
        "who may do what changed. If that was meant: MOTCUA_WRITE_ROLES=1 cargo test -p motcua-tests --test api the_table_in_the_documents"
    );
}

on_both! {
    async fn nobody_gets_anywhere_but_where_everybody_may_go(app) {
        let things = Things::make(&app).await;
        let before = state_of_things(&app, &things);
        for operation in operations() {
            let answer = Answer::of(things.request(&app.nobody(), &operation)).await;
            let name = operation.name();
            if rule(&name) == Rule::Public {
                let refused = answer.status == 401 && answer.problem().code == ErrorCode::SignInNeeded;
                assert!(!refused && answer.status < 500, "{name} is not public: take it off the list");
            } else {
                assert_eq!(refusal(&answer, &operation), (401, ErrorCode::SignInNeeded), "{name}");
                if operation.method != "HEAD" {
                    assert_eq!(answer.problem().errors, [], "{name}: strangers learn nothing of the body");
                }
            }
            assert!(!things.show_in(&answer), "{name}");
        }
        assert_eq!(state_of_things(&app, &things), before);
    }

    async fn an_ended_session_is_told_to_sign_in_whatever_else_is_wrong(app) {
        let things = Things::make(&app).await;
        let ended = app.sign_in(Login::Agency).await;
        assert_eq!(ended.delete(path::SESSION).await.status, 204);
        for operation in operations() {
            if rule(&operation.name()) == Rule::Public {
                continue;
            }
            let method: Method = operation.method.parse().unwrap();
            for id in ["khong-phai-id", things.paper.as_str()] {
                let address = operation.path.replace("{id}", id).replace("{component_id}", "x");
                let request = ended
                    .bare(method.clone(), &address)
                    .header(CLIENT_HEADER, "1")
                    .header("origin", ORIGIN)
                    .header("content-type", "application/json")
                    .body("{\"khong\": ");
                let answer = Answer::of(request).await;
                assert_eq!(
                    refusal(&answer, &operation),
                    (401, ErrorCode::SignInNeeded),
                    "{} {address}",
                    operation.method
                );
            }
        }
    }

    async fn strangers_see_and_change_nothing_of_an_agency(app) {
        let things = Things::make(&app).await;
        let before = state_of_things(&app, &things);
        for login in [Login::Citizen, Login::OtherAgency, Login::OtherStaff] {
            let is_officer = login == Login::OtherStaff;
            for operation in operations() {
                let name = operation.name();
                let rule = rule(&name);
                if rule == Rule::Public {
                    continue;
                }
                let client = app.sign_in(login).await;
                let answer = Answer::of(things.request(&client, &operation)).await;
                let told = format!("{login:?} {name}: {} {}", answer.status, answer.text());
                assert!(!things.show_in(&answer), "{told}");
                match (rule, is_officer) {
                    (Rule::OfFiler | Rule::OwnOfFiler, true) => {
                        assert_eq!(refusal(&answer, &operation), (403, ErrorCode::NotAllowed), "{told}");
                    }
                    // An upload of somebody else is as gone as one that never was.
                    (Rule::OfFiler, false)
                        if matches!(
                            name.as_str(),
                            "POST /api/v1/papers"
                        ) => {
                        assert_eq!(refusal(&answer, &operation), (409, ErrorCode::UploadGone), "{told}");
                    }
                    (Rule::OfSender, _)
                        if matches!(
                            name.as_str(),
                            "GET /api/v1/uploads/{id}/reading" | "POST /api/v1/signing-orders"
                        ) => {
                        assert_eq!(refusal(&answer, &operation), (409, ErrorCode::UploadGone), "{told}");
                    }
                    (Rule::OfFiler, false) | (Rule::OfDossier | Rule::OfSender, _) => {
                        assert_eq!(refusal(&answer, &operation), (404, ErrorCode::NotFound), "{told}");
                    }
                    (Rule::OfDraft, _) => {
                        let expected = match login {
                            Login::Administrator => (403, ErrorCode::NotAllowed),
                            _ => (404, ErrorCode::NotFound),
                        };
                        assert_eq!(refusal(&answer, &operation), expected, "{told}");
                    }
                    (Rule::OfAdministrator, _) => {
                        assert_eq!(refusal(&answer, &operation), (403, ErrorCode::NotAllowed), "{told}");
                    }
                    (Rule::OfOfficer | Rule::OwnOfOfficer, false) => {
                        assert_eq!(refusal(&answer, &operation), (403, ErrorCode::NotAllowed), "{told}");
                    }
                    (Rule::OfOfficer, true) => {
                        assert_eq!(refusal(&answer, &operation), (404, ErrorCode::NotFound), "{told}");
                    }
                    (Rule::OwnOfOfficer, true) => assert!(answer.status < 300, "{told}"),
                    (Rule::OwnOfFiler | Rule::Own, _) => {
                        assert!(answer.status < 300 || answer.status == 403, "{told}");
                    }
                    (Rule::OfAccount, _) => assert!(answer.status < 500, "{told}"),
                    (Rule::Public, _) => {}
                }
                assert_eq!(state_of_things(&app, &things), before, "{told}");
            }
        }
    }

    async fn the_owner_gets_everywhere_with_the_same_requests(app) {
        let things = Things::make(&app).await;
        let mut operations = operations();
        // What takes the draft away comes last, so that the rest still finds it.
        let weight = |operation: &Operation| match operation.name().as_str() {
            "POST /api/v1/session/sign-out" => 10,
            "DELETE /api/v1/session" => 9,
            "DELETE /api/v1/drafts/{id}" | "DELETE /api/v1/uploads/resumable/{id}" => 8,
            // Before the paper takes the upload; the file is there once it was judged.
            "POST /api/v1/signing-orders/{id}/result" => -1,
            "POST /api/v1/signing-orders" => 0,
            name if name.starts_with("GET") => 0,
            name if name.contains("/drafts/{id}") => 2,
            "POST /api/v1/dossiers/{id}/supplement" | "PUT /api/v1/dossiers/{id}/rating" => 2,
            "POST /api/v1/dossiers/{id}/withdrawal" => 4,
            name if name.contains("/papers/{id}") || name.contains("/certified-copies/{id}") => 3,
            _ => 1,
        };
        operations.sort_by_key(weight);
        let agency = app.sign_in(Login::Agency).await;
        for operation in operations {
            let name = operation.name();
            let answer = Answer::of(things.request(&agency, &operation)).await;
            let is_about_a_version = matches!(weight(&operation), 2 | 3);
            // Of the requests that change the draft or the paper the first succeeds; the others saw an older version of it.
            let is_fine = answer.status < 300 || (is_about_a_version && answer.status == 409);
            let is_for_officers = matches!(rule(&name), Rule::OfOfficer | Rule::OwnOfOfficer);
            if is_for_officers {
                assert_eq!(refusal(&answer, &operation).1, ErrorCode::NotAllowed, "{name}");
                continue;
            }
            let is_looser = matches!(rule(&name), Rule::Public | Rule::OfAccount | Rule::OfAdministrator);
            assert!(is_fine || is_looser && answer.status < 500, "{name}: {} {}", answer.status, answer.text());
        }
    }

    async fn who_runs_the_portal_reads_and_changes_nothing_of_people_and_units(app) {
        let things = Things::make(&app).await;
        let before = state_of_things(&app, &things);
        for operation in operations() {
            let name = operation.name();
            let rule = rule(&name);
            if matches!(rule, Rule::Public | Rule::OfAdministrator | Rule::OfAccount) {
                continue;
            }
            let client = app.sign_in(Login::Administrator).await;
            let answer = Answer::of(things.request(&client, &operation)).await;
            let told = format!("{name}: {} {}", answer.status, answer.text());
            assert!(!things.show_in(&answer), "{told}");
            match rule {
                Rule::OfFiler | Rule::OwnOfFiler | Rule::OfDraft | Rule::OfOfficer => {
                    assert_eq!(refusal(&answer, &operation), (403, ErrorCode::NotAllowed), "{told}");
                }
                Rule::OfDossier | Rule::OfSender => {
                    assert!(matches!(answer.status, 403 | 404 | 409), "{told}");
                }
                // The lists of a unit that has nothing.
                _ => assert!(answer.status < 300 || answer.status == 403, "{told}"),
            }
            assert_eq!(state_of_things(&app, &things), before, "{told}");
        }
    }
}

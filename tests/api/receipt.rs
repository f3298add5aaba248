//! The receipt as a PDF that is always the same, and the page on which anybody who has it sees where the dossier stands.

use crate::processing::{GROUND, course, refuse, step};
use crate::supplement::{WORDS, ask};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierListItem, DossierStatus, DossierView, DraftView};
use motcua_shared::filing::lookup::Standing;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossierItem;
use motcua_shared::processing::supplement::OpenRound;
use motcua_shared::upload::dto::Purpose;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::seen;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use serde_json::json;

/// The text of a PDF, as another program reads it.
pub fn text_of(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document
        .extract_text(&pages)
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

async fn look_up(client: &Client, code: &str, digits: &str) -> Answer {
    client
        .post(path::DOSSIER_LOOKUPS, &json!({ "code": code, "digits": digits }))
        .await
}

async fn receipt(agency: &Client, dossier: &DossierView) -> Vec<u8> {
    let answer = agency.get(&path::dossier_receipt(dossier.id)).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/pdf")),
        "{}",
        answer.text()
    );
    answer.body.to_vec()
}

/// Opens the seal as the server does: what the code leads to is nowhere in clear.
fn secret_of(app: &TestApp) -> String {
    let sealed = app
        .query("select sealed as value from dossier_receipts")
        .remove(0);
    let plain = motcua_server::secret::open(&app.state.secret_key, "dossier-receipt", &sealed).unwrap();
    let receipt: serde_json::Value = serde_json::from_slice(&plain).unwrap();
    let address = receipt["address"].as_str().unwrap().to_owned();
    address.split_once('#').unwrap().1.to_owned()
}

on_both! {
    async fn a_receipt_says_what_was_filed_and_is_always_the_same(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let (first, second) = futures::join!(receipt(&agency, &dossier), receipt(&agency, &dossier));
        assert_eq!(first, second, "asked for twice at one moment");
        assert!(first.starts_with(b"%PDF-"));
        let text = text_of(&first);
        for wanted in [dossier.code.as_str(), "Trường THCS Hoa Mai (mẫu) (9990001)", "Ủy ban nhân dân xã Tuy Phước", "/tra-cuu", &dossier.submitted_at.vietnam_minute()] {
            assert!(text.contains(wanted), "{wanted} is missing: {text}");
        }
        for component in dossier.components.iter().filter_map(|one| one.attachment.as_ref()) {
            assert!(text.contains(&component.sha256) && text.contains(&component.file_name), "{text}");
        }
        // After a day, a renamed unit and a supplement it is the same.
        app.advance(24 * 3600);
        app.execute("update units set name = 'Tên khác'");
        let agency = app.sign_in(Login::Agency).await;
        assert_eq!(receipt(&agency, &dossier).await, first);
        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(step(&desk, dossier.id, "receipt", 1).await.status, 200);
        assert_eq!(ask(&desk, dossier.id, 2, WORDS, &[("to-trinh", "Mờ.")]).await.status, 200);
        assert_eq!(receipt(&agency, &dossier).await, first);
        for wanted in ["Nộp hồ sơ trực tuyến", "Hình thức nhận kết quả"] {
            assert!(text.contains(wanted), "{wanted} is missing: {text}");
        }
        // After a supplement it says what was filed and what came since, with round and time: every file that the dossier ever had.
        let other = agency.filed(PROCEDURE, UNIT).await;
        assert_eq!(step(&desk, other.id, "receipt", 1).await.status, 200);
        assert_eq!(ask(&desk, other.id, 2, WORDS, &[("to-trinh", "Mờ.")]).await.status, 200);
        let open: OpenRound = agency.get(&path::dossier_supplement(other.id)).await.ok(200);
        let upload = agency.uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&open.draft, "to-trinh", upload.id).await.ok(200);
        assert_eq!(agency.post(&path::dossier_supplement(other.id), &seen(&draft)).await.status, 200);
        let round = course(&agency, other.id).await.rounds.remove(0);
        let text = text_of(&receipt(&agency, &other).await);
        let filed = other.components[0].attachment.clone().unwrap().sha256;
        assert!(text.contains(&filed) && text.contains(&upload.sha256), "{text}");
        let heading = format!("Bổ sung lần 1, cổng nhận lúc {}", round.ended_at.unwrap().vietnam_minute());
        assert!(text.contains(&heading) && text.contains(&round.digest.unwrap()), "{text}");
        let now: DossierView = agency.get(&path::dossier(other.id)).await.ok(200);
        for attached in other.components.iter().chain(&now.components).filter_map(|one| one.attachment.as_ref()) {
            assert!(text.contains(&attached.sha256) && text.contains(&attached.file_name), "{text}");
        }
        // Nobody else has it.
        app.sign_in(Login::OtherAgency).await.get(&path::dossier_receipt(dossier.id)).await.refused(404, ErrorCode::NotFound);
        desk.get(&path::dossier_receipt(dossier.id)).await.refused(403, ErrorCode::NotAllowed);
    }

    async fn anybody_with_the_receipt_or_the_numbers_sees_the_state_and_nothing_else(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let nobody = app.nobody();
        let told: Standing = look_up(&nobody, &dossier.code.to_lowercase(), "0001").await.ok(200);
        assert_eq!((told.status, told.due.as_deref(), told.unit.as_str()), (DossierStatus::Submitted, None, "Ủy ban nhân dân xã Tuy Phước"));
        // However the code is typed: blanks, dots, a dash of another length, or nothing between its parts.
        let code = &dossier.code;
        for typed in [code.replace('-', " "), code.replace('-', "–"), code.replace('-', "."), code.to_lowercase().replace(['-', '.'], "")] {
            assert_eq!(look_up(&nobody, &typed, "0001").await.ok::<Standing>(200), told, "{typed}");
        }
        let answer = look_up(&nobody, &dossier.code, "0001").await;
        for hidden in ["Hoa Mai", "9990001", "0900000001", "to-trinh", &dossier.procedure_name, &dossier.id.to_string()] {
            assert!(!answer.text().contains(hidden), "{hidden}: {}", answer.text());
        }
        // The secret of the receipt.
        receipt(&agency, &dossier).await;
        let secret = secret_of(&app);
        assert_eq!(app.count(&format!("dossier_receipts where token_digest = '{secret}' or sealed like '%{secret}%'")), 0);
        let by_secret = nobody.post(path::DOSSIER_LOOKUPS, &json!({ "token": secret })).await;
        assert_eq!(by_secret.ok::<Standing>(200), told);
        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(step(&desk, dossier.id, "receipt", 1).await.status, 200);
        let due: Standing = nobody.post(path::DOSSIER_LOOKUPS, &json!({ "token": secret })).await.ok(200);
        assert!(due.due.unwrap().contains("còn 20 ngày làm việc"));
        assert_eq!(refuse(&desk, dossier.id, 2, GROUND).await.status, 200);
        let over: Standing = nobody.post(path::DOSSIER_LOOKUPS, &json!({ "token": secret })).await.ok(200);
        assert_eq!((over.status, over.due), (DossierStatus::Stopped, None));
        nobody.post(path::DOSSIER_LOOKUPS, &json!({ "token": "x".repeat(10_000) })).await.refused(404, ErrorCode::LookupWrong);
        let empty = look_up(&nobody, " ", "").await.faults();
        assert_eq!(empty, [("code".to_owned(), ErrorCode::Required)]);
    }

    async fn a_dossier_without_words_is_found_by_its_code(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        // As a server of an earlier version files them.
        app.execute("delete from dossier_words");
        let found = look_up(&app.nobody(), &dossier.code, "0001").await;
        assert_eq!(found.status, 200, "{}", found.text());
    }

    async fn guessing_ends_soon_and_an_unknown_code_answers_like_wrong_digits(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let nobody = app.nobody();
        let unknown = "H21.101-261120-9999";
        let strip = |answer: &Answer| {
            let problem = answer.problem();
            (answer.status, problem.code, problem.title, problem.errors)
        };
        for guess in 0..10 {
            let digits = format!("{:04}", 5_000 + guess);
            let (wrong, none) = (look_up(&nobody, &dossier.code, &digits).await, look_up(&nobody, unknown, &digits).await);
            assert_eq!(strip(&wrong), strip(&none));
            wrong.refused(404, ErrorCode::LookupWrong);
        }
        let (wrong, none) = (look_up(&nobody, &dossier.code, "0001").await, look_up(&nobody, unknown, "0001").await);
        wrong.refused(429, ErrorCode::TooManyRequests);
        none.refused(429, ErrorCode::TooManyRequests);
        // The next day it is open again, and right answers are not counted.
        app.advance(24 * 3600 + 60);
        for _ in 0..12 {
            assert_eq!(look_up(&nobody, &dossier.code, "0001").await.status, 200);
        }
        assert_eq!(app.count("dossier_lookup_failures"), 0);
    }
}

on_each! {
    async fn a_receipt_names_the_province_as_it_was_when_it_was_made(backend) {
        let place = "Dịch vụ công tỉnh Gia Lai";
        let app = TestApp::start_with(backend, |config| config.site.place = place.to_owned()).await;
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let text = text_of(&receipt(&agency, &dossier).await);
        assert!(text.contains("Một Cửa · Dịch vụ công tỉnh Gia Lai"), "{text}");
    }

    async fn the_list_says_the_day_that_was_promised_while_time_runs(backend) {
        let app = TestApp::start(backend).await;
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        let listed = async || {
            let page: Page<DossierListItem> = agency.get(path::DOSSIERS).await.ok(200);
            page.items.into_iter().find(|item| item.id == dossier.id).unwrap().due_on
        };
        assert_eq!(listed().await, None);
        assert_eq!(step(&desk, dossier.id, "receipt", 1).await.status, 200);
        let queued: Page<DeskDossierItem> = desk.get(&format!("{}?status=received", path::DESK_DOSSIERS)).await.ok(200);
        assert!(queued.items[0].due_on.is_some());
        assert_eq!(listed().await, queued.items[0].due_on);
        assert_eq!(ask(&desk, dossier.id, 2, WORDS, &[("to-trinh", "Mờ.")]).await.status, 200);
        assert_eq!(listed().await, None);
    }
}

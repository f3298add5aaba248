//! Fees at the desk: taken, confirmed, waived, refunded; and what a dossier's end has to do with them.

use crate::feedback::unit;
use crate::payment::{FEE, begin, charge, filed_with_fee, say, word};
use crate::processing::{DECISION, give_back, refuse, said, step, told};
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::DossierId;
use motcua_shared::path::{self, IDEMPOTENCY_HEADER};
use motcua_shared::payment::dto::{ChargeState, DeskCharge, PaidBy};
use motcua_shared::processing::dto::DeskDossier;
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, on_both};
use reqwest::Method;
use serde_json::{Value, json};

const GROUND: &str = "Hộ nghèo, miễn theo Nghị quyết của Hội đồng nhân dân tỉnh.";

/// One act on the charge, with the key of its request.
pub async fn act_with(desk: &Client, id: DossierId, key: &str, body: Value) -> Answer {
    let request = desk
        .request(Method::POST, &path::desk_charge(id))
        .header(IDEMPOTENCY_HEADER, key)
        .json(&body);
    Answer::of(request).await
}

/// One act on the charge.
pub async fn act(desk: &Client, id: DossierId, body: Value) -> Answer {
    act_with(desk, id, &new_key(), body).await
}

/// That it was paid at the desk.
pub fn at_desk(version: u32) -> Value {
    json!({ "act": "paid-at-desk", "version": version, "reference": "0012345" })
}

/// That money went back.
pub fn refunded(version: u32, amount: i64) -> Value {
    json!({ "act": "refunded", "version": version, "amount": amount, "ground": "Hồ sơ dừng vì lỗi của cơ quan.", "reference": "UNC 07" })
}

on_both! {
    async fn taken_at_the_desk_once_however_often_it_is_sent(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let key = new_key();
        let answers = join_all((0..5).map(|_| {
            let (desk, key, body) = (&desk, &key, at_desk(1));
            async move { act_with(desk, dossier.id, key, body).await }
        })).await;
        for answer in &answers {
            let seen: DeskCharge = answer.ok(200);
            assert_eq!((seen.charge.state, seen.charge.way, seen.version), (ChargeState::Paid, Some(PaidBy::Desk), 2));
            assert_eq!((seen.charge.reference.as_deref(), seen.refundable), (Some("0012345"), FEE));
        }
        act_with(&desk, dossier.id, &key, json!({ "act": "waived", "version": 2, "ground": GROUND })).await.refused(409, ErrorCode::IdempotencyMismatch);
        for version in [1, 2] {
            act(&desk, dossier.id, at_desk(version)).await.refused(409, ErrorCode::ChargeMovedOn);
        }
        assert_eq!((app.count("charge_events"), told(&app).len()), (2, 1));
        let seen = charge(&agency, dossier.id).await;
        let last = seen.steps.last().unwrap();
        assert_eq!(last.words.as_deref(), Some("Số 0012345"));
        assert!(last.by.starts_with("Ủy ban nhân dân xã Tuy Phước"), "the unit, not the officer: {}", last.by);
        let theirs: DeskCharge = desk.get(&path::desk_charge(dossier.id)).await.ok(200);
        assert!(theirs.charge.steps.last().unwrap().by.contains("Cán bộ một cửa"));
        assert_eq!(app.count("audit_entries where action = 'fee-paid'"), 1);
    }

    async fn a_transfer_and_a_waiver_say_what_they_rest_on(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        for (body, path, code) in [
            (json!({ "act": "transferred", "version": 1, "reference": " " }), "reference", ErrorCode::Required),
            (json!({ "act": "transferred", "version": 1, "reference": "x".repeat(61) }), "reference", ErrorCode::TooLong),
            (json!({ "act": "paid-at-desk", "version": 1, "reference": "x".repeat(61) }), "reference", ErrorCode::TooLong),
            (json!({ "act": "waived", "version": 1, "ground": "" }), "ground", ErrorCode::Required),
            (json!({ "act": "waived", "version": 1, "ground": "Nghèo." }), "ground", ErrorCode::GroundTooShort),
            (refunded(1, 0), "amount", ErrorCode::NotAnAmount),
        ] {
            assert_eq!(act(&desk, dossier.id, body).await.faults(), [(path.to_owned(), code)]);
        }
        act(&desk, dossier.id, refunded(1, 1)).await.refused(409, ErrorCode::ChargeMovedOn);
        act(&desk, dossier.id, json!({ "act": "void", "version": 1 })).await.refused(400, ErrorCode::BadRequest);
        let waived: DeskCharge = act(&desk, dossier.id, json!({ "act": "waived", "version": 1, "ground": GROUND })).await.ok(200);
        assert_eq!((waived.charge.state, waived.refundable), (ChargeState::Waived, 0));
        assert!(told(&app)[0].contains("fee-waived"));
        assert_eq!(charge(&agency, dossier.id).await.steps.last().unwrap().words.as_deref(), Some(GROUND));
        let second = agency.filed(motcua_tests::app::PROCEDURE, motcua_tests::app::UNIT).await;
        let paid: DeskCharge = act(&desk, second.id, json!({ "act": "transferred", "version": 1, "reference": "FT26326012345" })).await.ok(200);
        assert_eq!((paid.charge.state, paid.charge.way), (ChargeState::Paid, Some(PaidBy::Transfer)));
    }

    async fn no_more_goes_back_than_came_in(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let _: DeskCharge = act(&desk, dossier.id, at_desk(1)).await.ok(200);
        let too_much = act(&desk, dossier.id, refunded(2, FEE + 1)).await;
        assert_eq!(too_much.faults(), [("amount".to_owned(), ErrorCode::RefundTooLarge)]);
        assert!(too_much.text().contains("15.000 đ"), "{}", too_much.text());
        // The same key, twice at once: one refund.
        let key = new_key();
        let answers = join_all([refunded(2, 5_000), refunded(2, 5_000)].map(|body| {
            let (desk, key) = (&desk, &key);
            async move { act_with(desk, dossier.id, key, body).await }
        })).await;
        for answer in answers {
            let seen: DeskCharge = answer.ok(200);
            assert_eq!((seen.charge.state, seen.charge.refunded, seen.refundable), (ChargeState::Paid, 5_000, FEE - 5_000));
        }
        // Two officers at once: the second saw another version.
        let answers = join_all((0..2).map(|_| act(&desk, dossier.id, refunded(3, FEE - 5_000)))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        answers.iter().find(|answer| answer.status != 200).unwrap().refused(409, ErrorCode::ChargeMovedOn);
        let seen = charge(&agency, dossier.id).await;
        assert_eq!((seen.state, seen.received, seen.refunded), (ChargeState::Refunded, FEE, FEE));
        act(&desk, dossier.id, refunded(4, 1)).await.refused(409, ErrorCode::ChargeMovedOn);
        assert_eq!(told(&app).iter().filter(|news| news.contains("fee-refunded")).count(), 2);
    }

    async fn desk_and_gateway_at_once_take_the_fee_once(app) {
        let (agency, _) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        for _ in 0..4 {
            let dossier = agency.filed(motcua_tests::app::PROCEDURE, motcua_tests::app::UNIT).await;
            let query = word(&begin(&agency, dossier.id).await, &[]);
            let (code, taken) = futures::join!(say(&app, &query), act(&desk, dossier.id, at_desk(1)));
            assert_eq!(code, "00", "money that has moved is taken note of");
            let seen = charge(&agency, dossier.id).await;
            assert_eq!(seen.state, ChargeState::Paid);
            if taken.status == 200 {
                assert_eq!((seen.way, seen.received, seen.excess), (Some(PaidBy::Desk), 2 * FEE, FEE));
            } else {
                taken.refused(409, ErrorCode::ChargeMovedOn);
                assert_eq!((seen.way, seen.received, seen.excess), (Some(PaidBy::Vnpay), FEE, 0));
            }
        }
    }

    async fn a_result_waits_for_the_fee_and_nothing_else_does(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(step(&desk, dossier.id, "receipt", 1).await.status, 200);
        assert_eq!(step(&desk, dossier.id, "beginning", 2).await.status, 200);
        let upload = desk.uploaded("quyet-dinh-cong-nhan").await;
        let results = [said(upload.id, DECISION)];
        let refused = give_back(&desk, dossier.id, 3, &results).await.refused(409, ErrorCode::FeeDue);
        assert!(refused.title.contains("lệ phí"), "{}", refused.title);
        assert_eq!(app.count("papers where origin = 'authority'"), 0);
        let _: DeskCharge = act(&desk, dossier.id, at_desk(1)).await.ok(200);
        let done: DeskDossier = give_back(&desk, dossier.id, 3, &results).await.ok(200);
        assert_eq!(done.dossier.status, DossierStatus::Returned);
        assert_eq!(charge(&agency, dossier.id).await.state, ChargeState::Paid);
    }

    async fn an_end_without_a_result_voids_what_is_due_and_says_when_money_may_go_back(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let late = word(&begin(&agency, dossier.id).await, &[]);
        assert_eq!(refuse(&desk, dossier.id, 1, "Hồ sơ không đủ điều kiện tiếp nhận.").await.status, 200);
        assert_eq!(charge(&agency, dossier.id).await.state, ChargeState::Void);
        act(&desk, dossier.id, at_desk(2)).await.refused(409, ErrorCode::ChargeMovedOn);
        // Paid all the same, too late: to be refunded, and refunded.
        assert_eq!(say(&app, &late).await, "00");
        let seen: DeskCharge = desk.get(&path::desk_charge(dossier.id)).await.ok(200);
        assert_eq!((seen.charge.state, seen.charge.excess, seen.is_refund_to_decide), (ChargeState::Void, FEE, false));
        let seen: DeskCharge = act(&desk, dossier.id, refunded(seen.version, FEE)).await.ok(200);
        assert_eq!((seen.charge.excess, seen.refundable), (0, 0));

        let paid = agency.filed(motcua_tests::app::PROCEDURE, motcua_tests::app::UNIT).await;
        let _: DeskCharge = act(&desk, paid.id, at_desk(1)).await.ok(200);
        assert_eq!(refuse(&desk, paid.id, 1, "Hồ sơ không đủ điều kiện tiếp nhận.").await.status, 200);
        let seen: DeskCharge = desk.get(&path::desk_charge(paid.id)).await.ok(200);
        assert!(seen.is_refund_to_decide && seen.charge.state == ChargeState::Paid);
        let seen: DeskCharge = act(&desk, paid.id, refunded(2, FEE)).await.ok(200);
        assert!(!seen.is_refund_to_decide && seen.charge.state == ChargeState::Refunded);
    }

    async fn other_units_and_officers_without_the_role_see_and_do_nothing(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let elsewhere = app.sign_in(Login::OtherStaff).await;
        elsewhere.get(&path::desk_charge(dossier.id)).await.refused(404, ErrorCode::NotFound);
        act(&elsewhere, dossier.id, at_desk(1)).await.refused(404, ErrorCode::NotFound);
        act(&agency, dossier.id, at_desk(1)).await.refused(403, ErrorCode::NotAllowed);
        app.execute(&format!("update accounts set unit_id = '{}' where login = 'canboquynhon'", unit(&app, motcua_tests::app::UNIT)));
        app.execute("delete from staff_roles where account_id = (select id from accounts where login = 'canboquynhon')");
        elsewhere.get(&path::desk_charge(dossier.id)).await.refused(403, ErrorCode::NotAllowed);
        act(&elsewhere, dossier.id, at_desk(1)).await.refused(403, ErrorCode::NotAllowed);
        assert_eq!(app.count("charges where state = 'due' and version = 1"), 1);
        assert_eq!(app.count("charge_events"), 1);
    }
}

//! Money as it really moved: transfers of other amounts than the fee, and fees that do not go back.

use crate::payment::{FEE, begin, charge, filed_with_fee, say, word};
use crate::payment_desk::{act, act_with, at_desk, refunded};
use crate::processing::{GROUND, course, refuse, told};
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::payment::dto::{ChargeState, DeskCharge, PaidBy, RefundWaits};
use motcua_shared::processing::dto::{DeskDossier, DeskDossierItem};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Client, Login, on_both};
use serde_json::{Value, json};

const STAYS: &str = "Hồ sơ đã được thẩm định, phí không hoàn theo Điều 6 Thông tư về phí thẩm định.";

fn kept(version: u32) -> Value {
    json!({ "act": "kept", "version": version, "ground": STAYS })
}

fn transferred(version: u32, amount: i64) -> Value {
    json!({ "act": "transferred", "version": version, "reference": format!("FT{version}-{amount}"), "amount": amount })
}

async fn sign_of(desk: &Client) -> Option<RefundWaits> {
    let refused = format!("{}?status=refused", path::DESK_DOSSIERS);
    let listed: Page<DeskDossierItem> = desk.get(&refused).await.ok(200);
    listed.items[0].refund
}

on_both! {
    async fn a_fee_that_does_not_go_back_says_why_to_who_filed_and_leaves_the_desk(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        act(&desk, dossier.id, kept(1)).await.refused(409, ErrorCode::ChargeMovedOn);
        let _: DeskCharge = act(&desk, dossier.id, at_desk(1)).await.ok(200);
        // While the unit works on it nothing is to be decided.
        act(&desk, dossier.id, kept(2)).await.refused(409, ErrorCode::ChargeMovedOn);
        assert_eq!(refuse(&desk, dossier.id, 1, GROUND).await.status, 200);
        assert_eq!(sign_of(&desk).await, Some(RefundWaits::ToDecide));
        for (ground, code) in [(" ".to_owned(), ErrorCode::Required), ("Luật.".to_owned(), ErrorCode::GroundTooShort), ("x".repeat(501), ErrorCode::TooLong)] {
            let body = json!({ "act": "kept", "version": 2, "ground": ground });
            assert_eq!(act(&desk, dossier.id, body).await.faults(), [("ground".to_owned(), code)]);
        }
        app.sign_in(Login::OtherStaff).await.get(&path::desk_charge(dossier.id)).await.refused(404, ErrorCode::NotFound);
        act(&app.sign_in(Login::OtherStaff).await, dossier.id, kept(2)).await.refused(404, ErrorCode::NotFound);
        // Sent three times at once with one key: one decision.
        let key = new_key();
        for answer in join_all((0..3).map(|_| act_with(&desk, dossier.id, &key, kept(2)))).await {
            let seen: DeskCharge = answer.ok(200);
            assert_eq!((seen.charge.state, seen.version, seen.is_refund_to_decide, seen.refundable), (ChargeState::Paid, 3, false, FEE));
        }
        act(&desk, dossier.id, kept(3)).await.refused(409, ErrorCode::ChargeMovedOn);
        assert_eq!(sign_of(&desk).await, None);
        assert_eq!((app.count("charge_events where kind = 'kept'"), app.count("audit_entries where action = 'fee-kept'")), (1, 1));
        // Who filed reads it where they look: told, on the dossier's page, with the fee and its receipt, and in the timeline.
        assert_eq!(told(&app).iter().filter(|news| news.contains("fee-kept")).count(), 1);
        let read = course(&agency, dossier.id).await;
        let after = read.fee_after_end.unwrap();
        assert!(after.contains("không được hoàn") && after.contains(STAYS), "{after}");
        assert!(read.steps.iter().any(|step| step.title == "Không hoàn lệ phí 15.000 đ" && step.words.as_deref() == Some(STAYS)));
        let fee = charge(&agency, dossier.id).await;
        assert_eq!((fee.sentence.as_str(), fee.kept_because.as_deref()), ("Đã nộp lệ phí 15.000 đ; khoản này không được hoàn.", Some(STAYS)));
        // It went back after all: that is what holds from then on.
        let back: DeskCharge = act(&desk, dossier.id, refunded(3, 5_000)).await.ok(200);
        assert_eq!((back.charge.kept_because, back.is_refund_to_decide, back.refundable), (None, false, FEE - 5_000));
        assert_eq!(course(&agency, dossier.id).await.fee_after_end, None);
        act(&desk, dossier.id, kept(4)).await.refused(409, ErrorCode::ChargeMovedOn);
    }

    async fn what_nobody_owed_goes_back_also_where_the_fee_stays(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let late = word(&begin(&agency, dossier.id).await, &[]);
        let _: DeskCharge = act(&desk, dossier.id, at_desk(1)).await.ok(200);
        assert_eq!(refuse(&desk, dossier.id, 1, GROUND).await.status, 200);
        let _: DeskCharge = act(&desk, dossier.id, kept(2)).await.ok(200);
        assert_eq!(say(&app, &late).await, "00");
        assert_eq!(sign_of(&desk).await, Some(RefundWaits::Excess));
        let back: DeskCharge = act(&desk, dossier.id, refunded(4, FEE)).await.ok(200);
        assert_eq!((back.charge.excess, back.refundable, back.charge.kept_because.as_deref()), (0, FEE, Some(STAYS)));
        assert_eq!(sign_of(&desk).await, None);
    }

    async fn a_transfer_is_what_the_bank_says_it_was(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        for amount in [0, -1, 999, 1_000_000_001, i64::MAX, i64::MIN] {
            let answer = act(&desk, dossier.id, transferred(1, amount)).await;
            assert_eq!(answer.faults(), [("amount".to_owned(), ErrorCode::TransferOutOfRange)], "{amount}");
            assert!(answer.text().contains("1.000 đ") && answer.text().contains("1.000.000.000 đ"), "{}", answer.text());
        }
        let words = json!({ "act": "transferred", "version": 1, "reference": "FT1", "amount": "20.000" });
        act(&desk, dossier.id, words).await.refused(400, ErrorCode::BadRequest);
        let less = act(&desk, dossier.id, transferred(1, FEE - 1)).await;
        assert_eq!(less.faults(), [("amount".to_owned(), ErrorCode::TransferTooSmall)]);
        assert!(less.text().contains("15.000 đ"), "{}", less.text());
        assert_eq!(app.count("charge_events"), 1);
        // More than the fee pays it; the rest is too much. Sent again it is the same.
        let key = new_key();
        for _ in 0..2 {
            let seen: DeskCharge = act_with(&desk, dossier.id, &key, transferred(1, 20_000)).await.ok(200);
            assert_eq!((seen.charge.state, seen.charge.way, seen.version), (ChargeState::Paid, Some(PaidBy::Transfer), 2));
            assert_eq!((seen.charge.received, seen.charge.excess, seen.refundable), (20_000, 5_000, 20_000));
        }
        act_with(&desk, dossier.id, &key, transferred(1, 21_000)).await.refused(409, ErrorCode::IdempotencyMismatch);
        let titles: Vec<String> = charge(&agency, dossier.id).await.steps.into_iter().map(|step| step.title).collect();
        assert_eq!(titles[1..], ["Xác nhận chuyển khoản 20.000 đ", "Nhận thừa 5.000 đ qua chuyển khoản, chờ hoàn"]);
        let news = told(&app);
        assert!(news.len() == 2 && news[0].contains("fee-paid") && news[0].contains("15000") && news[1].contains("fee-overpaid") && news[1].contains("5000"), "{news:?}");
        let again = json!({ "act": "transferred", "version": 2, "reference": "ft1-20000", "amount": 20_000 });
        assert_eq!(act(&desk, dossier.id, again).await.faults(), [("reference".to_owned(), ErrorCode::TransferNoted)]);
        // Nothing is owed any more: the next one is too much as a whole, whatever it is.
        let seen: DeskCharge = act(&desk, dossier.id, transferred(2, 1_234_000)).await.ok(200);
        assert_eq!((seen.charge.received, seen.charge.excess), (1_254_000, 1_239_000));
        let back: DeskCharge = act(&desk, dossier.id, refunded(3, 1_239_000)).await.ok(200);
        assert_eq!((back.charge.excess, back.refundable), (0, FEE));
        // The dossier itself goes on as before.
        let read: DeskDossier = desk.get(&path::desk_dossier(dossier.id)).await.ok(200);
        assert!(!read.dossier.is_fee_due);
        let other = agency.filed(PROCEDURE, UNIT).await;
        let most: DeskCharge = act(&desk, other.id, transferred(1, 1_000_000_000)).await.ok(200);
        assert_eq!((most.charge.state, most.charge.excess), (ChargeState::Paid, 1_000_000_000 - FEE));
    }
}

//! Transfers that were noted by mistake: taken off again, and one number at two dossiers.

use crate::payment::{FEE, begin, charge, filed_with_fee, say, word};
use crate::payment_desk::{act, act_with, at_desk, refunded};
use crate::processing::{GROUND, course, refuse, told};
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::payment::dto::{ChargeState, DeskCharge, PaidBy};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Login, on_both};
use serde_json::{Value, json};

const MISTAKE: &str = "Khoản này của hồ sơ khác, ghi nhầm khi đối chiếu sao kê.";

fn transferred(version: u32, reference: &str) -> Value {
    json!({ "act": "transferred", "version": version, "reference": reference, "amount": FEE })
}

fn struck(version: u32, reference: &str) -> Value {
    json!({ "act": "struck", "version": version, "reference": reference, "ground": MISTAKE })
}

on_both! {
    async fn a_transfer_noted_by_mistake_is_taken_off_and_the_fee_is_owed_again(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(act(&desk, dossier.id, struck(1, "FT1")).await.faults(), [("reference".to_owned(), ErrorCode::TransferUnknown)]);
        let noted: DeskCharge = act(&desk, dossier.id, transferred(1, "FT1")).await.ok(200);
        assert_eq!(noted.transfers.iter().map(|one| (one.reference.as_str(), one.amount)).collect::<Vec<_>>(), [("FT1", FEE)]);
        for (ground, code) in [(" ", ErrorCode::Required), ("Nhầm.", ErrorCode::GroundTooShort)] {
            let body = json!({ "act": "struck", "version": 2, "reference": "FT1", "ground": ground });
            assert_eq!(act(&desk, dossier.id, body).await.faults(), [("ground".to_owned(), code)]);
        }
        assert_eq!(act(&desk, dossier.id, struck(2, "FT2")).await.faults(), [("reference".to_owned(), ErrorCode::TransferUnknown)]);
        act(&app.sign_in(Login::OtherStaff).await, dossier.id, struck(2, "FT1")).await.refused(404, ErrorCode::NotFound);
        act(&desk, dossier.id, struck(1, "FT1")).await.refused(409, ErrorCode::ChargeMovedOn);
        // A bad line sends it twice: it is taken off once.
        let key = new_key();
        for _ in 0..2 {
            let seen: DeskCharge = act_with(&desk, dossier.id, &key, struck(2, " ft1 ")).await.ok(200);
            assert_eq!((seen.charge.state, seen.version, seen.refundable, seen.transfers.len()), (ChargeState::Due, 3, 0, 0));
            assert_eq!((seen.charge.way, seen.charge.reference, seen.charge.settled_at), (None, None, None));
        }
        act_with(&desk, dossier.id, &key, struck(2, "FT3")).await.refused(409, ErrorCode::IdempotencyMismatch);
        assert_eq!((app.count("charge_events where kind = 'struck'"), app.count("audit_entries where action = 'fee-struck'")), (1, 1));
        assert_eq!(told(&app).iter().filter(|news| news.contains("fee-struck")).count(), 1);
        // Who filed sees both, and why, and owes it again; paying it now pays it.
        let fee = charge(&agency, dossier.id).await;
        let last: Vec<_> = fee.steps[1..].iter().map(|step| step.title.as_str()).collect();
        assert_eq!(last, ["Xác nhận chuyển khoản 15.000 đ", "Gỡ khoản chuyển 15.000 đ ghi nhầm"]);
        assert!(fee.steps[2].words.as_ref().is_some_and(|words| words.contains(MISTAKE)));
        assert!(course(&agency, dossier.id).await.steps.iter().any(|step| step.title.starts_with("Gỡ khoản chuyển")));
        let paid: DeskCharge = act(&desk, dossier.id, transferred(3, "FT1")).await.ok(200);
        assert_eq!((paid.charge.state, paid.charge.received, paid.transfers.len()), (ChargeState::Paid, FEE, 1));
    }

    async fn what_else_came_in_pays_in_its_place(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let late = word(&begin(&agency, dossier.id).await, &[]);
        let _: DeskCharge = act(&desk, dossier.id, transferred(1, "FT1")).await.ok(200);
        assert_eq!(say(&app, &late).await, "00");
        let seen: DeskCharge = act(&desk, dossier.id, struck(3, "FT1")).await.ok(200);
        assert_eq!((seen.charge.state, seen.charge.way, seen.charge.excess, seen.refundable), (ChargeState::Paid, Some(PaidBy::Vnpay), 0, FEE));
        assert_eq!(seen.transfers, [], "what VNPAY said is no officer's mistake");
        assert!(charge(&agency, dossier.id).await.settled_at.is_some());
    }

    async fn what_went_back_or_is_over_is_not_owed_again(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let _: DeskCharge = act(&desk, dossier.id, transferred(1, "FT1")).await.ok(200);
        assert_eq!(refuse(&desk, dossier.id, 1, GROUND).await.status, 200);
        let _: DeskCharge = act(&desk, dossier.id, refunded(2, 5_000)).await.ok(200);
        act(&desk, dossier.id, struck(3, "FT1")).await.refused(409, ErrorCode::TransferWentBack);
        // Another one of a dossier that is over: nobody owes it.
        let over = agency.filed(PROCEDURE, UNIT).await;
        let _: DeskCharge = act(&desk, over.id, transferred(1, "FT7")).await.ok(200);
        assert_eq!(refuse(&desk, over.id, 1, GROUND).await.status, 200);
        let seen: DeskCharge = act(&desk, over.id, struck(2, "FT7")).await.ok(200);
        assert_eq!((seen.charge.state, seen.is_refund_to_decide, seen.refundable), (ChargeState::Void, false, 0));
        let last = charge(&agency, over.id).await.steps.pop().unwrap();
        assert_eq!(last.title, "Hồ sơ kết thúc, không thu lệ phí");
    }

    async fn one_number_at_two_dossiers_is_asked_about(app) {
        let (agency, first) = filed_with_fee(&app).await;
        let [second, third] = [agency.filed(PROCEDURE, UNIT).await, agency.filed(PROCEDURE, UNIT).await];
        let desk = app.sign_in(Login::Staff).await;
        let _: DeskCharge = act(&desk, first.id, transferred(1, "FT 26326 1")).await.ok(200);
        let twice = act(&desk, second.id, transferred(1, "ft263261")).await;
        assert_eq!(twice.faults(), [("reference".to_owned(), ErrorCode::TransferNotedElsewhere)]);
        assert!(twice.text().contains(&first.code), "{}", twice.text());
        assert_eq!(charge(&agency, second.id).await.state, ChargeState::Due);
        // One transfer for both.
        let mut both = transferred(1, "FT263261");
        both["for_several"] = json!(true);
        let _: DeskCharge = act(&desk, second.id, both.clone()).await.ok(200);
        // Taken off there, it is free; what was paid at the desk has no bank's number.
        for id in [first.id, second.id] {
            let _: DeskCharge = act(&desk, id, struck(2, "FT263261")).await.ok(200);
        }
        let mut receipt = at_desk(3);
        receipt["reference"] = json!("FT99");
        let _: DeskCharge = act(&desk, first.id, receipt).await.ok(200);
        let _: DeskCharge = act(&desk, third.id, transferred(1, "FT263261")).await.ok(200);
        let _: DeskCharge = act(&desk, second.id, transferred(3, "FT99")).await.ok(200);
        let _: Value = desk.get(&path::desk_charge(third.id)).await.ok(200);
    }
}

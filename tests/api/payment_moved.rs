//! Fees that change between the page and the payment: another version of the procedure, a waiver while the gateway's page is
//! open, the desk and the gateway in one moment.

use crate::payment::{FEE, begin, charge, filed_with_fee, say, set_fee, word};
use crate::payment_desk::{act, act_with, at_desk, refunded};
use crate::procedures::{change, kept};
use crate::processing::{GROUND, course, refuse, told};
use crate::withdrawal::withdraw;
use futures::future::{join, join_all};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierView, DraftView};
use motcua_shared::page::Page;
use motcua_shared::path::{self, IDEMPOTENCY_HEADER};
use motcua_shared::payment::dto::{AttemptState, ChargeState, DeskCharge, PaidBy, RefundWaits};
use motcua_shared::processing::dto::{Course, DeskDossierItem};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::environment::source_root;
use motcua_tests::{Answer, Backend, Login, on_both};
use reqwest::Method;
use serde_json::{Value, json};

fn transferred(version: u32) -> Value {
    transfer(version, "FT26326012345")
}

fn transfer(version: u32, reference: &str) -> Value {
    json!({ "act": "transferred", "version": version, "reference": reference })
}

fn waived(version: u32) -> Value {
    json!({ "act": "waived", "version": version, "ground": "Hộ nghèo, miễn theo nghị quyết của tỉnh." })
}

on_both! {
    async fn a_new_version_with_another_fee_changes_nothing_that_was_seen(app) {
        set_fee(&app, FEE);
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        assert_eq!((dossier.fee, dossier.is_fee_due), (FEE, true));
        let draft = agency.open(PROCEDURE).await;
        let draft: DraftView = agency.fill(&draft, UNIT).await;
        let admin = app.sign_in(Login::Administrator).await;
        let before = kept(&admin, PROCEDURE).await;
        let written = change(&admin, &before, |definition| {
            for case in &mut definition.cases {
                case.fee = 99_000;
            }
        })
        .await;
        assert_eq!(written.status, 200, "{}", written.text());
        // What the check page showed is what is owed: a draft that shows the old fee is not filed.
        let faults = agency.submit(&draft).await.faults();
        assert_eq!(faults, [("procedure".to_owned(), ErrorCode::ProcedureChanged)]);
        // What was filed before owes what it owed, whatever the page of the fee showed when.
        let due = charge(&agency, dossier.id).await;
        assert_eq!((due.state, due.amount), (ChargeState::Due, FEE));
        let begun = begin(&agency, dossier.id).await;
        assert_eq!(say(&app, &word(&begun, &[])).await, "00");
        assert_eq!(charge(&agency, dossier.id).await.state, ChargeState::Paid);
        // Whoever begins now sees the new one, and pays no other.
        let next = agency.filed(PROCEDURE, UNIT).await;
        assert_eq!(charge(&agency, next.id).await.amount, 99_000);
        let request = agency
            .request(Method::POST, &path::charge_payments(next.id))
            .header(IDEMPOTENCY_HEADER, new_key())
            .json(&json!({ "amount": FEE }));
        Answer::of(request).await.refused(409, ErrorCode::ChargeAmountDiffers);
    }

    async fn a_waiver_while_the_gateways_page_is_open_gives_the_money_back(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let begun = begin(&agency, dossier.id).await;
        let _: DeskCharge = act(&desk, dossier.id, waived(1)).await.ok(200);
        let seen: DossierView = agency.get(&path::dossier(dossier.id)).await.ok(200);
        assert!(!seen.is_fee_due, "nothing is asked any more");
        // The person pays all the same, and the gateway says so twice.
        assert_eq!(say(&app, &word(&begun, &[])).await, "00");
        assert_eq!(say(&app, &word(&begun, &[])).await, "02");
        let now = charge(&agency, dossier.id).await;
        assert_eq!((now.state, now.received, now.excess), (ChargeState::Waived, FEE, FEE));
        assert_eq!(now.attempt.unwrap().state, AttemptState::Succeeded);
        let news = told(&app);
        assert_eq!(news.len(), 2, "{news:?}");
        assert!(news[0].contains("fee-waived") && news[1].contains("fee-overpaid"), "{news:?}");
        let back: DeskCharge = act(&desk, dossier.id, refunded(3, FEE)).await.ok(200);
        assert_eq!((back.charge.state, back.charge.excess, back.refundable), (ChargeState::Waived, 0, 0));
        assert!(charge(&agency, dossier.id).await.steps.last().unwrap().title.starts_with("Hoàn 15.000 đ"));
    }

    async fn a_transfer_that_nobody_owes_is_noted_once_and_goes_back(app) {
        let (agency, paid) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(say(&app, &word(&begin(&agency, paid.id).await, &[])).await, "00");
        // Seen before VNPAY's word: the officer is told, and decides anew.
        act(&desk, paid.id, transferred(1)).await.refused(409, ErrorCode::ChargeMovedOn);
        let key = new_key();
        let answers = join_all((0..3).map(|_| act_with(&desk, paid.id, &key, transferred(2)))).await;
        for answer in answers {
            let seen: DeskCharge = answer.ok(200);
            assert_eq!((seen.charge.state, seen.charge.way, seen.version), (ChargeState::Paid, Some(PaidBy::Vnpay), 3));
            assert_eq!((seen.charge.received, seen.charge.excess, seen.refundable), (2 * FEE, FEE, 2 * FEE));
            assert_eq!(seen.charge.reference.as_deref(), Some("14226112"), "the fee was paid as it was paid");
        }
        let step = charge(&agency, paid.id).await.steps.pop().unwrap();
        assert_eq!((step.title.as_str(), step.words.as_deref()), ("Nhận thừa 15.000 đ qua chuyển khoản, chờ hoàn", Some("Số FT26326012345")));
        assert!(told(&app).last().unwrap().contains("fee-overpaid"));
        // Another officer notes the same transfer, typed otherwise: it is known. Cash is not taken: nobody hands over what is not owed.
        let again = json!({ "act": "transferred", "version": 3, "reference": " ft26326 012345" });
        assert_eq!(act(&desk, paid.id, again).await.faults(), [("reference".to_owned(), ErrorCode::TransferNoted)]);
        // Nor is what VNPAY brought another transfer.
        let vnpay = json!({ "act": "transferred", "version": 3, "reference": "14226112" });
        assert_eq!(act(&desk, paid.id, vnpay).await.faults(), [("reference".to_owned(), ErrorCode::TransferNoted)]);
        act(&desk, paid.id, at_desk(3)).await.refused(409, ErrorCode::ChargeMovedOn);
        let listed: Page<DeskDossierItem> = desk.get(path::DESK_DOSSIERS).await.ok(200);
        assert_eq!(listed.items[0].refund, Some(RefundWaits::Excess));
        let back: DeskCharge = act(&desk, paid.id, refunded(3, FEE)).await.ok(200);
        assert_eq!((back.charge.state, back.charge.excess, back.refundable), (ChargeState::Paid, 0, FEE));
        // Waived, or ended: what comes in all the same is noted as well.
        let other = agency.filed(PROCEDURE, UNIT).await;
        let _: DeskCharge = act(&desk, other.id, waived(1)).await.ok(200);
        let seen: DeskCharge = act(&desk, other.id, transfer(2, "FT26326012346")).await.ok(200);
        assert_eq!((seen.charge.state, seen.charge.excess, seen.charge.way), (ChargeState::Waived, FEE, None));
        let ended = agency.filed(PROCEDURE, UNIT).await;
        assert_eq!(refuse(&desk, ended.id, 1, GROUND).await.status, 200);
        let seen: DeskCharge = act(&desk, ended.id, transfer(2, "FT26326012347")).await.ok(200);
        assert_eq!((seen.charge.state, seen.charge.excess), (ChargeState::Void, FEE));
        assert!(!seen.is_refund_to_decide, "nothing is to be decided of what nobody owed");
    }

    async fn a_transfer_behind_a_part_that_went_back_is_too_much_as_a_whole(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let begun = begin(&agency, dossier.id).await;
        let _: DeskCharge = act(&desk, dossier.id, at_desk(1)).await.ok(200);
        let part: DeskCharge = act(&desk, dossier.id, refunded(2, 5_000)).await.ok(200);
        assert_eq!((part.charge.excess, part.refundable), (0, FEE - 5_000));
        assert_eq!(part.charge.sentence, "Đã nộp lệ phí 15.000 đ, đã hoàn 5.000 đ.");
        assert_eq!(say(&app, &word(&begun, &[])).await, "00");
        assert_eq!(charge(&agency, dossier.id).await.excess, FEE, "the part of the fee that went back is not owed again");
        let back: DeskCharge = act(&desk, dossier.id, refunded(4, FEE)).await.ok(200);
        assert_eq!((back.charge.state, back.charge.excess, back.refundable), (ChargeState::Paid, 0, FEE - 5_000));
    }

    async fn what_came_in_too_much_before_it_was_kept_is_reckoned_from_the_acts(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let begun = begin(&agency, dossier.id).await;
        let _: DeskCharge = act(&desk, dossier.id, at_desk(1)).await.ok(200);
        let _: DeskCharge = act(&desk, dossier.id, refunded(2, 5_000)).await.ok(200);
        assert_eq!(say(&app, &word(&begun, &[])).await, "00");
        let _: DeskCharge = act(&desk, dossier.id, refunded(4, 4_000)).await.ok(200);
        app.execute("update charges set excess = 0");
        let folder = match app.backend {
            Backend::Sqlite => "sqlite",
            Backend::Postgres => "postgres",
        };
        let migrations = source_root().join("server/migrations").join(folder);
        let up = std::fs::read_to_string(migrations.join("2026-11-22-0048_excess/up.sql")).unwrap();
        app.execute(up.split_once("check (excess >= 0);").unwrap().1);
        assert_eq!(charge(&agency, dossier.id).await.excess, FEE - 4_000);
    }

    async fn who_takes_a_dossier_back_reads_before_and_after_what_becomes_of_the_fee(app) {
        let (agency, first) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let before = course(&agency, first.id).await;
        assert_eq!(before.fee_if_withdrawn.as_deref(), Some("Lệ phí 15.000 đ chưa nộp: rút hồ sơ rồi thì không phải nộp nữa."));
        assert_eq!(before.fee_after_end, None);
        let _: DeskCharge = act(&desk, first.id, at_desk(1)).await.ok(200);
        let before = course(&agency, first.id).await.fee_if_withdrawn.unwrap();
        assert!(before.contains("không tự động được hoàn") && before.contains("Ủy ban nhân dân xã Tuy Phước"), "{before}");
        let done: Course = withdraw(&agency, first.id, "at-once").await.ok(200);
        let after = done.fee_after_end.unwrap();
        assert!(after.contains("Lệ phí 15.000 đ đã nộp không tự động được hoàn") && after.contains("Trao đổi"), "{after}");
        assert_eq!(done.fee_if_withdrawn, None);
        let stopped = format!("{}?status=stopped", path::DESK_DOSSIERS);
        let listed: Page<DeskDossierItem> = desk.get(&stopped).await.ok(200);
        assert_eq!(listed.items[0].refund, Some(RefundWaits::ToDecide));
        // Refused after it was paid: the same words; with a refund that is noted they are over.
        let second = agency.filed(PROCEDURE, UNIT).await;
        let _: DeskCharge = act(&desk, second.id, at_desk(1)).await.ok(200);
        assert_eq!(refuse(&desk, second.id, 1, GROUND).await.status, 200);
        assert!(course(&agency, second.id).await.fee_after_end.is_some());
        let refused = format!("{}?status=refused", path::DESK_DOSSIERS);
        let listed: Page<DeskDossierItem> = desk.get(&refused).await.ok(200);
        assert_eq!(listed.items[0].refund, Some(RefundWaits::ToDecide));
        let decided: DeskCharge = act(&desk, second.id, refunded(2, 5_000)).await.ok(200);
        assert!(!decided.is_refund_to_decide);
        assert_eq!(course(&agency, second.id).await.fee_after_end, None);
        let listed: Page<DeskDossierItem> = desk.get(&refused).await.ok(200);
        assert_eq!(listed.items[0].refund, None);
        // Without a fee nothing is said.
        set_fee(&app, 0);
        let other = agency.filed(PROCEDURE, UNIT).await;
        let quiet = course(&agency, other.id).await;
        assert_eq!((quiet.fee_if_withdrawn, quiet.fee_after_end), (None, None));
    }

    async fn a_waiver_and_the_gateway_at_once_lose_no_money(app) {
        let (agency, _) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        for _ in 0..4 {
            let dossier = agency.filed(PROCEDURE, UNIT).await;
            let query = word(&begin(&agency, dossier.id).await, &[]);
            let (code, given) = join(say(&app, &query), act(&desk, dossier.id, waived(1))).await;
            assert_eq!(code, "00");
            let seen = charge(&agency, dossier.id).await;
            assert_eq!(seen.received, FEE, "money that has moved is noted either way");
            match given.status {
                200 => assert_eq!((seen.state, seen.excess), (ChargeState::Waived, FEE)),
                _ => {
                    given.refused(409, ErrorCode::ChargeMovedOn);
                    assert_eq!((seen.state, seen.excess), (ChargeState::Paid, 0));
                }
            }
        }
    }

    async fn another_amount_from_the_gateway_after_the_desk_took_the_fee_moves_nothing(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let begun = begin(&agency, dossier.id).await;
        let _: DeskCharge = act(&desk, dossier.id, at_desk(1)).await.ok(200);
        for amount in ["1400000", "150000000", "0"] {
            assert_eq!(say(&app, &word(&begun, &[("vnp_Amount", amount)])).await, "04");
        }
        let seen = charge(&agency, dossier.id).await;
        assert_eq!((seen.state, seen.received, seen.excess), (ChargeState::Paid, FEE, 0));
        // The right one is money that nobody owed.
        assert_eq!(say(&app, &word(&begun, &[])).await, "00");
        assert_eq!(charge(&agency, dossier.id).await.excess, FEE);
    }
}

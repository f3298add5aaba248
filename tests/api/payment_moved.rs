//! Fees that change between the page and the payment: another version of the procedure, a waiver while the gateway's page is
//! open, the desk and the gateway in one moment.

use crate::payment::{FEE, begin, charge, filed_with_fee, say, set_fee, word};
use crate::payment_desk::{act, at_desk, refunded};
use crate::procedures::{change, kept};
use crate::processing::told;
use futures::future::join;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierView, DraftView};
use motcua_shared::path::{self, IDEMPOTENCY_HEADER};
use motcua_shared::payment::dto::{AttemptState, ChargeState, DeskCharge};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Login, on_both};
use reqwest::Method;
use serde_json::{Value, json};

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

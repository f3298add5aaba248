//! Fees paid online: the payment begins, the browser comes back, and the gateway says what came in: early, late, twice, at
//! once, with another amount, or not signed.

use crate::processing::told;
use futures::future::{join, join_all};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierView;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::path::IDEMPOTENCY_HEADER;
use motcua_shared::payment::dto::{
    AttemptState, ChargeState, ChargeView, DeskCharge, DueCharge, IpnAnswer, PaidBy, PaymentStarted,
};
use motcua_tests::app::{PROCEDURE, UNIT, VNPAY_SECRET};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use reqwest::{Method, Url};
use ring::hmac;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the case costs in these tests.
pub const FEE: i64 = 15_000;

/// Gives the case of [`PROCEDURE`] a fee.
pub fn set_fee(app: &TestApp, fee: i64) {
    let now = app.query(&format!(
        "select definition as value from procedures where code = '{PROCEDURE}' and is_current"
    ));
    let mut definition: Value = serde_json::from_str(&now[0]).unwrap();
    for case in definition["cases"].as_array_mut().unwrap() {
        case["fee"] = json!(fee);
    }
    let text = definition.to_string().replace('\'', "''");
    app.execute(&format!(
        "update procedures set definition = '{text}' where code = '{PROCEDURE}' and is_current"
    ));
}

/// A dossier of the agency with a fee that is due.
pub async fn filed_with_fee(app: &TestApp) -> (Client, DossierView) {
    set_fee(app, FEE);
    let agency = app.agency_with_papers().await;
    let dossier = agency.filed(PROCEDURE, UNIT).await;
    (agency, dossier)
}

/// The charge as its filer sees it.
pub async fn charge(filer: &Client, id: DossierId) -> ChargeView {
    filer.get(&path::charge(id)).await.ok(200)
}

async fn starting(filer: &Client, id: DossierId, key: &str, body: Value) -> Answer {
    let request = filer
        .request(Method::POST, &path::charge_payments(id))
        .header(IDEMPOTENCY_HEADER, key)
        .json(&body);
    Answer::of(request).await
}

/// Begins a payment, also where one is open.
pub async fn begin(filer: &Client, id: DossierId) -> PaymentStarted {
    let body = json!({ "amount": FEE, "again": true });
    starting(filer, id, &new_key(), body).await.ok(201)
}

/// Signs as VNPAY does; written apart from the server's own.
fn signed(fields: &BTreeMap<String, String>) -> String {
    let encoded = |text: &str| -> String {
        let signs = text.bytes().map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        signs.collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    let text = pairs.join("&");
    let tag = hmac::sign(
        &hmac::Key::new(hmac::HMAC_SHA512, VNPAY_SECRET.as_bytes()),
        text.as_bytes(),
    );
    let hash: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{text}&vnp_SecureHash={hash}")
}

/// What VNPAY says of a payment; `changes` are fields that it says otherwise.
pub fn word(begun: &PaymentStarted, changes: &[(&str, &str)]) -> String {
    let asked: BTreeMap<String, String> = Url::parse(&begun.url)
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect();
    let mut fields: BTreeMap<String, String> = ["vnp_Amount", "vnp_OrderInfo", "vnp_TmnCode", "vnp_TxnRef"]
        .into_iter()
        .map(|name| (name.to_owned(), asked[name].clone()))
        .collect();
    let usual = [
        ("vnp_BankCode", "NCB"),
        ("vnp_BankTranNo", "VNP14226112"),
        ("vnp_CardType", "ATM"),
        ("vnp_PayDate", "20261122140000"),
        ("vnp_ResponseCode", "00"),
        ("vnp_TransactionNo", "14226112"),
        ("vnp_TransactionStatus", "00"),
    ];
    for (name, value) in usual.iter().chain(changes) {
        fields.insert((*name).to_owned(), (*value).to_owned());
    }
    signed(&fields)
}

/// Says it to the portal; the code of the answer.
pub async fn say(app: &TestApp, query: &str) -> String {
    let request = app
        .nobody()
        .bare(Method::GET, &format!("{}?{query}", path::vnpay_ipn()));
    Answer::of(request).await.ok::<IpnAnswer>(200).code
}

/// Where a browser is led that comes back.
async fn landing(app: &TestApp, address: &str) -> String {
    let client = motcua_server::outbound::client()
        .no_proxy()
        .tls_certs_only([])
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let answer = client
        .get(format!("http://{}{address}", app.address))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    answer.headers()["location"].to_str().unwrap().to_owned()
}

const CALLED_OFF: [(&str, &str); 2] = [("vnp_ResponseCode", "24"), ("vnp_TransactionStatus", "02")];

on_both! {
    async fn a_fee_is_fixed_at_filing_paid_online_and_told(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        set_fee(&app, 99_000);
        let due = charge(&agency, dossier.id).await;
        assert_eq!((due.state, due.amount, due.vnpay), (ChargeState::Due, FEE, true));
        assert_eq!(due.sentence, "Chưa nộp lệ phí 15.000 đ.");
        let listed: Vec<DueCharge> = agency.get(path::CHARGES).await.ok(200);
        assert_eq!(listed.iter().map(|one| (one.dossier_id, one.amount)).collect::<Vec<_>>(), [(dossier.id, FEE)]);

        let begun = begin(&agency, dossier.id).await;
        let url = Url::parse(&begun.url).unwrap();
        let mut fields: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let hash = fields.remove("vnp_SecureHash").unwrap();
        assert!(signed(&fields).ends_with(&hash), "{}", begun.url);
        assert_eq!((fields["vnp_Amount"].as_str(), fields["vnp_TxnRef"].as_str()), ("1500000", begun.attempt.id.uuid().simple().to_string().as_str()));
        assert!(fields["vnp_ReturnUrl"].ends_with(&path::vnpay_return()) && !begun.url.contains(VNPAY_SECRET));

        // The browser may be back first: that shows, and changes nothing.
        let back = format!("{}?{}", path::vnpay_return(), word(&begun, &[]));
        for _ in 0..2 {
            assert_eq!(landing(&app, &back).await, format!("/le-phi/{}?vnpay=cho", dossier.id));
        }
        assert_eq!(charge(&agency, dossier.id).await.state, ChargeState::Due);

        assert_eq!(say(&app, &word(&begun, &[])).await, "00");
        let paid = charge(&agency, dossier.id).await;
        assert_eq!((paid.state, paid.way, paid.received, paid.excess), (ChargeState::Paid, Some(PaidBy::Vnpay), FEE, 0));
        assert_eq!((paid.reference.as_deref(), paid.vnpay, paid.transfer), (Some("14226112"), false, None));
        assert_eq!(paid.attempt.unwrap().state, AttemptState::Succeeded);
        assert_eq!(paid.steps.last().unwrap().title, "VNPAY xác nhận 15.000 đ");
        let news = told(&app);
        assert!(news.len() == 1 && news[0].contains("fee-paid"), "{news:?}");

        // Said again, and said otherwise afterwards: nothing happens.
        assert_eq!(say(&app, &word(&begun, &[])).await, "02");
        assert_eq!(say(&app, &word(&begun, &CALLED_OFF)).await, "02");
        let again = charge(&agency, dossier.id).await;
        assert_eq!((again.received, again.steps.len(), told(&app).len()), (FEE, 2, 1));
        assert_eq!(app.count("audit_entries where action = 'fee-paid'"), 1);
        assert_eq!(agency.get(path::CHARGES).await.ok::<Vec<DueCharge>>(200), []);
        starting(&agency, dossier.id, &new_key(), json!({ "amount": FEE })).await.refused(409, ErrorCode::ChargeMovedOn);
    }

    async fn what_is_not_signed_not_ours_or_of_another_amount_moves_nothing(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let begun = begin(&agency, dossier.id).await;
        let right = word(&begun, &[]);
        for (query, code) in [
            (right.replace("vnp_Amount=1500000", "vnp_Amount=100"), "97"),
            (right.split_once("&vnp_SecureHash").unwrap().0.to_owned(), "97"),
            (format!("{right}&vnp_Amount=1500000"), "97"),
            (String::new(), "97"),
            // Our own order, signed with the same key.
            (Url::parse(&begun.url).unwrap().query().unwrap().to_owned(), "97"),
            ("vnp_SecureHash=%00%ff".to_owned(), "97"),
            (word(&begun, &[("vnp_TxnRef", "01926f3e000070008000000000000001")]), "01"),
            (word(&begun, &[("vnp_TxnRef", "' or 1=1")]), "01"),
            (word(&begun, &[("vnp_TmnCode", "OTHER")]), "01"),
            (word(&begun, &[("vnp_Amount", "1500001")]), "04"),
            (word(&begun, &[("vnp_Amount", "15000")]), "04"),
            (word(&begun, &[("vnp_Amount", "99999999999999999999")]), "04"),
            (word(&begun, &[("vnp_Amount", "1400000")]), "04"),
            (word(&begun, &[("vnp_Amount", "-1500000")]), "04"),
        ] {
            assert_eq!(say(&app, &query).await, code, "{query}");
            assert_eq!(charge(&agency, dossier.id).await.state, ChargeState::Due, "{query}");
        }
        // Officers see once that another amount was named.
        let desk = app.sign_in(Login::Staff).await;
        let seen: DeskCharge = desk.get(&path::desk_charge(dossier.id)).await.ok(200);
        let odd = seen.charge.steps.iter().filter(|step| step.title.starts_with("VNPAY báo số tiền")).count();
        assert_eq!((odd, seen.charge.received), (1, 0));
        // Back in the browser with something else: to the list of dossiers.
        for query in ["", "vnp_TxnRef=x", &right.replace("=00", "=24")] {
            assert_eq!(landing(&app, &format!("{}?{query}", path::vnpay_return())).await, "/ho-so");
        }
        assert_eq!(say(&app, &right).await, "00");
        assert_eq!(charge(&agency, dossier.id).await.state, ChargeState::Paid);
    }

    async fn called_off_is_no_payment_and_a_late_or_second_one_is_never_lost(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let first = begin(&agency, dossier.id).await;
        assert_eq!(say(&app, &word(&first, &CALLED_OFF)).await, "00");
        assert_eq!(say(&app, &word(&first, &CALLED_OFF)).await, "02");
        let seen = charge(&agency, dossier.id).await;
        assert_eq!((seen.state, seen.attempt.unwrap().state), (ChargeState::Due, AttemptState::Failed));
        // Only both codes together are success.
        let second: PaymentStarted = starting(&agency, dossier.id, &new_key(), json!({ "amount": FEE })).await.ok(201);
        assert_eq!(say(&app, &word(&second, &[("vnp_TransactionStatus", "01")])).await, "00");
        assert_eq!(charge(&agency, dossier.id).await.state, ChargeState::Due);
        // Long after its time, and after it was said not to have worked.
        app.advance(3 * 24 * 3600);
        assert_eq!(say(&app, &word(&second, &[])).await, "00");
        let agency = app.sign_in(Login::Agency).await;
        assert_eq!(charge(&agency, dossier.id).await.state, ChargeState::Paid);
        // And the other one as well.
        assert_eq!(say(&app, &word(&first, &[("vnp_TransactionNo", "14226113")])).await, "00");
        let seen = charge(&agency, dossier.id).await;
        assert_eq!((seen.state, seen.received, seen.excess, seen.reference.as_deref()), (ChargeState::Paid, 2 * FEE, FEE, Some("14226112")));
        assert!(told(&app).last().unwrap().contains("fee-overpaid"));
        assert_eq!(say(&app, &word(&first, &[])).await, "02");
    }

    async fn one_payment_is_open_at_a_time_unless_the_person_says_otherwise(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let (key, body) = (new_key(), json!({ "amount": FEE }));
        starting(&agency, dossier.id, &key, json!({ "amount": 1 })).await.refused(409, ErrorCode::ChargeAmountDiffers);
        let answers = join_all((0..4).map(|_| starting(&agency, dossier.id, &key, body.clone()))).await;
        let first: PaymentStarted = answers[0].ok(201);
        for answer in &answers {
            assert_eq!(answer.ok::<PaymentStarted>(201), first, "one press, one payment");
        }
        assert_eq!(app.count("payment_attempts"), 1);
        starting(&agency, dossier.id, &key, json!({ "amount": 2 })).await.refused(409, ErrorCode::IdempotencyMismatch);
        let open = starting(&agency, dossier.id, &new_key(), body.clone()).await.refused(409, ErrorCode::PaymentOpen);
        assert!(open.title.contains(&first.attempt.expires_at.vietnam_minute()), "{}", open.title);
        let second: PaymentStarted = starting(&agency, dossier.id, &new_key(), json!({ "amount": FEE, "again": true })).await.ok(201);
        assert_ne!(second.attempt.id, first.attempt.id);
        // An expired one is in nobody's way, and is not handed out again.
        app.advance(16 * 60);
        starting(&agency, dossier.id, &key, body.clone()).await.refused(409, ErrorCode::ChargeMovedOn);
        let third: PaymentStarted = starting(&agency, dossier.id, &new_key(), body).await.ok(201);
        assert!(!third.attempt.is_over);
        for _ in 0..17 {
            begin(&agency, dossier.id).await;
        }
        starting(&agency, dossier.id, &new_key(), json!({ "amount": FEE, "again": true })).await.refused(429, ErrorCode::TooManyRequests);
        assert_eq!(app.count("payment_attempts"), 20);
    }

    async fn the_same_word_many_times_at_once_pays_once(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let (first, second) = (begin(&agency, dossier.id).await, begin(&agency, dossier.id).await);
        let (one, two) = (word(&first, &[]), word(&second, &[("vnp_TransactionNo", "14226113")]));
        let words = (0..8).map(|at| say(&app, if at % 2 == 0 { &one } else { &two }));
        let mut codes = join_all(words).await;
        codes.sort();
        assert_eq!(codes, ["00", "00", "02", "02", "02", "02", "02", "02"]);
        let seen = charge(&agency, dossier.id).await;
        assert_eq!((seen.state, seen.received, seen.excess), (ChargeState::Paid, 2 * FEE, FEE));
        assert_eq!((seen.steps.len(), told(&app).len()), (3, 2));
    }

    async fn money_that_comes_while_the_dossier_ends_is_kept_account_of(app) {
        let desk = app.sign_in(Login::Staff).await;
        let (agency, _) = filed_with_fee(&app).await;
        for _ in 0..4 {
            let dossier = agency.filed(PROCEDURE, UNIT).await;
            let begun = begin(&agency, dossier.id).await;
            let query = word(&begun, &[]);
            let (code, ended) = join(
                say(&app, &query),
                crate::processing::refuse(&desk, dossier.id, 1, "Hồ sơ không đủ điều kiện tiếp nhận."),
            ).await;
            assert_eq!((code.as_str(), ended.status), ("00", 200), "{}", ended.text());
            let seen: DeskCharge = desk.get(&path::desk_charge(dossier.id)).await.ok(200);
            let (state, excess) = (seen.charge.state, seen.charge.excess);
            assert_eq!((seen.charge.received, seen.refundable), (FEE, FEE));
            match state {
                ChargeState::Paid => assert!(excess == 0 && seen.is_refund_to_decide),
                ChargeState::Void => assert!(excess == FEE && !seen.is_refund_to_decide),
                other => panic!("{other:?}"),
            }
        }
    }

    async fn the_code_for_transfers_is_there_while_the_fee_is_due(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let transfer = charge(&agency, dossier.id).await.transfer.unwrap();
        assert_eq!((transfer.account.as_str(), transfer.holder.as_str()), ("0011012345678", "UBND XA TUY PHUOC"));
        assert_eq!(transfer.content, dossier.code.replace(['.', '-'], ""));
        let picture = agency.get(&path::charge_qr(dossier.id)).await;
        assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/png")));
        let other = app.sign_in(Login::OtherAgency).await;
        for address in [path::charge(dossier.id), path::charge_qr(dossier.id)] {
            other.get(&address).await.refused(404, ErrorCode::NotFound);
        }
        let begun = begin(&agency, dossier.id).await;
        assert_eq!(say(&app, &word(&begun, &[])).await, "00");
        agency.get(&path::charge_qr(dossier.id)).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_case_without_a_fee_has_no_charge(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        agency.get(&path::charge(dossier.id)).await.refused(404, ErrorCode::NotFound);
        agency.get(&path::charge_qr(dossier.id)).await.refused(404, ErrorCode::NotFound);
        starting(&agency, dossier.id, &new_key(), json!({ "amount": 0 })).await.refused(404, ErrorCode::NotFound);
        desk.get(&path::desk_charge(dossier.id)).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("charges"), 0);
    }
}

on_each! {
    async fn without_a_gateway_and_an_account_the_desk_is_what_is_left(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.payment.vnpay_url = String::new();
            config.payment.accounts.clear();
        }).await;
        let (agency, dossier) = filed_with_fee(&app).await;
        let seen = charge(&agency, dossier.id).await;
        assert_eq!((seen.vnpay, seen.transfer), (false, None));
        starting(&agency, dossier.id, &new_key(), json!({ "amount": FEE })).await.refused(409, ErrorCode::PaymentNotOffered);
        agency.get(&path::charge_qr(dossier.id)).await.refused(404, ErrorCode::NotFound);
        assert_eq!(say(&app, "vnp_TxnRef=1").await, "01");
    }
}

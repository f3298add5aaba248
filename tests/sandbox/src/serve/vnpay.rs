//! VNPAY's payment page (protocol 2.1.0): checks what the portal signed, lets somebody pay or call it off, tells the portal by
//! its IPN address in the way that was chosen, and sends the browser back. Written from the protocol, apart from the portal.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::{Context, Result};
use ring::hmac;
use serde::{Deserialize, Serialize};
use tracing::{info, warn};

use super::Settings;
use super::inbox_page::{escape, frame};

type Fields = BTreeMap<String, String>;

/// What the portal answered to one notification.
#[derive(Clone, Serialize)]
pub struct Call {
    reference: String,
    answer: serde_json::Value,
}

/// What happened here.
#[derive(Default)]
pub struct Terminal {
    ended: Mutex<BTreeSet<String>>,
    calls: Mutex<Vec<Call>>,
    /// Notifications that wait to be sent late.
    held: Mutex<Vec<(String, Fields)>>,
}

fn text_of(fields: &Fields) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

fn hash_of(fields: &Fields, secret: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA512, secret.as_bytes());
    let tag = hmac::sign(&key, text_of(fields).as_bytes());
    tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn signed(fields: &Fields, secret: &str) -> String {
    format!("{}&vnp_SecureHash={}", text_of(fields), hash_of(fields, secret))
}

/// The order of a query, or why it is none.
fn order(query: &str, settings: &Settings) -> Result<Fields, &'static str> {
    let mut fields: Fields = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let hash = fields.remove("vnp_SecureHash").unwrap_or_default();
    if hash_of(&fields, &settings.vnpay_secret) != hash.to_lowercase() {
        return Err("Sai chữ ký (mã 70)");
    }
    let is = |name: &str, value: &str| fields.get(name).is_some_and(|own| own == value);
    if !is("vnp_TmnCode", &settings.vnpay_terminal) {
        return Err("Website không được phép (mã 71)");
    }
    let plain = |name: &str| {
        let own = fields.get(name).map(String::as_str).unwrap_or_default();
        !own.is_empty()
            && own
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
    };
    let is_whole = is("vnp_Version", "2.1.0")
        && is("vnp_Command", "pay")
        && is("vnp_CurrCode", "VND")
        && [
            "vnp_Locale",
            "vnp_ReturnUrl",
            "vnp_IpAddr",
            "vnp_OrderType",
            "vnp_CreateDate",
            "vnp_ExpireDate",
        ]
        .iter()
        .all(|name| fields.get(*name).is_some_and(|value| !value.is_empty()))
        && plain("vnp_OrderInfo")
        && plain("vnp_TxnRef");
    let amount: Option<u64> = fields.get("vnp_Amount").and_then(|text| text.parse().ok());
    if !is_whole || amount.is_none_or(|amount| amount == 0 || amount % 100 != 0) {
        return Err("Dữ liệu gửi sang không đúng định dạng (mã 03)");
    }
    Ok(fields)
}

fn page(title: &str, main: &str, status: u16) -> HttpResponse {
    let code = actix_web::http::StatusCode::from_u16(status).unwrap_or_default();
    HttpResponse::build(code)
        .content_type("text/html; charset=utf-8")
        .body(frame(title, main, ""))
}

fn refused(why: &str) -> HttpResponse {
    warn!(why, "no payment");
    page(
        "VNPAY (mẫu)",
        &format!("<section><h2>Lỗi</h2><p>{}</p></section>", escape(why)),
        400,
    )
}

/// `GET /paymentv2/vpcpay.html`
pub async fn pay(
    request: HttpRequest,
    settings: web::Data<Settings>,
    terminal: web::Data<Terminal>,
) -> HttpResponse {
    let query = request.query_string();
    let fields = match order(query, &settings) {
        Ok(fields) => fields,
        Err(why) => return refused(why),
    };
    let of = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let now = (chrono::Utc::now() + chrono::TimeDelta::hours(7))
        .format("%Y%m%d%H%M%S")
        .to_string();
    if of("vnp_ExpireDate") < now {
        return refused("Giao dịch đã quá thời gian thanh toán (mã 11)");
    }
    if terminal
        .ended
        .lock()
        .is_ok_and(|ended| ended.contains(&of("vnp_TxnRef")))
    {
        return refused("Giao dịch đã tồn tại (mã 01)");
    }
    let dong = of("vnp_Amount").parse::<u64>().unwrap_or_default() / 100;
    let ways: String = [
        ("once", "báo ngay"),
        ("twice", "báo hai lần"),
        ("after", "báo 3 giây sau khi quay về"),
        ("held", "giữ lại, báo khi được gọi"),
        ("wrong", "báo sai số tiền"),
        ("none", "không báo"),
    ]
    .iter()
    .map(|(value, label)| format!("<option value=\"{value}\">{label}</option>"))
    .collect();
    let main = format!(
        "<section><h2>Thanh toán {dong} đồng</h2><p>{}</p><p>Trang thanh toán mẫu. Không có khoản tiền nào được chuyển.</p>\
         <form method=\"post\" action=\"/vnpay/decision\"><input type=\"hidden\" name=\"order\" value=\"{}\">\
         <p><label>Cách báo cho cổng (IPN) <select name=\"ipn\">{ways}</select></label></p>\
         <p><button name=\"outcome\" value=\"paid\">Trả tiền</button> <button name=\"outcome\" value=\"called-off\">Hủy thanh toán</button> \
         <button name=\"outcome\" value=\"failed\">Không đủ số dư</button></p></form></section>",
        escape(&of("vnp_OrderInfo")),
        escape(query),
    );
    page("VNPAY (mẫu)", &main, 200)
}

/// What somebody chose on the page.
#[derive(Deserialize)]
pub struct Decision {
    order: String,
    outcome: String,
    #[serde(default)]
    ipn: String,
}

/// `POST /vnpay/decision`
pub async fn decide(
    form: web::Form<Decision>,
    settings: web::Data<Settings>,
    terminal: web::Data<Terminal>,
) -> HttpResponse {
    let fields = match order(&form.order, &settings) {
        Ok(fields) => fields,
        Err(why) => return refused(why),
    };
    let of = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let is_new = terminal
        .ended
        .lock()
        .is_ok_and(|mut ended| ended.insert(of("vnp_TxnRef")));
    if !is_new {
        return refused("Giao dịch đã tồn tại (mã 01)");
    }
    let (response, status, number) = match form.outcome.as_str() {
        "paid" => ("00", "00", chrono::Utc::now().timestamp_millis().to_string()),
        "failed" => ("51", "02", "0".to_owned()),
        _ => ("24", "02", "0".to_owned()),
    };
    let mut word: Fields = ["vnp_Amount", "vnp_OrderInfo", "vnp_TmnCode", "vnp_TxnRef"]
        .iter()
        .map(|name| ((*name).to_owned(), of(name)))
        .collect();
    for (name, value) in [
        ("vnp_BankCode", "NCB".to_owned()),
        ("vnp_CardType", "ATM".to_owned()),
        ("vnp_PayDate", of("vnp_CreateDate")),
        ("vnp_ResponseCode", response.to_owned()),
        ("vnp_TransactionStatus", status.to_owned()),
        ("vnp_TransactionNo", number),
    ] {
        word.insert(name.to_owned(), value);
    }
    let ipn = match &settings.vnpay_ipn {
        Some(address) => address.clone(),
        None => beside(&of("vnp_ReturnUrl")),
    };
    match form.ipn.as_str() {
        "twice" => {
            tell(&ipn, &word, &settings, &terminal).await;
            tell(&ipn, &word, &settings, &terminal).await;
        }
        "after" => {
            let (ipn, word, settings, terminal) = (ipn, word.clone(), settings.clone(), terminal.clone());
            actix_web::rt::spawn(async move {
                actix_web::rt::time::sleep(Duration::from_secs(3)).await;
                tell(&ipn, &word, &settings, &terminal).await;
            });
        }
        "held" => {
            if let Ok(mut held) = terminal.held.lock() {
                held.push((ipn, word.clone()));
            }
        }
        "wrong" => {
            let mut other = word.clone();
            other.insert("vnp_Amount".to_owned(), "100".to_owned());
            tell(&ipn, &other, &settings, &terminal).await;
        }
        "none" => {}
        _ => tell(&ipn, &word, &settings, &terminal).await,
    }
    let back = format!(
        "{}?{}",
        of("vnp_ReturnUrl"),
        signed(&word, &settings.vnpay_secret)
    );
    HttpResponse::SeeOther()
        .insert_header(("location", back))
        .finish()
}

/// The address that the portal would have had registered, where it comes back to this machine.
fn beside(return_url: &str) -> String {
    let origin = return_url.split("/api/").next().unwrap_or_default();
    format!("{origin}/agent/v1/vnpay/ipn")
}

async fn tell(ipn: &str, word: &Fields, settings: &Settings, terminal: &Terminal) {
    let answer = ask(&format!("{ipn}?{}", signed(word, &settings.vnpay_secret))).await;
    let answer = answer.unwrap_or_else(|error| {
        warn!(%error, "the portal was not told");
        serde_json::json!({ "error": error.to_string() })
    });
    info!(%answer, "the portal was told");
    if let Ok(mut calls) = terminal.calls.lock() {
        let reference = word.get("vnp_TxnRef").cloned().unwrap_or_default();
        calls.push(Call { reference, answer });
    }
}

async fn ask(address: &str) -> Result<serde_json::Value> {
    // Another part of the program may have chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(10))
        .build()?;
    let answer = client.get(address).send().await.context("no answer")?;
    Ok(serde_json::from_str(&answer.text().await?)?)
}

/// `GET /vnpay/calls`: what the portal answered, oldest first.
pub async fn calls(terminal: web::Data<Terminal>) -> HttpResponse {
    let calls = terminal
        .calls
        .lock()
        .map(|calls| calls.clone())
        .unwrap_or_default();
    HttpResponse::Ok().json(calls)
}

/// `POST /vnpay/held`: sends what was held back.
pub async fn send_held(settings: web::Data<Settings>, terminal: web::Data<Terminal>) -> HttpResponse {
    let held = terminal
        .held
        .lock()
        .map(|mut held| std::mem::take(&mut *held))
        .unwrap_or_default();
    for (ipn, word) in &held {
        tell(ipn, word, &settings, &terminal).await;
    }
    HttpResponse::Ok().json(held.len())
}

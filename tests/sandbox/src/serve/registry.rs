//! The records that people are compared with when they register, in the protocol of docs/adapters.md: the mobile
//! operators' subscribers, social insurance, the post office. Everybody in them is made up.

use actix_web::{HttpRequest, HttpResponse, Responder, web};
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tracing::warn;

use super::Settings;
use super::inbox::national;
use crate::clock;

/// A request may be so old or so far ahead, in seconds.
const SKEW: i64 = 300;

/// Somebody in the records.
struct Person {
    identity_number: &'static str,
    name: &'static str,
    birth_date: &'static str,
    phones: &'static [&'static str],
    insurance: Option<&'static str>,
    post: Option<&'static str>,
    /// The phone on the records of insurance and post office.
    on_record: Option<&'static str>,
}

/// Made-up people. The twins share day of birth and phone of the family.
const PEOPLE: [Person; 6] = [
    Person {
        identity_number: "001099000011",
        name: "Lê Văn Mới",
        birth_date: "1999-01-31",
        phones: &["0912000011", "0912000012"],
        insurance: Some("7912000011"),
        post: Some("levanmoi"),
        on_record: Some("0912000011"),
    },
    Person {
        identity_number: "052203000021",
        name: "Trần Thị Song An",
        birth_date: "2003-06-15",
        phones: &["0912000021"],
        insurance: Some("5212000021"),
        post: None,
        on_record: None,
    },
    Person {
        identity_number: "052303000022",
        name: "Trần Thị Song Bình",
        birth_date: "2003-06-15",
        phones: &["0912000021"],
        insurance: None,
        post: Some("song.binh@vi-du.vn"),
        on_record: Some("0912000021"),
    },
    Person {
        identity_number: "205412345",
        name: "Y Blô",
        birth_date: "1960-12-01",
        phones: &["0912000031"],
        insurance: None,
        post: None,
        on_record: None,
    },
    // Known to the portal's demonstration already.
    Person {
        identity_number: "001099000001",
        name: "Nguyễn Thị Mẫu",
        birth_date: "1999-05-19",
        phones: &["0900000003", "0900000093"],
        insurance: Some("7912000001"),
        post: None,
        on_record: Some("0900000003"),
    },
    Person {
        identity_number: "003088000041",
        name: "Phạm Văn Nghi",
        birth_date: "1989-02-28",
        phones: &["0912000041"],
        insurance: None,
        post: None,
        on_record: None,
    },
];

/// One line each for three people who are in the records and have no account in the portal's demonstration.
pub fn people() -> impl Iterator<Item = String> {
    PEOPLE.iter().take(3).map(|person| {
        let day: Vec<&str> = person.birth_date.rsplit('-').collect();
        format!(
            "{:<14} {:<20} {:<12} {:<12} {:<12} {}",
            person.identity_number,
            person.name,
            day.join("/"),
            person.phones.first().unwrap_or(&"-"),
            person.insurance.unwrap_or("-"),
            person.post.unwrap_or("-")
        )
    })
}

/// Records that make the system behave badly.
const DOWN: [&str; 2] = ["0912999503", "9999999503"];
const SLOW: [&str; 2] = ["0912999504", "9999999504"];
const RUBBISH: [&str; 2] = ["0912999500", "9999999500"];
const OTHERS_ANSWER: [&str; 2] = ["0912999501", "9999999501"];

#[derive(Deserialize)]
struct Request {
    request_id: String,
    record_type: String,
    record: String,
    identity_number: String,
    name: String,
    birth_date: String,
}

#[derive(Serialize)]
struct Reply {
    request_id: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

/// `POST /registry/v1/compare`
pub async fn compare(
    request: HttpRequest,
    body: web::Bytes,
    settings: web::Data<Settings>,
) -> impl Responder {
    let keys = (&*settings.registry_api_key, &*settings.registry_secret_key);
    if let Err(why) = check_caller(&request, &body, keys) {
        warn!(why, "a comparison was refused");
        return HttpResponse::Unauthorized().json(serde_json::json!({ "error": why }));
    }
    let Ok(asked) = serde_json::from_slice::<Request>(&body) else {
        return HttpResponse::BadRequest().json(serde_json::json!({ "error": "unreadable" }));
    };
    let is_one_of = |list: &[&str]| list.contains(&asked.record.as_str());
    if is_one_of(&DOWN) {
        return HttpResponse::ServiceUnavailable().finish();
    }
    if is_one_of(&SLOW) {
        actix_web::rt::time::sleep(Duration::from_secs(20)).await;
    }
    if is_one_of(&RUBBISH) {
        return HttpResponse::Ok().body("<html>Bảo trì hệ thống</html>");
    }
    let mut reply = answer(&asked);
    if is_one_of(&OTHERS_ANSWER) {
        reply.request_id = "khac".to_owned();
        reply.outcome = "match";
    }
    HttpResponse::Ok().json(reply)
}

pub fn check_caller(
    request: &HttpRequest,
    body: &[u8],
    (api_key, secret_key): (&str, &str),
) -> Result<(), &'static str> {
    let header = |name: &str| {
        let value = request.headers().get(name)?;
        value.to_str().ok()
    };
    if header("x-api-key") != Some(api_key) {
        return Err("unknown key");
    }
    let moment = header("x-timestamp").unwrap_or_default();
    let seconds: i64 = moment.parse().map_err(|_| "no timestamp")?;
    if (clock::now().timestamp() - seconds).abs() > SKEW {
        return Err("too old");
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret_key.as_bytes());
    let signed = [moment.as_bytes(), b".", body].concat();
    let signature = header("x-signature").and_then(from_hex).ok_or("no signature")?;
    hmac::verify(&key, &signed, &signature).map_err(|_| "wrong signature")
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

fn answer(asked: &Request) -> Reply {
    let reply = |outcome, phone: Option<&str>, operator| Reply {
        request_id: asked.request_id.clone(),
        outcome,
        operator,
        phone: phone.map(national),
    };
    let found = PEOPLE.iter().find(|person| {
        let is_theirs = match asked.record_type.as_str() {
            "subscriber" => person.phones.contains(&asked.record.as_str()),
            "insurance" => person.insurance == Some(asked.record.as_str()),
            "post" => person.post == Some(asked.record.as_str()),
            _ => false,
        };
        is_theirs && person.identity_number == asked.identity_number
    });
    let is_subscriber = asked.record_type == "subscriber";
    let operator = is_subscriber.then(|| operator(&asked.record)).flatten();
    match found {
        Some(person)
            if person.name.to_lowercase() == asked.name.to_lowercase()
                && person.birth_date == asked.birth_date =>
        {
            let phone = if is_subscriber {
                Some(asked.record.as_str())
            } else {
                person.on_record
            };
            reply("match", phone, operator)
        }
        Some(_) => reply("mismatch", None, operator),
        None => reply("unknown", None, operator),
    }
}

fn operator(phone: &str) -> Option<&'static str> {
    match phone.get(..3)? {
        "086" | "096" | "097" | "098" | "032" | "033" | "034" | "035" | "036" | "037" | "038" | "039" => {
            Some("Viettel")
        }
        "088" | "091" | "094" | "081" | "082" | "083" | "084" | "085" => Some("VinaPhone"),
        "089" | "090" | "093" | "070" | "076" | "077" | "078" | "079" => Some("MobiFone"),
        _ => None,
    }
}

//! The register of the population, in the protocol of docs/adapters.md. Everybody in it is made up.

use actix_web::{HttpRequest, HttpResponse, Responder, web};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tracing::warn;

use super::Settings;
use super::registry::check_caller;

/// Somebody in the register.
struct Person {
    identity_number: &'static str,
    name: &'static str,
    birth_date: &'static str,
    sex: &'static str,
    issued_on: &'static str,
    issued_by: &'static str,
}

/// Who issues cards.
const POLICE: &str = "Cục CS QLHC về TTXH";

const PEOPLE: [Person; 4] = [
    Person {
        identity_number: "001099000011",
        name: "Lê Văn Mới",
        birth_date: "1999-01-31",
        sex: "male",
        issued_on: "2021-03-25",
        issued_by: POLICE,
    },
    Person {
        identity_number: "052203000021",
        name: "Trần Thị Song An",
        birth_date: "2003-06-15",
        sex: "female",
        issued_on: "2022-08-01",
        issued_by: POLICE,
    },
    Person {
        identity_number: "001099000001",
        name: "Nguyễn Thị Mẫu",
        birth_date: "1999-05-19",
        sex: "female",
        issued_on: "2021-05-20",
        issued_by: POLICE,
    },
    Person {
        identity_number: "003088000041",
        name: "Phạm Văn Nghi",
        birth_date: "1989-02-28",
        sex: "male",
        issued_on: "2021-11-05",
        issued_by: POLICE,
    },
];

/// Numbers that make the register behave badly.
const DOWN: &str = "001099999503";
const SLOW: &str = "001099999504";
const RUBBISH: &str = "001099999500";
const OTHERS_ANSWER: &str = "001099999501";

#[derive(Deserialize)]
struct Request {
    request_id: String,
    identity_number: String,
    name: String,
    birth_date: String,
    sex: String,
    issued_on: String,
    issued_by: String,
}

#[derive(Serialize)]
struct Reply {
    request_id: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Fields>,
}

#[derive(Serialize)]
struct Fields {
    name: bool,
    birth_date: bool,
    sex: bool,
    issued_on: bool,
    issued_by: bool,
}

/// `POST /population/v1/verify-card`
pub async fn verify(request: HttpRequest, body: web::Bytes, settings: web::Data<Settings>) -> impl Responder {
    let keys = (&*settings.registry_api_key, &*settings.registry_secret_key);
    if let Err(why) = check_caller(&request, &body, keys) {
        warn!(why, "a card was not compared");
        return HttpResponse::Unauthorized().json(serde_json::json!({ "error": why }));
    }
    let Ok(asked) = serde_json::from_slice::<Request>(&body) else {
        return HttpResponse::BadRequest().json(serde_json::json!({ "error": "unreadable" }));
    };
    match asked.identity_number.as_str() {
        DOWN => return HttpResponse::ServiceUnavailable().finish(),
        RUBBISH => return HttpResponse::Ok().body("<html>Bảo trì hệ thống</html>"),
        SLOW => actix_web::rt::time::sleep(Duration::from_secs(20)).await,
        _ => {}
    }
    let mut reply = answer(&asked);
    if asked.identity_number == OTHERS_ANSWER {
        reply.request_id = "khac".to_owned();
    }
    HttpResponse::Ok().json(reply)
}

fn answer(asked: &Request) -> Reply {
    let found = PEOPLE
        .iter()
        .find(|person| person.identity_number == asked.identity_number);
    let is_same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let fields = found.map(|person| Fields {
        name: is_same(person.name, &asked.name),
        birth_date: person.birth_date == asked.birth_date,
        sex: person.sex == asked.sex,
        issued_on: person.issued_on == asked.issued_on,
        issued_by: is_same(person.issued_by, &asked.issued_by),
    });
    Reply {
        request_id: asked.request_id.clone(),
        outcome: match fields {
            Some(_) => "compared",
            None => "unknown",
        },
        fields,
    }
}

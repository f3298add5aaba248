//! A mobile signature service (ETSI TS 102 204, SOAP 1.2) with the phones of made-up people. What a phone shows is at
//! `/api/phones/{phone}`; it signs when it is asked about for the second time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::{HttpResponse, Responder, web};
use anyhow::{Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::XmlVersion;
use quick_xml::escape::escape;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use serde_json::json;

use super::Settings;
use crate::pki::cms::{self, Options};
use crate::pki::store;

const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
const MSS: &str = "http://uri.etsi.org/TS102204/v1.1.2#";

/// What a phone does.
#[derive(Clone, Copy)]
enum Person {
    /// Signs with the certificate of this holder.
    Signs(&'static str),
    /// Signs another text than it was sent.
    SignsAnother(&'static str),
    /// Answers with this status.
    Refuses(u32),
    /// Leaves the phone where it is.
    Sleeps,
}

const PHONES: [(&str, Person); 8] = [
    ("84912000201", Person::Signs("org-so-noi-vu")),
    ("84912000202", Person::Signs("org-hoa-mai")),
    ("84912000203", Person::Signs("org-renewed")),
    ("84912000204", Person::Signs("person-mau")),
    ("84912000205", Person::Refuses(401)),
    ("84912000206", Person::Refuses(402)),
    ("84912000207", Person::Sleeps),
    ("84912000208", Person::SignsAnother("org-so-noi-vu")),
];

struct Waiting {
    phone: String,
    text: String,
    looks: u32,
    until: Instant,
}

/// What was sent to phones.
#[derive(Default)]
pub struct Phones(Mutex<HashMap<String, Waiting>>);

/// `GET /api/phones/{phone}`: what the phone shows.
pub async fn shown(phones: web::Data<Phones>, phone: web::Path<String>) -> impl Responder {
    let all = phones.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut texts: Vec<(&Instant, &str)> = all
        .values()
        .filter(|one| one.phone == *phone)
        .map(|one| (&one.until, one.text.as_str()))
        .collect();
    texts.sort();
    let texts: Vec<&str> = texts.into_iter().map(|(_, text)| text).collect();
    web::Json(json!({ "texts": texts }))
}

/// `POST /mss`
pub async fn serve(settings: web::Data<Settings>, phones: web::Data<Phones>, body: String) -> HttpResponse {
    match answer(&settings, &phones, &body) {
        Ok(Ok(body)) => soap(HttpResponse::Ok(), &body),
        Ok(Err(code)) => soap(HttpResponse::InternalServerError(), &fault(code)),
        Err(error) => {
            tracing::warn!(
                error = format!("{error:#}"),
                "a mobile signature request makes no sense"
            );
            // WRONG_PARAM
            soap(HttpResponse::InternalServerError(), &fault(101))
        }
    }
}

fn soap(mut answer: actix_web::HttpResponseBuilder, body: &str) -> HttpResponse {
    answer
        .content_type("application/soap+xml; charset=utf-8")
        .body(format!(
            "<?xml version=\"1.0\"?><env:Envelope xmlns:env=\"{SOAP}\"><env:Body xmlns:m=\"{MSS}\">{body}</env:Body></env:Envelope>"
        ))
}

fn fault(code: u32) -> String {
    format!(
        "<env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode><env:Value>m:_{code}</env:Value></env:Subcode></env:Code>\
         <env:Reason><env:Text xml:lang=\"en\">{code}</env:Text></env:Reason></env:Fault>"
    )
}

/// The body of an answer, or the code of a fault.
fn answer(settings: &Settings, phones: &Phones, body: &str) -> Result<Result<String, u32>> {
    let request = Request::read(body)?;
    let value = |name: &str| {
        request
            .attributes
            .get(name)
            .map(String::as_str)
            .unwrap_or_default()
    };
    let text = |name: &str| request.texts.get(name).map(String::as_str).unwrap_or_default();
    if (value("AP_ID"), value("AP_PWD")) != (&settings.mss_id, &settings.mss_password) {
        // UNAUTHORIZED_ACCESS
        return Ok(Err(104));
    }
    let mut waiting = phones.0.lock().unwrap_or_else(PoisonError::into_inner);
    match request.name.as_str() {
        "MSS_SignatureReq" => {
            if value("MessagingMode") != "asynchClientServer" || value("Instant").len() < 20 {
                bail!("another mode, or no moment");
            }
            let phone = text("MSISDN").trim_start_matches('+').to_owned();
            if person(&phone).is_none() {
                // UNKNOWN_CLIENT
                return Ok(Err(105));
            }
            let id = format!("mss-{}", waiting.len() + 1);
            let seconds = value("TimeOut").parse().unwrap_or(60);
            let until = Instant::now() + Duration::from_secs(seconds);
            let text = text("DataToBeSigned").to_owned();
            waiting.insert(
                id.clone(),
                Waiting {
                    phone,
                    text,
                    looks: 0,
                    until,
                },
            );
            Ok(Ok(format!(
                "<m:MSS_SignatureResp MajorVersion=\"1\" MinorVersion=\"1\" MSSP_TransID=\"{}\">{}</m:MSS_SignatureResp>",
                escape(&id),
                status(100)
            )))
        }
        "MSS_StatusReq" => {
            let Some(one) = waiting.get_mut(value("MSSP_TransID")) else {
                bail!("no such transaction");
            };
            one.looks += 1;
            if one.until <= Instant::now() {
                // EXPIRED_TRANSACTION
                return Ok(Err(208));
            }
            let (holder, text) = match person(&one.phone) {
                _ if one.looks < 2 => return Ok(Ok(state(504, ""))),
                Some(Person::Signs(holder)) => (holder, one.text.clone()),
                Some(Person::SignsAnother(holder)) => (holder, format!("{}.", one.text)),
                Some(Person::Refuses(code)) => return Ok(Err(code)),
                Some(Person::Sleeps) | None => return Ok(Ok(state(504, ""))),
            };
            let signer = store::read(&settings.dir, holder)?;
            let cms = cms::detached(&signer, text.as_bytes(), &Options::default())?;
            let signature = format!(
                "<m:MSS_Signature><m:Base64Signature>{}</m:Base64Signature></m:MSS_Signature>",
                STANDARD.encode(cms)
            );
            Ok(Ok(state(500, &signature)))
        }
        other => bail!("{other} is not asked here"),
    }
}

fn person(phone: &str) -> Option<Person> {
    PHONES
        .iter()
        .find(|(own, _)| *own == phone)
        .map(|(_, person)| *person)
}

fn status(code: u32) -> String {
    format!("<m:Status><m:StatusCode Value=\"{code}\"/></m:Status>")
}

fn state(code: u32, signature: &str) -> String {
    format!(
        "<m:MSS_StatusResp MajorVersion=\"1\" MinorVersion=\"1\">{signature}{}</m:MSS_StatusResp>",
        status(code)
    )
}

/// The one message in an envelope: its name, and all attributes and texts below it by their names.
#[derive(Default)]
struct Request {
    name: String,
    attributes: HashMap<String, String>,
    texts: HashMap<String, String>,
}

impl Request {
    fn read(body: &str) -> Result<Self> {
        let mut reader = NsReader::from_str(body);
        let mut request = Self::default();
        let mut inside = String::new();
        loop {
            let (space, event) = reader.read_resolved_event()?;
            let is_mss = matches!(space, ResolveResult::Bound(space) if space.0 == MSS.as_bytes());
            match event {
                Event::Start(element) | Event::Empty(element) if is_mss => {
                    inside = String::from_utf8(element.local_name().as_ref().to_vec())?;
                    if request.name.is_empty() {
                        request.name.clone_from(&inside);
                    }
                    for attribute in element.attributes() {
                        let attribute = attribute?;
                        let name = String::from_utf8(attribute.key.as_ref().to_vec())?;
                        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
                        request.attributes.insert(name, value);
                    }
                }
                Event::End(_) => inside.clear(),
                Event::Text(text) => {
                    request
                        .texts
                        .entry(inside.clone())
                        .or_default()
                        .push_str(&text.decode()?);
                }
                Event::Eof => return Ok(request),
                _ => {}
            }
        }
    }
}

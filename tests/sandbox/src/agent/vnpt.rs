//! The VNPT-CA plugin: one path, functions by number, answers as `result*callback`. What is inside `data` of GetCertInfo
//! is not published: here it is a JSON text with the certificate in base64.

use std::sync::Arc;

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Agent;
use super::behaviour::Behaviour;
use super::file::{self, Kind};
use super::socket::{Answer, Call};
use crate::pki::cms::{self, Options};
use crate::pki::key::Hash;

const OK: i64 = 0;
const BAD_INPUT: i64 = 1;
const NO_CERTIFICATE: i64 = 2;
const SIGNING_FAILED: i64 = 3;
const UNKNOWN: i64 = 5;
const CANCELLED: i64 = 11;

#[derive(Deserialize)]
struct Order {
    #[serde(rename = "functionID")]
    function: u32,
    #[serde(rename = "funcCallback")]
    callback: String,
    #[serde(default)]
    args: Vec<Option<String>>,
    #[serde(default)]
    domain: String,
}

/// Why nothing came of it.
struct Failure(i64, String);

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure(SIGNING_FAILED, format!("{error:#}"))
    }
}

/// Answers one call.
pub fn answer(agent: Arc<Agent>, call: Call) -> Answer {
    Box::pin(async move {
        if call.path != "/plugin" {
            return None;
        }
        let order: Order = serde_json::from_str(&call.text).ok()?;
        let work = {
            let callback = order.callback.clone();
            actix_web::web::block(move || (result(&agent, &order), callback)).await
        };
        let (result, callback) = work.ok()?;
        Some(format!("{result}*{callback}"))
    })
}

fn result(agent: &Agent, order: &Order) -> String {
    let argument = |place: usize| order.args.get(place).cloned().flatten().unwrap_or_default();
    let coded = |result: Result<Value, Failure>| {
        let (code, data, error) = match result {
            Ok(data) => (OK, data, String::new()),
            Err(Failure(code, error)) => (code, Value::String(String::new()), error),
        };
        json!({ "code": code, "data": data, "error": error }).to_string()
    };
    match order.function {
        7 => "1".to_owned(),
        11 => "1.0.0.7".to_owned(),
        6 => coded(take_licence(agent, &argument(0), &order.domain)),
        _ if !agent.state().is_licensed => coded(Err(Failure(UNKNOWN, "no licence".to_owned()))),
        0 => coded(certificate(agent)),
        2 => coded(sign_pdf(agent, &argument(0), &argument(1))),
        4 => coded(sign_cms(agent, &argument(0))),
        9 => coded(sign_hash(agent, &argument(0))),
        34 => coded(
            agent
                .shown()
                .map(|_| json!("1"))
                .map_err(|error| Failure(NO_CERTIFICATE, error.to_string())),
        ),
        other => coded(Err(Failure(BAD_INPUT, format!("unknown function {other}")))),
    }
}

fn take_licence(agent: &Agent, licence: &str, domain: &str) -> Result<Value, Failure> {
    if licence != agent.licence || domain.is_empty() {
        return Err(Failure(UNKNOWN, format!("no licence for {domain}")));
    }
    agent.state().is_licensed = true;
    Ok(json!(""))
}

fn certificate(agent: &Agent) -> Result<Value, Failure> {
    let shown = agent
        .shown()
        .map_err(|error| Failure(NO_CERTIFICATE, error.to_string()))?;
    Ok(Value::String(
        json!({ "base64": STANDARD.encode(shown.certificate) }).to_string(),
    ))
}

/// The person or the token says no before anything is signed.
fn ask(agent: &Agent) -> Result<(), Failure> {
    match agent.behaviour() {
        Behaviour::Cancelled => Err(Failure(CANCELLED, "cancelled by the user".to_owned())),
        Behaviour::WrongPin => Ok(agent.token.try_wrong_pin()?),
        _ => Ok(()),
    }
}

fn bytes(argument: &str) -> Result<Vec<u8>, Failure> {
    STANDARD
        .decode(argument)
        .map_err(|error| Failure(BAD_INPUT, error.to_string()))
}

fn sign_hash(agent: &Agent, argument: &str) -> Result<Value, Failure> {
    let digest = bytes(argument)?;
    if digest.len() != 32 {
        return Err(Failure(BAD_INPUT, "not a SHA-256".to_owned()));
    }
    ask(agent)?;
    let signature = agent.signer()?.key.sign_digest(Hash::Sha256, &digest)?;
    Ok(json!(STANDARD.encode(signature)))
}

fn sign_cms(agent: &Agent, argument: &str) -> Result<Value, Failure> {
    let content = bytes(argument)?;
    ask(agent)?;
    let cms = cms::detached(&agent.signer()?, &content, &Options::default())?;
    Ok(json!(STANDARD.encode(cms)))
}

fn sign_pdf(agent: &Agent, argument: &str, options: &str) -> Result<Value, Failure> {
    let original = bytes(argument)?;
    let options: Value = if options.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(options).map_err(|error| Failure(BAD_INPUT, error.to_string()))?
    };
    ask(agent)?;
    let place = Some(&options)
        .filter(|options| options.is_object())
        .map(|options| {
            let number = |key: &str, default: f64| options[key].as_f64().unwrap_or(default) as f32;
            let (left, bottom) = (number("llx", 0.0), number("lly", 0.0));
            [
                left,
                bottom,
                number("urx", 150.0) - left,
                number("ury", 75.0) - bottom,
            ]
        });
    let signed = file::sign(agent, Kind::Approved, place, original).context("signing")?;
    Ok(json!(STANDARD.encode(signed)))
}

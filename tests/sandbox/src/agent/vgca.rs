//! VGCA Sign Service of Ban Cơ yếu Chính phủ: a path for each function, one message in, one JSON out. `Status` is a number
//! here, 0 for success. What the genuine agent answers to GetVersion and inside `CertInfo`, and its numbers for failures
//! other than 0x0028, is not published: these are made up, and nobody may rely on them.

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

const FAILED: i64 = 1;
const CANCELLED: i64 = 2;
const WRONG_PIN: i64 = 3;
/// The handler did not answer what an agent understands.
const BAD_HANDLER: i64 = 0x28;

/// Answers one call.
pub fn answer(agent: Arc<Agent>, call: Call) -> Answer {
    Box::pin(async move {
        let reply = match call.path.as_str() {
            "/SignApproved" => sign_file(agent, Kind::Approved, &call.text).await,
            "/SignIssued" => sign_file(agent, Kind::Issued, &call.text).await,
            "/SignIncome" => sign_file(agent, Kind::Income, &call.text).await,
            "/SignCopy" => sign_file(agent, Kind::Copy, &call.text).await,
            path => at_once(&agent, path, &call.text)?,
        };
        Some(reply.to_string())
    })
}

fn at_once(agent: &Agent, path: &str, text: &str) -> Option<Value> {
    Some(match (path, text) {
        ("/GetVersion", "GetVersion") => json!({ "Status": 0, "Message": "", "Version": "sandbox 1.0" }),
        ("/Config", "config") => json!({ "Status": 0, "Message": "" }),
        ("/GetCertInfo", "get_cert_info") => reply(certificate(agent)),
        ("/SignMsg", text) => match refusal(agent) {
            Some(refusal) => refusal,
            None => reply(sign_message(agent, text)),
        },
        ("/VerifyMsg", text) => reply(verify_message(text)),
        _ => return None,
    })
}

fn reply(result: Result<Value>) -> Value {
    result.unwrap_or_else(|error| json!({ "Status": FAILED, "Message": format!("{error:#}") }))
}

/// The person or the token says no before anything is signed.
fn refusal(agent: &Agent) -> Option<Value> {
    match agent.behaviour() {
        Behaviour::Cancelled => Some(json!({ "Status": CANCELLED, "Message": "cancelled by the user" })),
        Behaviour::WrongPin => {
            let error = agent.token.try_wrong_pin().err()?;
            Some(json!({ "Status": WRONG_PIN, "Message": format!("{error:#}") }))
        }
        _ => None,
    }
}

fn certificate(agent: &Agent) -> Result<Value> {
    let shown = agent.shown()?;
    let info =
        json!({ "SerialNumber": hex(&shown.serial), "CertBase64": STANDARD.encode(&shown.certificate) });
    Ok(json!({ "Status": 0, "Message": "", "CertInfo": info }))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Digest {
    hash_alg: String,
    hash_value: String,
    encode: String,
}

/// The current form names a digest and gets the bare signature with its certificate; the old one is the content in
/// base64 and gets a CMS, which needs no certificate beside it.
fn sign_message(agent: &Agent, text: &str) -> Result<Value> {
    let signer = agent.signer()?;
    let Ok(order) = serde_json::from_str::<Digest>(text) else {
        let content = STANDARD.decode(text.trim()).context("neither JSON nor base64")?;
        let signature = cms::detached(&signer, &content, &Options::default())?;
        return Ok(json!({ "Status": 0, "Message": "", "Signature": STANDARD.encode(signature) }));
    };
    anyhow::ensure!(order.encode == "RSA", "unknown encoding {}", order.encode);
    let hash = match order.hash_alg.as_str() {
        "SHA1" => Hash::Sha1,
        "SHA256" => Hash::Sha256,
        "SHA384" => Hash::Sha384,
        "SHA512" => Hash::Sha512,
        other => anyhow::bail!("unknown digest {other}"),
    };
    let digest = STANDARD
        .decode(&order.hash_value)
        .context("HashValue is not base64")?;
    anyhow::ensure!(
        digest.len() == hash.digest(b"").len(),
        "HashValue has the wrong length"
    );
    let signature = signer.key.sign_digest(hash, &digest)?;
    // A cheat shows the one and signs with the other.
    let shown = agent.shown()?;
    Ok(json!({
        "Status": 0, "Message": "", "Signature": STANDARD.encode(signature), "CertBase64": STANDARD.encode(shown.certificate),
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Signed {
    base64_content: String,
    signature: String,
}

fn verify_message(text: &str) -> Result<Value> {
    let signed: Signed = serde_json::from_str(text).context("no JSON")?;
    let content = STANDARD.decode(&signed.base64_content).context("Base64Content")?;
    let signature = STANDARD.decode(&signed.signature).context("Signature")?;
    cms::verify_detached(&signature, &content)?;
    Ok(json!({ "Status": 0, "Message": "" }))
}

async fn sign_file(agent: Arc<Agent>, kind: Kind, text: &str) -> Value {
    if let Some(refusal) = refusal(&agent) {
        return refusal;
    }
    let order: file::Order = match serde_json::from_str(text) {
        Ok(order) => order,
        Err(error) => return json!({ "Status": FAILED, "Message": error.to_string() }),
    };
    match file::sign_and_hand_in(&agent, kind, &order).await {
        Ok(file::Outcome::HandedIn(answer)) => json!({
            "Status": 0, "Message": "", "FileName": answer.file_name, "FileServer": answer.file_server,
            "DocumentNumber": order.doc_number, "DocumentDate": order.issued_date,
        }),
        // As recorded: signed, but the file went nowhere.
        Ok(file::Outcome::NotHandedIn) => json!({
            "Status": 0, "Message": "", "FileName": "", "FileServer": "", "DocumentNumber": "", "DocumentDate": "",
        }),
        Ok(file::Outcome::BadAnswer(why)) => {
            json!({ "Status": BAD_HANDLER, "Message": format!("0x0028 {why}") })
        }
        Err(error) => json!({ "Status": FAILED, "Message": format!("{error:#}") }),
    }
}

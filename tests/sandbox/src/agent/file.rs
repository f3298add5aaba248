//! Signing files: fetched from the portal, signed as an incremental update that shows, handed in as a form.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use reqwest::multipart::{Form, Part};
use serde::Deserialize;

use super::Agent;
use super::behaviour::Behaviour;
use crate::clock;
use crate::pdf::countersign::{Mark, countersign_with, overwrite_page, save_anew};
use crate::pdf::sign::Signature;

/// In which capacity a file is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The authority, with a picture of the signature.
    Approved,
    /// The clerk's office: number, date, seal.
    Issued,
    /// "Đến", on a document that came in.
    Income,
    /// "Sao y", on a copy.
    Copy,
}

/// The parameters of file signing. An empty `FileName` would let the person choose a file, for which there is nobody here.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Order {
    file_upload_handler: String,
    #[serde(default)]
    session_id: String,
    #[serde(default, rename = "JWTToken")]
    token: String,
    file_name: String,
    #[serde(default)]
    meta_data: Vec<Pair>,
    /// SignIssued only.
    #[serde(default)]
    pub doc_number: String,
    /// SignIssued only.
    #[serde(default)]
    pub issued_date: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Pair {
    key: String,
    value: String,
}

/// What the handler must answer: `Status` is a boolean, and nothing else will do.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct HandlerAnswer {
    status: bool,
    #[serde(default)]
    message: String,
    /// Name of the file at the server.
    #[serde(default)]
    pub file_name: String,
    /// What the server calls it.
    #[serde(default)]
    pub file_server: String,
}

/// What became of a file that was signed.
pub enum Outcome {
    /// The server has it.
    HandedIn(HandlerAnswer),
    /// The server could not be reached.
    NotHandedIn,
    /// The server answered what the agent does not understand, or no.
    BadAnswer(String),
}

/// Fetches, signs and hands in.
pub async fn sign_and_hand_in(agent: &Arc<Agent>, kind: Kind, order: &Order) -> Result<Outcome> {
    let answer = authorised(agent.http.get(&order.file_name), order)
        .send()
        .await
        .context("cannot fetch the file")?;
    ensure!(
        answer.status().is_success(),
        "fetching the file was answered {}",
        answer.status()
    );
    let original = answer.bytes().await?.to_vec();
    let signed = {
        let agent = agent.clone();
        actix_web::web::block(move || sign(&agent, kind, None, original)).await??
    };
    if agent.behaviour() == Behaviour::NoUpload {
        return Ok(Outcome::NotHandedIn);
    }
    let part = Part::bytes(signed)
        .file_name("signed.pdf")
        .mime_str("application/pdf")?;
    let mut form = Form::new().part("uploadfile", part);
    for pair in &order.meta_data {
        form = form.text(pair.key.clone(), pair.value.clone());
    }
    let request = authorised(agent.http.post(&order.file_upload_handler), order).multipart(form);
    let Ok(answer) = request.send().await else {
        return Ok(Outcome::NotHandedIn);
    };
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    if status != reqwest::StatusCode::OK {
        return Ok(Outcome::BadAnswer(format!("HTTP {status}")));
    }
    Ok(match serde_json::from_str::<HandlerAnswer>(&text) {
        Ok(answer) if answer.status => Outcome::HandedIn(answer),
        Ok(answer) => Outcome::BadAnswer(answer.message),
        Err(error) => Outcome::BadAnswer(error.to_string()),
    })
}

/// Session and token as the page gave them; both may be empty. By which names the genuine agent sends them is not known.
fn authorised(request: reqwest::RequestBuilder, order: &Order) -> reqwest::RequestBuilder {
    let request = match order.session_id.as_str() {
        "" => request,
        session => request.header("cookie", format!("SessionId={session}")),
    };
    match order.token.as_str() {
        "" => request,
        token => request.bearer_auth(token),
    }
}

/// Signs a file, timestamped, with something to see at `place` (left, bottom, width, height) or where it is usual.
pub fn sign(agent: &Agent, kind: Kind, place: Option<[f32; 4]>, original: Vec<u8>) -> Result<Vec<u8>> {
    let signer = agent.signer()?;
    let now = clock::now();
    let mut signature = Signature::new(&signer, now);
    if let Some((authority, root)) = &agent.stamping {
        signature.cms.stamp = Some(crate::pki::timestamp::Stamp {
            authority,
            root,
            at: now,
            imprint: crate::pki::key::Hash::Sha256,
        });
    }
    let (usual, words, is_red): ([f32; 4], &str, bool) = match kind {
        Kind::Approved => ([360.0, 120.0, 180.0, 60.0], "Da ky so", false),
        Kind::Issued => ([270.0, 100.0, 110.0, 110.0], "Da phat hanh", true),
        Kind::Income => ([400.0, 760.0, 150.0, 50.0], "Den", true),
        Kind::Copy => ([60.0, 760.0, 150.0, 50.0], "Sao y", true),
    };
    let day = crate::pdf::sign::vietnam(now)
        .format("%H:%M:%S %d/%m/%Y")
        .to_string();
    let mark = Mark {
        rect: place.unwrap_or(usual),
        lines: vec![words.to_owned(), day],
        is_red,
    };
    let original = match agent.behaviour() {
        Behaviour::Altered => overwrite_page(original)?,
        Behaviour::Rewritten => save_anew(&original)?,
        _ => original,
    };
    countersign_with(original, &signature, Some(&mark))
}

//! The signing agent on the person's computer, whichever it is. What it gives goes to the server as it is: nothing is
//! believed before that has looked at it. Every failure has its sentence (`AgentFailure::code`).

mod file;
pub mod order;
mod socket;

pub use file::{FileToSign, SignedFile};

use crate::api::failure::of_code;
use crate::api::json::from_str;
use crate::dom;
use gloo_net::http::Request;
use js_sys::{Array, Uint8Array};
use motcua_shared::identity::token::TokenOptions;
use motcua_shared::signature::agent::vgca::{Call, FileFunction, FileOrder, HandlerAnswer, Reply};
use motcua_shared::signature::agent::vnpt::{self, Coded, Function};
use motcua_shared::signature::agent::{
    AgentFailure, CONNECT_MS, SignedText, TokenChallenge, TokenPurpose, find_certificate,
};
use motcua_shared::text::{self, Lang};
use serde::de::DeserializeOwned;
use socket::Socket;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FormData};

/// An agent that answered.
pub enum Agent {
    /// VGCA Sign Service, at this address: a connection for each call.
    Vgca(String),
    /// VNPT-CA plugin: one connection, on which the licence was taken.
    Vnpt(Socket),
}

/// What a failure is in words.
pub fn sentence(failure: &AgentFailure, lang: Lang) -> String {
    match failure {
        AgentFailure::Refused(code) => text::error::agent_refused(lang, code),
        other => of_code(other.code(), lang),
    }
}

/// Looks for an agent: VGCA first, then VNPT if the portal has a licence for it. Who refuses does so at once; who says
/// nothing is not waited for longer than [`CONNECT_MS`] in all.
pub async fn find(options: &TokenOptions) -> Result<Agent, AgentFailure> {
    let end = dom::now() + i64::from(CONNECT_MS);
    let licence = options.vnpt_licence.as_deref();
    // Every version knows this path; nothing is asked on it.
    let probe = Call::sign_file(FileFunction::Approved, &no_order());
    for base in &options.agents {
        let share = if licence.is_some() { 2 } else { 1 };
        if Socket::open(&address(base, &probe), left(end) / share)
            .await
            .is_ok()
        {
            return Ok(Agent::Vgca(base.clone()));
        }
    }
    let Some(licence) = licence else {
        return Err(AgentFailure::NotFound);
    };
    for port in vnpt::PORTS {
        let address = format!("wss://localhost:{port}{}", vnpt::PATH);
        let Ok(socket) = Socket::open(&address, left(end)).await else {
            continue;
        };
        if ask(&socket, Function::Check, &[]).await.as_deref() == Ok("1") {
            let taken = ask(&socket, Function::SetLicence, &[licence]).await?;
            read::<Coded>(&taken)?.licence()?;
            return Ok(Agent::Vnpt(socket));
        }
    }
    Err(AgentFailure::NotFound)
}

/// Hands in what the agent gave to the page.
pub async fn hand_in(address: &str, bytes: &[u8]) -> Result<(), AgentFailure> {
    let lost = || AgentFailure::NotHandedIn;
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence(&parts).map_err(|_| lost())?;
    let form = FormData::new().map_err(|_| lost())?;
    form.append_with_blob("uploadfile", &blob).map_err(|_| lost())?;
    let request = Request::post(address).body(form).map_err(|_| lost())?;
    let answer = request.send().await.map_err(|_| lost())?;
    let text = answer.text().await.map_err(|_| lost())?;
    match from_str::<HandlerAnswer>(&text) {
        Ok(answer) if answer.status => Ok(()),
        _ => Err(lost()),
    }
}

/// Milliseconds until `end`.
fn left(end: i64) -> i32 {
    i32::try_from(end - dom::now()).unwrap_or(0).clamp(1, CONNECT_MS)
}

impl Agent {
    /// The certificate that the person chose, DER in base64. VGCA's reply is described nowhere: one without a
    /// certificate to be seen is no failure, the signature brings its own.
    pub async fn certificate(&self) -> Result<Option<String>, AgentFailure> {
        let reply = match self {
            Self::Vgca(base) => {
                let reply = call(base, &Call::certificate()).await?;
                read::<Reply>(&reply)?.check()?;
                reply
            }
            // Those in tokens only.
            Self::Vnpt(socket) => {
                let data = ask(socket, Function::Certificate, &["1", ""]).await?;
                read::<Coded>(&data)?.data()?
            }
        };
        Ok(find_certificate(&reply))
    }

    /// Has the token sign a challenge of the server, for this address and purpose.
    pub async fn sign_challenge(
        &self,
        nonce: &str,
        purpose: TokenPurpose,
    ) -> Result<SignedText, AgentFailure> {
        let origin = dom::window().and_then(|window| window.location().origin().ok());
        let origin = origin.unwrap_or_default();
        let statement = TokenChallenge::new(nonce, &origin, purpose).map_err(|_| AgentFailure::Unreadable)?;
        let statement = statement.statement();
        let content = to_base64(statement.as_bytes())?;
        match self {
            Self::Vgca(base) => {
                // Without a digest of the browser's (plain HTTP) the older form does as well.
                let order = match sha256(statement.as_bytes()).await {
                    Some(digest) => Call::sign_sha256(&to_base64(&digest)?),
                    None => Call::sign_content(&content),
                };
                read::<Reply>(&call(base, &order).await?)?.signed()
            }
            // A CMS says by itself whose it is.
            Self::Vnpt(socket) => {
                let data = ask(socket, Function::SignCms, &[&content]).await?;
                let cms = read::<Coded>(&data)?.data()?;
                Ok(SignedText::Cms { cms })
            }
        }
    }
}

const fn no_order() -> FileOrder<'static> {
    FileOrder {
        file_upload_handler: "",
        session_id: "",
        token: "",
        file_name: "",
        meta_data: Vec::new(),
        doc_number: None,
        issued_date: None,
    }
}

fn address(base: &str, call: &Call) -> String {
    [base, call.path].concat()
}

async fn call(base: &str, call: &Call) -> Result<String, AgentFailure> {
    let socket = Socket::open(&address(base, call), CONNECT_MS).await?;
    socket.ask(&call.message).await
}

async fn ask(socket: &Socket, function: Function, args: &[&str]) -> Result<String, AgentFailure> {
    let domain = dom::window().and_then(|window| window.location().hostname().ok());
    let message = vnpt::message(function, args, &domain.unwrap_or_default());
    let reply = socket.ask(&message).await?;
    vnpt::result(&reply).map(str::to_owned)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, AgentFailure> {
    from_str(text).map_err(|_| AgentFailure::Unreadable)
}

async fn sha256(bytes: &[u8]) -> Option<Vec<u8>> {
    let subtle = dom::window()?.crypto().ok()?.subtle();
    if subtle.is_undefined() {
        return None;
    }
    let content = Uint8Array::from(bytes);
    let digest = subtle.digest_with_str_and_js_u8_array("SHA-256", &content).ok()?;
    let digest = JsFuture::from(digest).await.ok()?;
    Some(Uint8Array::new(&digest).to_vec())
}

fn to_base64(bytes: &[u8]) -> Result<String, AgentFailure> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let encoded = dom::window().and_then(|window| window.btoa(&text).ok());
    encoded.ok_or(AgentFailure::Unreadable)
}

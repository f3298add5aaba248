//! The signing agent on the person's computer, whichever it is. What it gives goes to the server as it is: nothing is
//! believed before that has looked at it. Every failure has its sentence (`AgentFailure::code`).
#![allow(
    dead_code,
    reason = "the pages that use it come with registration and signing in"
)]

mod socket;

use crate::api::json::from_str;
use crate::dom;
use gloo_net::http::Request;
use js_sys::Uint8Array;
use motcua_shared::signature::agent::vgca::{self, Call, FileFunction, FileOrder, MetaData, Reply};
use motcua_shared::signature::agent::vnpt::{self, Coded, Function, PdfLook};
use motcua_shared::signature::agent::{
    AgentFailure, SignedText, TokenChallenge, TokenPurpose, find_certificate,
};
use serde::de::DeserializeOwned;
use socket::Socket;
use wasm_bindgen_futures::JsFuture;

/// An agent that answered.
pub enum Agent {
    /// VGCA Sign Service: a connection for each call.
    Vgca,
    /// VNPT-CA plugin: one connection, on which the licence was taken.
    Vnpt(Socket),
}

/// A file to be signed. Both addresses are absolute and let in once, without cookies.
pub struct FileToSign<'a> {
    /// In which capacity; VNPT knows no difference.
    pub function: FileFunction,
    /// Where VNPT shows the signature; VGCA asks the person.
    pub look: PdfLook,
    /// Where the file is fetched.
    pub download: &'a str,
    /// Where VGCA hands it in.
    pub upload: &'a str,
    /// Comes back with the file, as `token` of the form.
    pub token: &'a str,
    /// Number and date, for [`FileFunction::Issued`].
    pub issued: Option<(&'a str, &'a str)>,
}

/// Where the signed file is.
pub enum SignedFile {
    /// The agent handed it in; how the server calls it.
    HandedIn(String),
    /// Here, to be sent by the page to the same address.
    Here(Vec<u8>),
}

/// Looks for an agent: VGCA first, then VNPT if the portal has a licence for it.
pub async fn find(vnpt_licence: Option<&str>) -> Result<Agent, AgentFailure> {
    // Every version knows this path; nothing is asked on it.
    let probe = Call::sign_file(FileFunction::Approved, &no_order());
    if Socket::open(&address(&probe)).await.is_ok() {
        return Ok(Agent::Vgca);
    }
    let Some(licence) = vnpt_licence else {
        return Err(AgentFailure::NotFound);
    };
    for port in vnpt::PORTS {
        let Ok(socket) = Socket::open(&format!("wss://localhost:{port}{}", vnpt::PATH)).await else {
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

impl Agent {
    /// The certificate that the person chose, DER in base64.
    pub async fn certificate(&self) -> Result<String, AgentFailure> {
        let reply = match self {
            Self::Vgca => {
                let reply = call(&Call::certificate()).await?;
                read::<Reply>(&reply)?.check()?;
                reply
            }
            // Those in tokens only.
            Self::Vnpt(socket) => {
                let data = ask(socket, Function::Certificate, &["1", ""]).await?;
                read::<Coded>(&data)?.data()?
            }
        };
        find_certificate(&reply).ok_or(AgentFailure::NoCertificate)
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
            Self::Vgca => {
                // Without a digest of the browser's (plain HTTP) the older form does as well.
                let order = match sha256(statement.as_bytes()).await {
                    Some(digest) => Call::sign_sha256(&to_base64(&digest)?),
                    None => Call::sign_content(&content),
                };
                read::<Reply>(&call(&order).await?)?.signed()
            }
            // A CMS says by itself whose it is.
            Self::Vnpt(socket) => {
                let data = ask(socket, Function::SignCms, &[&content]).await?;
                let cms = read::<Coded>(&data)?.data()?;
                Ok(SignedText::Cms { cms })
            }
        }
    }

    /// Has the token sign a file.
    pub async fn sign_file(&self, file: &FileToSign<'_>) -> Result<SignedFile, AgentFailure> {
        match self {
            Self::Vgca => {
                let order = FileOrder {
                    file_upload_handler: file.upload,
                    file_name: file.download,
                    meta_data: vec![MetaData {
                        key: "token",
                        value: file.token,
                    }],
                    doc_number: file.issued.map(|(number, _)| number),
                    issued_date: file.issued.map(|(_, date)| date),
                    ..no_order()
                };
                let reply = call(&Call::sign_file(file.function, &order)).await?;
                read::<Reply>(&reply)?.handed_in().map(SignedFile::HandedIn)
            }
            Self::Vnpt(socket) => {
                let answer = Request::get(file.download).send().await;
                let answer = answer.ok().filter(gloo_net::http::Response::ok);
                let answer = answer.ok_or(AgentFailure::NotHandedIn)?;
                let bytes = answer.binary().await.map_err(|_| AgentFailure::NotHandedIn)?;
                let args = [to_base64(&bytes)?, file.look.json()];
                let data = ask(socket, Function::SignPdf, &[&args[0], &args[1]]).await?;
                from_base64(&read::<Coded>(&data)?.data()?).map(SignedFile::Here)
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

fn address(call: &Call) -> String {
    [vgca::ADDRESS, call.path].concat()
}

async fn call(call: &Call) -> Result<String, AgentFailure> {
    Socket::open(&address(call)).await?.ask(&call.message).await
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

fn from_base64(text: &str) -> Result<Vec<u8>, AgentFailure> {
    let decoded = dom::window().and_then(|window| window.atob(text).ok());
    let decoded = decoded.ok_or(AgentFailure::Unreadable)?;
    decoded
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).map_err(|_| AgentFailure::Unreadable))
        .collect()
}

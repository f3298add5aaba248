//! Having a file signed: VGCA fetches it and hands it in itself, VNPT takes it from the page and gives it back.

use super::{Agent, ask, call, no_order, read, to_base64};
use crate::dom;
use gloo_net::http::Request;
use motcua_shared::signature::agent::AgentFailure;
use motcua_shared::signature::agent::vgca::{Call, FileFunction, FileOrder, Reply};
use motcua_shared::signature::agent::vnpt::{Coded, Function, PdfLook};

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

impl Agent {
    /// Has the token sign a file.
    pub async fn sign_file(&self, file: &FileToSign<'_>) -> Result<SignedFile, AgentFailure> {
        match self {
            Self::Vgca(base) => {
                let order = FileOrder {
                    file_upload_handler: file.upload,
                    file_name: file.download,
                    doc_number: file.issued.map(|(number, _)| number),
                    issued_date: file.issued.map(|(_, date)| date),
                    ..no_order()
                };
                let reply = call(base, &Call::sign_file(file.function, &order)).await?;
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

fn from_base64(text: &str) -> Result<Vec<u8>, AgentFailure> {
    let decoded = dom::window().and_then(|window| window.atob(text).ok());
    let decoded = decoded.ok_or(AgentFailure::Unreadable)?;
    decoded
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).map_err(|_| AgentFailure::Unreadable))
        .collect()
}

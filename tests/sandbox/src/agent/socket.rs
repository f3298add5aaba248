//! WebSockets over TLS: each message gets one answer. Scripts for VGCA open a connection for each call, those for VNPT keep
//! theirs.

use std::future::Future;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::Arc;

use anyhow::{Context, Result};
use futures::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tracing::{info, warn};

use super::Agent;
use super::behaviour::Behaviour;

/// A call that came in.
pub struct Call {
    /// Path of the connection, `/SignMsg`.
    pub path: String,
    /// The message, as sent.
    pub text: String,
}

/// An answer on its way; nothing where the function is unknown.
pub type Answer = Pin<Box<dyn Future<Output = Option<String>> + Send>>;

/// Listens on `port` of this computer and answers as `answer` does. Tells the port.
pub async fn listen(
    agent: Arc<Agent>,
    port: u16,
    tls: TlsAcceptor,
    answer: fn(Arc<Agent>, Call) -> Answer,
) -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .with_context(|| format!("cannot listen on port {port}: is another agent running?"))?;
    let port = listener.local_addr()?.port();
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (agent, tls) = (agent.clone(), tls.clone());
            actix_web::rt::spawn(async move {
                if let Err(error) = speak(agent, stream, tls, answer).await {
                    warn!("{error:#}");
                }
            });
        }
    });
    Ok(port)
}

#[expect(
    clippy::result_large_err,
    reason = "the callback's type is that of the library"
)]
async fn speak(
    agent: Arc<Agent>,
    stream: TcpStream,
    tls: TlsAcceptor,
    answer: fn(Arc<Agent>, Call) -> Answer,
) -> Result<()> {
    let stream = tls.accept(stream).await.context("no TLS")?;
    let mut path = String::new();
    let note = |request: &Request, response: Response| {
        request.uri().path().clone_into(&mut path);
        Ok(response)
    };
    let mut socket = tokio_tungstenite::accept_hdr_async(stream, note)
        .await
        .context("no WebSocket")?;
    while let Some(message) = socket.next().await {
        let Message::Text(text) = message? else { continue };
        info!(path, length = text.len(), "call");
        let reply = match agent.behaviour() {
            // Until the browser has had enough.
            Behaviour::Silent => continue,
            Behaviour::Rubbish => Some("\u{feff}<html>502 Bad Gateway".to_owned()),
            _ => {
                let call = Call {
                    path: path.clone(),
                    text: text.as_str().to_owned(),
                };
                answer(agent.clone(), call).await
            }
        };
        match reply {
            Some(reply) => socket.send(Message::text(reply)).await?,
            None => break,
        }
    }
    // Who hung up first does not matter.
    let _ = socket.close(None).await;
    Ok(())
}

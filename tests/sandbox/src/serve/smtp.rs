//! A mail server (RFC 5321) that delivers into the inbox: STARTTLS, AUTH PLAIN, no relaying anywhere.

use std::sync::Arc;

use actix_web::{HttpResponse, Responder, web};
use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use mailparse::MailHeaderMap;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tracing::{info, warn};

use super::faults::{Fault, Faults};
use super::inbox::{Channel, Inbox, Message};

/// Longest line and largest message taken.
const LONGEST_LINE: u64 = 4096;
const LARGEST_MESSAGE: usize = 1_000_000;

/// Local part of mailboxes that do not exist.
const NOBODY: &str = "khong-co";

/// The certificate of this server, made at start.
pub struct Certificate {
    pem: String,
    acceptor: TlsAcceptor,
}

impl Certificate {
    /// For this machine only.
    pub fn make() -> Result<Self> {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)?;
        Ok(Certificate {
            pem: made.cert.pem(),
            acceptor: TlsAcceptor::from(Arc::new(config)),
        })
    }
}

/// `GET /smtp/certificate.pem`
pub async fn certificate(certificate: web::Data<Certificate>) -> impl Responder {
    HttpResponse::Ok()
        .content_type("application/x-pem-file")
        .body(certificate.pem.clone())
}

/// What every connection needs.
#[derive(Clone)]
pub struct Office {
    /// Where messages go.
    pub inbox: web::Data<Inbox>,
    /// How it misbehaves.
    pub faults: web::Data<Faults>,
    /// For STARTTLS.
    pub certificate: web::Data<Certificate>,
    /// Who may sign in, as `user:password`.
    pub account: String,
}

/// Listens, and serves every connection until the program ends.
pub async fn listen(address: &str, office: Office) -> Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}: is another program using this port?"))?;
    println!("sandbox: mail at smtp://{}", listener.local_addr()?);
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let office = office.clone();
            actix_web::rt::spawn(async move {
                if let Err(error) = serve(stream, office).await {
                    warn!(%error, "mail connection ended");
                }
            });
        }
    });
    Ok(())
}

async fn serve(stream: TcpStream, office: Office) -> Result<()> {
    let mut plain = BufStream::new(stream);
    if office.faults.wait(Channel::Email).await == Fault::Down {
        return say(&mut plain, "421 out of order").await;
    }
    say(&mut plain, "220 sandbox ESMTP").await?;
    if talk(&mut plain, &office, false).await? == Ending::Encrypt {
        let stream = office.certificate.acceptor.accept(plain.into_inner()).await?;
        talk(&mut BufStream::new(stream), &office, true).await?;
    }
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Ending {
    Quit,
    Encrypt,
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>, line: &str) -> Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await?;
    Ok(stream.flush().await?)
}

async fn hear<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>) -> Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    (&mut *stream)
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut line)
        .await?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') || line.pop() != Some(b'\r') {
        bail!("a line that does not end");
    }
    Ok(Some(line))
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufStream<S>,
    office: &Office,
    encrypted: bool,
) -> Result<Ending> {
    let mut recipient: Option<String> = None;
    while let Some(line) = hear(stream).await? {
        let line = String::from_utf8(line)?;
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" if encrypted => say(stream, "250-sandbox\r\n250-8BITMIME\r\n250 AUTH PLAIN").await?,
            "EHLO" => {
                say(
                    stream,
                    "250-sandbox\r\n250-8BITMIME\r\n250-STARTTLS\r\n250 AUTH PLAIN",
                )
                .await?
            }
            "HELO" | "NOOP" => say(stream, "250 sandbox").await?,
            "STARTTLS" if !encrypted => {
                say(stream, "220 go on").await?;
                return Ok(Ending::Encrypt);
            }
            "AUTH" if may_sign_in(rest, &office.account) => say(stream, "235 welcome").await?,
            "AUTH" => say(stream, "535 5.7.8 wrong account or password").await?,
            "MAIL" => say(stream, "250 ok").await?,
            "RCPT" => match address(rest) {
                Some(to) if to.starts_with(&format!("{NOBODY}@")) => {
                    say(stream, "550 5.1.1 no such mailbox").await?;
                }
                Some(to) => {
                    recipient = Some(to);
                    say(stream, "250 ok").await?;
                }
                None => say(stream, "501 5.1.3 no address").await?,
            },
            "DATA" => {
                let Some(to) = recipient.take() else {
                    say(stream, "503 nobody to send to").await?;
                    continue;
                };
                say(stream, "354 go on, end with a dot").await?;
                let message = read(&data(stream).await?, &to)?;
                let id = office.inbox.take(message);
                if office.faults.of(Channel::Email) == Fault::Lost {
                    return Ok(Ending::Quit);
                }
                say(stream, &format!("250 2.0.0 queued as {id}")).await?;
            }
            "RSET" => {
                recipient = None;
                say(stream, "250 ok").await?;
            }
            "QUIT" => {
                say(stream, "221 bye").await?;
                break;
            }
            _ => say(stream, "502 not here").await?,
        }
    }
    Ok(Ending::Quit)
}

/// `PLAIN AHVzZXIAcGFzc3dvcmQ=`
fn may_sign_in(rest: &str, account: &str) -> bool {
    let given = rest
        .split_once(' ')
        .and_then(|(_, text)| STANDARD.decode(text).ok());
    let wanted = format!("\0{}", account.replacen(':', "\0", 1));
    given.is_some_and(|given| given == wanted.as_bytes())
}

/// `TO:<a@b>` with or without parameters behind it.
fn address(rest: &str) -> Option<String> {
    let (_, after) = rest.split_once('<')?;
    let (address, _) = after.split_once('>')?;
    address.contains('@').then(|| address.to_owned())
}

async fn data<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>) -> Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let line = hear(stream).await?.context("the message does not end")?;
        if line == b"." {
            return Ok(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        data.extend_from_slice(b"\r\n");
        if data.len() > LARGEST_MESSAGE {
            bail!("a message that is too large");
        }
    }
}

fn read(data: &[u8], to: &str) -> Result<Message> {
    let mail = mailparse::parse_mail(data)?;
    info!("mail taken");
    Ok(Message {
        email: Some(to.to_owned()),
        subject: mail.headers.get_first_value("Subject"),
        headers: Some(String::from_utf8_lossy(mail.get_headers().get_raw_bytes()).into_owned()),
        content: Some(mail.get_body()?.replace("\r\n", "\n")),
        request_id: mail.headers.get_first_value("Message-ID"),
        ..Message::new(Channel::Email, "")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_read_with_its_words_decoded() {
        let data = b"From: a@b.vn\r\nTo: c@d.vn\r\nSubject: =?utf-8?b?TcOj?=\r\nMessage-ID: <1@b.vn>\r\n\
            Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nM=C3=A3: 123456\r\n";
        let message = read(data, "c@d.vn").unwrap();
        assert_eq!(message.subject.as_deref(), Some("M\u{e3}"));
        assert_eq!(message.content.as_deref(), Some("M\u{e3}: 123456\n"));
        assert_eq!(message.request_id.as_deref(), Some("<1@b.vn>"));
        assert_eq!(message.email.as_deref(), Some("c@d.vn"));
    }

    #[test]
    fn an_account_signs_in_with_its_password_only() {
        let plain = |text: &str| format!("PLAIN {}", STANDARD.encode(text));
        assert!(may_sign_in(&plain("\0sandbox\0secret"), "sandbox:secret"));
        assert!(!may_sign_in(&plain("\0sandbox\0wrong"), "sandbox:secret"));
        assert!(!may_sign_in("PLAIN", "sandbox:secret"));
    }
}

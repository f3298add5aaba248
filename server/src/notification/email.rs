//! E-mail over SMTP, encrypted by rustls with ring.

use super::channel::{Channel, Outgoing, Receipt, time_out};
use super::domain::Failure;
use crate::clock::Clock;
use crate::config::{EmailConfig, EmailSecurity};
use anyhow::{Context, ensure};
use futures::future::BoxFuture;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;
use std::time::Duration;

/// Speaks to the mail server of the settings.
pub struct Email {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    clock: Clock,
}

impl Email {
    /// As the settings say.
    pub fn new(config: &EmailConfig, clock: Clock) -> anyhow::Result<Self> {
        crate::outbound::prepare_tls();
        ensure!(
            !config.from.chars().any(char::is_control),
            "email.from holds a control character"
        );
        let from: Mailbox = config.from.parse().context("email.from is no address")?;
        let tls = match config.security {
            EmailSecurity::Starttls => Tls::Required(parameters(config)?),
            EmailSecurity::Tls => Tls::Wrapper(parameters(config)?),
            EmailSecurity::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .tls(tls)
            .timeout(Some(Duration::from_secs(15)));
        if !config.user.is_empty() {
            let password = config.password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(config.user.clone(), password));
        }
        Ok(Self {
            transport: builder.build(),
            from,
            clock,
        })
    }

    /// The message as it travels. Its id lets a mailbox recognise a repeat.
    fn compose(&self, message: &Outgoing) -> Result<Message, Failure> {
        let Some(email) = &message.email else {
            return Err(Failure::Refused("no e-mail address".to_owned()));
        };
        let subject = message.notice.subject(message.lang);
        if subject.chars().any(char::is_control) {
            return Err(Failure::Refused(
                "a value would break the head of the e-mail".to_owned(),
            ));
        }
        let unfit = |_| Failure::Refused("the e-mail cannot be written".to_owned());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, email.address()))
            .subject(subject)
            .date(self.clock.now().utc().into())
            .message_id(Some(format!("<{}@{}>", message.id, self.from.email.domain())))
            .header(AutoSubmitted)
            .singlepart(
                SinglePart::builder()
                    .header(ContentType::TEXT_PLAIN)
                    .body(message.notice.mail(message.lang)),
            )
            .map_err(unfit)
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, Failure> {
        let email = self.compose(message)?;
        match self.transport.send(email).await {
            // What the server says behind its code is its queue's number, in a form of its own.
            Ok(_) => Ok(Receipt { provider_id: None }),
            Err(error) => Err(judge(&error)),
        }
    }
}

impl Channel for Email {
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Failure>> {
        Box::pin(self.deliver(message))
    }
}

fn parameters(config: &EmailConfig) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParameters::builder(config.host.clone());
    if !config.ca.as_os_str().is_empty() {
        let pem = std::fs::read(&config.ca).with_context(|| format!("email.ca: {}", config.ca.display()))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).context("email.ca")?);
    }
    builder.build().context("TLS for e-mail")
}

/// Answers about the mailbox are final for this recipient; about our right to send, for the operator. The rest passes.
fn judge(error: &lettre::transport::smtp::Error) -> Failure {
    if error.is_timeout() {
        return time_out();
    }
    let Some(status) = error.status().map(u16::from) else {
        return if error.is_tls() {
            Failure::Stuck("no encrypted connection to the mail server".to_owned())
        } else {
            Failure::Later("the connection to the mail server broke".to_owned())
        };
    };
    let reason = format!("SMTP {status}");
    match status {
        501 | 510..=513 | 550..=553 | 556 => Failure::Refused(reason),
        500.. => Failure::Stuck(reason),
        _ => Failure::Later(reason),
    }
}

/// RFC 3834: written by a machine, so that no machine answers.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        let value = "auto-generated".to_owned();
        lettre::message::header::HeaderValue::new(Self::name(), value)
    }
}

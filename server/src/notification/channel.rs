//! The ways out of the portal behind one trait.

use super::domain::{EmailAddress, Failure};
use super::figures::Figures;
use super::notice::Notice;
use super::zalo::Zalo;
use super::{email, esms, http_gateway, zalo_token};
use crate::clock::{Clock, after};
use crate::config::{Config, SmsGateway};
use crate::db::Db;
use anyhow::ensure;
use futures::future::BoxFuture;
use motcua_shared::id::MessageId;
use motcua_shared::notification::dto::ChannelKind;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Whatever a gateway does, a worker is free again after this time.
const PATIENCE: Duration = Duration::from_secs(30);

/// A gateway that let somebody wait in vain is left alone for this long: otherwise a thousand messages for one that
/// hangs would hold up every other channel.
const REST_SECONDS: u64 = 10;

/// A message as a channel needs it.
pub struct Outgoing {
    /// By which the gateway knows a repeat.
    pub id: MessageId,
    /// Local form.
    pub phone: Option<String>,
    /// Address.
    pub email: Option<EmailAddress>,
    /// Language of its words.
    pub lang: Lang,
    /// What it says.
    pub notice: Notice,
}

/// The gateway took the message.
pub struct Receipt {
    /// Its own number for it, if it gave one.
    pub provider_id: Option<String>,
}

/// A way by which messages go. It speaks its gateway's protocol and says which answers are final; when to try again is
/// not its business.
pub trait Channel: Send + Sync {
    /// Hands one message over. A message that the gateway had before counts as taken.
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Failure>>;
}

/// A channel that is not set up.
struct Off;

impl Channel for Off {
    fn send<'a>(&'a self, _: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Failure>> {
        Box::pin(async { Err(Failure::Stuck("this channel is not set up".to_owned())) })
    }
}

struct Line {
    channel: Box<dyn Channel>,
    rests_until: Mutex<Option<Timestamp>>,
}

impl Line {
    fn new(channel: Box<dyn Channel>) -> Self {
        Self {
            channel,
            rests_until: Mutex::new(None),
        }
    }
}

struct Lines {
    sms: Line,
    zalo: Line,
    email: Line,
    clock: Clock,
    figures: Figures,
}

/// All channels of this portal, cheap to clone.
#[derive(Clone)]
pub struct Channels(Arc<Lines>);

impl Channels {
    /// As the settings say; a channel without an address is off.
    pub fn new(config: &Config, db: Db, clock: Clock, figures: Figures) -> anyhow::Result<Self> {
        for kind in config.sms.texts.keys() {
            ensure!(
                Notice::KINDS.contains(&kind.as_str()),
                "sms.texts.{kind}: no such notice"
            );
        }
        let sms: Box<dyn Channel> = match config.sms.gateway {
            _ if config.sms.url.is_empty() => Box::new(Off),
            SmsGateway::Esms => Box::new(esms::Esms::new(&config.sms)?),
            SmsGateway::Http => Box::new(http_gateway::HttpGateway::new(&config.sms)?),
        };
        let zalo: Box<dyn Channel> = if config.zalo.url.is_empty() {
            Box::new(Off)
        } else {
            let tokens = zalo_token::Tokens::new(&config.zalo, db, clock.clone())?;
            Box::new(Zalo::new(&config.zalo, tokens)?)
        };
        let email: Box<dyn Channel> = if config.email.host.is_empty() {
            Box::new(Off)
        } else {
            Box::new(email::Email::new(&config.email, clock.clone())?)
        };
        Ok(Self(Arc::new(Lines {
            sms: Line::new(sms),
            zalo: Line::new(zalo),
            email: Line::new(email),
            clock,
            figures,
        })))
    }

    /// The counters.
    pub fn figures(&self) -> &Figures {
        &self.0.figures
    }

    /// Hands one message to one channel, and counts what came of it.
    pub async fn send(&self, kind: ChannelKind, message: &Outgoing) -> Result<Receipt, Failure> {
        let line = match kind {
            ChannelKind::Sms => &self.0.sms,
            ChannelKind::Zalo => &self.0.zalo,
            ChannelKind::Email => &self.0.email,
        };
        let result = self.ask(line, message).await;
        let outcome = result.as_ref().map_or_else(Failure::outcome, |_| "sent");
        self.0.figures.count(Some(kind), outcome);
        result
    }

    async fn ask(&self, line: &Line, message: &Outgoing) -> Result<Receipt, Failure> {
        let rests_until = *line.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        if rests_until.is_some_and(|until| self.0.clock.now() < until) {
            return Err(Failure::Later(
                "the gateway did not answer a moment ago".to_owned(),
            ));
        }
        let result = tokio::time::timeout(PATIENCE, line.channel.send(message)).await;
        let result = result.unwrap_or_else(|_| Err(time_out()));
        let rest =
            (result.as_ref().err() == Some(&time_out())).then(|| after(self.0.clock.now(), REST_SECONDS));
        *line.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = rest;
        result
    }
}

/// The gateway took longer than anybody waits.
pub fn time_out() -> Failure {
    Failure::Later("the gateway did not answer in time".to_owned())
}

/// Why an HTTP request came to nothing, without its address.
pub fn http_failure(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        time_out()
    } else if error.is_connect() {
        Failure::Later("the gateway cannot be reached".to_owned())
    } else if error.is_decode() {
        Failure::Later("the gateway answers oddly".to_owned())
    } else {
        Failure::Later("the connection to the gateway broke".to_owned())
    }
}

/// What an HTTP status that is no success means: the gateway is busy or down, or does not know us.
pub fn http_status(status: reqwest::StatusCode) -> Option<Failure> {
    let reason = format!("HTTP status {}", status.as_u16());
    match status.as_u16() {
        200..300 => None,
        408 | 425 | 429 | 500.. => Some(Failure::Later(reason)),
        _ => Some(Failure::Stuck(reason)),
    }
}

/// A client for a gateway. No proxy: keys and phones go to the gateway and nowhere else.
pub fn http_client() -> reqwest::Result<reqwest::Client> {
    crate::outbound::client()
        .timeout(Duration::from_secs(15))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
}

/// A template of the operator with its values in place: `{code}`; a name that is no value stays as it stands.
pub fn fill(template: &str, values: &[(&'static str, String)], escape: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let found = behind.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match found {
            Some((value, after)) => {
                filled.push_str(&escape(value));
                rest = after;
            }
            None => {
                filled.push('{');
                rest = behind;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_takes_its_values_once_and_leaves_what_it_does_not_know() {
        let values = [("code", "{minutes}".to_owned()), ("minutes", "2".to_owned())];
        let filled = fill("{\"a\": \"{code}\", {minutes} {x} {", &values, str::to_owned);
        assert_eq!(filled, "{\"a\": \"{minutes}\", 2 {x} {");
    }
}

//! The eSMS gateway: `POST …/MainService.svc/json/SendMultipleMessage_V4_post_json/` (its public documentation).

use super::channel::{Channel, Outgoing, Receipt, http_client, http_failure, http_status};
use super::domain::Failure;
use super::http_gateway::text_of;
use crate::config::SmsConfig;
use futures::future::BoxFuture;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

/// Path of the method under the address of the gateway.
const METHOD: &str = "/MainService.svc/json/SendMultipleMessage_V4_post_json/";

/// Speaks to eSMS.
pub struct Esms {
    config: SmsConfig,
    url: String,
    http: reqwest::Client,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Request<'a> {
    api_key: &'a str,
    secret_key: &'a str,
    phone: &'a str,
    content: &'a str,
    brandname: &'a str,
    sms_type: &'static str,
    is_unicode: &'static str,
    sandbox: &'static str,
    request_id: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Reply {
    code_result: String,
    #[serde(default, rename = "SMSID")]
    sms_id: Option<String>,
}

impl Esms {
    /// As the settings say.
    pub fn new(config: &SmsConfig) -> anyhow::Result<Self> {
        Ok(Self {
            url: format!("{}{METHOD}", config.url.trim_end_matches('/')),
            config: config.clone(),
            http: http_client()?,
        })
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, Failure> {
        let Some(phone) = &message.phone else {
            return Err(Failure::Refused("no phone".to_owned()));
        };
        let content = text_of(&self.config, message);
        let request = Request {
            api_key: self.config.api_key.expose_secret(),
            secret_key: self.config.secret_key.expose_secret(),
            phone,
            content: &content,
            brandname: &self.config.brandname,
            sms_type: "2",
            is_unicode: if content.is_ascii() { "0" } else { "1" },
            sandbox: "0",
            request_id: &message.id.to_string(),
        };
        let reply = self.http.post(&self.url).json(&request).send().await;
        let reply = reply.map_err(|error| http_failure(&error))?;
        if let Some(failure) = http_status(reply.status()) {
            return Err(failure);
        }
        let reply: Reply = reply.json().await.map_err(|error| http_failure(&error))?;
        judge(reply)
    }
}

impl Channel for Esms {
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Failure>> {
        Box::pin(self.deliver(message))
    }
}

/// The gateway's table of results: 124 says that this `RequestId` came before, so the message went out on an earlier
/// try; 99, 108 and 177 are about the phone (blocked, malformed, of a network without this sender); the rest is about
/// our account.
fn judge(reply: Reply) -> Result<Receipt, Failure> {
    let reason = format!("eSMS {}", reply.code_result);
    match reply.code_result.as_str() {
        "100" | "124" => Ok(Receipt {
            provider_id: reply.sms_id,
        }),
        "99" | "108" | "177" => Err(Failure::Refused(reason)),
        code if code.len() <= 4 => Err(Failure::Stuck(reason)),
        _ => Err(Failure::Stuck("eSMS answers oddly".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_counts_as_sent_and_only_the_phone_is_refused_for_good() {
        let judged = |code: &str| {
            judge(Reply {
                code_result: code.to_owned(),
                sms_id: None,
            })
            .err()
            .map(|failure| failure.outcome())
        };
        for (codes, outcome) in [
            (&["100", "124"][..], None),
            (&["99", "108", "177"], Some("refused")),
            (&["101", "103", "104", "140", "146", "zzzzzz"], Some("stuck")),
        ] {
            for code in codes {
                assert_eq!(judged(code), outcome, "{code}");
            }
        }
    }
}

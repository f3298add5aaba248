//! Zalo notifications by template (ZNS): `POST …/message/template`. The answer is HTTP 200 whatever is wrong; the number
//! in it says what.

use super::channel::{Channel, Outgoing, Receipt, fill, http_client, http_failure, http_status};
use super::domain::Failure;
use super::http_gateway::international;
use super::notice::Notice;
use super::zalo_token::Tokens;
use crate::config::ZaloConfig;
use anyhow::ensure;
use futures::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Speaks to Zalo.
pub struct Zalo {
    config: ZaloConfig,
    url: String,
    tokens: Tokens,
    http: reqwest::Client,
}

#[derive(Deserialize)]
struct Reply {
    error: i64,
    #[serde(default)]
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    msg_id: Option<String>,
}

impl Zalo {
    /// As the settings say.
    pub fn new(config: &ZaloConfig, tokens: Tokens) -> anyhow::Result<Self> {
        for kind in config.templates.keys() {
            ensure!(
                Notice::KINDS.contains(&kind.as_str()),
                "zalo.templates.{kind}: no such notice"
            );
        }
        Ok(Self {
            url: format!("{}/message/template", config.url.trim_end_matches('/')),
            config: config.clone(),
            tokens,
            http: http_client()?,
        })
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, Failure> {
        let Some(phone) = &message.phone else {
            return Err(Failure::Refused("no phone".to_owned()));
        };
        let Some(body) = self.body(phone, message) else {
            return Err(Failure::Stuck(
                "no Zalo template is set for this notice".to_owned(),
            ));
        };
        let token = self.tokens.current().await?;
        match judge(self.post(&body, &token).await?) {
            Verdict::Token => {
                let token = self.tokens.renew(&token).await?;
                match judge(self.post(&body, &token).await?) {
                    Verdict::Token => Err(Failure::Stuck("Zalo takes no new token either".to_owned())),
                    Verdict::Other(result) => result,
                }
            }
            Verdict::Other(result) => result,
        }
    }

    fn body(&self, phone: &str, message: &Outgoing) -> Option<Value> {
        let template = self.config.templates.get(message.notice.kind())?;
        let values = message.notice.values(message.lang);
        let data: Map<String, Value> = if template.data.is_empty() {
            values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.into()))
                .collect()
        } else {
            let filled = |text: &String| Value::from(fill(text, &values, str::to_owned));
            template
                .data
                .iter()
                .map(|(name, text)| (name.clone(), filled(text)))
                .collect()
        };
        Some(json!({
            "phone": international(phone),
            "template_id": template.id,
            "template_data": data,
            "tracking_id": message.id,
        }))
    }

    async fn post(&self, body: &Value, token: &str) -> Result<Reply, Failure> {
        let request = self.http.post(&self.url).header("access_token", token);
        let reply = request
            .json(body)
            .send()
            .await
            .map_err(|error| http_failure(&error))?;
        if let Some(failure) = http_status(reply.status()) {
            return Err(failure);
        }
        reply.json().await.map_err(|error| http_failure(&error))
    }
}

impl Channel for Zalo {
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Failure>> {
        Box::pin(self.deliver(message))
    }
}

enum Verdict {
    /// The access token is not in force.
    Token,
    Other(Result<Receipt, Failure>),
}

fn judge(reply: Reply) -> Verdict {
    let reason = format!("Zalo {}", reply.error);
    Verdict::Other(match reply.error {
        0 => Ok(Receipt {
            provider_id: reply.data.and_then(|data| data.msg_id),
        }),
        -124 | -220 => return Verdict::Token,
        // No such phone, no account behind it, an app too old for it, or a person who wants none from us.
        -108 | -110 | -114 | -118 | -119 | -139 | -141 => Err(Failure::Refused(reason)),
        // Unknown trouble inside Zalo.
        -100 => Err(Failure::Later(reason)),
        // Keys, templates, credit, night hours, quotas.
        _ => Err(Failure::Stuck(reason)),
    })
}

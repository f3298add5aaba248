//! Any SMS gateway that takes a POST: the request is a template of the operator, and so is what its answers mean.

use super::channel::{Channel, Outgoing, Receipt, fill, http_client, http_failure, http_status};
use super::domain::Failure;
use crate::config::SmsConfig;
use anyhow::Context;
use futures::future::BoxFuture;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;

/// Answers are short; what is longer is not one.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Speaks to the gateway of the settings.
pub struct HttpGateway {
    config: SmsConfig,
    headers: HeaderMap,
    http: reqwest::Client,
}

/// The text of a message: the operator's template, which the network approved, or ours.
pub fn text_of(config: &SmsConfig, message: &Outgoing) -> String {
    let template = config.texts.get(message.notice.kind());
    template.map_or_else(
        || message.notice.sms(message.lang),
        |template| fill(template, &message.notice.values(message.lang), str::to_owned),
    )
}

/// `0912345678` as `84912345678`.
pub fn international(phone: &str) -> String {
    phone
        .strip_prefix('0')
        .map_or_else(|| phone.to_owned(), |rest| format!("84{rest}"))
}

impl HttpGateway {
    /// As the settings say.
    pub fn new(config: &SmsConfig) -> anyhow::Result<Self> {
        let mut headers = HeaderMap::new();
        for (name, value) in &config.http.headers {
            let mut value = HeaderValue::from_str(value.expose_secret())
                .with_context(|| format!("sms.http.headers: the value of {name}"))?;
            value.set_sensitive(true);
            let name = HeaderName::try_from(name).with_context(|| format!("sms.http.headers: {name}"))?;
            headers.insert(name, value);
        }
        let kind = HeaderValue::from_str(&config.http.content_type).context("sms.http.content_type")?;
        headers.insert(CONTENT_TYPE, kind);
        anyhow::ensure!(!config.http.body.is_empty(), "sms.http.body is empty");
        Ok(Self {
            config: config.clone(),
            headers,
            http: http_client()?,
        })
    }

    fn body(&self, phone: &str, message: &Outgoing) -> String {
        let values = [
            ("phone", phone.to_owned()),
            ("phone84", international(phone)),
            ("content", text_of(&self.config, message)),
            ("request_id", message.id.to_string()),
            ("brandname", self.config.brandname.clone()),
            ("api_key", self.config.api_key.expose_secret().to_owned()),
            ("secret_key", self.config.secret_key.expose_secret().to_owned()),
        ];
        let kind = self.config.http.content_type.as_str();
        let escape = if kind.contains("json") {
            json
        } else if kind.contains("xml") {
            xml
        } else {
            form
        };
        fill(&self.config.http.body, &values, escape)
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, Failure> {
        let Some(phone) = &message.phone else {
            return Err(Failure::Refused("no phone".to_owned()));
        };
        let request = self.http.post(&self.config.url).headers(self.headers.clone());
        let reply = request.body(self.body(phone, message)).send().await;
        let reply = reply.map_err(|error| http_failure(&error))?;
        if let Some(failure) = http_status(reply.status()) {
            return Err(failure);
        }
        let reply = reply.bytes().await.map_err(|error| http_failure(&error))?;
        self.judge(reply.get(..LONGEST_ANSWER).unwrap_or(&reply))
    }

    fn judge(&self, reply: &[u8]) -> Result<Receipt, Failure> {
        let rule = &self.config.http;
        let parsed: Option<serde_json::Value> = serde_json::from_slice(reply).ok();
        let at = |pointer: &str| {
            let found = parsed
                .as_ref()
                .filter(|_| !pointer.is_empty())?
                .pointer(pointer)?;
            Some(found.as_str().map_or_else(|| found.to_string(), str::to_owned))
        };
        let text = String::from_utf8_lossy(reply);
        let result = at(&rule.result);
        let is_one_of = |list: &[String]| match &result {
            Some(result) => list.contains(result),
            // No place is named where the result stands: it is somewhere in the answer.
            None => rule.result.is_empty() && list.iter().any(|one| text.contains(one.as_str())),
        };
        // Only what the settings name is written down: anything else could repeat the message.
        let reason = |list: &[String], words: &str| {
            let named = list.iter().find(|one| is_one_of(std::slice::from_ref(one)));
            named.map_or_else(|| words.to_owned(), |one| format!("{words}: {one}"))
        };
        if is_one_of(&rule.refused) {
            return Err(Failure::Refused(reason(
                &rule.refused,
                "the gateway refuses the phone",
            )));
        }
        if is_one_of(&rule.busy) {
            return Err(Failure::Later(reason(&rule.busy, "the gateway is busy")));
        }
        if is_one_of(&rule.accepted) || rule.accepted.is_empty() {
            return Ok(Receipt {
                provider_id: at(&rule.message_id),
            });
        }
        Err(Failure::Stuck("the gateway refuses the message".to_owned()))
    }
}

impl Channel for HttpGateway {
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Failure>> {
        Box::pin(self.deliver(message))
    }
}

fn json(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or_default()
        .to_owned()
}

fn xml(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&apos;")
}

fn form(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notification::notice::Notice;
    use motcua_shared::id::MessageId;
    use motcua_shared::text::Lang;

    fn gateway(toml: &str) -> HttpGateway {
        let file = format!(
            "url = \"http://x\"\napi_key = \"k\\\"&\"\nsecret_key = \"s\"\nbrandname = \"MOTCUA\"\n{toml}"
        );
        HttpGateway::new(&toml::from_str(&file).unwrap()).unwrap()
    }

    fn message() -> Outgoing {
        Outgoing {
            id: MessageId::parse("019a0000-0000-7000-8000-000000000001").unwrap(),
            phone: Some("0912345678".to_owned()),
            email: None,
            lang: Lang::Vi,
            notice: Notice::DossierSubmitted {
                dossier: "H21\",\"x\":\"<y>&z".to_owned(),
                fee: 0,
            },
        }
    }

    fn template(kind: &str, body: &str) -> String {
        format!(
            "gateway = \"http\"\n[texts]\ndossier-submitted = \"Ho so {{dossier}}\"\n[http]\ncontent_type = \"{kind}\"\nbody = '{body}'\nresult = \"/code\"\naccepted = [\"0\"]\nrefused = [\"7\"]\nbusy = [\"2\"]\nmessage_id = \"/id\"\n"
        )
    }

    #[test]
    fn a_value_cannot_leave_its_place_in_the_request() {
        let json = gateway(&template(
            "application/json",
            r#"{"k":"{api_key}","to":"{phone84}","text":"{content}","id":"{request_id}"}"#,
        ));
        let body: serde_json::Value = serde_json::from_str(&json.body("0912345678", &message())).unwrap();
        assert_eq!(
            body,
            serde_json::json!({
                "k": "k\"&", "to": "84912345678", "text": "Ho so H21\",\"x\":\"<y>&z",
                "id": "019a0000-0000-7000-8000-000000000001",
            })
        );
        let form = gateway(&template(
            "application/x-www-form-urlencoded",
            "k={api_key}&text={content}",
        ));
        assert_eq!(
            form.body("0912345678", &message()),
            "k=k%22%26&text=Ho%20so%20H21%22%2C%22x%22%3A%22%3Cy%3E%26z"
        );
        let xml = gateway(&template("text/xml", "<a>{content}</a>"));
        assert_eq!(
            xml.body("0912345678", &message()),
            "<a>Ho so H21&quot;,&quot;x&quot;:&quot;&lt;y&gt;&amp;z</a>"
        );
    }

    #[test]
    fn the_settings_say_what_an_answer_means_and_nothing_of_it_is_repeated() {
        let gateway = gateway(&template("application/json", "{content}"));
        let judged = |reply: &str| gateway.judge(reply.as_bytes());
        assert_eq!(
            judged("{\"code\":0,\"id\":77}").unwrap().provider_id.as_deref(),
            Some("77")
        );
        let failure = |reply: &str| judged(reply).err().unwrap();
        assert_eq!(
            failure("{\"code\":\"7\"}"),
            Failure::Refused("the gateway refuses the phone: 7".to_owned())
        );
        assert_eq!(failure("{\"code\":2}").outcome(), "later");
        for odd in ["{\"code\":\"Ma 123456\"}", "", "<html>", "{}"] {
            assert_eq!(
                failure(odd),
                Failure::Stuck("the gateway refuses the message".to_owned())
            );
        }
    }
}

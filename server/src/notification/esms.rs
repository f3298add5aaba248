//! The eSMS gateway: `POST …/MainService.svc/json/SendMultipleMessage_V4_post_json/` (its public documentation).

use crate::{config::SmsConfig, outbound};
use anyhow::{Context, bail, ensure};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use std::time::Duration;

/// Path of the method under the address of the gateway.
const METHOD: &str = "/MainService.svc/json/SendMultipleMessage_V4_post_json/";
/// The gateway took the message.
const ACCEPTED: &str = "100";
/// The gateway had this `RequestId` before: the message went out on an earlier try.
const REPEATED: &str = "124";

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
    #[serde(default)]
    error_message: Option<String>,
}

static CLIENT: LazyLock<Result<reqwest::Client, reqwest::Error>> = LazyLock::new(|| {
    outbound::client()
        .timeout(Duration::from_secs(15))
        .no_proxy()
        .build()
});

/// Sends one message.
pub async fn send(config: &SmsConfig, phone: &str, content: &str, request_id: &str) -> anyhow::Result<()> {
    ensure!(
        !config.url.is_empty(),
        "sms.url is not set, so nothing can be sent"
    );
    let client = match &*CLIENT {
        Ok(client) => client,
        Err(error) => bail!("no HTTP client: {error}"),
    };
    let request = Request {
        api_key: config.api_key.expose_secret(),
        secret_key: config.secret_key.expose_secret(),
        phone,
        content,
        brandname: &config.brandname,
        sms_type: "2",
        is_unicode: if content.is_ascii() { "0" } else { "1" },
        sandbox: "0",
        request_id,
    };
    let url = format!("{}{METHOD}", config.url.trim_end_matches('/'));
    let reply = client
        .post(url)
        .json(&request)
        .send()
        .await
        .context("the SMS gateway cannot be reached")?;
    let reply: Reply = reply
        .error_for_status()?
        .json()
        .await
        .context("the SMS gateway answers oddly")?;
    match reply.code_result.as_str() {
        ACCEPTED | REPEATED => Ok(()),
        code => bail!(
            "the SMS gateway refused: {code} {}",
            reply.error_message.unwrap_or_default()
        ),
    }
}

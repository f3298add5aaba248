//! The way to a record over HTTP: signed requests, small answers, no patience without end.

use crate::config::RegistryConfig;
use crate::outbound::{self, Caller};
use anyhow::ensure;
use motcua_shared::time::Timestamp;
use serde::Serialize;
use std::time::Duration;

/// Bytes of an answer; real ones have a hundred.
const LARGEST: usize = 16 << 10;

/// A method of a record at an address.
pub(super) struct Line {
    url: String,
    caller: Caller,
    client: reqwest::Client,
}

impl Line {
    /// Of the settings, to a path under the address; `None` without an address.
    pub(super) fn new(config: &RegistryConfig, method: &str) -> anyhow::Result<Option<Self>> {
        if config.url.is_empty() {
            return Ok(None);
        }
        let patience = Duration::from_secs(config.patience_seconds);
        Ok(Some(Self {
            url: format!("{}{method}", config.url.trim_end_matches('/')),
            caller: Caller::new(&config.api_key, &config.secret_key),
            client: outbound::client()
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .connect_timeout(patience.min(Duration::from_secs(3)))
                .timeout(patience)
                .build()?,
        }))
    }

    /// Asks; gives the bytes of the answer.
    pub(super) async fn ask(&self, question: &impl Serialize, now: Timestamp) -> anyhow::Result<Vec<u8>> {
        let body = serde_json::to_string(question)?;
        let mut response = self
            .caller
            .sign(self.client.post(&self.url), body, now)
            .send()
            .await
            .map_err(reqwest::Error::without_url)?
            .error_for_status()
            .map_err(reqwest::Error::without_url)?;
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            ensure!(answer.len() + chunk.len() <= LARGEST, "the answer is too long");
            answer.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

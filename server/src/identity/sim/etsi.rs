//! A mobile signature service that speaks ETSI TS 102 204, over HTTPS.

use super::message::{Party, read_sent, read_status};
use super::signer::{MobileSigner, Order, Refused, Status};
use crate::config_sim::SimConfig;
use crate::outbound;
use anyhow::ensure;
use futures::future::BoxFuture;
use motcua_shared::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use std::time::Duration;

/// Longest a single request may take; a person waits for it.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer; a CMS with its certificates has some kilobytes.
const LARGEST: usize = 256 << 10;

struct Service {
    url: String,
    id: String,
    password: SecretString,
    profile: String,
    client: reqwest::Client,
}

/// The service of the settings, if they name one.
pub fn signer(config: &SimConfig) -> anyhow::Result<Option<Arc<dyn MobileSigner>>> {
    if config.url.is_empty() {
        return Ok(None);
    }
    Ok(Some(Arc::new(Service {
        url: config.url.clone(),
        id: config.ap_id.clone(),
        password: config.ap_password.clone(),
        profile: config.profile.clone(),
        client: outbound::client()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(3))
            .timeout(PATIENCE)
            .build()?,
    })))
}

impl Service {
    fn party(&self) -> Party<'_> {
        Party {
            id: &self.id,
            password: self.password.expose_secret(),
            profile: &self.profile,
        }
    }

    /// Faults come with status 500, and say what is wrong in their body.
    async fn exchange(&self, body: String) -> anyhow::Result<String> {
        let mut answer = self
            .client
            .post(&self.url)
            .header("content-type", "application/soap+xml; charset=utf-8")
            .body(body)
            .send()
            .await
            .map_err(reqwest::Error::without_url)?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            ensure!(bytes.len() + chunk.len() <= LARGEST, "the answer is too long");
            bytes.extend_from_slice(&chunk);
        }
        Ok(String::from_utf8(bytes)?)
    }
}

impl MobileSigner for Service {
    fn send<'a>(&'a self, order: &'a Order, now: Timestamp) -> BoxFuture<'a, Result<String, Refused>> {
        Box::pin(async move {
            let request = self.party().signature_request(order, now);
            read_sent(&self.exchange(request).await.map_err(Refused::Down)?)
        })
    }

    fn look<'a>(&'a self, service_id: &'a str, now: Timestamp) -> BoxFuture<'a, Result<Status, Refused>> {
        Box::pin(async move {
            let transaction = uuid::Uuid::now_v7().to_string();
            let request = self.party().status_request(&transaction, service_id, now);
            read_status(&self.exchange(request).await.map_err(Refused::Down)?)
        })
    }
}

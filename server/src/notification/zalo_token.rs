//! Zalo's access token, which lives about a day, and the refresh token behind it, which works once and is replaced by
//! the answer. They are kept in the database: several servers share them, one renews at a time.

use super::channel::{http_client, http_failure, http_status};
use super::domain::Failure;
use super::store::{self, TokenRow};
use crate::clock::{Clock, after};
use crate::config::ZaloConfig;
use crate::db::Db;
use crate::error::AppError;
use crate::secret::sha256_hex;
use anyhow::ensure;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// Name of the row.
const GATEWAY: &str = "zalo";

/// Renewed so long before its end, so that none ends on its way.
const SPARE_SECONDS: u64 = 300;

/// Who renews has so long; then another may.
const LEASE_SECONDS: u64 = 60;

/// The tokens in force.
#[derive(Clone)]
pub struct Tokens(Arc<Renewer>);

struct Renewer {
    url: String,
    app_id: String,
    secret_key: SecretString,
    first: SecretString,
    origin: String,
    db: Db,
    clock: Clock,
    http: reqwest::Client,
}

#[derive(Deserialize)]
struct Reply {
    #[serde(default)]
    error: i64,
    #[serde(default)]
    access_token: Option<SecretString>,
    #[serde(default)]
    refresh_token: Option<SecretString>,
    /// Seconds, as text in the real answers.
    #[serde(default)]
    expires_in: Option<serde_json::Value>,
}

fn unreadable(error: AppError) -> Failure {
    tracing::error!(cause = ?error.cause, "the tokens of Zalo cannot be read or kept");
    Failure::Later("the tokens cannot be read or kept".to_owned())
}

impl Tokens {
    /// As the settings say.
    pub fn new(config: &ZaloConfig, db: Db, clock: Clock) -> anyhow::Result<Self> {
        let first = config.refresh_token.expose_secret();
        ensure!(
            !first.is_empty(),
            "zalo.url is set, but zalo.refresh_token is not"
        );
        Ok(Self(Arc::new(Renewer {
            url: format!("{}/v4/oa/access_token", config.token_url.trim_end_matches('/')),
            app_id: config.app_id.clone(),
            secret_key: config.secret_key.clone(),
            origin: sha256_hex(first.as_bytes()),
            first: config.refresh_token.clone(),
            db,
            clock,
            http: http_client()?,
        })))
    }

    /// The access token; renewed if it is about to end.
    pub async fn current(&self) -> Result<String, Failure> {
        let inner = &self.0;
        let row = inner
            .db
            .read(|conn| store::find_token(conn, GATEWAY))
            .await
            .map_err(unreadable)?;
        let fresh_until = after(inner.clock.now(), SPARE_SECONDS);
        let known = row.filter(|row| row.origin == inner.origin);
        match known.and_then(|row| row.access_token.zip(row.access_ends_at)) {
            Some((token, ends_at)) if ends_at > fresh_until => Ok(token),
            Some((old, _)) => self.renew(&old).await,
            None => self.renew("").await,
        }
    }

    /// Another access token than `refused`.
    pub async fn renew(&self, refused: &str) -> Result<String, Failure> {
        let inner = &self.0;
        let now = inner.clock.now();
        let (origin, first) = (inner.origin.clone(), inner.first.expose_secret().to_owned());
        let refused = refused.to_owned();
        let taken = inner
            .db
            .write(move |conn| {
                let known = store::find_token(conn, GATEWAY)?.filter(|row| row.origin == origin);
                let lease_ends = after(now, LEASE_SECONDS);
                let (is_mine, row) = if let Some(row) = known {
                    // Somebody else was quicker.
                    if let Some(token) = row.access_token.as_ref().filter(|token| **token != refused) {
                        return Ok(Turn::Done(token.clone()));
                    }
                    (store::lease_token(conn, &row, now, lease_ends)?, row)
                } else {
                    let row = TokenRow {
                        gateway: GATEWAY.to_owned(),
                        origin,
                        access_token: None,
                        access_ends_at: None,
                        refresh_token: first,
                    };
                    (store::begin_token(conn, &row, lease_ends)?, row)
                };
                Ok(if is_mine {
                    Turn::Mine(row.refresh_token)
                } else {
                    Turn::Another
                })
            })
            .await
            .map_err(unreadable)?;
        match taken {
            Turn::Done(token) => Ok(token),
            Turn::Another => Err(Failure::Later("the token of Zalo is being renewed".to_owned())),
            Turn::Mine(refresh) => {
                // Apart from the message: if its patience ends while Zalo answers, the new tokens must not be lost.
                let inner = Arc::clone(inner);
                let renewal = tokio::spawn(async move { inner.take_turn(&refresh).await });
                let broken = |_| Err(Failure::Later("renewing the token of Zalo broke off".to_owned()));
                renewal.await.unwrap_or_else(broken)
            }
        }
    }
}

impl Renewer {
    async fn take_turn(&self, refresh: &str) -> Result<String, Failure> {
        let result = self.exchange(refresh).await;
        if result.is_err() {
            // Nobody waits for a lease whose holder gave up; failing to say so only costs its time.
            let _ = self.db.write(|conn| store::release_token(conn, GATEWAY)).await;
        }
        result
    }

    async fn exchange(&self, refresh: &str) -> Result<String, Failure> {
        let form = [
            ("refresh_token", refresh),
            ("app_id", self.app_id.as_str()),
            ("grant_type", "refresh_token"),
        ];
        let request = self
            .http
            .post(&self.url)
            .header("secret_key", self.secret_key.expose_secret());
        let reply = request
            .form(&form)
            .send()
            .await
            .map_err(|error| http_failure(&error))?;
        if let Some(failure) = http_status(reply.status()) {
            return Err(failure);
        }
        let reply: Reply = reply.json().await.map_err(|error| http_failure(&error))?;
        let (Some(access), Some(next)) = (reply.access_token, reply.refresh_token) else {
            return Err(Failure::Stuck(format!(
                "Zalo gives no token: {}; put a new zalo.refresh_token into the settings",
                reply.error
            )));
        };
        let seconds = reply.expires_in.as_ref().and_then(seconds).unwrap_or(3600);
        let row = TokenRow {
            gateway: GATEWAY.to_owned(),
            origin: self.origin.clone(),
            access_token: Some(access.expose_secret().to_owned()),
            access_ends_at: Some(after(self.clock.now(), seconds)),
            refresh_token: next.expose_secret().to_owned(),
        };
        let row = Arc::new(row);
        for tries_left in (0..5).rev() {
            let kept = Arc::clone(&row);
            match self.db.write(move |conn| store::keep_token(conn, &kept)).await {
                Ok(()) => break,
                // The old token is spent and this one not kept yet: a busy database is worth waiting for.
                Err(_) if tries_left > 0 => tokio::time::sleep(Duration::from_secs(1)).await,
                Err(error) => return Err(unreadable(error)),
            }
        }
        Ok(access.expose_secret().to_owned())
    }
}

enum Turn {
    Done(String),
    Mine(String),
    Another,
}

fn seconds(value: &serde_json::Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

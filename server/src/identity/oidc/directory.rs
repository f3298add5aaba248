//! What a provider says of itself: its addresses and its keys (OpenID Connect Discovery 1.0), kept for a while.

use super::outside::{Outside, OutsideError};
use crate::clock::{after, before};
use motcua_shared::error::ErrorCode;
use motcua_shared::time::Timestamp;
use openidconnect::core::*;
use openidconnect::{AdditionalProviderMetadata, EndSessionUrl, IssuerUrl, JsonWebKeySet, ProviderMetadata};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// How long what a provider says of itself is believed without asking again.
const FRESH_SECONDS: u64 = 3600;
/// After a failure, and after keys were asked for in vain, the provider is left alone for this long.
const PAUSE_SECONDS: u64 = 5;

/// What we want to know of a provider beyond what the library knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Further {
    /// Where people sign out.
    pub end_session_endpoint: Option<EndSessionUrl>,
    /// Whether it says who it is when it sends a browser back (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Further {}

/// All that it says of itself.
pub type Metadata = ProviderMetadata<
    Further,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;
/// What a provider said of itself, and when it was asked.
#[derive(Default)]
struct Known {
    metadata: Option<Arc<Metadata>>,
    fetched_at: Option<Timestamp>,
    failed_at: Option<Timestamp>,
    keys_at: Option<Timestamp>,
}

/// Asks a provider, and remembers.
pub struct Directory {
    id: String,
    issuer: IssuerUrl,
    known: Mutex<Known>,
}

impl Directory {
    /// Of the provider with this id in the settings.
    pub fn new(id: String, issuer: IssuerUrl) -> Self {
        Self {
            id,
            issuer,
            known: Mutex::default(),
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the provider says of itself. Yesterday's word is better than none while it does not answer.
    pub async fn metadata(&self, outside: &Outside, now: Timestamp) -> Result<Arc<Metadata>, ErrorCode> {
        let old = {
            let known = self.known();
            let is_fresh = |at: Option<Timestamp>, seconds| at.is_some_and(|at| before(now, seconds) < at);
            match &known.metadata {
                Some(metadata)
                    if is_fresh(known.fetched_at, FRESH_SECONDS)
                        || is_fresh(known.failed_at, PAUSE_SECONDS) =>
                {
                    return Ok(Arc::clone(metadata));
                }
                None if is_fresh(known.failed_at, PAUSE_SECONDS) => {
                    return Err(ErrorCode::ProviderUnavailable);
                }
                old => old.clone(),
            }
        };
        let began = Instant::now();
        match self.discover(outside).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                let mut known = self.known();
                known.metadata = Some(Arc::clone(&metadata));
                known.fetched_at = Some(now);
                known.failed_at = None;
                Ok(metadata)
            }
            Err(reason) => {
                tracing::warn!(provider = self.id, reason, "the provider cannot be reached");
                // The wait for it counts, or a slow failure would be over before it is noted.
                self.known().failed_at = Some(after(now, began.elapsed().as_secs()));
                old.ok_or(ErrorCode::ProviderUnavailable)
            }
        }
    }

    async fn discover(&self, outside: &Outside) -> Result<Metadata, String> {
        let metadata = Metadata::discover_async(self.issuer.clone(), outside)
            .await
            .map_err(|error| describe(&error))?;
        let urls = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(|url| url.url()),
            metadata.userinfo_endpoint().map(|url| url.url()),
            Some(metadata.jwks_uri().url()),
        ];
        let needs_tls = self.issuer.url().scheme() == "https";
        if needs_tls && urls.into_iter().flatten().any(|url| url.scheme() != "https") {
            return Err("one of its addresses is not https".to_owned());
        }
        Ok(metadata)
    }

    /// The keys again, because one is not known: providers change them. Not again at once.
    pub async fn newer_keys(
        &self,
        outside: &Outside,
        metadata: &Metadata,
        now: Timestamp,
    ) -> Option<Arc<Metadata>> {
        {
            let mut known = self.known();
            if known.keys_at.is_some_and(|at| before(now, PAUSE_SECONDS) < at) {
                return None;
            }
            known.keys_at = Some(now);
        }
        let fetched = JsonWebKeySet::fetch_async(metadata.jwks_uri(), outside).await;
        match fetched {
            Ok(keys) => {
                let newer = Arc::new(metadata.clone().set_jwks(keys));
                self.known().metadata = Some(Arc::clone(&newer));
                Some(newer)
            }
            Err(error) => {
                let reason = describe(&error);
                tracing::warn!(provider = self.id, reason, "no keys");
                None
            }
        }
    }
}

/// The words of an error, and of its cause where that is the line: other causes quote what the provider sent.
pub fn describe(error: &(dyn std::error::Error + 'static)) -> String {
    let cause = error
        .source()
        .and_then(|cause| cause.downcast_ref::<OutsideError>());
    let cause = cause.map(|cause| format!(": {cause}"));
    format!("{error}{}", cause.unwrap_or_default())
}

//! HTTP to systems outside: one place for how it is encrypted.

use crate::secret;
use motcua_shared::time::Timestamp;
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Once;

/// A client to be told its limits. TLS is that of rustls with ring, the one cryptography library of this server.
pub fn client() -> reqwest::ClientBuilder {
    prepare_tls();
    reqwest::Client::builder()
}

/// How this portal shows a system outside who asks: a key that names it, and a signature over the moment and the body
/// (docs/adapters.md, docs/partner-vault.md).
pub struct Caller {
    api_key: SecretString,
    key: hmac::Key,
}

impl Caller {
    /// By the two keys that were agreed.
    pub fn new(api_key: &SecretString, secret_key: &SecretString) -> Self {
        Self {
            api_key: api_key.clone(),
            key: hmac::Key::new(hmac::HMAC_SHA256, secret_key.expose_secret().as_bytes()),
        }
    }

    /// Puts the body into a request, and says whose it is.
    pub fn sign(
        &self,
        request: reqwest::RequestBuilder,
        body: String,
        now: Timestamp,
    ) -> reqwest::RequestBuilder {
        let moment = now.unix_seconds();
        let signature = hmac::sign(&self.key, format!("{moment}.{body}").as_bytes());
        request
            .header("content-type", "application/json")
            .header("x-api-key", self.api_key.expose_secret())
            .header("x-timestamp", moment)
            .header("x-signature", secret::hex(signature.as_ref()))
            .body(body)
    }
}

/// To be called before a library builds an HTTP client of its own.
pub fn prepare_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error says that somebody else chose before us, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_client_can_be_built() {
        assert!(super::client().build().is_ok());
    }
}

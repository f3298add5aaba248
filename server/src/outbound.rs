//! HTTP to systems outside: one place for how it is encrypted.

use std::sync::Once;

/// A client to be told its limits. TLS is that of rustls with ring, the one cryptography library of this server.
pub fn client() -> reqwest::ClientBuilder {
    prepare_tls();
    reqwest::Client::builder()
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

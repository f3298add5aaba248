//! The agent's own TLS certificate, as its installer would make one: an authority of this computer, to be trusted by the
//! browser, and a certificate below it for 127.0.0.1 and localhost.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// The certificate to be trusted, PEM.
pub fn authority(state: &Path) -> PathBuf {
    state.join("tls/authority.pem")
}

/// Accepts TLS connections; makes certificates that are missing.
pub fn acceptor(state: &Path) -> Result<TlsAcceptor> {
    let folder = state.join("tls");
    let (certificate, key) = (folder.join("agent.pem"), folder.join("agent.key.pem"));
    if !(authority(state).exists() && certificate.exists() && key.exists()) {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        make(&authority(state), &certificate, &key)?;
    }
    let chain = CertificateDer::pem_file_iter(&certificate)?.collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_file(&key)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn make(authority: &Path, certificate: &Path, key: &Path) -> Result<()> {
    let root_key = KeyPair::generate()?;
    let mut root = CertificateParams::default();
    root.distinguished_name
        .push(DnType::CommonName, "Token agent (SANDBOX)");
    root.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let own_key = KeyPair::generate()?;
    let mut own = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])?;
    own.distinguished_name
        .push(DnType::CommonName, "Token agent on this computer (SANDBOX)");
    fs::write(authority, root.self_signed(&root_key)?.pem())?;
    let issuer = Issuer::from_params(&root, &root_key);
    fs::write(certificate, own.signed_by(&own_key, &issuer)?.pem())?;
    fs::write(key, own_key.serialize_pem())?;
    Ok(())
}

/// What fetches the files to sign and hands them in. It has no cookies: an agent is a program of its own.
pub fn client() -> Result<reqwest::Client> {
    // Another part of the program may have chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The real agents give up soon, too: who takes the file must answer at once.
    let patience = std::time::Duration::from_secs(20);
    Ok(reqwest::Client::builder().timeout(patience).build()?)
}

//! Passwords: Argon2id, as many at a time as there are processors, so that sign-ins can neither exhaust the memory nor
//! hold up other requests. An unknown account costs as much as a wrong password.

use crate::config::IdentityConfig;
use crate::error::AppError;
use crate::heavy::Heavy;
use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use motcua_shared::identity::password::normal_form;
use std::sync::Arc;

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    heavy: Heavy,
    nobodys_hash: Arc<str>,
}

impl Passwords {
    /// With the cost of the settings.
    pub fn new(config: &IdentityConfig) -> anyhow::Result<Self> {
        let params = Params::new(config.hash_memory_kib, config.hash_passes, 1, None)
            .map_err(|error| anyhow!("identity.hash_*: {error}"))?;
        let nobodys_hash = hash_now(&params, &crate::secret::token()?)?;
        Ok(Self {
            params,
            heavy: Heavy::new("password")?,
            nobodys_hash: nobodys_hash.into(),
        })
    }

    /// A PHC string, computed on this thread; for start-up work.
    pub fn hash_now(&self, password: &str) -> anyhow::Result<String> {
        hash_now(&self.params, password)
    }

    /// A PHC string.
    pub async fn hash(&self, password: String) -> Result<String, AppError> {
        let params = self.params.clone();
        self.heavy
            .run(move || hash_now(&params, &password))
            .await?
            .map_err(AppError::internal)
    }

    /// Whether `password` belongs to `hash`; without a hash, as much work for nothing.
    pub async fn check(&self, password: String, hash: Option<String>) -> Result<bool, AppError> {
        let exists = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobodys_hash.to_string());
        self.heavy
            .run(move || {
                let parsed =
                    PasswordHash::new(&hash).map_err(|error| anyhow!("a stored password hash: {error}"))?;
                Ok(Argon2::default()
                    .verify_password(normal_form(&password).as_bytes(), &parsed)
                    .is_ok()
                    && exists)
            })
            .await?
            .map_err(|error: anyhow::Error| AppError::internal(error))
    }
}

fn hash_now(params: &Params, password: &str) -> anyhow::Result<String> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let hash: PasswordHash = argon2
        .hash_password(normal_form(password).as_bytes())
        .map_err(|error| anyhow!("hashing a password: {error}"))?;
    Ok(hash.to_string())
}

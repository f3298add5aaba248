//! Settings of the vault.

use anyhow::{Context, bail, ensure};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::collections::HashSet;
use std::path::PathBuf;

/// The vault.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultConfig {
    /// The program that takes the text out of papers; empty is this one.
    pub reader: String,
    /// Other systems' vaults.
    #[serde(default)]
    pub partners: Vec<PartnerConfig>,
}

/// Another system's vault that owners may take their papers from (docs/partner-vault.md).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerConfig {
    /// Stands in addresses and in the database: lower-case letters, digits, hyphens.
    pub id: String,
    /// What people call it, e.g. "Kho Quy Nhơn".
    pub name: String,
    /// Its address.
    pub url: String,
    /// Names this portal there.
    pub api_key: SecretString,
    /// Keys the signature of each request.
    #[serde(default)]
    pub secret_key: Option<SecretString>,
    /// A file that holds that key and nothing else.
    #[serde(default)]
    pub secret_key_file: Option<PathBuf>,
    /// Seconds that a person waits for a list.
    #[serde(default = "usual_patience")]
    pub patience_seconds: u64,
    /// Assurance level from which an account may ask.
    #[serde(default = "usual_level")]
    pub assurance_level: u8,
    /// Category of papers whose own category is not in this portal's catalogue.
    pub category_code: String,
}

const fn usual_patience() -> u64 {
    5
}

const fn usual_level() -> u8 {
    2
}

impl VaultConfig {
    /// Refuses what must not run.
    pub fn check(&self, is_demo: bool) -> anyhow::Result<()> {
        let mut ids = HashSet::new();
        for partner in &self.partners {
            partner.check(is_demo)?;
            ensure!(
                ids.insert(&partner.id),
                "vault.partners names {} twice",
                partner.id
            );
        }
        Ok(())
    }
}

impl PartnerConfig {
    fn check(&self, is_demo: bool) -> anyhow::Result<()> {
        let id = &self.id;
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ensure!(
            (1..=40).contains(&id.len()) && id.chars().all(is_plain),
            "vault.partners.id takes lower-case letters, digits and hyphens, at most 40: {id:?}"
        );
        ensure!(
            !self.name.trim().is_empty() && self.name.chars().count() <= 60,
            "vault.partners.name of {id} is empty or longer than 60 characters"
        );
        ensure!(
            self.url.starts_with("https://") || is_demo && self.url.starts_with("http://"),
            "vault.partners.url of {id} must begin with https://: personal data travels there"
        );
        ensure!(
            (1..=30).contains(&self.patience_seconds),
            "vault.partners.patience_seconds of {id} must be from 1 to 30"
        );
        ensure!(
            (2..=3).contains(&self.assurance_level),
            "vault.partners.assurance_level of {id} must be 2 or 3: papers are shown to verified people only"
        );
        ensure!(
            !self.api_key.expose_secret().is_empty(),
            "vault.partners.api_key of {id} is empty"
        );
        self.key().map(|_| ())
    }

    /// The key of the signatures, from the settings or from its file.
    pub fn key(&self) -> anyhow::Result<SecretString> {
        let id = &self.id;
        let key = match (&self.secret_key, &self.secret_key_file) {
            (Some(key), None) => key.clone(),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(file)
                    .with_context(|| format!("vault.partners.secret_key_file of {id}: {}", file.display()))?;
                text.trim().to_owned().into()
            }
            _ => bail!("vault.partners of {id} needs one of secret_key and secret_key_file"),
        };
        ensure!(
            !key.expose_secret().is_empty(),
            "vault.partners of {id}: the key is empty"
        );
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner() -> PartnerConfig {
        PartnerConfig {
            id: "quy-nhon".to_owned(),
            name: "Kho Quy Nhơn".to_owned(),
            url: "https://kho.example".to_owned(),
            api_key: "k".to_owned().into(),
            secret_key: Some("s".to_owned().into()),
            secret_key_file: None,
            patience_seconds: usual_patience(),
            assurance_level: usual_level(),
            category_code: "KQ.H21.910004".to_owned(),
        }
    }

    fn is_fine(change: impl FnOnce(&mut PartnerConfig)) -> bool {
        let mut partner = partner();
        change(&mut partner);
        let config = VaultConfig {
            reader: String::new(),
            partners: vec![partner],
        };
        config.check(false).is_ok()
    }

    #[test]
    fn a_partner_needs_https_one_key_and_verified_people() {
        assert!(is_fine(|_| ()));
        assert!(!is_fine(|one| one.url = "http://kho.example".to_owned()));
        assert!(!is_fine(|one| one.id = "Kho/..".to_owned()));
        assert!(!is_fine(|one| one.name = " ".to_owned()));
        assert!(!is_fine(|one| one.secret_key = None));
        assert!(!is_fine(|one| one.secret_key_file = Some("x".into())));
        assert!(!is_fine(|one| one.assurance_level = 1));
        assert!(!is_fine(|one| one.patience_seconds = 0));
        let twice = VaultConfig {
            reader: String::new(),
            partners: vec![partner(), partner()],
        };
        assert!(twice.check(false).is_err());
    }

    #[test]
    fn the_key_may_lie_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, "secret\n").unwrap();
        let partner = PartnerConfig {
            secret_key: None,
            secret_key_file: Some(file),
            ..partner()
        };
        assert_eq!(partner.key().unwrap().expose_secret(), "secret");
        std::fs::remove_file(partner.secret_key_file.as_ref().unwrap()).unwrap();
        assert!(partner.key().is_err());
    }
}

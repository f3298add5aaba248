//! Settings of files on their way in, and of who looks for viruses in them.

use anyhow::{Context, ensure};
use serde::Deserialize;
use std::path::PathBuf;

/// What may be sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UploadConfig {
    /// Largest file in bytes.
    pub max_bytes: u64,
    /// Hours after which a file that was sent but not put to use is forgotten.
    pub keep_hours: u64,
    /// Files of one account that may wait unused at a time.
    pub max_waiting: u32,
    /// Bytes of all files together that one account may have here.
    pub quota_bytes: u64,
    /// Largest picture, in millions of pixels.
    pub max_megapixels: u64,
}

impl UploadConfig {
    /// Refuses what must not run.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            self.quota_bytes >= self.max_bytes,
            "upload.quota_bytes is less than upload.max_bytes, so the largest file could never be sent"
        );
        ensure!(
            (1..=10_000).contains(&self.max_megapixels),
            "upload.max_megapixels must be from 1 to 10000"
        );
        Ok(())
    }
}

/// Who looks for viruses.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AntivirusConfig {
    /// Where clamd listens, `HOST:PORT` or `unix:PATH`; empty: nobody does.
    pub address: String,
    /// Seconds that one scan may take.
    pub patience_seconds: u64,
}

/// An address of clamd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClamdAddress {
    /// Host and port.
    Tcp(String),
    /// A socket in a folder.
    Unix(PathBuf),
}

impl AntivirusConfig {
    /// Where clamd listens, if anywhere.
    pub fn clamd(&self) -> anyhow::Result<Option<ClamdAddress>> {
        if self.address.is_empty() {
            return Ok(None);
        }
        if let Some(path) = self.address.strip_prefix("unix:") {
            ensure!(
                path.starts_with('/'),
                "antivirus.address: unix: needs a path from the root"
            );
            return Ok(Some(ClamdAddress::Unix(PathBuf::from(path))));
        }
        let (host, port) = self
            .address
            .rsplit_once(':')
            .context("antivirus.address is neither HOST:PORT nor unix:PATH")?;
        ensure!(
            !host.is_empty() && !host.contains('/') && port.parse::<u16>().is_ok(),
            "antivirus.address is neither HOST:PORT nor unix:PATH"
        );
        Ok(Some(ClamdAddress::Tcp(self.address.clone())))
    }

    /// Refuses what must not run.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            (1..=60).contains(&self.patience_seconds),
            "antivirus.patience_seconds must be from 1 to 60"
        );
        self.clamd().map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clamd(address: &str) -> anyhow::Result<Option<ClamdAddress>> {
        let config = AntivirusConfig {
            address: address.to_owned(),
            patience_seconds: 20,
        };
        config.check()?;
        config.clamd()
    }

    #[test]
    fn an_address_is_a_port_or_a_socket() {
        assert_eq!(clamd("").unwrap(), None);
        assert_eq!(
            clamd("127.0.0.1:3310").unwrap(),
            Some(ClamdAddress::Tcp("127.0.0.1:3310".to_owned()))
        );
        assert_eq!(
            clamd("unix:/run/clamav/clamd.ctl").unwrap(),
            Some(ClamdAddress::Unix("/run/clamav/clamd.ctl".into()))
        );
        for bad in [
            "clamd",
            "http://clamd:3310",
            "clamd:",
            ":3310",
            "clamd:70000",
            "unix:clamd.ctl",
        ] {
            assert!(clamd(bad).is_err(), "{bad}");
        }
    }
}

//! What the operator trusts: anchors, the authorities below them that he keeps, and revocation lists.

use super::authority::Authority;
use super::evidence::Evidence;
use crate::secret;
use base64::Engine;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folders nest no deeper than this; a link that leads back into itself ends here.
const DEPTH: usize = 16;

/// Trust anchors, intermediates and revocation lists.
#[derive(Debug, Clone, Default)]
pub struct TrustStore {
    anchors: Vec<Authority>,
    intermediates: Vec<Authority>,
    evidence: Evidence,
    /// Digests of everything that was taken in.
    contents: BTreeSet<String>,
}

/// What a folder gave.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The store.
    pub store: TrustStore,
    /// Files that hold neither a certificate nor a revocation list.
    pub skipped: Vec<PathBuf>,
}

impl TrustStore {
    /// Reads `folders` with their subfolders.
    pub fn load(folders: &[PathBuf]) -> std::io::Result<Loaded> {
        let mut loaded = Loaded::default();
        for folder in folders {
            for (path, content) in read_files(folder)? {
                if loaded.store.add(&content) == 0 {
                    loaded.skipped.push(path);
                }
            }
        }
        Ok(loaded)
    }

    /// Takes in the content of one file: certificates, revocation lists and OCSP responses, in PEM or DER. Self-signed
    /// certificates become anchors, others intermediates. Returns how many things were taken in.
    pub fn add(&mut self, content: &[u8]) -> usize {
        let blocks = pem_blocks(content);
        if blocks.is_empty() {
            usize::from(self.add_der(content))
        } else {
            blocks.iter().filter(|der| self.add_der(der)).count()
        }
    }

    /// One digest for all of it, whatever the order of the files: another one means that something else is trusted.
    pub fn digest(&self) -> String {
        let all: Vec<&str> = self.contents.iter().map(String::as_str).collect();
        secret::sha256_hex(all.join(" ").as_bytes())
    }

    fn add_der(&mut self, der: &[u8]) -> bool {
        let is_understood = self.sort_in(der);
        if is_understood {
            self.contents.insert(secret::sha256_hex(der));
        }
        is_understood
    }

    fn sort_in(&mut self, der: &[u8]) -> bool {
        if let Ok(authority) = Authority::parse(der) {
            let list = if authority.is_self_signed() {
                &mut self.anchors
            } else {
                &mut self.intermediates
            };
            if list.iter().all(|known| !known.is(&authority)) {
                list.push(authority);
            }
            true
        } else {
            self.evidence.add_list(der) || self.evidence.add_answer(der)
        }
    }

    /// Certificates that are trusted for themselves.
    pub fn anchors(&self) -> &[Authority] {
        &self.anchors
    }

    /// Authorities that help to reach an anchor.
    pub fn intermediates(&self) -> &[Authority] {
        &self.intermediates
    }

    /// Revocation lists and OCSP answers of any issuer.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Keeps only the anchors whose SHA-256 fingerprint (upper-case hexadecimal) `is_admitted`.
    pub fn retain_anchors(&mut self, is_admitted: impl Fn(&str) -> bool) {
        self.anchors.retain(|anchor| is_admitted(&anchor.fingerprint()));
    }
}

/// The same error with the place where it happened, which the system does not say.
fn at(place: &Path, error: &std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", place.display()))
}

/// Every file below `folder` with its content, by name. Errors name the place.
pub fn read_files(folder: &Path) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
    fn walk(folder: &Path, depth: usize, found: &mut Vec<(PathBuf, Vec<u8>)>) -> std::io::Result<()> {
        if depth > DEPTH {
            return Ok(());
        }
        let mut paths = std::fs::read_dir(folder)
            .and_then(|entries| {
                entries
                    .map(|entry| Ok(entry?.path()))
                    .collect::<std::io::Result<Vec<_>>>()
            })
            .map_err(|error| at(folder, &error))?;
        paths.sort();
        for path in paths {
            if path.is_dir() {
                walk(&path, depth + 1, found)?;
            } else {
                let content = std::fs::read(&path).map_err(|error| at(&path, &error))?;
                found.push((path, content));
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(folder, 0, &mut found)?;
    Ok(found)
}

/// The content of `CERTIFICATE` and `X509 CRL` blocks (RFC 7468 §5, §6).
pub fn pem_blocks(content: &[u8]) -> Vec<Vec<u8>> {
    let Ok(text) = std::str::from_utf8(content) else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    for label in ["CERTIFICATE", "X509 CRL"] {
        let (begin, end) = (
            format!("-----BEGIN {label}-----"),
            format!("-----END {label}-----"),
        );
        for part in text.split(begin.as_str()).skip(1) {
            let Some((body, _)) = part.split_once(end.as_str()) else {
                continue;
            };
            let body: String = body
                .chars()
                .filter(|character| !character.is_whitespace())
                .collect();
            blocks.extend(base64::engine::general_purpose::STANDARD.decode(body));
        }
    }
    blocks
}

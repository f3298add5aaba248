//! The world on disk: trust directories in the shape that the server reads, keys for later tests.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;

use super::certificate::Identity;
use super::key::Key;
use super::revocation::{Revoked, list};
use super::world::World;
use crate::asn1::split;

/// File name of the revocation list of each authority.
pub const LISTS: [(&str, &str); 4] = [
    ("root-g1", "rootca.crl"),
    ("root-g2", "rootcag2.crl"),
    ("sub-g1", "cp.crl"),
    ("sub-g2", "cpcag2.crl"),
];

/// Published certificates of the authorities: identity, directory below `trust`, base name.
pub const AUTHORITIES: [(&str, &str, &str); 4] = [
    ("root-g1", "roots", "rootca"),
    ("root-g2", "roots", "rootcag2"),
    ("sub-g1", "intermediates", "cp"),
    ("sub-g2", "intermediates", "cpcag2"),
];

/// Writes trust, other-trust and keys below `dir`.
pub fn write(world: &World, dir: &Path) -> Result<()> {
    for sub in [
        "trust/roots",
        "trust/intermediates",
        "trust/crls",
        "other-trust/roots",
        "other-trust/intermediates",
        "keys",
    ] {
        fs::create_dir_all(dir.join(sub)).with_context(|| format!("cannot make {sub}"))?;
    }
    for (id, place, file) in AUTHORITIES {
        fs::write(
            dir.join("trust").join(place).join(format!("{file}.pem")),
            world.get(id)?.pem(),
        )?;
    }
    for (id, place) in [("foreign-root", "roots"), ("foreign-ca", "intermediates")] {
        fs::write(
            dir.join("other-trust").join(place).join(format!("{id}.pem")),
            world.get(id)?.pem(),
        )?;
    }
    for (issuer, file) in LISTS {
        fs::write(dir.join("trust/crls").join(file), revocations(world, issuer)?)?;
    }
    for identity in world.identities() {
        let base = dir.join("keys").join(&identity.id);
        fs::write(base.with_extension("key.pem"), identity.key.to_pem()?)?;
        fs::write(base.with_extension("crt.pem"), identity.pem())?;
    }
    Ok(())
}

/// When `org-revoked` lost its certificate: before it signs.
pub fn revoked_at(world: &World) -> DateTime<Utc> {
    world.made_at - Duration::days(100)
}

/// When `org-revoked-later` lost its certificate: after it signed.
pub fn revoked_later_at(world: &World) -> DateTime<Utc> {
    world.made_at - Duration::days(10)
}

fn revocations(world: &World, issuer: &str) -> Result<Vec<u8>> {
    let revoked = if issuer == "sub-g2" {
        vec![
            Revoked {
                identity: world.get("org-revoked")?,
                since: revoked_at(world),
                reason: 1,
            },
            Revoked {
                identity: world.get("org-revoked-later")?,
                since: revoked_later_at(world),
                reason: 4,
            },
        ]
    } else {
        Vec::new()
    };
    let next = world.made_at + Duration::days(3650);
    list(
        world.get(issuer)?,
        world.made_at - Duration::hours(1),
        next,
        &revoked,
    )
}

/// Reads one identity from `dir/keys`.
pub fn read(dir: &Path, id: &str) -> Result<Identity> {
    let base = dir.join("keys").join(id);
    let read = |extension: &str| {
        let path = base.with_extension(extension);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let key = Key::from_pem(&read("key.pem")?)?;
    let pem = read("crt.pem")?;
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    identity(id, key, STANDARD.decode(body)?).with_context(|| format!("{id}: unreadable certificate"))
}

/// A holder by key and certificate; none if the certificate cannot be read.
pub fn identity(id: &str, key: Key, certificate: Vec<u8>) -> Option<Identity> {
    let (_, outer, _) = split(&certificate)?;
    let (_, tbs, _) = split(outer)?;
    let (_, _, rest) = split(tbs)?;
    let (_, serial, rest) = split(rest)?;
    let (_, _, rest) = split(rest)?;
    let (issuer, rest) = element(rest)?;
    let (_, rest) = element(rest)?;
    let (subject, _) = element(rest)?;
    Some(Identity {
        id: id.to_owned(),
        key: Arc::new(key),
        subject: subject.to_vec(),
        issuer: issuer.to_vec(),
        serial: serial.to_vec(),
        certificate,
    })
}

/// SubjectPublicKeyInfo of a certificate.
pub fn public_key(certificate: &[u8]) -> Option<Vec<u8>> {
    let (_, outer, _) = split(certificate)?;
    let (_, mut rest, _) = split(outer)?;
    // Version, serial number, algorithm, issuer, validity, subject.
    for _ in 0..6 {
        rest = element(rest)?.1;
    }
    Some(element(rest)?.0.to_vec())
}

/// First element with its header, and what follows.
fn element(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (_, _, rest) = split(input)?;
    Some(input.split_at(input.len() - rest.len()))
}

//! Certificates shaped like those of Ban Cơ yếu Chính phủ: same order of name parts, same extensions.

use std::sync::Arc;

use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use rsa::rand_core::{OsRng, RngCore};

use super::key::{Hash, Key, Padding};
use crate::asn1::*;

/// Where the certificates say that lists and issuers are published. `.invalid` never resolves: nobody
/// is sent to a real address by a sample. `serve` offers the same paths under its own address.
pub const REPOSITORY: &str = "http://ca.sandbox.invalid/pki/pub";

/// One part of a distinguished name.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// Country.
    C(&'a str),
    /// Locality: province or city.
    L(&'a str),
    /// Organisation.
    O(&'a str),
    /// Organisational unit.
    Ou(&'a str),
    /// Common name.
    Cn(&'a str),
    /// `MNS:…` (budget unit code) or `MST:…` (tax code).
    Uid(&'a str),
    /// E-mail address.
    Email(&'a str),
}

/// Encodes a distinguished name.
pub fn name(parts: &[Part]) -> Vec<u8> {
    let rdn = |attribute: &str, value: Vec<u8>| set_of(&[seq(&[oid(attribute), value])]);
    let parts: Vec<Vec<u8>> = parts
        .iter()
        .map(|part| match part {
            Part::C(text) => rdn("2.5.4.6", printable(text)),
            Part::L(text) => rdn("2.5.4.7", utf8(text)),
            Part::O(text) => rdn("2.5.4.10", utf8(text)),
            Part::Ou(text) => rdn("2.5.4.11", utf8(text)),
            Part::Cn(text) => rdn("2.5.4.3", utf8(text)),
            Part::Uid(text) => rdn("0.9.2342.19200300.100.1.1", utf8(text)),
            Part::Email(text) => rdn("1.2.840.113549.1.9.1", ia5(text)),
        })
        .collect();
    seq(&parts)
}

/// What a certificate is for.
#[derive(Clone, Copy)]
pub enum Kind<'a> {
    /// Self-signed anchor.
    Root,
    /// Authority below a root, path length 0.
    SubAuthority,
    /// Signs timestamps.
    TimestampAuthority,
    /// Answers for its issuer's certificates (OCSP).
    Responder,
    /// A person, an organisation or an office.
    EndEntity {
        /// rfc822Name of the alternative name.
        email: &'a str,
    },
}

/// Holder of a key, with the certificate that says so.
#[derive(Clone)]
pub struct Identity {
    /// File name in the directory of keys.
    pub id: String,
    /// The private key.
    pub key: Arc<Key>,
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// Subject name, DER.
    pub subject: Vec<u8>,
    /// Issuer name, DER.
    pub issuer: Vec<u8>,
    /// Serial number, big-endian.
    pub serial: Vec<u8>,
}

impl Identity {
    /// Certificate as PEM.
    pub fn pem(&self) -> String {
        pem("CERTIFICATE", &self.certificate)
    }

    /// Key identifier: SHA-1 of the public key bits.
    pub fn key_id(&self) -> Result<Vec<u8>> {
        key_id(&self.key)
    }
}

/// PEM armour.
pub fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

/// An order for one certificate.
pub struct Order<'a> {
    /// File name in the directory of keys.
    pub id: &'a str,
    /// Subject name, DER (see [`name`]).
    pub subject: Vec<u8>,
    /// Key of the subject.
    pub key: Arc<Key>,
    /// What it is for.
    pub kind: Kind<'a>,
    /// Validity.
    pub from: DateTime<Utc>,
    /// Validity.
    pub to: DateTime<Utc>,
    /// Digest of the issuer's signature.
    pub hash: Hash,
    /// Name of the issuer's files in the repository, for example `cpcag2`.
    pub repository_name: &'a str,
    /// More extensions, DER (see [`extension`]).
    pub extra: Vec<Vec<u8>>,
}

/// Issues a certificate; without `issuer` it is self-signed.
pub fn issue(order: Order, issuer: Option<&Identity>) -> Result<Identity> {
    let mut serial = vec![0u8; 8];
    OsRng.fill_bytes(&mut serial);
    serial[0] = serial[0] & 0x7f | 0x40;

    let (issuer_name, issuer_key) = match issuer {
        Some(issuer) => (issuer.subject.clone(), issuer.key.clone()),
        None => (order.subject.clone(), order.key.clone()),
    };
    let algorithm = issuer_key.sign(order.hash, Padding::Pkcs1, b"")?.algorithm;
    let tbs = seq(&[
        explicit(0, &int(2)),
        uint(&serial),
        algorithm.clone(),
        issuer_name.clone(),
        seq(&[time(order.from), time(order.to)]),
        order.subject.clone(),
        order.key.public()?,
        explicit(3, &seq(&extensions(&order, &issuer_key)?)),
    ]);
    let signature = issuer_key.sign(order.hash, Padding::Pkcs1, &tbs)?;
    Ok(Identity {
        id: order.id.to_owned(),
        certificate: seq(&[tbs, algorithm, bits(&signature.value)]),
        subject: order.subject,
        issuer: issuer_name,
        key: order.key,
        serial,
    })
}

/// One extension.
pub fn extension(id: &str, is_critical: bool, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![oid(id)];
    parts.extend(is_critical.then(yes));
    parts.push(octets(value));
    seq(&parts)
}

fn extensions(order: &Order, issuer_key: &Key) -> Result<Vec<Vec<u8>>> {
    let mut extensions = usual_extensions(order, issuer_key)?;
    extensions.extend(order.extra.iter().cloned());
    Ok(extensions)
}

fn usual_extensions(order: &Order, issuer_key: &Key) -> Result<Vec<Vec<u8>>> {
    let critical = |id: &str, value: Vec<u8>| seq(&[oid(id), yes(), octets(&value)]);
    let plain = |id: &str, value: Vec<u8>| seq(&[oid(id), octets(&value)]);
    let authority =
        || -> Result<Vec<u8>> { Ok(plain("2.5.29.35", seq(&[implicit(0, &key_id(issuer_key)?)]))) };
    let subject_key = plain("2.5.29.14", octets(&key_id(&order.key)?));
    let issuer_file = format!("{REPOSITORY}/crt/{}.crt", order.repository_name);
    let access = plain(
        "1.3.6.1.5.5.7.1.1",
        seq(&[seq(&[
            oid("1.3.6.1.5.5.7.48.2"),
            implicit(6, issuer_file.as_bytes()),
        ])]),
    );
    let list = format!("{REPOSITORY}/crl/{}.crl", order.repository_name);
    let lists = plain(
        "2.5.29.31",
        seq(&[seq(&[explicit(0, &explicit(0, &implicit(6, list.as_bytes())))])]),
    );
    let signs_certificates = critical("2.5.29.15", named_bits(&[5, 6]));

    Ok(match order.kind {
        Kind::Root => vec![
            subject_key,
            critical("2.5.29.19", seq(&[yes()])),
            signs_certificates,
        ],
        Kind::SubAuthority => vec![
            authority()?,
            access,
            subject_key,
            critical("2.5.29.19", seq(&[yes(), int(0)])),
            signs_certificates,
            lists,
        ],
        Kind::TimestampAuthority => vec![
            authority()?,
            access,
            subject_key,
            critical("2.5.29.19", seq(&[])),
            critical("2.5.29.15", named_bits(&[0, 1])),
            critical("2.5.29.37", seq(&[oid("1.3.6.1.5.5.7.3.8")])),
            lists,
        ],
        Kind::Responder => vec![
            authority()?,
            subject_key,
            critical("2.5.29.15", named_bits(&[0])),
            plain("2.5.29.37", seq(&[oid("1.3.6.1.5.5.7.3.9")])),
            plain("1.3.6.1.5.5.7.48.1.5", null()),
        ],
        Kind::EndEntity { email } => vec![
            authority()?,
            access,
            subject_key,
            critical("2.5.29.19", seq(&[])),
            plain("2.5.29.17", seq(&[implicit(1, email.as_bytes())])),
            critical("2.5.29.15", named_bits(&[0, 1, 2, 3])),
            plain(
                "2.5.29.37",
                seq(&[
                    oid("1.3.6.1.5.5.7.3.2"),
                    oid("1.3.6.1.5.5.7.3.4"),
                    oid("1.3.6.1.4.1.311.20.2.2"),
                ]),
            ),
            lists,
        ],
    })
}

fn key_id(key: &Key) -> Result<Vec<u8>> {
    let public = key.public()?;
    // SubjectPublicKeyInfo: SEQUENCE { algorithm, BIT STRING }; the identifier covers the bits only.
    let bits = split(&public)
        .and_then(|(_, inside, _)| split(inside))
        .and_then(|(_, _, rest)| split(rest))
        .map(|(_, value, _)| value.get(1..).unwrap_or_default().to_vec());
    Ok(Hash::Sha1.digest(&bits.unwrap_or_default()))
}

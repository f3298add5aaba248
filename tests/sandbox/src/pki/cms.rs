//! CMS SignedData, in the shapes seen in papers of state agencies.

use ::cms::cert::CertificateChoices;
use ::cms::content_info::ContentInfo;
use ::cms::signed_data::SignedData;
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use der::{Decode, Encode};

use super::certificate::Identity;
use super::key::{Hash, Padding};
use super::timestamp::{self, Stamp};
use crate::asn1::*;

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const DATA: &str = "1.2.840.113549.1.7.1";

/// How to sign. The default is what the Ban Cơ yếu tool does: content type and digest as the only
/// signed attributes, only the signer's certificate inside.
#[derive(Clone)]
pub struct Options<'a> {
    /// Digest of content and signature.
    pub hash: Hash,
    /// RSA padding.
    pub padding: Padding,
    /// signingTime attribute.
    pub signing_time: Option<DateTime<Utc>>,
    /// ESS signing-certificate-v2 attribute (CAdES demands it).
    pub ess: bool,
    /// ESS signing-certificate attribute of the first version, with SHA-1.
    pub ess_v1: bool,
    /// The certificate that the ESS attributes name, if not the signer's: always none but in a forgery.
    pub ess_names: Option<Vec<u8>>,
    /// CMS algorithm protection, naming this digest: the right one but in a forgery.
    pub protection: Option<Hash>,
    /// RevocationInfoArchival attribute, DER.
    pub archival: Option<Vec<u8>>,
    /// Certificates beside the signer's own.
    pub extra_certificates: Vec<Vec<u8>>,
    /// RFC 3161 timestamp as an unsigned attribute.
    pub stamp: Option<Stamp<'a>>,
    /// Another timestamp before that one.
    pub first_stamp: Option<Stamp<'a>>,
    /// Digest of the signature, if not that of the content.
    pub signature_hash: Option<Hash>,
    /// Signs the content itself, without signed attributes.
    pub bare: bool,
    /// A second messageDigest attribute that has no value.
    pub empty_digest: bool,
    /// IssuerSerial in the ESS attribute, with this serial number.
    pub ess_serial: Option<Vec<u8>>,
    /// BER with indefinite lengths.
    pub indefinite: bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            hash: Hash::Sha256,
            padding: Padding::Pkcs1,
            signing_time: None,
            ess: false,
            ess_v1: false,
            ess_names: None,
            protection: None,
            archival: None,
            extra_certificates: Vec::new(),
            stamp: None,
            first_stamp: None,
            signature_hash: None,
            bare: false,
            empty_digest: false,
            ess_serial: None,
            indefinite: false,
        }
    }
}

/// A detached signature over `content`.
pub fn detached(signer: &Identity, content: &[u8], options: &Options) -> Result<Vec<u8>> {
    let certificates =
        std::iter::once(signer.certificate.clone()).chain(options.extra_certificates.iter().cloned());
    build(
        signer,
        DATA,
        None,
        content,
        &certificates.collect::<Vec<_>>(),
        options,
    )
}

/// A signature that carries its content (timestamp tokens).
pub fn enveloping(
    signer: &Identity,
    content_type: &str,
    content: &[u8],
    certificates: &[Vec<u8>],
    options: &Options,
) -> Result<Vec<u8>> {
    build(
        signer,
        content_type,
        Some(content),
        content,
        certificates,
        options,
    )
}

fn build(
    signer: &Identity,
    content_type: &str,
    carried: Option<&[u8]>,
    content: &[u8],
    certificates: &[Vec<u8>],
    options: &Options,
) -> Result<Vec<u8>> {
    let attribute = |id: &str, value: Vec<u8>| seq(&[oid(id), set_of(&[value])]);
    let mut attributes = vec![
        attribute("1.2.840.113549.1.9.3", oid(content_type)),
        attribute("1.2.840.113549.1.9.4", octets(&options.hash.digest(content))),
    ];
    if let Some(at) = options.signing_time {
        attributes.push(attribute("1.2.840.113549.1.9.5", time(at)));
    }
    let named = options.ess_names.as_ref().unwrap_or(&signer.certificate);
    if options.ess_v1 {
        let certificate_id = seq(&[octets(&Hash::Sha1.digest(named))]);
        attributes.push(attribute(
            "1.2.840.113549.1.9.16.2.12",
            seq(&[seq(&[certificate_id])]),
        ));
    }
    if let Some(digest) = options.protection {
        let scheme = signer.key.sign(options.hash, options.padding, b"")?.algorithm;
        let scheme = retag(0xa1, &signature_algorithm(&scheme));
        attributes.push(attribute(
            "1.2.840.113549.1.9.52",
            seq(&[digest.algorithm(), scheme]),
        ));
    }
    if let Some(archival) = &options.archival {
        attributes.push(attribute("1.2.840.113583.1.1.8", archival.clone()));
    }
    if options.ess {
        // SHA-256 is the default of ESSCertIDv2 and is left out.
        let mut certificate_id = vec![octets(&Hash::Sha256.digest(named))];
        if let Some(serial) = &options.ess_serial {
            let issuer = seq(&[explicit(4, &signer.issuer)]);
            certificate_id.push(seq(&[issuer, uint(serial)]));
        }
        let certificate_id = seq(&certificate_id);
        attributes.push(attribute(
            "1.2.840.113549.1.9.16.2.47",
            seq(&[seq(&[certificate_id])]),
        ));
    }
    if options.empty_digest {
        attributes.push(seq(&[oid("1.2.840.113549.1.9.4"), set_of(&[])]));
    }
    let signed_attributes = set_of(&attributes);
    let message = if options.bare { content } else { &signed_attributes };
    let hash = options.signature_hash.unwrap_or(options.hash);
    let signature = signer.key.sign(hash, options.padding, message)?;
    // What says rsaEncryption says no digest: another one must be named.
    let algorithm = match options.signature_hash {
        Some(_) => signature.algorithm.clone(),
        None => signature_algorithm(&signature.algorithm),
    };

    let mut signer_info = vec![
        int(1),
        seq(&[signer.issuer.clone(), uint(&signer.serial)]),
        options.hash.algorithm(),
        algorithm,
        octets(&signature.value),
    ];
    if !options.bare {
        signer_info.insert(3, retag(0xa0, &signed_attributes));
    }
    let mut unsigned = Vec::new();
    for stamp in options.first_stamp.iter().chain(&options.stamp) {
        let token = timestamp::token(stamp, &signature.value)?;
        unsigned.push(attribute("1.2.840.113549.1.9.16.2.14", token));
    }
    if !unsigned.is_empty() {
        // In this order, which the first of two must keep.
        signer_info.push(explicit(1, &unsigned.concat()));
    }

    let mut content_info = vec![oid(content_type)];
    content_info.extend(carried.map(|bytes| explicit(0, &octets(bytes))));
    let version = if content_type == DATA { 1 } else { 3 };
    let mut signed_data = vec![
        int(version),
        set_of(&[options.hash.algorithm()]),
        seq(&content_info),
    ];
    if !certificates.is_empty() {
        signed_data.push(retag(0xa0, &set_of(certificates)));
    }
    signed_data.push(set_of(&[seq(&signer_info)]));

    if options.indefinite {
        let indefinite = |tag: u8, inside: &[u8]| [&[tag, 0x80], inside, &[0, 0]].concat();
        let body = indefinite(0x30, &signed_data.concat());
        return Ok(indefinite(
            0x30,
            &[oid(SIGNED_DATA), indefinite(0xa0, &body)].concat(),
        ));
    }
    Ok(seq(&[oid(SIGNED_DATA), explicit(0, &seq(&signed_data))]))
}

/// Checks that a detached signature holds over `content`, made with RSA and SHA-256 as [`detached`] makes it. Trusts whatever
/// certificate it carries: an agent only shows whose it is.
pub fn verify_detached(signature: &[u8], content: &[u8]) -> Result<()> {
    let info = ContentInfo::from_der(signature).context("no CMS")?;
    let data: SignedData = info.content.decode_as().context("no signed data")?;
    let signer = data.signer_infos.0.iter().next().context("no signer")?;
    let attributes = signer.signed_attrs.as_ref().context("no signed attributes")?;
    let stated = attributes
        .iter()
        .find(|attribute| attribute.oid.to_string() == "1.2.840.113549.1.9.4")
        .and_then(|attribute| attribute.values.iter().next())
        .context("no digest")?;
    ensure!(
        stated.value() == Hash::Sha256.digest(content),
        "signed another content"
    );
    let certificates = data.certificates.as_ref().context("no certificate")?;
    let message = attributes.to_der()?;
    let holds = certificates.0.iter().any(|choice| match choice {
        CertificateChoices::Certificate(certificate) => {
            let key = &certificate
                .tbs_certificate
                .subject_public_key_info
                .subject_public_key;
            let algorithm = &ring::signature::RSA_PKCS1_2048_8192_SHA256;
            let key = ring::signature::UnparsedPublicKey::new(algorithm, key.raw_bytes());
            key.verify(&message, signer.signature.as_bytes()).is_ok()
        }
        CertificateChoices::Other(_) => false,
    });
    ensure!(holds, "the signature does not hold");
    Ok(())
}

/// Signers of PKCS #1 v1.5 write plain `rsaEncryption`; PSS and ECDSA name the whole scheme.
fn signature_algorithm(algorithm: &[u8]) -> Vec<u8> {
    let pkcs1 = oid("1.2.840.113549.1.1");
    let inside = split(algorithm).map(|(_, value, _)| value).unwrap_or_default();
    let last = inside.get(pkcs1.len()).copied().unwrap_or_default();
    if inside.get(2..pkcs1.len()) == pkcs1.get(2..) && last != 10 {
        return seq(&[oid("1.2.840.113549.1.1.1"), null()]);
    }
    algorithm.to_vec()
}

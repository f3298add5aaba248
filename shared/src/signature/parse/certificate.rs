//! What a certificate (RFC 5280 §4) says of its holder, and the names of the algorithms.

use super::cms::{Algorithm, SignedData, SignerInfo};
use crate::signature::{reason::Reason, report::Signer};
use cms::signed_data::SignerIdentifier;
use const_oid::ObjectIdentifier;
use der::{Decode, Encode, Tag, Tagged};
use unicode_normalization::UnicodeNormalization;
use x509_cert::attr::AttributeValue;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::name::Name;
use x509_cert::{Certificate, spki::SubjectPublicKeyInfoOwned};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");

/// Object identifiers of algorithms.
pub mod oid {
    use const_oid::ObjectIdentifier;

    /// SHA-1.
    pub const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
    /// SHA-256.
    pub const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
    /// SHA-384.
    pub const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
    /// SHA-512.
    pub const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
    /// `rsaEncryption`, which also stands for PKCS #1 v1.5 in CMS (RFC 3370 §3.2).
    pub const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
    /// RSA PKCS #1 v1.5 with SHA-1.
    pub const RSA_SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5");
    /// RSA-PSS.
    pub const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
    /// RSA PKCS #1 v1.5 with SHA-256.
    pub const RSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
    /// RSA PKCS #1 v1.5 with SHA-384.
    pub const RSA_SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
    /// RSA PKCS #1 v1.5 with SHA-512.
    pub const RSA_SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
    /// Elliptic-curve public key.
    pub const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
    /// ECDSA with SHA-1.
    pub const ECDSA_SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");
    /// ECDSA with SHA-256.
    pub const ECDSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
    /// ECDSA with SHA-384.
    pub const ECDSA_SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
    /// ECDSA with SHA-512.
    pub const ECDSA_SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4");
    /// Curve P-256.
    pub const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
    /// Curve P-384.
    pub const P_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
    /// Curve P-521.
    pub const P_521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
    /// Ed25519.
    pub const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
}

/// The signer's certificate among those in the CMS, with the bytes it was read from.
pub fn signer_certificate<'a>(
    data: &SignedData<'a>,
    signer: &SignerInfo<'_>,
) -> Result<(Certificate, &'a [u8]), Reason> {
    let mut reason = Reason::SignerCertificateMissing;
    for der in &data.certificates {
        match Certificate::from_der(der) {
            Ok(certificate) if is_named_by(&certificate, &signer.identifier) => {
                return Ok((certificate, der));
            }
            Ok(_) => {}
            Err(_) => reason = Reason::CertificateMalformed,
        }
    }
    Err(reason)
}

/// RFC 5652 §5.3: by issuer and serial number, or by key identifier.
pub fn is_named_by(certificate: &Certificate, identifier: &SignerIdentifier) -> bool {
    let fields = &certificate.tbs_certificate;
    match identifier {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == fields.issuer && named.serial_number == fields.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => key_identifier(certificate).as_ref() == Some(named),
    }
}

/// The subject key identifier, RFC 5280 §4.2.1.2.
pub fn key_identifier(certificate: &Certificate) -> Option<SubjectKeyIdentifier> {
    let extensions = certificate.tbs_certificate.extensions.as_ref()?;
    let extension = extensions
        .iter()
        .find(|extension| extension.extn_id == SUBJECT_KEY_IDENTIFIER)?;
    SubjectKeyIdentifier::from_der(extension.extn_value.as_bytes()).ok()
}

/// Who the certificate says its holder is.
pub fn describe(certificate: &Certificate) -> Signer {
    let fields = &certificate.tbs_certificate;
    let serial = fields.serial_number.as_bytes();
    let significant = serial.iter().position(|byte| *byte != 0).unwrap_or(serial.len());
    Signer {
        common_name: display_name(&fields.subject),
        organisation: attribute(&fields.subject, ORGANISATION),
        serial: serial
            .get(significant..)
            .unwrap_or_default()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect(),
        issuer: display_name(&fields.issuer),
    }
}

/// The common name, or the whole name where there is none.
pub fn display_name(name: &Name) -> String {
    attribute(name, COMMON_NAME).unwrap_or_else(|| name.to_string())
}

fn attribute(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    let mut attributes = name.0.iter().flat_map(|relative| relative.0.iter());
    attributes
        .find(|attribute| attribute.oid == oid)
        .and_then(|attribute| decode(&attribute.value))
}

/// Every value of the attribute `oid` in `name`, in order and in NFC.
pub fn attribute_values(name: &Name, oid: ObjectIdentifier) -> Vec<String> {
    let attributes = name.0.iter().flat_map(|relative| relative.0.iter());
    attributes
        .filter(|attribute| attribute.oid == oid)
        .filter_map(|attribute| decode(&attribute.value))
        .collect()
}

/// DirectoryString, RFC 5280 §4.1.2.4, in NFC.
pub fn decode(value: &AttributeValue) -> Option<String> {
    let text = match value.tag() {
        Tag::BmpString => {
            let units = value.value().chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            char::decode_utf16(units).collect::<Result<String, _>>().ok()?
        }
        Tag::TeletexString => value.value().iter().map(|byte| char::from(*byte)).collect(),
        _ => std::str::from_utf8(value.value()).ok()?.to_owned(),
    };
    Some(text.nfc().collect())
}

/// The usual name of a digest, or its dotted number.
pub fn digest_name(oid: ObjectIdentifier) -> String {
    match oid {
        oid::SHA_1 => "SHA-1".into(),
        oid::SHA_256 => "SHA-256".into(),
        oid::SHA_384 => "SHA-384".into(),
        oid::SHA_512 => "SHA-512".into(),
        other => other.to_string(),
    }
}

/// The usual name of a signature algorithm with the key it is used with, or its dotted number.
pub fn algorithm_name(algorithm: Algorithm<'_>, key: Option<&SubjectPublicKeyInfoOwned>) -> String {
    match algorithm.oid {
        oid::RSA | oid::RSA_SHA_1 | oid::RSA_SHA_256 | oid::RSA_SHA_384 | oid::RSA_SHA_512 => {
            "RSA-PKCS1v15".into()
        }
        oid::RSA_PSS => "RSA-PSS".into(),
        oid::ED25519 => "Ed25519".into(),
        oid::EC_PUBLIC_KEY
        | oid::ECDSA_SHA_1
        | oid::ECDSA_SHA_256
        | oid::ECDSA_SHA_384
        | oid::ECDSA_SHA_512 => match key.and_then(curve) {
            Some(oid::P_256) => "ECDSA-P256".into(),
            Some(oid::P_384) => "ECDSA-P384".into(),
            Some(oid::P_521) => "ECDSA-P521".into(),
            _ => "ECDSA".into(),
        },
        other => other.to_string(),
    }
}

/// The named curve of an elliptic-curve key, RFC 5480 §2.1.1.
pub fn curve(key: &SubjectPublicKeyInfoOwned) -> Option<ObjectIdentifier> {
    let parameters = key.algorithm.parameters.as_ref()?;
    ObjectIdentifier::from_der(&parameters.to_der().ok()?).ok()
}

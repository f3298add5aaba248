//! Whom a certificate names. An account is found again by what stays when a certificate is renewed: the codes of the
//! organisation, not the certificate.

use super::super::{authority::Authority, holder::guess_kind};
use const_oid::ObjectIdentifier;
use der::Encode;
use motcua_shared::{
    signature::{
        parse::certificate::{attribute_values, describe},
        report::SignerKind,
    },
    time::Timestamp,
};
use std::collections::BTreeSet;

const USER_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");
/// Characters of a code: those of the Ban Cơ yếu have 7, tax codes of branches 14.
const LONGEST: usize = 20;

/// A code in UID of the subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationIdentifier {
    /// `MNS:`, code of a unit with a budget.
    Budget(String),
    /// `MST:`, tax code.
    Tax(String),
}

impl OrganisationIdentifier {
    /// Reads `MNS:9990001` or `MST:9900000017`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, code) = text.split_once(':')?;
        let code = code.trim();
        let is_code = code.bytes().any(|byte| byte.is_ascii_digit())
            && code.len() <= LONGEST
            && code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        if !is_code {
            return None;
        }
        match kind.trim().to_ascii_uppercase().as_str() {
            "MNS" => Some(Self::Budget(code.to_owned())),
            "MST" => Some(Self::Tax(code.to_owned())),
            _ => None,
        }
    }

    /// The code alone.
    pub fn code(&self) -> &str {
        match self {
            Self::Budget(code) | Self::Tax(code) => code,
        }
    }
}

/// Whose token it is, after everything was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHolder {
    /// CN of the subject, in NFC.
    pub name: String,
    /// O of the subject.
    pub organisation: Option<String>,
    /// What kind of holder it seems to be.
    pub kind: SignerKind,
    /// Codes of the organisation; empty for persons and offices.
    pub identifiers: BTreeSet<OrganisationIdentifier>,
    /// First moment of validity.
    pub valid_from: Timestamp,
    /// Last moment of validity.
    pub valid_to: Timestamp,
    /// CN of the authority that issued the certificate.
    pub issuer: String,
    /// SHA-256 of the issuer's name in DER, upper-case hexadecimal: with `serial`, this one certificate.
    pub issuer_key: String,
    /// Serial number, upper-case hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate, upper-case hexadecimal.
    pub fingerprint: String,
    /// SHA-256 of the root, upper-case hexadecimal.
    pub anchor: String,
    /// Whether it is known that nothing of the chain was revoked. False only where the policy holds that against nobody.
    pub is_revocation_known: bool,
}

impl TokenHolder {
    /// What the certificate says; `None` without a validity.
    pub(super) fn read(
        certificate: &Authority,
        anchor: &Authority,
        is_revocation_known: bool,
    ) -> Option<Self> {
        let fields = &certificate.certificate.tbs_certificate;
        let said = describe(&certificate.certificate);
        let (valid_from, valid_to) = certificate.validity();
        let issuer = fields.issuer.to_der().ok()?;
        Some(Self {
            name: said.common_name,
            organisation: said.organisation,
            kind: guess_kind(&certificate.certificate),
            identifiers: identifiers(certificate),
            valid_from: valid_from?,
            valid_to: valid_to?,
            issuer: said.issuer,
            issuer_key: crate::secret::sha256_hex(&issuer).to_uppercase(),
            serial: said.serial,
            fingerprint: certificate.fingerprint(),
            anchor: anchor.fingerprint(),
            is_revocation_known,
        })
    }
}

/// The codes in the subject.
pub(super) fn identifiers(certificate: &Authority) -> BTreeSet<OrganisationIdentifier> {
    let subject = &certificate.certificate.tbs_certificate.subject;
    let values = attribute_values(subject, USER_ID);
    values
        .iter()
        .filter_map(|value| OrganisationIdentifier::parse(value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_nothing_else() {
        use OrganisationIdentifier as O;
        for (text, expected) in [
            ("MNS:9990001", Some(O::Budget("9990001".to_owned()))),
            ("mst: 9900000017-001 ", Some(O::Tax("9900000017-001".to_owned()))),
            ("MNS:", None),
            ("MST:-", None),
            ("MST:99000 00017", None),
            ("CCCD:001000000001", None),
            ("9990001", None),
            ("MNS:123456789012345678901", None),
        ] {
            assert_eq!(O::parse(text), expected, "{text}");
        }
    }
}

//! Whom a certificate names. An account is found again by what stays when a certificate is renewed: the codes of the
//! organisation, not the certificate.

use super::super::{authority::Authority, holder::guess_kind};
use const_oid::ObjectIdentifier;
use der::Encode;
use motcua_shared::{
    search_key::search_key,
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

/// What precedes an identity number in UID.
const IDENTITY_NUMBERS: [&str; 3] = ["CCCD:", "CMND:", "CC:"];

/// A person who is to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonNamed {
    /// As it is written; marks and case do not count.
    pub name: String,
    /// 9 or 12 digits.
    pub identity_number: String,
}

impl PersonNamed {
    /// Whether a certificate is this person's: by the identity numbers in it where there are any, else by the name. What
    /// belongs to an agency or office is nobody's in person, whatever it is called.
    pub(super) fn is_of(&self, certificate: &Authority) -> bool {
        if guess_kind(&certificate.certificate) != SignerKind::Person {
            return false;
        }
        let subject = &certificate.certificate.tbs_certificate.subject;
        let values = attribute_values(subject, USER_ID);
        let name = describe(&certificate.certificate).common_name;
        self.is_named(&values, &name)
    }

    fn is_named(&self, values: &[String], name: &str) -> bool {
        let number = |value: &String| {
            IDENTITY_NUMBERS.iter().find_map(|kind| {
                let (start, rest) = value.split_at_checked(kind.len())?;
                start.eq_ignore_ascii_case(kind).then(|| rest.trim().to_owned())
            })
        };
        let numbers: Vec<String> = values.iter().filter_map(number).collect();
        if numbers.is_empty() {
            let key = search_key(&self.name);
            !key.is_empty() && search_key(name) == key
        } else {
            numbers.iter().all(|number| *number == self.identity_number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_the_number_before_the_name() {
        let person = PersonNamed {
            name: "Nguyễn Văn Mẫu".to_owned(),
            identity_number: "001099000003".to_owned(),
        };
        let named = |values: &[&str], name: &str| {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            person.is_named(&values, name)
        };
        assert!(named(&[], "NGUYEN VAN MAU"));
        assert!(!named(&[], "Nguyễn Văn"));
        assert!(!named(&[], ""));
        assert!(named(&["cccd: 001099000003"], "Nguyen Van M"));
        assert!(!named(&["CCCD:001099000004"], "Nguyễn Văn Mẫu"));
        assert!(!named(
            &["CMND:001099000003", "CCCD:001099000004"],
            "Nguyễn Văn Mẫu"
        ));
    }

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

//! Revocation lists, RFC 5280 §5.

use super::{
    algorithm::Scheme,
    authority::{Authority, moment, seconds, signed_parts},
    evidence::covers,
    kept::{Piece, PieceKind},
    name::is_same_name,
};
use crate::secret;
use const_oid::ObjectIdentifier;
use der::{Decode, Encode, asn1::GeneralizedTime};
use motcua_shared::{signature::parse::certificate::display_name, time::Timestamp};
use std::sync::{Arc, OnceLock};
use x509_cert::{
    crl::CertificateList,
    ext::{
        Extension,
        pkix::{IssuingDistributionPoint, KeyUsages},
    },
};

const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");
/// Expired certificates that a list still names, X.509 §9.5.2.8.
const EXPIRED_CERTIFICATES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.60");
const ISSUING_POINT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.28");
const AUTHORITY_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
const REASON_CODE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
const INVALIDITY_DATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");

/// What is known of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// A list that counts does not name it.
    Good,
    /// It was revoked at this moment.
    Revoked(Timestamp),
    /// No list says.
    Unknown,
}

/// A revocation list, read once.
#[derive(Debug, Clone)]
pub struct RevocationList {
    list: CertificateList,
    der: Arc<[u8]>,
    /// An issuer that was tried, and whether it signed: a paper with many signatures asks again and again.
    tried: OnceLock<(Vec<u8>, bool)>,
    /// An entry with a critical extension that is not understood makes the list useless (RFC 5280 §5.3).
    is_understood: bool,
}

impl RevocationList {
    /// Reads a list in DER.
    pub fn parse(der: &[u8]) -> Option<Self> {
        let mut list = CertificateList::from_der(der).ok()?;
        let entries = list.tbs_cert_list.revoked_certificates.iter().flatten();
        let is_understood = entries
            .flat_map(|entry| entry.crl_entry_extensions.iter().flatten())
            .all(|extension| {
                !extension.critical || matches!(extension.extn_id, REASON_CODE | INVALIDITY_DATE)
            });
        if let Some(entries) = &mut list.tbs_cert_list.revoked_certificates {
            entries.sort_by(|left, right| left.serial_number.as_bytes().cmp(right.serial_number.as_bytes()));
        }
        Some(Self {
            list,
            der: der.into(),
            tried: OnceLock::new(),
            is_understood,
        })
    }

    /// Whether it speaks of `subject`, which `issuer` issued, and speaks with `issuer`'s authority (RFC 5280 §6.3.3
    /// (b) to (g)). Lists of other scope (indirect, delta, by reason) are not understood and say nothing.
    fn speaks_of(&self, subject: &Authority, issuer: &Authority) -> bool {
        let fields = &self.list.tbs_cert_list;
        if !is_same_name(&fields.issuer, &subject.certificate.tbs_certificate.issuer)
            || !issuer.may_use_key(KeyUsages::CRLSign)
        {
            return false;
        }
        if !fields
            .crl_extensions
            .iter()
            .flatten()
            .all(|extension| self.allows(extension, subject))
        {
            return false;
        }
        let (tried, is_theirs) = self
            .tried
            .get_or_init(|| (issuer.der.clone(), self.is_signed_by(issuer)));
        if *tried == issuer.der {
            *is_theirs
        } else {
            self.is_signed_by(issuer)
        }
    }

    fn is_signed_by(&self, issuer: &Authority) -> bool {
        let Some((signed, algorithm, signature)) = signed_parts(&self.der) else {
            return false;
        };
        let key = &issuer.certificate.tbs_certificate.subject_public_key_info;
        Scheme::read(algorithm, None).is_ok_and(|scheme| scheme.verify(key, signed, signature).is_ok())
    }

    fn allows(&self, extension: &Extension, subject: &Authority) -> bool {
        match extension.extn_id {
            ISSUING_POINT => {
                IssuingDistributionPoint::from_der(extension.extn_value.as_bytes()).is_ok_and(|point| {
                    let is_authority = subject.may_issue();
                    !(point.indirect_crl
                        || point.only_contains_attribute_certs
                        || point.only_some_reasons.is_some()
                        || point.only_contains_user_certs && is_authority
                        || point.only_contains_ca_certs && !is_authority)
                })
            }
            CRL_NUMBER | AUTHORITY_KEY => true,
            _ => !extension.critical,
        }
    }

    /// Who issued it, as people read it.
    pub fn issuer(&self) -> String {
        display_name(&self.list.tbs_cert_list.issuer)
    }

    /// One text for each issuer, hexadecimal.
    pub fn issuer_digest(&self) -> String {
        let name = self.list.tbs_cert_list.issuer.to_der().unwrap_or_default();
        secret::sha256_hex(&name)
    }

    /// When it was issued, and when the next one is due.
    pub fn issued(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let fields = &self.list.tbs_cert_list;
        (moment(fields.this_update), fields.next_update.and_then(moment))
    }

    /// As it is kept.
    pub fn piece(&self) -> Piece {
        Piece {
            kind: PieceKind::List,
            der: Arc::clone(&self.der),
        }
    }

    /// What it says of `subject`, which `issuer` issued, at the moment it is `judged` for.
    pub fn status(
        &self,
        subject: &Authority,
        issuer: &Authority,
        judged: Timestamp,
        now: Timestamp,
    ) -> Status {
        if !self.is_understood || !self.speaks_of(subject, issuer) {
            return Status::Unknown;
        }
        match self.revocation(subject) {
            Some(at) => Status::Revoked(at),
            None if self.covers(subject, judged, now) => Status::Good,
            None => Status::Unknown,
        }
    }

    /// Whether its silence means something: it was issued by `now`, knows about `judged`, and would still name
    /// `subject`, which lists may drop once it has expired (RFC 5280 §3.3) unless they say otherwise.
    fn covers(&self, subject: &Authority, judged: Timestamp, now: Timestamp) -> bool {
        let fields = &self.list.tbs_cert_list;
        let Some(issued) = moment(fields.this_update) else {
            return false;
        };
        let end = subject.validity().1;
        let keeps_expired = || {
            let kept = fields.crl_extensions.iter().flatten();
            kept.filter(|extension| extension.extn_id == EXPIRED_CERTIFICATES)
                .filter_map(|extension| GeneralizedTime::from_der(extension.extn_value.as_bytes()).ok())
                .filter_map(|since| seconds(since.to_unix_duration().as_secs()))
                .any(|since| end.is_some_and(|end| since <= end))
        };
        issued <= now
            && covers(issued, fields.next_update.and_then(moment), judged)
            && (end.is_some_and(|end| issued <= end) || keeps_expired())
    }

    /// When it says `subject` was revoked.
    fn revocation(&self, subject: &Authority) -> Option<Timestamp> {
        let entries = self.list.tbs_cert_list.revoked_certificates.as_ref()?;
        let serial = &subject.certificate.tbs_certificate.serial_number;
        let place = entries.partition_point(|entry| entry.serial_number.as_bytes() < serial.as_bytes());
        let entry = entries
            .get(place)
            .filter(|entry| entry.serial_number == *serial)?;
        moment(entry.revocation_date)
    }
}

impl Status {
    /// What two sources say together: a revocation is not taken back, and the earliest counts.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Revoked(left), Self::Revoked(right)) => Self::Revoked(left.min(right)),
            (Self::Revoked(at), _) | (_, Self::Revoked(at)) => Self::Revoked(at),
            (Self::Good, _) | (_, Self::Good) => Self::Good,
            (Self::Unknown, Self::Unknown) => Self::Unknown,
        }
    }
}

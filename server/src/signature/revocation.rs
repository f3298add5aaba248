//! Revocation lists, RFC 5280 §5.

use super::{
    algorithm::Scheme,
    authority::{Authority, moment, seconds, signed_parts},
    effort::Effort,
    evidence::{Question, covers},
    kept::{Piece, PieceKind},
    list_scope::Scope,
    name::NameKey,
    signer::is_long_enough,
    tried::Tried,
};
use crate::secret;
use const_oid::ObjectIdentifier;
use der::{Decode, Encode};
use motcua_shared::{
    signature::{Reason, parse::certificate::display_name},
    time::Timestamp,
};
use std::sync::Arc;
use x509_cert::{
    crl::{CertificateList, RevokedCert},
    ext::{
        Extension,
        pkix::{
            CrlReason, KeyUsages,
            name::{GeneralName, GeneralNames},
        },
    },
    name::Name,
};

const REASON_CODE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
/// InvalidityDate, §5.3.2.
pub const INVALIDITY_DATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");
const CERTIFICATE_ISSUER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.29");

/// What is known of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// A list that counts does not name it.
    Good,
    /// It was revoked.
    Revoked(Revocation),
    /// No list says.
    Unknown,
}

/// When and how a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revocation {
    /// When.
    pub at: Timestamp,
    /// Its key got into other hands, who may write any date.
    pub is_theft: bool,
}

impl Revocation {
    /// A revocation for this reason (RFC 5280 §5.3.1), if one is given.
    pub fn new(at: Timestamp, reason: Option<CrlReason>) -> Self {
        let thefts = [
            CrlReason::KeyCompromise,
            CrlReason::CaCompromise,
            CrlReason::AaCompromise,
        ];
        Self {
            at,
            is_theft: reason.is_some_and(|reason| thefts.contains(&reason)),
        }
    }
}

/// A revocation list, read once.
#[derive(Debug, Clone)]
pub struct RevocationList {
    issuer: Name,
    key: NameKey,
    issued: Option<Timestamp>,
    next: Option<Timestamp>,
    scope: Scope,
    /// The certificates of the list's own issuer that it names, by serial number.
    entries: Vec<Entry>,
    /// An entry with a critical extension that is not understood, or that belongs into no full list of one issuer: the
    /// list may say of nothing that it is good (RFC 5280 §5.3).
    is_understood: bool,
    der: Arc<[u8]>,
    /// Whether an issuer signed it.
    tried: Tried<bool>,
}

/// What a list says of one certificate: a little of what it is read from.
#[derive(Debug, Clone)]
struct Entry {
    serial: Box<[u8]>,
    revocation: Option<Revocation>,
}

impl Entry {
    fn of(entry: &RevokedCert) -> Self {
        let at = moment(entry.revocation_date);
        let since = find(entry, INVALIDITY_DATE).and_then(invalid_since);
        Self {
            serial: entry.serial_number.as_bytes().into(),
            revocation: at.map(|at| Revocation::new(since.map_or(at, |since| at.min(since)), reason(entry))),
        }
    }
}

impl RevocationList {
    /// Reads a list in DER.
    pub fn parse(der: &[u8]) -> Option<Self> {
        let mut fields = CertificateList::from_der(der).ok()?.tbs_cert_list;
        let key = NameKey::of(&fields.issuer);
        let mut is_understood = true;
        // An entry of another issuer speaks for those behind it, too (RFC 5280 §5.3.3).
        let mut is_own = true;
        let mut entries = Vec::new();
        for entry in fields.revoked_certificates.take().unwrap_or_default() {
            let named = names_issuer(&entry, key);
            is_own = named.unwrap_or(is_own);
            // A delta says that it is revoked no longer. Whoever still says that it is, is believed.
            let is_back = reason(&entry) == Some(CrlReason::RemoveFromCRL);
            // Indirect lists and deltas have such entries; they never say of anything that it is good.
            is_understood &=
                entry.crl_entry_extensions.iter().flatten().all(is_harmless) && named.is_none() && !is_back;
            if is_own && !is_back {
                entries.push(Entry::of(&entry));
            }
        }
        entries.sort_unstable_by(|left, right| left.serial.cmp(&right.serial));
        Some(Self {
            key,
            issued: moment(fields.this_update),
            next: fields.next_update.and_then(moment),
            scope: Scope::of(&fields),
            issuer: fields.issuer,
            entries,
            is_understood,
            der: der.into(),
            tried: Tried::default(),
        })
    }

    /// Whether it speaks of what `issuer` issued, with `issuer`'s authority (RFC 5280 §6.3.3 (f), (g)).
    fn speaks_for(&self, issuer: &Authority, effort: &Effort) -> bool {
        self.key == issuer.subject
            && !self.scope.is_of_attributes
            && self
                .tried
                .by(issuer, || self.is_signed_by(issuer, effort))
                .unwrap_or_default()
    }

    fn is_signed_by(&self, issuer: &Authority, effort: &Effort) -> Result<bool, Reason> {
        if !issuer.may_use_key(KeyUsages::CRLSign) {
            return Ok(false);
        }
        let parts = signed_parts(&self.der);
        let read = parts.and_then(|(signed, algorithm, signature)| {
            Some((signed, Scheme::read(algorithm, None).ok()?, signature))
        });
        let Some((signed, scheme, signature)) = read else {
            return Ok(false);
        };
        let key = &issuer.certificate.tbs_certificate.subject_public_key_info;
        effort.evidence(scheme.times(key), signed.len())?;
        Ok(scheme.verify(key, signed, signature).is_ok())
    }

    /// Who issued it, as people read it.
    pub fn issuer(&self) -> String {
        display_name(&self.issuer)
    }

    /// One text for each issuer, hexadecimal.
    pub fn issuer_digest(&self) -> String {
        let name = self.issuer.to_der().unwrap_or_default();
        secret::sha256_hex(&name)
    }

    /// When it was issued, and when the next one is due.
    pub fn issued(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        (self.issued, self.next)
    }

    /// As it is kept.
    pub fn piece(&self) -> Piece {
        Piece {
            kind: PieceKind::List,
            der: Arc::clone(&self.der),
        }
    }

    /// What it says.
    pub fn status(&self, question: &Question<'_>) -> Status {
        match self.revocation(question) {
            Some(found) => Status::Revoked(found),
            None if self.is_silent_of(question) => Status::Good,
            None => Status::Unknown,
        }
    }

    /// Whether its silence means something: it was issued by now, knows about the moment asked for, and would still
    /// name the certificate.
    fn is_silent_of(&self, question: &Question<'_>) -> bool {
        let Some(issued) = self.issued.filter(|issued| *issued <= question.now) else {
            return false;
        };
        let subject = question.subject;
        let end = subject.validity().1;
        subject.issuer == self.key
            && self.is_understood
            && covers(issued, self.next, question.judged)
            && (end.is_some_and(|end| issued <= end) || self.scope.keeps_expired(end))
            && self.speaks_for(question.issuer, question.effort)
            && is_long_enough(question.issuer)
            && self.scope.takes_in(subject)
    }

    /// When it says that the certificate was revoked. A list that is out of date, limited or not wholly understood says
    /// so as well as any.
    pub fn revocation(&self, question: &Question<'_>) -> Option<Revocation> {
        match self.entry(question) {
            Status::Revoked(found) => Some(found),
            _ => None,
        }
    }

    fn entry(&self, question: &Question<'_>) -> Status {
        let fields = &question.subject.certificate.tbs_certificate;
        let wanted = fields.serial_number.as_bytes();
        let place = self.entries.partition_point(|entry| *entry.serial < *wanted);
        let entries = self.entries.get(place..).unwrap_or_default();
        let mut named = entries
            .iter()
            .take_while(|entry| *entry.serial == *wanted)
            .peekable();
        let speaks =
            || question.subject.issuer == self.key && self.speaks_for(question.issuer, question.effort);
        if named.peek().is_none() || !speaks() {
            return Status::Unknown;
        }
        named
            .filter_map(|entry| entry.revocation)
            .fold(Status::Unknown, |found, one| found.and(Status::Revoked(one)))
    }
}

fn find(entry: &RevokedCert, wanted: ObjectIdentifier) -> Option<&[u8]> {
    let mut extensions = entry.crl_entry_extensions.iter().flatten();
    let found = extensions.find(|extension| extension.extn_id == wanted)?;
    Some(found.extn_value.as_bytes())
}

/// Since when a key is known or suspected to be in other hands, §5.3.2: earlier than it was revoked.
pub fn invalid_since(der: &[u8]) -> Option<Timestamp> {
    let time = der::asn1::GeneralizedTime::from_der(der).ok()?;
    seconds(time.to_unix_duration().as_secs())
}

fn reason(entry: &RevokedCert) -> Option<CrlReason> {
    CrlReason::from_der(find(entry, REASON_CODE)?).ok()
}

/// Whether an entry is of the issuer with this key, where it says. What cannot be read may well be.
fn names_issuer(entry: &RevokedCert, key: NameKey) -> Option<bool> {
    let names = GeneralNames::from_der(find(entry, CERTIFICATE_ISSUER)?).unwrap_or_default();
    let is_it = |name: &GeneralName| match name {
        GeneralName::DirectoryName(name) => NameKey::of(name) == key,
        _ => false,
    };
    Some(names.is_empty() || names.iter().any(is_it))
}

fn is_harmless(extension: &Extension) -> bool {
    let is_known = matches!(
        extension.extn_id,
        REASON_CODE | INVALIDITY_DATE | CERTIFICATE_ISSUER
    );
    !extension.critical || is_known
}

impl Status {
    /// Whether it was revoked.
    pub fn is_revoked(self) -> bool {
        matches!(self, Self::Revoked(_))
    }

    /// Whether it shows what all sources together say, unless that is nothing.
    pub fn shows(self, all: Self) -> bool {
        match (self, all) {
            (Self::Good, Self::Good) => true,
            (Self::Revoked(one), Self::Revoked(all)) => one.at == all.at,
            _ => false,
        }
    }

    /// What two sources say together: a revocation is not taken back, and the earliest counts.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Revoked(left), Self::Revoked(right)) => Self::Revoked(Revocation {
                at: left.at.min(right.at),
                is_theft: left.is_theft || right.is_theft,
            }),
            (Self::Revoked(found), _) | (_, Self::Revoked(found)) => Self::Revoked(found),
            (Self::Good, _) | (_, Self::Good) => Self::Good,
            (Self::Unknown, Self::Unknown) => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::testing::{POINT, World, entry, extension, tlv};

    const DELTA: u8 = 27;
    const POINT_OF_LIST: u8 = 28;

    fn revocation() -> Revocation {
        Revocation::new(Timestamp::parse("2026-01-01T00:00:00Z").unwrap(), None)
    }

    fn since() -> Status {
        Status::Revoked(revocation())
    }

    /// IssuingDistributionPoint with the name of a point.
    fn issued_for(address: &str) -> Vec<u8> {
        let name = tlv(0xA0, &[&tlv(0xA0, &[&tlv(0x86, &[address.as_bytes()])])]);
        tlv(0x30, &[&name])
    }

    #[test]
    fn only_the_list_of_the_right_point_says_that_a_certificate_is_good() {
        let world = World::new();
        let holder = world.holder(7, false);
        let of_issuer = tlv(0xA4, &[&world.name()]);
        let cases = [
            (issued_for(POINT), Status::Good),
            (issued_for("HTTP://CA.test/1.crl"), Status::Good),
            (issued_for("http://ca.test/2.crl"), Status::Unknown),
            (
                tlv(0x30, &[&tlv(0xA0, &[&tlv(0xA0, &[&of_issuer])])]),
                Status::Good,
            ),
            // For users, for authorities, for one reason, indirect, for attributes.
            (tlv(0x30, &[&[0x81, 1, 0xFF]]), Status::Good),
            (tlv(0x30, &[&[0x82, 1, 0xFF]]), Status::Unknown),
            (tlv(0x30, &[&[0x83, 2, 6, 0x40]]), Status::Unknown),
            (tlv(0x30, &[&[0x84, 1, 0xFF]]), Status::Unknown),
            (tlv(0x30, &[&[0x85, 1, 0xFF]]), Status::Unknown),
        ];
        for (point, expected) in cases {
            let silent = world.list(&[], &[extension(POINT_OF_LIST, true, &point)]);
            assert_eq!(world.status(&holder, &[silent]), expected, "{point:?}");
            let entries = [entry(&holder.authority, &[])];
            let naming = world.list(&entries, &[extension(POINT_OF_LIST, true, &point)]);
            let is_of_attributes = point.contains(&0x85);
            let expected = if is_of_attributes {
                Status::Unknown
            } else {
                since()
            };
            assert_eq!(world.status(&holder, &[naming]), expected, "{point:?}");
        }
    }

    #[test]
    fn a_delta_and_a_list_that_is_not_understood_revoke_but_never_clear() {
        let world = World::new();
        let holder = world.holder(7, false);
        let full = world.list(&[], &[]);
        assert_eq!(world.status(&holder, std::slice::from_ref(&full)), Status::Good);
        for more in [
            extension(DELTA, true, &[2, 1, 1]),
            extension(DELTA, false, &[2, 1, 1]),
            extension(99, true, &[5, 0]),
        ] {
            let silent = world.list(&[], std::slice::from_ref(&more));
            assert_eq!(world.status(&holder, &[silent]), Status::Unknown);
            let naming = world.list(&[entry(&holder.authority, &[])], &[more]);
            assert_eq!(world.status(&holder, &[full.clone(), naming]), since());
        }
        let odd = extension(99, true, &[5, 0]);
        let naming = world.list(&[entry(&holder.authority, std::slice::from_ref(&odd))], &[]);
        assert_eq!(world.status(&holder, &[full, naming]), since());
        let other = world.holder(8, false);
        let silent = world.list(&[entry(&other.authority, &[odd])], &[]);
        assert_eq!(world.status(&holder, &[silent]), Status::Unknown);
    }

    #[test]
    fn entries_of_other_issuers_and_those_taken_back_revoke_nothing() {
        let world = World::new();
        let (holder, other) = (world.holder(7, false), world.holder(8, false));
        let issued_by = |name: &[u8]| extension(29, true, &tlv(0x30, &[&tlv(0xA4, &[name])]));
        let stranger = [0x30, 13, 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 3, 0x0C, 2, b'X', b'Y'];
        let foreign = entry(&other.authority, &[issued_by(&stranger)]);
        let plain = entry(&holder.authority, &[]);
        let own = entry(&holder.authority, &[issued_by(&world.name())]);
        for (entries, expected) in [
            ([plain.clone(), foreign.clone()], since()),
            // The issuer of an entry holds for those behind it.
            ([foreign.clone(), plain], Status::Unknown),
            ([foreign, own], since()),
        ] {
            assert_eq!(world.status(&holder, &[world.list(&entries, &[])]), expected);
        }
        // But a full list of one issuer has no such entries: what it means by them nobody knows.
        let taken_back = entry(&holder.authority, &[extension(21, false, &[0x0A, 1, 8])]);
        let list = world.list(&[taken_back], &[]);
        assert_eq!(world.status(&holder, &[list]), Status::Unknown);
        let held = entry(&holder.authority, &[extension(21, false, &[0x0A, 1, 6])]);
        assert_eq!(world.status(&holder, &[world.list(&[held], &[])]), since());
    }

    #[test]
    fn a_key_counts_as_lost_since_it_was_in_other_hands() {
        let world = World::new();
        let holder = world.holder(7, false);
        for (since, expected) in [
            ("20250301000000Z", "2025-03-01T00:00:00Z"),
            // It was known no later than it was revoked.
            ("20260301000000Z", "2026-01-01T00:00:00Z"),
        ] {
            let since = extension(24, false, &tlv(0x18, &[since.as_bytes()]));
            let list = world.list(&[entry(&holder.authority, &[since])], &[]);
            let expected = Revocation::new(Timestamp::parse(expected).unwrap(), None);
            assert_eq!(world.status(&holder, &[list]), Status::Revoked(expected));
        }
    }

    #[test]
    fn a_theft_is_told_from_an_orderly_end() {
        let world = World::new();
        let holder = world.holder(7, false);
        for (reason, is_theft) in [(1, true), (4, false), (5, false)] {
            let named = entry(&holder.authority, &[extension(21, false, &[0x0A, 1, reason])]);
            let orderly = world.list(&[entry(&holder.authority, &[])], &[]);
            let expected = Revocation {
                is_theft,
                ..revocation()
            };
            let found = world.status(&holder, &[orderly, world.list(&[named], &[])]);
            assert_eq!(found, Status::Revoked(expected), "{reason}");
        }
    }

    #[test]
    fn a_list_is_verified_once_and_paid_for() {
        let world = World::new();
        let holder = world.holder(7, false);
        let effort = Effort::new();
        assert_eq!(effort.evidence(2_999, 0), Ok(()));
        let list = world.list(&[], &[]);
        assert_eq!(
            world.status_with(&holder, &[list.clone(), list.clone()], &effort),
            Status::Good
        );
        assert!(!effort.is_spent());
        // Another one is no longer looked at, and that is known.
        assert_eq!(world.status_with(&holder, &[list], &effort), Status::Unknown);
        assert!(effort.is_spent());
    }
}

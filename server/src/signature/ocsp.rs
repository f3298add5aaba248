//! Answers about single certificates, RFC 6960.

use super::{
    algorithm::Scheme,
    authority::{Authority, seconds},
    digest::digest_algorithm,
    effort::Effort,
    evidence::{Question, covers},
    kept::{Piece, PieceKind},
    revocation::{INVALIDITY_DATE, Revocation, Status, invalid_since},
    signer::is_long_enough,
    tried::Tried,
};
use crate::clock::after;
use der::{Decode, Encode};
use motcua_shared::{
    signature::{
        Reason,
        parse::{
            asn1::{Reader, SEQUENCE, context},
            certificate::oid as digests,
            cms::Algorithm,
        },
    },
    time::Timestamp,
};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use std::sync::Arc;
use x509_cert::ext::Extension;
use x509_ocsp::{
    CertId, CertStatus, OcspRequest, OcspResponse, OcspResponseStatus, Request, ResponderId, ResponseData,
    SingleResponse, TbsRequest,
};

const BASIC: const_oid::ObjectIdentifier = const_oid::ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const ARCHIVE_CUTOFF: const_oid::ObjectIdentifier =
    const_oid::ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.6");
const BIT_STRING: u8 = 0x03;
/// Certificates that an answer may bring; real ones bring one or two.
const CERTIFICATES: usize = 8;
/// Seconds that an answer may speak of a moment after it was made; some responders round.
const SKEW_SECONDS: u64 = 300;
/// Certificates that an answer may speak of; real ones speak of one.
const SINGLES: usize = 1_000;

/// An answer, read once.
#[derive(Debug, Clone)]
pub struct OcspAnswer {
    data: ResponseData,
    /// BasicOCSPResponse as written.
    basic: Vec<u8>,
    /// The whole response as it was found.
    der: Arc<[u8]>,
    /// Certificates that came along: the responder's, if the issuer delegated.
    certificates: Vec<Authority>,
    /// It has something critical that is not understood, and may say of nothing that it is good.
    is_understood: bool,
    /// Who answered for an issuer, and which of its statements are about certificates of it.
    tried: Tried<(Responder, Arc<[bool]>)>,
}

/// Who signed an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Responder {
    Issuer,
    /// Whom the issuer delegated to, by place among the certificates.
    Delegate(usize),
    Nobody,
}

/// The same for one question.
enum Speaker<'a> {
    Issuer,
    Delegate(&'a Authority),
    Nobody,
}

impl OcspAnswer {
    /// Reads an OCSPResponse in DER that holds a basic response.
    pub fn parse(der: &[u8]) -> Option<Self> {
        let response = OcspResponse::from_der(der).ok()?;
        let bytes = response.response_bytes.filter(|bytes| {
            response.response_status == OcspResponseStatus::Successful && bytes.response_type == BASIC
        })?;
        let basic = bytes.response.as_bytes().to_vec();
        let parts = Parts::read(&basic)?;
        let mut data = ResponseData::from_der(parts.signed).ok()?;
        if data.responses.len() > SINGLES {
            return None;
        }
        data.responses
            .sort_by(|left, right| serial(&left.cert_id).cmp(serial(&right.cert_id)));
        let certificates = parts
            .certificates
            .iter()
            .take(CERTIFICATES)
            .filter_map(|der| Authority::parse(der).ok())
            .collect();
        Some(Self {
            certificates,
            basic,
            der: der.into(),
            is_understood: data.response_extensions.iter().flatten().all(is_harmless),
            data,
            tried: Tried::default(),
        })
    }

    /// As it is kept.
    pub fn piece(&self) -> Piece {
        Piece {
            kind: PieceKind::Answer,
            der: Arc::clone(&self.der),
        }
    }

    /// What it says; nothing, when it is not entitled to. `is_revoked` tells whether the certificate of a delegated
    /// responder was revoked.
    pub fn status(&self, question: &Question<'_>, is_revoked: impl Fn(&Authority) -> bool) -> Status {
        let wanted = question
            .subject
            .certificate
            .tbs_certificate
            .serial_number
            .as_bytes();
        let responses = &self.data.responses;
        let place = responses.partition_point(|single| serial(&single.cert_id) < wanted);
        let mut singles = (place..)
            .zip(responses.iter().skip(place))
            .take_while(|(_, single)| serial(&single.cert_id) == wanted)
            .peekable();
        if singles.peek().is_none() {
            return Status::Unknown;
        }
        // What anybody can write is not looked into before it is known who wrote it.
        let issuer = question.issuer;
        let found = self.tried.by(issuer, || {
            let responder = self.responder(issuer, question.effort)?;
            let names_it = |single: &SingleResponse| names(&single.cert_id, issuer);
            let is_heard = responder != Responder::Nobody;
            let about = responses.iter().map(|single| is_heard && names_it(single));
            Ok((responder, about.collect()))
        });
        let Ok((responder, about)) = found else {
            return Status::Unknown;
        };
        let (is_own_word, speaker) = match self.speaker(responder, is_revoked) {
            Speaker::Issuer => (false, issuer),
            Speaker::Delegate(delegate) => (is_self(delegate, question.subject), delegate),
            Speaker::Nobody => return Status::Unknown,
        };
        let is_strong = self.is_strong(speaker, speaker.is(issuer));
        // A delegate speaks for no time after its own end.
        let last = Some(speaker).filter(|speaker| !speaker.is(issuer));
        let last = last.and_then(|delegate| delegate.validity().1);
        singles
            .filter(|(place, _)| about.get(*place) == Some(&true))
            .map(|(_, single)| self.meaning(single, last, question))
            // Nobody vouches for himself, or by what others could have written.
            .filter(|said| is_strong && !is_own_word || said.is_revoked())
            .fold(Status::Unknown, Status::and)
    }

    /// What one statement means for the moment asked for.
    fn meaning(&self, single: &SingleResponse, last: Option<Timestamp>, question: &Question<'_>) -> Status {
        let extensions = || single.single_extensions.iter().flatten();
        match &single.cert_status {
            CertStatus::Revoked(info) => {
                let since = extensions().find(|extension| extension.extn_id == INVALIDITY_DATE);
                let since = since.and_then(|since| invalid_since(since.extn_value.as_bytes()));
                return generalized(info.revocation_time).map_or(Status::Unknown, |at| {
                    let at = since.map_or(at, |since| at.min(since));
                    Status::Revoked(Revocation::new(at, info.revocation_reason))
                });
            }
            CertStatus::Unknown(_) => return Status::Unknown,
            CertStatus::Good(_) => {}
        }
        let Some(issued) = generalized(single.this_update) else {
            return Status::Unknown;
        };
        // Certificates that ended after this moment are still known to the responder (RFC 6960 §4.4.4).
        let cutoff = extensions()
            .find(|extension| extension.extn_id == ARCHIVE_CUTOFF)
            .and_then(|extension| der::asn1::GeneralizedTime::from_der(extension.extn_value.as_bytes()).ok())
            .and_then(|time| seconds(time.to_unix_duration().as_secs()));
        let next = single.next_update.and_then(generalized);
        let next = next.map(|next| last.map_or(next, |last| next.min(last)));
        let end = question.subject.validity().1;
        let knows_expired = cutoff.zip(end).is_some_and(|(cutoff, end)| cutoff <= end);
        let is_good = self.is_understood
            && extensions().all(is_harmless)
            && issued <= question.now
            // The delegate was valid when it spoke, not when it says that what it speaks of was so.
            && generalized(self.data.produced_at).is_some_and(|at| issued <= after(at, SKEW_SECONDS))
            && covers(issued, next, question.judged)
            && (knows_expired || end.is_some_and(|end| issued <= end));
        if is_good { Status::Good } else { Status::Unknown }
    }

    /// Whether nobody else can have written it: long keys, and no SHA-1, since who asks has a say in what is signed.
    fn is_strong(&self, speaker: &Authority, is_issuer: bool) -> bool {
        let is_sha1 = |scheme: Result<Scheme, Reason>| scheme.is_ok_and(Scheme::is_sha1);
        let own = Parts::read(&self.basic).map(|parts| Scheme::read(parts.algorithm, None));
        is_long_enough(speaker)
            && own.is_some_and(|own| !is_sha1(own))
            && (is_issuer || !is_sha1(speaker.scheme()))
    }

    /// Signed by the issuer itself, or by whom it delegated this to (RFC 6960 §4.2.2.2); the delegate, if one did.
    fn speaker(&self, responder: Responder, is_revoked: impl Fn(&Authority) -> bool) -> Speaker<'_> {
        match responder {
            Responder::Issuer => Speaker::Issuer,
            // Its revocation would have to be looked up, unless it has nocheck; a revocation that is known counts in
            // any case, a missing list does not, or no answer without lists would ever do.
            Responder::Delegate(place) => match self.certificates.get(place) {
                Some(delegate) if !is_revoked(delegate) => Speaker::Delegate(delegate),
                _ => Speaker::Nobody,
            },
            Responder::Nobody => Speaker::Nobody,
        }
    }

    fn responder(&self, issuer: &Authority, effort: &Effort) -> Result<Responder, Reason> {
        let Some(parts) = Parts::read(&self.basic) else {
            return Ok(Responder::Nobody);
        };
        let signed_by = |authority: &Authority| {
            if !is_responder(&self.data.responder_id, authority) {
                return Ok(false);
            }
            let Ok(scheme) = Scheme::read(parts.algorithm, None) else {
                return Ok(false);
            };
            let key = &authority.certificate.tbs_certificate.subject_public_key_info;
            effort.evidence(scheme.times(key), parts.signed.len())?;
            Ok(scheme.verify(key, parts.signed, parts.signature).is_ok())
        };
        if signed_by(issuer)? {
            return Ok(Responder::Issuer);
        }
        let produced = generalized(self.data.produced_at);
        for (place, certificate) in self.certificates.iter().enumerate() {
            if !(certificate.may_answer_ocsp()
                && !certificate.has_unknown_critical()
                && produced.is_some_and(|at| certificate.is_valid_at(at))
                && issuer.may_have_issued(certificate))
            {
                continue;
            }
            effort.evidence(certificate.times(issuer), certificate.der.len())?;
            if certificate.is_signed_by(issuer).is_ok() && signed_by(certificate)? {
                return Ok(Responder::Delegate(place));
            }
        }
        Ok(Responder::Nobody)
    }
}

/// Whether `delegate` has the key of `subject`.
fn is_self(delegate: &Authority, subject: &Authority) -> bool {
    let (left, right) = (&delegate.certificate, &subject.certificate);
    let key = &left.tbs_certificate.subject_public_key_info.subject_public_key;
    *key == right.tbs_certificate.subject_public_key_info.subject_public_key
}

fn serial(id: &CertId) -> &[u8] {
    id.serial_number.as_bytes()
}

/// What may be passed over (RFC 6960 §4.4: none of its extensions is meant to be critical).
fn is_harmless(extension: &Extension) -> bool {
    !extension.critical || extension.extn_id == ARCHIVE_CUTOFF
}

/// BasicOCSPResponse, RFC 6960 §4.2.1.
struct Parts<'a> {
    signed: &'a [u8],
    algorithm: Algorithm<'a>,
    signature: &'a [u8],
    certificates: Vec<&'a [u8]>,
}

impl<'a> Parts<'a> {
    fn read(basic: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(basic).expect(SEQUENCE).ok()?.reader();
        let signed = reader.expect(SEQUENCE).ok()?.whole;
        let algorithm = Algorithm::read(&mut reader).ok()?;
        let signature = reader.expect(BIT_STRING).ok()?.content.strip_prefix(&[0])?;
        let mut certificates = Vec::new();
        if let Some(list) = reader.optional(context(0)).ok()? {
            let mut list = list.reader().expect(SEQUENCE).ok()?.reader();
            while !list.is_empty() {
                certificates.push(list.read().ok()?.whole);
            }
        }
        reader.finish().ok()?;
        Some(Self {
            signed,
            algorithm,
            signature,
            certificates,
        })
    }
}

fn generalized(time: x509_ocsp::OcspGeneralizedTime) -> Option<Timestamp> {
    seconds(time.0.to_unix_duration().as_secs())
}

/// Whether a CertID means a certificate of `issuer` (RFC 6960 §4.1.1): the hashes of its name and key.
fn names(id: &CertId, issuer: &Authority) -> bool {
    let fields = &issuer.certificate.tbs_certificate;
    let hashes_to = |value: &[u8], expected: &[u8]| {
        digest_algorithm(id.hash_algorithm.oid)
            .is_some_and(|algorithm| digest(algorithm, value).as_ref() == expected)
    };
    fields
        .subject
        .to_der()
        .is_ok_and(|name| hashes_to(&name, id.issuer_name_hash.as_bytes()))
        && hashes_to(
            fields.subject_public_key_info.subject_public_key.raw_bytes(),
            id.issuer_key_hash.as_bytes(),
        )
}

fn is_responder(id: &ResponderId, authority: &Authority) -> bool {
    let fields = &authority.certificate.tbs_certificate;
    match id {
        ResponderId::ByName(name) => *name == fields.subject,
        ResponderId::ByKey(hash) => {
            let key = fields.subject_public_key_info.subject_public_key.raw_bytes();
            digest(&SHA1_FOR_LEGACY_USE_ONLY, key).as_ref() == hash.as_bytes()
        }
    }
}

/// The question for a responder, RFC 6960 §4.1. SHA-1 in the CertID is what every responder understands and what
/// RFC 5019 §2.1.1 asks for; nothing rests on it. No nonce: answers are kept and must serve others.
pub fn request(subject: &Authority, issuer: &Authority) -> Option<Vec<u8>> {
    let fields = &issuer.certificate.tbs_certificate;
    let hash = |value: &[u8]| der::asn1::OctetString::new(digest(&SHA1_FOR_LEGACY_USE_ONLY, value).as_ref());
    let id = CertId {
        hash_algorithm: spki::AlgorithmIdentifierOwned {
            oid: digests::SHA_1,
            parameters: Some(der::asn1::Null.into()),
        },
        issuer_name_hash: hash(&fields.subject.to_der().ok()?).ok()?,
        issuer_key_hash: hash(fields.subject_public_key_info.subject_public_key.raw_bytes()).ok()?,
        serial_number: subject.certificate.tbs_certificate.serial_number.clone(),
    };
    let request = OcspRequest {
        tbs_request: TbsRequest {
            version: x509_ocsp::Version::V1,
            requestor_name: None,
            request_list: vec![Request {
                req_cert: id,
                single_request_extensions: None,
            }],
            request_extensions: None,
        },
        optional_signature: None,
    };
    request.to_der().ok()
}

/// Revocation lists and OCSP responses.
pub type Archived<'a> = (Vec<&'a [u8]>, Vec<&'a [u8]>);

/// The members of a RevocationInfoArchival attribute: revocation lists and OCSP responses, in DER.
pub fn archived(attribute: &[u8]) -> Option<Archived<'_>> {
    let mut reader = Reader::new(attribute).expect(SEQUENCE).ok()?.reader();
    let mut part = |tag| -> Option<Vec<&[u8]>> {
        let mut found = Vec::new();
        if let Some(wrapper) = reader.optional(context(tag)).ok()? {
            let mut list = wrapper.reader().expect(SEQUENCE).ok()?.reader();
            while !list.is_empty() {
                found.push(list.expect(SEQUENCE).ok()?.whole);
            }
        }
        Some(found)
    };
    Some((part(0)?, part(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::testing::{World, entry, extension, tlv};
    use motcua_shared::signature::parse::asn1::OCTET_STRING;

    #[test]
    fn what_is_no_answer_is_none() {
        // tryLater, and nothing at all.
        assert!(OcspAnswer::parse(&[0x30, 0x03, 0x0A, 0x01, 0x03]).is_none());
        assert!(OcspAnswer::parse(&[]).is_none());
        assert!(archived(&[OCTET_STRING, 0]).is_none());
        assert_eq!(archived(&[SEQUENCE, 0]), Some((vec![], vec![])));
    }

    #[test]
    fn a_delegate_who_was_revoked_is_not_heard() {
        let world = World::new();
        let (holder, delegate) = (world.holder(7, false), world.holder(8, true));
        let answer = world.answer(&delegate, &[(&holder.authority, false)]);
        let good = std::slice::from_ref(&answer);
        assert_eq!(world.status(&holder, good), Status::Good);
        let some_reasons = extension(28, true, &tlv(0x30, &[&[0x83, 2, 6, 0x40]]));
        let named = [entry(&delegate.authority, &[])];
        let by_list = world.list(&named, &[some_reasons]);
        let by_answer = world.answer(&world.root, &[(&delegate.authority, true)]);
        for revoked in [by_list, by_answer] {
            assert_eq!(world.status(&holder, &[answer.clone(), revoked]), Status::Unknown);
        }
    }

    #[test]
    fn nobody_vouches_for_himself() {
        let world = World::new();
        let delegate = world.holder(8, true);
        let good = world.answer(&delegate, &[(&delegate.authority, false)]);
        assert_eq!(world.status(&delegate, &[good]), Status::Unknown);
        let revoked = world.answer(&delegate, &[(&delegate.authority, true)]);
        assert!(world.status(&delegate, &[revoked]).is_revoked());
    }

    #[test]
    fn the_worse_of_two_statements_counts_and_too_many_are_no_answer() {
        let world = World::new();
        let holder = world.holder(7, false);
        let both = [(&holder.authority, false), (&holder.authority, true)];
        assert!(
            world
                .status(&holder, &[world.answer(&world.root, &both)])
                .is_revoked()
        );
        let many = vec![(&holder.authority, false); SINGLES + 1];
        assert!(OcspAnswer::parse(&world.answer(&world.root, &many)).is_none());
    }
}

//! Answers about single certificates, RFC 6960.

use super::{
    algorithm::Scheme,
    authority::{Authority, seconds},
    digest::digest_algorithm,
    kept::{Piece, PieceKind},
};
use der::{Decode, Encode};
use motcua_shared::{
    signature::parse::{
        asn1::{Reader, SEQUENCE, context},
        certificate::oid as digests,
        cms::Algorithm,
    },
    time::Timestamp,
};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use std::sync::{Arc, OnceLock};
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
    /// An issuer that was tried, and who answered for it: a paper with many signatures asks again and again.
    tried: OnceLock<(Vec<u8>, Responder)>,
}

/// Who signed an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Responder {
    Issuer,
    /// Whom the issuer delegated to, by place among the certificates.
    Delegate(usize),
    Nobody,
}

/// What an answer says of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// When it was revoked; `None` when it is good.
    pub revoked: Option<Timestamp>,
    /// The moment it speaks of.
    pub issued: Timestamp,
    /// Until when it holds.
    pub next: Option<Timestamp>,
    /// Certificates that ended after this moment are still known to the responder (RFC 6960 §4.4.4).
    pub cutoff: Option<Timestamp>,
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
        let data = ResponseData::from_der(parts.signed).ok()?;
        let certificates = parts
            .certificates
            .iter()
            .take(CERTIFICATES)
            .filter_map(|der| Authority::parse(der).ok())
            .collect();
        Some(Self {
            data,
            certificates,
            basic,
            der: der.into(),
            tried: OnceLock::new(),
        })
    }

    /// As it is kept.
    pub fn piece(&self) -> Piece {
        Piece {
            kind: PieceKind::Answer,
            der: Arc::clone(&self.der),
        }
    }

    /// What it says of `subject`, which `issuer` issued; `None` when it says nothing, or is not entitled to.
    /// `is_revoked` tells whether the certificate of a delegated responder was revoked.
    pub fn statement(
        &self,
        subject: &Authority,
        issuer: &Authority,
        is_revoked: impl FnOnce(&Authority) -> bool,
    ) -> Option<Statement> {
        let single = self
            .data
            .responses
            .iter()
            .find(|single| names(&single.cert_id, subject, issuer))?;
        let statement = read_statement(single)?;
        self.is_entitled(issuer, is_revoked).then_some(statement)
    }

    /// Signed by the issuer itself, or by whom it delegated this to (RFC 6960 §4.2.2.2).
    fn is_entitled(&self, issuer: &Authority, is_revoked: impl FnOnce(&Authority) -> bool) -> bool {
        let (tried, responder) = self
            .tried
            .get_or_init(|| (issuer.der.clone(), self.responder(issuer)));
        let responder = if *tried == issuer.der {
            *responder
        } else {
            self.responder(issuer)
        };
        match responder {
            Responder::Issuer => true,
            // Without nocheck, its revocation would have to be looked up; a revocation that is known counts, a missing
            // list does not, or no answer without lists would ever do.
            Responder::Delegate(place) => self
                .certificates
                .get(place)
                .is_some_and(|delegate| delegate.needs_no_check() || !is_revoked(delegate)),
            Responder::Nobody => false,
        }
    }

    fn responder(&self, issuer: &Authority) -> Responder {
        let Some(parts) = Parts::read(&self.basic) else {
            return Responder::Nobody;
        };
        let signed_by = |authority: &Authority| {
            let key = &authority.certificate.tbs_certificate.subject_public_key_info;
            is_responder(&self.data.responder_id, authority)
                && Scheme::read(parts.algorithm, None)
                    .is_ok_and(|scheme| scheme.verify(key, parts.signed, parts.signature).is_ok())
        };
        if signed_by(issuer) {
            return Responder::Issuer;
        }
        let produced = generalized(self.data.produced_at);
        let delegate = self.certificates.iter().position(|certificate| {
            certificate.may_answer_ocsp()
                && !certificate.has_unknown_critical()
                && produced.is_some_and(|at| certificate.is_valid_at(at))
                && issuer.may_have_issued(certificate)
                && certificate.is_signed_by(issuer).is_ok()
                && signed_by(certificate)
        });
        delegate.map_or(Responder::Nobody, Responder::Delegate)
    }
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

fn read_statement(single: &SingleResponse) -> Option<Statement> {
    let revoked = match &single.cert_status {
        CertStatus::Good(_) => None,
        CertStatus::Revoked(info) => Some(generalized(info.revocation_time)?),
        CertStatus::Unknown(_) => return None,
    };
    let extensions = single.single_extensions.iter().flatten();
    let cutoff = extensions
        .into_iter()
        .find(|extension| extension.extn_id == ARCHIVE_CUTOFF)
        .and_then(|extension| der::asn1::GeneralizedTime::from_der(extension.extn_value.as_bytes()).ok())
        .and_then(|time| seconds(time.to_unix_duration().as_secs()));
    Some(Statement {
        revoked,
        issued: generalized(single.this_update)?,
        next: match single.next_update {
            Some(next) => Some(generalized(next)?),
            None => None,
        },
        cutoff,
    })
}

fn generalized(time: x509_ocsp::OcspGeneralizedTime) -> Option<Timestamp> {
    seconds(time.0.to_unix_duration().as_secs())
}

/// Whether a CertID means `subject` (RFC 6960 §4.1.1): serial number, and the hashes of the issuer's name and key.
fn names(id: &CertId, subject: &Authority, issuer: &Authority) -> bool {
    let fields = &issuer.certificate.tbs_certificate;
    let hashes_to = |value: &[u8], expected: &[u8]| {
        digest_algorithm(id.hash_algorithm.oid)
            .is_some_and(|algorithm| digest(algorithm, value).as_ref() == expected)
    };
    id.serial_number == subject.certificate.tbs_certificate.serial_number
        && fields
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
    use motcua_shared::signature::parse::asn1::OCTET_STRING;

    #[test]
    fn what_is_no_answer_is_none() {
        // tryLater, and nothing at all.
        assert!(OcspAnswer::parse(&[0x30, 0x03, 0x0A, 0x01, 0x03]).is_none());
        assert!(OcspAnswer::parse(&[]).is_none());
        assert!(archived(&[OCTET_STRING, 0]).is_none());
        assert_eq!(archived(&[SEQUENCE, 0]), Some((vec![], vec![])));
    }
}

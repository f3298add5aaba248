//! An authority, whom it issued certificates to, and the lists and answers that it signs, written by hand.

use super::{
    authority::Authority,
    effort::Effort,
    evidence::{Evidence, Question, status},
    revocation::Status,
};
use der::Encode;
use motcua_shared::time::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CrlDistributionPoint, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, SerialNumber, date_time_ymd,
};
use ring::{
    digest::{SHA1_FOR_LEGACY_USE_ONLY, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair},
};

/// Where the certificates say that their list is.
pub const POINT: &str = "http://ca.test/1.crl";
/// ecdsa-with-SHA256.
const SCHEME: &[u8] = &[0x30, 10, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2];

/// One value in DER.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let header: &[u8] = match (content.len(), length) {
        (..128, [.., last]) => &[tag, last],
        (..256, [.., last]) => &[tag, 0x81, last],
        (..0x1_0000, [_, _, high, low]) => &[tag, 0x82, high, low],
        (_, [_, highest, high, low]) => &[tag, 0x83, highest, high, low],
    };
    [header, &content].concat()
}

/// An extension below 2.5.29.
pub fn extension(number: u8, is_critical: bool, body: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if is_critical { &[1, 1, 0xFF] } else { &[] };
    tlv(0x30, &[&[6, 3, 0x55, 0x1D, number], critical, &tlv(4, &[body])])
}

/// An entry of a list, with its extensions.
pub fn entry(subject: &Authority, extensions: &[Vec<u8>]) -> Vec<u8> {
    let serial = subject
        .certificate
        .tbs_certificate
        .serial_number
        .to_der()
        .unwrap();
    let extensions = tlv(0x30, &[&extensions.concat()]);
    tlv(0x30, &[&serial, &tlv(0x17, &[b"260101000000Z"]), &extensions])
}

/// Someone's certificate and key.
pub struct Holder {
    pub authority: Authority,
    key: KeyPair,
}

impl Holder {
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let pkcs8 = self.key.serialize_der();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8, &random).unwrap();
        let value = key.sign(&random, message).unwrap();
        tlv(3, &[&[0], value.as_ref()])
    }
}

/// An authority and what it signs.
pub struct World {
    pub root: Holder,
    params: CertificateParams,
}

impl World {
    pub fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = named("Root of the test");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let authority = Authority::parse(params.self_signed(&key).unwrap().der()).unwrap();
        Self {
            root: Holder { authority, key },
            params,
        }
    }

    /// Someone who has a certificate from it, and may answer for it if so.
    pub fn holder(&self, serial: u64, may_answer: bool) -> Holder {
        let key = KeyPair::generate().unwrap();
        let mut params = named(&format!("Holder {serial}"));
        params.serial_number = Some(SerialNumber::from(serial));
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        if may_answer {
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::OcspSigning];
        }
        params.crl_distribution_points = vec![CrlDistributionPoint {
            uris: vec![POINT.to_owned()],
        }];
        let issuer = Issuer::from_params(&self.params, &self.root.key);
        let made = params.signed_by(&key, &issuer).unwrap();
        Holder {
            authority: Authority::parse(made.der()).unwrap(),
            key,
        }
    }

    /// The root's name in DER.
    pub fn name(&self) -> Vec<u8> {
        let fields = &self.root.authority.certificate.tbs_certificate;
        fields.subject.to_der().unwrap()
    }

    /// A list for 2026.
    pub fn list(&self, entries: &[Vec<u8>], extensions: &[Vec<u8>]) -> Vec<u8> {
        let dates = [tlv(0x17, &[b"260101000000Z"]), tlv(0x17, &[b"270101000000Z"])].concat();
        let revoked = match entries {
            [] => vec![],
            _ => tlv(0x30, &[&entries.concat()]),
        };
        let extensions = match extensions {
            [] => vec![],
            _ => tlv(0xA0, &[&tlv(0x30, &[&extensions.concat()])]),
        };
        let signed = tlv(
            0x30,
            &[&[2, 1, 1], SCHEME, &self.name(), &dates, &revoked, &extensions],
        );
        tlv(0x30, &[&signed, SCHEME, &self.root.sign(&signed)])
    }

    /// What `responder` answers of each subject: whether it was revoked.
    pub fn answer(&self, responder: &Holder, said: &[(&Authority, bool)]) -> Vec<u8> {
        let hash = |value: &[u8]| tlv(4, &[digest(&SHA1_FOR_LEGACY_USE_ONLY, value).as_ref()]);
        let key_hash = |one: &Authority| {
            let key = &one.certificate.tbs_certificate.subject_public_key_info;
            hash(key.subject_public_key.raw_bytes())
        };
        let sha1 = tlv(0x30, &[&[6, 5, 0x2B, 0x0E, 3, 2, 0x1A]]);
        let moment = |text: &[u8]| tlv(0x18, &[text]);
        let singles = said.iter().map(|(subject, is_revoked)| {
            let serial = subject
                .certificate
                .tbs_certificate
                .serial_number
                .to_der()
                .unwrap();
            let id = [
                sha1.clone(),
                hash(&self.name()),
                key_hash(&self.root.authority),
                serial,
            ];
            let status = match is_revoked {
                true => tlv(0xA1, &[&moment(b"20260101000000Z")]),
                false => vec![0x80, 0],
            };
            let dates = [
                moment(b"20260101000000Z"),
                tlv(0xA0, &[&moment(b"20270101000000Z")]),
            ];
            tlv(0x30, &[&tlv(0x30, &[&id.concat()]), &status, &dates.concat()])
        });
        let singles = singles.collect::<Vec<_>>().concat();
        let responder_id = tlv(0xA2, &[&key_hash(&responder.authority)]);
        let signed = tlv(
            0x30,
            &[
                &responder_id,
                &moment(b"20260101000000Z"),
                &tlv(0x30, &[&singles]),
            ],
        );
        let certificates = tlv(0xA0, &[&tlv(0x30, &[&responder.authority.der])]);
        let basic = tlv(0x30, &[&signed, SCHEME, &responder.sign(&signed), &certificates]);
        let kind: &[u8] = &[6, 9, 0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1];
        let bytes = tlv(0x30, &[kind, &tlv(4, &[&basic])]);
        tlv(0x30, &[&[0x0A, 1, 0], &tlv(0xA0, &[&bytes])])
    }

    /// What all of this evidence says of `subject` in the middle of 2026.
    pub fn status(&self, subject: &Holder, evidence: &[Vec<u8>]) -> Status {
        self.status_with(subject, evidence, &Effort::new())
    }

    /// The same with this effort.
    pub fn status_with(&self, subject: &Holder, evidence: &[Vec<u8>], effort: &Effort) -> Status {
        let mut found = Evidence::default();
        for der in evidence {
            assert!(found.add(der));
        }
        let now = Timestamp::parse("2026-06-01T00:00:00Z").unwrap();
        let question = Question {
            subject: &subject.authority,
            issuer: &self.root.authority,
            judged: now,
            now,
            effort,
        };
        status(&[&found], &question)
    }
}

/// An authority that issued its own certificate, as any other of these might have.
pub fn namesake() -> Authority {
    let key = KeyPair::generate().unwrap();
    let mut params = named("Namesake");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    Authority::parse(params.self_signed(&key).unwrap().der()).unwrap()
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(2025, 1, 1), date_time_ymd(2027, 1, 1));
    params
}

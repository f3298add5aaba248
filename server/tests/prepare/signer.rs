//! Somebody who signs, and somebody who tells the time: certificates, CMS and timestamp tokens.

use motcua_server::signature::prepare::Prepared;
use motcua_shared::time::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SerialNumber, date_time_ymd,
};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair},
};

/// A moment at which every certificate made here is valid.
pub fn now() -> Timestamp {
    Timestamp::parse("2026-06-01T02:30:00Z").unwrap()
}

const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F];
const TST_INFO: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04];
const ECDSA_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
const SHA256_OID: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const TIME_STAMPING: &[u8] = &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08];
const EXTENDED_KEY_USAGE: &[u64] = &[2, 5, 29, 37];
/// Some policy of a timestamp authority, 1.2.3.4.
const POLICY: &[u8] = &[0x2A, 0x03, 0x04];

/// A root that has issued one certificate.
pub struct Signer {
    pub root: Vec<u8>,
    certificate: Vec<u8>,
    key: KeyPair,
    serial: u64,
}

impl Signer {
    /// A person or an agency.
    pub fn new(name: &str, organisation: &str, serial: u64) -> Self {
        let usages = [
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::ContentCommitment,
        ];
        Self::with(name, organisation, serial, &usages, None)
    }

    /// A timestamp authority.
    pub fn clock() -> Self {
        let only_time = tlv(0x30, &[&tlv(0x06, &[TIME_STAMPING])]);
        let mut usage = CustomExtension::from_oid_content(EXTENDED_KEY_USAGE, only_time);
        usage.set_criticality(true);
        Self::with(
            "Máy chủ cấp dấu thời gian",
            "Bản mẫu thử nghiệm",
            77,
            &[KeyUsagePurpose::DigitalSignature],
            Some(usage),
        )
    }

    fn with(
        name: &str,
        organisation: &str,
        serial: u64,
        usages: &[KeyUsagePurpose],
        extension: Option<CustomExtension>,
    ) -> Self {
        let root_key = KeyPair::generate().unwrap();
        let mut root = named(&format!("Root for {name}"), "Bản mẫu thử nghiệm");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        (root.not_before, root.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2040, 1, 1));
        let root_der = root.self_signed(&root_key).unwrap().der().to_vec();

        let key = KeyPair::generate().unwrap();
        let mut leaf = named(name, organisation);
        leaf.serial_number = Some(SerialNumber::from(serial));
        leaf.key_usages = usages.to_vec();
        leaf.custom_extensions = extension.into_iter().collect();
        leaf.use_authority_key_identifier_extension = true;
        (leaf.not_before, leaf.not_after) = (date_time_ymd(2025, 1, 1), date_time_ymd(2030, 1, 1));
        let certificate = leaf
            .signed_by(&key, &Issuer::from_params(&root, &root_key))
            .unwrap()
            .der()
            .to_vec();
        Self {
            root: root_der,
            certificate,
            key,
            serial,
        }
    }

    /// A CAdES signature over a prepared paper.
    pub fn cms(&self, prepared: &Prepared) -> Vec<u8> {
        let certificate = tlv(
            0x30,
            &[&tlv(0x04, &[digest(&SHA256, &self.certificate).as_ref()])],
        );
        let named = tlv(0x30, &[&tlv(0x30, &[&certificate])]);
        self.signed_data(
            DATA,
            &prepared.sha256(),
            &[attribute(SIGNING_CERTIFICATE_V2, &named)],
            None,
        )
    }

    /// A timestamp token for a prepared paper, made at `now`.
    pub fn token(&self, prepared: &Prepared) -> Vec<u8> {
        let time = now().utc().format("%Y%m%d%H%M%SZ").to_string();
        let imprint = tlv(0x30, &[&sha256(), &tlv(0x04, &[&prepared.sha256()])]);
        let info = tlv(
            0x30,
            &[
                &tlv(0x02, &[&[1]]),
                &tlv(0x06, &[POLICY]),
                &imprint,
                &tlv(0x02, &[&[9]]),
                &tlv(0x18, &[time.as_bytes()]),
            ],
        );
        let certificate = tlv(
            0x30,
            &[&tlv(0x04, &[digest(&SHA256, &self.certificate).as_ref()])],
        );
        let named = tlv(0x30, &[&tlv(0x30, &[&certificate])]);
        self.signed_data(
            TST_INFO,
            digest(&SHA256, &info).as_ref(),
            &[attribute(SIGNING_CERTIFICATE_V2, &named)],
            Some(&info),
        )
    }

    fn signed_data(
        &self,
        content_type: &[u8],
        digest_of_content: &[u8],
        more: &[Vec<u8>],
        content: Option<&[u8]>,
    ) -> Vec<u8> {
        let mut list = vec![
            attribute(CONTENT_TYPE, &tlv(0x06, &[content_type])),
            attribute(MESSAGE_DIGEST, &tlv(0x04, &[digest_of_content])),
        ];
        list.extend_from_slice(more);
        // DER orders the members of a set by their bytes.
        list.sort();
        let attributes = list.concat();
        let random = SystemRandom::new();
        let pkcs8 = self.key.serialize_der();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8, &random).unwrap();
        let signature = key.sign(&random, &tlv(0x31, &[&attributes])).unwrap();

        let serial = [&[0][..], &self.serial.to_be_bytes()].concat();
        let first = serial.iter().position(|byte| *byte != 0).unwrap_or_default();
        let named = tlv(
            0x30,
            &[&issuer_of(&self.certificate), &tlv(0x02, &[&serial[first..]])],
        );
        let signer = tlv(
            0x30,
            &[
                &tlv(0x02, &[&[1]]),
                &named,
                &sha256(),
                &tlv(0xA0, &[&attributes]),
                &tlv(0x30, &[&tlv(0x06, &[ECDSA_SHA256])]),
                &tlv(0x04, &[signature.as_ref()]),
            ],
        );
        let carried = content.map(|content| tlv(0xA0, &[&tlv(0x04, &[content])]));
        let content_info = tlv(
            0x30,
            &[
                &tlv(0x06, &[content_type]),
                carried.as_deref().unwrap_or_default(),
            ],
        );
        let version: &[u8] = if content.is_some() { &[3] } else { &[1] };
        let signed = tlv(
            0x30,
            &[
                &tlv(0x02, &[version]),
                &tlv(0x31, &[&sha256()]),
                &content_info,
                &tlv(0xA0, &[&self.certificate]),
                &tlv(0x31, &[&signer]),
            ],
        );
        tlv(0x30, &[&tlv(0x06, &[SIGNED_DATA]), &tlv(0xA0, &[&signed])])
    }
}

fn sha256() -> Vec<u8> {
    tlv(0x30, &[&tlv(0x06, &[SHA256_OID])])
}

fn attribute(oid: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x06, &[oid]), &tlv(0x31, &[value])])
}

/// One value in DER.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut whole = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short @ 0..=127) => whole.push(short),
        _ => {
            whole.push(0x82);
            whole.extend_from_slice(&u16::try_from(content.len()).unwrap().to_be_bytes());
        }
    }
    whole.extend_from_slice(&content);
    if whole.get(1) == Some(&0x82) && content.len() < 256 {
        // DER wants the shortest length.
        whole.splice(1..4, [0x81, u8::try_from(content.len()).unwrap()]);
    }
    whole
}

fn issuer_of(certificate: &[u8]) -> Vec<u8> {
    use der::{Decode, Encode};
    x509_cert::Certificate::from_der(certificate)
        .unwrap()
        .tbs_certificate
        .issuer
        .to_der()
        .unwrap()
}

fn named(name: &str, organisation: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, "VN");
    params
        .distinguished_name
        .push(DnType::OrganizationName, organisation);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

//! An authority, a signer, and a paper of one page signed with ECDSA.

use motcua_shared::time::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CrlDistributionPoint, DnType, IsCa,
    Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber, date_time_ymd,
};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair},
};

/// A moment at which everything made here is valid.
pub fn now() -> Timestamp {
    Timestamp::parse("2026-06-01T00:00:00Z").unwrap()
}

/// Where the signer's certificate says that its issuer's list is.
pub const LIST: &str = "http://ca.test/list.crl";
const SERIAL: u64 = 0x1234;
/// Hexadecimal digits kept for `/Contents`.
const ROOM: usize = 4_000;

/// Someone who issues certificates, and someone who holds one.
pub struct World {
    root: CertificateParams,
    root_key: KeyPair,
    signer_key: KeyPair,
    pub root_der: Vec<u8>,
    signer_der: Vec<u8>,
}

impl World {
    /// A root valid 2020–2040 and a signer valid 2025–2027.
    pub fn new() -> Self {
        let root_key = KeyPair::generate().unwrap();
        let mut root = named("Root of the test");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        (root.not_before, root.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2040, 1, 1));
        let root_der = root.self_signed(&root_key).unwrap().der().to_vec();

        let signer_key = KeyPair::generate().unwrap();
        let mut signer = named("Ủy ban nhân dân xã Thử");
        signer.serial_number = Some(SerialNumber::from(SERIAL));
        signer.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        signer.use_authority_key_identifier_extension = true;
        signer.crl_distribution_points = vec![CrlDistributionPoint {
            uris: vec![LIST.to_owned()],
        }];
        (signer.not_before, signer.not_after) = (date_time_ymd(2025, 1, 1), date_time_ymd(2027, 1, 1));
        let issuer = Issuer::from_params(&root, &root_key);
        let signer_der = signer.signed_by(&signer_key, &issuer).unwrap().der().to_vec();
        Self {
            root,
            root_key,
            signer_key,
            root_der,
            signer_der,
        }
    }

    /// A revocation list valid for June 2026, with the signer revoked in that year and month if so.
    pub fn revocation_list(&self, revoked: Option<(i32, u8)>) -> Vec<u8> {
        let revoked_certs = revoked
            .map(|(year, month)| RevokedCertParams {
                serial_number: SerialNumber::from(SERIAL),
                revocation_time: date_time_ymd(year, month, 1),
                reason_code: None,
                invalidity_date: None,
            })
            .into_iter()
            .collect();
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 5, 31),
            next_update: date_time_ymd(2026, 6, 30),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs,
            key_identifier_method: KeyIdMethod::Sha256,
        };
        list.signed_by(&Issuer::from_params(&self.root, &self.root_key))
            .unwrap()
            .der()
            .to_vec()
    }

    /// A signed paper.
    pub fn paper(&self) -> Vec<u8> {
        self.paper_with(&[])
    }

    /// A signed paper with more signed attributes.
    pub fn paper_with(&self, attributes: &[Vec<u8>]) -> Vec<u8> {
        let (mut pdf, gap) = unsigned_paper();
        let covered = [&pdf[..gap], &pdf[gap + ROOM + 2..]].concat();
        let cms = self.cms(digest(&SHA256, &covered).as_ref(), attributes);
        let hex: String = cms.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(hex.len() <= ROOM);
        pdf[gap + 1..gap + 1 + hex.len()].copy_from_slice(hex.as_bytes());
        pdf
    }

    fn cms(&self, digest_of_content: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
        let mut attributes = attribute(
            &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03],
            &data_oid(),
        );
        attributes.extend(attribute(
            &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04],
            &tlv(0x04, &[digest_of_content]),
        ));
        more.iter()
            .for_each(|attribute| attributes.extend_from_slice(attribute));
        let pkcs8 = self.signer_key.serialize_der();
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8, &random).unwrap();
        let signature = key.sign(&random, &tlv(0x31, &[&attributes])).unwrap();

        let sha256 = tlv(
            0x30,
            &[&tlv(
                0x06,
                &[&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]],
            )],
        );
        let ecdsa = tlv(
            0x30,
            &[&tlv(0x06, &[&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]])],
        );
        let named = tlv(
            0x30,
            &[&issuer_of(&self.signer_der), &tlv(0x02, &[&[0x12, 0x34]])],
        );
        let signer = tlv(
            0x30,
            &[
                &tlv(0x02, &[&[1]]),
                &named,
                &sha256,
                &tlv(0xA0, &[&attributes]),
                &ecdsa,
                &tlv(0x04, &[signature.as_ref()]),
            ],
        );
        let signed = tlv(
            0x30,
            &[
                &tlv(0x02, &[&[1]]),
                &tlv(0x31, &[&sha256]),
                &tlv(0x30, &[&data_oid()]),
                &tlv(0xA0, &[&self.signer_der]),
                &tlv(0x31, &[&signer]),
            ],
        );
        let signed_data = tlv(0x06, &[&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]]);
        tlv(0x30, &[&signed_data, &tlv(0xA0, &[&signed])])
    }
}

/// An attribute of one value.
pub fn attribute(oid: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x06, &[oid]), &tlv(0x31, &[value])])
}

/// One value in DER.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut whole = vec![tag];
    if content.len() < 128 {
        whole.push(u8::try_from(content.len()).unwrap());
    } else {
        whole.push(0x82);
        whole.extend_from_slice(&u16::try_from(content.len()).unwrap().to_be_bytes());
    }
    whole.extend_from_slice(&content);
    whole
}

fn data_oid() -> Vec<u8> {
    tlv(0x06, &[&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]])
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

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// A paper with an empty signature, and where its `/Contents` begins.
fn unsigned_paper() -> (Vec<u8>, usize) {
    let contents = "0".repeat(ROOM);
    let signature = format!(
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(D:20260501070000+07'00')\
         /ByteRange[0 {:30}]/Contents<{contents}>>>",
        ""
    );
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Annots[5 0 R]>>",
        "<</Length 3>>stream\nq Q\nendstream",
        "<</FT/Sig/T(Signature1)/V 6 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R>>",
        signature.as_str(),
    ];
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (place, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", place + 1).as_bytes());
    }
    let end = format!(
        "{table}trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n",
        pdf.len()
    );
    pdf.extend_from_slice(end.as_bytes());

    let find = |pattern: &[u8]| {
        pdf.windows(pattern.len())
            .position(|window| window == pattern)
            .unwrap()
    };
    let gap = find(b"/Contents<") + 9;
    let range_at = find(b"/ByteRange[0 ") + 13;
    let range = format!("{gap} {} {}", gap + ROOM + 2, pdf.len() - gap - ROOM - 2);
    pdf[range_at..range_at + range.len()].copy_from_slice(range.as_bytes());
    (pdf, gap)
}

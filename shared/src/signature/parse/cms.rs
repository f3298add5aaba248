//! CMS signed data, RFC 5652 §5, as views. The `cms` crate reads the signer identifier; the rest is read here, because
//! digests are taken over the bytes as written and real papers break DER in sets that do not matter.

use super::asn1::{INTEGER, OCTET_STRING, OID, Reader, SEQUENCE, SET, Tlv, context};
use crate::signature::reason::Reason;
use cms::signed_data::SignerIdentifier;
use const_oid::ObjectIdentifier;
use der::Decode;

/// Object identifiers of content types and attributes.
pub mod oid {
    use const_oid::ObjectIdentifier;

    /// `id-data`, RFC 5652 §4.
    pub const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
    /// `id-signedData`, RFC 5652 §5.1.
    pub const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
    /// `id-ct-TSTInfo`, RFC 3161 §2.4.2.
    pub const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
    /// Content type, RFC 5652 §11.1.
    pub const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
    /// Message digest, RFC 5652 §11.2.
    pub const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
    /// Signing time, RFC 5652 §11.3.
    pub const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
    /// ESS signing certificate, RFC 2634 §5.4.
    pub const SIGNING_CERTIFICATE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
    /// ESS signing certificate v2, RFC 5035 §3.
    pub const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
    /// Algorithm protection, RFC 6211 §2.
    pub const ALGORITHM_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");
    /// Signature timestamp, RFC 3161 appendix A.
    pub const TIMESTAMP_TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
}

/// Members of one set: certificates, revocation lists, signers, attributes. Papers carry a dozen. A set of empty
/// members would take many times its own size in memory.
const MEMBERS: usize = 1_024;

/// SignedData, RFC 5652 §5.1.
#[derive(Debug)]
pub struct SignedData<'a> {
    /// `eContentType`.
    pub content_type: ObjectIdentifier,
    /// `eContent`; absent in detached signatures.
    pub content: Option<&'a [u8]>,
    /// Certificates in DER. Other kinds (attribute certificates) are left out.
    pub certificates: Vec<&'a [u8]>,
    /// Revocation lists in DER.
    pub crls: Vec<&'a [u8]>,
    /// The signers.
    pub signers: Vec<SignerInfo<'a>>,
}

/// SignerInfo, RFC 5652 §5.3.
#[derive(Debug)]
pub struct SignerInfo<'a> {
    /// Which certificate the signer names.
    pub identifier: SignerIdentifier,
    /// What the content was hashed with.
    pub digest_algorithm: Algorithm<'a>,
    /// What the signature covers besides the content.
    pub signed_attributes: Option<Attributes<'a>>,
    /// How it was signed.
    pub signature_algorithm: Algorithm<'a>,
    /// The signature value.
    pub signature: &'a [u8],
    /// Attributes that were added afterwards.
    pub unsigned_attributes: Option<Attributes<'a>>,
}

/// AlgorithmIdentifier, RFC 5280 §4.1.1.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Algorithm<'a> {
    /// The algorithm.
    pub oid: ObjectIdentifier,
    /// Its parameters as written.
    pub parameters: Option<Tlv<'a>>,
}

/// A set of attributes.
#[derive(Debug)]
pub struct Attributes<'a> {
    /// The set as written, implicit tag included.
    pub whole: &'a [u8],
    /// The type and the values of each.
    pub list: Vec<(ObjectIdentifier, Vec<Tlv<'a>>)>,
}

impl<'a> Attributes<'a> {
    /// The values of all attributes of type `oid`.
    pub fn values(&self, oid: ObjectIdentifier) -> impl Iterator<Item = Tlv<'a>> {
        self.list
            .iter()
            .filter(move |(kind, _)| *kind == oid)
            .flat_map(|(_, values)| values.iter().copied())
    }

    /// The one value of the one attribute of type `oid`; an error when there are more, or none in it (RFC 5652 §11).
    pub fn single(&self, oid: ObjectIdentifier) -> Result<Option<Tlv<'a>>, Reason> {
        let mut named = self.list.iter().filter(|(kind, _)| *kind == oid);
        match (named.next(), named.next()) {
            (None, _) => Ok(None),
            (Some((_, values)), None) => match values.as_slice() {
                [value] => Ok(Some(*value)),
                _ => Err(Reason::SignedAttributesInvalid),
            },
            _ => Err(Reason::SignedAttributesInvalid),
        }
    }
}

impl<'a> SignedData<'a> {
    /// Reads a ContentInfo (RFC 5652 §3) that holds signed data, in definite form.
    pub fn parse(der: &'a [u8]) -> Result<Self, Reason> {
        let mut info = Reader::new(der).expect(SEQUENCE)?.reader();
        if read_oid(&mut info)? != oid::SIGNED_DATA {
            return Err(Reason::CmsMalformed);
        }
        let mut signed = info.expect(context(0))?.reader().expect(SEQUENCE)?.reader();
        signed.expect(INTEGER)?;
        signed.expect(SET)?;

        let mut encapsulated = signed.expect(SEQUENCE)?.reader();
        let content_type = read_oid(&mut encapsulated)?;
        let content = match encapsulated.optional(context(0))? {
            Some(wrapper) => Some(wrapper.reader().expect(OCTET_STRING)?.content),
            None => None,
        };
        let certificates = members(signed.optional(context(0))?)?;
        let crls = members(signed.optional(context(1))?)?;

        let mut infos = signed.expect(SET)?.reader();
        let mut signers = Vec::new();
        while !infos.is_empty() {
            push(&mut signers, SignerInfo::parse(infos.expect(SEQUENCE)?)?)?;
        }
        signed.finish()?;
        Ok(Self {
            content_type,
            content,
            certificates,
            crls,
            signers,
        })
    }

    /// The signer; a signature in a PDF has exactly one (ISO 32000-2 §12.8.3.3.1).
    pub fn signer(&self) -> Result<&SignerInfo<'a>, Reason> {
        if let [signer] = self.signers.as_slice() {
            Ok(signer)
        } else {
            Err(Reason::SignerCount)
        }
    }
}

fn push<T>(members: &mut Vec<T>, member: T) -> Result<(), Reason> {
    if members.len() >= MEMBERS {
        return Err(Reason::LimitExceeded);
    }
    members.push(member);
    Ok(())
}

/// The members of a set that are plain sequences: certificates or revocation lists, not their tagged alternatives.
fn members(set: Option<Tlv<'_>>) -> Result<Vec<&[u8]>, Reason> {
    let mut found = Vec::new();
    if let Some(set) = set {
        let mut reader = set.reader();
        while !reader.is_empty() {
            let member = reader.read()?;
            if member.tag == SEQUENCE {
                push(&mut found, member.whole)?;
            }
        }
    }
    Ok(found)
}

impl<'a> SignerInfo<'a> {
    fn parse(info: Tlv<'a>) -> Result<Self, Reason> {
        let mut reader = info.reader();
        reader.expect(INTEGER)?;
        let identifier =
            SignerIdentifier::from_der(reader.read()?.whole).map_err(|_| Reason::CmsMalformed)?;
        let digest_algorithm = Algorithm::read(&mut reader)?;
        let signed_attributes = Attributes::optional(&mut reader, context(0))?;
        let signature_algorithm = Algorithm::read(&mut reader)?;
        let signature = reader.expect(OCTET_STRING)?.content;
        let unsigned_attributes = Attributes::optional(&mut reader, context(1))?;
        reader.finish()?;
        Ok(Self {
            identifier,
            digest_algorithm,
            signed_attributes,
            signature_algorithm,
            signature,
            unsigned_attributes,
        })
    }

    /// The signature timestamps that are attached (RFC 3161 appendix A).
    pub fn timestamps(&self) -> impl Iterator<Item = Tlv<'a>> {
        let attributes = self.unsigned_attributes.iter();
        attributes.flat_map(|attributes| attributes.values(oid::TIMESTAMP_TOKEN))
    }
}

impl<'a> Algorithm<'a> {
    /// Reads the next value as an AlgorithmIdentifier.
    pub fn read(reader: &mut Reader<'a>) -> Result<Self, Reason> {
        let mut inner = reader.expect(SEQUENCE)?.reader();
        let oid = read_oid(&mut inner)?;
        let parameters = if inner.is_empty() {
            None
        } else {
            Some(inner.read()?)
        };
        inner.finish()?;
        Ok(Self { oid, parameters })
    }
}

impl<'a> Attributes<'a> {
    fn optional(reader: &mut Reader<'a>, tag: u8) -> Result<Option<Self>, Reason> {
        let Some(set) = reader.optional(tag)? else {
            return Ok(None);
        };
        let mut list = Vec::new();
        let mut members = set.reader();
        while !members.is_empty() {
            let mut attribute = members.expect(SEQUENCE)?.reader();
            let kind = read_oid(&mut attribute)?;
            let mut values = attribute.expect(SET)?.reader();
            let mut found = Vec::new();
            while !values.is_empty() {
                push(&mut found, values.read()?)?;
            }
            attribute.finish()?;
            push(&mut list, (kind, found))?;
        }
        Ok(Some(Self {
            whole: set.whole,
            list,
        }))
    }
}

/// Reads the next value as an OBJECT IDENTIFIER.
pub fn read_oid(reader: &mut Reader<'_>) -> Result<ObjectIdentifier, Reason> {
    ObjectIdentifier::from_bytes(reader.expect(OID)?.content).map_err(|_| Reason::CmsMalformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x84], &length[..], content].concat()
    }

    #[test]
    fn sets_of_very_many_members_are_too_much() {
        let with_certificates = |count: usize| {
            let data = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
            let parts = [
                sequence(INTEGER, &[1]),
                sequence(SET, &[]),
                sequence(SEQUENCE, &data),
                sequence(context(0), &[0x30, 0x00].repeat(count)),
                sequence(SET, &[]),
            ];
            let signed = sequence(context(0), &sequence(SEQUENCE, &parts.concat()));
            let kind = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
            sequence(SEQUENCE, &[&kind[..], &signed].concat())
        };
        let few = with_certificates(3);
        assert_eq!(SignedData::parse(&few).unwrap().certificates.len(), 3);
        let many = with_certificates(MEMBERS + 1);
        assert_eq!(SignedData::parse(&many).unwrap_err(), Reason::LimitExceeded);
    }
}

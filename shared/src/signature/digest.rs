//! The digest that a signature claims its bytes have. Whoever has a hash function, the browser for one, can so tell a
//! changed file without any trust.

use super::analysis::{AnalysedSignature, SignatureKind};
use super::parse::certificate::oid as algorithm;
use super::parse::cms::{SignedData, oid};

/// A claimed digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedDigest {
    /// `SHA-1`, `SHA-256`, `SHA-384` or `SHA-512`: the names of WebCrypto.
    pub algorithm: &'static str,
    /// Its value.
    pub value: Vec<u8>,
}

/// The message digest among the signed attributes (RFC 5652 §11.2); `None` where there is none, and for timestamps,
/// which keep theirs elsewhere.
pub fn claimed_digest(signature: &AnalysedSignature) -> Option<ClaimedDigest> {
    if !matches!(signature.kind, SignatureKind::Pkcs7 | SignatureKind::Cades) {
        return None;
    }
    let data = SignedData::parse(signature.cms.as_deref()?).ok()?;
    let signer = data.signer().ok()?;
    let algorithm = match signer.digest_algorithm.oid {
        algorithm::SHA_1 => "SHA-1",
        algorithm::SHA_256 => "SHA-256",
        algorithm::SHA_384 => "SHA-384",
        algorithm::SHA_512 => "SHA-512",
        _ => return None,
    };
    let attribute = signer
        .signed_attributes
        .as_ref()?
        .single(oid::MESSAGE_DIGEST)
        .ok()??;
    Some(ClaimedDigest {
        algorithm,
        value: attribute.content.to_vec(),
    })
}

//! RFC 3161 timestamps: tokens inside signatures, and answers to requests.

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use der::{Decode, Encode};
use rsa::rand_core::{OsRng, RngCore};
use x509_tsp::TimeStampReq;

use super::certificate::Identity;
use super::cms::{self, Options};
use super::key::Hash;
use crate::asn1::*;

/// Policy of the sandbox, under the arc for examples.
pub const POLICY: &str = "2.999.704.1.1.1.2";
const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";

/// A timestamp to make.
#[derive(Clone)]
pub struct Stamp<'a> {
    /// Who signs it.
    pub authority: &'a Identity,
    /// The authority's issuer, carried in the token as the real ones do.
    pub root: &'a Identity,
    /// Time to state.
    pub at: DateTime<Utc>,
    /// Digest of the imprint.
    pub imprint: Hash,
}

/// A token over `data`.
pub fn token(stamp: &Stamp, data: &[u8]) -> Result<Vec<u8>> {
    let imprint = seq(&[stamp.imprint.algorithm(), octets(&stamp.imprint.digest(data))]);
    let mut nonce = [0u8; 8];
    OsRng.fill_bytes(&mut nonce);
    let certificates = [
        stamp.authority.certificate.clone(),
        stamp.root.certificate.clone(),
    ];
    signed_token(
        stamp.authority,
        imprint,
        stamp.at,
        Some(uint(&nonce)),
        &certificates,
    )
}

fn signed_token(
    authority: &Identity,
    imprint: Vec<u8>,
    at: DateTime<Utc>,
    nonce: Option<Vec<u8>>,
    certificates: &[Vec<u8>],
) -> Result<Vec<u8>> {
    let mut serial = [0u8; 8];
    OsRng.fill_bytes(&mut serial);
    let mut parts = vec![int(1), oid(POLICY), imprint, uint(&serial), generalized_time(at)];
    parts.extend(nonce);
    let options = Options {
        ess: true,
        signing_time: Some(at),
        ..Options::default()
    };
    cms::enveloping(authority, TST_INFO, &seq(&parts), certificates, &options)
}

/// Answers a `TimeStampReq`. An unknown digest is refused inside the answer; what is no request at all
/// is an error.
pub fn answer(authority: &Identity, root: &Identity, request: &[u8], now: DateTime<Utc>) -> Result<Vec<u8>> {
    let request = TimeStampReq::from_der(request)?;
    if !matches!(request.version, x509_tsp::TspVersion::V1) {
        bail!("unknown version");
    }
    let algorithm = request.message_imprint.hash_algorithm.oid.to_string();
    let expected = match algorithm.as_str() {
        "1.3.14.3.2.26" => 20,
        "2.16.840.1.101.3.4.2.1" => 32,
        "2.16.840.1.101.3.4.2.2" => 48,
        "2.16.840.1.101.3.4.2.3" => 64,
        _ => return Ok(refusal("unknown digest algorithm", 0)),
    };
    if request.message_imprint.hashed_message.as_bytes().len() != expected {
        return Ok(refusal("digest of the wrong length", 5));
    }
    if request
        .req_policy
        .is_some_and(|policy| policy.to_string() != POLICY)
    {
        return Ok(refusal("unknown policy", 15));
    }
    let imprint = request.message_imprint.to_der()?;
    let nonce = request.nonce.map(|nonce| nonce.to_der()).transpose()?;
    let certificates = if request.cert_req {
        vec![authority.certificate.clone(), root.certificate.clone()]
    } else {
        Vec::new()
    };
    let token = signed_token(authority, imprint, now, nonce, &certificates)?;
    Ok(seq(&[seq(&[int(0)]), token]))
}

fn refusal(why: &str, failure: u8) -> Vec<u8> {
    seq(&[seq(&[int(2), seq(&[utf8(why)]), named_bits(&[failure])])])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_request_is_an_error() {
        assert!(TimeStampReq::from_der(b"hello").is_err());
    }

    #[test]
    fn a_refusal_names_its_failure_bit() {
        let bytes = refusal("unknown policy", 15);
        assert!(bytes.ends_with(&named_bits(&[15])));
    }
}

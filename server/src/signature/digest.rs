//! Digests. The file is read through once, however many signatures it holds: the state is forked at each gap.

use super::read_file::Ladder;
use const_oid::ObjectIdentifier;
use motcua_shared::signature::{SignedBytes, parse::certificate::oid};
use ring::digest::{self, Algorithm, Context, Digest};

/// The digest that an identifier stands for, if it is supported.
pub fn digest_algorithm(identifier: ObjectIdentifier) -> Option<&'static Algorithm> {
    match identifier {
        oid::SHA_1 => Some(&digest::SHA1_FOR_LEGACY_USE_ONLY),
        oid::SHA_256 => Some(&digest::SHA256),
        oid::SHA_384 => Some(&digest::SHA384),
        oid::SHA_512 => Some(&digest::SHA512),
        _ => None,
    }
}

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let sum = digest::digest(&digest::SHA256, bytes);
    sum.as_ref().try_into().unwrap_or_default()
}

/// What to hash: the bytes of one signature with its algorithm.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Which bytes.
    pub signed: &'a SignedBytes,
    /// With what.
    pub algorithm: &'static Algorithm,
}

/// The digests for `requests`, in their order. `ladder`: what is known of the SHA-256 of `bytes` already.
pub fn digest_signed(bytes: &[u8], ladder: Option<&Ladder>, requests: &[Request<'_>]) -> Vec<Option<Digest>> {
    let mut digests = vec![None; requests.len()];
    let mut order: Vec<(usize, &Request<'_>)> = requests.iter().enumerate().collect();
    order.sort_by_key(|(_, request)| (request.algorithm.output_len(), request.signed.gap.start));
    for group in order.chunk_by(|(_, left), (_, right)| left.algorithm == right.algorithm) {
        digest_group(bytes, ladder, group, &mut digests);
    }
    digests
}

/// Requests of one algorithm, by the place of their gaps.
fn digest_group(
    bytes: &[u8],
    ladder: Option<&Ladder>,
    group: &[(usize, &Request<'_>)],
    digests: &mut [Option<Digest>],
) {
    let Some((_, first)) = group.first() else { return };
    let mut common = Context::new(first.algorithm);
    let mut done = 0;
    let ladder = ladder.filter(|_| first.algorithm == &digest::SHA256);
    for (place, request) in group {
        let signed = request.signed;
        if let Some((state, from)) = ladder.and_then(|ladder| ladder.below(signed.gap.start))
            && from > done
        {
            (common, done) = (state, from);
        }
        common.update(bytes.get(done..signed.gap.start).unwrap_or_default());
        done = signed.gap.start;
        let mut own = common.clone();
        own.update(bytes.get(signed.gap.end..signed.end).unwrap_or_default());
        if let Some(slot) = digests.get_mut(*place) {
            *slot = Some(own.finish());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forked_digests_equal_those_taken_one_by_one() {
        let bytes: Vec<u8> = (0..=255).cycle().take(5_000).collect();
        let signed = [
            SignedBytes {
                gap: 3_000..3_100,
                end: 5_000,
            },
            SignedBytes {
                gap: 100..200,
                end: 1_000,
            },
            SignedBytes {
                gap: 1_500..1_600,
                end: 2_000,
            },
        ];
        let algorithms = [&digest::SHA256, &digest::SHA256, &digest::SHA512];
        let requests: Vec<_> = signed
            .iter()
            .zip(algorithms)
            .map(|(signed, algorithm)| Request { signed, algorithm })
            .collect();
        for (digest, request) in digest_signed(&bytes, None, &requests).iter().zip(&requests) {
            let mut plain = bytes[..request.signed.gap.start].to_vec();
            plain.extend_from_slice(&bytes[request.signed.gap.end..request.signed.end]);
            let expected = digest::digest(request.algorithm, &plain);
            assert_eq!(digest.unwrap().as_ref(), expected.as_ref());
        }
    }
}

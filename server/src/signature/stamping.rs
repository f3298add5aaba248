//! Having a timestamp made, RFC 3161 over HTTP (§3.4).

use crate::outbound;
use anyhow::{Context, bail, ensure};
use der::asn1::{Int, OctetString};
use der::{Any, Encode};
use motcua_shared::signature::parse::asn1::{INTEGER, Reader, SEQUENCE};
use motcua_shared::signature::parse::ber;
use motcua_shared::signature::parse::certificate::oid::SHA_256;
use motcua_shared::signature::parse::cms::SignedData;
use motcua_shared::signature::parse::timestamp::Statement;
use ring::rand::{SecureRandom, SystemRandom};
use spki::AlgorithmIdentifier;
use std::time::Duration;
use x509_tsp::{MessageImprint, TimeStampReq, TspVersion};

const CONNECT: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer; real ones have four to eight thousand.
const LARGEST: usize = 64 << 10;
/// PKIStatus `granted` and `grantedWithMods`, RFC 3161 §2.4.2.
const GRANTED: [&[u8]; 2] = [&[0], &[1]];

/// Somebody who says when a digest existed.
pub trait TimestampAuthority {
    /// A token over this SHA-256 digest, a CMS in DER. Whether it is to be trusted is found out when it is verified.
    fn stamp(&self, sha256: &[u8]) -> anyhow::Result<Vec<u8>>;
}

/// An authority at an address.
pub struct HttpAuthority {
    url: String,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
}

impl HttpAuthority {
    /// The authority at `url`. To be used, and dropped, where blocking is allowed.
    pub fn new(url: &str) -> anyhow::Result<Self> {
        Ok(Self {
            url: url.to_owned(),
            client: outbound::client()
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(CONNECT)
                .timeout(PATIENCE)
                .build()?,
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?,
        })
    }

    async fn ask(&self, request: Vec<u8>) -> anyhow::Result<Vec<u8>> {
        let mut response = self
            .client
            .post(&self.url)
            .header("content-type", "application/timestamp-query")
            .body(request)
            .send()
            .await?
            .error_for_status()?;
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            ensure!(answer.len() + chunk.len() <= LARGEST, "the answer is too long");
            answer.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

impl TimestampAuthority for HttpAuthority {
    fn stamp(&self, sha256: &[u8]) -> anyhow::Result<Vec<u8>> {
        let mut nonce = [0; 8];
        SystemRandom::new()
            .fill(&mut nonce)
            .ok()
            .context("no random numbers")?;
        // Positive, and in its shortest form: the authority sends it back as a number.
        if let Some(first) = nonce.first_mut() {
            *first = *first & 0x7f | 0x40;
        }
        let answer = self.runtime.block_on(self.ask(request(sha256, &nonce)?))?;
        read_answer(&answer, sha256, &nonce)
    }
}

fn request(sha256: &[u8], nonce: &[u8]) -> anyhow::Result<Vec<u8>> {
    let request = TimeStampReq {
        version: TspVersion::V1,
        message_imprint: MessageImprint {
            hash_algorithm: AlgorithmIdentifier {
                oid: SHA_256,
                parameters: Some(Any::null()),
            },
            hashed_message: OctetString::new(sha256)?,
        },
        req_policy: None,
        nonce: Some(Int::new(nonce)?),
        cert_req: true,
        extensions: None,
    };
    Ok(request.to_der()?)
}

/// The token in an answer to this very question (RFC 3161 §2.4.2).
fn read_answer(answer: &[u8], sha256: &[u8], nonce: &[u8]) -> anyhow::Result<Vec<u8>> {
    let odd = |_| anyhow::anyhow!("no timestamp response");
    let (answer, _) = ber::to_definite(answer).map_err(odd)?;
    let mut parts = Reader::new(&answer).expect(SEQUENCE).map_err(odd)?.reader();
    let status = parts.expect(SEQUENCE).map_err(odd)?.reader().expect(INTEGER);
    let status = status.map_err(odd)?.content;
    if !GRANTED.contains(&status) {
        bail!("the authority refuses, status {status:?}");
    }
    let token = parts.read().map_err(odd)?.whole.to_vec();
    let data = SignedData::parse(&token).map_err(odd)?;
    let statement = Statement::parse(data.content.context("an empty token")?).map_err(odd)?;
    ensure!(
        statement.algorithm == SHA_256 && statement.imprint == sha256,
        "a timestamp over something else"
    );
    ensure!(statement.nonce == Some(nonce), "an answer to another question");
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use der::Decode;

    #[test]
    fn a_question_says_what_is_to_be_stamped_and_asks_for_the_certificate() {
        let written = request(&[7; 32], &[0x41, 2, 3]).unwrap();
        let read = TimeStampReq::from_der(&written).unwrap();
        assert_eq!(read.message_imprint.hashed_message.as_bytes(), [7; 32]);
        assert_eq!(read.nonce.unwrap().as_bytes(), [0x41, 2, 3]);
        assert!(read.cert_req);
    }

    #[test]
    fn refusals_and_noise_bring_nothing() {
        // SEQUENCE { SEQUENCE { INTEGER 2 } }
        let refusal = [0x30, 5, 0x30, 3, 2, 1, 2];
        let error = read_answer(&refusal, &[7; 32], &[1]).unwrap_err();
        assert!(error.to_string().contains("refuses"), "{error}");
        // Granted, but no token.
        assert!(read_answer(&[0x30, 5, 0x30, 3, 2, 1, 0], &[7; 32], &[1]).is_err());
        for noise in [
            &b""[..],
            b"hello",
            &[0x30, 0x80],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert!(read_answer(noise, &[7; 32], &[1]).is_err());
        }
    }
}

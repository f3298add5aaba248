//! The verdict over a paper: structure, cryptography, time, trust, in this order (ETSI EN 319 102-1 §5.3, §5.5).

use super::{
    digest::{Request, digest_algorithm, digest_signed},
    effort::Effort,
    evidence::Evidence,
    kept::{Keeps, Piece},
    paper::Paper,
    policy::{Anchors, Policy, RevocationMode},
    read_file::{Ladder, ReadFile},
    timestamp::{self, Referee},
    trust::TrustStore,
    verdict::worst,
    want::{Want, Wants},
};
use crate::secret;
use motcua_shared::{
    signature::{
        AnalysedSignature, Budget, Reason, SignatureKind, SignedBytes, analyse,
        parse::{certificate::oid, cms::SignedData, timestamp::Statement},
        report::VerificationReport,
        validation_data,
    },
    time::Timestamp,
};
use ring::digest::Digest;
use std::sync::Arc;

/// Bytes that the document security store of a paper may unfold to.
const EMBEDDED: usize = 8 << 20;

/// Verifies papers against what the operator trusts. Cheap to clone, shared between threads.
#[derive(Debug, Clone)]
pub struct Verifier {
    trust: Arc<TrustStore>,
    /// Everything that lies in the trust folders, also what papers are not accepted below.
    kept: Arc<TrustStore>,
    policy: Policy,
    revocation: RevocationMode,
}

/// The bytes of a paper, with what is known of their digest already.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// All of them.
    pub bytes: &'a [u8],
    /// States of their SHA-256.
    pub ladder: Option<&'a Ladder>,
}

impl<'a> From<&'a [u8]> for Content<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self { bytes, ladder: None }
    }
}

impl<'a> From<&'a ReadFile> for Content<'a> {
    fn from(file: &'a ReadFile) -> Self {
        Self {
            bytes: file.bytes(),
            ladder: Some(&file.ladder),
        }
    }
}

/// A report, and what would have helped to say more.
#[derive(Debug, Clone)]
pub struct Examined {
    /// The verdict with its reasons.
    pub report: VerificationReport,
    /// What was missing and where the certificates say it is to be had; each once.
    pub wants: Vec<Want>,
    /// What it stood on and the paper does not carry itself; each once.
    pub pieces: Vec<Piece>,
    /// The earliest moment that a timestamp from outside proves for the whole file.
    pub stamped_at: Option<Timestamp>,
}

impl Verifier {
    /// A verifier with these anchors and rules.
    pub fn new(trust: TrustStore, policy: Policy, revocation: RevocationMode) -> Self {
        let trust = Arc::new(trust);
        Self {
            kept: Arc::clone(&trust),
            trust,
            policy,
            revocation,
        }
    }

    /// The same, knowing all that the operator keeps.
    pub fn keeping(self, kept: TrustStore) -> Self {
        Self {
            kept: Arc::new(kept),
            ..self
        }
    }

    /// By the same rules, below every root that the operator keeps: for tokens. Whose papers are accepted is another
    /// question.
    pub fn for_tokens(&self) -> Self {
        let mut other = self.clone();
        other.trust = Arc::clone(&self.kept);
        other.policy.anchors = Anchors::All;
        other
    }

    /// What the operator trusts.
    pub fn store(&self) -> &TrustStore {
        &self.trust
    }

    /// The rules.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Digest of what is trusted, and by which rules: another one means that verdicts may be others.
    pub fn trust(&self) -> String {
        let rules = format!("{} {:?} {:?}", self.trust.digest(), self.policy, self.revocation);
        secret::sha256_hex(rules.as_bytes())
    }

    /// When a token of an authority that the operator keeps says that something with this SHA-256 existed.
    pub fn check_stamp(&self, token: &[u8], sha256: &[u8], at: Timestamp) -> Result<Timestamp, Reason> {
        let (nothing, effort) = (Evidence::default(), Effort::new());
        let referee = Referee {
            store: &self.kept,
            policy: &self.policy,
            carried: &[],
            brought: &[],
            embedded: &nothing,
            outside: [self.kept.evidence(), &nothing],
            checks_revocation: self.revocation != RevocationMode::Off,
            now: at,
            wants: &Wants::default(),
            keeps: &Keeps::default(),
            effort: &effort,
        };
        let stamped = |identifier| (identifier == oid::SHA_256).then(|| sha256.to_vec());
        timestamp::verify(token, referee, stamped).map(|proof| proof.time)
    }

    /// The verdict over `bytes` at the moment `at`.
    pub fn verify(&self, bytes: &[u8], at: Timestamp) -> VerificationReport {
        self.examine(bytes.into(), at, &Evidence::default()).report
    }

    /// The same with `evidence` from elsewhere. Pure: what it wants, others may bring.
    pub fn examine(&self, content: Content<'_>, at: Timestamp, evidence: &Evidence) -> Examined {
        let bytes = content.bytes;
        let (reason, analysis) = match analyse(bytes, &mut Budget::for_file(bytes.len())) {
            Ok(analysis) => (analysis.unsigned, Some(analysis)),
            Err(reason) => (Some(reason), None),
        };
        if let Some(reason) = reason {
            let (verdict, _) = worst(&[reason]);
            let report = VerificationReport {
                verdict,
                reasons: vec![reason],
                warnings: vec![],
                signatures: vec![],
            };
            return Examined {
                report,
                wants: vec![],
                pieces: vec![],
                stamped_at: None,
            };
        }
        let signatures = analysis.map(|analysis| analysis.signatures).unwrap_or_default();
        // A store that cannot be read speaks for nobody.
        let mut budget = Budget::for_file(bytes.len());
        budget.decoded_bytes = EMBEDDED;
        let data = validation_data(bytes, &mut budget).unwrap_or_default();
        let embedded = Evidence::from_paper(&data);
        let brought = [embedded.certificates(), evidence.certificates()].concat();
        let wants = Wants::default();
        let keeps = Keeps::default();
        let paper = Paper {
            store: &self.trust,
            policy: &self.policy,
            revocation: self.revocation,
            bytes,
            at,
            digests: digests(content, &signatures),
            signatures: &signatures,
            embedded: &embedded,
            embedded_since: data.since,
            evidence,
            brought: &brought,
            wants: &wants,
            keeps: &keeps,
            effort: &Effort::new(),
        };
        let stamps = paper.outside_stamps();
        let report = paper.report(&stamps);
        Examined {
            report,
            wants: wants.into_list(),
            pieces: keeps.into_list(),
            stamped_at: stamps.iter().map(|proof| proof.time).min(),
        }
    }
}

/// The digest of the signed bytes of each signature, by the algorithm that its CMS names.
fn digests(content: Content<'_>, signatures: &[AnalysedSignature]) -> Vec<Option<Digest>> {
    let request = |signature: &AnalysedSignature| -> Option<(SignedBytes, &'static ring::digest::Algorithm)> {
        let data = SignedData::parse(signature.cms.as_deref()?).ok()?;
        let identifier = match signature.kind {
            SignatureKind::DocumentTimestamp => Statement::parse(data.content?).ok()?.algorithm,
            _ => data.signer().ok()?.digest_algorithm.oid,
        };
        Some((signature.signed.clone()?, digest_algorithm(identifier)?))
    };
    let wanted: Vec<_> = signatures.iter().map(request).collect();
    let requests: Vec<Request<'_>> = wanted
        .iter()
        .flatten()
        .map(|(signed, algorithm)| Request { signed, algorithm })
        .collect();
    let mut found = digest_signed(content.bytes, content.ladder, &requests).into_iter();
    wanted
        .iter()
        .map(|wanted| wanted.as_ref().and_then(|_| found.next().flatten()))
        .collect()
}

//! The verdict over a paper: structure, cryptography, time, trust, in this order (ETSI EN 319 102-1 §5.3, §5.5).

use super::{
    authority::Authority,
    chain::{Search, describe_chain},
    digest::{Request, digest_algorithm, digest_signed},
    holder::guess_kind,
    outcome::Outcome,
    policy::{Policy, RevocationMode},
    revocation::{RevocationList, Status, status},
    signer::Claim,
    timestamp::{self, Proof, Referee},
    trust::TrustStore,
    verdict::worst,
};
use motcua_shared::{
    signature::{
        AnalysedSignature, Budget, Reason, SignatureKind, SignedBytes, analyse,
        parse::{
            certificate::signer_certificate,
            cms::{SignedData, oid},
        },
        reason::sort_reasons,
        report::{CheckName, SignatureReport, SignerKind, Verdict, VerificationReport},
    },
    time::Timestamp,
};
use ring::digest::{Digest, digest};
use std::sync::Arc;
use x509_cert::ext::pkix::KeyUsages;

/// Verifies papers against what the operator trusts. Cheap to clone, shared between threads.
#[derive(Debug, Clone)]
pub struct Verifier {
    trust: Arc<TrustStore>,
    policy: Policy,
    revocation: RevocationMode,
}

impl Verifier {
    /// A verifier with these anchors and rules.
    pub fn new(trust: TrustStore, policy: Policy, revocation: RevocationMode) -> Self {
        Self {
            trust: Arc::new(trust),
            policy,
            revocation,
        }
    }

    /// Digest of what is trusted.
    pub fn trust(&self) -> String {
        self.trust.digest()
    }

    /// The verdict over `bytes` at the moment `at`.
    pub fn verify(&self, bytes: &[u8], at: Timestamp) -> VerificationReport {
        let (reason, analysis) = match analyse(bytes, &mut Budget::for_file(bytes.len())) {
            Ok(analysis) => (analysis.unsigned, Some(analysis)),
            Err(reason) => (Some(reason), None),
        };
        if let Some(reason) = reason {
            let (verdict, _) = worst(&[reason]);
            return VerificationReport {
                verdict,
                reasons: vec![reason],
                warnings: vec![],
                signatures: vec![],
            };
        }
        let signatures = analysis.map(|analysis| analysis.signatures).unwrap_or_default();
        let paper = Paper {
            verifier: self,
            bytes,
            at,
            digests: digests(bytes, &signatures),
            signatures: &signatures,
        };
        paper.report()
    }
}

/// The digest of the signed bytes of each signature, by the algorithm that its CMS names.
fn digests(bytes: &[u8], signatures: &[AnalysedSignature]) -> Vec<Option<Digest>> {
    let request = |signature: &AnalysedSignature| -> Option<(SignedBytes, &'static ring::digest::Algorithm)> {
        let data = SignedData::parse(signature.cms.as_deref()?).ok()?;
        let identifier = match signature.kind {
            SignatureKind::DocumentTimestamp => timestamp::Statement::parse(data.content?).ok()?.algorithm,
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
    let mut found = digest_signed(bytes, &requests).into_iter();
    wanted
        .iter()
        .map(|wanted| wanted.as_ref().and_then(|_| found.next().flatten()))
        .collect()
}

/// A paper being judged.
struct Paper<'a> {
    verifier: &'a Verifier,
    bytes: &'a [u8],
    at: Timestamp,
    signatures: &'a [AnalysedSignature],
    digests: Vec<Option<Digest>>,
}

impl Paper<'_> {
    fn report(&self) -> VerificationReport {
        let stamps: Vec<_> = self
            .signatures
            .iter()
            .zip(&self.digests)
            .map(|(one, sum)| self.stamp(one, *sum))
            .collect();
        let mut report = VerificationReport {
            verdict: Verdict::TotalPassed,
            reasons: vec![],
            warnings: vec![],
            signatures: vec![],
        };
        let mut is_signed = false;
        for ((signature, digest), stamp) in self.signatures.iter().zip(&self.digests).zip(&stamps) {
            let mut outcome = match stamp {
                Some(stamp) => self.judge_stamp(stamp),
                None => self.judge(signature, *digest, &self.later_stamps(signature, &stamps)),
            };
            outcome.reasons.extend_from_slice(&signature.structure.reasons);
            outcome.done.push(CheckName::Structure);
            outcome
                .done
                .extend(signature.signed.as_ref().map(|_| CheckName::Changes));
            sort_reasons(&mut outcome.reasons);
            is_signed |= stamp.is_none();
            report.warnings.append(&mut outcome.warnings);
            let is_unknown_stamp = stamp.is_some() && outcome.reasons == [Reason::UntrustedIssuer];
            let (verdict, sub_indication) = worst(&outcome.reasons);
            if is_unknown_stamp {
                // A time that nobody vouches for spoils nothing.
                report.warnings.push(Reason::TimestampUntrusted);
            } else {
                report.verdict = report.verdict.max(verdict);
                report.reasons.extend_from_slice(&outcome.reasons);
            }
            report
                .signatures
                .push(describe(signature, outcome, verdict, sub_indication));
        }
        if !is_signed {
            report.verdict = report.verdict.max(Verdict::Indeterminate);
            report.reasons.push(Reason::OnlyATimestamp);
        }
        sort_reasons(&mut report.reasons);
        sort_reasons(&mut report.warnings);
        report
    }

    /// The outcome of a document timestamp; `None` for other signatures.
    fn stamp(&self, signature: &AnalysedSignature, digest: Option<Digest>) -> Option<Result<Proof, Reason>> {
        if signature.kind != SignatureKind::DocumentTimestamp {
            return None;
        }
        let token = signature.cms.as_deref().unwrap_or_default();
        Some(timestamp::verify(token, self.referee(&[]), |_| {
            digest.map(|digest| digest.as_ref().to_vec())
        }))
    }

    fn judge_stamp(&self, stamp: &Result<Proof, Reason>) -> Outcome {
        match stamp {
            Ok(proof) => Outcome {
                trusted_time: Some(proof.time),
                anchor: proof.chain.last().map(|anchor| anchor.name.clone()),
                time_anchor: proof.chain.last().cloned(),
                chain: proof.chain.clone(),
                warnings: proof.warnings.clone(),
                reasons: vec![],
                done: STAMP_CHECKS.to_vec(),
            },
            Err(Reason::TimestampUntrusted) => Outcome {
                reasons: vec![Reason::UntrustedIssuer],
                ..Outcome::default()
            },
            Err(_) => Outcome {
                reasons: vec![Reason::SignatureInvalid],
                ..Outcome::default()
            },
        }
    }

    /// Document timestamps that cover a signature prove that it existed (ETSI EN 319 142-1 §5.5).
    fn later_stamps(
        &self,
        signature: &AnalysedSignature,
        stamps: &[Option<Result<Proof, Reason>>],
    ) -> Vec<Proof> {
        let Some(signed) = &signature.signed else {
            return Vec::new();
        };
        let covers = |stamp: &AnalysedSignature| {
            stamp.structure.reasons.is_empty()
                && stamp.signed.as_ref().is_some_and(|stamp| stamp.end > signed.end)
        };
        let later = self
            .signatures
            .iter()
            .zip(stamps)
            .filter(|(stamp, _)| covers(stamp));
        later
            .filter_map(|(_, stamp)| stamp.as_ref()?.as_ref().ok().cloned())
            .collect()
    }

    fn judge(&self, signature: &AnalysedSignature, digest: Option<Digest>, stamps: &[Proof]) -> Outcome {
        let mut outcome = Outcome::default();
        // What is wrong with the CMS itself, the structure check has said.
        let Some(data) = signature
            .cms
            .as_deref()
            .and_then(|cms| SignedData::parse(cms).ok())
        else {
            return outcome;
        };
        let Ok(signer) = data.signer() else { return outcome };
        let Ok((_, der)) = signer_certificate(&data, signer) else {
            return outcome;
        };
        let Ok(certificate) = Authority::parse(der) else {
            return outcome;
        };
        if signature.kind == SignatureKind::Unsupported {
            return outcome;
        }
        let carried: Vec<Authority> = data
            .certificates
            .iter()
            .filter_map(|der| Authority::parse(der).ok())
            .collect();
        let lists: Vec<RevocationList> = data
            .crls
            .iter()
            .filter_map(|der| RevocationList::parse(der))
            .collect();

        if let Some(signed) = &signature.signed {
            match &digest {
                Some(digest) => {
                    let claim = Claim {
                        signer,
                        certificate: &certificate,
                        content_type: oid::DATA,
                        digest: digest.as_ref(),
                        needs_signing_certificate: signature.kind == SignatureKind::Cades,
                    };
                    outcome.reasons = claim.check(&self.verifier.policy, || self.signed_copy(signed));
                    outcome.done.extend(claim.checks());
                    if data.content.is_some() || data.content_type != oid::DATA {
                        outcome.reasons.push(Reason::CmsMalformed);
                    }
                }
                None => outcome.reasons.push(Reason::AlgorithmNotSupported),
            }
        }
        self.find_time(signer, &carried, stamps, &mut outcome);
        let is_sha1 = signer.digest_algorithm.oid == motcua_shared::signature::parse::certificate::oid::SHA_1;
        let until = self.verifier.policy.sha1_signatures_until;
        if is_sha1
            && outcome
                .trusted_time
                .zip(until)
                .is_none_or(|(time, until)| time >= until)
        {
            outcome.reasons.push(Reason::Sha1Signature);
        }
        let claimed = signature.structure.claimed_time;
        self.judge_certificate(&certificate, &carried, &lists, claimed, &mut outcome);
        outcome
    }

    /// Only for signatures without signed attributes, which ring wants in one piece.
    fn signed_copy(&self, signed: &SignedBytes) -> Vec<u8> {
        let mut copy = self.bytes.get(..signed.gap.start).unwrap_or_default().to_vec();
        copy.extend_from_slice(self.bytes.get(signed.gap.end..signed.end).unwrap_or_default());
        copy
    }

    fn referee<'b>(&'b self, carried: &'b [Authority]) -> Referee<'b> {
        Referee {
            store: &self.verifier.trust,
            policy: &self.verifier.policy,
            carried,
            checks_revocation: self.verifier.revocation != RevocationMode::Off,
            now: self.at,
        }
    }

    /// The earliest trusted time at which the signature existed.
    fn find_time(
        &self,
        signer: &motcua_shared::signature::parse::cms::SignerInfo<'_>,
        carried: &[Authority],
        stamps: &[Proof],
        outcome: &mut Outcome,
    ) {
        let mut proofs = stamps.to_vec();
        if let Some(token) = signer.timestamp() {
            let stamped = |identifier| {
                digest_algorithm(identifier)
                    .map(|algorithm| digest(algorithm, signer.signature).as_ref().to_vec())
            };
            match timestamp::verify(token.whole, self.referee(carried), stamped) {
                Ok(proof) => proofs.push(proof),
                Err(reason) => outcome.warnings.push(reason),
            }
        }
        match proofs.into_iter().min_by_key(|proof| proof.time) {
            Some(proof) => {
                outcome.trusted_time = Some(proof.time);
                outcome.time_anchor = proof.chain.last().cloned();
                outcome.warnings.extend(proof.warnings);
                outcome.done.push(CheckName::Timestamp);
            }
            None => outcome.warnings.push(Reason::NoTrustedTime),
        }
    }

    /// Trust in the signer at the trusted time, or else now.
    fn judge_certificate(
        &self,
        certificate: &Authority,
        carried: &[Authority],
        lists: &[RevocationList],
        claimed: Option<Timestamp>,
        outcome: &mut Outcome,
    ) {
        let judged = outcome.trusted_time.unwrap_or(self.at);
        outcome.note_validity(certificate, judged, self.at, claimed);
        outcome
            .done
            .extend([CheckName::CertificateValidity, CheckName::KeyUsage]);
        if !certificate.may_use_key(KeyUsages::DigitalSignature)
            && !certificate.may_use_key(KeyUsages::NonRepudiation)
        {
            outcome.reasons.push(Reason::KeyUsageForbids);
        }
        let (store, policy) = (&self.verifier.trust, &self.verifier.policy);
        let search = Search {
            store,
            carried,
            policy,
            at: judged,
            accepts_sha1: false,
        };
        let path = match search.find(certificate) {
            Ok(path) => path,
            Err(reason) => {
                outcome.reasons.push(reason);
                return;
            }
        };
        outcome.anchor = path.last().map(|anchor| anchor.name());
        outcome.chain = describe_chain(&path);
        outcome.done.push(CheckName::Chain);
        if self.verifier.revocation == RevocationMode::Off {
            outcome.warnings.push(Reason::RevocationNotChecked);
            return;
        }
        outcome.done.push(CheckName::Revocation);
        for (subject, issuer) in path.iter().zip(path.iter().skip(1)) {
            let all = store.revocation_lists().iter().chain(lists);
            match status(all, subject, issuer, judged, self.at) {
                Status::Good => {}
                Status::Revoked(revoked) => outcome.note_revocation(revoked, claimed),
                Status::Unknown if self.verifier.revocation == RevocationMode::Require => {
                    outcome.reasons.push(Reason::RevocationUnknown);
                }
                Status::Unknown => outcome.warnings.push(Reason::RevocationUnknown),
            }
        }
    }
}

/// What a document timestamp that holds has been through.
const STAMP_CHECKS: [CheckName; 8] = [
    CheckName::Digest,
    CheckName::Signature,
    CheckName::SignedAttributes,
    CheckName::Algorithms,
    CheckName::CertificateValidity,
    CheckName::KeyUsage,
    CheckName::Chain,
    CheckName::Timestamp,
];

fn describe(
    signature: &AnalysedSignature,
    outcome: Outcome,
    verdict: Verdict,
    sub_indication: Option<&'static str>,
) -> SignatureReport {
    let structure = signature.structure.clone();
    let length = signature.signed.as_ref().map(|signed| signed.end);
    SignatureReport {
        kind: kind(signature),
        level: None,
        certification_level: structure.certification_level,
        signed_length: length.and_then(|length| u64::try_from(length).ok()),
        changes: structure.changes,
        checks: outcome.checks(),
        time_anchor: outcome.time_anchor,
        chain: outcome.chain,
        field: structure.field,
        verdict,
        sub_indication: sub_indication.map(str::to_owned),
        reasons: outcome.reasons,
        signer: structure.signer,
        digest: structure.digest,
        algorithm: structure.algorithm,
        claimed_time: structure.claimed_time,
        trusted_time: outcome.trusted_time,
        covers_whole_document: structure.covers_whole_document,
        changes_after: structure.changes_after,
        trust_anchor: outcome.anchor,
    }
}

/// The kind of holder of the certificate that the signature names.
fn kind(signature: &AnalysedSignature) -> Option<SignerKind> {
    if signature.kind == SignatureKind::DocumentTimestamp {
        return Some(SignerKind::Timestamp);
    }
    let data = SignedData::parse(signature.cms.as_deref()?).ok()?;
    let (certificate, _) = signer_certificate(&data, data.signer().ok()?).ok()?;
    Some(guess_kind(&certificate))
}

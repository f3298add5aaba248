//! One paper being judged.

use super::{
    authority::Authority,
    chain::{Search, describe_chain},
    describe::{STAMP_CHECKS, describe},
    digest::digest_algorithm,
    effort::Effort,
    evidence::{Evidence, Question, carried, proof, status},
    kept::Keeps,
    outcome::Outcome,
    policy::{Policy, RevocationMode},
    revocation::Status,
    signer::{Claim, rests_on_sha1, scheme},
    timestamp::{self, Proof, Referee},
    trust::TrustStore,
    verdict::worst_of_signature,
    want::Wants,
};
use motcua_shared::{
    signature::{
        AnalysedSignature, Reason, SignatureKind,
        parse::{
            certificate::{digest_name, signer_certificate},
            cms::{SignedData, SignerInfo, oid},
        },
        reason::sort_reasons,
        report::{CheckName, PadesLevel, TimeSource, Verdict, VerificationReport},
    },
    time::Timestamp,
};
use ring::digest::{Digest, digest};

/// Timestamps of one signature that are looked at; real ones have one.
const TIMESTAMPS: usize = 4;

/// A paper, and all that is known about what it rests on.
pub struct Paper<'a> {
    /// What the operator trusts.
    pub store: &'a TrustStore,
    /// The rules.
    pub policy: &'a Policy,
    /// What to do without revocation data.
    pub revocation: RevocationMode,
    /// The file.
    pub bytes: &'a [u8],
    /// Now.
    pub at: Timestamp,
    /// In signing order.
    pub signatures: &'a [AnalysedSignature],
    /// The digest of the signed bytes of each.
    pub digests: Vec<Option<Digest>>,
    /// What the paper's own store holds.
    pub embedded: &'a Evidence,
    /// Where the first revision that has such a store ends.
    pub embedded_since: Option<usize>,
    /// What was brought from elsewhere.
    pub evidence: &'a Evidence,
    /// The certificates of both.
    pub brought: &'a [Authority],
    /// What would help.
    pub wants: &'a Wants,
    /// What is worth keeping.
    pub keeps: &'a Keeps,
    /// What may still be spent on it.
    pub effort: &'a Effort,
}

/// A signature with its certificate and what its CMS brings along.
struct Signed<'a> {
    kind: SignatureKind,
    certificate: &'a Authority,
    carried: &'a [Authority],
    attached: &'a Evidence,
    claimed: Option<Timestamp>,
}

/// A document timestamp that holds, and where what it covers ends.
type Stamp = (Proof, usize);

/// What proves that a signature existed, beside its own timestamp.
#[derive(Clone, Copy)]
struct Witnesses<'a> {
    /// Document timestamps over it.
    inside: &'a [Stamp],
    /// Timestamps over the whole file, kept elsewhere.
    outside: &'a [Proof],
}

impl Paper<'_> {
    /// The timestamps over the whole file that were brought from elsewhere and hold.
    pub fn outside_stamps(&self) -> Vec<Proof> {
        let tokens = self.evidence.stamps().iter();
        let proofs = tokens.filter_map(|token| {
            let stamped = |identifier| {
                let found = digest(digest_algorithm(identifier)?, self.bytes);
                Some(found.as_ref().to_vec())
            };
            timestamp::verify(token, self.referee(&[]), stamped).ok()
        });
        proofs.collect()
    }

    /// The verdict over all of it; `outside` are the timestamps that [`Self::outside_stamps`] found.
    pub fn report(&self, outside: &[Proof]) -> VerificationReport {
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
                None => {
                    let inside = self.later_stamps(signature, &stamps);
                    let witnesses = Witnesses {
                        inside: &inside,
                        outside,
                    };
                    self.judge(signature, *digest, witnesses)
                }
            };
            outcome.reasons.extend_from_slice(&signature.structure.reasons);
            outcome.done.push(CheckName::Structure);
            outcome
                .done
                .extend(signature.signed.as_ref().map(|_| CheckName::Changes));
            sort_reasons(&mut outcome.reasons);
            is_signed |= stamp.is_none();
            report.warnings.extend_from_slice(&outcome.warnings);
            let is_unknown_stamp = stamp.is_some() && outcome.reasons == [Reason::UntrustedIssuer];
            let (verdict, sub_indication) = worst_of_signature(&outcome.reasons);
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
                time_source: Some(TimeSource::Document),
                chain: proof.chain.clone(),
                warnings: proof.warnings.clone(),
                done: STAMP_CHECKS.to_vec(),
                ..Outcome::default()
            },
            Err(Reason::LimitExceeded) => Outcome {
                reasons: vec![Reason::LimitExceeded],
                ..Outcome::default()
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
    ) -> Vec<Stamp> {
        let Some(signed) = &signature.signed else {
            return Vec::new();
        };
        let later = self.signatures.iter().zip(stamps).filter_map(|(stamp, outcome)| {
            let end = stamp.signed.as_ref()?.end;
            let counts = end > signed.end && stamp.structure.reasons.is_empty();
            let proof = outcome.as_ref()?.as_ref().ok()?;
            counts.then(|| (proof.clone(), end))
        });
        later.collect()
    }

    fn judge(
        &self,
        signature: &AnalysedSignature,
        digest: Option<Digest>,
        witnesses: Witnesses<'_>,
    ) -> Outcome {
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
        if signature.kind == SignatureKind::Unsupported {
            return outcome;
        }
        let certificate = match Authority::parse(der) {
            Ok(certificate) => certificate,
            Err(reason) => {
                outcome.reasons.push(reason);
                return outcome;
            }
        };
        let carried = carried(&data);
        let attached = Evidence::from_cms(&data, signer);

        if signature.signed.is_some() {
            match &digest {
                Some(digest) => {
                    let claim = Claim {
                        signer,
                        certificate: &certificate,
                        content_type: oid::DATA,
                        digest: digest.as_ref(),
                        needs_signing_certificate: signature.kind == SignatureKind::Cades,
                    };
                    if let Err(reason) = self.effort.claim(claim.times()) {
                        outcome.reasons.push(reason);
                        return outcome;
                    }
                    outcome.reasons = claim.check(self.policy);
                    outcome.done.extend(claim.checks());
                    if data.content.is_some() || data.content_type != oid::DATA {
                        outcome.reasons.push(Reason::CmsMalformed);
                    }
                }
                None => outcome.reasons.push(Reason::AlgorithmNotSupported),
            }
        }
        self.find_time(signer, &carried, witnesses, &mut outcome);
        let until = self.policy.sha1_signatures_until;
        if rests_on_sha1(signer)
            && outcome
                .trusted_time
                .zip(until)
                .is_none_or(|(time, until)| time >= until)
        {
            outcome.reasons.push(Reason::Sha1Signature);
        }
        let moment = outcome.trusted_time.unwrap_or(self.at);
        let structure = &signature.structure;
        // The signature may name another digest than the one of the content.
        let of_signature = scheme(signer)
            .ok()
            .and_then(|scheme| scheme.digest)
            .map(digest_name);
        let mut named = structure
            .digest
            .iter()
            .chain(&structure.algorithm)
            .chain(&of_signature);
        if named.any(|algorithm| !self.policy.is_good(algorithm, moment)) {
            outcome.reasons.push(Reason::AlgorithmExpired);
        }
        let signed = Signed {
            kind: signature.kind,
            certificate: &certificate,
            carried: &carried,
            attached: &attached,
            claimed: signature.structure.claimed_time,
        };
        self.judge_certificate(&signed, witnesses.inside, &mut outcome);
        if self.effort.is_spent() {
            outcome.reasons.push(Reason::LimitExceeded);
        }
        outcome
    }

    fn referee<'b>(&'b self, carried: &'b [Authority]) -> Referee<'b> {
        Referee {
            store: self.store,
            policy: self.policy,
            carried,
            brought: self.brought,
            embedded: self.embedded,
            outside: [self.store.evidence(), self.evidence],
            checks_revocation: self.revocation != RevocationMode::Off,
            now: self.at,
            wants: self.wants,
            keeps: self.keeps,
            effort: self.effort,
        }
    }

    /// The earliest trusted time at which the signature existed.
    fn find_time(
        &self,
        signer: &SignerInfo<'_>,
        carried: &[Authority],
        witnesses: Witnesses<'_>,
        outcome: &mut Outcome,
    ) {
        let inside = witnesses
            .inside
            .iter()
            .map(|(proof, _)| (TimeSource::Document, proof));
        let outside = witnesses
            .outside
            .iter()
            .map(|proof| (TimeSource::Receiver, proof));
        let mut proofs: Vec<_> = inside
            .chain(outside)
            .map(|(source, proof)| (source, proof.clone()))
            .collect();
        let stamped = |identifier| {
            digest_algorithm(identifier)
                .map(|algorithm| digest(algorithm, signer.signature).as_ref().to_vec())
        };
        let tokens = signer.timestamps().take(TIMESTAMPS);
        let verified: Vec<_> = tokens
            .map(|token| timestamp::verify(token.whole, self.referee(carried), stamped))
            .collect();
        // A second authority that nobody knows takes nothing from the first.
        if !verified.iter().any(Result::is_ok) {
            outcome
                .warnings
                .extend(verified.iter().filter_map(|one| one.as_ref().err()));
        }
        let held = verified.into_iter().flatten();
        proofs.extend(held.map(|proof| (TimeSource::Signature, proof)));
        match proofs.into_iter().min_by_key(|(_, proof)| proof.time) {
            Some((source, proof)) => {
                outcome.time_source = Some(source);
                outcome.trusted_time = Some(proof.time);
                outcome.time_anchor = proof.chain.last().cloned();
                outcome.warnings.extend(proof.warnings);
                outcome.done.push(CheckName::Timestamp);
            }
            None => outcome.warnings.push(Reason::NoTrustedTime),
        }
    }

    /// Trust in the signer at the trusted time, or else now.
    fn judge_certificate(&self, signed: &Signed<'_>, stamps: &[Stamp], outcome: &mut Outcome) {
        let certificate = signed.certificate;
        let judged = outcome.trusted_time.unwrap_or(self.at);
        outcome.note_validity(certificate, judged, self.at, signed.claimed);
        outcome
            .done
            .extend([CheckName::CertificateValidity, CheckName::KeyUsage]);
        if !certificate.may_sign_documents() {
            outcome.reasons.push(Reason::KeyUsageForbids);
        }
        let is_pades = signed.kind == SignatureKind::Cades;
        let has_time = outcome.trusted_time.is_some();
        outcome.level = is_pades.then_some(if has_time {
            PadesLevel::Timestamp
        } else {
            PadesLevel::Basic
        });
        let search = Search {
            store: self.store,
            carried: signed.carried,
            brought: self.brought,
            policy: self.policy,
            at: judged,
            accepts_sha1: false,
            effort: self.effort,
        };
        let path = match search.find(certificate) {
            Ok(path) => path,
            Err(reason) => {
                if reason == Reason::UntrustedIssuer {
                    self.wants.issuers(certificate, &search);
                }
                outcome.reasons.push(reason);
                return;
            }
        };
        outcome.anchor = path.last().map(|anchor| anchor.name());
        outcome.chain = describe_chain(&path);
        outcome.done.push(CheckName::Chain);
        let outside = self
            .store
            .intermediates()
            .iter()
            .chain(self.evidence.certificates());
        self.keeps.path(&path, outside);
        let links = || {
            let links = path.iter().zip(path.iter().skip(1));
            links.map(|(subject, issuer)| Question {
                subject,
                issuer,
                judged,
                now: self.at,
                effort: self.effort,
            })
        };
        if is_pades && has_time {
            let own = [self.embedded, signed.attached];
            let is_settled = links().all(|question| status(&own, &question) != Status::Unknown);
            let is_archived = self
                .embedded_since
                .is_some_and(|since| stamps.iter().any(|(_, end)| *end >= since));
            outcome.level = match (is_settled, is_archived) {
                (true, true) => Some(PadesLevel::Archive),
                (true, false) => Some(PadesLevel::LongTerm),
                _ => outcome.level,
            };
        }
        if self.revocation == RevocationMode::Off {
            outcome.warnings.push(Reason::RevocationNotChecked);
            return;
        }
        outcome.done.push(CheckName::Revocation);
        let sources = [
            self.store.evidence(),
            self.embedded,
            signed.attached,
            self.evidence,
        ];
        let (own, outside) = (
            [self.embedded, signed.attached],
            [self.store.evidence(), self.evidence],
        );
        for question in links() {
            if status(&own, &question) == Status::Unknown
                && let Some(piece) = proof(&outside, &question)
            {
                self.keeps.add(piece);
            }
            match status(&sources, &question) {
                Status::Good => {}
                Status::Revoked(found) => outcome.note_revocation(found.at, signed.claimed),
                Status::Unknown => {
                    self.wants.revocation(question.subject, question.issuer);
                    if self.revocation == RevocationMode::Require {
                        outcome.reasons.push(Reason::RevocationUnknown);
                    } else {
                        outcome.warnings.push(Reason::RevocationUnknown);
                    }
                }
            }
        }
    }
}

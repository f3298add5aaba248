//! How a judged signature is told.

use super::{holder::guess_kind, outcome::Outcome};
use motcua_shared::signature::{
    AnalysedSignature, Reason, SignatureKind,
    parse::{certificate::signer_certificate, cms::SignedData},
    report::{CheckName, PadesLevel, SignatureReport, SignerKind, Verdict},
};

/// What a document timestamp that holds has been through.
pub const STAMP_CHECKS: [CheckName; 8] = [
    CheckName::Digest,
    CheckName::Signature,
    CheckName::SignedAttributes,
    CheckName::Algorithms,
    CheckName::CertificateValidity,
    CheckName::KeyUsage,
    CheckName::Chain,
    CheckName::Timestamp,
];

/// The report on one signature.
pub fn describe(
    signature: &AnalysedSignature,
    outcome: Outcome,
    verdict: Verdict,
    sub_indication: Option<&'static str>,
) -> SignatureReport {
    let structure = signature.structure.clone();
    let level = level(&structure.reasons, &outcome, verdict);
    let length = signature.signed.as_ref().map(|signed| signed.end);
    SignatureReport {
        kind: kind(signature),
        level,
        changes: structure.changes,
        certification_level: structure.certification_level,
        signed_length: length.and_then(|length| u64::try_from(length).ok()),
        checks: outcome.checks(),
        time_anchor: outcome.time_anchor,
        time_source: outcome.time_source,
        chain: outcome.chain,
        revoked_at: outcome.revoked_at,
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

/// The level that the signature reaches. What is broken has none, nor what does not name its certificate.
fn level(structure: &[Reason], outcome: &Outcome, verdict: Verdict) -> Option<PadesLevel> {
    let lacks = outcome
        .reasons
        .contains(&Reason::SigningCertificateAttributeMissing);
    let is_broken = !structure.is_empty() || verdict > Verdict::Indeterminate || lacks;
    outcome.level.filter(|_| !is_broken)
}

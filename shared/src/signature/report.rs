//! The words in which a check of a signed paper answers. Verdicts after ETSI EN 319 102-1 §5.1.

pub use super::checks::{
    ChainLink, Check, CheckName, CheckResult, PadesLevel, Question, SignerKind, TimeSource,
};

use super::reason::Reason;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The verdict over a paper or one signature, best first. Of several signatures the worst counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Verdict {
    /// Sound, trusted, and not changed after signing beyond what is permitted.
    TotalPassed,
    /// Nothing speaks against it, but something needed to be sure is missing.
    Indeterminate,
    /// Broken, untrusted by proof, or changed after signing.
    TotalFailed,
    /// No signature field with a value in the current revision.
    Unsigned,
    /// Not a PDF that can be judged.
    Unreadable,
}

/// What happened to the document after the revision that a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Changes {
    /// The signature covers the file to its last byte.
    None,
    /// Only what a later signer may add: signature fields, their appearance, validation data, metadata.
    Permitted,
    /// Anything else: the reader no longer sees what was signed.
    NotPermitted,
}

/// Who the certificate says signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signer {
    /// CN of the subject, in NFC.
    pub common_name: String,
    /// O of the subject, if there is one.
    pub organisation: Option<String>,
    /// Serial number, upper-case hexadecimal without separators.
    pub serial: String,
    /// CN of the issuer (or its whole name where it has no CN).
    pub issuer: String,
}

/// One thing that was done to the document after signing and is not permitted, so that a person can be shown where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// What was done.
    pub what: Reason,
    /// The first page on which it is seen, counted from 1 in the document as it was signed; absent when it belongs to
    /// no page or that could not be found out.
    pub page: Option<u32>,
    /// Number of the object (ISO 32000-2 §7.3.10).
    pub object: u32,
}

impl Change {
    /// How many are named for one signature; the rest would tell a person nothing more.
    pub const MOST: usize = 20;
}

/// One signature as its bytes describe it: no cryptography, no trust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignatureStructure {
    /// Fully qualified name of the form field.
    pub field: String,
    /// Who signed, from the certificate in the CMS; absent when it cannot be read.
    pub signer: Option<Signer>,
    /// Digest of the signed bytes as the CMS names it, e.g. `SHA-256`.
    pub digest: Option<String>,
    /// Signature algorithm, e.g. `RSA-PKCS1v15`, `RSA-PSS`, `ECDSA-P256`.
    pub algorithm: Option<String>,
    /// `/M` of the signature dictionary, else the CMS signing time.
    pub claimed_time: Option<Timestamp>,
    /// Whether the byte range reaches the end of the file.
    pub covers_whole_document: bool,
    /// What came after the signed revision.
    pub changes_after: Changes,
    /// What of that is not permitted, worst first, each once, [`Change::MOST`] at most. What belongs to no object, such
    /// as bytes behind the end, is in `reasons` only.
    pub changes: Vec<Change>,
    /// Length in bytes of the file as it was signed, which is the paper to show; absent when it could not be established.
    pub signed_length: Option<u64>,
    /// The revision that it signs, counted from 1; absent when it could not be established.
    pub revision: Option<u32>,
    /// How many revisions the file has.
    pub revisions: u32,
    /// Certification level (`/DocMDP` `/P`, 1–3) when this signature certifies the document.
    pub certification_level: Option<u8>,
    /// Whether a timestamp token is attached.
    pub has_timestamp: bool,
    /// What is wrong with this signature, empty when its structure is sound.
    pub reasons: Vec<Reason>,
}

/// What the browser sees of a file before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StructureReport {
    /// True when there is at least one signature and nothing is wrong with any of them.
    pub structure_ok: bool,
    /// Worst first.
    pub reasons: Vec<Reason>,
    /// In signing order.
    pub signatures: Vec<SignatureStructure>,
}

/// One signature, fully judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignatureReport {
    /// Fully qualified name of the form field.
    pub field: String,
    /// The verdict over this signature alone.
    pub verdict: Verdict,
    /// ETSI sub-indication, e.g. `HASH_FAILURE`, `NO_CERTIFICATE_CHAIN_FOUND`; absent when passed.
    pub sub_indication: Option<String>,
    /// Worst first; empty when passed.
    pub reasons: Vec<Reason>,
    /// Who signed.
    pub signer: Option<Signer>,
    /// Digest of the signed bytes.
    pub digest: Option<String>,
    /// Signature algorithm.
    pub algorithm: Option<String>,
    /// What the signer's own clock said.
    pub claimed_time: Option<Timestamp>,
    /// What a trusted timestamp authority said.
    pub trusted_time: Option<Timestamp>,
    /// Whether the byte range reaches the end of the file.
    pub covers_whole_document: bool,
    /// What came after the signed revision.
    pub changes_after: Changes,
    /// CN of the root that the chain ended in.
    pub trust_anchor: Option<String>,
    /// What kind of holder the certificate seems to have; absent when it cannot be read.
    #[serde(default)]
    pub kind: Option<SignerKind>,
    /// PAdES level; absent when the signature is no PAdES signature or is broken.
    #[serde(default)]
    pub level: Option<PadesLevel>,
    /// Certification level (`/DocMDP` `/P`, 1–3) when this signature certifies the document.
    #[serde(default)]
    pub certification_level: Option<u8>,
    /// Where the signed revision ends, in bytes from the start of the file: the file up to there is the paper as it
    /// was signed.
    #[serde(default)]
    pub signed_length: Option<u64>,
    /// What of the later changes is not permitted, and where; worst first.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// From the signer's certificate to the anchor; empty when no chain was found.
    #[serde(default)]
    pub chain: Vec<ChainLink>,
    /// The anchor that vouches for the trusted time.
    #[serde(default)]
    pub time_anchor: Option<ChainLink>,
    /// What vouches for the trusted time; absent without one, and in reports of older versions.
    #[serde(default)]
    pub time_source: Option<TimeSource>,
    /// Since when the certificate, or one of its authorities, is revoked; absent when none is, and in reports of older
    /// versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Each check with its result, in the order of [`CheckName`]; empty in reports of older versions.
    #[serde(default)]
    pub checks: Vec<Check>,
}

impl SignatureReport {
    /// The trusted time where there is one, else what the signer's own clock said.
    pub fn best_time(&self) -> Option<Timestamp> {
        self.trusted_time.or(self.claimed_time)
    }

    /// The answer to one of the three questions: the worst result of its checks. What was not done counts only when
    /// nothing else was.
    pub fn answer(&self, question: Question) -> CheckResult {
        let checks = self
            .checks
            .iter()
            .filter(|check| check.name.question() == Some(question));
        checks
            .map(|check| check.result)
            .min()
            .unwrap_or(CheckResult::NotDone)
    }
}

/// The final word over a file: what the server answers, stores beside the paper, and prints with `motcua verify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerificationReport {
    /// The worst verdict of all signatures.
    pub verdict: Verdict,
    /// Worst first.
    pub reasons: Vec<Reason>,
    /// Facts worth knowing that do not change the verdict.
    pub warnings: Vec<Reason>,
    /// In signing order.
    pub signatures: Vec<SignatureReport>,
}

impl VerificationReport {
    /// Whether nothing is missing for a sound verdict but word of revocation. A paper that is undecided for another reason is
    /// not called that.
    pub fn lacks_revocation(&self) -> bool {
        self.verdict == Verdict::Indeterminate && self.reasons == [Reason::RevocationUnknown]
    }

    /// The earliest time of signing that a timestamp inside a signature proves.
    pub fn proven_time(&self) -> Option<Timestamp> {
        let proven = |signature: &SignatureReport| {
            let is_inside = signature.time_source == Some(TimeSource::Signature);
            signature.trusted_time.filter(|_| is_inside)
        };
        self.signatures.iter().filter_map(proven).min()
    }

    /// The answer to one of the three questions for the whole paper: that of its worst signature.
    pub fn answer(&self, question: Question) -> CheckResult {
        self.signatures
            .iter()
            .map(|signature| signature.answer(question))
            .min()
            .unwrap_or(CheckResult::NotDone)
    }
}

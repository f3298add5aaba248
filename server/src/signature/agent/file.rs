//! A file that was handed out to be signed, and what came back. The agent is a program on somebody's computer: what it
//! returns counts for what it is.

use super::super::{authority::Authority, gate::accept, verifier::Verifier};
use super::holder::{OrganisationIdentifier, PersonNamed, identifiers};
use crate::error::AppError;
use motcua_shared::{
    error::ErrorCode,
    signature::{
        AnalysedSignature, Budget, SignatureKind, analyse, changes_since,
        parse::{certificate::signer_certificate, cms::SignedData},
        report::{SignatureReport, VerificationReport},
    },
    time::Timestamp,
    upload::dto::Purpose,
};
use ring::digest::{SHA256, digest};
use std::collections::BTreeSet;

/// The file that was handed out; enough to know it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedOut {
    /// Its length in bytes.
    pub length: usize,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

impl HandedOut {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest(&SHA256, bytes).as_ref());
        Self {
            length: bytes.len(),
            sha256,
        }
    }

    /// Whether `bytes` are this file with something behind it.
    fn begins(&self, bytes: &[u8]) -> bool {
        let start = bytes.get(..self.length);
        bytes.len() > self.length && start.is_some_and(|start| Self::of(start) == *self)
    }
}

/// Who is to have signed.
#[derive(Debug, Clone, Copy)]
pub enum ExpectedSigner<'a> {
    /// A holder of this one certificate, by its SHA-256 in upper-case hexadecimal.
    Certificate(&'a str),
    /// Any certificate of the organisation with one of these codes.
    Organisation(&'a BTreeSet<OrganisationIdentifier>),
    /// A certificate of this person.
    Person(&'a PersonNamed),
}

/// A file that was signed as it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedFile {
    /// The report over all of it. Where its verdict is not TOTAL-PASSED, nothing but revocation data is missing and the
    /// policy has a person look at it again.
    pub report: VerificationReport,
    /// The new signature in it.
    pub signature: SignatureReport,
    /// SHA-256 of the signer's certificate, upper-case hexadecimal.
    pub fingerprint: String,
    /// Codes in the signer's certificate.
    pub identifiers: BTreeSet<OrganisationIdentifier>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRefusal {
    /// It does not begin with the bytes that were handed out, or is no readable PDF any more.
    NotThePaper,
    /// More than a signature was added.
    Changed,
    /// None or several signatures were added.
    SignatureCount,
    /// Somebody else signed.
    OtherSigner,
    /// The verifier refuses it, with the code of its sentence.
    NotAccepted(ErrorCode),
}

impl FileRefusal {
    /// The code of its sentence.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::NotThePaper => ErrorCode::SignedFileNotThePaper,
            Self::Changed => ErrorCode::SignedFileChanged,
            Self::SignatureCount => ErrorCode::SignedFileSignatureCount,
            Self::OtherSigner => ErrorCode::SignedFileOtherSigner,
            Self::NotAccepted(code) => code,
        }
    }
}

impl From<FileRefusal> for AppError {
    fn from(refusal: FileRefusal) -> Self {
        Self::new(refusal.code())
    }
}

/// Checks what came back: it is what was handed out, exactly one signature was added and nothing else, by the one
/// expected, and the verifier and the policy take it.
pub fn check_returned(
    verifier: &Verifier,
    handed_out: &HandedOut,
    signer: ExpectedSigner<'_>,
    returned: &[u8],
    at: Timestamp,
) -> Result<SignedFile, FileRefusal> {
    if !handed_out.begins(returned) {
        return Err(FileRefusal::NotThePaper);
    }
    let mut budget = Budget::for_file(returned.len());
    let added = changes_since(returned, handed_out.length, &mut budget.clone());
    if !added.map_err(|_| FileRefusal::NotThePaper)?.is_empty() {
        return Err(FileRefusal::Changed);
    }
    let analysis = analyse(returned, &mut budget).map_err(|_| FileRefusal::NotThePaper)?;
    let is_new = |one: &&AnalysedSignature| {
        let end = one.signed.as_ref().map(|signed| signed.end);
        end.is_none_or(|end| end > handed_out.length)
    };
    let mut new = analysis.signatures.iter().filter(is_new);
    let (Some(one), None) = (new.next(), new.next()) else {
        return Err(FileRefusal::SignatureCount);
    };
    if one.kind == SignatureKind::DocumentTimestamp || !one.structure.covers_whole_document {
        return Err(FileRefusal::SignatureCount);
    }
    let certificate = certificate(one).ok_or(FileRefusal::OtherSigner)?;
    let (fingerprint, identifiers) = (certificate.fingerprint(), identifiers(&certificate));
    let is_expected = match signer {
        ExpectedSigner::Certificate(expected) => expected == fingerprint,
        ExpectedSigner::Organisation(expected) => !identifiers.is_disjoint(expected),
        ExpectedSigner::Person(expected) => expected.is_of(&certificate),
    };
    if !is_expected {
        return Err(FileRefusal::OtherSigner);
    }
    let report = verifier.verify(returned, at);
    accept(verifier.policy(), Purpose::Vault, &report).map_err(FileRefusal::NotAccepted)?;
    let field = &one.structure.field;
    let signature = report.signatures.iter().find(|judged| judged.field == *field);
    let signature = signature.cloned().ok_or(FileRefusal::SignatureCount)?;
    Ok(SignedFile {
        report,
        signature,
        fingerprint,
        identifiers,
    })
}

/// The certificate that a signature names.
fn certificate(signature: &AnalysedSignature) -> Option<Authority> {
    let data = SignedData::parse(signature.cms.as_deref()?).ok()?;
    let (_, der) = signer_certificate(&data, data.signer().ok()?).ok()?;
    Authority::parse(der).ok()
}

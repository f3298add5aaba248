//! The structure of a signed paper, read once: what the browser reports and what the server's verdict builds on.

use super::{
    budget::Budget,
    check::{
        changes::{Finding, Findings, Pages, judge_updates},
        geometry,
        permission::Permission,
    },
    parse::{
        appended::inexact_updates,
        ber,
        certificate::{algorithm_name, describe, digest_name, signer_certificate},
        cms::{SignedData, oid},
        date::parse_date,
        document::Document,
        form::{SignedField, signed_fields},
        object::{Dict, Value},
        text::string_bytes,
    },
    reason::{Reason, sort_reasons},
    report::{Change, Changes, SignatureStructure, StructureReport},
};
use crate::time::Timestamp;
use der::Decode;
use std::collections::{BTreeMap, BTreeSet};
use x509_cert::time::Time;

pub use super::check::geometry::SignedBytes;

/// What a signature is in the terms of `/SubFilter` (ISO 32000-2 §12.8.3, ETSI EN 319 142-1 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureKind {
    /// `adbe.pkcs7.detached`.
    Pkcs7,
    /// `ETSI.CAdES.detached`.
    Cades,
    /// `ETSI.RFC3161`: a document timestamp.
    DocumentTimestamp,
    /// Anything else.
    Unsupported,
}

/// One signature: its report and what a verifier needs to go on.
#[derive(Debug, Clone)]
pub struct AnalysedSignature {
    /// What can be said without cryptography.
    pub structure: SignatureStructure,
    /// Which kind of signature it is.
    pub kind: SignatureKind,
    /// The bytes it covers; absent when they could not be established.
    pub signed: Option<SignedBytes>,
    /// Its CMS in definite form, without padding; absent when it cannot be read.
    pub cms: Option<Vec<u8>>,
}

/// A whole paper.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Why there is no signature; absent when there is one.
    pub unsigned: Option<Reason>,
    /// In signing order.
    pub signatures: Vec<AnalysedSignature>,
}

impl Analysis {
    /// The part of it that is reported.
    pub fn into_report(self) -> StructureReport {
        let signatures: Vec<SignatureStructure> = self
            .signatures
            .into_iter()
            .map(|signature| signature.structure)
            .collect();
        let mut reasons: Vec<Reason> = self.unsigned.into_iter().collect();
        reasons.extend(
            signatures
                .iter()
                .flat_map(|signature| signature.reasons.iter().copied()),
        );
        sort_reasons(&mut reasons);
        StructureReport {
            structure_ok: reasons.is_empty(),
            reasons,
            signatures,
        }
    }
}

/// Reads `bytes` as a PDF with signatures. An error means that the file cannot be judged at all.
pub fn analyse(bytes: &[u8], budget: &mut Budget) -> Result<Analysis, Reason> {
    let document = Document::open(bytes, budget)?;
    let last = document.last_revision();
    let fields = signed_fields(&document, last, budget)?;
    if fields.is_empty() {
        let is_orphaned = memchr::memmem::find(bytes, b"/ByteRange").is_some();
        let reason = if is_orphaned {
            Reason::OrphanedSignature
        } else {
            Reason::NoSignature
        };
        return Ok(Analysis {
            unsigned: Some(reason),
            signatures: Vec::new(),
        });
    }
    let shared = shared_values(&fields);
    let mut found = Vec::new();
    for field in &fields {
        let mut one = examine(&document, field, budget)?;
        if field
            .value
            .as_ref()
            .is_some_and(|id| shared.get(&id.number).is_some_and(|count| *count > 1))
        {
            one.reasons.push(Reason::SignatureShared);
        }
        found.push(one);
    }
    refuse_rivals(&mut found);
    judge_changes(&document, &mut found, budget)?;
    found.sort_by_key(|one| {
        (
            one.revision.unwrap_or(usize::MAX),
            one.signed.as_ref().map(|signed| signed.gap.start),
        )
    });
    Ok(Analysis {
        unsigned: None,
        signatures: found
            .into_iter()
            .map(|one| one.finish(bytes.len(), document.revisions().len()))
            .collect(),
    })
}

fn shared_values(fields: &[SignedField<'_>]) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    for id in fields.iter().filter_map(|field| field.value.as_ref()) {
        *counts.entry(id.number).or_insert(0_usize) += 1;
    }
    counts
}

/// A signature on its way to being an [`AnalysedSignature`].
struct Found {
    field: String,
    kind: SignatureKind,
    reasons: Vec<Reason>,
    signed: Option<SignedBytes>,
    /// The revision it signs.
    revision: Option<usize>,
    permission: Permission,
    changes_after: Changes,
    changes: Vec<Change>,
    claimed_time: Option<Timestamp>,
    cms: Option<Vec<u8>>,
}

fn examine(document: &Document<'_>, field: &SignedField<'_>, budget: &mut Budget) -> Result<Found, Reason> {
    let mut found = Found {
        field: field.name.clone(),
        kind: SignatureKind::Unsupported,
        reasons: Vec::new(),
        signed: None,
        revision: None,
        permission: Permission::default(),
        changes_after: Changes::NotPermitted,
        changes: Vec::new(),
        claimed_time: None,
        cms: None,
    };
    let Some(signature) = field.signature.as_ref().and_then(|object| object.as_plain_dict()) else {
        found.reasons.push(Reason::ContentsMalformed);
        return Ok(found);
    };
    found.kind = match signature.get(b"SubFilter").and_then(Value::as_name) {
        Some(b"adbe.pkcs7.detached") => SignatureKind::Pkcs7,
        Some(b"ETSI.CAdES.detached") => SignatureKind::Cades,
        Some(b"ETSI.RFC3161") => SignatureKind::DocumentTimestamp,
        _ => SignatureKind::Unsupported,
    };
    if found.kind == SignatureKind::Unsupported {
        found.reasons.push(Reason::SubFilterNotSupported);
    }
    found.claimed_time = signature
        .get(b"M")
        .and_then(Value::as_text)
        .and_then(|text| parse_date(&string_bytes(text.raw)));
    if let Err(reason) = found.establish(document, field, signature, budget) {
        if reason.is_unreadable() {
            return Err(reason);
        }
        found.reasons.push(reason);
    }
    Ok(found)
}

impl Found {
    /// The bytes, the revision and the CMS; the first thing that does not hold ends it.
    fn establish(
        &mut self,
        document: &Document<'_>,
        field: &SignedField<'_>,
        signature: &Dict<'_>,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        if signature.has_duplicates {
            return Err(Reason::DuplicateKey);
        }
        let owner = field.value.as_ref().unwrap_or(field.id);
        if !document.is_in_file(owner.number, document.last_revision()) {
            return Err(Reason::SignatureInObjectStream);
        }
        let (gap, contents) = geometry::contents(signature, budget)?;
        self.take_cms(&contents);
        let signed = geometry::exact(geometry::byte_range(signature)?, gap, document.bytes().len())?;
        let revision = geometry::signed_revision(&signed, document.revisions())?;
        // Otherwise a signature of something else is shown by a field that came later.
        let as_signed = document.object(field.id, revision, budget)?;
        let as_signed = as_signed.as_ref().and_then(|object| object.as_plain_dict());
        let held = as_signed.and_then(|dict| dict.get(b"V"));
        if held != Some(&field.value) {
            return Err(Reason::FieldNotInSignedRevision);
        }
        let signature = document.resolve(&field.value, revision, budget)?;
        let signature = signature.as_ref().and_then(|object| object.as_plain_dict());
        let signature = signature.ok_or(Reason::FieldNotInSignedRevision)?;
        self.permission = Permission::read(document, (signature, as_signed), revision, budget)?;
        self.signed = Some(signed);
        self.revision = Some(revision);
        Ok(())
    }

    /// The CMS ends where its own length says; what follows is padding (ISO 32000-2 §12.8.3.3.1).
    fn take_cms(&mut self, contents: &[u8]) {
        match ber::to_definite(contents) {
            Ok((der, taken)) => {
                if contents
                    .get(taken..)
                    .unwrap_or_default()
                    .iter()
                    .any(|byte| *byte != 0)
                {
                    self.reasons.push(Reason::CmsTrailingBytes);
                }
                self.cms = Some(der.into_owned());
            }
            Err(reason) => self.reasons.push(reason),
        }
    }

    fn finish(mut self, length: usize, revisions: usize) -> AnalysedSignature {
        let mut structure = SignatureStructure {
            field: self.field,
            signer: None,
            digest: None,
            algorithm: None,
            claimed_time: self.claimed_time,
            covers_whole_document: self.signed.as_ref().is_some_and(|signed| signed.end == length),
            changes_after: self.changes_after,
            changes: self.changes,
            signed_length: self
                .signed
                .as_ref()
                .and_then(|signed| u64::try_from(signed.end).ok()),
            revision: self
                .revision
                .and_then(|place| u32::try_from(place.saturating_add(1)).ok()),
            revisions: u32::try_from(revisions).unwrap_or(u32::MAX),
            certification_level: self.permission.certification,
            has_timestamp: self.kind == SignatureKind::DocumentTimestamp,
            reasons: Vec::new(),
        };
        if self.kind != SignatureKind::Unsupported
            && let Some(cms) = &self.cms
            && let Err(reason) = describe_cms(cms, &mut structure)
        {
            self.reasons.push(reason);
        }
        sort_reasons(&mut self.reasons);
        structure.reasons = self.reasons;
        AnalysedSignature {
            structure,
            kind: self.kind,
            signed: self.signed,
            cms: self.cms,
        }
    }
}

/// Signer, algorithms and times as the CMS has them.
fn describe_cms(cms: &[u8], structure: &mut SignatureStructure) -> Result<(), Reason> {
    let data = SignedData::parse(cms)?;
    let signer = data.signer()?;
    structure.digest = Some(digest_name(signer.digest_algorithm.oid));
    structure.algorithm = Some(algorithm_name(signer.signature_algorithm, None));
    structure.has_timestamp |= signer.timestamps().next().is_some();
    if structure.claimed_time.is_none()
        && let Some(attributes) = &signer.signed_attributes
        && let Some(time) = attributes.values(oid::SIGNING_TIME).next()
    {
        let seconds = Time::from_der(time.whole)
            .ok()
            .map(|time| time.to_unix_duration().as_secs());
        let seconds = seconds.and_then(|seconds| i64::try_from(seconds).ok());
        structure.claimed_time = seconds.and_then(Timestamp::from_unix_seconds);
    }
    let (certificate, _) = signer_certificate(&data, signer)?;
    let key = &certificate.tbs_certificate.subject_public_key_info;
    structure.algorithm = Some(algorithm_name(signer.signature_algorithm, Some(key)));
    structure.signer = Some(describe(&certificate));
    Ok(())
}

/// Two signatures over the same revision would each have to cover the other's value: neither can be believed, and none
/// of them is worth hashing the file for.
fn refuse_rivals(found: &mut [Found]) {
    let mut signed: BTreeMap<usize, usize> = BTreeMap::new();
    for revision in found.iter().filter_map(|one| one.revision) {
        *signed.entry(revision).or_default() += 1;
    }
    for one in found {
        let is_rival = |revision| signed.get(&revision).is_some_and(|count| *count > 1);
        if one.revision.is_some_and(is_rival) {
            one.reasons.push(Reason::RevisionSignedTwice);
            one.signed = None;
        }
    }
}

/// What came after each signed revision. Walks back from the end, so that each update is looked at once.
fn judge_changes<'d>(
    document: &'d Document<'d>,
    found: &mut [Found],
    budget: &mut Budget,
) -> Result<(), Reason> {
    let permissions: Vec<(usize, &Permission)> = found
        .iter()
        .filter_map(|one| Some((one.revision?, &one.permission)))
        .collect();
    let Some(first) = permissions.iter().map(|(revision, _)| *revision).min() else {
        return Ok(());
    };
    let updates = judge_updates(document, &permissions, budget)?;
    let inexact = inexact_updates(document, first, budget)?;
    let wanted: BTreeSet<u32> = updates
        .iter()
        .flat_map(|update| update.worst.iter().map(|finding| finding.object))
        .collect();
    let pages = Pages::find(document, first, wanted, budget);

    let mut since = Findings::default();
    if document.has_trailing_bytes() {
        since.reasons.insert(Reason::TrailingBytes);
    }
    let last = document.last_revision();
    let length = document.bytes().len();
    let is_promised = document.promises_length(length, budget)?;
    let mut next = last;
    found.sort_by_key(|one| std::cmp::Reverse(one.revision));
    for one in found {
        let Some(revision) = one.revision else { continue };
        while next > revision {
            since.reasons.extend(inexact.get(&next));
            next = next.saturating_sub(1);
            if let Some(update) = updates.get(next.saturating_sub(first)) {
                since.add_all(update);
            }
        }
        // Bytes were added until the file was as long as some reader waits for to show another first page.
        let is_made_long = is_promised && one.signed.as_ref().is_some_and(|signed| signed.end < length);
        one.reasons
            .extend(is_made_long.then_some(Reason::ChangeUnreadable));
        one.changes_after = match (since.reasons.is_empty() && !is_made_long, revision < last) {
            (false, _) => Changes::NotPermitted,
            (true, true) => Changes::Permitted,
            (true, false) => Changes::None,
        };
        one.reasons.extend(&since.reasons);
        let named = since.worst.iter().map(|Finding { what, object }| Change {
            what: *what,
            page: pages.of(*object),
            object: *object,
        });
        one.changes = named.collect();
        one.changes.sort_unstable();
    }
    Ok(())
}

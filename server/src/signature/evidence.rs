//! What is known beside the paper's own words: certificates on the way to an anchor, revocation lists, OCSP answers.
//! It may come from the operator, from the paper, from a cache or from the net. Where it comes from does not matter:
//! each piece counts for what its signer says.

use super::{
    authority::Authority,
    kept::{Piece, PieceKind},
    ocsp::{OcspAnswer, Statement, archived},
    revocation::{RevocationList, Status},
};
use motcua_shared::{
    signature::{
        ValidationData,
        parse::cms::{SignedData, SignerInfo},
    },
    time::Timestamp,
};
use std::sync::Arc;

/// Adobe's attribute for revocation data, ISO 32000-2 §12.8.3.3.2.
const REVOCATION_ARCHIVAL: const_oid::ObjectIdentifier =
    const_oid::ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.8");

/// Bytes of evidence read from one place of a paper. Lists unfold to several times their length in memory, and a paper
/// must not take more than a little of it; a list that is longer belongs into a trust folder.
const EMBEDDED: usize = 4 << 20;

/// Certificates, revocation lists and OCSP answers.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    certificates: Vec<Authority>,
    lists: Vec<RevocationList>,
    answers: Vec<OcspAnswer>,
    /// Timestamp tokens over the whole file.
    stamps: Vec<Arc<[u8]>>,
}

impl Evidence {
    /// Takes in a certificate, a revocation list or an OCSP response in DER. Says whether it was one.
    pub fn add(&mut self, der: &[u8]) -> bool {
        self.add_certificate(der) || self.add_list(der) || self.add_answer(der)
    }

    /// Takes in a certificate.
    pub fn add_certificate(&mut self, der: &[u8]) -> bool {
        let Ok(authority) = Authority::parse(der) else {
            return false;
        };
        if self.certificates.iter().all(|known| known.der != authority.der) {
            self.certificates.push(authority);
        }
        true
    }

    /// Takes in a revocation list.
    pub fn add_list(&mut self, der: &[u8]) -> bool {
        let list = RevocationList::parse(der);
        let is_one = list.is_some();
        self.lists.extend(list);
        is_one
    }

    /// Takes in an OCSP response.
    pub fn add_answer(&mut self, der: &[u8]) -> bool {
        let answer = OcspAnswer::parse(der);
        let is_one = answer.is_some();
        self.answers.extend(answer);
        is_one
    }

    /// Takes in what was kept. Says whether it was what it claims to be; a timestamp is read when it is verified.
    pub fn add_piece(&mut self, piece: &Piece) -> bool {
        match piece.kind {
            PieceKind::Certificate => self.add_certificate(&piece.der),
            PieceKind::List => self.add_list(&piece.der),
            PieceKind::Answer => self.add_answer(&piece.der),
            PieceKind::Stamp => {
                self.stamps.push(Arc::clone(&piece.der));
                true
            }
        }
    }

    /// What the document security store of a paper holds.
    pub fn from_paper(data: &ValidationData) -> Self {
        let mut evidence = Self::default();
        let mut left = EMBEDDED;
        for der in data.certificates.iter().filter(|der| fits(der, &mut left)) {
            evidence.add_certificate(der);
        }
        for der in data.answers.iter().filter(|der| fits(der, &mut left)) {
            evidence.add_answer(der);
        }
        for der in data.lists.iter().filter(|der| fits(der, &mut left)) {
            evidence.add_list(der);
        }
        evidence
    }

    /// What a CMS brings along: its revocation lists, and the signed attribute of Adobe.
    pub fn from_cms(data: &SignedData<'_>, signer: &SignerInfo<'_>) -> Self {
        let mut evidence = Self::default();
        let mut left = EMBEDDED;
        for der in data.crls.iter().filter(|der| fits(der, &mut left)) {
            evidence.add_list(der);
        }
        let values = signer
            .signed_attributes
            .iter()
            .flat_map(|attributes| attributes.values(REVOCATION_ARCHIVAL));
        for (lists, answers) in values.filter_map(|value| archived(value.whole)) {
            for der in answers.into_iter().filter(|der| fits(der, &mut left)) {
                evidence.add_answer(der);
            }
            for der in lists.into_iter().filter(|der| fits(der, &mut left)) {
                evidence.add_list(der);
            }
        }
        evidence
    }

    /// Certificates that help to reach an anchor.
    pub fn certificates(&self) -> &[Authority] {
        &self.certificates
    }

    /// Timestamp tokens over the whole file.
    pub fn stamps(&self) -> &[Arc<[u8]>] {
        &self.stamps
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty()
            && self.lists.is_empty()
            && self.answers.is_empty()
            && self.stamps.is_empty()
    }
}

/// Takes the room that `der` needs, if it is there.
fn fits(der: &[u8], left: &mut usize) -> bool {
    match left.checked_sub(der.len()) {
        Some(rest) => {
            *left = rest;
            true
        }
        None => false,
    }
}

/// What all `sources` say of `subject` at the moment it is judged for. A revocation counts whoever tells of it, since
/// it is not taken back; the earliest moment counts.
pub fn status(
    sources: &[&Evidence],
    subject: &Authority,
    issuer: &Authority,
    judged: Timestamp,
    now: Timestamp,
) -> Status {
    voices(sources, subject, issuer, judged, now).fold(Status::Unknown, |found, (said, _)| found.and(said))
}

/// The piece that shows what `status` says, unless that is nothing. Answers are preferred: they are short.
pub fn proof(
    sources: &[&Evidence],
    subject: &Authority,
    issuer: &Authority,
    judged: Timestamp,
    now: Timestamp,
) -> Option<Piece> {
    let found = status(sources, subject, issuer, judged, now);
    let mut voices = voices(sources, subject, issuer, judged, now);
    voices
        .find(|(said, _)| found != Status::Unknown && *said == found)
        .map(|(_, piece)| piece)
}

/// What each answer and each list says.
fn voices<'a>(
    sources: &'a [&'a Evidence],
    subject: &'a Authority,
    issuer: &'a Authority,
    judged: Timestamp,
    now: Timestamp,
) -> impl Iterator<Item = (Status, Piece)> + 'a {
    let lists = move || sources.iter().flat_map(|source| &source.lists);
    let of_list = move |list: &RevocationList| list.status(subject, issuer, judged, now);
    let is_revoked = move |responder: &Authority| {
        lists().any(|list| matches!(list.status(responder, issuer, judged, now), Status::Revoked(_)))
    };
    let answers = sources.iter().flat_map(|source| &source.answers);
    let answers = answers.map(move |answer| {
        let said = answer
            .statement(subject, issuer, is_revoked)
            .map_or(Status::Unknown, |statement| {
                meaning(statement, subject, judged, now)
            });
        (said, answer.piece())
    });
    answers.chain(lists().map(move |list| (of_list(list), list.piece())))
}

/// What a statement means for the moment it is judged for.
fn meaning(statement: Statement, subject: &Authority, judged: Timestamp, now: Timestamp) -> Status {
    let end = subject.validity().1;
    let knows_expired = statement
        .cutoff
        .zip(end)
        .is_some_and(|(cutoff, end)| cutoff <= end);
    match statement.revoked {
        Some(at) => Status::Revoked(at),
        None if statement.issued <= now
            && covers(statement.issued, statement.next, judged)
            && (knows_expired || end.is_some_and(|end| statement.issued <= end)) =>
        {
            Status::Good
        }
        None => Status::Unknown,
    }
}

/// Whether something issued then knows about `judged`: it is newer, or was current at it.
pub fn covers(issued: Timestamp, next: Option<Timestamp>, judged: Timestamp) -> bool {
    issued >= judged || next.is_some_and(|next| next >= judged)
}

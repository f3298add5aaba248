//! What is known beside the paper's own words: certificates on the way to an anchor, revocation lists, OCSP answers.
//! It may come from the operator, from the paper, from a cache or from the net. Where it comes from does not matter:
//! each piece counts for what its signer says.

use super::{
    authority::Authority,
    digest::sha256,
    effort::Effort,
    kept::{Piece, PieceKind},
    ocsp::{OcspAnswer, archived},
    revocation::{RevocationList, Status},
};
use motcua_shared::{
    signature::{
        ValidationData,
        parse::cms::{SignedData, SignerInfo},
    },
    time::Timestamp,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Adobe's attribute for revocation data, ISO 32000-2 §12.8.3.3.2.
const REVOCATION_ARCHIVAL: const_oid::ObjectIdentifier =
    const_oid::ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.8");

/// Bytes of evidence read from one place of a paper. Lists unfold to several times their length in memory, and a paper
/// must not take more than a little of it; a list that is longer belongs into a trust folder.
const EMBEDDED: usize = 2 << 20;
/// The same of certificates.
const EMBEDDED_CERTIFICATES: usize = 1 << 20;

/// Certificates, revocation lists and OCSP answers.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    certificates: Vec<Authority>,
    /// What was taken in, by digest: a paper may bring one list a thousand times.
    known: BTreeSet<[u8; 32]>,
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
        if self.known.insert(authority.digest) {
            self.certificates.push(authority);
        }
        true
    }

    /// Takes in a revocation list.
    pub fn add_list(&mut self, der: &[u8]) -> bool {
        let Some(list) = RevocationList::parse(der) else {
            return false;
        };
        if self.known.insert(sha256(der)) {
            self.lists.push(list);
        }
        true
    }

    /// Takes in an OCSP response.
    pub fn add_answer(&mut self, der: &[u8]) -> bool {
        let Some(answer) = OcspAnswer::parse(der) else {
            return false;
        };
        if self.known.insert(sha256(der)) {
            self.answers.push(answer);
        }
        true
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
        let mut left = EMBEDDED_CERTIFICATES;
        for der in data.certificates.iter().filter(|der| fits(der, &mut left)) {
            evidence.add_certificate(der);
        }
        let mut left = EMBEDDED;
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

/// Certificates of a CMS that are looked at; real ones bring two or three.
const CARRIED: usize = 20;

/// The certificates that a CMS brings along.
pub fn carried(data: &SignedData<'_>) -> Vec<Authority> {
    let read = data.certificates.iter().take(CARRIED);
    read.filter_map(|der| Authority::parse(der).ok()).collect()
}

/// Whose revocation is asked for, and as of when.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The certificate.
    pub subject: &'a Authority,
    /// Who issued it.
    pub issuer: &'a Authority,
    /// The moment that it is judged for.
    pub judged: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// What may still be spent on this paper.
    pub effort: &'a Effort,
}

/// What all `sources` say. A revocation counts whoever tells of it, since it is not taken back; the earliest moment
/// counts.
pub fn status(sources: &[&Evidence], question: &Question<'_>) -> Status {
    voices(sources, question).fold(Status::Unknown, |found, (said, _)| found.and(said))
}

/// The piece that shows what `status` says, unless that is nothing. Answers are preferred: they are short.
pub fn proof(sources: &[&Evidence], question: &Question<'_>) -> Option<Piece> {
    let found = status(sources, question);
    let mut voices = voices(sources, question);
    voices.find(|(said, _)| said.shows(found)).map(|(_, piece)| piece)
}

/// What each answer and each list says.
fn voices<'a>(
    sources: &'a [&'a Evidence],
    question: &'a Question<'a>,
) -> impl Iterator<Item = (Status, Piece)> + 'a {
    let lists = move || sources.iter().flat_map(|source| &source.lists);
    let answers = move || sources.iter().flat_map(|source| &source.answers);
    // A thousand answers come from one responder.
    let delegates = RefCell::new(BTreeMap::new());
    let is_revoked = move |delegate: &Authority| {
        let known = delegates.borrow().get(&delegate.digest).copied();
        known.unwrap_or_else(|| {
            let about = Question {
                subject: delegate,
                ..*question
            };
            let by_list = || lists().any(|list| list.revocation(&about).is_some());
            // The word of another delegate would have to be looked into as well, and so on.
            let by_answer = || answers().any(|answer| answer.status(&about, |_| true).is_revoked());
            let is_revoked = by_list() || by_answer();
            delegates.borrow_mut().insert(delegate.digest, is_revoked);
            is_revoked
        })
    };
    let answers = answers().map(move |answer| (answer.status(question, &is_revoked), answer.piece()));
    answers.chain(lists().map(move |list| (list.status(question), list.piece())))
}

/// Whether something issued then knows about `judged`: it is newer, or was current at it.
pub fn covers(issued: Timestamp, next: Option<Timestamp>, judged: Timestamp) -> bool {
    issued >= judged || next.is_some_and(|next| next >= judged)
}

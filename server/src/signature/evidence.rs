//! What is known beside the paper's own words: certificates on the way to an anchor, revocation lists, OCSP answers.
//! It may come from the operator, from the paper, from a cache or from the net. Where it comes from does not matter:
//! each piece counts for what its signer says.

use super::{
    authority::Authority,
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

/// Adobe's attribute for revocation data, ISO 32000-2 §12.8.3.3.2.
const REVOCATION_ARCHIVAL: const_oid::ObjectIdentifier =
    const_oid::ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.8");

/// Certificates, revocation lists and OCSP answers.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    certificates: Vec<Authority>,
    lists: Vec<RevocationList>,
    answers: Vec<OcspAnswer>,
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

    /// What the document security store of a paper holds.
    pub fn from_paper(data: &ValidationData) -> Self {
        let mut evidence = Self::default();
        for der in &data.certificates {
            evidence.add_certificate(der);
        }
        for der in &data.lists {
            evidence.add_list(der);
        }
        for der in &data.answers {
            evidence.add_answer(der);
        }
        evidence
    }

    /// What a CMS brings along: its revocation lists, and the signed attribute of Adobe.
    pub fn from_cms(data: &SignedData<'_>, signer: &SignerInfo<'_>) -> Self {
        let mut evidence = Self::default();
        for der in &data.crls {
            evidence.add_list(der);
        }
        let values = signer
            .signed_attributes
            .iter()
            .flat_map(|attributes| attributes.values(REVOCATION_ARCHIVAL));
        for (lists, answers) in values.filter_map(|value| archived(value.whole)) {
            for der in lists {
                evidence.add_list(der);
            }
            for der in answers {
                evidence.add_answer(der);
            }
        }
        evidence
    }

    /// Certificates that help to reach an anchor.
    pub fn certificates(&self) -> &[Authority] {
        &self.certificates
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.lists.is_empty() && self.answers.is_empty()
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
    let lists = || sources.iter().flat_map(|source| &source.lists);
    let mut found = Status::Unknown;
    for list in lists() {
        found = found.and(list.status(subject, issuer, judged, now));
    }
    for answer in sources.iter().flat_map(|source| &source.answers) {
        let is_revoked = |responder: &Authority| {
            lists().any(|list| matches!(list.status(responder, issuer, judged, now), Status::Revoked(_)))
        };
        let Some(statement) = answer.statement(subject, issuer, is_revoked) else {
            continue;
        };
        let end = subject.validity().1;
        let knows_expired = statement
            .cutoff
            .zip(end)
            .is_some_and(|(cutoff, end)| cutoff <= end);
        found = found.and(match statement.revoked {
            Some(at) => Status::Revoked(at),
            None if statement.issued <= now
                && covers(statement.issued, statement.next, judged)
                && (knows_expired || end.is_some_and(|end| statement.issued <= end)) =>
            {
                Status::Good
            }
            None => Status::Unknown,
        });
    }
    found
}

/// Whether something issued then knows about `judged`: it is newer, or was current at it.
pub fn covers(issued: Timestamp, next: Option<Timestamp>, judged: Timestamp) -> bool {
    issued >= judged || next.is_some_and(|next| next >= judged)
}

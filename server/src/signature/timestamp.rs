//! Timestamp tokens, RFC 3161.

use super::{
    authority::Authority,
    chain::{Search, describe_chain},
    digest::digest_algorithm,
    effort::Effort,
    evidence::{Evidence, Question, carried, proof, status},
    kept::Keeps,
    policy::Policy,
    revocation::Status,
    signer::{Claim, rests_on_sha1},
    trust::TrustStore,
    want::Wants,
};
use crate::clock::after;
use const_oid::ObjectIdentifier;
use motcua_shared::{
    signature::{
        Reason,
        parse::{
            certificate::{is_named_by, oid as digests},
            cms::{SignedData, oid},
            timestamp::Statement,
        },
        report::ChainLink,
    },
    time::Timestamp,
};
use ring::digest::digest;

/// Seconds that the clock of an authority may be ahead of ours.
const SKEW_SECONDS: u64 = 300;

/// A token that holds.
#[derive(Debug, Clone)]
pub struct Proof {
    /// When the stamped bytes existed.
    pub time: Timestamp,
    /// From the authority to the anchor.
    pub chain: Vec<ChainLink>,
    /// What is worth knowing about it.
    pub warnings: Vec<Reason>,
}

/// Who is trusted to tell the time, and what time it is.
#[derive(Debug, Clone, Copy)]
pub struct Referee<'a> {
    /// The trust anchors.
    pub store: &'a TrustStore,
    /// The rules.
    pub policy: &'a Policy,
    /// Certificates that came along.
    pub carried: &'a [Authority],
    /// Certificates that were brought from elsewhere.
    pub brought: &'a [Authority],
    /// Where revocation is looked up: in the paper, and outside it.
    pub embedded: &'a Evidence,
    /// What lies outside the paper.
    pub outside: [&'a Evidence; 2],
    /// Whether revocation is looked at.
    pub checks_revocation: bool,
    /// Now.
    pub now: Timestamp,
    /// What would help.
    pub wants: &'a Wants,
    /// What is worth keeping.
    pub keeps: &'a Keeps,
    /// What may still be spent on this paper.
    pub effort: &'a Effort,
}

/// Verifies `token`. `stamped` computes the digest, by an algorithm, of what must have been stamped.
pub fn verify(
    token: &[u8],
    referee: Referee<'_>,
    stamped: impl FnOnce(ObjectIdentifier) -> Option<Vec<u8>>,
) -> Result<Proof, Reason> {
    let invalid = |_| Reason::TimestampInvalid;
    let data = SignedData::parse(token).map_err(invalid)?;
    let content = data
        .content
        .filter(|_| data.content_type == oid::TST_INFO)
        .ok_or(Reason::TimestampInvalid)?;
    let statement = Statement::parse(content).map_err(invalid)?;
    if stamped(statement.algorithm).as_deref() != Some(statement.imprint) {
        return Err(Reason::TimestampInvalid);
    }

    let signer = data.signer().map_err(invalid)?;
    let mut carried = carried(&data);
    carried.extend_from_slice(referee.carried);
    let known = || {
        let kept = referee.store.intermediates();
        carried.iter().chain(kept).chain(referee.brought)
    };
    referee.effort.look(known().count())?;
    let authority = known()
        .find(|authority| is_named_by(&authority.certificate, &signer.identifier))
        .ok_or(Reason::TimestampUntrusted)?;
    let algorithm = digest_algorithm(signer.digest_algorithm.oid).ok_or(Reason::TimestampUntrusted)?;
    let content_digest = digest(algorithm, content);
    let claim = Claim {
        signer,
        certificate: authority,
        content_type: oid::TST_INFO,
        digest: content_digest.as_ref(),
        // RFC 3161 §2.4.2.
        needs_signing_certificate: true,
    };
    // The token may be whole and yet be worth nothing: that is another thing than a broken one.
    referee.effort.claim(claim.times())?;
    let faults = claim.check(referee.policy);
    if faults.iter().any(|fault| *fault != Reason::KeyTooShort) {
        return Err(Reason::TimestampInvalid);
    }
    if !faults.is_empty() || !authority.may_stamp_time() {
        return Err(Reason::TimestampUntrusted);
    }
    trust(&statement, &claim, authority, &carried, referee)
}

/// Whether the authority is trusted for the time it states.
fn trust(
    statement: &Statement<'_>,
    claim: &Claim<'_>,
    authority: &Authority,
    carried: &[Authority],
    referee: Referee<'_>,
) -> Result<Proof, Reason> {
    let time = statement.time;
    if time > after(referee.now, SKEW_SECONDS) || !authority.is_valid_at(time) {
        return Err(Reason::TimestampUntrusted);
    }
    let accepts_sha1 = referee
        .policy
        .sha1_timestamps_until
        .is_some_and(|until| time < until);
    let search = Search {
        store: referee.store,
        carried,
        brought: referee.brought,
        policy: referee.policy,
        at: time,
        accepts_sha1,
        effort: referee.effort,
    };
    let path = search.find(authority).map_err(|reason| {
        if reason == Reason::UntrustedIssuer {
            referee.wants.issuers(authority, &search);
        }
        Reason::TimestampUntrusted
    })?;
    let mut warnings = Vec::new();
    if rests_on_sha1(claim.signer) || statement.algorithm == digests::SHA_1 {
        if !accepts_sha1 {
            return Err(Reason::TimestampUntrusted);
        }
        warnings.push(Reason::Sha1Timestamp);
    }
    let outside = referee.store.intermediates().iter().chain(referee.brought);
    referee.keeps.path(&path, outside);
    if referee.checks_revocation {
        let [kept, brought] = referee.outside;
        let sources = [kept, referee.embedded, brought];
        for (subject, issuer) in path.iter().zip(path.iter().skip(1)) {
            let question = Question {
                subject,
                issuer,
                judged: time,
                now: referee.now,
                effort: referee.effort,
            };
            if status(&[referee.embedded], &question) == Status::Unknown
                && let Some(piece) = proof(&referee.outside, &question)
            {
                referee.keeps.add(piece);
            }
            match status(&sources, &question) {
                // A thief would have set the clock back (RFC 3161 §4, 1).
                Status::Revoked(found) if found.at <= time || found.is_theft => {
                    return Err(Reason::TimestampUntrusted);
                }
                Status::Unknown => {
                    referee.wants.revocation(subject, issuer);
                    warnings.push(Reason::TimestampRevocationUnknown);
                }
                _ => {}
            }
        }
    }
    Ok(Proof {
        time,
        chain: describe_chain(&path),
        warnings,
    })
}

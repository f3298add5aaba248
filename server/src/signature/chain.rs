//! Path building and validation, RFC 5280 §6, from a certificate to an anchor.

use super::{authority::Authority, effort::Effort, path, policy::Policy, trust::TrustStore};
use motcua_shared::{
    signature::{Reason, report::ChainLink},
    time::Timestamp,
};

/// Certificates in a path; real ones have three.
const LENGTH: usize = 8;

/// Where issuers are looked for, and by what rules.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// Anchors and kept authorities.
    pub store: &'a TrustStore,
    /// Certificates that came with the signature.
    pub carried: &'a [Authority],
    /// Certificates that were brought from elsewhere: the paper's validation data, the issuer's address.
    pub brought: &'a [Authority],
    /// The rules.
    pub policy: &'a Policy,
    /// The moment for which authorities must be valid.
    pub at: Timestamp,
    /// Whether SHA-1 will do on the end certificate, too.
    pub accepts_sha1: bool,
    /// What may still be spent on this paper.
    pub effort: &'a Effort,
}

impl<'a> Search<'a> {
    /// The path from `leaf` to an anchor, both included. Says why there is none, as precisely as it can.
    pub fn find(&self, leaf: &'a Authority) -> Result<Vec<&'a Authority>, Reason> {
        if leaf.has_unknown_critical() {
            return Err(Reason::ChainInvalid);
        }
        if self.is_anchor(leaf) {
            return Ok(vec![leaf]);
        }
        let mut path = vec![leaf];
        let mut state = State {
            reason: Reason::UntrustedIssuer,
        };
        if self.extend(&mut path, &mut state) {
            Ok(path)
        } else {
            Err(state.reason)
        }
    }

    fn extend(&self, path: &mut Vec<&'a Authority>, state: &mut State) -> bool {
        let Some(last) = path.last().copied() else {
            return false;
        };
        if path.len() >= LENGTH {
            return false;
        }
        for issuer in self.candidates() {
            if !issuer.may_have_issued(last) || path.iter().any(|link| link.is(issuer)) {
                continue;
            }
            if let Err(reason) = self.effort.certificate(last.times(issuer)) {
                state.note(reason);
                return false;
            }
            if let Err(reason) = self.check_link(last, issuer) {
                state.note(reason);
                continue;
            }
            path.push(issuer);
            if self.is_anchor(issuer) {
                match path::validate(path) {
                    Ok(()) => return true,
                    Err(reason) => state.note(reason),
                }
            } else if self.extend(path, state) {
                return true;
            }
            path.pop();
        }
        false
    }

    /// Where the search ended: `leaf`, or the authorities above it whose own issuer nobody has.
    pub fn ends(&self, leaf: &'a Authority) -> Vec<&'a Authority> {
        let mut ends = Vec::new();
        let mut open = vec![leaf];
        let mut seen: Vec<&Authority> = Vec::new();
        while let Some(last) = open.pop() {
            if seen.len() >= LENGTH || seen.iter().any(|known| known.is(last)) {
                continue;
            }
            seen.push(last);
            let mut issuers = self
                .candidates()
                .filter(|issuer| issuer.may_have_issued(last))
                .peekable();
            if issuers.peek().is_none() {
                ends.push(last);
            }
            open.extend(issuers);
        }
        ends
    }

    fn candidates(&self) -> impl Iterator<Item = &'a Authority> {
        let kept = self.store.anchors().iter().chain(self.store.intermediates());
        kept.chain(self.carried).chain(self.brought)
    }

    /// RFC 5280 §6.1.3 and §6.1.4 for one step, as far as one step can be judged alone; `path` does the rest.
    fn check_link(&self, subject: &Authority, issuer: &Authority) -> Result<(), Reason> {
        match subject.is_signed_by(issuer) {
            // A namesake with another key.
            Err(Reason::SignatureInvalid) => return Err(Reason::UntrustedIssuer),
            other => other?,
        }
        let is_anchor = self.is_anchor(issuer);
        if !issuer.may_issue() || !is_anchor && issuer.has_unknown_critical() {
            return Err(Reason::ChainInvalid);
        }
        if subject.scheme()?.is_sha1() && !(is_anchor && self.accepts_sha1_on(subject)) {
            return Err(Reason::Sha1Signature);
        }
        if !is_anchor && !issuer.is_valid_at(self.at) {
            // Not the reason for an expired certificate: that is said of the signer's own.
            return Err(Reason::ChainInvalid);
        }
        Ok(())
    }

    fn accepts_sha1_on(&self, subject: &Authority) -> bool {
        let is_kept = self.store.intermediates().iter().any(|kept| kept.is(subject));
        self.accepts_sha1 || is_kept && self.policy.accepts_sha1_on_kept_authorities
    }

    fn is_anchor(&self, authority: &Authority) -> bool {
        self.store.anchors().iter().any(|anchor| anchor.is(authority))
    }
}

/// A path as it is reported.
pub fn describe_chain(path: &[&Authority]) -> Vec<ChainLink> {
    let links = path.iter().enumerate().map(|(place, authority)| {
        let (valid_from, valid_to) = authority.validity();
        ChainLink {
            name: authority.name(),
            valid_from,
            valid_to,
            is_anchor: place + 1 == path.len(),
            fingerprint: authority.fingerprint(),
        }
    });
    links.collect()
}

struct State {
    /// The best explanation so far: a path that nearly held says more than none.
    reason: Reason,
}

impl State {
    fn note(&mut self, reason: Reason) {
        if self.reason == Reason::UntrustedIssuer || reason == Reason::LimitExceeded {
            self.reason = reason;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::testing::{World, namesake};

    /// What is found for a certificate with these beside it, and what was spent on it.
    fn find(leaf: &Authority, brought: &[Authority], at: &str) -> (Result<usize, Reason>, Effort) {
        let effort = Effort::new();
        let search = Search {
            store: &TrustStore::default(),
            carried: &[],
            brought,
            policy: &Policy::default(),
            at: Timestamp::parse(at).unwrap(),
            accepts_sha1: false,
            effort: &effort,
        };
        let found = search.find(leaf).map(|path| path.len());
        (found, effort)
    }

    #[test]
    fn the_end_of_an_authority_is_not_told_as_that_of_the_signer() {
        let world = World::new();
        let leaf = world.holder(7, false).authority;
        let root = [world.root.authority];
        assert_eq!(
            find(&leaf, &root, "2026-06-01T00:00:00Z").0,
            Err(Reason::UntrustedIssuer)
        );
        assert_eq!(
            find(&leaf, &root, "2028-06-01T00:00:00Z").0,
            Err(Reason::ChainInvalid)
        );
    }

    #[test]
    fn namesakes_without_end_are_looked_at_up_to_a_limit() {
        let namesakes: Vec<_> = (0..700).map(|_| namesake()).collect();
        let (leaf, others) = namesakes.split_first().unwrap();
        let (few, _) = others.split_at(100);
        let (found, effort) = find(leaf, few, "2026-06-01T00:00:00Z");
        assert_eq!((found, effort.is_spent()), (Err(Reason::UntrustedIssuer), false));
        let (found, effort) = find(leaf, others, "2026-06-01T00:00:00Z");
        assert_eq!((found, effort.is_spent()), (Err(Reason::LimitExceeded), true));
    }
}

//! What holds for a path as a whole, RFC 5280 §6.1: path length, name constraints, certificate policies. Signatures,
//! key usage and validity were checked link by link. Policy mappings are not processed: a critical one is refused as an
//! unknown extension, any other changes nothing unless a policy is asked for, and then only makes the check stricter.

use super::{
    authority::{Authority, oid},
    name_constraint::Subtrees,
};
use const_oid::ObjectIdentifier;
use der::Decode;
use motcua_shared::signature::Reason;
use std::collections::BTreeSet;
use x509_cert::ext::pkix::{CertificatePolicies, NameConstraints, PolicyConstraints};

/// Checks a path from its last certificate to an anchor, both included. The anchor's own constraints bind, too: an
/// operator who pins it did not mean more than it says.
pub fn validate(path: &[&Authority]) -> Result<(), Reason> {
    let mut state = State::new(path.len());
    for (place, certificate) in path.iter().enumerate().rev() {
        let is_last = place == 0;
        let is_anchor = place + 1 == path.len();
        if !is_anchor {
            state.accept(certificate, is_last)?;
        }
        if !is_last {
            state.prepare(certificate, is_anchor)?;
        }
    }
    Ok(())
}

/// The state variables of §6.1.2.
struct State {
    /// `max_path_length`.
    length: usize,
    names: Subtrees,
    /// The policies that hold along the whole path so far; `None` stands for any.
    policies: Option<BTreeSet<ObjectIdentifier>>,
    /// `explicit_policy`.
    until_explicit: usize,
    /// `inhibit_anyPolicy`.
    until_no_any: usize,
}

impl State {
    fn new(length: usize) -> Self {
        Self {
            length,
            names: Subtrees::default(),
            policies: None,
            until_explicit: length + 1,
            until_no_any: length + 1,
        }
    }

    /// §6.1.3 (b) to (f), and for the last certificate §6.1.5 (a), (b), (g).
    fn accept(&mut self, certificate: &Authority, is_last: bool) -> Result<(), Reason> {
        if is_last || !certificate.is_self_issued() {
            self.names.check(certificate)?;
        }
        self.meet_policies(certificate, is_last)?;
        if is_last {
            self.until_explicit = self.until_explicit.saturating_sub(1);
            if policy_constraints(certificate)?.is_some_and(|found| found.require_explicit_policy == Some(0))
            {
                self.until_explicit = 0;
            }
        }
        let is_empty = self.policies.as_ref().is_some_and(BTreeSet::is_empty);
        if self.until_explicit == 0 && is_empty {
            return Err(Reason::ChainInvalid);
        }
        Ok(())
    }

    /// §6.1.3 (d) and (e). Without mappings the policy tree is the intersection along the path.
    fn meet_policies(&mut self, certificate: &Authority, is_last: bool) -> Result<(), Reason> {
        let Some((_, body)) = certificate.find(oid::POLICIES) else {
            self.policies = Some(BTreeSet::new());
            return Ok(());
        };
        let found = CertificatePolicies::from_der(body).map_err(|_| Reason::ChainInvalid)?;
        let named: BTreeSet<_> = found.0.iter().map(|policy| policy.policy_identifier).collect();
        let any_counts = self.until_no_any > 0 || !is_last && certificate.is_self_issued();
        if any_counts && named.contains(&oid::ANY_POLICY) {
            return Ok(());
        }
        let named = named.into_iter().filter(|policy| *policy != oid::ANY_POLICY);
        self.policies = Some(match &self.policies {
            None => named.collect(),
            Some(held) => named.filter(|policy| held.contains(policy)).collect(),
        });
        Ok(())
    }

    /// §6.1.4 (g) to (m).
    fn prepare(&mut self, certificate: &Authority, is_anchor: bool) -> Result<(), Reason> {
        if let Some((_, body)) = certificate.find(oid::NAME_CONSTRAINTS) {
            let found = NameConstraints::from_der(body).map_err(|_| Reason::ChainInvalid)?;
            self.names.add(found)?;
        }
        if !certificate.is_self_issued() {
            self.until_explicit = self.until_explicit.saturating_sub(1);
            self.until_no_any = self.until_no_any.saturating_sub(1);
            if !is_anchor {
                self.length = self.length.checked_sub(1).ok_or(Reason::ChainInvalid)?;
            }
        }
        if let Some(limit) = policy_constraints(certificate)?.and_then(|found| found.require_explicit_policy)
        {
            self.until_explicit = self.until_explicit.min(count(limit));
        }
        if let Some((_, body)) = certificate.find(oid::INHIBIT_ANY_POLICY) {
            let limit = u32::from_der(body).map_err(|_| Reason::ChainInvalid)?;
            self.until_no_any = self.until_no_any.min(count(limit));
        }
        if let Some(limit) = certificate.path_length() {
            self.length = self.length.min(limit);
        }
        Ok(())
    }
}

fn policy_constraints(certificate: &Authority) -> Result<Option<PolicyConstraints>, Reason> {
    certificate
        .find(oid::POLICY_CONSTRAINTS)
        .map(|(_, body)| PolicyConstraints::from_der(body).map_err(|_| Reason::ChainInvalid))
        .transpose()
}

fn count(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

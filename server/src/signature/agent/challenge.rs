//! A challenge that a token signed: is it a signature of that certificate over these bytes, and whom does the certificate
//! name? Judged now, by the rules for papers.

use super::super::{
    algorithm::Scheme,
    authority::Authority,
    chain::Search,
    effort::Effort,
    evidence::{Evidence, Question, status},
    fetch::{Fetch, bring},
    policy::Decision,
    revocation::Status,
    signer::{Claim, check_key_length, rests_on_sha1},
    verifier::Verifier,
    want::{Want, Wants},
};
use super::{holder::TokenHolder, refusal::TokenRefusal};
use motcua_shared::{
    signature::{
        parse::{
            ber,
            certificate::{self, digest_name, signer_certificate},
            cms::{Algorithm, SignedData, oid},
        },
        report::SignerKind,
    },
    time::Timestamp,
};
use ring::digest::digest;

/// Whom a caller needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// An organisation that can be found again by its code.
    Organisation,
    /// Whoever holds an accepted certificate.
    Anyone,
}

/// What the token made, decoded.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// RSA PKCS #1 v1.5 or ECDSA (DER) over the SHA-256 of the statement.
    Raw {
        /// Certificate, DER.
        certificate: &'a [u8],
        /// Signature value.
        signature: &'a [u8],
    },
    /// A CMS over the statement, carried or detached.
    Cms(&'a [u8]),
}

/// What is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct SignedChallenge<'a> {
    /// [`motcua_shared::signature::agent::TokenChallenge::statement`], made anew here.
    pub statement: &'a str,
    /// The certificate that the person was shown before, if there was one.
    pub shown: Option<&'a [u8]>,
    /// What the token made.
    pub proof: Proof<'a>,
}

/// Whose token it is or why not, and what would have helped to say more.
#[derive(Debug, Clone)]
pub struct Identified {
    /// Whose, or why not.
    pub outcome: Result<TokenHolder, TokenRefusal>,
    /// Revocation data and issuers that were missing.
    pub wants: Vec<Want>,
}

/// Judges with `evidence` from elsewhere. Pure: what it wants, others may bring.
pub fn identify(
    verifier: &Verifier,
    signed: &SignedChallenge<'_>,
    wanted: Wanted,
    at: Timestamp,
    evidence: &Evidence,
) -> Identified {
    let wants = Wants::default();
    let judge = Judge {
        verifier,
        at,
        evidence,
        wants: &wants,
    };
    let outcome = judge.judge(signed, wanted);
    Identified {
        outcome,
        wants: wants.into_list(),
    }
}

/// The same, bringing what is missing from `sources`.
pub fn identify_with(
    verifier: &Verifier,
    signed: &SignedChallenge<'_>,
    wanted: Wanted,
    at: Timestamp,
    sources: &[&dyn Fetch],
) -> Result<TokenHolder, TokenRefusal> {
    let judge = |evidence: &Evidence| identify(verifier, signed, wanted, at, evidence);
    bring(Evidence::default(), sources, judge, |one| &one.wants).outcome
}

struct Judge<'a> {
    verifier: &'a Verifier,
    at: Timestamp,
    evidence: &'a Evidence,
    wants: &'a Wants,
}

impl Judge<'_> {
    fn judge(&self, signed: &SignedChallenge<'_>, wanted: Wanted) -> Result<TokenHolder, TokenRefusal> {
        let (certificate, carried) = match signed.proof {
            Proof::Raw {
                certificate,
                signature,
            } => (self.raw(signed.statement, certificate, signature)?, Vec::new()),
            Proof::Cms(cms) => self.cms(signed.statement, cms)?,
        };
        if signed.shown.is_some_and(|shown| *shown != *certificate.der) {
            return Err(TokenRefusal::OtherCertificate);
        }
        let holder = self.trust(&certificate, &carried)?;
        match (wanted, holder.kind) {
            (Wanted::Anyone, _) => Ok(holder),
            (Wanted::Organisation, SignerKind::Person) => Err(TokenRefusal::Personal),
            (Wanted::Organisation, _) if holder.identifiers.is_empty() => Err(TokenRefusal::NoIdentifier),
            (Wanted::Organisation, _) => Ok(holder),
        }
    }

    fn raw(&self, statement: &str, der: &[u8], signature: &[u8]) -> Result<Authority, TokenRefusal> {
        let certificate = Authority::parse(der).map_err(|_| TokenRefusal::Unreadable)?;
        let key = &certificate.certificate.tbs_certificate.subject_public_key_info;
        let algorithm = Algorithm {
            oid: key.algorithm.oid,
            parameters: None,
        };
        let scheme = Scheme::read(algorithm, Some(certificate::oid::SHA_256)).map_err(TokenRefusal::of)?;
        scheme
            .verify(key, statement.as_bytes(), signature)
            .map_err(TokenRefusal::of)?;
        check_key_length(key, self.verifier.policy()).map_err(TokenRefusal::of)?;
        self.is_good(certificate::oid::SHA_256)?;
        Ok(certificate)
    }

    fn cms(&self, statement: &str, cms: &[u8]) -> Result<(Authority, Vec<Authority>), TokenRefusal> {
        let (der, _) = ber::to_definite(cms).map_err(|_| TokenRefusal::Unreadable)?;
        let data = SignedData::parse(&der).map_err(|_| TokenRefusal::Unreadable)?;
        let signer = data.signer().map_err(|_| TokenRefusal::Unreadable)?;
        let (_, der) = signer_certificate(&data, signer).map_err(|_| TokenRefusal::Unreadable)?;
        let certificate = Authority::parse(der).map_err(|_| TokenRefusal::Unreadable)?;
        if data
            .content
            .is_some_and(|content| content != statement.as_bytes())
        {
            return Err(TokenRefusal::SignatureWrong);
        }
        if rests_on_sha1(signer) {
            return Err(TokenRefusal::WeakAlgorithm);
        }
        let algorithm = super::super::digest::digest_algorithm(signer.digest_algorithm.oid);
        let sum = digest(
            algorithm.ok_or(TokenRefusal::WeakAlgorithm)?,
            statement.as_bytes(),
        );
        let claim = Claim {
            signer,
            certificate: &certificate,
            content_type: oid::DATA,
            digest: sum.as_ref(),
            needs_signing_certificate: false,
        };
        let mut reasons = claim.check(self.verifier.policy());
        reasons.sort_unstable();
        if let Some(worst) = reasons.first() {
            return Err(TokenRefusal::of(*worst));
        }
        self.is_good(signer.digest_algorithm.oid)?;
        let carried = data
            .certificates
            .iter()
            .filter_map(|der| Authority::parse(der).ok());
        let carried = carried.collect();
        Ok((certificate, carried))
    }

    fn is_good(&self, digest: const_oid::ObjectIdentifier) -> Result<(), TokenRefusal> {
        if self.verifier.policy().is_good(&digest_name(digest), self.at) {
            Ok(())
        } else {
            Err(TokenRefusal::WeakAlgorithm)
        }
    }

    /// Chain, validity, purpose and revocation, now.
    fn trust(&self, certificate: &Authority, carried: &[Authority]) -> Result<TokenHolder, TokenRefusal> {
        let policy = self.verifier.policy();
        let effort = Effort::new();
        let search = Search {
            store: self.verifier.store(),
            carried,
            brought: self.evidence.certificates(),
            policy,
            at: self.at,
            accepts_sha1: false,
            effort: &effort,
        };
        let path = search.find(certificate).map_err(|reason| {
            self.wants.issuers(certificate, &search);
            TokenRefusal::of(reason)
        })?;
        let anchor = path.last().filter(|anchor| policy.admits(&anchor.fingerprint()));
        let anchor = *anchor.ok_or(TokenRefusal::Foreign)?;
        match certificate.validity() {
            (Some(from), _) if self.at < from => return Err(TokenRefusal::NotYetValid { from }),
            (_, Some(since)) if since < self.at => return Err(TokenRefusal::Expired { since }),
            (Some(_), Some(_)) => {}
            _ => return Err(TokenRefusal::Unreadable),
        }
        // Who may not sign documents does not speak for anybody, and an authority is no holder.
        if !certificate.may_sign_documents() || path.len() < 2 {
            return Err(TokenRefusal::Foreign);
        }
        let sources = [self.verifier.store().evidence(), self.evidence];
        let mut is_known = true;
        for (subject, issuer) in path.iter().zip(path.iter().skip(1)) {
            let question = Question {
                subject,
                issuer,
                judged: self.at,
                now: self.at,
                effort: &effort,
            };
            match status(&sources, &question) {
                Status::Good => {}
                Status::Revoked(told) => return Err(TokenRefusal::Revoked { since: told.at }),
                Status::Unknown => {
                    self.wants.revocation(subject, issuer);
                    is_known = false;
                }
            }
        }
        // What was left out may have been a revocation.
        if effort.is_spent() {
            return Err(TokenRefusal::Unreadable);
        }
        // There is nobody to hold a sign-in for: what the policy would have a person look at, goes in and says so.
        if !is_known && policy.unknown_revocation == Decision::Refuse {
            return Err(TokenRefusal::RevocationUnknown);
        }
        TokenHolder::read(certificate, anchor, is_known).ok_or(TokenRefusal::Unreadable)
    }
}

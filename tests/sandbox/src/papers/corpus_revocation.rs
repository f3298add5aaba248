//! Revocation data inside the paper, and the PAdES levels that come of it.

use std::sync::Arc;

use anyhow::Result;
use chrono::Duration;

use super::corpus::one;
use super::{Case, Expected, days_ago, letter, signed, stamp, usual};
use crate::pdf::document::{Layout, Pdf};
use crate::pdf::sign::{DOCUMENT_TIMESTAMP, Signature, sign};
use crate::pki::certificate::{Identity, Kind, Order, Part, issue, name};
use crate::pki::key::Hash;
use crate::pki::ocsp::{Answer, archival};
use crate::pki::revocation::{Revoked, list};
use crate::pki::world::World;

const FOLDER: &str = "corpus";
/// Holds a certificate that no published list names.
const SIGNER: &str = "org-answered";

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = answers(world)?;
    cases.extend(levels(world)?);
    Ok(cases)
}

fn responder(world: &World) -> Result<Identity> {
    let order = Order {
        id: "responder-g2",
        subject: name(&[Part::C("VN"), Part::Cn("OCSP G2 (SANDBOX)")]),
        key: Arc::clone(&world.get("org-expired")?.key),
        kind: Kind::Responder,
        from: days_ago(world, 300),
        to: world.made_at + Duration::days(300),
        hash: Hash::Sha256,
        repository_name: "cpcag2",
        extra: Vec::new(),
    };
    issue(order, Some(world.get("sub-g2")?))
}

/// An answer about the signer, a day ago, revoked 60 days ago if so.
fn answer(world: &World, responder: &Identity, is_revoked: bool) -> Result<Vec<u8>> {
    Answer {
        issuer: world.get("sub-g2")?,
        subject: world.get(SIGNER)?,
        responder,
        revoked: is_revoked.then(|| days_ago(world, 60)),
        from: days_ago(world, 1),
        next: world.made_at + Duration::days(6),
    }
    .encode()
}

/// What an answer inside the signature does, by who gave it. The signature is 40 days old.
fn answers(world: &World) -> Result<Vec<Case>> {
    let issuer = world.get("sub-g2")?;
    let delegate = responder(world)?;
    let revoked = |why| Expected::one("TOTAL-FAILED", why).because(&["revoked"]);
    let ignored = Expected::passed;
    let cases = [
        (
            "ocsp-good",
            issuer,
            false,
            Expected::passed("the issuer answers: good"),
        ),
        (
            "ocsp-revoked",
            issuer,
            true,
            revoked("the issuer answers: revoked before the timestamp"),
        ),
        (
            "ocsp-revoked-by-delegate",
            &delegate,
            true,
            revoked("a responder that the issuer delegated to answers: revoked"),
        ),
        (
            "ocsp-revoked-by-stranger",
            world.get("impostor-sub")?,
            true,
            ignored("an authority that only took the issuer's name answers: nobody listens"),
        ),
        (
            "ocsp-revoked-by-end-entity",
            world.get("org-hoa-mai")?,
            true,
            ignored("an agency answers, which the issuer never delegated to: nobody listens"),
        ),
    ];
    let made = cases.into_iter().map(|(name, responder, is_revoked, expected)| {
        let answer = answer(world, responder, is_revoked)?;
        one(world, name, SIGNER, expected, |s| {
            s.cms.archival = Some(archival(&[], &[answer]))
        })
    });
    made.collect()
}

/// Lists of the authorities above a signer, a day ago; the signer's revoked 60 days ago if so.
fn lists(world: &World, is_revoked: bool) -> Result<Vec<Vec<u8>>> {
    let (from, next) = (days_ago(world, 1), world.made_at + Duration::days(6));
    let revoked = [Revoked {
        identity: world.get(SIGNER)?,
        since: days_ago(world, 60),
        reason: 1,
    }];
    let named: &[Revoked] = if is_revoked { &revoked } else { &[] };
    Ok(vec![
        list(world.get("sub-g2")?, from, next, named)?,
        list(world.get("root-g2")?, from, next, &[])?,
    ])
}

fn cades<'a>(world: &'a World, days: i64) -> Result<Signature<'a>> {
    let mut signature = usual(world, SIGNER, days)?;
    signature.sub_filter = "ETSI.CAdES.detached";
    signature.cms.ess = true;
    Ok(signature)
}

/// A document timestamp, an hour ago.
fn seal(pdf: &mut Pdf, world: &World) -> Result<()> {
    let at = world.made_at - Duration::hours(1);
    let mut signature = Signature::new(world.get("tsa-g2")?, at);
    signature.sub_filter = DOCUMENT_TIMESTAMP;
    signature.cms.stamp = Some(stamp(world, "g2", at)?);
    sign(pdf, &signature)?;
    Ok(())
}

fn levels(world: &World) -> Result<Vec<Case>> {
    let text = letter("to-trinh");
    let case = |name, pdf: Pdf, expected| Case::new(FOLDER, name, pdf.bytes, expected);
    let level = |level, why| Expected {
        levels: vec![Some(level)],
        ..Expected::passed(why)
    };
    let stored = |expected: Expected| Expected {
        changes_after: vec!["permitted"],
        covers_whole_document: vec![false],
        ..expected
    };
    let sealed = |level, why| Expected {
        signatures: 2,
        changes_after: vec!["permitted", "none"],
        covers_whole_document: vec![false, true],
        levels: vec![Some(level), None],
        ..Expected::passed(why)
    };
    let authorities = [
        world.get("sub-g2")?.certificate.clone(),
        world.get("root-g2")?.certificate.clone(),
    ];

    let mut basic = cades(world, 30)?;
    basic.cms.stamp = None;
    let basic = signed(text, Layout::Table, &basic)?;
    let stamped = signed(text, Layout::Table, &cades(world, 30)?)?;
    let mut stamped_whole = basic.clone();
    seal(&mut stamped_whole, world)?;
    let mut long = stamped.clone();
    long.add_store(&authorities, &lists(world, false)?, &[])?;
    let mut by_answer = stamped.clone();
    let good = answer(world, world.get("sub-g2")?, false)?;
    by_answer.add_store(&authorities, &lists(world, false)?[1..], &[good])?;
    let mut archived = long.clone();
    seal(&mut archived, world)?;
    let mut streams = signed(text, Layout::Streams, &cades(world, 30)?)?;
    streams.add_store(&authorities, &lists(world, false)?, &[])?;
    seal(&mut streams, world)?;
    let mut revoked = stamped.clone();
    revoked.add_store(&authorities, &lists(world, true)?, &[])?;
    seal(&mut revoked, world)?;
    let mut only_stamp = super::paper(text, Layout::Table)?;
    seal(&mut only_stamp, world)?;

    Ok(vec![
        case("pades-b-b", basic, level("B-B", "PAdES without a timestamp")),
        case(
            "pades-b-t",
            stamped,
            level("B-T", "PAdES with a signature timestamp"),
        ),
        case(
            "pades-b-t-by-document-timestamp",
            stamped_whole,
            sealed("B-T", "the only timestamp is one over the document"),
        ),
        case(
            "pades-b-lt",
            long,
            stored(level("B-LT", "certificates and lists in the security store")),
        ),
        case(
            "pades-b-lt-ocsp",
            by_answer,
            stored(level("B-LT", "an OCSP answer and a list in the security store")),
        ),
        case(
            "pades-b-lta",
            archived,
            sealed("B-LTA", "and a document timestamp over it"),
        ),
        case(
            "pades-b-lta-streams",
            streams,
            sealed("B-LTA", "the same with cross-reference streams"),
        ),
        case(
            "pades-revoked-inside",
            revoked,
            Expected {
                verdict: vec!["TOTAL-FAILED"],
                levels: vec![None, None],
                ..sealed(
                    "B-LTA",
                    "a list in the security store names the signer, before the signature",
                )
                .because(&["revoked"])
            },
        ),
        case(
            "only-a-document-timestamp",
            only_stamp,
            Expected::one("INDETERMINATE", "a document timestamp, but nobody's signature"),
        ),
    ])
}

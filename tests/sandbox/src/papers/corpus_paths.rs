//! Chains with constraints, kept and broken. The authority in the middle is one that the paper brings along.

use std::sync::Arc;

use anyhow::Result;
use chrono::Duration;

use super::{Case, Expected, days_ago, letter, signed, stamp};
use crate::asn1::*;
use crate::pdf::document::Layout;
use crate::pdf::sign::Signature;
use crate::pki::certificate::{Identity, Kind, Order, Part, extension, issue, name};
use crate::pki::holders::PROVINCE;
use crate::pki::key::Hash;
use crate::pki::world::World;

const FOLDER: &str = "corpus";
const NAME_CONSTRAINTS: &str = "2.5.29.30";
const POLICIES: &str = "2.5.29.32";
const POLICY_MAPPINGS: &str = "2.5.29.33";
const POLICY_CONSTRAINTS: &str = "2.5.29.36";
/// Made up, below the arc of UUIDs: the arc for examples (2.999) is beyond what const-oid 0.9 reads.
const POLICY: &str = "2.25.7001";
const OTHER_POLICY: &str = "2.25.7002";

/// What the authority and the signer have beside the usual.
#[derive(Default)]
struct Extras {
    authority: Vec<Vec<u8>>,
    signer: Vec<Vec<u8>>,
}

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let broken = |why| {
        Expected::one("INDETERMINATE", why)
            .or("TOTAL-FAILED")
            .because(&["no-trusted-chain"])
    };
    let passed = Expected::passed;
    let both = |policy: &str, signer: Option<&str>| Extras {
        authority: vec![
            policies(policy),
            extension(POLICY_CONSTRAINTS, true, &seq(&[implicit(0, &[0])])),
        ],
        signer: signer.map(policies).into_iter().collect(),
    };
    let authority = |extra: Vec<u8>| Extras {
        authority: vec![extra],
        ..Extras::default()
    };
    let mapping = seq(&[seq(&[oid(POLICY), oid(OTHER_POLICY)])]);
    let place = |locality| name(&[Part::C("VN"), Part::L(locality)]);
    let cases = [
        (
            "names-permitted",
            authority(names(0, &[explicit(4, &place(PROVINCE))])),
            passed("the authority may issue for this province only, and did"),
        ),
        (
            "names-permitted-other-case",
            authority(names(0, &[explicit(4, &place("BÌNH  MINH MẪU"))])),
            passed("names are compared whatever their case and blanks"),
        ),
        (
            "names-not-permitted",
            authority(names(0, &[explicit(4, &place("Tỉnh Khác"))])),
            broken("the authority may issue for another province only"),
        ),
        (
            "names-excluded",
            authority(names(1, &[implicit(1, b"binhminhmau.example")])),
            broken("the authority may not issue for this e-mail host"),
        ),
        (
            "critical-extension-in-authority",
            authority(extension("2.25.7003", true, &null())),
            broken("a critical extension that nobody knows, in the authority's certificate"),
        ),
        (
            "critical-extension-in-signer",
            Extras {
                signer: vec![extension("2.25.7003", true, &null())],
                ..Extras::default()
            },
            broken("a critical extension that nobody knows, in the signer's certificate"),
        ),
        (
            "extension-unknown-but-not-critical",
            authority(extension("2.25.7003", false, &null())),
            passed("an extension that nobody knows, but not critical"),
        ),
        (
            "policy-required-and-there",
            both(POLICY, Some(POLICY)),
            passed("a policy is required and both have it"),
        ),
        (
            "policy-required-and-missing",
            both(POLICY, None),
            broken("a policy is required, the signer has none"),
        ),
        (
            "policy-required-and-different",
            both(POLICY, Some(OTHER_POLICY)),
            broken("a policy is required, the signer has another"),
        ),
        (
            "policy-mapping",
            authority(extension(POLICY_MAPPINGS, true, &mapping)),
            broken("critical policy mappings are not processed and so refused"),
        ),
    ];
    cases
        .into_iter()
        .map(|(name, extras, expected)| Ok(Case::new(FOLDER, name, paper(world, extras)?, expected)))
        .collect()
}

/// NameConstraints with the bases as permitted (0) or excluded (1) subtrees.
fn names(kind: u8, bases: &[Vec<u8>]) -> Vec<u8> {
    let trees: Vec<Vec<u8>> = bases.iter().map(|base| seq(std::slice::from_ref(base))).collect();
    extension(NAME_CONSTRAINTS, true, &seq(&[explicit(kind, &trees.concat())]))
}

fn policies(policy: &str) -> Vec<u8> {
    extension(POLICIES, false, &seq(&[seq(&[oid(policy)])]))
}

fn paper(world: &World, extras: Extras) -> Result<Vec<u8>> {
    let make = |id, subject, kind, extra, issuer: &Identity| {
        let order = Order {
            id,
            subject,
            key: Arc::clone(&world.get("org-expired")?.key),
            kind,
            from: days_ago(world, 300),
            to: world.made_at + Duration::days(300),
            hash: Hash::Sha256,
            repository_name: "rootcag2",
            extra,
        };
        issue(order, Some(issuer))
    };
    let limited = name(&[
        Part::C("VN"),
        Part::L(PROVINCE),
        Part::Cn("CA có giới hạn (SANDBOX)"),
    ]);
    let authority = make(
        "limited",
        limited,
        Kind::SubAuthority,
        extras.authority,
        world.get("root-g2")?,
    )?;
    let kind = Kind::EndEntity {
        email: "hoamai@binhminhmau.example",
    };
    // Another order of name parts than the usual, so that a constraint can take in country and place.
    let holder = name(&[
        Part::C("VN"),
        Part::L(PROVINCE),
        Part::O("UBND TỈNH BÌNH MINH MẪU"),
        Part::Cn("ỦY BAN NHÂN DÂN XÃ HOA MAI"),
        Part::Uid("MNS:9990001"),
    ]);
    let signer = make("signer", holder, kind, extras.signer, &authority)?;
    let claimed = days_ago(world, 12);
    let mut signature = Signature::new(&signer, claimed);
    signature.cms.stamp = Some(stamp(world, "g2", claimed + Duration::seconds(5))?);
    signature.cms.extra_certificates = vec![authority.certificate.clone()];
    Ok(signed(letter("to-trinh"), Layout::Table, &signature)?.bytes)
}

//! Sound signatures in unusual shapes: a verifier has to take each for what it is.

use anyhow::Result;

use super::{Case, Expected, corpus_times, days_ago, letter, paper, person_look, seal_look, signed, usual};
use crate::pdf::document::{Layout, Pdf};
use crate::pdf::sign::{Look, Signature, sign};
use crate::pki::key::{Hash, Padding};
use crate::pki::world::World;

const FOLDER: &str = "corpus";

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = shapes(world)?;
    cases.extend(corpus_times::times(world)?);
    cases.extend(corpus_times::holders(world)?);
    cases.extend(several(world)?);
    Ok(cases)
}

/// One signed page, after `change` was made to the usual signature.
pub fn one<'a>(
    world: &'a World,
    name: &str,
    signer: &str,
    expected: Expected,
    change: impl FnOnce(&mut Signature<'a>),
) -> Result<Case> {
    let mut signature = usual(world, signer, 40)?;
    change(&mut signature);
    let pdf = signed(letter("bao-cao-thanh-tich"), Layout::Table, &signature)?;
    Ok(Case::new(FOLDER, name, pdf.bytes, expected))
}

/// Algorithms and encodings.
fn shapes(world: &World) -> Result<Vec<Case>> {
    let passed = Expected::passed;
    let org = "org-hoa-mai";
    let sub = world.get("sub-g2")?.certificate.clone();
    let root = world.get("root-g2")?.certificate.clone();
    let cades = |signature: &mut Signature<'_>| {
        signature.sub_filter = "ETSI.CAdES.detached";
        signature.cms.ess = true;
        signature.cms.extra_certificates = vec![sub.clone()];
    };
    Ok(vec![
        one(
            world,
            "pss-sha256",
            org,
            passed("RSASSA-PSS, SHA-256, salt of 32 bytes"),
            |s| s.cms.padding = Padding::Pss,
        )?,
        one(
            world,
            "pss-sha512",
            org,
            passed("RSASSA-PSS, SHA-512, salt of 64 bytes"),
            |s| {
                s.cms.padding = Padding::Pss;
                s.cms.hash = Hash::Sha512;
            },
        )?,
        one(world, "sha384", org, passed("RSA with SHA-384"), |s| {
            s.cms.hash = Hash::Sha384
        })?,
        one(world, "sha512", org, passed("RSA with SHA-512"), |s| {
            s.cms.hash = Hash::Sha512
        })?,
        one(
            world,
            "ecdsa-p256",
            "org-p256",
            passed("ECDSA on P-256 with SHA-256"),
            |_| (),
        )?,
        one(
            world,
            "cades",
            org,
            passed("ETSI.CAdES.detached with signing-certificate-v2 and the intermediate inside"),
            cades,
        )?,
        one(
            world,
            "cades-without-timestamp",
            org,
            passed("as seen once in the wild"),
            |s| {
                cades(s);
                s.cms.stamp = None;
            },
        )?,
        one(
            world,
            "ber-indefinite",
            org,
            passed("CMS in BER with indefinite lengths, gap of 20,002 digits"),
            |s| {
                s.cms.indefinite = true;
                s.gap = 20_002;
            },
        )?,
        one(
            world,
            "chain-and-root-inside",
            org,
            passed("intermediate and root are sent along"),
            |s| {
                s.cms.extra_certificates = vec![sub.clone(), root.clone()];
            },
        )?,
        one(
            world,
            "wide-gap",
            org,
            passed("49,536 digits of room, nearly all zeros"),
            |s| s.gap = 49_536,
        )?,
        one(
            world,
            "sha1-today",
            org,
            Expected::one("INDETERMINATE", "SHA-1 in a new signature below G2").or("TOTAL-FAILED"),
            |s| {
                s.cms.hash = Hash::Sha1;
            },
        )?,
        streams(world)?,
    ])
}

/// Cross-reference streams and an object stream, two signatures.
fn streams(world: &World) -> Result<Case> {
    let mut pdf = paper(letter("bien-ban-hop"), Layout::Streams)?;
    sign(&mut pdf, &usual(world, "person-mau", 41)?)?;
    sign(&mut pdf, &usual(world, "org-hoa-mai", 40)?)?;
    let expected = Expected {
        signatures: 2,
        changes_after: vec!["permitted", "none"],
        covers_whole_document: vec![false, true],
        ..Expected::passed("cross-reference streams and an object stream")
    };
    Ok(Case::new(FOLDER, "xref-streams", pdf.bytes, expected))
}

/// Several signatures, and additions that are allowed.
fn several(world: &World) -> Result<Vec<Case>> {
    let text = letter("hai-chu-ky-nguoi-va-co-quan");
    let mut pdf = paper(text, Layout::Table)?;
    let person = Signature {
        certify: true,
        look: person_look(text, "Nguyễn Văn Mẫu", days_ago(world, 8)),
        ..usual(world, "person-mau", 8)?
    };
    let number = Signature {
        look: Look::Text([180.0, 738.0, 42.0, 16.0], vec!["31".to_owned()]),
        ..usual(world, "office-van-thu", 7)?
    };
    let day = Signature {
        look: Look::Text([420.0, 738.0, 24.0, 16.0], vec!["10".to_owned()]),
        ..usual(world, "office-van-thu", 7)?
    };
    let seal = Signature {
        look: seal_look(text, &["XÃ HOA MAI", "(MẪU)"]),
        ..usual(world, "org-hoa-mai", 6)?
    };
    for signature in [&person, &number, &day, &seal] {
        sign(&mut pdf, signature)?;
    }
    let four = Expected {
        signatures: 4,
        changes_after: vec!["permitted", "permitted", "permitted", "none"],
        covers_whole_document: vec![false, false, false, true],
        ..Expected::passed("person certifies with P=2, văn thư adds number and day, the agency seals")
    };

    let mut mixed = paper(text, Layout::Table)?;
    sign(&mut mixed, &usual(world, "org-hoa-mai", 8)?)?;
    sign(&mut mixed, &usual(world, "foreign-company", 7)?)?;
    let two = Expected {
        verdict: vec!["INDETERMINATE", "TOTAL-FAILED"],
        signatures: 2,
        changes_after: vec!["permitted", "none"],
        covers_whole_document: vec![false, true],
        why: "the second signature is below another root",
        ..Expected::default()
    };

    let later = Expected {
        changes_after: vec!["permitted"],
        covers_whole_document: vec![false],
        ..Expected::passed("a DSS was added after signing, which is no change of the document")
    };
    Ok(vec![
        Case::new(FOLDER, "four-signatures", pdf.bytes, four),
        Case::new(FOLDER, "second-signature-foreign", mixed.bytes, two),
        Case::new(FOLDER, "dss-added", dss(world)?, later),
    ])
}

fn dss(world: &World) -> Result<Vec<u8>> {
    let mut pdf: Pdf = signed(
        letter("to-trinh"),
        Layout::Table,
        &usual(world, "org-hoa-mai", 12)?,
    )?;
    pdf.add_store(&[world.get("sub-g2")?.certificate.clone()], &[], &[])?;
    Ok(pdf.bytes)
}

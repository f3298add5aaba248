//! Sound signatures in unusual shapes: a verifier has to take each for what it is.

use anyhow::Result;
use chrono::Duration;

use super::{Case, Expected, days_ago, letter, paper, person_look, seal_look, signed, stamp, usual};
use crate::pdf::document::{Layout, Pdf};
use crate::pdf::sign::{Look, Signature, sign};
use crate::pki::key::{Hash, Padding};
use crate::pki::store;
use crate::pki::world::World;

const FOLDER: &str = "corpus";

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = shapes(world)?;
    cases.extend(times(world)?);
    cases.extend(holders(world)?);
    cases.extend(several(world)?);
    Ok(cases)
}

/// One signed page, after `change` was made to the usual signature.
fn one<'a>(
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

/// Claimed, stamped and certified times.
fn times(world: &World) -> Result<Vec<Case>> {
    let passed = Expected::passed;
    let org = "org-hoa-mai";
    let claimed = days_ago(world, 40);
    let at = |moment| stamp(world, "g2", moment);
    let before = at(claimed - Duration::minutes(16))?;
    let late = at(claimed + Duration::minutes(3805))?;
    let g1 = stamp(world, "g1", claimed + Duration::seconds(9))?;
    let mut sha1 = g1.clone();
    sha1.imprint = Hash::Sha1;
    let mut sha512 = at(claimed + Duration::seconds(9))?;
    sha512.imprint = Hash::Sha512;
    let mut unknown = sha512.clone();
    (unknown.authority, unknown.root) = (world.get("foreign-tsa")?, world.get("foreign-root")?);
    let expired_at = days_ago(world, 500);
    let expired_stamp = at(expired_at + Duration::seconds(6))?;
    let superseded_at = store::revoked_later_at(world) - Duration::days(20);
    let superseded_stamp = at(superseded_at + Duration::seconds(6))?;
    let early = days_ago(world, 1000);
    let early_stamp = at(early + Duration::seconds(6))?;
    let old = days_ago(world, 3720);
    let old_stamp = {
        let mut s = stamp(world, "g1", old + Duration::seconds(12))?;
        s.imprint = Hash::Sha1;
        s
    };
    Ok(vec![
        one(
            world,
            "no-timestamp",
            org,
            passed("valid, but nothing proves the time"),
            |s| s.cms.stamp = None,
        )?,
        one(
            world,
            "signing-time",
            org,
            passed("signingTime attribute, correct"),
            |s| s.cms.signing_time = Some(claimed),
        )?,
        one(
            world,
            "signing-time-7-hours-ahead",
            org,
            passed("local time labelled as UTC, as a tool of 2021 writes it"),
            |s| {
                s.cms.signing_time = Some(claimed + Duration::hours(7));
            },
        )?,
        one(
            world,
            "stamped-16-minutes-before-claimed",
            org,
            passed("clock of the signer is fast"),
            |s| s.cms.stamp = Some(before),
        )?,
        one(
            world,
            "stamped-after-the-weekend",
            org,
            passed("2.6 days between signing and timestamp"),
            |s| s.cms.stamp = Some(late),
        )?,
        one(
            world,
            "stamp-under-other-root",
            org,
            passed("leaf below G2, timestamp below G1: both roots are needed"),
            |s| s.cms.stamp = Some(g1),
        )?,
        one(
            world,
            "stamp-imprint-sha1",
            org,
            passed("imprint of the timestamp is SHA-1").or("INDETERMINATE"),
            |s| s.cms.stamp = Some(sha1),
        )?,
        one(
            world,
            "stamp-imprint-sha512",
            org,
            passed("imprint of the timestamp is SHA-512"),
            |s| s.cms.stamp = Some(sha512),
        )?,
        one(
            world,
            "stamp-by-unknown-authority",
            org,
            passed("proves no time, but spoils nothing"),
            |s| s.cms.stamp = Some(unknown),
        )?,
        one(
            world,
            "expired-but-stamped-in-time",
            "org-expired",
            passed("the timestamp lies inside the validity"),
            |s| {
                s.claimed = expired_at;
                s.cms.stamp = Some(expired_stamp);
            },
        )?,
        one(
            world,
            "revoked-after-stamp",
            "org-revoked-later",
            passed("superseded 20 days after the timestamp"),
            |s| {
                s.claimed = superseded_at;
                s.cms.stamp = Some(superseded_stamp);
            },
        )?,
        one(
            world,
            "revoked-no-timestamp",
            "org-revoked-later",
            Expected::one(
                "INDETERMINATE",
                "claims a time before the revocation, nothing proves it",
            )
            .or("TOTAL-FAILED"),
            |s| {
                s.claimed = superseded_at;
                s.cms.stamp = None;
            },
        )?,
        one(
            world,
            "stamped-before-certificate",
            org,
            Expected::one("TOTAL-FAILED", "stamped before the certificate began").or("INDETERMINATE"),
            |s| {
                s.claimed = early;
                s.cms.stamp = Some(early_stamp);
            },
        )?,
        one(
            world,
            "old-g1-sha1",
            "org-g1",
            Expected::one(
                "TOTAL-PASSED",
                "SHA-1 throughout below G1, BER, ten years ago: the policy must say what it makes of it",
            )
            .or("INDETERMINATE"),
            |s| {
                s.claimed = old;
                s.cms.hash = Hash::Sha1;
                s.cms.indefinite = true;
                s.gap = 20_002;
                s.cms.stamp = Some(old_stamp);
            },
        )?,
    ])
}

/// Certificates and names.
fn holders(world: &World) -> Result<Vec<Case>> {
    let passed = Expected::passed;
    let unpublished = world.get("sub-g2-unpublished")?.certificate.clone();
    Ok(vec![
        one(
            world,
            "uid-mns-only",
            "org-mns-only",
            passed("organisation with one UID"),
            |_| (),
        )?,
        one(
            world,
            "uid-none",
            "org-no-uid",
            passed("organisation without UID"),
            |_| (),
        )?,
        one(
            world,
            "office-stamp",
            "office-van-thu",
            passed("PHÒNG VĂN THƯ: neither person nor organisation"),
            |_| (),
        )?,
        one(
            world,
            "name-decomposed",
            "org-decomposed",
            passed("name in decomposed Unicode; equal to HOA MAI after NFC"),
            |_| (),
        )?,
        one(
            world,
            "unknown-intermediate-inside",
            "org-unpublished",
            passed("an intermediate that only the file brings, below a pinned root").or("INDETERMINATE"),
            |s| {
                s.cms.extra_certificates = vec![unpublished.clone()];
            },
        )?,
        one(
            world,
            "unknown-intermediate-missing",
            "org-unpublished",
            Expected::one("INDETERMINATE", "nobody has the intermediate").because(&["no-trusted-chain"]),
            |_| (),
        )?,
        one(
            world,
            "text-block-at-page-top",
            "org-so-noi-vu",
            passed("a portal's copy: one block at the top of the page"),
            |s| {
                let lines = [
                    "Người ký: SỞ NỘI VỤ",
                    "Email: sonoivu@binhminhmau.example",
                    "Cơ quan: UBND TỈNH BÌNH MINH MẪU",
                ];
                s.look = Look::Text([180.0, 798.0, 240.0, 40.0], lines.map(str::to_owned).to_vec());
            },
        )?,
    ])
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
    let (store, certificate) = (pdf.new_id(), pdf.new_id());
    let catalog = pdf.catalog_with(&format!("/DSS {store} 0 R"));
    pdf.append(&[
        catalog,
        (
            store,
            format!("<< /Type /DSS /Certs [{certificate} 0 R] >>").into_bytes(),
        ),
        (
            certificate,
            crate::pdf::document::stream("", &world.get("sub-g2")?.certificate)?,
        ),
    ])?;
    Ok(pdf.bytes)
}

//! Sound signatures at unusual times and of unusual holders.

use anyhow::Result;
use chrono::Duration;

use super::corpus::one;
use super::{Case, Expected, days_ago, stamp};
use crate::pdf::sign::Look;
use crate::pki::key::Hash;
use crate::pki::store;
use crate::pki::world::World;

/// Claimed, stamped and certified times.
pub fn times(world: &World) -> Result<Vec<Case>> {
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
    let unknown_first = unknown.clone();
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
            "two-timestamps-first-unknown",
            org,
            passed("a stranger's timestamp before the one of the known authority"),
            |s| s.cms.first_stamp = Some(unknown_first),
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
pub fn holders(world: &World) -> Result<Vec<Case>> {
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

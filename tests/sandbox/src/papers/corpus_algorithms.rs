//! Every algorithm, and the signed attributes that guard against exchanging one.

use anyhow::Result;

use super::corpus::one;
use super::{Case, Expected};
use crate::pki::key::{Hash, Padding};
use crate::pki::world::World;

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = schemes(world)?;
    cases.extend(attributes(world)?);
    Ok(cases)
}

fn schemes(world: &World) -> Result<Vec<Case>> {
    let passed = Expected::passed;
    let org = "org-hoa-mai";
    Ok(vec![
        one(
            world,
            "pss-salt-20",
            org,
            passed("RSASSA-PSS, salt of 20 bytes"),
            |s| s.cms.padding = Padding::PssSalt(20),
        )?,
        one(world, "pss-salt-0", org, passed("RSASSA-PSS without salt"), |s| {
            s.cms.padding = Padding::PssSalt(0)
        })?,
        one(
            world,
            "pss-salt-222",
            org,
            passed("RSASSA-PSS, the longest salt that 2048 bits leave room for"),
            |s| s.cms.padding = Padding::PssSalt(222),
        )?,
        one(
            world,
            "ecdsa-p384",
            "org-p384",
            passed("ECDSA on P-384 with SHA-384"),
            |s| s.cms.hash = Hash::Sha384,
        )?,
        one(
            world,
            "ecdsa-p521",
            "org-p521",
            passed("ECDSA on P-521 with SHA-512"),
            |s| s.cms.hash = Hash::Sha512,
        )?,
        one(
            world,
            "ecdsa-p256-sha512",
            "org-p256",
            passed("ECDSA on P-256 with SHA-512"),
            |s| s.cms.hash = Hash::Sha512,
        )?,
        one(
            world,
            "ecdsa-p384-sha512",
            "org-p384",
            passed("ECDSA on P-384 with SHA-512"),
            |s| s.cms.hash = Hash::Sha512,
        )?,
        one(
            world,
            "ed25519",
            "org-ed25519",
            passed("Ed25519 with SHA-512"),
            |s| s.cms.hash = Hash::Sha512,
        )?,
    ])
}

fn attributes(world: &World) -> Result<Vec<Case>> {
    let passed = Expected::passed;
    let failed = |why| Expected::one("TOTAL-FAILED", why);
    let org = "org-hoa-mai";
    let other = world.get("org-so-noi-vu")?.certificate.clone();
    let serial = world.get(org)?.serial.clone();
    Ok(vec![
        one(
            world,
            "algorithm-protection",
            org,
            passed("CMS algorithm protection that agrees"),
            |s| s.cms.protection = Some(Hash::Sha256),
        )?,
        one(
            world,
            "algorithm-protection-wrong",
            org,
            failed("CMS algorithm protection names another digest"),
            |s| s.cms.protection = Some(Hash::Sha512),
        )?,
        one(
            world,
            "ess-v1",
            org,
            passed("signing-certificate of the first version"),
            |s| s.cms.ess_v1 = true,
        )?,
        one(
            world,
            "ess-names-another",
            org,
            failed("signing-certificate-v2 names another certificate"),
            |s| {
                s.cms.ess = true;
                s.cms.ess_names = Some(other);
            },
        )?,
        one(
            world,
            "sha1-under-sha256",
            org,
            Expected::one(
                "INDETERMINATE",
                "the content is hashed with SHA-256, the signature rests on SHA-1",
            ),
            |s| s.cms.signature_hash = Some(Hash::Sha1),
        )?,
        one(
            world,
            "without-attributes",
            org,
            passed("signs the content itself, without signed attributes"),
            |s| s.cms.bare = true,
        )?,
        one(
            world,
            "without-attributes-p384",
            "org-p384",
            passed("the same with ECDSA"),
            |s| {
                s.cms.bare = true;
                s.cms.hash = Hash::Sha384;
            },
        )?,
        one(
            world,
            "digest-attribute-empty",
            org,
            failed("a second messageDigest attribute that has no value"),
            |s| s.cms.empty_digest = true,
        )?,
        one(
            world,
            "ess-issuer-and-serial",
            org,
            passed("signing-certificate-v2 names issuer and serial number as well"),
            |s| {
                s.cms.ess = true;
                s.cms.ess_serial = Some(serial.clone());
            },
        )?,
        one(
            world,
            "ess-serial-of-another",
            org,
            failed("signing-certificate-v2 has the right digest and another serial number"),
            |s| {
                s.cms.ess = true;
                s.cms.ess_serial = Some(vec![7]);
            },
        )?,
        one(
            world,
            "cades-without-ess",
            org,
            Expected::one("INDETERMINATE", "CAdES without the attribute that it must have"),
            |s| s.sub_filter = "ETSI.CAdES.detached",
        )?,
    ])
}

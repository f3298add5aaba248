//! Papers that a newcomer files: all sound, all signed like the real ones.

use anyhow::Result;
use chrono::Duration;

use super::{Case, Expected, LETTERS, days_ago, person_look, seal_look, signed, stamp, usual};
use crate::pdf::document::Layout;
use crate::pdf::sign::{Signature, sign};
use crate::pki::world::World;

/// The papers.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (n, (name, letter)) in LETTERS.iter().enumerate() {
        if *name == "hai-chu-ky-nguoi-va-co-quan" {
            cases.push(two_signatures(world)?);
            continue;
        }
        let (signer, words): (_, &[&str]) = if *name == "quyet-dinh-cong-nhan" {
            ("org-so-noi-vu", &["SỞ NỘI VỤ", "(MẪU)"])
        } else {
            ("org-hoa-mai", &["ỦY BAN", "NHÂN DÂN", "XÃ HOA MAI", "(MẪU)"])
        };
        let mut signature = usual(world, signer, 20 + n as i64)?;
        signature.look = seal_look(letter, words);
        let pdf = signed(letter, Layout::Table, &signature)?;
        cases.push(Case::new(
            "papers",
            name,
            pdf.bytes,
            Expected::passed("a sound paper of an agency"),
        ));
    }
    Ok(cases)
}

/// The authority's person certifies, the agency signs after.
fn two_signatures(world: &World) -> Result<Case> {
    let letter = super::letter("hai-chu-ky-nguoi-va-co-quan");
    let first = days_ago(world, 9);
    let second = first + Duration::minutes(7);
    let person = Signature {
        certify: true,
        look: person_look(letter, "Nguyễn Văn Mẫu", first),
        ..usual(world, "person-mau", 9)?
    };
    let mut pdf = signed(letter, Layout::Table, &person)?;
    let mut agency = Signature::new(world.get("org-hoa-mai")?, second);
    agency.look = seal_look(letter, &["ỦY BAN", "NHÂN DÂN", "XÃ HOA MAI", "(MẪU)"]);
    agency.cms.stamp = Some(stamp(world, "g2", second + Duration::seconds(3))?);
    sign(&mut pdf, &agency)?;
    let expected = Expected {
        verdict: vec!["TOTAL-PASSED"],
        signatures: 2,
        changes_after: vec!["permitted", "none"],
        covers_whole_document: vec![false, true],
        why: "a person certifies with DocMDP P=2, the agency signs in an incremental update",
        ..Expected::default()
    };
    Ok(Case::new(
        "papers",
        "hai-chu-ky-nguoi-va-co-quan",
        pdf.bytes,
        expected,
    ))
}

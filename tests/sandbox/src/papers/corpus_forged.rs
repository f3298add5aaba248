//! Forgeries: known ways to show something that nobody signed.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use chrono::Duration;

use super::bad::find;
use super::{Case, Expected, days_ago, letter, paper, signed, usual};
use crate::pdf::document::{Layout, Pdf, stream};
use crate::pdf::page::{Letter, Page};
use crate::pdf::sign::{Gap, sign};
use crate::pki::certificate::{Identity, Kind, Order, issue};
use crate::pki::key::Hash;
use crate::pki::world::World;

const FOLDER: &str = "corpus";

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = later_changes(world)?;
    cases.extend(geometry(world)?);
    cases.extend(false_chains(world)?);
    Ok(cases)
}

/// Failed, with one signature over the whole file.
pub fn failed(why: &'static str) -> Expected {
    Expected::one("TOTAL-FAILED", why)
}

/// Changed after the only signature.
pub fn changed(why: &'static str) -> Expected {
    Expected {
        changes_after: vec!["not-permitted"],
        covers_whole_document: vec![false],
        ..failed(why).because(&["changed-after-signing"])
    }
}

/// What a verifier may call failed or undecided, without a promise about changes and coverage.
pub fn doubtful(why: &'static str) -> Expected {
    Expected {
        changes_after: Vec::new(),
        covers_whole_document: Vec::new(),
        ..failed(why).or("INDETERMINATE")
    }
}

/// A page that nobody signed.
pub fn other_page() -> Page {
    Page::letter(&Letter {
        number: "Số: 999/TTr-UBND",
        ..*letter("to-trinh")
    })
}

/// Incremental updates after signing.
fn later_changes(world: &World) -> Result<Vec<Case>> {
    let fresh = || {
        signed(
            letter("to-trinh"),
            Layout::Table,
            &usual(world, "org-hoa-mai", 12)?,
        )
    };
    let case = |name, pdf: Pdf, expected| Case::new(FOLDER, name, pdf.bytes, expected);

    let mut after_two = fresh()?;
    sign(&mut after_two, &usual(world, "person-mau", 11)?)?;
    let mut between = fresh()?;
    between.replace_page(&other_page())?;
    sign(&mut between, &usual(world, "person-mau", 11)?)?;
    after_two.replace_page(&other_page())?;
    let two = |changes: [&'static str; 2], covers: [bool; 2], why| Expected {
        signatures: 2,
        changes_after: changes.to_vec(),
        covers_whole_document: covers.to_vec(),
        ..failed(why).because(&["changed-after-signing"])
    };

    let mut swapped = fresh()?;
    let (widget, appearance) = (swapped.fields[0], swapped.new_id());
    let dictionary = widget - 1;
    let picture = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842]",
        b"1 g 0 0 595 842 re f",
    )?;
    let body = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V {dictionary} 0 R /P {} 0 R /F 132 /Rect [0 0 595 842] /AP << /N {appearance} 0 R >> >>",
        swapped.first_page()
    );
    swapped.append(&[(widget, body.into_bytes()), (appearance, picture)])?;

    let mut covered = fresh()?;
    let note = covered.new_id();
    let body = "<< /Type /Annot /Subtype /FreeText /Rect [60 600 540 700] /DA (/Helv 20 Tf 0 g) /Contents (Sua doi) /C [1 1 1] /F 4 >>";
    let mut objects = covered.annotate(note);
    objects.push((note, body.as_bytes().to_vec()));
    covered.append(&objects)?;

    let mut script = fresh()?;
    let catalog = script.catalog_with("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>");
    script.append(&[catalog])?;

    Ok(vec![
        case(
            "page-changed-after-two",
            after_two,
            two(
                ["not-permitted"; 2],
                [false; 2],
                "page replaced after both signatures",
            ),
        ),
        case(
            "page-changed-between",
            between,
            two(
                ["not-permitted", "none"],
                [false, true],
                "page replaced between the signatures",
            ),
        ),
        case(
            "appearance-swapped",
            swapped,
            changed("the signature's own picture now covers the page"),
        ),
        case(
            "annotation-over-text",
            covered,
            changed("a text box was laid over the page"),
        ),
        case("script-added", script, changed("the catalog got a script")),
    ])
}

/// ByteRange, gap and CMS.
fn geometry(world: &World) -> Result<Vec<Case>> {
    let text = letter("to-trinh");
    let usual = || usual(world, "org-hoa-mai", 12);
    let fresh = || -> Result<(Vec<u8>, Gap)> {
        let mut pdf = paper(text, Layout::Table)?;
        let gap = sign(&mut pdf, &usual()?)?;
        Ok((pdf.bytes, gap))
    };
    let case = |name, bytes, expected| Case::new(FOLDER, name, bytes, expected);

    let (mut value, gap) = fresh()?;
    flip_signature_value(&mut value, gap, world)?;
    let (mut padded, gap) = fresh()?;
    padded[gap.end - 9..gap.end - 1].copy_from_slice(b"deadbeef");
    let (mut empty, gap) = fresh()?;
    empty[gap.start + 1..gap.end - 1].fill(b'0');
    let (mut absent, _) = fresh()?;
    let at = find(&absent, b"/ByteRange").context("no ByteRange")?;
    absent[at..at + 10].copy_from_slice(b"/ByteRangX");
    let (mut tail, _) = fresh()?;
    tail.extend_from_slice(b"999 0 obj\n<< /Type /Catalog >>\nendobj\n");

    let (hidden, _) = hidden_in_gap(world)?;
    let thief = Identity {
        key: world.get("foreign-root")?.key.clone(),
        ..world.get("org-hoa-mai")?.clone()
    };
    let mut stolen = usual()?;
    stolen.signer = &thief;
    let stolen = signed(text, Layout::Table, &stolen)?.bytes;

    Ok(vec![
        case(
            "signature-value-wrong",
            value,
            failed("one bit of the RSA value is different"),
        ),
        case(
            "signed-by-another-key",
            stolen,
            failed("the certificate is the commune's, the key is not"),
        ),
        case(
            "bytes-behind-cms",
            padded,
            doubtful("room behind the CMS is not zero"),
        ),
        case(
            "contents-zero",
            empty,
            doubtful("a signature dictionary without a signature"),
        ),
        case(
            "byterange-missing",
            absent,
            doubtful("a signature dictionary without ByteRange"),
        ),
        case(
            "bytes-after-end",
            tail,
            doubtful("an object behind the last %%EOF, in no cross-reference"),
        ),
        case(
            "gap-too-wide",
            hidden,
            doubtful("the gap leaves out more than the signature value: something hides in it"),
        ),
    ])
}

/// The signature value is the last OCTET STRING of its own length before the unsigned attributes.
fn flip_signature_value(bytes: &mut [u8], gap: Gap, world: &World) -> Result<()> {
    // rsaEncryption, NULL, then OCTET STRING of 256 bytes: only the signer info has that sequence.
    ensure!(world.get("org-hoa-mai").is_ok());
    let mark = b"2a864886f70d010101050004820100";
    let at = find(&bytes[gap.start..gap.end], mark).context("no signature value")?;
    let digit = &mut bytes[gap.start + at + mark.len() + 40];
    *digit = if *digit == b'0' { b'1' } else { b'0' };
    Ok(())
}

/// Signs with a ByteRange whose gap also leaves out a comment behind the value.
fn hidden_in_gap(world: &World) -> Result<(Vec<u8>, Gap)> {
    let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
    let mut signature = usual(world, "org-hoa-mai", 12)?;
    signature.hidden = 200;
    let gap = sign(&mut pdf, &signature)?;
    Ok((pdf.bytes, gap))
}

/// Certificates issued by those who may not.
fn false_chains(world: &World) -> Result<Vec<Case>> {
    let holder = world.get("org-hoa-mai")?;
    let made = |issuer: &Identity, kind| {
        let order = Order {
            id: "forged",
            subject: holder.subject.clone(),
            key: Arc::clone(&world.get("foreign-root")?.key),
            kind,
            from: days_ago(world, 300),
            to: world.made_at + Duration::days(300),
            hash: Hash::Sha256,
            repository_name: "cpcag2",
            extra: Vec::new(),
        };
        issue(order, Some(issuer))
    };
    let leaf = Kind::EndEntity {
        email: "hoamai@binhminhmau.example",
    };
    let by_leaf = made(holder, leaf)?;
    let below = made(world.get("sub-g2")?, Kind::SubAuthority)?;
    let too_deep = made(&below, leaf)?;
    let sign_with = |signer: &Identity, extra: Vec<Vec<u8>>| -> Result<Vec<u8>> {
        let mut signature = crate::pdf::sign::Signature::new(signer, days_ago(world, 12));
        signature.cms.extra_certificates = extra;
        Ok(signed(letter("to-trinh"), Layout::Table, &signature)?.bytes)
    };
    let expected = |why| {
        Expected::one("INDETERMINATE", why)
            .or("TOTAL-FAILED")
            .because(&["no-trusted-chain"])
    };
    Ok(vec![
        Case::new(
            FOLDER,
            "issued-by-end-entity",
            sign_with(&by_leaf, vec![holder.certificate.clone()])?,
            expected("an end-entity certificate issued the signer's"),
        ),
        Case::new(
            FOLDER,
            "path-too-long",
            sign_with(&too_deep, vec![below.certificate.clone()])?,
            expected("an authority below an authority of path length 0"),
        ),
    ])
}

//! Files that must be refused, each for its own reason.

use anyhow::{Context, Result};
use chrono::Duration;
use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions};

use super::{Case, Expected, days_ago, letter, paper, signed, stamp, usual};
use crate::pdf::document::{Layout, Pdf};
use crate::pdf::page::{Letter, Page};
use crate::pdf::sign::{Signature, sign};
use crate::pki::store;
use crate::pki::world::World;

const FOLDER: &str = "papers/hong";

/// The files.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let text = letter("to-trinh");
    let case = |name, bytes, expected| Case::new(FOLDER, name, bytes, expected);
    let good =
        |signer| -> Result<Vec<u8>> { Ok(signed(text, Layout::Table, &usual(world, signer, 30)?)?.bytes) };
    let sound = good("org-hoa-mai")?;

    let unreadable = |why| Expected::none(&["UNREADABLE"], why);
    let mut cases = vec![
        case(
            "khong-phai-pdf",
            "Đây là tệp văn bản được đổi đuôi thành .pdf, không phải tệp PDF.\n"
                .as_bytes()
                .to_vec(),
            unreadable("a text file that was renamed"),
        ),
        case("tep-rong", Vec::new(), unreadable("no bytes at all")),
        case(
            "bi-cat-nua",
            sound[..sound.len() / 2].to_vec(),
            unreadable("cut in half").or("INDETERMINATE").or("TOTAL-FAILED"),
        ),
        case(
            "dat-mat-khau",
            encrypted(text)?,
            unreadable("encrypted; the password is 123456").or("INDETERMINATE"),
        ),
        case(
            "chua-ky",
            paper(text, Layout::Table)?.bytes,
            Expected::none(&["UNSIGNED"], "an official text without a signature"),
        ),
    ];

    let stranger = |why| {
        Expected::one("INDETERMINATE", why)
            .or("TOTAL-FAILED")
            .because(&["no-trusted-chain"])
    };
    cases.push(case(
        "chung-thu-ngoai",
        good("foreign-company")?,
        stranger("chain to another root"),
    ));
    let mut impostor = usual(world, "impostor-org", 30)?;
    impostor.cms.extra_certificates = vec![
        world.get("impostor-sub")?.certificate.clone(),
        world.get("impostor-root")?.certificate.clone(),
    ];
    cases.push(case(
        "gia-mao-ten-co-quan-cap",
        signed(text, Layout::Table, &impostor)?.bytes,
        stranger("authorities that only took the names of the trusted ones, sent along inside"),
    ));

    let mut altered = signed(text, Layout::Table, &usual(world, "org-hoa-mai", 30)?)?;
    altered.replace_page(&Page::letter(&Letter {
        number: "Số: 99/TTr-UBND",
        signer: "Kẻ Mạo Danh",
        ..*text
    }))?;
    cases.push(case(
        "sua-sau-khi-ky",
        altered.bytes,
        Expected {
            changes_after: vec!["not-permitted"],
            covers_whole_document: vec![false],
            ..Expected::one(
                "TOTAL-FAILED",
                "the page was written anew in an incremental update",
            )
            .because(&["changed-after-signing"])
        },
    ));

    let mut flipped = sound.clone();
    let at = find(&flipped, b"/MediaBox [0 0 595 842]").context("no page")? + 18;
    flipped[at] = b'6';
    cases.push(case(
        "sai-mot-byte",
        flipped,
        Expected::one("TOTAL-FAILED", "one byte inside the signed range is different")
            .because(&["digest-mismatch"]),
    ));
    cases.push(case(
        "chu-ky-mo-coi",
        orphaned(world)?,
        Expected::none(
            &["UNSIGNED"],
            "a signature dictionary that no form field refers to",
        )
        .because(&["orphaned-signature"]),
    ));
    let mut beyond = sound;
    stretch_byte_range(&mut beyond)?;
    cases.push(case(
        "byterange-vuot-cuoi-tep",
        beyond,
        Expected {
            changes_after: Vec::new(),
            covers_whole_document: Vec::new(),
            ..Expected::one("TOTAL-FAILED", "ByteRange ends behind the end of the file").or("INDETERMINATE")
        },
    ));

    let mut expired = Signature::new(world.get("org-expired")?, days_ago(world, 500));
    cases.push(case(
        "het-han-khong-dau-thoi-gian",
        signed(text, Layout::Table, &expired)?.bytes,
        Expected::one("INDETERMINATE", "signed while the certificate was valid, as it claims; it has expired and no timestamp proves the time"),
    ));
    expired.claimed = days_ago(world, 300);
    cases.push(case(
        "ky-sau-khi-het-han",
        signed(text, Layout::Table, &expired)?.bytes,
        Expected::one(
            "TOTAL-FAILED",
            "the claimed time itself is after the certificate's end",
        )
        .or("INDETERMINATE"),
    ));
    let mut revoked = Signature::new(
        world.get("org-revoked")?,
        store::revoked_at(world) + Duration::days(60),
    );
    revoked.cms.stamp = Some(stamp(world, "g2", revoked.claimed + Duration::seconds(4))?);
    cases.push(case(
        "chung-thu-bi-thu-hoi",
        signed(text, Layout::Table, &revoked)?.bytes,
        Expected::one("TOTAL-FAILED", "revoked 60 days before the timestamp").because(&["revoked"]),
    ));
    Ok(cases)
}

/// First position of `what`.
pub fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn stretch_byte_range(bytes: &mut [u8]) -> Result<()> {
    let at = find(bytes, b"/ByteRange [").context("no ByteRange")? + 12;
    let text = String::from_utf8_lossy(&bytes[at..at + 48]).into_owned();
    let mut numbers: Vec<usize> = text
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    if let Some(last) = numbers.last_mut() {
        *last += 100_000;
    }
    let text = numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
    bytes[at..at + text.len()].copy_from_slice(text.as_bytes());
    Ok(())
}

/// A compressor took the form away: signature objects remain, nothing refers to them.
fn orphaned(world: &World) -> Result<Vec<u8>> {
    let text = letter("to-trinh");
    let mut pdf: Pdf = paper(text, Layout::Table)?;
    let mut copy = pdf.clone();
    sign(&mut copy, &usual(world, "org-hoa-mai", 30)?)?;
    let start = find(&copy.bytes, b"<< /Type /Sig ").context("no signature")?;
    let end = start + find(&copy.bytes[start..], b"endobj").context("no end")?;
    let body = copy.bytes[start..end].trim_ascii_end().to_vec();
    let id = pdf.new_id();
    pdf.append(&[(id, body)])?;
    Ok(pdf.bytes)
}

fn encrypted(text: &Letter) -> Result<Vec<u8>> {
    let mut document = Document::load_mem(&paper(text, Layout::Table)?.bytes)?;
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "123456",
        user_password: "123456",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version)?;
    document.encrypt(&state)?;
    let mut out = Vec::new();
    document.save_to(&mut out)?;
    Ok(out)
}

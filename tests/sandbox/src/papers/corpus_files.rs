//! Files whose structure is the attack: hybrid sections, loops, absurd sizes, keys written twice.

use std::fmt::Write as _;

use anyhow::Result;

use super::corpus_forged::{changed, doubtful};
use super::{Case, Expected, letter, paper, signed, usual};
use crate::pdf::document::{Layout, Pdf, raw_stream, stream};
use crate::pdf::patch::{Body, append, find, find_last, last_section, overwrite};
use crate::pdf::sign::sign;
use crate::pki::world::World;

const FOLDER: &str = "corpus";

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = hybrids(world)?;
    cases.extend(chains(world)?);
    cases.extend(sizes(world)?);
    cases.extend(twice(world)?);
    Ok(cases)
}

fn fresh(world: &World) -> Result<Pdf> {
    let usual = usual(world, "org-hoa-mai", 12)?;
    signed(letter("to-trinh"), Layout::Table, &usual)
}

/// Not to be judged at all; saying that it is broken will do as well.
pub fn unreadable(why: &'static str) -> Expected {
    Expected {
        changes_after: Vec::new(),
        covers_whole_document: Vec::new(),
        ..Expected::one("UNREADABLE", why)
            .or("TOTAL-FAILED")
            .or("INDETERMINATE")
    }
}

/// A section whose table calls `number` free and whose stream says where it is (ISO 32000-2 §7.5.8.4).
pub fn hybrid_update(bytes: &mut Vec<u8>, number: u32, body: Option<&[u8]>, at: usize) -> Result<()> {
    let previous = last_section(bytes)?;
    let at = match body {
        Some(body) => {
            let at = bytes.len();
            bytes.extend(format!("{number} 0 obj\n").bytes());
            bytes.extend_from_slice(body);
            bytes.extend_from_slice(b"\nendobj\n");
            at
        }
        None => at,
    };
    let section = bytes.len();
    let mut row = vec![1];
    row.extend(u32::try_from(at)?.to_be_bytes());
    let head = format!("/Type /XRef /W [1 4 0] /Index [{number} 1] /Size 999");
    bytes.extend_from_slice(b"998 0 obj\n");
    bytes.extend(stream(&head, &row)?);
    bytes.extend_from_slice(b"\nendobj\n");
    let trailer = format!("/Size 999 /Root 1 0 R /Prev {previous} /XRefStm {section}");
    append(bytes, &[(number, Body::At(0))], &trailer)?;
    Ok(())
}

fn hybrids(world: &World) -> Result<Vec<Case>> {
    let usual = usual(world, "org-hoa-mai", 12)?;
    // Signed on top of a hybrid file: an older reader sees one object less, and nothing uses it.
    let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
    let extra = pdf.new_id();
    hybrid_update(&mut pdf.bytes, extra, Some(b"(for readers of streams)"), 0)?;
    pdf.continue_after(last_section(&pdf.bytes)?);
    sign(&mut pdf, &usual)?;

    let mut hidden = fresh(world)?;
    let content = hidden.first_page() + 1;
    let at = find(&hidden.bytes, format!("\n{content} 0 obj").as_bytes(), 0)? + 1;
    hybrid_update(&mut hidden.bytes, content, None, at)?;
    let mut replaced = fresh(world)?;
    let body = stream("", b"1 1 1 rg 0 0 595 842 re f")?;
    hybrid_update(&mut replaced.bytes, content, Some(&body), 0)?;
    let mut contradicting = fresh(world)?;
    let previous = last_section(&contradicting.bytes)?;
    let row = [1, 0, 0, 0, 9];
    let section = contradicting.bytes.len();
    let head = format!("/Type /XRef /W [1 4 0] /Index [{content} 1] /Size 999");
    contradicting.bytes.extend_from_slice(b"998 0 obj\n");
    contradicting.bytes.extend(stream(&head, &row)?);
    contradicting.bytes.extend_from_slice(b"\nendobj\n");
    let trailer = format!("/Size 999 /Root 1 0 R /Prev {previous} /XRefStm {section}");
    append(&mut contradicting.bytes, &[(content, Body::Text(body))], &trailer)?;
    Ok(vec![
        Case::new(
            FOLDER,
            "hybrid",
            pdf.bytes,
            Expected::passed("signed on top of a hybrid cross-reference section"),
        ),
        Case::new(
            FOLDER,
            "hybrid-hides-the-page",
            hidden.bytes,
            changed("for readers that do not know hybrid files the page's content is gone")
                .because(&["object-changed"]),
        ),
        Case::new(
            FOLDER,
            "hybrid-replaces-the-page",
            replaced.bytes,
            changed("the page's content was replaced by the stream of a hybrid section"),
        ),
        Case::new(
            FOLDER,
            "hybrid-contradicts-itself",
            contradicting.bytes,
            unreadable("table and stream of one section place an object differently"),
        ),
    ])
}

/// Chains of cross-reference sections.
fn chains(world: &World) -> Result<Vec<Case>> {
    let sound = fresh(world)?.bytes;
    let with = |trailer: &str| -> Result<Vec<u8>> {
        let mut bytes = sound.clone();
        append(&mut bytes, &[], trailer)?;
        Ok(bytes)
    };
    let own = sound.len();
    let mut pair = sound.clone();
    let first = append(&mut pair, &[], "/Size 999 /Root 1 0 R /Prev 0000000000")?;
    let second = append(&mut pair, &[], &format!("/Size 999 /Root 1 0 R /Prev {first}"))?;
    let at = find(&pair, b"/Prev 0000000000", first)? + 6;
    overwrite(&mut pair, at, 10, &format!("{second:010}"))?;

    let mut many = sound.clone();
    for _ in 0..1_200 {
        let previous = last_section(&many)?;
        append(&mut many, &[], &format!("/Size 999 /Root 1 0 R /Prev {previous}"))?;
    }
    let mut startxref = sound.clone();
    let at = find_last(&startxref, b"startxref\n")? + 10;
    startxref.truncate(at);
    startxref.extend_from_slice(b"99999999999999999999\n%%EOF\n");
    Ok(vec![
        Case::new(
            FOLDER,
            "prev-names-itself",
            with(&format!("/Size 999 /Root 1 0 R /Prev {own}"))?,
            unreadable("a section that names itself as its predecessor"),
        ),
        Case::new(
            FOLDER,
            "prev-loop-of-two",
            pair,
            unreadable("two sections that name each other"),
        ),
        Case::new(
            FOLDER,
            "prev-beyond-the-end",
            with("/Size 999 /Root 1 0 R /Prev 99999999")?,
            unreadable("a predecessor behind the end of the file"),
        ),
        Case::new(
            FOLDER,
            "prev-negative",
            with("/Size 999 /Root 1 0 R /Prev -5")?,
            unreadable("a predecessor before the beginning"),
        ),
        Case::new(
            FOLDER,
            "prev-in-the-middle",
            with("/Size 999 /Root 1 0 R /Prev 20")?,
            unreadable("a predecessor where no section begins"),
        ),
        Case::new(
            FOLDER,
            "startxref-beyond-64-bits",
            startxref,
            unreadable("a startxref that no number can hold"),
        ),
        Case::new(
            FOLDER,
            "revisions-1200",
            many,
            unreadable("1,200 updates that change nothing"),
        ),
    ])
}

/// Sizes and depths that cost a reader its memory or its stack.
fn sizes(world: &World) -> Result<Vec<Case>> {
    let sound = fresh(world)?;
    let trailer = |bytes: &[u8]| -> Result<String> {
        Ok(format!("/Size 999 /Root 1 0 R /Prev {}", last_section(bytes)?))
    };
    let by_hand = |table: &str| -> Result<Vec<u8>> {
        let mut bytes = sound.bytes.clone();
        let (section, trailer) = (bytes.len(), trailer(&bytes)?);
        bytes.extend(format!("xref\n{table}trailer\n<< {trailer} >>\nstartxref\n{section}\n%%EOF\n").bytes());
        Ok(bytes)
    };
    let content = sound.first_page() + 1;
    let with = |number, body: Vec<u8>| -> Result<Vec<u8>> {
        let mut pdf = sound.clone();
        pdf.append(&[(number, body)])?;
        Ok(pdf.bytes)
    };
    let nested = |open: &str, close: &str| [open.repeat(3_000), close.repeat(3_000)].concat().into_bytes();

    // Object streams that grow a thousandfold, each below the limit of one, together above it.
    let mut bombs = sound.clone();
    let data = vec![b' '; 12 << 20];
    let mut rows = Vec::new();
    let mut kids = String::new();
    for number in 0..4u32 {
        let (container, inside) = (1_000 + 2 * number, 1_001 + 2 * number);
        let body = [format!("{inside} 0 ").into_bytes(), data.clone()].concat();
        let at = bombs.bytes.len();
        bombs.bytes.extend(format!("{container} 0 obj\n").bytes());
        bombs.bytes.extend(stream("/Type /ObjStm /N 1 /First 8", &body)?);
        bombs.bytes.extend_from_slice(b"\nendobj\n");
        rows.extend([1, 0, 0, 0, 0, 0]);
        let place = rows.len() - 5;
        rows[place..place + 4].copy_from_slice(&u32::try_from(at)?.to_be_bytes());
        rows.push(2);
        rows.extend(container.to_be_bytes());
        rows.push(0);
        let _ = write!(kids, "{inside} 0 R ");
    }
    let page = bombs.bytes.len();
    bombs
        .bytes
        .extend(format!("{content} 0 obj\n[{kids}]\nendobj\n").bytes());
    rows.push(1);
    rows.extend(u32::try_from(page)?.to_be_bytes());
    rows.push(0);
    let (section, previous) = (bombs.bytes.len(), last_section(&bombs.bytes)?);
    let head =
        format!("/Type /XRef /W [1 4 1] /Index [1000 8 {content} 1] /Size 2000 /Root 1 0 R /Prev {previous}");
    bombs.bytes.extend_from_slice(b"1999 0 obj\n");
    bombs.bytes.extend(stream(&head, &rows)?);
    bombs
        .bytes
        .extend(format!("\nendobj\nstartxref\n{section}\n%%EOF\n").bytes());

    let mut xref_bomb = sound.bytes.clone();
    let section = xref_bomb.len();
    let head = format!(
        "/Type /XRef /W [1 4 1] /Index [0 9999999] /Size 9999999 /Root 1 0 R /Prev {}",
        last_section(&xref_bomb)?
    );
    xref_bomb.extend_from_slice(b"1999 0 obj\n");
    xref_bomb.extend(stream(&head, &vec![0; 17 << 20])?);
    xref_bomb.extend(format!("\nendobj\nstartxref\n{section}\n%%EOF\n").bytes());

    Ok(vec![
        Case::new(
            FOLDER,
            "xref-of-four-billion",
            by_hand("0 4294967295\n0000000000 65535 f \n")?,
            unreadable("a table that says it has 4,294,967,295 rows"),
        ),
        Case::new(
            FOLDER,
            "xref-beyond-32-bits",
            by_hand("99999999999 1\n0000000009 00000 n \n")?,
            unreadable("an object number of eleven digits"),
        ),
        Case::new(
            FOLDER,
            "xref-names-an-object-twice",
            by_hand(&format!(
                "{content} 1\n0000000009 00000 n \n{content} 1\n0000000010 00000 n \n"
            ))?,
            unreadable("one section places an object twice"),
        ),
        Case::new(
            FOLDER,
            "xref-stream-bomb",
            xref_bomb,
            unreadable("a cross-reference stream of 17 MB of zeros"),
        ),
        Case::new(
            FOLDER,
            "object-stream-bombs",
            bombs.bytes,
            unreadable("four object streams of 12 MB of spaces"),
        ),
        Case::new(
            FOLDER,
            "nested-arrays",
            with(content, nested("[", "]"))?,
            unreadable("3,000 arrays in each other"),
        ),
        Case::new(
            FOLDER,
            "nested-dictionaries-in-the-catalog",
            with(1, nested("<</A", ">>"))?,
            unreadable("3,000 dictionaries in each other"),
        ),
        Case::new(
            FOLDER,
            "stream-length-absurd",
            with(
                content,
                raw_stream("", b"q Q")
                    .iter()
                    .map(|byte| if *byte == b'3' { b'9' } else { *byte })
                    .collect(),
            )?,
            changed("the page's content was replaced by a stream of a false length"),
        ),
    ])
}

/// Keys that are written twice: which one counts is up to the reader.
fn twice(world: &World) -> Result<Vec<Case>> {
    let sound = fresh(world)?;
    let mut dictionary = paper(letter("to-trinh"), Layout::Table)?;
    let signature = crate::pdf::sign::Signature {
        extra: " /Contents <00>",
        ..usual(world, "org-hoa-mai", 12)?
    };
    sign(&mut dictionary, &signature)?;
    let mut catalog = sound.clone();
    let body = catalog.catalog_with("/Pages 9999 0 R");
    catalog.append(&[body])?;
    let mut field = paper(letter("to-trinh"), Layout::Table)?;
    let signature = crate::pdf::sign::Signature {
        field_extra: " /V null",
        ..usual(world, "org-hoa-mai", 12)?
    };
    sign(&mut field, &signature)?;
    let mut escaped = paper(letter("to-trinh"), Layout::Table)?;
    let signature = crate::pdf::sign::Signature {
        extra: " /Byte#52ange [0 1 2 3]",
        ..usual(world, "org-hoa-mai", 12)?
    };
    sign(&mut escaped, &signature)?;
    let none = |why| Expected {
        signatures: 0,
        ..doubtful(why)
            .or("UNREADABLE")
            .because(&["duplicate-key", "damaged"])
    };
    Ok(vec![
        Case::new(
            FOLDER,
            "contents-twice",
            dictionary.bytes,
            doubtful("/Contents is there twice").because(&["duplicate-key"]),
        ),
        Case::new(
            FOLDER,
            "byterange-twice-escaped",
            escaped.bytes,
            doubtful("/ByteRange is there twice, once written otherwise").because(&["duplicate-key"]),
        ),
        Case::new(
            FOLDER,
            "value-twice",
            field.bytes,
            none("the field has two values"),
        ),
        Case::new(
            FOLDER,
            "pages-twice",
            catalog.bytes,
            none("a later catalog has two page trees"),
        ),
    ])
}

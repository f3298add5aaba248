//! Attacks on signatures by name: universal forgery, wrapping, incremental saving. See docs/decisions for the list.

use anyhow::Result;

use super::corpus_forged::{changed, doubtful, failed, other_page};
use super::{Case, Expected, letter, paper, signed, usual};
use crate::pdf::document::{Layout, Pdf, stream};
use crate::pdf::patch::{self, Body, append, byte_range, find, find_last, last_section, overwrite};
use crate::pdf::sign::{Gap, sign};
use crate::pki::world::World;

const FOLDER: &str = "corpus";

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = forgeries(world)?;
    cases.extend(wrappings(world)?);
    cases.extend(savings(world)?);
    cases.extend(several(world)?);
    Ok(cases)
}

fn fresh(world: &World) -> Result<Pdf> {
    let usual = usual(world, "org-hoa-mai", 12)?;
    signed(letter("to-trinh"), Layout::Table, &usual)
}

fn with_gap(world: &World) -> Result<(Vec<u8>, Gap)> {
    let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
    let gap = sign(&mut pdf, &usual(world, "org-hoa-mai", 12)?)?;
    Ok((pdf.bytes, gap))
}

/// Universal signature forgery: ByteRange or Contents that a careless verifier skips.
fn forgeries(world: &World) -> Result<Vec<Case>> {
    let (sound, gap) = with_gap(world)?;
    let malformed = |why, reason: &'static str| doubtful(why).because(&[reason]);
    let mut cases = Vec::new();
    let mut add = |name, bytes, expected| cases.push(Case::new(FOLDER, name, bytes, expected));

    let ranges = [
        ("usf-byterange-null", "null", true, "byte-range-malformed"),
        ("usf-byterange-empty", "", false, "byte-range-malformed"),
        (
            "usf-byterange-negative",
            "0 -1 2 -3",
            false,
            "byte-range-malformed",
        ),
        (
            "usf-byterange-three-numbers",
            "0 10 20",
            false,
            "byte-range-malformed",
        ),
        (
            "usf-byterange-six-numbers",
            "0 1 2 3 4 5",
            false,
            "byte-range-malformed",
        ),
        (
            "usf-byterange-not-from-zero",
            "10 100 200 300",
            false,
            "byte-range-malformed",
        ),
        (
            "usf-byterange-of-nothing",
            "0 0 0 0",
            false,
            "byte-range-not-exact",
        ),
        (
            "usf-byterange-beyond-64-bits",
            "0 1 2 99999999999999999999",
            false,
            "byte-range-malformed",
        ),
        (
            "usf-byterange-wraps-around",
            "0 9223372036854775807 9223372036854775807 9",
            false,
            "byte-range-not-exact",
        ),
        (
            "usf-byterange-reals",
            "0 10.0 20.0 30.0",
            false,
            "byte-range-malformed",
        ),
    ];
    for (name, text, with_brackets, reason) in ranges {
        let mut bytes = sound.clone();
        patch::overwrite_byte_range(&mut bytes, text, with_brackets)?;
        add(
            name,
            bytes,
            malformed("a ByteRange that says nothing usable", reason),
        );
    }
    let range = byte_range(&sound)?;
    let mut overlapping = sound.clone();
    let text = format!(
        "0 {} {} {}",
        range[1],
        range[1] - 100,
        sound.len() - range[1] + 100
    );
    patch::overwrite_byte_range(&mut overlapping, &text, false)?;
    add(
        "usf-byterange-overlapping",
        overlapping,
        malformed(
            "the second part begins before the first ends",
            "byte-range-not-exact",
        ),
    );

    let key = find(&sound, b"/Contents <", gap.start - 11)?;
    let contents = [
        ("usf-contents-missing", key, 9, "/Contentz"),
        ("usf-contents-null", gap.start, gap.end - gap.start, "null"),
        ("usf-contents-empty", gap.start, gap.end - gap.start, "<>"),
        ("usf-contents-name", gap.start, gap.end - gap.start, "/None"),
        ("usf-contents-reference", gap.start, gap.end - gap.start, "1 0 R"),
        ("usf-contents-not-hexadecimal", gap.start + 400, 1, "x"),
        ("usf-contents-odd", gap.end - 2, 2, "> "),
    ];
    for (name, at, length, text) in contents {
        let mut bytes = sound.clone();
        overwrite(&mut bytes, at, length, text)?;
        add(name, bytes, doubtful("a /Contents that is no signature"));
    }
    let mut literal = sound.clone();
    (literal[gap.start], literal[gap.end - 1]) = (b'(', b')');
    add(
        "usf-contents-literal",
        literal,
        malformed("a literal string, into which anything fits", "contents-malformed"),
    );
    let mut twice = sound.clone();
    let text = format!(
        "[{} {} {} {}] /ByteRange [0 1 2 3]",
        range[0], range[1], range[2], range[3]
    );
    patch::overwrite_byte_range(&mut twice, &text, true)?;
    add(
        "usf-byterange-twice",
        twice,
        malformed("which of the two counts is up to the reader", "duplicate-key"),
    );

    let mut dangling = fresh(world)?;
    let widget = dangling.fields[0];
    let body = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V 9999 0 R /P {} 0 R /F 132 /Rect [0 0 0 0] >>",
        dangling.first_page()
    );
    dangling.append(&[(widget, body.into_bytes())])?;
    add(
        "usf-value-leads-nowhere",
        dangling.bytes,
        doubtful("the field refers to a signature that is not there"),
    );
    let mut lent = fresh(world)?;
    let (other, dictionary) = (lent.new_id(), lent.fields[0] - 1);
    let body = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature2) /V {dictionary} 0 R /P {} 0 R /F 132 /Rect [0 0 0 0] >>",
        lent.first_page()
    );
    lent.fields.push(other);
    let mut objects = lent.annotate(other);
    objects.push((other, body.into_bytes()));
    lent.append(&objects)?;
    let two = Expected {
        signatures: 2,
        ..doubtful("a second field shows the signature of the first").because(&["signature-shared"])
    };
    add("usf-signature-lent", lent.bytes, two);
    Ok(cases)
}

/// The value of the only signature.
fn gap_of(bytes: &[u8]) -> Result<Gap> {
    let range = byte_range(bytes)?;
    Ok(Gap {
        start: range[1],
        end: range[2],
    })
}

/// The section before the last one.
fn previous_section(bytes: &[u8]) -> Result<usize> {
    let at = find_last(bytes, b"/Prev ")? + 6;
    let digits: String = bytes[at..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    Ok(digits.parse()?)
}

/// Signature wrapping: the signed bytes are still there, but not where the reader looks.
fn wrappings(world: &World) -> Result<Vec<Case>> {
    let pdf = fresh(world)?;
    let (sound, gap) = (&pdf.bytes, gap_of(&pdf.bytes)?);
    let (head, tail) = (&sound[..gap.start], &sound[gap.end..]);
    let range = byte_range(sound)?;
    // What lies behind the value lies elsewhere now; the attacker says so in a section of his own.
    let placed = |bytes: &mut Vec<u8>, from: usize| -> Result<()> {
        let mut rows = vec![(
            pdf.first_page() + 1,
            Body::Text(stream("", other_page().content().as_bytes())?),
        )];
        for number in [1, pdf.fields[0] - 1, pdf.fields[0], pdf.first_page()] {
            let from = if number == pdf.fields[0] - 1 { 0 } else { from };
            let at = find(bytes, format!("\n{number} 0 obj\n").as_bytes(), from)? + 1;
            rows.push((number, Body::At(at)));
        }
        let trailer = format!("/Size 999 /Root 1 0 R /Prev {}", previous_section(sound)?);
        append(bytes, &rows, &trailer)?;
        Ok(())
    };

    // The signed tail moves to the end, something else takes its place.
    let mut moved = [head, &sound[gap.start..gap.end], b" >>\nendobj\n"].concat();
    moved.extend_from_slice(&b"% \n".repeat(700));
    let new_start = moved.len();
    moved.extend_from_slice(tail);
    let text = format!("0 {} {new_start} {}", range[1], tail.len());
    patch::overwrite_byte_range(&mut moved, &text, false)?;
    placed(&mut moved, new_start)?;

    // The room between the parts grows beyond the value.
    let mut stuffed = [head, &sound[gap.start..gap.end]].concat();
    stuffed.extend_from_slice(&b" ".repeat(2_000));
    stuffed.extend_from_slice(tail);
    let text = format!("0 {} {} {}", range[1], range[2] + 2_000, tail.len());
    patch::overwrite_byte_range(&mut stuffed, &text, false)?;
    placed(&mut stuffed, gap.end)?;

    // A later revision repeats the signature dictionary as it was, further back in the file.
    let mut repeated = fresh(world)?;
    let number = repeated.fields[0] - 1;
    let start = find(&repeated.bytes, b"<< /Type /Sig ", 0)?;
    let end = find(&repeated.bytes, b"\nendobj", start)?;
    let body = repeated.bytes[start..end].to_vec();
    repeated.append(&[(number, body)])?;
    Ok(vec![
        Case::new(
            FOLDER,
            "swa-tail-moved",
            moved,
            doubtful("the second signed part lies behind objects that nobody signed"),
        ),
        Case::new(
            FOLDER,
            "swa-gap-stuffed",
            stuffed,
            doubtful("2,000 bytes beside the value are not signed").because(&["byte-range-not-exact"]),
        ),
        Case::new(
            FOLDER,
            "swa-dictionary-repeated",
            repeated.bytes,
            doubtful("the dictionary in force lies outside of what it signs"),
        ),
    ])
}

/// Incremental saving: updates that hide from who compares revisions.
fn savings(world: &World) -> Result<Vec<Case>> {
    let content = stream("", other_page().content().as_bytes())?;
    let sound = fresh(world)?;
    let page = sound.first_page();
    let previous = last_section(&sound.bytes)?;
    let trailer = |previous| format!("/Size 999 /Root 1 0 R /Prev {previous}");

    let mut trailer_only = sound.bytes.clone();
    trailer_only.extend(format!("{} 0 obj\n", page + 1).bytes());
    trailer_only.extend_from_slice(&content);
    trailer_only.extend(
        format!(
            "\nendobj\ntrailer\n<< {} >>\nstartxref\n{previous}\n%%EOF\n",
            trailer(previous)
        )
        .bytes(),
    );
    let mut no_previous = sound.bytes.clone();
    append(
        &mut no_previous,
        &[(page + 1, Body::Text(content.clone()))],
        "/Size 999 /Root 1 0 R",
    )?;
    let mut plain = sound.bytes.clone();
    append(
        &mut plain,
        &[(page + 1, Body::Text(content.clone()))],
        &trailer(previous),
    )?;

    // The other page was there when it was signed, in an object that nobody refers to.
    let mut kept = paper(letter("to-trinh"), Layout::Table)?;
    let (page, spare) = (kept.first_page(), kept.new_id());
    let at = kept.bytes.len();
    let mut disguised = format!("{} 0 obj\n", page + 1).into_bytes();
    disguised.extend_from_slice(&content);
    disguised.extend_from_slice(b"\nendobj");
    kept.append(&[(spare, crate::pdf::document::raw_stream("", &disguised))])?;
    let hidden_at = find(
        &kept.bytes,
        format!("{} 0 obj\n<< /Length", page + 1).as_bytes(),
        at,
    )?;
    sign(&mut kept, &usual(world, "org-hoa-mai", 12)?)?;
    let previous = last_section(&kept.bytes)?;
    append(
        &mut kept.bytes,
        &[(page + 1, Body::At(hidden_at))],
        &trailer(previous),
    )?;

    // The objects themselves stay where they were, but the object stream that holds them is another.
    let mut packed = signed(
        letter("bien-ban-hop"),
        Layout::Streams,
        &usual(world, "org-hoa-mai", 12)?,
    )?;
    let at = find(&packed.bytes, b"/Type /ObjStm", 0)?;
    let line = packed.bytes[..at]
        .windows(6)
        .rposition(|window| window == b" 0 obj");
    let line = line.unwrap_or_default();
    let start = packed.bytes[..line]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let container: u32 = String::from_utf8_lossy(&packed.bytes[start..line]).parse()?;
    let body_end = find(&packed.bytes, b"\nendobj", at)?;
    let mut body = packed.bytes[line + 7..body_end].to_vec();
    let size = find(&body, b"/N ", 0)?;
    body.splice(size..size, b"/Changed true ".iter().copied());
    packed.append(&[(container, body)])?;

    Ok(vec![
        Case::new(
            FOLDER,
            "isa-trailer-only",
            trailer_only,
            Expected {
                changes_after: vec!["not-permitted"],
                covers_whole_document: vec![false],
                ..failed("an update without a cross-reference section of its own")
                    .because(&["trailing-bytes"])
            },
        ),
        Case::new(
            FOLDER,
            "isa-without-prev",
            no_previous,
            doubtful("an update that denies all revisions before it").or("UNREADABLE"),
        ),
        Case::new(
            FOLDER,
            "isa-plain",
            plain,
            changed("the page was replaced by an update written by hand"),
        ),
        Case::new(
            FOLDER,
            "isa-object-hidden-in-signed-bytes",
            kept.bytes,
            changed("the update only points at a page that lay unused in the signed bytes"),
        ),
        Case::new(
            FOLDER,
            "isa-object-stream-replaced",
            packed.bytes,
            changed("the object stream under all objects was replaced").because(&["object-changed"]),
        ),
    ])
}

/// Two signatures, one of which does not hold.
fn several(world: &World) -> Result<Vec<Case>> {
    let two = |changes: [&'static str; 2], covers: [bool; 2], why| Expected {
        signatures: 2,
        changes_after: changes.to_vec(),
        covers_whole_document: covers.to_vec(),
        ..failed(why)
    };
    let mut both = fresh(world)?;
    let first_end = both.bytes.len();
    sign(&mut both, &usual(world, "person-mau", 11)?)?;

    let mut second_broken = both.bytes.clone();
    let at = find(&second_broken, b"/Location <FEFF", first_end)? + 15;
    second_broken[at..at + 4].copy_from_slice(b"0058");
    let mut first_broken = both.bytes.clone();
    let at = find(&first_broken, b"/Location <FEFF", 0)? + 15;
    first_broken[at..at + 4].copy_from_slice(b"0058");

    // The third revision says that the second never was.
    let mut skipped = both.bytes.clone();
    let first_section = previous_section(&skipped)?;
    append(
        &mut skipped,
        &[(900, Body::Text(b"(nothing)".to_vec()))],
        &format!("/Size 999 /Root 1 0 R /Prev {first_section}"),
    )?;
    Ok(vec![
        Case::new(
            FOLDER,
            "second-of-two-broken",
            second_broken,
            two(
                ["permitted", "none"],
                [false, true],
                "the second signature's bytes are not what it signed",
            )
            .because(&["digest-mismatch"]),
        ),
        Case::new(
            FOLDER,
            "first-of-two-broken",
            first_broken,
            two(
                ["permitted", "none"],
                [false, true],
                "a byte that both signed is another",
            )
            .because(&["digest-mismatch"]),
        ),
        Case::new(
            FOLDER,
            "prev-skips-a-signed-revision",
            skipped,
            Expected {
                signatures: 1,
                ..Expected::none(
                    &["TOTAL-PASSED", "TOTAL-FAILED", "UNREADABLE"],
                    "the last section leads past the second signature: as if the file had been cut behind the first",
                )
            },
        ),
    ])
}

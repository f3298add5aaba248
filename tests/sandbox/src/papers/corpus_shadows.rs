//! Papers prepared before signing so that they show something else later (shadow attacks: hide, replace, hide and
//! replace), and what others do to certified papers (evil annotation, sneaky signature).

use anyhow::Result;

use super::corpus_forged::{changed, failed, other_page};
use super::{Case, Expected, letter, paper, usual};
use crate::pdf::document::{Layout, Pdf, raw_stream, stream};
use crate::pdf::patch::{Body, append, last_section};
use crate::pdf::sign::{Look, Signature, sign};
use crate::pki::world::World;

const FOLDER: &str = "corpus";
const SHEET: &str = "1 1 1 rg 0 0 595 842 re f";

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = shadows(world)?;
    cases.extend(shadows_by_store(world)?);
    cases.extend(evil_annotations(world)?);
    cases.extend(sneaky_signatures(world)?);
    cases.extend(widgets(world)?);
    Ok(cases)
}

/// A paper whose page draws one more form object, and that object.
fn with_overlay(drawn: &str) -> Result<(Pdf, u32)> {
    let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
    let (overlay, content, page) = (pdf.new_id(), pdf.new_id(), pdf.first_page());
    let resources = Pdf::fonts();
    let resources = resources.trim_end_matches(">>").trim_end();
    let body = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} /XObject << /Shadow {overlay} 0 R >> >> /Contents [{} 0 R {content} 0 R] >>",
        page + 1
    );
    let mut objects = vec![
        (page, body.into_bytes()),
        (content, stream("", b" q /Shadow Do Q")?),
    ];
    if !drawn.is_empty() {
        objects.push((overlay, form(drawn)?));
    }
    pdf.append(&objects)?;
    Ok((pdf, overlay))
}

fn form(drawn: &str) -> Result<Vec<u8>> {
    stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842]",
        drawn.as_bytes(),
    )
}

/// Signs invisibly and without touching the page, as the attacker would like it.
fn sign_aside(pdf: &mut Pdf, signature: &Signature) -> Result<()> {
    let (dictionary, field) = (pdf.new_id(), pdf.new_id());
    pdf.fields.push(field);
    let catalog = (1, pdf.catalog());
    let before = pdf.bytes.len();
    let body = format!(
        "<< /FT /Sig /T (Signature{}) /V {dictionary} 0 R >>",
        pdf.fields.len()
    );
    pdf.append(&[
        (dictionary, crate::pdf::sign::dictionary_body(signature)),
        (field, body.into_bytes()),
        catalog,
    ])?;
    crate::pdf::sign::fill(&mut pdf.bytes, before, signature)?;
    Ok(())
}

fn shadows(world: &World) -> Result<Vec<Case>> {
    let usual = usual(world, "org-hoa-mai", 12)?;
    let case = |name, pdf: Pdf, why| Case::new(FOLDER, name, pdf.bytes, changed(why));

    let (mut hidden, overlay) = with_overlay(SHEET)?;
    sign_aside(&mut hidden, &usual)?;
    let previous = last_section(&hidden.bytes)?;
    let trailer = format!("/Size 999 /Root 1 0 R /Prev {previous}");
    append(&mut hidden.bytes, &[(overlay, Body::At(0))], &trailer)?;

    let (mut replaced, overlay) = with_overlay("q Q")?;
    sign_aside(&mut replaced, &usual)?;
    replaced.append(&[(overlay, form(SHEET)?)])?;

    let (mut supplied, overlay) = with_overlay("")?;
    sign_aside(&mut supplied, &usual)?;
    supplied.append(&[(overlay, form(SHEET)?)])?;

    // A font is drawn with as well: its table of glyphs says what is read.
    let mut font = paper(letter("to-trinh"), Layout::Table)?;
    sign_aside(&mut font, &usual)?;
    font.append(&[(3, b"<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>".to_vec())])?;

    // Two documents in one file; the trailer chooses.
    let mut twins = paper(letter("to-trinh"), Layout::Table)?;
    let (root, pages, page, content) = (twins.new_id(), twins.new_id(), twins.new_id(), twins.new_id());
    let field = content + 2;
    twins.append(&[
        (
            root,
            format!("<< /Type /Catalog /Pages {pages} 0 R /AcroForm << /Fields [{field} 0 R] /SigFlags 3 >> >>").into_bytes(),
        ),
        (pages, format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>").into_bytes()),
        (
            page,
            format!(
                "<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 595 842] /Resources {} /Contents {content} 0 R >>",
                Pdf::fonts()
            )
            .into_bytes(),
        ),
        (content, stream("", other_page().content().as_bytes())?),
    ])?;
    sign_aside(&mut twins, &usual)?;
    let previous = last_section(&twins.bytes)?;
    let trailer = format!("/Size 999 /Root {root} 0 R /Prev {previous}");
    append(&mut twins.bytes, &[], &trailer)?;

    // The length of the page's content reaches beyond what is signed: what is appended becomes part of it.
    let mut open = paper(letter("to-trinh"), Layout::Table)?;
    let page = open.first_page();
    let content = other_page().content().to_owned();
    let mut body = raw_stream("", content.as_bytes());
    let length = format!("/Length {}", content.len());
    let text = String::from_utf8_lossy(&body).replacen(&length, "/Length 90000", 1);
    body = text.into_bytes();
    open.append(&[(page + 1, body)])?;
    sign_aside(&mut open, &usual)?;
    let filler = " ".repeat(100_000);
    open.append(&[(990, format!("({filler})\nendstream").into_bytes())])?;

    Ok(vec![
        case("shadow-hide", hidden, "the sheet that covered the text was freed"),
        case(
            "shadow-replace",
            replaced,
            "an empty object of the page now covers it",
        ),
        case(
            "shadow-supply",
            supplied,
            "an object that the page had missed was supplied",
        ),
        case("shadow-font", font, "a font of the page is another one"),
        case(
            "shadow-hide-and-replace",
            twins,
            "the trailer now names the other of two catalogs",
        ),
        case(
            "shadow-open-stream",
            open,
            "the page's content runs on into what was appended",
        ),
    ])
}

/// The security store may change: an object that it shares with the page must not.
fn shadows_by_store(world: &World) -> Result<Vec<Case>> {
    let usual = usual(world, "org-hoa-mai", 12)?;
    let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
    let (stamp, looks, resources, picture, store) = (
        pdf.new_id(),
        pdf.new_id(),
        pdf.new_id(),
        pdf.new_id(),
        pdf.new_id(),
    );
    let mut objects = pdf.annotate(stamp);
    objects[0] = pdf.catalog_with(&format!("/DSS {store} 0 R"));
    objects.extend([
        (
            stamp,
            format!(
                "<< /Type /Annot /Subtype /Stamp /Rect [60 600 540 700] /F 4 /AP << /N {looks} 0 R >> >>"
            )
            .into_bytes(),
        ),
        (
            looks,
            stream(
                &format!("/Type /XObject /Subtype /Form /BBox [0 0 480 100] /Resources {resources} 0 R"),
                b"/Picture Do",
            )?,
        ),
        (
            resources,
            format!("<< /XObject << /Picture {picture} 0 R >> >>").into_bytes(),
        ),
        (picture, form("q Q")?),
        (
            store,
            format!("<< /Type /DSS /Certs [{resources} 0 R] >>").into_bytes(),
        ),
    ]);
    pdf.append(&objects)?;
    sign_aside(&mut pdf, &usual)?;
    // Signing wrote the catalog without the store: that is how the store comes back later.
    let catalog = pdf.catalog_with(&format!("/DSS {store} 0 R"));
    pdf.append(&[catalog])?;
    pdf.append(&[(picture, form(SHEET)?)])?;
    Ok(vec![Case::new(
        FOLDER,
        "shadow-through-store",
        pdf.bytes,
        changed("a picture below a stamp, which the security store refers to as well, was replaced"),
    )])
}

/// Annotations on certified papers.
fn evil_annotations(world: &World) -> Result<Vec<Case>> {
    let certified = |level| -> Result<Pdf> {
        let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
        let signature = Signature {
            certify: true,
            level,
            ..usual(world, "org-hoa-mai", 12)?
        };
        sign(&mut pdf, &signature)?;
        Ok(pdf)
    };
    let annotated = |level, body: &str| -> Result<Vec<u8>> {
        let mut pdf = certified(level)?;
        let (annotation, looks) = (pdf.new_id(), pdf.new_id());
        let mut objects = pdf.annotate(annotation);
        let body = body.replace("LOOKS", &format!("/AP << /N {looks} 0 R >>"));
        objects.push((annotation, format!("<< /Type /Annot {body} >>").into_bytes()));
        objects.push((looks, form("1 1 1 rg 0 0 480 100 re f")?));
        pdf.append(&objects)?;
        Ok(pdf.bytes)
    };
    let rect = "/Rect [60 600 540 700] /F 4";
    let free_text = format!("/Subtype /FreeText {rect} /DA (/Helv 20 Tf 0 g) /Contents (Sua doi) /C [1 1 1]");
    let stamp = format!("/Subtype /Stamp {rect} LOOKS");
    let redact = format!("/Subtype /Redact {rect} /QuadPoints [60 700 540 700 60 600 540 600] /IC [1 1 1]");
    let drawn = format!("/Subtype /Highlight {rect} /QuadPoints [60 700 540 700 60 600 540 600] LOOKS");
    let highlight =
        format!("/Subtype /Highlight {rect} /QuadPoints [60 700 540 700 60 690 540 690] /C [1 1 0]");
    let evil = |why| changed(why).because(&["annotation-added"]);
    let mut cases = vec![
        Case::new(
            FOLDER,
            "eaa-free-text",
            annotated(3, &free_text)?,
            evil("certified for comments; a text box covers the text"),
        ),
        Case::new(
            FOLDER,
            "eaa-stamp",
            annotated(3, &stamp)?,
            evil("certified for comments; a stamp covers the text"),
        ),
        Case::new(
            FOLDER,
            "eaa-redact",
            annotated(3, &redact)?,
            evil("certified for comments; a redaction covers the text"),
        ),
        Case::new(
            FOLDER,
            "eaa-drawn-highlight",
            annotated(3, &drawn)?,
            evil("certified for comments; a highlight with looks of its own covers the text"),
        ),
        Case::new(
            FOLDER,
            "comment-certified-for-signing",
            annotated(2, &highlight)?,
            evil("a comment, but certified for filling in and signing only"),
        ),
    ];
    let permitted = Expected {
        changes_after: vec!["permitted"],
        covers_whole_document: vec![false],
        ..Expected::passed("a highlight on a paper certified for comments (P=3)")
    };
    cases.push(Case::new(
        FOLDER,
        "comment-certified-for-comments",
        annotated(3, &highlight)?,
        permitted,
    ));
    Ok(cases)
}

/// Signatures that others add to certified papers.
fn sneaky_signatures(world: &World) -> Result<Vec<Case>> {
    let certified = |level| -> Result<Pdf> {
        let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
        let signature = Signature {
            certify: true,
            level,
            ..usual(world, "org-hoa-mai", 12)?
        };
        sign(&mut pdf, &signature)?;
        Ok(pdf)
    };
    let lines = || vec!["Số tiền: 900.000.000 đồng".to_owned()];
    let add = |pdf: &mut Pdf, who, rect| -> Result<()> {
        let signature = Signature {
            look: Look::Text(rect, lines()),
            ..usual(world, who, 11)?
        };
        sign(pdf, &signature)?;
        Ok(())
    };
    let two = |changes: [&'static str; 2], why| Expected {
        signatures: 2,
        changes_after: changes.to_vec(),
        covers_whole_document: vec![false, true],
        ..failed(why)
    };
    let mut stranger = certified(2)?;
    add(&mut stranger, "foreign-company", [60.0, 600.0, 480.0, 60.0])?;
    let mut sheet = certified(2)?;
    add(&mut sheet, "person-mau", [0.0, 0.0, 595.0, 842.0])?;
    let mut forbidden = certified(1)?;
    add(&mut forbidden, "person-mau", [60.0, 100.0, 180.0, 46.0])?;

    // A field that shows something, and nobody signs.
    let mut unsigned = certified(2)?;
    let (field, looks) = (unsigned.new_id(), unsigned.new_id());
    unsigned.fields.push(field);
    let mut objects = unsigned.annotate(field);
    let body = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature2) /P {} 0 R /F 4 /Rect [60 600 540 700] /AP << /N {looks} 0 R >> >>",
        unsigned.first_page()
    );
    objects.extend([
        (field, body.into_bytes()),
        (looks, form("1 1 1 rg 0 0 480 100 re f")?),
    ]);
    unsigned.append(&objects)?;
    Ok(vec![
        Case::new(
            FOLDER,
            "ssa-stranger",
            stranger.bytes,
            two(
                ["permitted", "none"],
                "a stranger's signature writes over the certified text",
            )
            .or("INDETERMINATE"),
        ),
        Case::new(
            FOLDER,
            "ssa-sheet",
            sheet.bytes,
            two(
                ["not-permitted", "none"],
                "a trusted signer's field covers the whole certified page",
            )
            .because(&["annotation-added"]),
        ),
        Case::new(
            FOLDER,
            "ssa-certified-without-changes",
            forbidden.bytes,
            two(
                ["not-permitted", "none"],
                "signed although the certification permits nothing (P=1)",
            )
            .because(&["certification-forbids"]),
        ),
        Case::new(
            FOLDER,
            "ssa-unsigned",
            unsigned.bytes,
            changed("an unsigned signature field shows a sheet over the text").because(&["form-changed"]),
        ),
    ])
}

/// The widget of the signature itself.
fn widgets(world: &World) -> Result<Vec<Case>> {
    let seen = || -> Result<Pdf> {
        let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
        let signature = Signature {
            look: Look::Text(
                [348.0, 120.0, 180.0, 46.0],
                vec!["Người ký: Xã Hoa Mai".to_owned()],
            ),
            ..usual(world, "org-hoa-mai", 12)?
        };
        sign(&mut pdf, &signature)?;
        Ok(pdf)
    };
    let widget = |pdf: &Pdf, rect: &str| {
        let (number, page) = (pdf.fields[0], pdf.first_page());
        format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V {} 0 R /P {page} 0 R /F 132 /Rect [{rect}] /AP << /N {} 0 R >> >>",
            number - 1,
            number + 1
        )
    };
    let mut moved = seen()?;
    let body = widget(&moved, "60.0 600.0 240.0 646.0");
    moved.append(&[(moved.fields[0], body.into_bytes())])?;
    let mut redrawn = seen()?;
    redrawn.append(&[(redrawn.fields[0] + 1, form("1 0 0 rg 0 0 180 46 re f")?)])?;
    let mut removed = seen()?;
    let page = removed.first_page();
    let body = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {} /Contents {} 0 R >>",
        Pdf::fonts(),
        page + 1
    );
    removed.append(&[(page, body.into_bytes())])?;
    Ok(vec![
        Case::new(
            FOLDER,
            "widget-moved",
            moved.bytes,
            changed("the signature's picture was moved").because(&["annotation-changed"]),
        ),
        Case::new(
            FOLDER,
            "widget-redrawn",
            redrawn.bytes,
            changed("the stream of the signature's picture was replaced").because(&["annotation-changed"]),
        ),
        Case::new(
            FOLDER,
            "widget-removed",
            removed.bytes,
            changed("the signature's picture was taken from the page").because(&["annotation-changed"]),
        ),
    ])
}

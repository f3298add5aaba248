//! Signing a PDF that somebody else made, as a token agent does: one incremental update, nothing of the
//! original is touched.

use anyhow::{Context, Result, ensure};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, Stream, StringFormat, dictionary};

use super::sign::{Signature, fill, pdf_date};

/// What is seen of a signature: words in a frame. They are set in Helvetica, which every reader has and which knows no
/// Vietnamese.
pub struct Mark {
    /// Left, bottom, width, height on the first page.
    pub rect: [f32; 4],
    /// From the top.
    pub lines: Vec<String>,
    /// Red as a seal, or blue.
    pub is_red: bool,
}

/// `original` with one more signature, without an appearance.
pub fn countersign(original: Vec<u8>, signature: &Signature) -> Result<Vec<u8>> {
    countersign_with(original, signature, None)
}

/// The same with something to see.
pub fn countersign_with(original: Vec<u8>, signature: &Signature, mark: Option<&Mark>) -> Result<Vec<u8>> {
    let document = Document::load_mem(&original).context("not a readable PDF")?;
    ensure!(!document.is_encrypted(), "the PDF is encrypted");
    let catalog_id = document.trailer.get(b"Root")?.as_reference()?;
    let page_id = *document.get_pages().get(&1).context("the PDF has no page")?;
    let mut catalog = document.get_dictionary(catalog_id)?.clone();
    let mut page = document.get_dictionary(page_id)?.clone();
    let mut form = dictionary_at(&document, &catalog, b"AcroForm");
    let mut fields = array_at(&document, &form, b"Fields");
    let mut annotations = array_at(&document, &page, b"Annots");

    let length = original.len();
    let mut update = IncrementalDocument::create_from(original, document);
    let value = update.new_document.add_object(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => signature.sub_filter,
        "M" => Object::string_literal(pdf_date(signature.claimed)),
        "ByteRange" => vec![i64::MAX.into(), i64::MAX.into(), i64::MAX.into()],
        "Contents" => Object::String(vec![0; signature.gap / 2], StringFormat::Hexadecimal),
    });
    let mut widget = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal(format!("Signature{}", value.0)),
        "V" => value,
        "P" => page_id,
        "F" => 132,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
    };
    if let Some(mark) = mark {
        let [left, bottom, width, height] = mark.rect;
        let corners = [left, bottom, left + width, bottom + height];
        widget.set("Rect", corners.map(Object::Real).to_vec());
        let appearance = update.new_document.add_object(draw(mark));
        widget.set("AP", dictionary! { "N" => appearance });
    }
    let widget = update.new_document.add_object(widget);
    fields.push(widget.into());
    form.set("Fields", fields);
    form.set("SigFlags", 3);
    catalog.set("AcroForm", form);
    annotations.push(widget.into());
    page.set("Annots", annotations);
    update.new_document.set_object(catalog_id, catalog);
    update.new_document.set_object(page_id, page);

    let mut out = Vec::new();
    update.save_to(&mut out)?;
    ensure!(out.len() > length, "nothing was added");
    fill(&mut out, length, signature)?;
    Ok(out)
}

fn draw(mark: &Mark) -> Stream {
    let [_, _, width, height] = mark.rect;
    let colour = if mark.is_red {
        "0.8 0.05 0.1"
    } else {
        "0.1 0.2 0.45"
    };
    let (inner_width, inner_height) = (width - 2.0, height - 2.0);
    let mut operators = format!(
        "{colour} RG {colour} rg 1 w 1 1 {inner_width:.1} {inner_height:.1} re S BT /F1 10 Tf 6 {:.1} Td 12 TL\n",
        height - 16.0
    );
    for line in &mark.lines {
        let plain: String = line
            .chars()
            .filter(|c| c.is_ascii() && !matches!(c, '(' | ')' | '\\'))
            .collect();
        operators.push_str(&format!("({plain}) Tj T*\n"));
    }
    operators.push_str("ET\n");
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" };
    let head = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    };
    Stream::new(head, operators.into_bytes())
}

/// The same file with an update that shows another first page, as a cheat would add before signing.
pub fn overwrite_page(original: Vec<u8>) -> Result<Vec<u8>> {
    let document = Document::load_mem(&original).context("not a readable PDF")?;
    let page_id = *document.get_pages().get(&1).context("the PDF has no page")?;
    let mut page = document.get_dictionary(page_id)?.clone();
    let mut update = IncrementalDocument::create_from(original, document);
    let other = Stream::new(Dictionary::new(), b"0.9 g 50 50 400 700 re f".to_vec());
    page.set("Contents", update.new_document.add_object(other));
    update.new_document.set_object(page_id, page);
    let mut out = Vec::new();
    update.save_to(&mut out)?;
    Ok(out)
}

/// The same document as another file: what an editor makes that knows nothing of signatures.
pub fn save_anew(original: &[u8]) -> Result<Vec<u8>> {
    let mut document = Document::load_mem(original).context("not a readable PDF")?;
    document.renumber_objects();
    let mut out = Vec::new();
    document.save_to(&mut out)?;
    Ok(out)
}

/// The dictionary under `key`, direct or referred to; empty if there is none.
fn dictionary_at(document: &Document, owner: &Dictionary, key: &[u8]) -> Dictionary {
    let object = owner.get(key).and_then(|object| document.dereference(object));
    object
        .ok()
        .and_then(|(_, object)| object.as_dict().ok().cloned())
        .unwrap_or_default()
}

/// The array under `key`, direct or referred to; empty if there is none.
fn array_at(document: &Document, owner: &Dictionary, key: &[u8]) -> Vec<Object> {
    let object = owner.get(key).and_then(|object| document.dereference(object));
    object
        .ok()
        .and_then(|(_, object)| object.as_array().ok().cloned())
        .unwrap_or_default()
}

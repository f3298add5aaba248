//! Signing a PDF that somebody else made, as a token agent does: one incremental update, nothing of the
//! original is touched.

use anyhow::{Context, Result, ensure};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, StringFormat, dictionary};

use super::sign::{Signature, fill, pdf_date};

/// `original` with one more signature, without an appearance.
pub fn countersign(original: Vec<u8>, signature: &Signature) -> Result<Vec<u8>> {
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
    let widget = update.new_document.add_object(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal(format!("Signature{}", value.0)),
        "V" => value,
        "P" => page_id,
        "F" => 132,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
    });
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

//! The copy as a file: the pages of the scan and, behind them, the page with the certification. Written anew, so that it
//! holds nothing but pages: no forms, no scripts, no attachments, no earlier revisions, nothing for a signature to be made
//! over that does not show.

use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[error("the scan cannot be made into a copy: {0}")]
pub struct MakeError(String);

impl From<lopdf::Error> for MakeError {
    fn from(error: lopdf::Error) -> Self {
        Self(error.to_string())
    }
}

/// What pages inherit from the nodes above them.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// What of a page shows; the rest (annotations, actions, threads, references into a structure) stays behind.
const SHOWN: [&[u8]; 7] = [
    b"Resources",
    b"MediaBox",
    b"CropBox",
    b"Rotate",
    b"Contents",
    b"Group",
    b"UserUnit",
];
/// How deep a tree of pages may be.
const MAX_DEPTH: usize = 64;

/// Makes the copy.
pub fn make(scan: &[u8], certification: &[u8]) -> Result<Vec<u8>, MakeError> {
    let mut whole = Document::with_version("1.7");
    let mut pages = take_pages(scan, &mut whole)?;
    if pages.is_empty() {
        return Err(MakeError("it has no pages".to_owned()));
    }
    pages.extend(take_pages(certification, &mut whole)?);
    let root = whole.new_object_id();
    for id in &pages {
        whole.get_dictionary_mut(*id)?.set("Parent", root);
    }
    let count = i64::try_from(pages.len()).map_err(|error| MakeError(error.to_string()))?;
    let kids: Vec<Object> = pages.into_iter().map(Object::Reference).collect();
    let tree = Dictionary::from_iter([
        ("Type", Object::from("Pages")),
        ("Kids", kids.into()),
        ("Count", count.into()),
    ]);
    whole.objects.insert(root, tree.into());
    let catalog = Dictionary::from_iter([
        ("Type", Object::Name(b"Catalog".to_vec())),
        ("Pages", root.into()),
        ("Lang", Object::string_literal("vi")),
    ]);
    let catalog = whole.add_object(catalog);
    whole.trailer.set("Root", catalog);
    whole
        .get_dictionary_mut(root)?
        .set("Type", Object::Name(b"Pages".to_vec()));
    whole.prune_objects();
    whole.renumber_objects();
    let mut bytes = Vec::new();
    whole
        .save_to(&mut bytes)
        .map_err(|error| MakeError(error.to_string()))?;
    Ok(bytes)
}

/// Puts the objects of a file into `whole`, its pages cut down to what shows; gives the pages in order.
fn take_pages(file: &[u8], whole: &mut Document) -> Result<Vec<ObjectId>, MakeError> {
    let mut part = Document::load_mem(file)?;
    if part.is_encrypted() || part.was_encrypted() {
        return Err(MakeError("it is encrypted".to_owned()));
    }
    part.renumber_objects_with(whole.max_id + 1);
    let ids: Vec<ObjectId> = part.page_iter().collect();
    let mut shown = BTreeMap::new();
    for id in &ids {
        let page = part.get_dictionary(*id)?;
        let mut kept = Dictionary::new();
        kept.set("Type", Object::Name(b"Page".to_vec()));
        for key in SHOWN {
            let own = page.get(key).ok().cloned();
            let value = match own {
                None if INHERITED.contains(&key) => inherited(&part, page, key),
                own => own,
            };
            if let Some(value) = value {
                kept.set(key.to_vec(), value);
            }
        }
        shown.insert(*id, Object::Dictionary(kept));
    }
    whole.max_id = part.max_id.max(whole.max_id);
    whole.objects.extend(std::mem::take(&mut part.objects));
    whole.objects.extend(shown);
    Ok(ids)
}

fn inherited(part: &Document, page: &Dictionary, key: &[u8]) -> Option<Object> {
    let mut node = page;
    for _ in 0..MAX_DEPTH {
        let above = node.get(b"Parent").and_then(Object::as_reference).ok()?;
        node = part.get_dictionary(above).ok()?;
        if let Ok(value) = node.get(key) {
            return Some(value.clone());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::page::{Certification, render};
    use super::*;
    use chrono::NaiveDate;
    use lopdf::dictionary;

    fn certification() -> Vec<u8> {
        render(&Certification {
            unit: "Ủy ban nhân dân xã Tuy Phước",
            place: "Tuy Phước",
            day: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            number: 7,
            original: "Bằng tốt nghiệp đại học số 123",
            pages: 2,
            owner: "Nguyễn Thị Mẫu",
            signer: "Nguyễn Văn Mẫu",
            title: "Phó Chủ tịch",
            code: "0189",
        })
        .unwrap()
    }

    /// A scan whose tree passes its size and turn on, with a script and a form.
    fn scan() -> Vec<u8> {
        let mut pdf = Document::with_version("1.5");
        let pages = pdf.new_object_id();
        let content = pdf.add_object(lopdf::Stream::new(dictionary! {}, b"0 0 m".to_vec()));
        let note = pdf.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Link" });
        let kids: Vec<Object> = (0..2)
            .map(|_| {
                pdf.add_object(dictionary! {
                    "Type" => "Page", "Parent" => pages, "Contents" => content, "Annots" => vec![note.into()],
                    "AA" => dictionary! { "O" => dictionary! { "S" => "JavaScript" } },
                })
                .into()
            })
            .collect();
        let tree = dictionary! {
            "Type" => "Pages", "Kids" => kids, "Count" => 2, "Rotate" => 90,
            "MediaBox" => vec![0.into(), 0.into(), 200.into(), 100.into()],
        };
        pdf.objects.insert(pages, tree.into());
        let catalog = pdf.add_object(dictionary! {
            "Type" => "Catalog", "Pages" => pages, "OpenAction" => dictionary! { "S" => "JavaScript" },
            "AcroForm" => dictionary! { "Fields" => Vec::<Object>::new() },
        });
        pdf.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_pages_of_the_scan_then_the_certification_and_nothing_else() {
        let bytes = make(&scan(), &certification()).unwrap();
        assert_eq!(bytes, make(&scan(), &certification()).unwrap());
        for gone in ["JavaScript", "AcroForm", "OpenAction", "Annot", "/AA"] {
            assert!(
                !bytes.windows(gone.len()).any(|at| at == gone.as_bytes()),
                "{gone}"
            );
        }
        let pdf = Document::load_mem(&bytes).unwrap();
        let pages = pdf.get_pages();
        assert_eq!(pages.len(), 3);
        let first = pdf.get_dictionary(pages[&1]).unwrap();
        assert_eq!(first.get(b"Rotate").unwrap().as_i64().unwrap(), 90);
        assert_eq!(first.get(b"MediaBox").unwrap().as_array().unwrap().len(), 4);
        let last = pdf.get_dictionary(pages[&3]).unwrap();
        assert!(
            last.get(b"Rotate").is_err(),
            "the turn of the scan is not the certification's"
        );
    }

    #[test]
    fn what_is_no_pdf_is_no_copy() {
        assert!(make(b"%PDF-1.7\nnothing", &certification()).is_err());
    }
}

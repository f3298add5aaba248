//! Updates that change nothing for who follows the cross-reference sections, and much for readers that repair a file
//! or read it otherwise.

use anyhow::Result;

use super::corpus_forged::{changed, other_page};
use super::{Case, Expected, corpus_files, letter, signed, usual};
use crate::pdf::document::{Layout, Pdf, raw_stream, stream};
use crate::pdf::patch::{Body, append, last_section};
use crate::pki::world::World;

const FOLDER: &str = "corpus";

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let sound = || -> Result<Pdf> {
        let usual = usual(world, "org-hoa-mai", 12)?;
        signed(letter("to-trinh"), Layout::Table, &usual)
    };
    let content = stream("", other_page().content().as_bytes())?;
    // The page's content as an object that only a scan of all bytes finds.
    let hidden = |pdf: &Pdf| {
        let head = format!("x\n{} 0 obj\n", pdf.first_page() + 1);
        [head.as_bytes(), &content, b"\nendobj\n"].concat()
    };
    let unreadable = |why| -> Expected { changed(why).because(&["change-unreadable"]) };
    let mut cases = Vec::new();
    let mut add = |name, bytes, expected| cases.push(Case::new(FOLDER, name, bytes, expected));

    let mut metadata = sound()?;
    let id = metadata.new_id();
    let catalog = metadata.catalog_with(&format!("/Metadata {id} 0 R"));
    let body = raw_stream("/Type /Metadata /Subtype /XML", &hidden(&metadata));
    metadata.append(&[catalog, (id, body)])?;
    add(
        "repair-object-in-metadata",
        metadata.bytes,
        unreadable("a stream of metadata holds another page for readers that repair the file"),
    );

    let mut lost = sound()?;
    let catalog = lost.catalog_with("/Extensions 9999 0 R");
    lost.append(&[catalog])?;
    add(
        "repair-reference-to-nothing",
        lost.bytes,
        unreadable("a reference that leads nowhere makes some readers repair the file"),
    );

    let mut packed = sound()?;
    let id = packed.new_id();
    let inner = format!("{} 0 << /Length 0 >>", packed.first_page() + 1);
    let first = inner.find('<').unwrap_or_default();
    let body = stream(&format!("/Type /ObjStm /N 1 /First {first}"), inner.as_bytes())?;
    packed.append(&[(id, body)])?;
    add(
        "repair-unlisted-object-stream",
        packed.bytes,
        unreadable("an object stream holds an object that no section speaks of"),
    );

    let mut zero = sound()?;
    let (id, previous) = (zero.new_id(), last_section(&zero.bytes)?);
    append(
        &mut zero.bytes,
        &[(id, Body::Text(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()))],
        &format!("/Size 999 /Root 1 0 R /Root#00 {id} 0 R /Prev {previous}"),
    )?;
    add(
        "name-with-a-zero-byte",
        zero.bytes,
        corpus_files::unreadable("a name that ends at a byte 0 for readers written in C"),
    );
    Ok(cases)
}

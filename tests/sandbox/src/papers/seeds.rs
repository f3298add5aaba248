//! Small files to begin fuzzing with: one for each shape that the parsers know.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::corpus_files::hybrid_update;
use super::{days_ago, stamp, usual};
use crate::clock;
use crate::pdf::document::{Layout, Pdf, stream};
use crate::pdf::page::Page;
use crate::pdf::patch::last_section;
use crate::pdf::sign::{Look, Signature, sign};
use crate::pki::cms::{Options, detached};
use crate::pki::key::{Hash, Padding};
use crate::pki::timestamp::{self, Stamp};
use crate::pki::world::World;

/// Hexadecimal digits that are enough for a signature without a timestamp.
const GAP: usize = 4_000;

/// Writes the seeds, one folder for each target.
pub fn make(out: &Path) -> Result<()> {
    let world = World::generate(clock::now())?;
    write(&out.join("structure"), "pdf", structure(&world)?)?;
    write(&out.join("timestamp"), "der", timestamps(&world)?)?;
    write(&out.join("cms"), "der", cms(&world)?)
}

fn write(folder: &Path, ending: &str, files: Vec<(&str, Vec<u8>)>) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, bytes) in files {
        let path = folder.join(format!("{name}.{ending}"));
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn small<'a>(world: &'a World) -> Result<Signature<'a>> {
    let mut signature = Signature {
        gap: GAP,
        look: Look::Hidden,
        ..usual(world, "org-p256", 12)?
    };
    signature.cms.stamp = None;
    Ok(signature)
}

fn structure(world: &World) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let fresh = |layout| Pdf::without_fonts(&[Page::default(), Page::default()], layout);
    let signed = |layout, signature: &Signature| -> Result<Pdf> {
        let mut pdf = fresh(layout)?;
        sign(&mut pdf, signature)?;
        Ok(pdf)
    };
    let seen = Signature {
        look: Look::Text([10.0, 10.0, 90.0, 20.0], vec!["x".to_owned()]),
        ..small(world)?
    };
    let certified = Signature {
        certify: true,
        level: 3,
        ..small(world)?
    };
    let locking = Signature {
        extra: " /Reference [<< /TransformMethod /FieldMDP /TransformParams << /Action /Exclude /Fields [(a.b)] >> >>]",
        field_extra: " /Lock << /Action /Include /Fields [(Field 1)] /P 2 >>",
        ..small(world)?
    };

    let mut two = signed(Layout::Table, &seen)?;
    sign(&mut two, &small(world)?)?;
    let mut packed = signed(Layout::Streams, &small(world)?)?;
    sign(&mut packed, &seen)?;

    let mut commented = signed(Layout::Table, &certified)?;
    let note = commented.new_id();
    let mut objects = commented.annotate(note);
    objects.push((
        note,
        b"<< /Type /Annot /Subtype /Highlight /Rect [1 2 3 4] >>".to_vec(),
    ));
    commented.append(&objects)?;

    let mut filled = fresh(Layout::Table)?;
    let (field, looks) = (filled.new_id(), filled.new_id());
    let body = |value: &str| {
        let body = format!(
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Field 1) /Rect [1 2 30 9] /V ({value}) /AP << /N {looks} 0 R >> >>"
        );
        (field, body.into_bytes())
    };
    let drawn = |text: &str| -> Result<(u32, Vec<u8>)> {
        Ok((looks, stream("/Subtype /Form /BBox [0 0 9 9]", text.as_bytes())?))
    };
    filled.fields.push(field);
    let mut objects = filled.annotate(field);
    objects.extend([body("a"), drawn("q Q")?]);
    filled.append(&objects)?;
    sign(&mut filled, &locking)?;
    filled.append(&[body("b"), drawn("Q q")?])?;

    let mut hybrid = fresh(Layout::Table)?;
    let extra = hybrid.new_id();
    hybrid_update(&mut hybrid.bytes, extra, Some(b"(x)"), 0)?;
    hybrid.continue_after(last_section(&hybrid.bytes)?);
    sign(&mut hybrid, &small(world)?)?;

    let mut changed = signed(Layout::Table, &small(world)?)?;
    changed.replace_page(&Page::default())?;
    let catalog = changed.catalog_with("/DSS << /Certs [9 0 R] >> /OpenAction << /S /JavaScript >>");
    changed.append(&[catalog])?;
    Ok(vec![
        ("changed", changed.bytes),
        ("commented", commented.bytes),
        ("filled", filled.bytes),
        ("hybrid", hybrid.bytes),
        ("packed", packed.bytes),
        ("two", two.bytes),
    ])
}

fn timestamps(world: &World) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let made = |root, imprint| {
        let stamp = Stamp {
            imprint,
            ..stamp(world, root, days_ago(world, 3))?
        };
        timestamp::token(&stamp, b"content")
    };
    Ok(vec![
        ("sha-1", made("g1", Hash::Sha1)?),
        ("sha-256", made("g2", Hash::Sha256)?),
    ])
}

fn cms(world: &World) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let made = |who: &str, change: &dyn Fn(&mut Options<'_>) -> Result<()>| -> Result<Vec<u8>> {
        let mut options = Options::default();
        change(&mut options)?;
        detached(world.get(who)?, b"content", &options)
    };
    let stamped = {
        let mut options = Options {
            stamp: Some(stamp(world, "g2", days_ago(world, 3))?),
            ..Options::default()
        };
        options.signing_time = Some(days_ago(world, 3));
        detached(world.get("org-p256")?, b"content", &options)?
    };
    Ok(vec![
        ("plain", made("org-hoa-mai", &|_| Ok(()))?),
        ("stamped", stamped),
        (
            "attributes",
            made("org-p256", &|options| {
                options.ess = true;
                options.signing_time = Some(days_ago(world, 3));
                options.hash = Hash::Sha512;
                Ok(())
            })?,
        ),
        (
            "pss",
            made("org-hoa-mai", &|options| {
                options.padding = Padding::Pss;
                Ok(())
            })?,
        ),
        (
            "indefinite",
            made("org-p256", &|options| {
                options.indefinite = true;
                Ok(())
            })?,
        ),
    ])
}

//! Large signed files, for measuring.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rsa::rand_core::{OsRng, RngCore};

use crate::clock;
use crate::papers::letter;
use crate::pdf::document::{Layout, Pdf};
use crate::pdf::page::Page;
use crate::pdf::sign::{Signature, sign};
use crate::pki::certificate::Identity;
use crate::pki::key::Hash;
use crate::pki::store;
use crate::pki::timestamp::Stamp;

const MEGABYTE: usize = 1024 * 1024;

/// Writes `out` with about `size_mb` megabytes of data that no deflate makes smaller, signed by the
/// commune of the set in `dir`, as often as asked for.
pub fn make(dir: &Path, out: &Path, size_mb: usize, signatures: usize) -> Result<()> {
    let blocks = size_mb.saturating_sub(1).max(1);
    let files = Signed::read(dir, 200)?;
    files.write(out, &vec![MEGABYTE; blocks], signatures)
}

/// Writes `count` such files of one page into the folder `out`, each of about `size_mb` million bytes.
pub fn make_many(dir: &Path, out: &Path, count: usize, size_mb: usize) -> Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let files = Signed::read(dir, 1)?;
    // What page, font and signature take beside the data.
    let block = (size_mb * 1_000_000).saturating_sub(OVERHEAD).max(1);
    for number in 0..count {
        files.write(&out.join(format!("{number:05}.pdf")), &[block], 1)?;
    }
    Ok(())
}

/// Bytes of a letter of one page with its signature.
const OVERHEAD: usize = 100_000;

/// Who signs what.
struct Signed {
    pages: Vec<Page>,
    signer: Identity,
    authority: Identity,
    root: Identity,
}

impl Signed {
    fn read(dir: &Path, pages: usize) -> Result<Self> {
        Ok(Self {
            pages: vec![Page::letter(letter("bao-cao-thanh-tich")); pages],
            signer: store::read(dir, "org-hoa-mai")?,
            authority: store::read(dir, "tsa-g2")?,
            root: store::read(dir, "root-g2")?,
        })
    }

    fn write(&self, out: &Path, blocks: &[usize], signatures: usize) -> Result<()> {
        let data: Vec<Vec<u8>> = blocks
            .iter()
            .map(|size| {
                let mut block = vec![0u8; *size];
                OsRng.fill_bytes(&mut block);
                block
            })
            .collect();
        let mut pdf = Pdf::with_attachments(&self.pages, Layout::Table, &data)?;
        let now = clock::now();
        let mut signature = Signature::new(&self.signer, now);
        signature.cms.stamp = Some(Stamp {
            authority: &self.authority,
            root: &self.root,
            at: now,
            imprint: Hash::Sha256,
        });
        for _ in 0..signatures {
            sign(&mut pdf, &signature)?;
        }
        fs::write(out, &pdf.bytes).with_context(|| format!("cannot write {}", out.display()))
    }
}

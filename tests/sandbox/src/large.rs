//! One large signed file, for measuring.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rsa::rand_core::{OsRng, RngCore};

use crate::clock;
use crate::papers::letter;
use crate::pdf::document::{Layout, Pdf};
use crate::pdf::page::Page;
use crate::pdf::sign::{Signature, sign};
use crate::pki::key::Hash;
use crate::pki::store;
use crate::pki::timestamp::Stamp;

const MEGABYTE: usize = 1024 * 1024;

/// Writes `out` with about `size_mb` megabytes of data that no deflate makes smaller, signed by the
/// commune of the set in `dir`, as often as asked for.
pub fn make(dir: &Path, out: &Path, size_mb: usize, signatures: usize) -> Result<()> {
    let pages = vec![Page::letter(letter("bao-cao-thanh-tich")); 200];
    let blocks = size_mb.saturating_sub(1).max(1);
    let data: Vec<Vec<u8>> = (0..blocks)
        .map(|_| {
            let mut block = vec![0u8; MEGABYTE];
            OsRng.fill_bytes(&mut block);
            block
        })
        .collect();
    let mut pdf = Pdf::with_attachments(&pages, Layout::Table, &data)?;
    let (signer, authority, root) = (
        store::read(dir, "org-hoa-mai")?,
        store::read(dir, "tsa-g2")?,
        store::read(dir, "root-g2")?,
    );
    let now = clock::now();
    let mut signature = Signature::new(&signer, now);
    signature.cms.stamp = Some(Stamp {
        authority: &authority,
        root: &root,
        at: now,
        imprint: Hash::Sha256,
    });
    for _ in 0..signatures {
        sign(&mut pdf, &signature)?;
    }
    fs::write(out, &pdf.bytes).with_context(|| format!("cannot write {}", out.display()))
}

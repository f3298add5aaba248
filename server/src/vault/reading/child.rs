//! The other process: reads a PDF from its input, writes the text of the first pages to its output.

use anyhow::Context;
use std::io::{Read, Write};

/// Memory of the child, in bytes: enough for a paper of some hundred pages.
#[cfg(unix)]
const MEMORY: u64 = 768 << 20;

/// Processor time of the child, in seconds.
#[cfg(unix)]
const SECONDS: u64 = 10;

/// Pages that are read: the head of a paper stands on the first.
const PAGES: usize = 2;

/// Bytes of text that are handed back.
pub const MAX_TEXT: usize = 64 << 10;

/// Runs as the child. Whatever goes wrong here, the parent only learns that nothing could be read.
pub fn run() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY).context("memory")?;
        rlimit::setrlimit(rlimit::Resource::CPU, SECONDS, SECONDS).context("time")?;
        rlimit::setrlimit(rlimit::Resource::CORE, 0, 0).context("core")?;
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let document = lopdf::Document::load_mem(&bytes)?;
    drop(bytes);
    let pages: Vec<u32> = document.get_pages().into_keys().take(PAGES).collect();
    let mut text = document.extract_text(&pages)?;
    if text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
    }
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

//! How much work one file may ask for. Exhaustion is an answer of its own: [`Reason::LimitExceeded`].

use super::reason::Reason;

/// What is left to spend on one file. Each limit is far above what any honest paper needs.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Signature fields with a value. The papers with most signatures seen have seven.
    pub signatures: usize,
    /// Cross-reference sections. One signature adds one.
    pub sections: usize,
    /// Cross-reference entries over all sections: what bounds the memory of the index.
    pub entries: usize,
    /// Objects visited when following references.
    pub visits: usize,
    /// Bytes of object syntax read, counted each time they are read.
    pub syntax_bytes: usize,
    /// Bytes of streams compared with an older state of theirs.
    pub compared_bytes: usize,
    /// Bytes that come out of compressed cross-reference and object streams, and what trying took.
    pub decoded_bytes: usize,
    /// Bytes of `/Contents` over all signatures. One takes 25 kB; with revocation lists inside, some megabytes.
    pub contents_bytes: usize,
}

impl Budget {
    /// Nesting of arrays and dictionaries in one object. The stacks of wasm are small.
    pub const DEPTH: usize = 64;
    /// Values in one object.
    pub const VALUES: usize = 200_000;
    /// Bytes that one compressed stream may grow to.
    pub const DECODED_STREAM: usize = 16 << 20;
    /// Nesting of the form's field tree and the page tree.
    pub const TREE_DEPTH: usize = 64;
    /// Bytes of a fully qualified field name.
    pub const NAME: usize = 32_767;
    /// Bytes that such a name takes as it is written, `\000\141` for one letter. Decoding takes some times as much memory.
    pub const RAW_NAME: usize = 8 * Self::NAME;
    /// Object streams in one file. Each is meant for a hundred objects.
    pub const CONTAINERS: usize = 50_000;
    /// Filters of one cross-reference or object stream.
    pub const FILTERS: usize = 2;

    /// The budget for a file of `length` bytes.
    pub fn for_file(length: usize) -> Self {
        Self {
            signatures: 200,
            sections: 1_000,
            entries: 500_000,
            visits: 1_000_000,
            syntax_bytes: length.saturating_mul(4).saturating_add(32 << 20),
            compared_bytes: length.saturating_mul(4).saturating_add(32 << 20),
            decoded_bytes: 32 << 20,
            contents_bytes: 16 << 20,
        }
    }

    /// Takes `amount` from one of the limits.
    pub(crate) fn spend(limit: &mut usize, amount: usize) -> Result<(), Reason> {
        *limit = limit.checked_sub(amount).ok_or(Reason::LimitExceeded)?;
        Ok(())
    }
}

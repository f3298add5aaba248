//! An order: one file, one certificate that is to sign it.

use crate::signature::service::{HandedOut, OrganisationIdentifier};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{SigningOrderId, UploadId};
use std::collections::BTreeSet;

/// A file handed out to be signed.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub id: SigningOrderId,
    /// The file, as it was sent.
    pub upload_id: UploadId,
    /// What its sender calls it.
    pub file_name: String,
    /// What the signed file must begin with.
    pub handed_out: HandedOut,
    /// SHA-256 of the certificate that is to sign, upper-case hexadecimal. Without one it is any of the organisation's.
    pub certificate: Option<String>,
    pub state: State,
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing came back yet.
    Open,
    /// This came back, and nobody has judged it.
    Returned(UploadId),
    /// It was judged, and waits to be put to use.
    Taken(UploadId),
    /// It was judged and let go.
    Refused(ErrorCode),
}

/// The codes by which certificates name an organisation with this tax or budget code.
pub(super) fn codes(identifier: &str) -> BTreeSet<OrganisationIdentifier> {
    ["MNS", "MST"]
        .iter()
        .filter_map(|kind| OrganisationIdentifier::parse(&format!("{kind}:{identifier}")))
        .collect()
}

/// `quyet-dinh.pdf` comes back as `quyet-dinh-da-ky.pdf`.
pub(super) fn signed_name(name: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.eq_ignore_ascii_case("pdf") => stem,
        _ => name,
    };
    let stem: String = stem.chars().take(MAX_STEM).collect();
    format!("{stem}-da-ky.pdf")
}

/// So that the name with its ending is still one that is taken.
const MAX_STEM: usize = 150;

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::upload::rule::check_file_name;

    #[test]
    fn the_signed_file_is_named_after_the_unsigned_one() {
        assert_eq!(signed_name("Quyết định.PDF"), "Quyết định-da-ky.pdf");
        assert_eq!(signed_name("khong-duoi"), "khong-duoi-da-ky.pdf");
        let long = signed_name(&format!("{}.pdf", "ế".repeat(400)));
        assert!(check_file_name(&long).is_ok(), "{}", long.chars().count());
    }
}

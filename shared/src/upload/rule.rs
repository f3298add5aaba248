//! What may be sent, decided the same way in the browser and on the server.

use crate::error::ErrorCode;
use crate::unseen::is_unseen;
use crate::upload::dto::{MediaType, Purpose};

/// The longest file name that is kept, in characters.
pub const MAX_FILE_NAME: usize = 200;

/// Default limit of one file, 50 MB.
pub const DEFAULT_MAX_BYTES: u64 = 50 * 1_000_000;

/// How many of the first bytes `sniff` needs.
pub const SNIFF_BYTES: usize = 1024;

/// A name that can be stored and shown. Path separators are refused rather than cut, because a name with a path is
/// never what a browser sends.
pub fn check_file_name(name: &str) -> Result<&str, ErrorCode> {
    let name = name.trim();
    if name.is_empty() {
        Err(ErrorCode::Required)
    } else if name.contains(['/', '\\']) || name.chars().any(is_unseen) || matches!(name, "." | "..") {
        Err(ErrorCode::FileNameHasPath)
    } else if name.chars().count() > MAX_FILE_NAME {
        Err(ErrorCode::TooLong)
    } else {
        Ok(name)
    }
}

/// What the first bytes say. A PDF header may stand anywhere in the first 1,024 bytes (ISO 32000-1 annex H, note 13),
/// but nothing but blanks is accepted before it here.
pub fn sniff(first: &[u8]) -> Option<MediaType> {
    let text = first.trim_ascii_start();
    if text.starts_with(b"%PDF-") {
        Some(MediaType::Pdf)
    } else if first.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(MediaType::Jpeg)
    } else if first.starts_with(&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]) {
        Some(MediaType::Png)
    } else {
        None
    }
}

/// Whether this is a photograph in HEIC, as phones of one maker write them. It is not stored: others could not open it.
fn is_heic(first: &[u8]) -> bool {
    const BRANDS: [&[u8]; 7] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"];
    first.get(4..8) == Some(b"ftyp") && first.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

/// Whether a file of this size and these first bytes may be sent for this purpose.
pub fn check_file(purpose: Purpose, size: u64, max_bytes: u64, first: &[u8]) -> Result<MediaType, ErrorCode> {
    if size == 0 {
        return Err(ErrorCode::FileEmpty);
    }
    if size > max_bytes {
        return Err(ErrorCode::FileTooLarge);
    }
    match (purpose, sniff(first)) {
        (_, Some(MediaType::Pdf)) => Ok(MediaType::Pdf),
        (Purpose::Component, Some(picture)) => Ok(picture),
        (Purpose::Component, None) if is_heic(first) => Err(ErrorCode::FileHeic),
        (Purpose::Component, None) => Err(ErrorCode::FileTypeNotTaken),
        (Purpose::Vault | Purpose::SignedComponent, _) => Err(ErrorCode::FileNotPdf),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_path_are_refused() {
        for name in ["../a.pdf", "C:\\a.pdf", "a/b.pdf", "..", "a\0.pdf"] {
            assert_eq!(check_file_name(name), Err(ErrorCode::FileNameHasPath), "{name:?}");
        }
        assert_eq!(check_file_name(" Quyết định 12.pdf "), Ok("Quyết định 12.pdf"));
    }

    #[test]
    fn the_bytes_decide_and_not_the_name() {
        assert_eq!(
            check_file(Purpose::Vault, 9, 10, b"%PDF-1.7\n"),
            Ok(MediaType::Pdf)
        );
        assert_eq!(
            check_file(Purpose::Vault, 9, 10, b"PK\x03\x04"),
            Err(ErrorCode::FileNotPdf)
        );
        assert_eq!(
            check_file(Purpose::Vault, 9, 10, &[0xff, 0xd8, 0xff]),
            Err(ErrorCode::FileNotPdf)
        );
        assert_eq!(
            check_file(Purpose::Component, 9, 10, &[0xff, 0xd8, 0xff]),
            Ok(MediaType::Jpeg)
        );
        assert_eq!(
            check_file(Purpose::Component, 9, 10, b"MZ"),
            Err(ErrorCode::FileTypeNotTaken)
        );
    }

    #[test]
    fn a_photograph_of_a_phone_is_led_to_the_scan() {
        let first = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
        assert_eq!(
            check_file(Purpose::Component, 24, 100, first),
            Err(ErrorCode::FileHeic)
        );
        // Nothing leads there from where a signed paper is asked for.
        assert_eq!(
            check_file(Purpose::SignedComponent, 24, 100, first),
            Err(ErrorCode::FileNotPdf)
        );
        for other in [&b"\0\0\0\x18ftypisom"[..], b"\0\0\0\x18ftyphei", b"heic"] {
            assert_eq!(
                check_file(Purpose::Component, 24, 100, other),
                Err(ErrorCode::FileTypeNotTaken)
            );
        }
    }

    #[test]
    fn empty_and_oversized_files_have_their_own_answer() {
        assert_eq!(check_file(Purpose::Vault, 0, 10, b""), Err(ErrorCode::FileEmpty));
        assert_eq!(
            check_file(Purpose::Vault, 11, 10, b"%PDF-"),
            Err(ErrorCode::FileTooLarge)
        );
    }
}

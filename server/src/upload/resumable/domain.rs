//! What tus says in its headers.

use base64::{Engine, engine::general_purpose::STANDARD};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, UploadId};
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::Purpose;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file that is being sent.
#[derive(Debug, Clone)]
pub struct Sending {
    /// Its id, also of the upload that it becomes.
    pub id: UploadId,
    /// Whose.
    pub account_id: AccountId,
    /// Chosen by the sender: the same key is the same file.
    pub key: String,
    /// What it is sent for.
    pub purpose: Purpose,
    /// Name on the sender's device.
    pub file_name: String,
    /// All bytes of it.
    pub size: u64,
    /// Bytes that have come.
    pub received: u64,
    /// Why it was not taken.
    pub refusal: Option<Refusal>,
    /// When it is forgotten.
    pub ends_at: Timestamp,
}

impl Sending {
    /// Whether all of it has come.
    pub fn is_whole(&self) -> bool {
        self.received == self.size
    }

    /// Where it stands.
    pub fn progress(&self) -> Progress {
        Progress {
            id: self.id,
            offset: self.received,
            size: self.size,
            ends_at: self.ends_at,
        }
    }
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Which.
    pub id: UploadId,
    /// Bytes that have come.
    pub offset: u64,
    /// All bytes of it.
    pub size: u64,
    /// When it is forgotten.
    pub ends_at: Timestamp,
}

/// Why a file was not taken, so that it can be told again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable code.
    pub code: ErrorCode,
    /// Values that its sentence mentions.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
}

/// A piece of a file, as it lies in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name there.
    pub object: String,
    /// Where in the file it begins.
    pub start: u64,
    /// Bytes.
    pub size: u64,
}

/// A file as `Upload-Metadata` announces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Name on the sender's device, as it came.
    pub file_name: String,
    /// What it is sent for.
    pub purpose: Purpose,
}

/// Reads `Upload-Metadata`: pairs of a key and a value in Base64, between commas. Keys that nobody knows do not matter.
pub fn read_metadata(header: &str) -> Result<Announcement, ErrorCode> {
    let mut values = BTreeMap::new();
    for pair in header.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = STANDARD.decode(value.trim()).map_err(|_| ErrorCode::BadRequest)?;
        if values.insert(key, value).is_some() {
            return Err(ErrorCode::BadRequest);
        }
    }
    let purpose = values.remove("purpose").unwrap_or_default();
    let purpose = match purpose.as_slice() {
        b"vault" => Purpose::Vault,
        b"signed-component" => Purpose::SignedComponent,
        b"component" => Purpose::Component,
        _ => return Err(ErrorCode::BadRequest),
    };
    let file_name = values.remove("filename").unwrap_or_default();
    // What is no text is no name of a file.
    let file_name = String::from_utf8(file_name).map_err(|_| ErrorCode::FileNameHasPath)?;
    Ok(Announcement { file_name, purpose })
}

/// Reads a number of bytes: digits and nothing else.
pub fn read_number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn metadata_is_read_as_tus_writes_it() {
        let read = read_metadata("filename VOG7nSB0csOsbmgucGRm,purpose dmF1bHQ=,is_confidential").unwrap();
        assert_eq!(read.file_name, "Tờ trình.pdf");
        assert_eq!(read.purpose, Purpose::Vault);
        for bad in [
            "",
            "filename YS5wZGY=",
            "purpose YW55",
            "purpose dmF1bHQ=,purpose dmF1bHQ=",
            "purpose !",
        ] {
            assert_eq!(read_metadata(bad), Err(ErrorCode::BadRequest), "{bad}");
        }
        assert_eq!(
            read_metadata("filename //4=,purpose dmF1bHQ="),
            Err(ErrorCode::FileNameHasPath)
        );
    }

    #[test]
    fn numbers_are_digits() {
        assert_eq!(read_number("0"), Some(0));
        assert_eq!(read_number("18446744073709551615"), Some(u64::MAX));
        for bad in ["", "-1", "+1", "1.0", "18446744073709551616", "0x1", " 1"] {
            assert_eq!(read_number(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_name_comes_back(name in "\\PC*") {
            let header = format!("purpose {},filename {}", STANDARD.encode("component"), STANDARD.encode(&name));
            prop_assert_eq!(read_metadata(&header).unwrap().file_name, name);
        }

        #[test]
        fn noise_ends(header in "\\PC*") {
            let _ = read_metadata(&header);
        }
    }
}

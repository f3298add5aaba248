//! Looks at a chosen file before anything is sent: name, size, first bytes, and the signature where one is needed.

use crate::signature::client::{self, NoReport};
use crate::signature::outcome::{Outcome, judge};
use js_sys::{ArrayBuffer, Uint8Array};
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::dto::LocalReport;
use motcua_shared::upload::dto::Purpose;
use motcua_shared::upload::rule::{SNIFF_BYTES, check_file, check_file_name};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

/// Refuses what the server would refuse, too; what cannot be decided here is left to the server.
pub async fn look(file: &File, purpose: Purpose, max_bytes: u64) -> Result<(), ErrorCode> {
    check_outside(file, purpose, max_bytes).await?;
    if purpose == Purpose::Component {
        return Ok(());
    }
    match client::check(file).await.map(|found| judge(&found)) {
        Ok(Outcome::Refused(code)) => Err(code),
        _ => Ok(()),
    }
}

/// The same for a signed paper, with what was found out about its signatures.
pub async fn look_closely(file: &File, max_bytes: u64) -> Result<Result<LocalReport, NoReport>, ErrorCode> {
    check_outside(file, Purpose::Vault, max_bytes).await?;
    Ok(client::check(file).await)
}

/// Name, size and first bytes.
async fn check_outside(file: &File, purpose: Purpose, max_bytes: u64) -> Result<(), ErrorCode> {
    check_file_name(&file.name())?;
    let first = first_bytes(file).await.ok_or(ErrorCode::FileDamaged)?;
    check_file(purpose, file.size() as u64, max_bytes, &first).map(|_| ())
}

async fn first_bytes(file: &Blob) -> Option<Vec<u8>> {
    let start = file.slice_with_i32_and_i32(0, SNIFF_BYTES as i32).ok()?;
    let bytes: ArrayBuffer = JsFuture::from(start.array_buffer()).await.ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

//! The signature checker: a wasm module of its own, in a Web Worker, so that the site stays small and a large file never
//! holds up the page. Takes the bytes of a file, answers a [`LocalReport`] as JSON.

#[path = "../beside.rs"]
mod beside;

use js_sys::Uint8Array;
use motcua_shared::signature::dto::LocalReport;
use motcua_shared::signature::reason::{Reason, sort_reasons};
use motcua_shared::signature::report::StructureReport;
use motcua_shared::signature::{AnalysedSignature, Budget, analyse, claimed_digest};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, SubtleCrypto};

/// Every signature of a file needs its bytes hashed anew, since the browser hashes in one piece only. Beyond this many
/// times the file, the rest is left to the server, which hashes once for all of them.
const MOST_PASSES: usize = 8;

fn main() {
    beside::serve(|scope, file| {
        spawn_local(async move {
            let report = check(&scope, &file).await;
            // A report always serialises; should it not, the page's time limit speaks.
            if let Ok(json) = serde_json::to_string(&report) {
                let _ = scope.post_message(&JsValue::from_str(&json));
            }
        });
    });
}

async fn check(scope: &DedicatedWorkerGlobalScope, file: &Uint8Array) -> LocalReport {
    let bytes = file.to_vec();
    let mut analysis = match analyse(&bytes, &mut Budget::for_file(bytes.len())) {
        Ok(analysis) => analysis,
        Err(reason) => {
            return LocalReport {
                structure: StructureReport {
                    structure_ok: false,
                    reasons: vec![reason],
                    signatures: Vec::new(),
                },
                is_content_compared: false,
            };
        }
    };
    drop(bytes);
    // Not there on pages that did not come over a safe line.
    let subtle = scope.crypto().ok().map(|crypto| crypto.subtle());
    let subtle = subtle.filter(|subtle| !subtle.is_undefined());
    let mut is_content_compared = !analysis.signatures.is_empty();
    let last = analysis.signatures.len().min(MOST_PASSES).saturating_sub(1);
    for (place, signature) in analysis.signatures.iter_mut().enumerate() {
        let is_same = match &subtle {
            Some(subtle) if place <= last => compare(subtle, file, signature, place == last).await,
            _ => None,
        };
        match is_same {
            Some(true) => {}
            Some(false) => {
                signature.structure.reasons.push(Reason::DigestMismatch);
                sort_reasons(&mut signature.structure.reasons);
            }
            None => is_content_compared = false,
        }
    }
    LocalReport {
        structure: analysis.into_report(),
        is_content_compared,
    }
}

/// Whether the signed bytes have the digest that the signature says; `None` when that cannot be told here. `last`: the
/// file is not needed afterwards, so that its bytes may be moved together instead of copied.
async fn compare(
    subtle: &SubtleCrypto,
    file: &Uint8Array,
    signature: &AnalysedSignature,
    last: bool,
) -> Option<bool> {
    let claimed = claimed_digest(signature)?;
    let signed = signature.signed.as_ref()?;
    let index = |place: usize| u32::try_from(place).ok();
    let (start, after, end) = (
        index(signed.gap.start)?,
        index(signed.gap.end)?,
        index(signed.end)?,
    );
    let length = start.checked_add(end.checked_sub(after)?)?;
    let content = if last {
        let place = |index: u32| i32::try_from(index).ok();
        file.copy_within(place(start)?, place(after)?, place(end)?);
        file.subarray(0, length)
    } else {
        let content = Uint8Array::new_with_length(length);
        content.set(&file.subarray(0, start), 0);
        content.set(&file.subarray(after, end), start);
        content
    };
    let digest = subtle
        .digest_with_str_and_js_u8_array(claimed.algorithm, &content)
        .ok()?;
    let digest = JsFuture::from(digest).await.ok()?;
    Some(Uint8Array::new(&digest).to_vec() == claimed.value)
}

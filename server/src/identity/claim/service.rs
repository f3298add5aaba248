//! Taking claims; `desk` settles them.

use super::super::proof::service::{self as proofs, Use};
use super::readable;
use super::store::{self, NewClaim};
use crate::audit::{self, Action};
use crate::db::take_turn;
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::person::{MAX_NAME, composed, parse_name};
use motcua_shared::identity::registration::ClaimAccount;
use motcua_shared::identity::rule::{parse_identity_number, parse_phone};
use std::net::IpAddr;

pub use super::desk::{count_open, list, load, settle};

/// Longest note, in characters.
const MAX_NOTE: usize = 500;

/// Keeps a claim. The same person is kept once for a number until the desk has settled it.
pub async fn take(
    state: &AppState,
    request: ClaimAccount,
    address: Option<IpAddr>,
    request_id: RequestId,
) -> AppResult<()> {
    let claim = parse(&request).map_err(AppError::fields)?;
    state
        .throttle
        .attempt(address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let proof = proofs::check(state, &request.proof)?;
    let digest = secret::keyed_digest(
        &state.secret_key,
        &["claim", &claim.identity_number, &claim.name, &claim.phone],
    );
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            let is_repeat = proofs::use_up(conn, &proof, &digest)? == Use::Repeat;
            take_turn(conn, "claims", &claim.identity_number)?;
            if is_repeat || store::is_open(conn, &claim.identity_number, &claim.phone)? {
                return Ok(());
            }
            store::insert(conn, &claim, now)?;
            audit::service::record(conn, now, None, Action::AccountClaimed, &claim.id, &request_id)
        })
        .await
}

fn parse(request: &ClaimAccount) -> Result<NewClaim, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut keep = |field: &str, max: usize, result: Result<String, ErrorCode>| {
        result.unwrap_or_else(|code| {
            let fault = FieldFault::new(field, code);
            faults.push(if code == ErrorCode::TooLong {
                fault.with("max", max)
            } else {
                fault
            });
            String::new()
        })
    };
    let identity_number = keep(
        "identity_number",
        0,
        parse_identity_number(&request.identity_number),
    );
    let name = keep("name", MAX_NAME, parse_name(&composed(&request.name)));
    let phone = keep("phone", 0, parse_phone(&request.phone));
    let note = readable(request.note.as_deref().unwrap_or_default());
    let note = if note.chars().count() > MAX_NOTE {
        keep("note", MAX_NOTE, Err(ErrorCode::TooLong))
    } else {
        note
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(NewClaim {
        id: uuid::Uuid::now_v7().to_string(),
        identity_number,
        name,
        phone,
        note: Some(note).filter(|note| !note.is_empty()),
    })
}

//! That the owner of a vault stands at the desk and has agreed, for what else is done there.

use super::service::{looker, stage};
use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::identity::guard::Officer;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, LookId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::look::{LookConsent, LookState};

pub use super::opening::note_at_desk;

/// Who agreed, and until when.
pub struct Agreed {
    /// The account; nobody's where the number is nobody's.
    pub account: Option<AccountId>,
    /// When it is over.
    pub ends_at: Timestamp,
}

/// The agreement behind an open look of this officer. What was shared with a unit beforehand is none: nobody stands there.
///
/// # Errors
/// [`ErrorCode::LookOver`] when it is not open, [`ErrorCode::ReceptionNotAgreed`] when nobody agreed to it.
pub fn agreed(conn: &mut DbConn, officer: &Officer, id: LookId, now: Timestamp) -> AppResult<Agreed> {
    let record = store::find(conn, looker(officer), id)?.ok_or(ErrorCode::NotFound)?;
    if stage(&record, now) != LookState::Open {
        return Err(ErrorCode::LookOver.into());
    }
    match record.consent {
        LookConsent::Grant => Err(ErrorCode::ReceptionNotAgreed.into()),
        LookConsent::Code | LookConsent::Presence => Ok(Agreed {
            account: record.account,
            ends_at: record.ends_at,
        }),
    }
}

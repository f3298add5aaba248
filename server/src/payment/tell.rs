//! Acts on a charge: moved, written down, and told.

use super::domain::{Charge, Event, EventKind};
use super::store;
use crate::audit::service::{Action, record_with};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::notification::service::DossierNews;
use crate::processing::service as processing;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::payment::words::money;
use motcua_shared::text::Lang;

/// Writes the charge as it stands now with its act, the audit entry, and what the filer hears. Whoever comes second is told and
/// changes nothing.
pub fn settle(
    conn: &mut DbConn,
    next: &Charge,
    event: &Event,
    by: (Option<AccountId>, Option<&str>, &RequestId),
) -> AppResult<()> {
    if !store::advance(conn, next)? {
        return Err(ErrorCode::ChargeMovedOn.into());
    }
    told(conn, next, event, by)
}

/// The same of a charge that was moved already: of one act that is two things, the second.
pub fn told(
    conn: &mut DbConn,
    next: &Charge,
    event: &Event,
    (actor, key, request_id): (Option<AccountId>, Option<&str>, &RequestId),
) -> AppResult<()> {
    store::insert_event(conn, next.id, event, key)?;
    let amount = event.amount;
    let (action, news) = match event.kind {
        EventKind::Vnpay | EventKind::Transfer | EventKind::Desk => {
            // Of a transfer of more than was owed the rest is told by itself.
            let amount = next.money.amount;
            (Action::FeePaid, Some(DossierNews::FeePaid { amount }))
        }
        EventKind::Waived => (Action::FeeWaived, Some(DossierNews::FeeWaived)),
        EventKind::Refunded => (Action::FeeRefunded, Some(DossierNews::FeeRefunded { amount })),
        EventKind::Overpaid => (Action::FeeOverpaid, Some(DossierNews::FeeOverpaid { amount })),
        EventKind::Kept => (Action::FeeKept, Some(DossierNews::FeeKept { amount })),
        EventKind::Struck => (Action::FeeStruck, Some(DossierNews::FeeStruck { amount })),
        // The end of the dossier is told as such.
        EventKind::Void => (Action::FeeVoided, None),
        EventKind::Made | EventKind::Odd => return Ok(()),
    };
    let word = money(amount, Lang::Vi);
    record_with(conn, event.at, actor, action, (next.dossier, &word), request_id)?;
    match news {
        Some(news) => {
            let dossier = processing::find_for_portal(conn, next.dossier)?;
            processing::tell_filer(conn, &dossier, news, event.at)
        }
        None => Ok(()),
    }
}

/// Waits until nobody else is at this charge, and reads it as it stands then.
pub fn alone(conn: &mut DbConn, charge: &Charge) -> AppResult<Charge> {
    crate::db::take_turn(conn, "charge", &charge.id.to_string())?;
    store::load(conn, charge.id)
}

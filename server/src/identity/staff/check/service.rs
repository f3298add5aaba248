//! Asking, and keeping the answer.

use super::super::super::guard::Administrator;
use super::super::super::registry::Card;
use super::super::super::store as accounts;
use super::super::domain::Officer;
use super::super::officers::{Doing, authority};
use super::super::shown::view;
use super::super::{service as staff, store};
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, FieldFault};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::{IdentityCheck, OfficerView};

/// Compares what is written down now. It counts as a look-up, before anybody is asked.
pub async fn check(state: &AppState, by: Administrator, id: AccountId) -> AppResult<OfficerView> {
    let doing = Doing::of(state, &by);
    let registry = state
        .registries
        .population
        .clone()
        .ok_or(ErrorCode::RegistryDown)?;
    let (actor, now) = (by.account.id, doing.now);
    let (limit, request_id) = (
        state.config.identity.staff_lookups_per_hour,
        doing.request_id.clone(),
    );
    let card = state
        .db
        .write(move |conn| {
            let officer = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
            let card = card_of(conn, &officer)?;
            let counted = staff::count_lookup(conn, actor, limit, now, &request_id)?;
            Ok(counted.map(|()| card).map_err(|wait| {
                let refusal = AppError::new(ErrorCode::TooManyLookups).with("limit", limit);
                refusal.retry_after(wait)
            }))
        })
        .await??;
    let answer = registry.verify(&card, now).await;
    let differs = answer.map_err(|cause| {
        tracing::warn!(
            cause = format!("{cause:#}"),
            "the register of the population could not be asked"
        );
        AppError::new(ErrorCode::RegistryDown)
    })?;
    let this = state.clone();
    let keep = move |conn: &mut DbConn| {
        authority(conn, &doing)?;
        let officer = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        // Somebody wrote something else down while the register was asked.
        if card_of(conn, &officer)? != card {
            return Err(ErrorCode::VersionConflict.into());
        }
        let check = IdentityCheck {
            at: doing.now,
            differs,
        };
        super::store::set(conn, id, Some(&check))?;
        let word = super::store::word(&check)?;
        let action = Action::StaffIdentityChecked;
        audit::service::record_with(
            conn,
            doing.now,
            doing.actor,
            action,
            (id, &word),
            &doing.request_id,
        )?;
        view(&this, conn, id, actor)
    };
    state.db.write(keep).await
}

/// What is written of a card, if all of it is.
fn card_of(conn: &mut DbConn, officer: &Officer) -> AppResult<Card> {
    let record = &officer.record;
    // Of an account that was made with its person the day is written there alone.
    let born = match (officer.birth_date, officer.account.person_id) {
        (None, Some(person)) => accounts::find_birth_date(conn, person)?,
        (born, _) => born,
    };
    match (born, record.sex, record.card_issued_on, &record.card_issued_by) {
        (Some(birth_date), Some(sex), Some(issued_on), Some(issued_by)) => Ok(Card {
            identity_number: officer.account.identifier.clone(),
            name: officer.account.name.clone(),
            birth_date,
            sex,
            issued_on,
            issued_by: issued_by.clone(),
        }),
        (birth_date, sex, issued_on, issued_by) => {
            let fields = [
                ("birth_date", birth_date.is_none()),
                ("sex", sex.is_none()),
                ("card_issued_on", issued_on.is_none()),
                ("card_issued_by", issued_by.is_none()),
            ];
            let missing = fields.into_iter().filter(|(_, is_missing)| *is_missing);
            let faults = missing.map(|(field, _)| FieldFault::new(field, ErrorCode::Required));
            Err(AppError::fields(faults.collect()))
        }
    }
}

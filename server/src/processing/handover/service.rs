//! What lies open at units that are no more goes to those that took over.

use super::store::{self, NewHandover};
use crate::audit::service::{Action, record, record_with};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::filing::service::finding;
use crate::http::observe::RequestId;
use crate::identity::guard::Officer;
use crate::notification::service::DossierNews;
use crate::processing::domain::{Dossier, check_ground};
use crate::processing::drafting::service as drafting;
use crate::processing::service::{OnDuty, find_for_portal, on_duty, to_act_on};
use crate::processing::tell::{tell_filer, tell_owner_too};
use crate::processing::work::service as work;
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::processing::handover::HandOver;
use motcua_shared::processing::rule::{MAX_WORDS, MIN_GROUND};
use motcua_shared::time::Timestamp;

pub use super::store::{Handover, list};

/// One dossier from one unit to another.
struct Way<'a> {
    from: &'a UnitView,
    to: &'a UnitView,
    by: Option<(AccountId, &'a str)>,
    words: Option<&'a str>,
    now: Timestamp,
}

impl Way<'_> {
    /// Goes it. `false` where the dossier went another one meanwhile.
    fn go(&self, conn: &mut DbConn, dossier: &Dossier) -> AppResult<bool> {
        let id = dossier.id;
        if !store::put(conn, id, (self.from.id, self.to.id))? {
            return Ok(false);
        }
        work::leave(conn, id, self.to.id)?;
        drafting::leave(conn, id, self.to.id, self.now)?;
        finding::add_unit(conn, (id, &dossier.code, &dossier.owner.name), self.to.id)?;
        let new = NewHandover {
            dossier: id,
            from: (self.from.id, &self.from.name),
            to: (self.to.id, &self.to.name),
            by: self.by,
            words: self.words,
            at: self.now,
        };
        store::insert(conn, &new)?;
        let moved = find_for_portal(conn, id)?;
        tell_filer(conn, &moved, DossierNews::HandedOver, self.now)?;
        tell_owner_too(conn, &moved, DossierNews::HandedOver, self.now)?;
        Ok(true)
    }
}

/// Hands some of what lies open at units that are no more over to those that took over; says how much it was. A unit after which
/// nobody is left keeps what it has, and the log says so.
pub fn hand_over_some(conn: &mut DbConn, now: Timestamp, limit: i64) -> AppResult<usize> {
    let today = now.vietnam_date();
    let by = RequestId::of_job("handover");
    let mut moved = 0;
    for ended in store::list_ended(conn, today)? {
        let Some(heir) = directory::heir(conn, ended, today)? else {
            tracing::error!(unit = %ended, "open dossiers lie at a unit that is no more, and no unit took over");
            continue;
        };
        let (from, to) = (directory::load(conn, ended)?, directory::load(conn, heir)?);
        let way = Way {
            from: &from,
            to: &to,
            by: None,
            words: None,
            now,
        };
        for id in store::list_open(conn, ended, limit)? {
            let dossier = find_for_portal(conn, id)?;
            if way.go(conn, &dossier)? {
                record_with(
                    conn,
                    now,
                    None,
                    Action::DossierHandedOver,
                    (id, to.code.as_str()),
                    &by,
                )?;
                moved += 1;
            }
        }
        // The next ones in a transaction of their own.
        if moved > 0 {
            return Ok(moved);
        }
    }
    for (id, ended, dossier) in store::list_asked(conn, today, limit)? {
        let Some(heir) = directory::heir(conn, ended, today)? else {
            continue;
        };
        if store::ask_instead(conn, &id, (dossier, heir))? {
            record(conn, now, None, Action::OpinionHandedOver, dossier, &by)?;
            moved += 1;
        }
    }
    Ok(moved)
}

/// Units to which a dossier may be passed on: those that took over from the one it came from.
pub fn targets(
    conn: &mut DbConn,
    duty: &OnDuty,
    dossier: &Dossier,
    today: NaiveDate,
) -> AppResult<Vec<UnitView>> {
    if dossier.lies.at != duty.unit.id || dossier.status.is_over() {
        return Ok(Vec::new());
    }
    let mut found: Vec<UnitView> = Vec::new();
    for origin in store::list_origins(conn, dossier.id)? {
        found.extend(directory::list_successors(conn, origin, today)?);
    }
    found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    found.dedup_by_key(|unit| unit.id);
    found.retain(|unit| unit.id != duty.unit.id);
    Ok(found)
}

/// Passes a dossier on to another unit that took over. Who does it does not see it any more.
pub async fn hand_over(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: HandOver,
) -> AppResult<()> {
    let words = check_ground(&request.words).map_err(|code| {
        let max = AppError::field("words", code).with("max", MAX_WORDS);
        max.with("min", MIN_GROUND)
    })?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        if dossier.version != request.version {
            return Err(ErrorCode::DossierMovedOn.into());
        }
        let targets = targets(conn, &duty, &dossier, now.vietnam_date())?;
        let to = targets.iter().find(|unit| unit.id == request.unit_id);
        let to = to.ok_or_else(|| AppError::field("unit_id", ErrorCode::NotAChoice))?;
        let (account, name, _) = duty.named();
        let way = Way {
            from: &duty.unit,
            to,
            by: Some((account, &name)),
            words: Some(&words),
            now,
        };
        if !way.go(conn, &dossier)? {
            return Err(ErrorCode::DossierMovedOn.into());
        }
        record_with(
            conn,
            now,
            Some(officer.id()),
            Action::DossierHandedOver,
            (id, to.code.as_str()),
            &officer.request_id,
        )
    };
    state.db.write(work).await?;
    state.bell.ring();
    Ok(())
}

//! The filer's side: the open round with its draft, and sending what gathered there.

use super::domain::due_again;
use super::service::{open_round, rounds};
use super::store;
use crate::audit::service::{Action, record};
use crate::catalogue::service::calendar;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::filing::service::supplement as filing;
use crate::identity::guard::Filer;
use crate::notification::service::{DossierNews, Lang};
use crate::processing::course;
use crate::processing::service::{of_filer, refusal};
use crate::processing::store::{self as dossiers, NewEvent};
use crate::processing::tell::tell_filer;
use crate::processing::work::service as work;
use crate::state::AppState;
use anyhow::anyhow;
use motcua_shared::catalogue::form::Answers;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::rule::DossierAct;
use motcua_shared::processing::supplement::{OpenRound, RoundState, SupplyParts};

/// The open round of a dossier that this account filed.
pub async fn load(state: &AppState, filer: Filer, id: DossierId, lang: Lang) -> AppResult<OpenRound> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let dossier = of_filer(conn, filer.id(), id)?;
        let open = open_round(conn, id)?.ok_or(ErrorCode::NotFound)?;
        let draft = filing::read(conn, &filer, open.draft, now, lang)?;
        let (rounds, _) = rounds(conn, &dossier, false, (now.vietnam_date(), lang))?;
        let round = rounds.into_iter().find(|round| round.number == open.number);
        let round = round.ok_or(ErrorCode::NotFound)?;
        let filed = match draft.procedure.definition.form {
            Some(_) => filing::find_answers(conn, id)?,
            None => Answers::new(),
        };
        Ok(OpenRound { round, draft, filed })
    };
    state.db.read(work).await
}

/// Sends what gathered: it takes the place of what was filed, and the dossier goes back to where it was. What comes after its last day
/// is taken as long as the unit has not ended the dossier. The same again gives the same answer.
pub async fn supply(
    state: &AppState,
    filer: Filer,
    id: DossierId,
    request: SupplyParts,
    lang: Lang,
) -> AppResult<Course> {
    let now = state.clock.now();
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        // Two requests at once look one after the other.
        take_turn(conn, "dossier-supplement", &id.to_string())?;
        let dossier = of_filer(conn, filer.id(), id)?;
        let Some(round) = open_round(conn, id)? else {
            // Only of the last round: what was sent for an earlier one may be the same as what is sent for this one.
            let last = store::list(conn, id)?
                .into_iter()
                .max_by_key(|round| round.number);
            let is_sent = last.is_some_and(|round| {
                round.state == RoundState::Supplied && round.digest.as_ref() == Some(&request.digest)
            });
            return match is_sent {
                true => course::load(conn, filer.id(), id, (now, lang)),
                false => Err(ErrorCode::DossierMovedOn.into()),
            };
        };
        let act = DossierAct::Supply;
        let next = dossier.next(act).ok_or(ErrorCode::DossierMovedOn)?;
        let calendar = calendar::load(conn, dossier.submitted_at.vietnam_date())?;
        let again = |left| {
            let due = due_again(today, left, &calendar);
            due.ok_or_else(|| AppError::internal(anyhow!("the calendar has no end for a time limit")))
        };
        // What was asked for before it was received stopped no time.
        let due = round.days_left.map(again).transpose()?;
        // First, as officers do it: one who ends the dossier at this moment, or ended it, was first.
        if !dossiers::advance(conn, &dossier, next, due)?
            || !store::end(conn, round.id, RoundState::Supplied, Some(&request.digest), now)?
        {
            return Err(ErrorCode::DossierMovedOn.into());
        }
        let seen = (request.version, request.digest.as_str());
        let supplied = filing::supply(conn, &filer, round.draft, seen, (id, &dossier.code), now)?;
        for (component_id, attached) in &supplied.parts {
            store::set_new(conn, round.id, component_id, attached)?;
        }
        store::set_answers(conn, &round, &supplied.answers)?;
        refusal::look_again(conn, &dossier, filer.kind())?;
        let event = NewEvent {
            status: next,
            act,
            account: filer.id(),
            name: &dossier.filer.name,
            unit: "",
            words: None,
        };
        dossiers::insert_event(conn, id, &event, now)?;
        work::resume(conn, id, (due, today))?;
        let who = Some(filer.id());
        record(conn, now, who, Action::SupplementSent, id, &filer.request_id)?;
        let news = due.map_or(DossierNews::SuppliedEarly, |due| DossierNews::Supplied { due });
        tell_filer(conn, &dossier, news, now)?;
        course::load(conn, filer.id(), id, (now, lang))
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

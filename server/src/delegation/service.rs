//! Whether a delegation holds, who has which, withdrawing and ending them. `giving` gives them.

use super::domain::{Delegation, EndCause, Side, Standing};
use super::store;
use crate::audit::service::{Action, record_with};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::http::page::{self, Cursor, PageQuery, page_limit};
use crate::identity::service::{self as identity, Account, Acting, Mandate, Principal};
use crate::notification::service::{self as notification, DelegationNews, DelegationTold, Message, Notice};
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::delegation::dto::{
    Colleague, DelegatedProcedure, DelegationState, DelegationView, SearchColleagues,
};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DelegationId, UnitId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::page::Page;
use motcua_shared::search_key::search_words;
use motcua_shared::text::Lang;
use motcua_shared::time::{Timestamp, format_date};
use std::sync::Arc;

pub use super::giving::give;

/// Officers that one search shows.
const COLLEAGUES_SHOWN: i64 = 30;

/// Who asks about delegations: an officer for themselves, or an administrator for any.
pub struct Asking {
    pub(super) account: Account,
    pub(super) is_administrator: bool,
}

impl Asking {
    /// Of whoever is signed in. Nobody delegates what was delegated to them, nor looks after it in the other's place.
    pub fn of(principal: Principal) -> AppResult<Self> {
        let account = principal.account;
        match account.kind {
            _ if account.mandate.is_some() => Err(ErrorCode::DelegationCovers.into()),
            AccountKind::Staff | AccountKind::Administrator => Ok(Self {
                is_administrator: account.kind == AccountKind::Administrator,
                account,
            }),
            _ => Err(ErrorCode::NotAllowed.into()),
        }
    }
}

/// When something is done, and by which request.
#[derive(Clone)]
pub struct Doing {
    /// When.
    pub now: Timestamp,
    /// The request, for the audit log.
    pub request_id: RequestId,
}

/// The two of a delegation, as they are now.
struct Both {
    delegator: Standing,
    delegate: Standing,
}

impl Both {
    fn of(conn: &mut DbConn, delegation: &Delegation) -> AppResult<Self> {
        Ok(Self {
            delegator: store::standing(conn, delegation.delegator.account)?,
            delegate: store::standing(conn, delegation.delegate.account)?,
        })
    }

    fn state(&self, delegation: &Delegation, today: NaiveDate) -> DelegationState {
        delegation.state(&self.delegator, &self.delegate, today)
    }
}

/// What a delegation lets its delegate do, and whether it holds on a day; nothing where there is none of this id.
pub fn acting(conn: &mut DbConn, id: DelegationId, today: NaiveDate) -> AppResult<Option<Acting>> {
    let Some(delegation) = store::find(conn, id)? else {
        return Ok(None);
    };
    let both = Both::of(conn, &delegation)?;
    let procedures = match delegation.is_for_all {
        true => None,
        false => Some(store::list_codes(conn, id)?),
    };
    let holds = both.state(&delegation, today) == DelegationState::Running;
    let mandate = Mandate {
        id,
        delegator: delegation.delegator.account,
        name: both.delegator.name,
        unit: delegation.delegator.unit,
        unit_name: directory::load(conn, delegation.delegator.unit)?.name,
        until: delegation.until,
        procedures,
        on: today,
    };
    Ok(Some(Acting {
        mandate: Arc::new(mandate),
        holds,
    }))
}

/// Refuses one that was ended since the request came in.
pub fn require(conn: &mut DbConn, mandate: &Mandate) -> AppResult<()> {
    match acting(conn, mandate.id, mandate.on)? {
        Some(Acting { holds: true, .. }) => Ok(()),
        _ => Err(ErrorCode::DelegationEnded.into()),
    }
}

/// What lets this account work by a delegation today; any other does not exist.
pub fn take(conn: &mut DbConn, delegate: AccountId, id: DelegationId, today: NaiveDate) -> AppResult<Acting> {
    let own = store::find(conn, id)?.is_some_and(|one| one.delegate.account == delegate);
    match acting(conn, id, today)?.filter(|_| own) {
        None => Err(ErrorCode::NotFound.into()),
        Some(acting) if acting.holds => Ok(acting),
        Some(_) => Err(ErrorCode::DelegationEnded.into()),
    }
}

/// Delegations that an account may work by today, with the account that each is for.
pub fn list_taken_by(
    conn: &mut DbConn,
    delegate: AccountId,
    today: NaiveDate,
) -> AppResult<Vec<(AccountId, Arc<Mandate>)>> {
    let mut held = Vec::new();
    for delegation in store::list_open_of(conn, delegate, today)? {
        if delegation.delegate.account != delegate {
            continue;
        }
        if let Some(Acting { mandate, holds: true }) = acting(conn, delegation.id, today)? {
            held.push((delegation.delegator.account, mandate));
        }
    }
    Ok(held)
}

/// Those to whom an account delegated, with what each may do, as of today.
pub fn list_given_by(
    conn: &mut DbConn,
    delegator: AccountId,
    today: NaiveDate,
) -> AppResult<Vec<(AccountId, Arc<Mandate>)>> {
    let mut held = Vec::new();
    for delegation in store::list_open_of(conn, delegator, today)? {
        if delegation.delegator.account != delegator {
            continue;
        }
        if let Some(Acting { mandate, holds: true }) = acting(conn, delegation.id, today)? {
            held.push((delegation.delegate.account, mandate));
        }
    }
    Ok(held)
}

/// Delegations that the account has to do with, newest first; for an administrator all of them.
pub async fn list(state: &AppState, asking: Asking, query: PageQuery) -> AppResult<Page<DelegationView>> {
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = page_limit(query.limit);
    let today = state.clock.now().vietnam_date();
    let work = move |conn: &mut DbConn| {
        let of = (!asking.is_administrator).then_some(asking.account.id);
        let rows = store::list(conn, of, cursor, limit)?;
        let page = page::page(rows, limit, cursor, |one| one.id.uuid(), None);
        let items = page.items.into_iter().map(|one| view(conn, &asking, one, today));
        Ok(Page {
            items: items.collect::<AppResult<_>>()?,
            next: page.next,
            previous: page.previous,
            total: None,
        })
    };
    state.db.read(work).await
}

pub(super) fn view(
    conn: &mut DbConn,
    asking: &Asking,
    delegation: Delegation,
    today: NaiveDate,
) -> AppResult<DelegationView> {
    let both = Both::of(conn, &delegation)?;
    let state = both.state(&delegation, today);
    let procedures = match delegation.is_for_all {
        true => None,
        false => Some(named(conn, delegation.id)?),
    };
    let is_own = delegation.delegator.account == asking.account.id;
    let given_by = match delegation.given_by == delegation.delegator.account {
        true => None,
        false => Some(store::standing(conn, delegation.given_by)?.name),
    };
    let mut side = |of: Side, standing: Standing| -> AppResult<Colleague> {
        Ok(Colleague {
            id: of.account,
            name: standing.name,
            unit: directory::load(conn, of.unit)?.name,
        })
    };
    Ok(DelegationView {
        id: delegation.id,
        delegator: side(delegation.delegator, both.delegator)?,
        delegate: side(delegation.delegate, both.delegate)?,
        given_by,
        procedures,
        from: delegation.from,
        until: delegation.until,
        reason: delegation.reason,
        state,
        ended_at: delegation.ended.map(|(at, _)| at),
        may_withdraw: state.is_open() && (is_own || asking.is_administrator),
    })
}

/// Procedures that a delegation names; of one that is no more only its code is left.
fn named(conn: &mut DbConn, id: DelegationId) -> AppResult<Vec<DelegatedProcedure>> {
    let codes = store::list_codes(conn, id)?;
    let mut known = store::list_procedures(conn, &codes)?;
    for code in codes {
        if !known.iter().any(|one| one.code == code) {
            let name = code.clone();
            known.push(DelegatedProcedure { code, name });
        }
    }
    Ok(known)
}

/// The unit of a delegator and all above and below it.
pub(super) fn near(conn: &mut DbConn, unit: UnitId, today: NaiveDate) -> AppResult<Vec<UnitId>> {
    let mut units = directory::list_above(conn, unit)?;
    units.extend(
        directory::list_below(conn, unit, today)?
            .into_iter()
            .map(|unit| unit.id),
    );
    Ok(units)
}

/// Officers to choose from: for whom, where an administrator has named nobody yet, else to whom.
pub async fn colleagues(
    state: &AppState,
    asking: Asking,
    request: SearchColleagues,
) -> AppResult<Vec<Colleague>> {
    let today = state.clock.now().vietnam_date();
    let words = search_words(&request.name);
    let work = move |conn: &mut DbConn| {
        let delegator = match (asking.is_administrator, request.delegator_id) {
            (true, None) => None,
            (true, Some(id)) => Some(id),
            (false, _) => Some(asking.account.id),
        };
        let units = match delegator {
            None => None,
            Some(id) => {
                let unit = on_duty(conn, id)?.unit;
                Some(near(conn, unit, today)?)
            }
        };
        let person = match delegator {
            None => None,
            Some(id) => identity::load_account(conn, id)?.person_id,
        };
        let found = store::list_colleagues(conn, units.as_deref(), &words, COLLEAGUES_SHOWN)?;
        let person = person.map(|id| id.to_string());
        let is_other =
            |id: AccountId, of: &Option<String>| Some(id) != delegator && (person.is_none() || *of != person);
        let others = found.into_iter().filter(|(one, _, of)| is_other(one.id, of));
        Ok(others.map(|(colleague, ..)| colleague).collect())
    };
    state.db.read(work).await
}

/// An officer who may delegate, and whose unit that is; nobody else exists.
pub(super) fn on_duty(conn: &mut DbConn, id: AccountId) -> AppResult<Side> {
    let account = identity::load_account(conn, id)?;
    let standing = store::standing(conn, id)?;
    match account.unit_id {
        Some(unit) if standing.is_on_duty => Ok(Side { account: id, unit }),
        _ => Err(ErrorCode::NotAllowed.into()),
    }
}

/// Withdraws a delegation. What has ended is ended.
pub async fn withdraw(
    state: &AppState,
    asking: Asking,
    id: DelegationId,
    request_id: RequestId,
) -> AppResult<DelegationView> {
    let now = state.clock.now();
    let doing = Doing { now, request_id };
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        let delegation = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        let own = delegation.delegator.account == asking.account.id;
        if !own && !asking.is_administrator {
            // Its delegate knows of it; for anybody else it does not exist.
            return Err(match delegation.delegate.account == asking.account.id {
                true => ErrorCode::NotAllowed.into(),
                false => ErrorCode::NotFound.into(),
            });
        }
        let is_open = Both::of(conn, &delegation)?.state(&delegation, today).is_open();
        if is_open {
            let by = Some(asking.account.id);
            end(conn, &delegation, (EndCause::Withdrawn, by), &doing)?;
        }
        let now = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        view(conn, &asking, now, today)
    };
    let view = state.db.write(work).await?;
    state.bell.ring();
    Ok(view)
}

/// Ends every delegation of an account on either side: it was suspended, moved, or has other roles.
pub fn end_of(conn: &mut DbConn, account: AccountId, by: Option<AccountId>, doing: &Doing) -> AppResult<()> {
    for delegation in store::list_open_of(conn, account, doing.now.vietnam_date())? {
        end(conn, &delegation, (EndCause::Rights, by), doing)?;
    }
    Ok(())
}

fn end(
    conn: &mut DbConn,
    delegation: &Delegation,
    (cause, by): (EndCause, Option<AccountId>),
    doing: &Doing,
) -> AppResult<()> {
    if !store::end(conn, delegation.id, (cause, by), doing.now)? {
        return Ok(());
    }
    let (action, news) = match cause {
        EndCause::Withdrawn => (Action::DelegationWithdrawn, DelegationNews::Withdrawn),
        EndCause::Rights => (Action::DelegationEnded, DelegationNews::Ended),
    };
    note(conn, delegation, (by, action), doing)?;
    tell(conn, delegation, news, doing.now)
}

pub(super) fn note(
    conn: &mut DbConn,
    delegation: &Delegation,
    (by, action): (Option<AccountId>, Action),
    doing: &Doing,
) -> AppResult<()> {
    let both = Both::of(conn, delegation)?;
    let (from, until) = (format_date(delegation.from), format_date(delegation.until));
    let word = format!("{}|{}|{from}–{until}", both.delegator.name, both.delegate.name);
    let subject = (delegation.id, word.as_str());
    record_with(conn, doing.now, by, action, subject, &doing.request_id)
}

pub(super) fn tell_begun(conn: &mut DbConn, delegation: &Delegation, now: Timestamp) -> AppResult<()> {
    match store::set_told(conn, delegation.id, now)? {
        true => tell(conn, delegation, DelegationNews::Begun, now),
        false => Ok(()),
    }
}

/// Tells both. Who may not act any more has heard of that.
fn tell(conn: &mut DbConn, delegation: &Delegation, news: DelegationNews, now: Timestamp) -> AppResult<()> {
    let both = Both::of(conn, delegation)?;
    let notice = Notice::Delegation(DelegationTold {
        at: now,
        news,
        delegator: both.delegator.name,
        delegate: both.delegate.name,
        until: delegation.until,
    });
    for side in [delegation.delegator, delegation.delegate] {
        let account = match identity::load_account(conn, side.account) {
            Ok(account) => account,
            Err(error) if error.code == ErrorCode::NotFound => continue,
            Err(error) => return Err(error),
        };
        let message = Message::new(account.contact(), notice.clone(), Lang::Vi);
        notification::send(conn, now, message)?;
    }
    Ok(())
}

/// Tells of some that have begun since, and says how many there were.
pub(super) fn tell_some(conn: &mut DbConn, now: Timestamp, limit: i64) -> AppResult<usize> {
    let today = now.vietnam_date();
    let untold = store::list_untold(conn, today, limit)?;
    for delegation in &untold {
        // One that ended before its first day is no news any more.
        match Both::of(conn, delegation)?.state(delegation, today) {
            DelegationState::Running => tell_begun(conn, delegation, now)?,
            _ => store::set_told(conn, delegation.id, now).map(|_| ())?,
        }
    }
    Ok(untold.len())
}

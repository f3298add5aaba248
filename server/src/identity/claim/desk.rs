//! Settling claims: what somebody says is put beside the account, an officer who has both people's papers decides.

use super::super::assisted::domain::mask_number;
use super::super::assisted::store::find_maker;
use super::super::domain::Account;
use super::super::guard::Officer;
use super::super::oidc::store as persons;
use super::super::password_link::service as links;
use super::super::session;
use super::super::staff::service as staff;
use super::super::store as accounts;
use super::readable;
use super::store::{self, Claim};
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::page::{self, Cursor, ListQuery};
use crate::notification::service::{self as notification, ClaimOutcome, Message, Notice, Recipient};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ClaimId;
use motcua_shared::identity::desk::{
    AccountOrigin, ClaimDecision, ClaimRow, ClaimView, ClaimedAccount, SettleClaim, StaffRole,
};
use motcua_shared::identity::rule::mask_phone;
use motcua_shared::page::Page;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// Longest reason, in characters.
const MAX_REASON: usize = 500;

/// How many wait.
pub fn count_open(conn: &mut DbConn) -> AppResult<u64> {
    store::count_open(conn)
}

/// Those that wait. Somebody may come with a claim to any desk.
pub async fn list(state: &AppState, officer: Officer, query: ListQuery) -> AppResult<Page<ClaimRow>> {
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit();
    state
        .db
        .read(move |conn| {
            staff::require(conn, officer.id(), StaffRole::Desk)?;
            let claims = store::list_open(conn, cursor, limit)?;
            let row = |claim: Claim| ClaimRow {
                id: claim.id,
                name: claim.name,
                identity_number: mask_number(&claim.identity_number),
                created_at: claim.created_at,
            };
            let rows: Vec<ClaimRow> = claims.into_iter().map(row).collect();
            Ok(page::page(rows, limit, cursor, |row| row.id.uuid(), None))
        })
        .await
}

/// One of them, beside the account. That an officer opened it shows in the account's own log.
pub async fn load(state: &AppState, officer: Officer, id: ClaimId) -> AppResult<ClaimView> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            staff::require(conn, officer.id(), StaffRole::Desk)?;
            let claim = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
            let account = account_of(conn, &claim)?;
            let subject = account
                .as_ref()
                .map_or_else(|| id.to_string(), |(account, _)| account.id.to_string());
            let (actor, action) = (Some(officer.id()), Action::ClaimViewed);
            audit::service::record(conn, now, actor, action, subject, &officer.request_id)?;
            view(conn, claim, account)
        })
        .await
}

/// The citizen's account under the number of a claim, and whether it may act.
fn account_of(conn: &mut DbConn, claim: &Claim) -> AppResult<Option<(Account, bool)>> {
    let Some(person) = accounts::find_person(conn, &claim.identity_number)? else {
        return Ok(None);
    };
    let found = persons::find_citizen(conn, person)?;
    Ok(found.map(|found| (found.account, found.is_active)))
}

fn view(conn: &mut DbConn, claim: Claim, account: Option<(Account, bool)>) -> AppResult<ClaimView> {
    let account = match account {
        None => None,
        Some((account, is_active)) => {
            let maker = find_maker(conn, account.id)?;
            let (created_at, origin) = store::find_origin(conn, account.id)?;
            Some(ClaimedAccount {
                phone: account.phone.as_deref().map(mask_phone),
                name: account.name,
                created_at,
                origin: match maker {
                    Some(_) => AccountOrigin::Desk,
                    None => origin,
                },
                made_by: maker.map(|(officer, unit)| format!("{unit} – {officer}")),
                suspended: !is_active,
            })
        }
    };
    Ok(ClaimView {
        id: claim.id,
        name: claim.name,
        identity_number: claim.identity_number,
        phone: claim.phone,
        note: claim.note,
        created_at: claim.created_at,
        account,
        decision: claim.decision,
        reason: claim.reason,
    })
}

/// Settles a claim: once, by the first who does. Whoever made the claim is told, and so is the account.
pub async fn settle(
    state: &AppState,
    officer: Officer,
    id: ClaimId,
    request: SettleClaim,
) -> AppResult<ClaimView> {
    let reason = parse_reason(&request.reason)?;
    let decision = request.decision;
    let now = state.clock.now();
    let settled = state
        .db
        .write(move |conn| {
            staff::require(conn, officer.id(), StaffRole::Desk)?;
            let claim = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
            if !store::settle(conn, id, decision, &reason, officer.id(), now)? {
                return Err(ErrorCode::ClaimAlreadySettled.into());
            }
            let account = account_of(conn, &claim)?;
            match (decision, &account) {
                (ClaimDecision::NoAccount, None) => {}
                (ClaimDecision::Kept, Some((account, _))) => tell_account(conn, account, false, now)?,
                (ClaimDecision::Suspended, Some((account, _))) => suspend(conn, account, &officer, now)?,
                _ => return Err(ErrorCode::ClaimDecisionUnfit.into()),
            }
            tell_claimant(conn, &claim, decision, now)?;
            let subject = account
                .as_ref()
                .map_or_else(|| id.to_string(), |(account, _)| account.id.to_string());
            let (actor, action) = (Some(officer.id()), Action::ClaimSettled);
            audit::service::record(conn, now, actor, action, subject, &officer.request_id)?;
            let claim = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
            let account = account_of(conn, &claim)?;
            view(conn, claim, account)
        })
        .await?;
    state.bell.ring();
    Ok(settled)
}

fn parse_reason(text: &str) -> AppResult<String> {
    let reason = readable(text);
    if reason.is_empty() {
        Err(AppError::field("reason", ErrorCode::Required))
    } else if reason.chars().count() > MAX_REASON {
        Err(AppError::field("reason", ErrorCode::TooLong).with("max", MAX_REASON))
    } else {
        Ok(reason)
    }
}

/// Nobody acts by this account any more, from this moment on.
fn suspend(conn: &mut DbConn, account: &Account, officer: &Officer, now: Timestamp) -> AppResult<()> {
    store::suspend(conn, account.id)?;
    session::service::end_all(conn, account.id)?;
    links::end_all(conn, account.id, now)?;
    let (actor, action) = (Some(officer.id()), Action::AccountSuspended);
    audit::service::record(conn, now, actor, action, account.id, &officer.request_id)?;
    tell_account(conn, account, true, now)
}

fn tell_account(conn: &mut DbConn, account: &Account, suspended: bool, now: Timestamp) -> AppResult<()> {
    let to = Recipient::new(
        Some(account.id),
        account.phone.as_deref(),
        account.email.as_deref(),
    );
    let notice = Notice::AccountReviewed { at: now, suspended };
    notification::send(conn, now, Message::new(to, notice, Lang::default())).map(|_| ())
}

fn tell_claimant(conn: &mut DbConn, claim: &Claim, decision: ClaimDecision, now: Timestamp) -> AppResult<()> {
    let outcome = match decision {
        ClaimDecision::Kept => ClaimOutcome::Kept,
        ClaimDecision::Suspended => ClaimOutcome::Suspended,
        ClaimDecision::NoAccount => ClaimOutcome::NoAccount,
    };
    let to = Recipient::new(None, Some(&claim.phone), None);
    let message = Message::new(to, Notice::ClaimSettled { outcome }, Lang::default());
    notification::send(conn, now, message).map(|_| ())
}

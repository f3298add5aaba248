//! Giving, taking back, counting.

use super::store::{self, Grantee, NewGrant};
use crate::audit::service::{Action, record, record_with};
use crate::clock::before;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::page::{Cursor, PageQuery, page};
use crate::identity::guard::Filer;
use crate::identity::service::{Principal, find_organisation, require_proof, tell_owner};
use crate::notification::service::Notice;
use crate::state::AppState;
use crate::vault::log::service::{Entry, note};
use crate::vault::service::load_paper;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, GrantId, PaperId};
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::PaperView;
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::rule::optional_text;
use motcua_shared::vault::share::{
    FindGrantee, FoundGrantee, GivePaper, GrantTo, GrantView, GranteeKind, MAX_GRANTS, MAX_PURPOSE, MAX_USES,
};

/// Who was given one paper and told so hears nothing of further ones for so long.
const TOLD_SECONDS: u64 = 3600;

/// For how long a look-up of an organisation counts.
const WINDOW_SECONDS: u64 = 3600;

/// A grant that nobody ends is forgotten by its owner: so far ahead and no further.
const MAX_DAYS: i64 = 5 * 366;

/// Levels of the units that have a desk.
const LEVELS: [Level; 3] = [Level::Province, Level::District, Level::Commune];

/// Where an organisation finds what is shared with it.
const SHARED_WITH_ME: &str = "/kho/duoc-chia-se";

/// Units that papers can be shown to: those with a desk.
pub async fn units(state: &AppState) -> AppResult<Vec<UnitView>> {
    let today = state.clock.now().vietnam_date();
    state
        .db
        .read(move |conn| directory::list_of_levels(conn, &LEVELS, today))
        .await
}

/// Who has this number? People are not found here, and who asks too often waits.
pub async fn find_grantee(state: &AppState, filer: Filer, request: FindGrantee) -> AppResult<FoundGrantee> {
    let this = state.clone();
    state
        .db
        .write(move |conn| {
            let owner = filer.id();
            let found = look_up(&this, conn, owner, "identifier", &request.identifier)?;
            Ok(found.map(|(_, name, identifier)| FoundGrantee { identifier, name }))
        })
        .await?
}

type Organisation = (AccountId, String, String);

/// The refusal comes as a value: the look-up stays counted.
fn look_up(
    state: &AppState,
    conn: &mut DbConn,
    owner: AccountId,
    field: &str,
    identifier: &str,
) -> AppResult<Result<Organisation, AppError>> {
    let now = state.clock.now();
    take_turn(conn, "grantee-lookups", &owner.to_string())?;
    let limit = state.config.identity.grantee_lookups_per_hour;
    let since = before(now, WINDOW_SECONDS);
    if !store::count_lookup(conn, owner, (limit, since), now)? {
        let refusal = AppError::new(ErrorCode::TooManyRequests);
        return Ok(Err(refusal.retry_after(WINDOW_SECONDS)));
    }
    Ok(find_organisation(conn, identifier)?
        .map(|account| (account.id, account.name, account.identifier))
        .ok_or_else(|| AppError::field(field, ErrorCode::NoSuchOrganisation)))
}

/// What was asked for, checked.
struct Terms {
    purpose: Option<String>,
    ends_at: Option<Timestamp>,
    max_uses: Option<u32>,
}

fn terms(request: &GivePaper, now: Timestamp) -> AppResult<Terms> {
    let mut faults = Vec::new();
    let purpose = optional_text(request.purpose.as_deref(), MAX_PURPOSE).unwrap_or_else(|code| {
        faults.push(FieldFault::new("purpose", code).with("max", MAX_PURPOSE));
        None
    });
    let today = now.vietnam_date();
    let is_day = |day: &NaiveDate| (0..=MAX_DAYS).contains(&day.signed_duration_since(today).num_days());
    if request.ends_on.is_some_and(|day| !is_day(&day)) {
        faults.push(FieldFault::new("ends_on", ErrorCode::NotAChoice));
    }
    if request
        .max_uses
        .is_some_and(|uses| !(1..=MAX_USES).contains(&uses))
    {
        faults.push(FieldFault::new("max_uses", ErrorCode::NotAChoice));
    }
    if !faults.is_empty() {
        return Err(AppError::fields(faults));
    }
    Ok(Terms {
        purpose,
        ends_at: request.ends_on.map(end_of),
        max_uses: request.max_uses,
    })
}

/// When a day ends in Viet Nam.
fn end_of(day: NaiveDate) -> Timestamp {
    Timestamp::new((day.and_time(NaiveTime::MIN) + TimeDelta::hours(24 - 7)).and_utc())
}

/// Shows a paper to somebody. The person must have shown lately who they are.
pub async fn give(
    state: &AppState,
    filer: Filer,
    principal: Principal,
    id: PaperId,
    request: GivePaper,
) -> AppResult<GrantView> {
    require_proof(state, &principal)?;
    let now = state.clock.now();
    let terms = terms(&request, now)?;
    let this = state.clone();
    let work = move |conn: &mut DbConn| {
        let owner = filer.id();
        // Before the paper is looked at: whoever removes it takes the same turn.
        take_turn(conn, "paper-grants", &id.to_string())?;
        let paper = own(conn, owner, id)?;
        if store::count_holding(conn, id, now)? >= MAX_GRANTS {
            return Err(AppError::new(ErrorCode::TooManyGrants).with("max", MAX_GRANTS));
        }
        let mut is_told = false;
        let (to, kind) = match &request.to {
            GrantTo::Unit(unit) => {
                let unit = directory::load(conn, *unit)
                    .map_err(|_| AppError::field("to.unit", ErrorCode::NotAChoice))?;
                (Grantee::Unit(unit.id), "unit")
            }
            GrantTo::Dossier(dossier) => {
                store::find_dossier(conn, owner, *dossier)?
                    .ok_or_else(|| AppError::field("to.dossier", ErrorCode::NotAChoice))?;
                (Grantee::Dossier(*dossier), "dossier")
            }
            GrantTo::Organisation(identifier) => {
                let (account, ..) = match look_up(&this, conn, owner, "to.organisation", identifier)? {
                    Ok(found) => found,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                if account == owner {
                    return Ok(Err(AppError::field("to.organisation", ErrorCode::NotAChoice)));
                }
                let notice = Notice::PaperShared {
                    at: now,
                    from: filer.account.name.clone(),
                    url: format!("{}{SHARED_WITH_ME}", this.config.http.public_url),
                };
                // Of several papers in a row they hear once.
                is_told = !store::was_told_since(conn, owner, account, before(now, TOLD_SECONDS))?;
                if is_told {
                    tell_owner(conn, account, notice, now)?;
                }
                (Grantee::Account(account), "account")
            }
        };
        let grant = NewGrant {
            id: new_id(GrantId::from_uuid),
            account: owner,
            paper: id,
            to,
            purpose: terms.purpose.as_deref(),
            ends_at: terms.ends_at,
            max_uses: terms.max_uses,
            is_told,
        };
        store::insert(conn, &grant, now)?;
        let view = load(conn, owner, grant.id, now)?;
        let entry = Entry {
            ground: view.name.clone(),
            ..Entry::of_owner(owner, id, paper.item.file_version, PaperAct::Shared)
        };
        note(conn, entry, now)?;
        let subject = (id, kind);
        record_with(
            conn,
            now,
            Some(owner),
            Action::PaperShared,
            subject,
            &filer.request_id,
        )?;
        Ok(Ok(view))
    };
    let view = state.db.write(work).await?;
    state.bell.ring();
    view
}

/// A paper of the account that is in the vault.
fn own(conn: &mut DbConn, owner: AccountId, id: PaperId) -> AppResult<PaperView> {
    let paper = load_paper(conn, owner, id)?;
    match paper.removed_at {
        None => Ok(paper),
        Some(_) => Err(ErrorCode::NotFound.into()),
    }
}

fn load(conn: &mut DbConn, owner: AccountId, id: GrantId, now: Timestamp) -> AppResult<GrantView> {
    let mut view = store::find(conn, owner, id, now)?.ok_or(ErrorCode::NotFound)?;
    name_dossiers(conn, std::slice::from_mut(&mut view))?;
    Ok(view)
}

/// Grants to dossiers come with the id; the owner knows them by their code.
fn name_dossiers(conn: &mut DbConn, grants: &mut [GrantView]) -> AppResult<()> {
    let of_dossier = |grant: &&GrantView| grant.to == GranteeKind::Dossier;
    let ids: Vec<String> = grants
        .iter()
        .filter(of_dossier)
        .filter_map(|grant| grant.name.clone())
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let codes = store::list_dossier_codes(conn, &ids)?;
    for grant in grants.iter_mut().filter(|grant| grant.to == GranteeKind::Dossier) {
        let code = codes.iter().find(|(id, _)| Some(id) == grant.name.as_ref());
        grant.name = code.map(|(_, code)| code.clone());
    }
    Ok(())
}

/// Grants of the vault, or of one paper, newest first.
pub async fn list(
    state: &AppState,
    filer: Filer,
    paper: Option<PaperId>,
    query: PageQuery,
) -> AppResult<Page<GrantView>> {
    let now = state.clock.now();
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    state
        .db
        .read(move |conn| {
            let owner = filer.id();
            if let Some(paper) = paper {
                load_paper(conn, owner, paper)?;
            }
            let mut rows = store::list(conn, owner, paper, (cursor, limit), now)?;
            name_dossiers(conn, &mut rows)?;
            Ok(page(rows, limit, cursor, |grant| grant.id.uuid(), None))
        })
        .await
}

/// Takes a grant back. What was filed already stays where it is. Doing it again changes nothing.
pub async fn withdraw(state: &AppState, filer: Filer, id: GrantId) -> AppResult<GrantView> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            let owner = filer.id();
            end(conn, &filer, id, now)?;
            load(conn, owner, id, now)
        })
        .await
}

/// Takes a grant of the account back, in the transaction of `conn`, and notes it.
pub(in crate::vault) fn end(conn: &mut DbConn, filer: &Filer, id: GrantId, now: Timestamp) -> AppResult<()> {
    let owner = filer.id();
    let grant = load(conn, owner, id, now)?;
    if !store::withdraw(conn, owner, id, now)? {
        return Ok(());
    }
    let paper = load_paper(conn, owner, grant.paper_id)?;
    let entry = Entry {
        ground: grant.name,
        ..Entry::of_owner(
            owner,
            grant.paper_id,
            paper.item.file_version,
            PaperAct::ShareEnded,
        )
    };
    note(conn, entry, now)?;
    let action = Action::PaperShareEnded;
    record(conn, now, Some(owner), action, grant.paper_id, &filer.request_id)
}

/// Counts one use of a grant in the transaction of what it is used for; `false` when it no longer holds. The owner is told
/// when it was the last one.
pub(in crate::vault) fn count_use(
    conn: &mut DbConn,
    owner: AccountId,
    id: GrantId,
    now: Timestamp,
) -> AppResult<bool> {
    if !store::count_use(conn, id, now)? {
        return Ok(false);
    }
    let grant = load(conn, owner, id, now)?;
    if grant.max_uses == Some(grant.uses) {
        let notice = Notice::ShareUsedUp {
            at: now,
            paper: grant.paper_name,
        };
        tell_owner(conn, owner, notice, now)?;
    }
    Ok(true)
}

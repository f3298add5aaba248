//! What the owner does: asks, chooses a day, calls off, looks.

use super::super::issue;
use super::domain::{CATEGORY, Event, MAX_OPEN, Original, Request};
use super::office::service as office;
use super::register::service as register;
use super::store::{self, Of};
use crate::audit::service::{Action, record};
use crate::catalogue::service as catalogue;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::page::{self, Cursor, PageQuery};
use crate::identity::domain::Account;
use crate::identity::guard::Filer;
use crate::notification::service::{self as notification, Message, Notice};
use crate::state::AppState;
use chrono::{Datelike, NaiveDate};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, CertifiedCopyId, UnitId};
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::certified::{
    Appointment, AskCopy, ChooseAppointment, CopySigner, CopyState, CopyView, FeeRates, HalfOfDay,
    MAX_DESCRIPTION, full_number,
};

/// What is asked for, checked.
pub(super) struct Asked {
    pub unit: UnitId,
    pub category_code: String,
    pub original: Original,
    pub at_desk: bool,
}

/// Checks what is said of an original.
pub(super) fn check(
    conn: &mut DbConn,
    category_code: &str,
    description: &str,
    pages: u32,
) -> AppResult<Original> {
    let category = match catalogue::choose_category(conn, category_code)? {
        // A copy is no original.
        Ok(category) if category.code == CATEGORY => Err(ErrorCode::NotAChoice),
        chosen => chosen,
    };
    match (Original::parse(description, pages), category) {
        (Ok(original), Ok(_)) => Ok(original),
        (parsed, category) => {
            let mut faults = parsed.err().unwrap_or_default();
            if let Err(code) = category {
                faults.push(("category_code", code));
            }
            let fault = |(path, code)| FieldFault::new(path, code).with("max", MAX_DESCRIPTION);
            Err(AppError::fields(faults.into_iter().map(fault).collect()))
        }
    }
}

/// A request as it begins.
pub(super) fn begin(owner: AccountId, asked: Asked, now: Timestamp) -> Request {
    Request {
        id: new_id(CertifiedCopyId::from_uuid),
        unit: asked.unit,
        owner,
        state: CopyState::Asked,
        version: 1,
        category_code: asked.category_code,
        description: asked.original.description,
        pages: asked.original.pages,
        at_desk: asked.at_desk,
        appointment: None,
        taken: None,
        document: None,
        order: None,
        ground: None,
        note: None,
        paper: None,
        created_at: now,
        changed_at: now,
    }
}

/// The request that came with this key before. Another one under the same key is refused.
pub(super) fn repeated(
    conn: &mut DbConn,
    (asked_by, key): (AccountId, &str),
    (unit, category_code): (UnitId, &str),
    (description, pages): (&str, u32),
) -> AppResult<Option<Request>> {
    let Some(before) = store::find_by_key(conn, asked_by, key)? else {
        return Ok(None);
    };
    let is_original = Original::parse(description, pages).is_ok_and(|original| original.is_of(&before));
    if is_original && before.unit == unit && before.category_code == category_code {
        Ok(Some(before))
    } else {
        Err(ErrorCode::IdempotencyMismatch.into())
    }
}

/// Asks for a copy. The same key again is the same request.
pub async fn ask(state: &AppState, filer: Filer, request: AskCopy, key: String) -> AppResult<CopyView> {
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    let view = state
        .db
        .write(move |conn| {
            let owner = filer.id();
            let asked = (request.unit_id, request.category_code.as_str());
            let about = (request.description.as_str(), request.pages);
            if let Some(before) = repeated(conn, (owner, &key), asked, about)? {
                return view(conn, before, fee);
            }
            let original = check(conn, &request.category_code, &request.description, request.pages)?;
            let office = office::load(conn, request.unit_id)
                .map_err(|_| AppError::field("unit_id", ErrorCode::NotAChoice))?;
            take_turn(conn, "certified-asked", &owner.to_string())?;
            if store::count_open(conn, owner)? >= MAX_OPEN {
                return Err(AppError::new(ErrorCode::TooManyOpen).with("limit", MAX_OPEN));
            }
            let asked = Asked {
                unit: request.unit_id,
                category_code: request.category_code,
                original,
                at_desk: false,
            };
            let mut new = begin(owner, asked, now);
            if let Some(at) = request.appointment {
                appoint(conn, &mut new, &office, at, now)?;
            }
            if !store::insert(conn, &new, owner, &key)? {
                let first = repeated(
                    conn,
                    (owner, &key),
                    (new.unit, &new.category_code),
                    (&new.description, new.pages),
                )?;
                return view(conn, first.ok_or(ErrorCode::NotFound)?, fee);
            }
            record(
                conn,
                now,
                Some(owner),
                Action::CopyAsked,
                new.id,
                &filer.request_id,
            )?;
            if let Some(at) = new.appointment {
                tell(conn, &filer.account, appointed(at), now)?;
            }
            view(conn, new, fee)
        })
        .await?;
    state.bell.ring();
    Ok(view)
}

/// Agrees on a day, where there is a place left: counted in turn.
fn appoint(
    conn: &mut DbConn,
    request: &mut Request,
    office: &office::Office,
    at: Appointment,
    now: Timestamp,
) -> AppResult<()> {
    let capacity = office.hours.capacity(at, now.vietnam_date());
    if capacity == 0 {
        return Err(AppError::field_refusal("appointment", ErrorCode::DayNotOffered));
    }
    take_turn(conn, "certified-slot", &format!("{}/{}", office.unit, at.day))?;
    let booked = store::list_appointments(conn, office.unit, (at.day, at.day))?;
    let taken = booked.iter().filter(|one| **one == at).count();
    let is_own = request.appointment == Some(at);
    if !is_own && u32::try_from(taken).unwrap_or(u32::MAX) >= capacity {
        return Err(AppError::field_refusal("appointment", ErrorCode::SlotFull));
    }
    request.go(Event::Appoint)?;
    request.appointment = Some(at);
    Ok(())
}

/// Chooses a day, or another one.
pub async fn choose(
    state: &AppState,
    filer: Filer,
    id: CertifiedCopyId,
    chosen: ChooseAppointment,
) -> AppResult<CopyView> {
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    let view = state
        .db
        .write(move |conn| {
            let mut request = own_alone(conn, &filer, id, chosen.version)?;
            let office = office::load(conn, request.unit)?;
            appoint(conn, &mut request, &office, chosen.appointment, now)?;
            store::save(conn, &request, now)?;
            let action = Action::CopyAppointed;
            record(conn, now, Some(filer.id()), action, id, &filer.request_id)?;
            tell(conn, &filer.account, appointed(chosen.appointment), now)?;
            again(conn, id, fee)
        })
        .await?;
    state.bell.ring();
    Ok(view)
}

/// Calls it off.
pub async fn cancel(
    state: &AppState,
    filer: Filer,
    id: CertifiedCopyId,
    version: u32,
) -> AppResult<CopyView> {
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    state
        .db
        .write(move |conn| {
            let mut request = own_alone(conn, &filer, id, version)?;
            request.go(Event::Cancel)?;
            // The desk may have begun to make it, and been cut off.
            if request.taken.is_some() {
                register::strike(conn, id, "Người yêu cầu hủy")?;
            }
            store::save(conn, &request, now)?;
            let action = Action::CopyCancelled;
            record(conn, now, Some(filer.id()), action, id, &filer.request_id)?;
            again(conn, id, fee)
        })
        .await
}

fn own(conn: &mut DbConn, owner: AccountId, id: CertifiedCopyId) -> AppResult<Request> {
    let found = store::find(conn, id)?.filter(|request| request.owner == owner);
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

/// The same, with nobody else at it until the transaction ends.
fn own_alone(conn: &mut DbConn, filer: &Filer, id: CertifiedCopyId, version: u32) -> AppResult<Request> {
    own(conn, filer.id(), id)?;
    let request = store::lock(conn, id)?.ok_or(ErrorCode::NotFound)?;
    match request.version == version {
        true => Ok(request),
        false => Err(ErrorCode::VersionConflict.into()),
    }
}

/// One request of the account.
pub async fn load(state: &AppState, filer: Filer, id: CertifiedCopyId) -> AppResult<CopyView> {
    let fee = state.config.certified.rates();
    state
        .db
        .read(move |conn| {
            let request = own(conn, filer.id(), id)?;
            view(conn, request, fee)
        })
        .await
}

/// Requests of the account, newest first.
pub async fn list(state: &AppState, filer: Filer, query: PageQuery) -> AppResult<Page<CopyView>> {
    let fee = state.config.certified.rates();
    let owner = filer.id();
    state
        .db
        .read(move |conn| page_of(conn, Of::Owner(owner), &query, fee))
        .await
}

/// A page of requests as they are shown.
pub(super) fn page_of(
    conn: &mut DbConn,
    of: Of,
    query: &PageQuery,
    fee: FeeRates,
) -> AppResult<Page<CopyView>> {
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let mut rows = Vec::new();
    for request in store::list(conn, of, cursor, limit)? {
        rows.push(view(conn, request, fee)?);
    }
    Ok(page::page(rows, limit, cursor, |row| row.id.uuid(), None))
}

/// As it stands after a change.
pub(super) fn again(conn: &mut DbConn, id: CertifiedCopyId, fee: FeeRates) -> AppResult<CopyView> {
    let request = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    view(conn, request, fee)
}

/// Whether it is sealed, and a signature on it fails since.
pub(super) fn has_failed(conn: &mut DbConn, request: &Request) -> AppResult<bool> {
    match &request.document {
        Some(document) if request.state == CopyState::Sealed => {
            Ok(issue::check_today(conn, &document.sha256)?.is_err())
        }
        _ => Ok(false),
    }
}

/// What is shown of a request.
pub(super) fn view(conn: &mut DbConn, request: Request, fee: FeeRates) -> AppResult<CopyView> {
    let names = store::names(conn, &request)?;
    let has_failed = has_failed(conn, &request)?;
    let taken = request.taken.as_ref();
    Ok(CopyView {
        has_failed,
        id: request.id,
        version: request.version,
        state: request.state,
        unit_id: request.unit,
        unit: names.unit,
        owner: names.owner,
        identifier: names.identifier,
        category: names.category,
        pages: request.pages,
        at_desk: request.at_desk,
        appointment: request.appointment,
        fee: taken.map_or_else(|| fee.of(request.pages), |taken| taken.fee),
        fee_waived: taken.and_then(|taken| taken.waived.clone()),
        signer: taken.map(|taken| CopySigner {
            account_id: taken.signer,
            name: taken.signer_name.clone(),
            title: taken.signer_title.clone(),
        }),
        number: taken.map(|taken| full_number(taken.number, taken.certified_on.year())),
        certified_on: taken.map(|taken| taken.certified_on),
        category_code: request.category_code,
        description: request.description,
        ground: request.ground,
        note: request.note,
        paper_id: request.paper,
        created_at: request.created_at,
        changed_at: request.changed_at,
    })
}

fn appointed(at: Appointment) -> Notice {
    Notice::CopyAppointed {
        day: at.day,
        is_morning: at.half == HalfOfDay::Morning,
    }
}

/// Tells the owner, by the channel that the owner likes best.
pub(super) fn tell(conn: &mut DbConn, owner: &Account, notice: Notice, now: Timestamp) -> AppResult<()> {
    let to = owner.contact();
    notification::send(conn, now, Message::new(to, notice, Lang::default())).map(|_| ())
}

/// Marks appointments before `today` that nobody came to; says how many.
pub(super) fn mark_missed(conn: &mut DbConn, today: NaiveDate, now: Timestamp) -> AppResult<usize> {
    const AT_ONCE: i64 = 500;
    let mut count = 0;
    for id in store::list_missed(conn, today, AT_ONCE)? {
        let Some(mut request) = store::lock(conn, id)? else {
            continue;
        };
        // Chosen again, or taken, since the list was read.
        let is_past = request.appointment.is_some_and(|at| at.day < today);
        if is_past && request.go(Event::Miss).is_ok() {
            if request.taken.is_some() {
                register::strike(conn, id, "Người yêu cầu không đến")?;
            }
            store::save(conn, &request, now)?;
            count += 1;
        }
    }
    Ok(count)
}

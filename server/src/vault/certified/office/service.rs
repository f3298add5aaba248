//! Setting offices, and what people and desks see of them.

use super::super::domain::{DAYS_AHEAD, Hours, one_line};
use super::super::store as requests;
use super::store;
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::identity::guard::{Administrator, Officer};
use crate::state::AppState;
use chrono::{Days, NaiveDate};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::certified::{
    FeeRates, OfficeSettings, OfficeView, OfficesView, SetOffice, SetSigner, SlotView,
};

/// The longest name of a place, and of a title.
const MAX_PLACE: usize = 100;
/// The most people in half a day.
const MAX_CAPACITY: u32 = 1_000;
/// The most days without any that are kept.
const MAX_CLOSED: usize = 100;
/// The most people who sign at one unit.
const MAX_SIGNERS: usize = 20;

/// A unit that certifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The unit.
    pub unit: UnitId,
    /// Budget or tax code in the certificate of its seal.
    pub identifier: String,
    /// The place before the date.
    pub place: String,
    /// When it receives people.
    pub hours: Hours,
}

/// An office that there is.
pub fn load(conn: &mut DbConn, unit: UnitId) -> AppResult<Office> {
    store::find(conn, unit)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Offices with what can be chosen there.
pub async fn list(state: &AppState) -> AppResult<OfficesView> {
    let (today, fee) = (state.clock.now().vietnam_date(), state.config.certified.rates());
    state
        .db
        .read(move |conn| {
            let mut offices = Vec::new();
            for office in store::list(conn, today)? {
                offices.push(OfficeView {
                    unit: directory::load(conn, office.unit)?,
                    slots: slots(conn, &office, today)?,
                });
            }
            Ok(OfficesView { offices, fee })
        })
        .await
}

fn slots(conn: &mut DbConn, office: &Office, today: NaiveDate) -> AppResult<Vec<SlotView>> {
    let end = today.checked_add_days(Days::new(DAYS_AHEAD)).unwrap_or(today);
    let booked = requests::list_appointments(conn, office.unit, (today, end))?;
    let offered = office.hours.offered(today).into_iter();
    Ok(offered
        .map(|(at, capacity)| {
            let taken = booked.iter().filter(|one| **one == at).count();
            let taken = u32::try_from(taken).unwrap_or(u32::MAX);
            SlotView {
                day: at.day,
                half: at.half,
                left: capacity.saturating_sub(taken),
            }
        })
        .filter(|slot| slot.left > 0)
        .collect())
}

/// How the officer's own unit certifies.
pub async fn of_officer(state: &AppState, officer: Officer) -> AppResult<OfficeSettings> {
    let fee = state.config.certified.rates();
    state.db.read(move |conn| settings(conn, officer.unit, fee)).await
}

/// How a unit certifies.
pub async fn read(state: &AppState, unit: UnitId) -> AppResult<OfficeSettings> {
    let fee = state.config.certified.rates();
    state.db.read(move |conn| settings(conn, unit, fee)).await
}

fn settings(conn: &mut DbConn, unit: UnitId, fee: FeeRates) -> AppResult<OfficeSettings> {
    let office = load(conn, unit)?;
    Ok(OfficeSettings {
        unit: directory::load(conn, unit)?,
        identifier: office.identifier,
        place: office.place,
        weekdays: office.hours.weekdays,
        morning: office.hours.morning,
        afternoon: office.hours.afternoon,
        closed_days: office.hours.closed_days,
        signers: store::list_signers(conn, unit)?,
        fee,
    })
}

/// Has a unit certify, or otherwise than before.
pub async fn set(
    state: &AppState,
    administrator: Administrator,
    unit: UnitId,
    request: SetOffice,
) -> AppResult<OfficeSettings> {
    let (office, signers) = parse(unit, request).map_err(AppError::fields)?;
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    state
        .db
        .write(move |conn| {
            directory::load(conn, unit)?;
            for (at, one) in signers.iter().enumerate() {
                if !store::works_at(conn, one.account_id, unit)? {
                    let path = format!("signers.{at}.account_id");
                    return Err(AppError::field(&path, ErrorCode::NotAChoice));
                }
            }
            store::set(conn, &office, &signers, now)?;
            let (actor, action) = (Some(administrator.account.id), Action::CertifyingOfficeSet);
            record(conn, now, actor, action, unit, &administrator.request_id)?;
            settings(conn, unit, fee)
        })
        .await
}

/// Has a unit certify on working days, with one signer, unless it does already. For demonstrations.
pub fn begin(
    conn: &mut DbConn,
    unit: UnitId,
    identifier: &str,
    place: &str,
    signer: SetSigner,
    now: Timestamp,
) -> AppResult<()> {
    if store::find(conn, unit)?.is_some() {
        return Ok(());
    }
    let office = Office {
        unit,
        identifier: identifier.to_owned(),
        place: place.to_owned(),
        hours: Hours {
            weekdays: vec![1, 2, 3, 4, 5],
            morning: 10,
            afternoon: 10,
            closed_days: Vec::new(),
        },
    };
    store::set(conn, &office, &[signer], now)
}

fn parse(unit: UnitId, request: SetOffice) -> Result<(Office, Vec<SetSigner>), Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut check = |is_fine: bool, path: &str, code: ErrorCode| {
        if !is_fine {
            faults.push(FieldFault::new(path, code).with("max", MAX_PLACE));
        }
    };
    let identifier = request.identifier.trim().to_owned();
    // By this code alone a seal is known for the unit's: an empty one would be anybody's.
    let is_code = (7..=14).contains(&identifier.len())
        && identifier
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    check(is_code, "identifier", ErrorCode::NotAChoice);
    let place = one_line(&request.place);
    check(!place.is_empty(), "place", ErrorCode::Required);
    check(place.chars().count() <= MAX_PLACE, "place", ErrorCode::TooLong);
    let mut weekdays = request.weekdays;
    weekdays.sort_unstable();
    weekdays.dedup();
    let are_days = weekdays.iter().all(|day| (1..=7).contains(day));
    check(are_days, "weekdays", ErrorCode::NotAChoice);
    check(request.morning <= MAX_CAPACITY, "morning", ErrorCode::NotAChoice);
    check(
        request.afternoon <= MAX_CAPACITY,
        "afternoon",
        ErrorCode::NotAChoice,
    );
    let mut closed_days = request.closed_days;
    closed_days.sort_unstable();
    closed_days.dedup();
    check(closed_days.len() <= MAX_CLOSED, "closed_days", ErrorCode::TooLong);
    check(!request.signers.is_empty(), "signers", ErrorCode::Required);
    check(
        request.signers.len() <= MAX_SIGNERS,
        "signers",
        ErrorCode::TooLong,
    );
    let mut signers: Vec<SetSigner> = Vec::new();
    for (at, one) in request.signers.into_iter().enumerate() {
        let title = one_line(&one.title);
        check(
            !title.is_empty(),
            &format!("signers.{at}.title"),
            ErrorCode::Required,
        );
        let is_short = title.chars().count() <= MAX_PLACE;
        check(is_short, &format!("signers.{at}.title"), ErrorCode::TooLong);
        let is_new = signers.iter().all(|known| known.account_id != one.account_id);
        check(is_new, &format!("signers.{at}.account_id"), ErrorCode::NotAChoice);
        signers.push(SetSigner { title, ..one });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let office = Office {
        unit,
        identifier,
        place,
        hours: Hours {
            weekdays,
            morning: request.morning,
            afternoon: request.afternoon,
            closed_days,
        },
    };
    Ok((office, signers))
}

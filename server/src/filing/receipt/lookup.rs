//! Where a dossier stands, for whoever has its receipt, or knows its code and a number given with it. The same is said of a code that
//! there is not and of wrong digits, and tries are counted for both.

use super::domain::are_known;
use super::service::digest_of;
use super::store::{self, Found};
use crate::catalogue::service::calendar;
use crate::clock::before;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::filing::finding::domain::code_word;
use crate::filing::finding::service as finding;
use crate::secret::keyed_digest;
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::lookup::{LookUp, Standing};
use motcua_shared::processing::words;
use motcua_shared::text::{self, Lang};
use std::net::IpAddr;

/// Tries for one code within [`WINDOW`].
const TRIES: i32 = 10;
const WINDOW: u64 = 24 * 3600;

/// Where a dossier stands.
pub async fn look_up(
    state: &AppState,
    asked: LookUp,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Standing> {
    state
        .throttle
        .attempt(address)
        .map_err(|seconds| AppError::new(ErrorCode::TooManyRequests).retry_after(seconds))?;
    let now = state.clock.now();
    let today = now.vietnam_date();
    let key = state.secret_key.clone();
    if let Some(token) = asked.token.filter(|token| !token.is_empty()) {
        let digest = digest_of(&key, &token);
        let work = move |conn: &mut DbConn| match store::find_by_token(conn, &digest)? {
            Some(found) => standing(conn, found, (today, lang)),
            None => Err(ErrorCode::LookupWrong.into()),
        };
        return state.db.read(work).await;
    }
    let typed = asked.code.unwrap_or_default();
    let digits = asked.digits.unwrap_or_default();
    for (path, text) in [("code", &typed), ("digits", &digits)] {
        if text.trim().is_empty() {
            return Err(AppError::field(path, ErrorCode::Required));
        }
        if text.chars().count() > 100 {
            return Err(AppError::field(path, ErrorCode::TooLong).with("max", 100));
        }
    }
    // Tries are counted for the code that is meant, however it is typed.
    let code_digest = keyed_digest(&key, &["dossier-lookup", &code_word(&typed)]);
    let counted = code_digest.clone();
    // Counted in a transaction of its own, before anything is looked at: a wrong answer does not take it back.
    let counting = move |conn: &mut DbConn| store::count_try(conn, &counted, (before(now, WINDOW), now));
    let (tries, began) = state.db.write(counting).await?;
    if tries > TRIES {
        let passed = u64::try_from(now.unix_seconds() - began.unix_seconds()).unwrap_or_default();
        let wait = WINDOW.saturating_sub(passed).max(1);
        return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(wait));
    }
    let work = move |conn: &mut DbConn| {
        let is_known = |found: &Found| are_known(&digits, &[&found.filer.phone, &found.filer.identifier]);
        let ids = finding::by_code(conn, &typed)?;
        let found = store::list(conn, &ids)?.into_iter().find(is_known);
        let found = found.ok_or(ErrorCode::LookupWrong)?;
        store::forgive(conn, &code_digest)?;
        standing(conn, found, (today, lang))
    };
    state.db.write(work).await
}

fn standing(conn: &mut DbConn, found: Found, (today, lang): (NaiveDate, Lang)) -> AppResult<Standing> {
    let due = match found.due_on.filter(|_| found.status.is_due()) {
        Some(due) => {
            let days = calendar::load(conn, due.min(today))?;
            let left = calendar::count_working_days(today, due, &days);
            let due = words::due(due, Some(left), lang);
            Some(text::processing::course_due(lang, due))
        }
        None => None,
    };
    Ok(Standing {
        code: found.code,
        status: found.status,
        is_withdrawn: found.is_withdrawn,
        unit: found.unit,
        submitted_at: found.submitted_at,
        due,
    })
}

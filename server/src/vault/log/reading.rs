//! Reading the log, page by page or as a file.

use super::csv;
use super::store::{self, Asked};
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::page::{Cursor, page};
use crate::identity::guard::Filer;
use crate::state::AppState;
use bytes::Bytes;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use futures::Stream;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::PaperId;
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use motcua_shared::text::Lang;
use motcua_shared::time::{Timestamp, read_day};
use motcua_shared::vault::log::PaperEventView;
use serde::Deserialize;

pub use super::objection::{object, objections};

/// Lines that are read at a time for a file.
const BATCH: u32 = 500;

/// What the log is asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EventQuery {
    /// Only of this paper.
    #[serde(default)]
    pub paper: Option<PaperId>,
    /// `true`: only what others did.
    #[serde(default)]
    pub others: bool,
    /// The first day, `2026-11-21`.
    #[serde(default)]
    pub from: Option<String>,
    /// The last day.
    #[serde(default)]
    pub to: Option<String>,
    /// `vi` or `en`, for the file; else as `Accept-Language` says.
    #[serde(default)]
    pub lang: Option<String>,
    /// `next` or `previous` of an earlier page.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    pub limit: Option<u32>,
}

impl EventQuery {
    fn asked(&self, filer: &Filer) -> AppResult<Asked> {
        let day = |name: &str, text: &Option<String>| match text.as_deref().filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => read_day(text)
                .map(Some)
                .ok_or_else(|| AppError::field(name, ErrorCode::NotADate)),
        };
        Ok(Asked {
            account: filer.id(),
            paper: self.paper,
            others: self.others,
            from: day("from", &self.from)?.map(midnight),
            until: day("to", &self.to)?.and_then(|day| day.succ_opt()).map(midnight),
        })
    }
}

fn midnight(day: NaiveDate) -> Timestamp {
    Timestamp::new(day.and_time(NaiveTime::MIN).and_utc() - TimeDelta::hours(7))
}

/// One page, newest first.
pub async fn list(state: &AppState, filer: Filer, query: EventQuery) -> AppResult<Page<PaperEventView>> {
    let asked = query.asked(&filer)?;
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    state
        .db
        .read(move |conn| {
            let rows = store::list(conn, asked, cursor, limit)?;
            Ok(page(rows, limit, cursor, |event| event.id.uuid(), None))
        })
        .await
}

/// The same as a table for other programs, a batch of lines at a time, however long the log is.
pub async fn export(
    state: &AppState,
    filer: Filer,
    query: EventQuery,
    lang: Lang,
) -> AppResult<impl Stream<Item = Result<Bytes, AppError>> + 'static> {
    let asked = query.asked(&filer)?;
    let (db, now) = (state.db.clone(), state.clock.now());
    let note = move |conn: &mut DbConn| {
        let action = Action::PaperLogExported;
        record(conn, now, Some(filer.id()), action, filer.id(), &filer.request_id)
    };
    db.write(note).await?;
    let head = csv::head(lang);
    let first = futures::stream::once(async move { Ok(head) });
    let rest = futures::stream::try_unfold(Some(Cursor::Start), move |cursor| {
        let db = db.clone();
        async move {
            let Some(cursor) = cursor else { return Ok(None) };
            let rows = db
                .read(move |conn| store::list(conn, asked, cursor, BATCH))
                .await?;
            let page = page(rows, BATCH, cursor, |event| event.id.uuid(), None);
            let next = match page.next {
                Some(next) => Some(Cursor::parse(Some(&next))?),
                None => None,
            };
            Ok::<_, AppError>(Some((csv::lines(&page.items, lang), next)))
        }
    });
    use futures::StreamExt;
    Ok(first.chain(rest))
}

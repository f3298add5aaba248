//! Listing and opening what is shared. What was never shared with this account does not exist for it.

use crate::audit::service::{Action, record_with};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::page::{Cursor, PageQuery, page};
use crate::http::send_file::FileRef;
use crate::identity::guard::Filer;
use crate::signature::service as signature;
use crate::state::AppState;
use crate::upload::service as upload;
use crate::vault::log::service::{Actor, Entry, note};
use crate::vault::service::load_paper;
use crate::vault::share::service::count_use;
use crate::vault::share::store::{self, Received};
use crate::vault::store as papers;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, GrantId, PaperId};
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use motcua_shared::signature::dto::CheckStatement;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::{PaperListItem, PaperView};
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::share::{GrantState, SharedPaper, SharedPaperView};

/// On which ground: the owner shared it.
pub(in crate::vault) const GROUND: &str = "grant";

/// Papers that are shared with this account, newest first. Seeing one in a list is noted in no log: the owner put it there.
pub async fn list(state: &AppState, filer: Filer, query: PageQuery) -> AppResult<Page<SharedPaper>> {
    let now = state.clock.now();
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    state
        .db
        .read(move |conn| {
            let rows = store::list_received(conn, filer.id(), (cursor, limit), now)?;
            let ids: Vec<PaperId> = rows.iter().map(|received| received.paper).collect();
            let items = store::list_items(conn, &ids)?;
            let of = |received: Received| {
                let item = items.iter().find(|item| item.id == received.paper)?;
                Some(into_shared(received, item))
            };
            let shared = rows.into_iter().filter_map(of).collect();
            Ok(page(shared, limit, cursor, |one| one.grant_id.uuid(), None))
        })
        .await
}

fn into_shared(received: Received, item: &PaperListItem) -> SharedPaper {
    SharedPaper {
        grant_id: received.id,
        from: received.from,
        purpose: received.purpose,
        granted_at: received.granted_at,
        ends_at: received.ends_at,
        uses_left: received.uses_left,
        paper: item.clone().into(),
    }
}

/// A grant to this account that holds. Of one that does not it is said that it is over; of another's nothing.
fn holding(conn: &mut DbConn, grantee: AccountId, id: GrantId, now: Timestamp) -> AppResult<Received> {
    let received = store::find_received(conn, grantee, id, now)?.ok_or(ErrorCode::NotFound)?;
    match received.state {
        GrantState::Open => Ok(received),
        GrantState::Withdrawn | GrantState::Ended | GrantState::UsedUp => Err(ErrorCode::GrantEnded.into()),
    }
}

/// The paper; one that was removed is shared no more.
fn paper_of(conn: &mut DbConn, received: &Received) -> AppResult<PaperView> {
    let paper = load_paper(conn, received.owner, received.paper)?;
    match paper.removed_at {
        None => Ok(paper),
        Some(_) => Err(ErrorCode::GrantEnded.into()),
    }
}

/// One paper with the newest verdict.
pub async fn load(state: &AppState, filer: Filer, id: GrantId) -> AppResult<SharedPaperView> {
    let now = state.clock.now();
    state
        .db
        .read(move |conn| {
            let received = holding(conn, filer.id(), id, now)?;
            let paper = paper_of(conn, &received)?;
            let shared = into_shared(received, &paper.item);
            let (verified_at, report) = match paper.current {
                Some(current) => (current.verified_at, current.report),
                None => (paper.item.added_at, paper.report),
            };
            Ok(SharedPaperView {
                shared,
                sha256: paper.sha256,
                report,
                verified_at,
            })
        })
        .await
}

/// The file. Each opening is one use, counted in the moment it happens.
pub async fn open_file(state: &AppState, filer: Filer, id: GrantId, is_viewed: bool) -> AppResult<FileRef> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let received = holding(conn, filer.id(), id, now)?;
        let paper = paper_of(conn, &received)?;
        // What the antivirus holds back is opened by nobody, and costs no use.
        upload::check_clear(conn, &paper.sha256)?;
        if !count_use(conn, received.owner, id, now)? {
            return Err(ErrorCode::GrantEnded.into());
        }
        let act = if is_viewed {
            PaperAct::Viewed
        } else {
            PaperAct::Downloaded
        };
        let version = paper.item.file_version;
        let file = papers::find_file(conn, received.owner, received.paper, version)?;
        write_down(conn, &filer, &received, (act, version), now)?;
        file.ok_or_else(|| ErrorCode::NotFound.into())
    };
    let file = state.db.write(work).await?;
    state.bell.ring();
    Ok(file)
}

/// The newest verdict as a PDF. It shows nothing of the paper, so it is noted and counts as no use.
pub async fn print_report(
    state: &AppState,
    filer: Filer,
    id: GrantId,
    lang: Lang,
) -> AppResult<(String, Vec<u8>)> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let received = holding(conn, filer.id(), id, now)?;
        let paper = paper_of(conn, &received)?;
        let version = paper.item.file_version;
        write_down(conn, &filer, &received, (PaperAct::Checked, version), now)?;
        Ok(paper)
    };
    let paper = state.db.write(work).await?;
    signature::print(state, statement(paper), lang).await
}

/// What a report states of a paper.
pub(in crate::vault) fn statement(paper: PaperView) -> CheckStatement {
    let (checked_at, report) = match paper.current {
        Some(current) => (current.verified_at, current.report),
        None => (paper.item.added_at, paper.report),
    };
    CheckStatement {
        file_name: paper.item.file_name,
        size: paper.item.size,
        sha256: paper.sha256,
        checked_at,
        report,
    }
}

fn write_down(
    conn: &mut DbConn,
    filer: &Filer,
    received: &Received,
    (act, file_version): (PaperAct, u32),
    now: Timestamp,
) -> Result<(), AppError> {
    let entry = Entry {
        account: received.owner,
        paper: received.paper,
        file_version,
        act,
        actor: Actor::Account {
            id: filer.id(),
            name: filer.account.name.clone(),
        },
        dossier: None,
        ground: Some(GROUND.to_owned()),
        detail: Some(serde_json::json!({ "grant": received.id, "purpose": received.purpose }).to_string()),
    };
    note(conn, entry, now)?;
    let subject = (received.paper, GROUND);
    record_with(
        conn,
        now,
        Some(filer.id()),
        Action::PaperRead,
        subject,
        &filer.request_id,
    )
}

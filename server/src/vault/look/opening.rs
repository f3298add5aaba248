//! What an open look shows: the list, the files, the reports. Each is in the owner's log, with its ground.

use super::service::looker;
use super::store::{self, Record};
use crate::audit::service::{Action, record, record_with};
use crate::db::DbConn;
use crate::db::types::enum_text;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::http::page::{Cursor, PageQuery, page};
use crate::http::send_file::FileRef;
use crate::identity::guard::Officer;
use crate::identity::service::require_desk;
use crate::signature::service as signature;
use crate::state::AppState;
use crate::upload::service as upload;
use crate::vault::log::service::{Actor, Entry, note};
use crate::vault::received::service::statement;
use crate::vault::service::load_paper;
use crate::vault::share::service::count_use;
use crate::vault::share::store as shares;
use crate::vault::store as papers;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, GrantId, LookId, PaperId};
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::{PaperListItem, PaperView};
use motcua_shared::vault::log::{Ground, PaperAct};
use motcua_shared::vault::look::{LookConsent, LookedPaper};

/// By what a paper is seen within a look.
#[derive(Debug, Clone, Copy)]
enum By {
    Consent(Ground),
    Grant(GrantId),
}

/// A paper that a look may open.
struct Opened {
    account: AccountId,
    view: PaperView,
    by: By,
    purpose: String,
}

/// A look that is open now, and counted as used once more; the row stays locked until the transaction ends.
fn running(
    conn: &mut DbConn,
    officer: &Officer,
    id: LookId,
    now: Timestamp,
) -> AppResult<(Record, Option<AccountId>)> {
    require_desk(conn, officer)?;
    let by = looker(officer);
    let is_open = store::count_reading(conn, by, id, now)?;
    let record = store::find(conn, by, id)?.ok_or(ErrorCode::NotFound)?;
    if !is_open {
        return Err(ErrorCode::LookOver.into());
    }
    let account = record.account;
    Ok((record, account))
}

/// The owner's consent as a ground, if that is what the look rests on.
const fn consent_of(record: &Record) -> Option<Ground> {
    match record.consent {
        LookConsent::Code => Some(Ground::Code),
        LookConsent::Presence => Some(Ground::Presence),
        LookConsent::Grant => None,
    }
}

/// Papers that the look shows, newest first. Each is noted in the owner's log the first time.
pub async fn list(
    state: &AppState,
    officer: Officer,
    id: LookId,
    query: PageQuery,
) -> AppResult<Page<LookedPaper>> {
    let now = state.clock.now();
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let work = move |conn: &mut DbConn| {
        let (look, account) = running(conn, &officer, id, now)?;
        let consent = consent_of(&look);
        let rows = match account {
            Some(account) => store::list_papers(
                conn,
                (account, officer.unit),
                consent.is_some(),
                (cursor, limit),
                now,
            )?,
            None => Vec::new(),
        };
        let found = page(rows, limit, cursor, |paper: &PaperListItem| paper.id.uuid(), None);
        if let Some(account) = account {
            for paper in &found.items {
                if !store::insert_listed(conn, id, paper.id)? {
                    continue;
                }
                let by = match consent.filter(|_| paper.is_visible) {
                    Some(ground) => Some(By::Consent(ground)),
                    None => shares::list_of_unit(conn, account, paper.id, officer.unit, now)?
                        .first()
                        .map(|grant| By::Grant(*grant)),
                };
                let about = (account, paper.id, paper.file_version);
                let within = (id, look.purpose.as_str(), by);
                write_down(conn, &officer, within, about, PaperAct::Listed, now)?;
            }
        }
        let (actor, action) = (Some(officer.id()), Action::VaultListed);
        record(conn, now, actor, action, id, &officer.request_id)?;
        Ok(Page {
            items: found.items.into_iter().map(LookedPaper::from).collect(),
            next: found.next,
            previous: found.previous,
            total: None,
        })
    };
    state.db.write(work).await
}

/// A paper that the look may open, and by what. What the owner shared is used in the moment it is opened.
fn opened(
    conn: &mut DbConn,
    officer: &Officer,
    (look, paper): (LookId, PaperId),
    is_use: bool,
    now: Timestamp,
) -> AppResult<Opened> {
    let (record, account) = running(conn, officer, look, now)?;
    let account = account.ok_or(ErrorCode::NotFound)?;
    let view = load_paper(conn, account, paper)?;
    if view.removed_at.is_some() {
        return Err(ErrorCode::NotFound.into());
    }
    let opened = |by| Opened {
        account,
        view: view.clone(),
        by,
        purpose: record.purpose.clone(),
    };
    if let Some(ground) = consent_of(&record).filter(|_| view.item.is_visible) {
        return Ok(opened(By::Consent(ground)));
    }
    for grant in shares::list_of_unit(conn, account, paper, officer.unit, now)? {
        if !is_use || count_use(conn, account, grant, now)? {
            return Ok(opened(By::Grant(grant)));
        }
    }
    // It was in the list: then it was shared until a moment ago, and that may be said.
    match store::was_listed(conn, look, paper)? {
        true => Err(ErrorCode::GrantEnded.into()),
        false => Err(ErrorCode::NotFound.into()),
    }
}

/// The file of a paper.
pub async fn open_file(
    state: &AppState,
    officer: Officer,
    (look, paper): (LookId, PaperId),
    is_viewed: bool,
) -> AppResult<FileRef> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let Opened {
            account,
            view,
            by,
            purpose,
        } = opened(conn, &officer, (look, paper), true, now)?;
        // What the antivirus holds back is opened by nobody: with this refusal nothing of the opening is counted.
        upload::check_clear(conn, &view.sha256)?;
        let act = if is_viewed {
            PaperAct::Viewed
        } else {
            PaperAct::Downloaded
        };
        let version = view.item.file_version;
        let about = (account, paper, version);
        write_down(conn, &officer, (look, &purpose, Some(by)), about, act, now)?;
        read(conn, &officer, (paper, by), now)?;
        papers::find_file(conn, account, paper, version)?.ok_or_else(|| ErrorCode::NotFound.into())
    };
    let file = state.db.write(work).await?;
    state.bell.ring();
    Ok(file)
}

/// The newest verdict over a paper as a PDF. It shows nothing of the paper, so it is noted and counts as no use.
pub async fn print_report(
    state: &AppState,
    officer: Officer,
    (look, paper): (LookId, PaperId),
    lang: Lang,
) -> AppResult<(String, Vec<u8>)> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let Opened {
            account,
            view,
            by,
            purpose,
        } = opened(conn, &officer, (look, paper), false, now)?;
        let about = (account, paper, view.item.file_version);
        write_down(
            conn,
            &officer,
            (look, &purpose, Some(by)),
            about,
            PaperAct::Checked,
            now,
        )?;
        read(conn, &officer, (paper, by), now)?;
        Ok(view)
    };
    let view = state.db.write(work).await?;
    signature::print(state, statement(view), lang).await
}

/// Notes what an officer sees of a paper while the owner's dossier is filled in at the desk: each once as it is offered, and
/// every opening.
pub fn note_at_desk(
    conn: &mut DbConn,
    (officer, id): (&Officer, LookId),
    (account, paper): (AccountId, &PaperListItem),
    act: PaperAct,
    now: Timestamp,
) -> AppResult<()> {
    let look = store::find(conn, looker(officer), id)?.ok_or(ErrorCode::NotFound)?;
    let by = consent_of(&look).map(By::Consent);
    if act == PaperAct::Listed && !store::insert_listed(conn, id, paper.id)? {
        return Ok(());
    }
    let about = (account, paper.id, paper.file_version);
    write_down(conn, officer, (id, look.purpose.as_str(), by), about, act, now)?;
    match by.filter(|_| act != PaperAct::Listed) {
        Some(by) => read(conn, officer, (paper.id, by), now),
        None => Ok(()),
    }
}

/// For the audit log.
fn read(conn: &mut DbConn, officer: &Officer, (paper, by): (PaperId, By), now: Timestamp) -> AppResult<()> {
    let word = enum_text(&by.ground())?;
    let (actor, action) = (Some(officer.id()), Action::PaperRead);
    record_with(conn, now, actor, action, (paper, &word), &officer.request_id)
}

impl By {
    const fn ground(self) -> Ground {
        match self {
            Self::Consent(ground) => ground,
            Self::Grant(_) => Ground::Grant,
        }
    }
}

/// For the owner's log.
fn write_down(
    conn: &mut DbConn,
    officer: &Officer,
    (look, purpose, by): (LookId, &str, Option<By>),
    (account, paper, file_version): (AccountId, PaperId, u32),
    act: PaperAct,
    now: Timestamp,
) -> AppResult<()> {
    let grant = match by {
        Some(By::Grant(grant)) => Some(grant),
        Some(By::Consent(_)) | None => None,
    };
    let ground = by.map(|by| enum_text(&by.ground())).transpose()?;
    let entry = Entry {
        account,
        paper,
        file_version,
        act,
        actor: Actor::Officer {
            id: officer.id(),
            name: officer.account.name.clone(),
            unit: directory::load(conn, officer.unit)?.name,
            unit_id: officer.unit,
        },
        dossier: None,
        ground,
        detail: Some(serde_json::json!({ "look": look, "grant": grant, "purpose": purpose }).to_string()),
    };
    note(conn, entry, now)
}

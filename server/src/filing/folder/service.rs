//! Lists of filed dossiers by folder, and their counts.

use super::store;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::filing::service::reader;
use crate::filing::store::Reader;
use crate::http::page::{Cursor, page, page_limit};
use crate::identity::domain::Account;
use crate::payment::service as payment;
use crate::processing::service as processing;
use crate::vault::service as vault;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierListItem;
use motcua_shared::filing::folder::{Folder, FolderCount, FolderCounts};
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::page::Page;
use motcua_shared::processing::thread::Side;

/// One page of dossiers, of one folder or of all.
pub fn list(
    conn: &mut DbConn,
    account: &Account,
    folder: Option<&str>,
    (cursor, limit): (Option<&str>, Option<u32>),
) -> AppResult<Page<DossierListItem>> {
    // Whoever works for another officer has the queue of that unit, and no list beside it.
    if account.mandate.is_some() {
        return Err(ErrorCode::DelegationCovers.into());
    }
    let reader = reader(conn, account)?;
    let folder = match folder.filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(Folder::of(text).ok_or_else(|| AppError::field("folder", ErrorCode::NotAChoice))?),
    };
    let (cursor, limit) = (Cursor::parse(cursor)?, page_limit(limit));
    let from = match reader {
        Reader::Filer(_) => Side::Unit,
        Reader::Unit(_) => Side::Filer,
    };
    let rows = store::list(conn, reader, folder, cursor, limit)?;
    let mut page = page(rows, limit, cursor, |dossier| dossier.id.uuid(), None);
    let ids: Vec<DossierId> = page.items.iter().map(|dossier| dossier.id).collect();
    let unread = processing::thread::count_unread(conn, &ids, from)?;
    let due = payment::list_unpaid(conn, &ids)?;
    for dossier in &mut page.items {
        dossier.is_fee_due = due.contains(&dossier.id);
        dossier.unread = unread.get(&dossier.id).copied().unwrap_or_default();
    }
    Ok(page)
}

/// How much an account has where.
pub fn counts(conn: &mut DbConn, account: AccountId) -> AppResult<FolderCounts> {
    let states = store::count_states(conn, account)?;
    let unpaid = store::count_unpaid(conn, account)?;
    let count = |folder: Folder| {
        let own = states.iter();
        let own = own.filter(|(status, withdrawn, _)| Folder::of_state(*status, *withdrawn) == folder);
        let count = match folder {
            Folder::Unpaid => unpaid,
            _ => own.map(|(.., count)| count).sum(),
        };
        FolderCount { folder, count }
    };
    Ok(FolderCounts {
        folders: Folder::ALL.map(count).to_vec(),
        drafts: store::count_drafts(conn, account)?,
        papers: vault::count_papers(conn, account)?,
        unread: processing::thread::count_unread_of(conn, account)?,
    })
}

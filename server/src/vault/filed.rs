//! A file of a filed dossier that its owner puts into the vault. The bytes are stored already: nothing is sent again.

use super::domain::{SearchedFile, signers};
use super::entry::{FileFacts, Said, check, new_file};
use super::log::service::{Actor, Entry, note};
use super::store::{self, NewPaper, Origin};
use super::today::service as today;
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::identity::domain::Account;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::PaperCategory;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, PaperId};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::VaultKind;
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::rule::{propose_code, propose_name};

/// A file as it was filed.
#[derive(Debug)]
pub struct Filed<'a> {
    /// As what it goes in.
    pub category: PaperCategory,
    /// Its day of issue, as far as its signature proves it.
    pub issued_on: Option<NaiveDate>,
    /// Name, size and digest.
    pub file: FileFacts<'a>,
    /// The newest report over its bytes.
    pub report: VerificationReport,
    /// The dossier it was filed with: id and code.
    pub dossier: (DossierId, &'a str),
    /// Who puts it in.
    pub by: Actor,
}

/// The paper of a vault that has these bytes, with its name.
pub fn find(conn: &mut DbConn, owner: AccountId, sha256: &str) -> AppResult<Option<(PaperId, String)>> {
    let Some((id, _)) = store::find_by_digest(conn, owner, sha256)? else {
        return Ok(None);
    };
    Ok(store::find_item(conn, id)?.map(|item| (id, item.name)))
}

/// Puts it in, named as the letter proposes. Whoever calls holds the bytes by a row of their own, and has judged the report.
/// A vault that has these bytes keeps its paper as it is; `false` comes back with it.
pub fn put(
    conn: &mut DbConn,
    owner: &Account,
    filed: Filed<'_>,
    now: Timestamp,
    request_id: &RequestId,
) -> AppResult<(PaperId, String, bool)> {
    let sha256 = filed.file.sha256;
    // Of two requests at once the second finds the paper of the first.
    today::hold(conn, sha256)?;
    if let Some((id, name)) = find(conn, owner.id, sha256)? {
        return Ok((id, name, false));
    }
    let code = propose_code(
        owner.kind,
        &owner.identifier,
        &filed.category.code,
        filed.issued_on,
    );
    let name = propose_name(&code, &filed.category.name);
    let said = Said {
        category_code: &filed.category.code,
        name: &name,
        decision_number: None,
        summary: None,
        issued_on: filed.issued_on,
        owner_name: None,
    };
    let signers = signers(&filed.report);
    let searched = SearchedFile {
        name: filed.file.file_name,
        signers: &signers,
    };
    let category = Ok(filed.category.name.as_str());
    let said = check(owner, &said, category, None, searched, now.vietnam_date())?;
    let paper = NewPaper {
        id: new_id(PaperId::from_uuid),
        account_id: owner.id,
        code: said.code,
        name: said.name,
        category_code: filed.category.code,
        vault_kind: VaultKind::Own,
        origin: Origin::default(),
        identifier: owner.identifier.clone(),
        owner_name: said.owner_name,
        decision_number: None,
        summary: None,
        issued_on: said.issued_on,
        is_visible: true,
        search_key: said.search_key,
        file: new_file(conn, filed.file, filed.report, Some(owner.id))?,
        added_as: None,
        added_at: now,
    };
    if !store::insert(conn, &paper)? {
        return Err(ErrorCode::VersionConflict.into());
    }
    let (id, code) = filed.dossier;
    let hand = filed.by.account();
    let entry = Entry {
        dossier: Some((id, code.to_owned())),
        actor: filed.by,
        ..Entry::of_owner(owner.id, paper.id, 1, PaperAct::Added)
    };
    note(conn, entry, now)?;
    record(conn, now, hand, Action::PaperAdded, paper.id, request_id)?;
    Ok((paper.id, paper.name, true))
}

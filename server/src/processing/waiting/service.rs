//! Putting what waited into a vault.

use super::store::{self, Waiting};
use crate::audit::service::{Action, record};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::identity::domain::Account;
use crate::identity::service as identity;
use crate::notification::service::DossierNews;
use crate::processing::domain::is_same_name;
use crate::processing::service::find_for_portal;
use crate::processing::tell::tell_owner;
use crate::signature::service as signature;
use crate::vault::service::{self as vault, issue, log::Actor};
use anyhow::anyhow;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::identity::rule::parse_identity_number;
use motcua_shared::time::Timestamp;

/// A number is proven by records, a token, a SIM or an officer who saw the person; below that anybody may type it.
const LEAST_LEVEL: u8 = 2;

/// The number that a result waits for, as accounts hold it.
pub fn number_of(typed: &str) -> String {
    parse_identity_number(typed).unwrap_or_else(|_| typed.trim().to_owned())
}

/// Puts every result that waits for the owner of this account into their vault, and tells them once for each dossier.
pub fn deliver(conn: &mut DbConn, id: AccountId, now: Timestamp) -> AppResult<()> {
    let account = match identity::load_account(conn, id) {
        Ok(account) => account,
        // Closed or suspended since: nothing goes where nobody may look.
        Err(error) if error.code == ErrorCode::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if account.assurance_level < LEAST_LEVEL || !account.kind.files_dossiers() {
        return Ok(());
    }
    let numbers = identity::numbers_of(conn, &account)?;
    take_turn(conn, "waiting-results", &id.to_string())?;
    // Whoever files with these papers at this moment takes several of them as well, in an order of their own.
    take_turn(conn, "papers-of", &id.to_string())?;
    let mut told: Vec<DossierId> = Vec::new();
    let mut waiting = Vec::new();
    for number in &numbers {
        waiting.extend(store::list(conn, number)?);
    }
    for waiting in waiting {
        let dossier = find_for_portal(conn, waiting.dossier)?;
        // As where the vault is there already: a typed number counts only together with the name.
        if !is_same_name(&dossier.owner.name, &account.name) {
            continue;
        }
        if !put(conn, &account, &dossier.code, &waiting, now)? {
            continue;
        }
        if !told.contains(&dossier.id) {
            told.push(dossier.id);
            let job = RequestId::of_job(identity::PROVEN);
            record(conn, now, None, Action::DossierResultDelivered, dossier.id, &job)?;
            tell_owner(conn, &dossier, &account, DossierNews::InVault, now)?;
        }
    }
    Ok(())
}

/// Numbers that results wait for, behind one of them.
pub fn list_numbers(conn: &mut DbConn, behind: &str) -> AppResult<Vec<String>> {
    store::list_numbers(conn, behind)
}

/// The same where the account of a number is there by now: it may have come while the dossier ended, or another name may have
/// become its owner's.
pub fn look_again(conn: &mut DbConn, number: &str, now: Timestamp) -> AppResult<()> {
    match identity::find_owner(conn, number)? {
        Some(owner) => deliver(conn, owner.id, now),
        None => Ok(()),
    }
}

/// `false` when these bytes may not be issued today, or another worker was quicker.
fn put(conn: &mut DbConn, owner: &Account, code: &str, waiting: &Waiting, now: Timestamp) -> AppResult<bool> {
    let file = &waiting.file;
    // They were judged sound when the dossier ended; a signature that failed since is the office's to mend.
    if issue::check_today(conn, &file.sha256)?.is_err() {
        return Ok(false);
    }
    if issue::is_issued(conn, owner.id, &file.sha256)? {
        return store::keep(conn, waiting, None);
    }
    let report = signature::last_report(conn, &file.sha256)?
        .ok_or_else(|| AppError::internal(anyhow!("a result without a report: {}", file.sha256)))?;
    let issued = issue::Issued {
        owner: owner.clone(),
        category_code: waiting.category_code.clone(),
        name: None,
        result_code: waiting
            .decision_number
            .as_ref()
            .map(|number| format!("{}_{number}", owner.identifier)),
        decision_number: waiting.decision_number.clone(),
        summary: waiting.summary.clone(),
        issued_on: waiting.issued_on,
        issuer: waiting.unit,
        dossier: Some((waiting.dossier, code.to_owned())),
    };
    issue::hold(conn, &file.sha256)?;
    let paper = issue::issue_kept(conn, issued, file, report, Actor::Portal, now)?;
    let name = vault::load_paper(conn, owner.id, paper)?.item.name;
    store::keep(conn, waiting, Some((owner.id, paper, &name)))
}

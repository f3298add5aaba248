//! What people hear of a dossier.

use super::domain::Dossier;
use super::service::{find_for_portal, vault_of};
use super::store;
use crate::clock::before;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::identity::domain::Account;
use crate::identity::service as identity;
use crate::notification::service::{
    self as notification, DossierNews, Lang, Message, Notice, Recipient, typed_or_own,
};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::ResultGoes;
use motcua_shared::time::Timestamp;

/// Tells whoever filed, at the contact that was given with the dossier. What language they read is not known here; the
/// portal's is.
pub fn tell_filer(conn: &mut DbConn, dossier: &Dossier, news: DossierNews, now: Timestamp) -> AppResult<()> {
    let filer = &dossier.filer;
    let typed = Recipient::new(Some(dossier.account), Some(&filer.phone), filer.email.as_deref());
    let to = match identity::load_account(conn, dossier.account) {
        Ok(account) => typed_or_own(conn, now, typed, account.contact())?,
        // An account that may not act any more is still told how its dossier ends.
        Err(error) if error.code == ErrorCode::NotFound => typed,
        Err(error) => return Err(error),
    };
    send(conn, dossier, to, news, now)
}

/// Tells the owner of the matter where somebody else filed it: at the contact that their account proved, or else at the one that
/// was typed for them, which counts against what the account of the filer may have sent to others.
pub fn tell_owner_too(
    conn: &mut DbConn,
    dossier: &Dossier,
    news: DossierNews,
    now: Timestamp,
) -> AppResult<()> {
    let (filer, owner) = (&dossier.filer, &dossier.owner);
    match vault_of(conn, dossier)? {
        (ResultGoes::ToFiler, _) => return Ok(()),
        (ResultGoes::ToOwner, Some(account)) if is_too_much(conn, dossier, news)? => {
            tracing::info!(owner = %account.id, "enough was told of dossiers that one account files for another");
            return Ok(());
        }
        (ResultGoes::ToOwner, Some(account)) => return tell_owner(conn, dossier, &account, news, now),
        _ => {}
    }
    // At one phone for both the filer hears already; so it is where the owner has none.
    let has_none = owner.phone.is_empty() && owner.email.is_none();
    if has_none || owner.phone == filer.phone || owner.identifier == filer.identifier {
        return Ok(());
    }
    let typed = Recipient::new(Some(dossier.account), Some(&owner.phone), owner.email.as_deref());
    let own = match identity::load_account(conn, dossier.account) {
        Ok(account) => account.contact(),
        Err(error) if error.code == ErrorCode::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let (phone, own_phone) = (typed.phone.clone(), own.phone.clone());
    let to = typed_or_own(conn, now, typed, own)?;
    // Enough went to others today; what is not theirs is no news for the filer.
    if to.phone != phone && to.phone == own_phone {
        return Ok(());
    }
    send(conn, dossier, to, news, now)
}

/// Of how many dossiers that one account files for the same owner within a day the owner hears as they come and go. What an office
/// does with them is told of all.
const FILED_A_DAY: usize = 3;
const DAY: u64 = 24 * 3600;

/// Whether whoever files could ring the owner's phone without an end.
fn is_too_much(conn: &mut DbConn, dossier: &Dossier, news: DossierNews) -> AppResult<bool> {
    if !matches!(news, DossierNews::FiledForOwner | DossierNews::Withdrawn) {
        return Ok(false);
    }
    let since = before(dossier.submitted_at, DAY);
    Ok(store::count_for_owner(conn, dossier, since)? > FILED_A_DAY)
}

/// Tells the owner of the matter that somebody else filed it for them.
pub fn tell_owner_of_filing(conn: &mut DbConn, id: DossierId, now: Timestamp) -> AppResult<()> {
    let dossier = find_for_portal(conn, id)?;
    tell_owner_too(conn, &dossier, DossierNews::FiledForOwner, now)
}

/// Tells the owner of the matter, who is somebody else.
pub fn tell_owner(
    conn: &mut DbConn,
    dossier: &Dossier,
    owner: &Account,
    news: DossierNews,
    now: Timestamp,
) -> AppResult<()> {
    send(conn, dossier, owner.contact(), news, now)
}

fn send(
    conn: &mut DbConn,
    dossier: &Dossier,
    to: Recipient,
    news: DossierNews,
    now: Timestamp,
) -> AppResult<()> {
    let notice = Notice::DossierMoved {
        dossier: dossier.code.clone(),
        news,
    };
    notification::send(conn, now, Message::new(to, notice, Lang::Vi)).map(|_| ())
}

//! What people hear of a dossier.

use super::domain::Dossier;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::identity::domain::Account;
use crate::identity::service as identity;
use crate::notification::service::{
    self as notification, DossierNews, Lang, Message, Notice, Recipient, typed_or_own,
};
use motcua_shared::error::ErrorCode;
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

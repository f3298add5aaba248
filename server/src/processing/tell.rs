//! What people hear of a dossier.

use super::domain::Dossier;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::identity::domain::Account;
use crate::notification::service::{self as notification, DossierNews, Lang, Message, Notice, Recipient};
use motcua_shared::time::Timestamp;

/// Tells whoever filed, at the contact that was given with the dossier. What language they read is not known here; the
/// portal's is.
pub fn tell_filer(conn: &mut DbConn, dossier: &Dossier, news: DossierNews, now: Timestamp) -> AppResult<()> {
    let filer = &dossier.filer;
    let to = Recipient::new(Some(dossier.account), Some(&filer.phone), filer.email.as_deref());
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
    let to = Recipient::new(Some(owner.id), owner.phone.as_deref(), owner.email.as_deref());
    send(conn, dossier, to, news, now)
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

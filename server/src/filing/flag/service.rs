//! Flagging a dossier whose paper turned out to be wrong, and what its page says of it.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::identity::service as identity;
use crate::notification::service::{self as notification, Lang, Message, Notice, Recipient};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{DossierId, PaperId};
use motcua_shared::text;
use motcua_shared::time::Timestamp;

/// A file that its agency has replaced since.
#[derive(Debug, Clone, Copy)]
pub struct WrongPaper<'a> {
    /// The paper.
    pub paper: PaperId,
    /// Which of its files.
    pub file_version: u32,
    /// Name of the paper.
    pub paper_name: &'a str,
    /// The unit that replaced the file.
    pub unit_name: &'a str,
}

/// Flags a dossier for its filer and its unit, and tells the filer; the second time nothing happens.
pub fn flag(conn: &mut DbConn, dossier: DossierId, wrong: &WrongPaper<'_>, now: Timestamp) -> AppResult<()> {
    if !store::insert(conn, dossier, wrong, now)? {
        return Ok(());
    }
    let Some((account, code, filer)) = store::find_filer(conn, dossier)? else {
        return Ok(());
    };
    let typed = Recipient::new(Some(account), Some(&filer.phone), filer.email.as_deref());
    let to = match identity::load_account(conn, account) {
        Ok(account) => notification::typed_or_own(conn, now, typed, account.contact())?,
        // An account that may not act any more is still told what its dossier stands on.
        Err(error) if error.code == ErrorCode::NotFound => typed,
        Err(error) => return Err(error),
    };
    let notice = Notice::DossierPaperReplaced { dossier: code };
    notification::send(conn, now, Message::new(to, notice, Lang::Vi)).map(|_| ())
}

/// A sentence for each flag, as the dossier's page shows it.
pub fn sentences(conn: &mut DbConn, dossier: DossierId, lang: Lang) -> AppResult<Vec<String>> {
    let flags = store::list(conn, dossier)?;
    let sentence = |(paper, unit, at): (String, String, Timestamp)| {
        text::feedback::dossier_note(lang, paper, at.vietnam_minute(), unit)
    };
    Ok(flags.into_iter().map(sentence).collect())
}

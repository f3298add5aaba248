//! What the writer of a petition hears of it.

use super::domain::Petition;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::identity::service as identity;
use crate::notification::service::{self as notification, Lang, Message, Notice, PetitionNews, PetitionTold};
use motcua_shared::error::ErrorCode;
use motcua_shared::petition::dto::PetitionAct;
use motcua_shared::time::Timestamp;

/// Tells the writer what was done, where that is told. An account that may not act any more hears nothing.
pub fn tell_writer(
    conn: &mut DbConn,
    petition: &Petition,
    act: PetitionAct,
    now: Timestamp,
) -> AppResult<()> {
    let news = match act {
        PetitionAct::Receive => PetitionNews::Received,
        PetitionAct::Refuse => PetitionNews::Refused,
        PetitionAct::Ask => PetitionNews::Asked,
        PetitionAct::Answer => PetitionNews::Answered,
        _ => return Ok(()),
    };
    let writer = match identity::load_account(conn, petition.writer) {
        Ok(writer) => writer,
        Err(error) if error.code == ErrorCode::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let notice = Notice::Petition(PetitionTold {
        code: petition.code.clone(),
        news,
    });
    notification::send(conn, now, Message::new(writer.contact(), notice, Lang::Vi)).map(|_| ())
}

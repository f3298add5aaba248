//! How a dossier goes on, for its filer, in sentences.

use super::extension::service as extension;
use super::fee;
use super::rating::service as rating;
use super::store::{self, Reader};
use super::supplement::service as supplement;
use super::timeline::service::timeline;
use super::withdrawal::service as withdrawal;
use crate::catalogue::service::calendar;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::notification::service::Lang;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::processing::dto::{Course, CourseResult};
use motcua_shared::processing::thread::Side;
use motcua_shared::processing::words;
use motcua_shared::text;
use motcua_shared::time::Timestamp;

/// Of a dossier that this account filed.
pub fn load(
    conn: &mut DbConn,
    account: AccountId,
    id: DossierId,
    (now, lang): (Timestamp, Lang),
) -> AppResult<Course> {
    let today = now.vietnam_date();
    let dossier = store::find(conn, Reader::Filer(account), id)?.ok_or(ErrorCode::NotFound)?;
    let due = match dossier.due_on.filter(|_| dossier.status.is_due()) {
        Some(due) => {
            let days = calendar::load(conn, due.min(today))?;
            let left = calendar::count_working_days(today, due, &days);
            Some(text::processing::course_due(
                lang,
                words::due(due, Some(left), lang),
            ))
        }
        None => None,
    };
    let steps = timeline(conn, &dossier, Side::Filer, lang)?;
    let results = store::list_results(conn, id)?
        .into_iter()
        .map(|(told, owner, _)| {
            let is_own = owner == Some(account);
            CourseResult {
                name: told.name,
                place: match (is_own, owner) {
                    (true, _) => text::processing::result_in_your_vault(lang),
                    (false, Some(_)) => text::processing::result_in_owners_vault(lang),
                    (false, None) => text::processing::result_at_unit(lang),
                }
                .to_owned(),
                paper_id: told.paper_id.filter(|_| is_own),
            }
        });
    let (rounds, _) = supplement::rounds(conn, &dossier, false, (today, lang))?;
    let (rating, may_rate) = rating::rating(conn, &dossier, now)?;
    let fee = fee::words(conn, &dossier, lang)?;
    Ok(Course {
        fee_if_withdrawn: fee.if_withdrawn,
        fee_after_end: fee.after_end,
        rounds,
        rating,
        may_rate,
        extension: extension::find(conn, id)?,
        withdrawal: withdrawal::last(conn, id)?,
        may_withdraw: dossier.withdrawal(),
        due,
        steps,
        results: results.collect(),
    })
}

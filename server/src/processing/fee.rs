//! What taking a dossier back, or its end without a result, means for its fee, in sentences for who filed. Nothing goes back by
//! itself: the unit decides by the rules of the procedure, and the sentences say so and where to ask.

use super::domain::Dossier;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::notification::service::Lang;
use crate::payment::service as payment;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::DossierId;
use motcua_shared::payment::dto::ChargeState;
use motcua_shared::payment::rule::Money;
use motcua_shared::payment::words::money as written;
use motcua_shared::text;

/// The sentences.
#[derive(Debug, Default)]
pub struct FeeWords {
    /// What taking the dossier back now would mean.
    pub if_withdrawn: Option<String>,
    /// What becomes of what was paid, once the dossier ended without a result.
    pub after_end: Option<String>,
}

/// Of a dossier as it stands.
pub fn words(conn: &mut DbConn, dossier: &Dossier, lang: Lang) -> AppResult<FeeWords> {
    let Some(money) = payment::list_money(conn, &[dossier.id])?.remove(&dossier.id) else {
        return Ok(FeeWords::default());
    };
    let unit = directory::load(conn, dossier.lies.decides())?.name;
    let may_withdraw = dossier.withdrawal().is_some();
    let is_over = matches!(dossier.status, DossierStatus::Refused | DossierStatus::Stopped);
    Ok(FeeWords {
        if_withdrawn: may_withdraw.then(|| if_withdrawn(money, &unit, lang)).flatten(),
        after_end: match is_over && money.is_fee_whole() {
            true => Some(after_end(conn, dossier.id, money, unit, lang)?),
            false => None,
        },
    })
}

/// That it is to be decided, or why it does not go back.
fn after_end(
    conn: &mut DbConn,
    dossier: DossierId,
    money: Money,
    unit: String,
    lang: Lang,
) -> AppResult<String> {
    let amount = written(money.amount, lang);
    Ok(match payment::kept_because(conn, dossier)? {
        Some(ground) => text::dossier::fee_kept(lang, amount, ground, unit),
        None => text::dossier::fee_after_end(lang, amount, unit),
    })
}

fn if_withdrawn(money: Money, unit: &str, lang: Lang) -> Option<String> {
    let amount = written(money.amount, lang);
    match money.state {
        ChargeState::Due => Some(text::dossier::fee_if_withdrawn_due(lang, amount)),
        ChargeState::Paid if money.is_fee_whole() => {
            Some(text::dossier::fee_if_withdrawn_paid(lang, amount, unit))
        }
        _ => None,
    }
}

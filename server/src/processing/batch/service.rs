//! Doing one thing with many dossiers, each in a transaction of its own: what one of them lacks takes nothing from the others, and
//! nobody waits for all.

use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::problem::sentence;
use crate::identity::guard::Officer;
use crate::notification::service::Lang;
use crate::processing::service::{of_unit, on_duty, start, take_in};
use crate::processing::work::service::{self as work, Asked};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::processing::batch::{BatchAct, BatchDone, BatchItem, DoBatch, LeftOut, MAX_BATCH};
use motcua_shared::processing::work::WorkMove;
use motcua_shared::time::Timestamp;
use std::collections::HashSet;

/// Does it.
pub async fn run_all(
    state: &AppState,
    officer: Officer,
    request: DoBatch,
    lang: Lang,
) -> AppResult<BatchDone> {
    if request.dossiers.is_empty() {
        return Err(AppError::field("dossiers", ErrorCode::Required));
    }
    if request.dossiers.len() > MAX_BATCH {
        return Err(AppError::field("dossiers", ErrorCode::TooLong).with("max", MAX_BATCH));
    }
    let asking = officer.clone();
    let may = move |conn: &mut DbConn| on_duty(conn, &asking).map(|_| ());
    state.db.read(may).await?;
    let now = state.clock.now();
    let mut seen = HashSet::new();
    let mut answer = BatchDone {
        done: 0,
        left_out: Vec::new(),
    };
    for (at, item) in (0_u32..).zip(request.dossiers) {
        // Named twice is meant once.
        if !seen.insert(item.id) {
            continue;
        }
        let (by, act) = (officer.clone(), request.act);
        let work = move |conn: &mut DbConn| one(conn, &by, act, item, now);
        match state.db.write(work).await {
            Ok(()) => answer.done += 1,
            Err(error) if error.code == ErrorCode::Internal => return Err(error),
            Err(error) => answer
                .left_out
                .push(left_out(state, &officer, (at, item), &error, lang).await?),
        }
    }
    state.bell.ring();
    Ok(answer)
}

fn one(
    conn: &mut DbConn,
    officer: &Officer,
    act: BatchAct,
    item: BatchItem,
    now: Timestamp,
) -> AppResult<()> {
    let duty = on_duty(conn, officer)?;
    let by = (officer, &duty);
    match act {
        BatchAct::Receive => take_in(conn, by, (item.id, item.version), now),
        BatchAct::Begin => start(conn, by, (item.id, item.version), now),
        BatchAct::Assign { officer_id } => {
            let asked = Asked {
                version: item.version,
                to: WorkMove::Stay,
                officer: officer_id,
                words: None,
            };
            work::pass(conn, by, item.id, &asked, now)
        }
    }
}

/// Why one was left out, with its code where the officer may know it.
async fn left_out(
    state: &AppState,
    officer: &Officer,
    (at, item): (u32, BatchItem),
    error: &AppError,
    lang: Lang,
) -> AppResult<LeftOut> {
    let by = officer.clone();
    let code = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &by)?;
        match of_unit(conn, &duty, item.id) {
            Ok(dossier) => Ok(Some(dossier.code)),
            Err(error) if error.code == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    };
    let code = state.db.read(code).await?;
    // What is wrong with a field says more than that one is wrong.
    let (reason, params) = match error.fields.first() {
        Some(fault) => (fault.code, &fault.params),
        None => (error.code, &error.params),
    };
    Ok(LeftOut {
        at,
        code,
        reason,
        words: sentence(reason, params, lang),
    })
}

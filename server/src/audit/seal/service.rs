//! Tying entries into the chain, and having its head timestamped.

use super::store::{self, Seal, Stamp};
use crate::audit::chain::{BEGINNING, Entry, Hash, head, leaf, root, stamped};
use crate::clock::{Clock, before};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::signature::service::{HttpAuthority, TimestampAuthority};
use crate::state::AppState;
use motcua_shared::time::Timestamp;
use uuid::Uuid;

/// Entries of one seal at most.
const MOST: usize = 1000;

/// How far back entries are looked for that no seal ties: their ids are given by the clock before the transaction is over, and none
/// takes that long. What is older and still untied is looked for once a day.
const BACK_SECONDS: u64 = 3600;

/// The first id that is given in a second (RFC 9562 §5.7). Ids are given by the machine's own clock.
pub fn first_id(at: Timestamp) -> String {
    let millis = u128::try_from(at.unix_seconds()).unwrap_or_default() * 1000;
    Uuid::from_u128(millis << 80).to_string()
}

/// Ties what came since the last time; says how many entries that were.
pub async fn seal(state: &AppState) -> AppResult<usize> {
    let from = first_id(before(Clock::default().now(), BACK_SECONDS));
    seal_from(state, from).await
}

async fn seal_from(state: &AppState, from: String) -> AppResult<usize> {
    let now = state.clock.now();
    let mut tied = 0;
    loop {
        let first = from.clone();
        let some = state.db.write(move |conn| seal_some(conn, &first, now)).await?;
        tied += some;
        if some < MOST {
            return Ok(tied);
        }
    }
}

/// Ties some entries into one seal; says how many.
fn seal_some(conn: &mut DbConn, from: &str, now: Timestamp) -> AppResult<usize> {
    // Of several servers one ties at a time: the chain has no branches.
    take_turn(conn, "audit-seal", "")?;
    let limit = i64::try_from(MOST).map_err(AppError::internal)?;
    let entries = store::list_unsealed(conn, from, limit)?;
    if entries.is_empty() {
        return Ok(0);
    }
    let last = store::last_seal(conn)?;
    let (number, previous) = last.map_or((1, BEGINNING), |last| (last.number + 1, last.head));
    let leaves: Vec<(String, Hash)> = entries
        .iter()
        .map(|entry| (entry.id.clone(), Entry::leaf(entry)))
        .collect();
    let digests: Vec<Hash> = leaves.iter().map(|(_, digest)| *digest).collect();
    let (count, root) = (
        u64::try_from(leaves.len()).map_err(AppError::internal)?,
        root(&digests),
    );
    let seal = Seal {
        number,
        entries: count,
        root,
        head: head(&previous, number, count, &root),
        sealed_at: now,
    };
    store::insert_seal(conn, &seal, &leaves)?;
    Ok(leaves.len())
}

/// Has the chain timestamped, once a day in Viet Nam, where an authority is set; says whether that was done.
pub async fn stamp(state: &AppState) -> AppResult<bool> {
    let url = state.config.signature.timestamp_url.clone();
    if url.is_empty() {
        return Ok(false);
    }
    let now = state.clock.now();
    let is_due =
        |last: Option<&Stamp>| last.is_none_or(|last| last.stamped_at.vietnam_date() < now.vietnam_date());
    if !is_due(state.db.read(store::last_stamp).await?.as_ref()) {
        return Ok(false);
    }
    // What a transaction that took very long left behind.
    seal_from(
        state,
        first_id(before(Clock::default().now(), 2 * 24 * BACK_SECONDS)),
    )
    .await?;
    let Some(open) = state.db.read(open).await? else {
        return Ok(false);
    };
    let imprint = open.imprint();
    let token = tokio::task::spawn_blocking(move || HttpAuthority::new(&url)?.stamp(&imprint))
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)?;
    let stamp = Stamp {
        seals: open.seals,
        root: open.root,
        token,
        stamped_at: now,
    };
    state
        .db
        .write(move |conn| store::insert_stamp(conn, &stamp))
        .await
}

/// The seals that no stamp covers.
struct Open {
    seals: (u64, u64),
    root: Hash,
    last_head: Hash,
}

impl Open {
    fn imprint(&self) -> Hash {
        stamped(&self.last_head, self.seals, &self.root)
    }
}

fn open(conn: &mut DbConn) -> AppResult<Option<Open>> {
    let first = store::last_stamp(conn)?.map_or(1, |last| last.seals.1 + 1);
    let Some(last) = store::last_seal(conn)?.filter(|last| last.number >= first) else {
        return Ok(None);
    };
    let heads = store::list_heads(conn, (first, last.number))?;
    Ok(Some(Open {
        seals: (first, last.number),
        root: root_of_heads(&heads),
        last_head: last.head,
    }))
}

/// The root of the tree over heads.
pub fn root_of_heads(heads: &[Hash]) -> Hash {
    let leaves: Vec<Hash> = heads.iter().map(|head| leaf(head)).collect();
    root(&leaves)
}

//! Making the proof of one dossier's entries.

use super::domain::withheld;
use super::store::{self, Placed};
use crate::audit::chain::{BEGINNING, Entry, Hash, leaf, paths, to_hex};
use crate::audit::seal::store::{self as seals, Stamp};
use crate::audit::service::names_officers;
use crate::db::DbConn;
use crate::db::types::moment;
use crate::error::{AppError, AppResult};
use crate::filing::service as filing;
use crate::identity::guard::Filer;
use crate::processing::service as processing;
use crate::state::AppState;
use anyhow::anyhow;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_shared::audit::proof::{
    FORMAT, Place, Proof, ProvedEntry, ProvedSeal, ProvedStamp, UnderStamp, Withheld,
};
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::time::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Entries of one proof; what comes behind is asked for with its `next`. So is the memory bounded that one takes: of each seal
/// that ties them a thousand digests lie there at a time, and of each stamp the heads of a day.
const MOST: usize = 500;

/// The proof of a dossier that this account filed, with the name to keep it under.
pub async fn prove(
    state: &AppState,
    filer: Filer,
    id: DossierId,
    after: Option<Uuid>,
) -> AppResult<(String, Vec<u8>)> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let dossier = processing::of_filer(conn, filer.id(), id)?;
        let mut subjects = vec![id.to_string()];
        let drafts = filing::list_drafts_of(conn, id)?;
        subjects.extend(drafts.iter().map(ToString::to_string));
        let name = format!("nhat-ky-{}.json", dossier.code);
        let about = (dossier.code, filer.id());
        let proof = make(conn, about, subjects, (after.unwrap_or_default(), now))?;
        Ok((name, proof.write()?.into_bytes()))
    };
    state.db.read(work).await
}

fn make(
    conn: &mut DbConn,
    (dossier_code, account_id): (String, AccountId),
    subjects: Vec<String>,
    (after, made_at): (Uuid, Timestamp),
) -> AppResult<Proof> {
    let (entries, next) = list(conn, &subjects, &after.to_string())?;
    // The places of what is listed, by seal.
    let mut tied: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for (seal, place) in entries.iter().filter_map(|(_, place)| *place) {
        tied.entry(seal).or_default().push(place);
    }
    let mut ways = BTreeMap::new();
    let mut sealed = Vec::with_capacity(tied.len());
    for (number, mut places) in tied {
        places.sort_unstable();
        let leaves = store::list_digests(conn, number)?;
        for (place, path) in places.iter().zip(walked(&leaves, &places)?) {
            ways.insert((number, *place), path);
        }
        sealed.push(seal(conn, number)?);
    }
    let stamps = cover(conn, &mut sealed)?;
    let entries = entries.into_iter().map(|(entry, place)| {
        let place = place.map(|(seal, index)| Place {
            seal,
            index,
            path: ways.remove(&(seal, index)).unwrap_or_default(),
        });
        told(&entry, place)
    });
    Ok(Proof {
        format: FORMAT.to_owned(),
        dossier_code,
        account_id,
        made_at,
        subjects,
        entries: entries.collect(),
        next,
        seals: sealed.into_iter().map(|(seal, _)| seal).collect(),
        stamps,
        digest: String::new(),
    })
}

/// An entry as its owner reads it.
fn told(entry: &Entry, place: Option<Place>) -> ProvedEntry {
    match withheld(&entry.action, names_officers(&entry.detail)) {
        None => ProvedEntry {
            entry: Some(entry.text()),
            withheld: None,
            place,
        },
        Some(kind) => ProvedEntry {
            entry: None,
            withheld: Some(Withheld {
                kind,
                recorded_at: moment(entry.recorded_at),
                leaf: to_hex(&entry.leaf()),
            }),
            place,
        },
    }
}

/// What is recorded about these, oldest first, and where to go on.
fn list(conn: &mut DbConn, subjects: &[String], after: &str) -> AppResult<(Vec<Placed>, Option<String>)> {
    let limit = i64::try_from(MOST + 1).map_err(AppError::internal)?;
    let mut entries = Vec::new();
    for subject in subjects {
        entries.extend(store::list_about(conn, subject, after, limit)?);
    }
    entries.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
    let is_more = entries.len() > MOST;
    entries.truncate(MOST);
    let next = entries
        .last()
        .filter(|_| is_more)
        .map(|(entry, _)| entry.id.clone());
    Ok((entries, next))
}

/// The paths of these places as texts.
fn walked(leaves: &[Hash], places: &[u64]) -> AppResult<Vec<Vec<String>>> {
    let places: Vec<usize> = places
        .iter()
        .map(|place| usize::try_from(*place).map_err(AppError::internal))
        .collect::<AppResult<_>>()?;
    let texts = |path: Vec<Hash>| path.iter().map(to_hex).collect();
    Ok(paths(leaves, &places).into_iter().map(texts).collect())
}

/// A seal that no stamp covers yet, and its head.
fn seal(conn: &mut DbConn, number: u64) -> AppResult<(ProvedSeal, Hash)> {
    let missing = || AppError::internal(anyhow!("a seal is missing"));
    let seal = seals::find_seal(conn, number)?.ok_or_else(missing)?;
    let previous = match number {
        1 => BEGINNING,
        _ => seals::find_seal(conn, number - 1)?.ok_or_else(missing)?.head,
    };
    let proved = ProvedSeal {
        number,
        entries: seal.entries,
        previous_head: to_hex(&previous),
        root: to_hex(&seal.root),
        stamp: None,
    };
    Ok((proved, seal.head))
}

/// The stamps that cover seals, which are in their order; says in each where it lies.
fn cover(conn: &mut DbConn, sealed: &mut [(ProvedSeal, Hash)]) -> AppResult<Vec<ProvedStamp>> {
    let mut stamps = Vec::new();
    let mut rest = sealed;
    while let Some(number) = rest.first().map(|(seal, _)| seal.number) {
        let Some(stamp) = seals::list_stamps(conn, number - 1, 1)?.pop() else {
            break;
        };
        let covered = rest.partition_point(|(seal, _)| seal.number <= stamp.seals.1);
        let (under, others) = rest.split_at_mut(covered);
        rest = others;
        stamps.push(cover_by(conn, stamp, under)?);
    }
    Ok(stamps)
}

fn cover_by(conn: &mut DbConn, stamp: Stamp, under: &mut [(ProvedSeal, Hash)]) -> AppResult<ProvedStamp> {
    let (first, last) = stamp.seals;
    let heads = seals::list_heads(conn, stamp.seals)?;
    let leaves: Vec<Hash> = heads.iter().map(|head| leaf(head)).collect();
    let places: Vec<u64> = under
        .iter()
        .map(|(seal, _)| seal.number.saturating_sub(first))
        .collect();
    for ((seal, _), path) in under.iter_mut().zip(walked(&leaves, &places)?) {
        seal.stamp = Some(UnderStamp { last, path });
    }
    Ok(ProvedStamp {
        first,
        last,
        last_head: heads.last().map(to_hex).unwrap_or_default(),
        root: to_hex(&stamp.root),
        asked_at: stamp.stamped_at,
        token: STANDARD.encode(&stamp.token),
    })
}

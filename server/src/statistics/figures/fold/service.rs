//! Folding what is marked, following the tree, and counting in full to compare.

use super::store;
use crate::catalogue::service::calendar;
use crate::db::{DbConn, take_turn};
use crate::error::AppResult;
use crate::statistics::figures::domain::{Facts, Sums, add_counted, add_to_levels};
use crate::statistics::figures::source::store as source;
use crate::statistics::figures::tree::{Path, paths};
use chrono::NaiveDate;
use motcua_shared::filing::dto::DossierStatus;
use std::collections::HashMap;

/// Marks that are folded in one transaction.
const AT_A_TIME: i64 = 400;

/// Only one folds at a time, also of several servers.
fn turn(conn: &mut DbConn) -> AppResult<()> {
    take_turn(conn, "figures", "fold")
}

/// Moves the sums of units whose place in the tree changed.
pub fn follow_tree(conn: &mut DbConn, today: NaiveDate) -> AppResult<()> {
    turn(conn)?;
    let (kept, nowhere) = (store::list_paths(conn)?, nowhere());
    for (unit, path) in paths(&store::list_nodes(conn)?, today) {
        let known = kept.get(&unit);
        if known == Some(&path) {
            continue;
        }
        let old = known.unwrap_or(&nowhere);
        let mut sums = Sums::new();
        for mut own in store::list_own(conn, &unit)? {
            add_to_levels(&mut sums, &path, &own);
            own.count = -own.count;
            add_to_levels(&mut sums, old, &own);
        }
        store::add(conn, &sums)?;
        store::put_path(conn, &unit, &path)?;
    }
    store::forget_empty(conn)
}

/// Folds some of what is marked; says how many marks were taken.
pub fn fold_some(conn: &mut DbConn) -> AppResult<usize> {
    turn(conn)?;
    let marks = store::list_marks(conn, AT_A_TIME)?;
    if marks.is_empty() {
        return Ok(0);
    }
    let paths = store::list_paths(conn)?;
    let mut sums = Sums::new();
    fold_dossiers(conn, &marks.dossiers, &paths, &mut sums)?;
    fold_feedback(conn, &marks.feedbacks, &paths, &mut sums)?;
    store::add(conn, &sums)?;
    store::forget_marks(conn, &marks.ids)?;
    Ok(marks.ids.len())
}

/// Everything: what a unit is counted under before the tree was looked at.
fn nowhere() -> Path {
    Path::parse("")
}

fn fold_dossiers(
    conn: &mut DbConn,
    ids: &[String],
    paths: &HashMap<String, Path>,
    sums: &mut Sums,
) -> AppResult<()> {
    let old = store::list_facts(conn, ids)?;
    let new = facts(conn, ids, &old)?;
    let known = by_id(&old);
    let changed = changed(&old, &new);
    let nowhere = nowhere();
    for now in &changed {
        let before = known.get(now.dossier.as_str()).copied();
        let both = [(before, -1), (Some(*now), 1)];
        for (facts, sign) in both.into_iter().filter_map(|(facts, sign)| Some((facts?, sign))) {
            let path = paths.get(&facts.unit).unwrap_or(&nowhere);
            for counted in facts.counted() {
                add_counted(sums, (&facts.unit, path), &facts.procedure, counted, sign);
            }
        }
    }
    store::put_facts(conn, &changed)
}

fn by_id(all: &[Facts]) -> HashMap<&str, &Facts> {
    all.iter().map(|one| (one.dossier.as_str(), one)).collect()
}

/// What is not as it was.
fn changed<'a>(old: &[Facts], new: &'a [Facts]) -> Vec<&'a Facts> {
    let known = by_id(old);
    new.iter()
        .filter(|one| known.get(one.dossier.as_str()) != Some(one))
        .collect()
}

fn fold_feedback(
    conn: &mut DbConn,
    ids: &[String],
    paths: &HashMap<String, Path>,
    sums: &mut Sums,
) -> AppResult<()> {
    // What a feedback says never changes: who sent it, why, when, and who answers.
    let known = store::list_known_feedback(conn, ids)?;
    let new = source::list_feedback(conn, ids)?;
    let new: Vec<_> = new
        .into_iter()
        .filter(|one| !known.contains(&one.feedback))
        .collect();
    let nowhere = nowhere();
    for one in &new {
        let path = paths.get(&one.unit).unwrap_or(&nowhere);
        add_counted(sums, (&one.unit, path), "", one.counted(), 1);
    }
    store::insert_feedback(conn, &new)
}

/// What is counted of dossiers now. Working days that were counted once stay, as long as the days that they lie between do: a calendar
/// that is changed afterwards changes no figure.
fn facts(conn: &mut DbConn, ids: &[String], old: &[Facts]) -> AppResult<Vec<Facts>> {
    let mut all = source::list_dossiers(conn, ids)?;
    let Some(first) = all.iter().map(|one| one.filed_on).min() else {
        return Ok(all);
    };
    let calendar = calendar::load(conn, first)?;
    let known = by_id(old);
    let days = |from: NaiveDate, to: NaiveDate| calendar::count_working_days(from, to, &calendar).max(0);
    for one in &mut all {
        let before = known.get(one.dossier.as_str());
        let Some(received) = one.received_on else { continue };
        one.waiting_days = before
            .filter(|before| (before.filed_on, before.received_on) == (one.filed_on, one.received_on))
            .and_then(|before| before.waiting_days)
            .or_else(|| Some(days(one.filed_on, received)));
        let Some(ended) = one.ended_on.filter(|_| one.status == DossierStatus::Returned) else {
            continue;
        };
        one.processing_days = before
            .filter(|before| (before.received_on, before.ended_on) == (one.received_on, one.ended_on))
            .and_then(|before| before.processing_days)
            .or_else(|| Some(days(received, ended)));
    }
    Ok(all)
}

/// Counts everything in full, from the dossiers themselves: what the kept sums must be when nothing is marked.
pub fn recount(conn: &mut DbConn, today: NaiveDate) -> AppResult<Sums> {
    count_all(conn, today, |_, _| Ok(()))
}

/// The same; `keep` is given what is counted now, and what was counted before.
fn count_all(
    conn: &mut DbConn,
    today: NaiveDate,
    keep: impl Fn(&mut DbConn, &[&Facts]) -> AppResult<()>,
) -> AppResult<Sums> {
    const PAGE: i64 = 1_000;
    let paths = paths(&store::list_nodes(conn)?, today);
    let nowhere = nowhere();
    let mut sums = Sums::new();
    let mut last = String::new();
    loop {
        let ids = source::list_dossier_ids(conn, &last, PAGE)?;
        let Some(end) = ids.last() else { break };
        last.clone_from(end);
        let old = store::list_facts(conn, &ids)?;
        let new = facts(conn, &ids, &old)?;
        for one in &new {
            let path = paths.get(&one.unit).unwrap_or(&nowhere);
            for counted in one.counted() {
                add_counted(&mut sums, (&one.unit, path), &one.procedure, counted, 1);
            }
        }
        keep(conn, &changed(&old, &new))?;
    }
    for one in source::list_all_feedback(conn)? {
        let path = paths.get(&one.unit).unwrap_or(&nowhere);
        add_counted(&mut sums, (&one.unit, path), "", one.counted(), 1);
    }
    Ok(sums)
}

/// Sums that are kept otherwise than a full count says: which, what is kept, what is right.
pub fn compare(conn: &mut DbConn, today: NaiveDate) -> AppResult<Vec<String>> {
    let right = recount(conn, today)?;
    let kept = store::list_all(conn)?;
    let mut wrong = Vec::new();
    for (key, count) in &right {
        let kept = kept.get(key).copied().unwrap_or_default();
        if kept != *count {
            wrong.push(format!("{key:?}: {kept} is kept, {count} is right"));
        }
    }
    for (key, count) in &kept {
        if *count != 0 && !right.contains_key(key) {
            wrong.push(format!("{key:?}: {count} is kept, 0 is right"));
        }
    }
    wrong.sort();
    Ok(wrong)
}

/// Puts a full count in the place of the sums, as after a mistake, or where there is much that was never counted.
pub fn mend(conn: &mut DbConn, today: NaiveDate) -> AppResult<()> {
    follow_tree(conn, today)?;
    // First: what is marked from now on is folded afterwards.
    store::forget_dossier_marks(conn)?;
    let mut difference = count_all(conn, today, store::put_facts)?;
    for (key, count) in store::list_all(conn)? {
        *difference.entry(key).or_default() -= count;
    }
    difference.retain(|_, count| *count != 0);
    store::add(conn, &difference)?;
    let feedback = source::list_all_feedback(conn)?;
    let ids: Vec<String> = feedback.iter().map(|one| one.feedback.clone()).collect();
    let known = store::list_known_feedback(conn, &ids)?;
    let new: Vec<_> = feedback
        .into_iter()
        .filter(|one| !known.contains(&one.feedback))
        .collect();
    store::insert_feedback(conn, &new)
}

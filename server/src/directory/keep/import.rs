//! Taking files of units in. Every unit of a file is counted once; what cannot be taken in is named and hinders nothing else.

use super::read::{Found, Said};
use super::store::{self, Row};
use crate::db::{DbConn, take_turn};
use crate::error::AppResult;
use chrono::NaiveDate;
use motcua_shared::catalogue::report::{ImportReport, Odd, Oddity};
use motcua_shared::directory::dto::{MAX_UNIT_CODE, MAX_UNIT_NAME};
use motcua_shared::id::UnitId;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// Takes the units of a file in, in the transaction of `conn`; those whose days the file does not say exist since `since`.
pub fn import(conn: &mut DbConn, found: &[Found], since: NaiveDate) -> AppResult<ImportReport> {
    take_turn(conn, "directory", "units")?;
    let rows = store::list_rows(conn)?;
    let mut work = Work {
        report: ImportReport::default(),
        known: rows.into_iter().map(|row| (row.code.clone(), row)).collect(),
        since,
    };
    let wanted = work.sift(found);
    for (code, one) in in_order(&wanted) {
        work.write(conn, code, one)?;
    }
    // Written parents first; told in the order of the file.
    let places: HashMap<&str, usize> = found
        .iter()
        .enumerate()
        .map(|(place, one)| (one.at.as_str(), place))
        .collect();
    let place = |odd: &Odd| places.get(odd.at.as_str()).copied();
    work.report.odd.sort_by_key(place);
    Ok(work.report)
}

struct Work {
    report: ImportReport,
    known: HashMap<String, Row>,
    since: NaiveDate,
}

/// The most units of a ring that are named.
const MAX_WAY: usize = 10;

/// A unit that is taken in.
struct Wanted<'a> {
    found: &'a Found,
    said: &'a Said,
}

impl Work {
    fn say(&mut self, found: &Found, refused: bool, (what, words): (Oddity, String)) {
        self.report.refused += u32::from(refused);
        self.report.odd.push(Odd {
            at: found.at.clone(),
            code: found.code.clone(),
            refused,
            what,
            words,
        });
    }

    /// What can be taken in, by code; everything else is named.
    fn sift<'a>(&mut self, found: &'a [Found]) -> BTreeMap<&'a str, Wanted<'a>> {
        let mut wanted = BTreeMap::new();
        for one in found {
            self.report.read += 1;
            match (check(one), one.code.as_deref()) {
                (Ok(_), Some(code)) if wanted.contains_key(code) => {
                    self.say(one, true, (Oddity::UnitTwice, code.to_owned()));
                }
                (Ok(said), Some(code)) => {
                    wanted.insert(code, Wanted { found: one, said });
                }
                (Ok(_), None) => self.say(one, true, (Oddity::NoCode, String::new())),
                (Err(why), _) => self.say(one, true, why),
            }
        }
        loop {
            let astray = self.astray(&wanted);
            if astray.is_empty() {
                return wanted;
            }
            for (code, why) in astray {
                if let Some(one) = wanted.remove(code.as_str()) {
                    self.say(one.found, true, why);
                }
            }
        }
    }

    /// Units that have no place in the tree, with why: each unit is looked at once, however deep the tree is. What was here
    /// before stands in for what falls out, so that this is asked until nothing more does.
    fn astray(&self, wanted: &BTreeMap<&str, Wanted<'_>>) -> Vec<(String, (Oddity, String))> {
        let mut found = self.rings(wanted);
        let mut children: HashMap<&str, Vec<&str>> = HashMap::new();
        for (code, one) in wanted {
            if let Some(parent) = one.said.parent.as_deref() {
                children.entry(parent).or_default().push(code);
            }
        }
        // Whoever loses the unit above is lost as well.
        let is_there = |code: &str| wanted.contains_key(code) || self.known.contains_key(code);
        let mut gone: Vec<&str> = children.keys().filter(|code| !is_there(code)).copied().collect();
        let mut named: HashSet<String> = found.iter().map(|(code, _)| code.clone()).collect();
        while let Some(parent) = gone.pop() {
            for code in children.get(parent).into_iter().flatten() {
                if named.insert((*code).to_owned()) {
                    found.push(((*code).to_owned(), (Oddity::ParentMissing, parent.to_owned())));
                    if !self.known.contains_key(*code) {
                        gone.push(code);
                    }
                }
            }
        }
        found
    }

    /// Units that are their own ancestors, with the way round.
    fn rings(&self, wanted: &BTreeMap<&str, Wanted<'_>>) -> Vec<(String, (Oddity, String))> {
        let above = |code: &str| -> Option<&str> {
            match (wanted.get(code), self.known.get(code)) {
                (Some(one), _) => one.said.parent.as_deref(),
                (None, Some(row)) => row.parent.as_deref(),
                (None, None) => None,
            }
        };
        let mut rings = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for start in wanted.keys() {
            let mut way: Vec<&str> = Vec::new();
            let mut places: HashMap<&str, usize> = HashMap::new();
            let mut next = Some(*start);
            while let Some(code) = next.filter(|code| seen.insert(code)) {
                places.insert(code, way.len());
                way.push(code);
                next = above(code);
            }
            // Back on the way that is being gone, and not on one that was gone before.
            let Some(first) = next.and_then(|code| places.get(code)) else {
                continue;
            };
            let ring = way.split_off(*first);
            for (place, code) in ring.iter().enumerate() {
                if let Some((code, _)) = wanted.get_key_value(code) {
                    let round = ring
                        .iter()
                        .cycle()
                        .skip(place)
                        .take(ring.len().min(MAX_WAY))
                        .chain([code]);
                    let words: Vec<&str> = round.copied().collect();
                    rings.push(((*code).to_owned(), (Oddity::Cycle, words.join(" → "))));
                }
            }
        }
        rings
    }

    fn write(&mut self, conn: &mut DbConn, code: &str, one: &Wanted<'_>) -> AppResult<()> {
        for odd in one.found.odd.clone() {
            self.say(one.found, false, odd);
        }
        let said = one.said;
        let known = self.known.get(code);
        let (valid_from, valid_to) = match (said.days, known) {
            (Some(days), _) => days,
            (None, Some(known)) => (known.valid_from, known.valid_to),
            (None, None) => (self.since, None),
        };
        let row = Row {
            id: known.map_or_else(store::next_id, |known| known.id),
            code: code.to_owned(),
            name: said.name.clone(),
            level: said.level,
            parent: said.parent.clone(),
            at_portal: said
                .at_portal
                .unwrap_or_else(|| known.is_some_and(|known| known.at_portal)),
            valid_from,
            valid_to,
            version: known.map_or(1, |known| known.version),
        };
        match known {
            Some(known) if *known == row => {
                self.report.unchanged += 1;
                return Ok(());
            }
            Some(_) => self.report.changed += 1,
            None => self.report.added += 1,
        }
        let parent: Option<UnitId> = row
            .parent
            .as_ref()
            .and_then(|parent| self.known.get(parent))
            .map(|parent| parent.id);
        match known.is_some() {
            true => store::rewrite(conn, &row, parent)?,
            false => store::insert(conn, &row, parent)?,
        }
        self.known.insert(code.to_owned(), row);
        Ok(())
    }
}

fn check(found: &Found) -> Result<&Said, (Oddity, String)> {
    let said = found.said.as_ref().map_err(Clone::clone)?;
    let code = found.code.as_deref().unwrap_or_default();
    if code.chars().count() > MAX_UNIT_CODE || code.contains(char::is_control) {
        return Err((Oddity::Unreadable, code.chars().take(MAX_UNIT_CODE).collect()));
    }
    if said.name.trim().is_empty() {
        return Err((Oddity::NoName, String::new()));
    }
    if said.name.chars().count() > MAX_UNIT_NAME || said.name.contains(char::is_control) {
        return Err((
            Oddity::Unreadable,
            said.name.chars().take(MAX_UNIT_NAME).collect(),
        ));
    }
    match said.days {
        Some((from, Some(to))) if to <= from => Err((Oddity::DaysOrder, format!("{from} – {to}"))),
        _ => Ok(said),
    }
}

/// Units after those above them.
fn in_order<'a, 'b>(wanted: &'b BTreeMap<&'a str, Wanted<'a>>) -> Vec<(&'a str, &'b Wanted<'a>)> {
    let mut children: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut open: VecDeque<&str> = VecDeque::new();
    for (code, one) in wanted {
        match one
            .said
            .parent
            .as_deref()
            .filter(|parent| wanted.contains_key(parent))
        {
            Some(parent) => children.entry(parent).or_default().push(code),
            None => open.push_back(code),
        }
    }
    // Rings were taken out before, so that this comes to all of them.
    let mut order = Vec::with_capacity(wanted.len());
    while let Some(code) = open.pop_front() {
        if let Some((code, one)) = wanted.get_key_value(code) {
            order.push((*code, one));
        }
        open.extend(children.get(code).into_iter().flatten());
    }
    order
}

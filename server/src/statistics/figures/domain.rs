//! What is counted of a dossier, and where. No HTTP, no SQL, no clock.

use super::tree::Path;
use chrono::{Datelike, NaiveDate};
use motcua_shared::feedback::dto::FeedbackReason;
use motcua_shared::filing::dto::DossierStatus;
use std::collections::HashMap;

/// What is counted of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Which.
    pub dossier: String,
    /// The unit that has it.
    pub unit: String,
    /// Code of its procedure.
    pub procedure: String,
    /// Where it stands.
    pub status: DossierStatus,
    /// When it was filed.
    pub filed_on: NaiveDate,
    /// When it was received first.
    pub received_on: Option<NaiveDate>,
    /// When it ended.
    pub ended_on: Option<NaiveDate>,
    /// The day it is, or was, due.
    pub due_on: Option<NaiveDate>,
    /// Components that came from a vault.
    pub vault_parts: i32,
    /// Components that came from a device.
    pub device_parts: i32,
    /// Components that a desk scanned.
    pub scanned_parts: i32,
    /// Of them those that lie in the vault of the owner since.
    pub digitised_parts: i32,
    /// Signed files that it was answered with.
    pub results: i32,
    /// Whether somebody filed in person what agencies file.
    pub is_personal: bool,
    /// Working days until it was received.
    pub waiting_days: Option<i32>,
    /// Working days from then until its result was given back.
    pub processing_days: Option<i32>,
}

/// What is counted of a feedback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackFacts {
    /// Which.
    pub feedback: String,
    /// The unit that answers.
    pub unit: String,
    /// Why it was sent.
    pub reason: FeedbackReason,
    /// When.
    pub sent_on: NaiveDate,
}

/// A sum that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Dossiers filed.
    Filed,
    /// Dossiers received.
    Received,
    /// Dossiers that ended.
    Ended,
    /// Of them those that had a day to be done by.
    Due,
    /// Of these those done by it.
    OnTime,
    /// Components from vaults, by the month of filing.
    Vault,
    /// Components from devices.
    Device,
    /// Components that desks scanned.
    Scanned,
    /// Of them those kept for their owners.
    Digitised,
    /// Dossiers of agencies filed from a personal account.
    Personal,
    /// Results given back.
    Returned,
    /// Of them those with a signed file.
    Electronic,
    /// Dossiers by the working days that they waited to be received.
    Waiting,
    /// Dossiers by the working days from then to the result.
    Processing,
    /// Dossiers that are open now, in this state.
    Open(DossierStatus),
    /// Dossiers whose time runs now, by the day they are due.
    OpenDue,
    /// Feedback for this reason.
    Feedback(FeedbackReason),
}

impl Figure {
    /// As it is kept.
    pub fn key(self) -> String {
        match self {
            Self::Filed => "filed".to_owned(),
            Self::Received => "received".to_owned(),
            Self::Ended => "ended".to_owned(),
            Self::Due => "due".to_owned(),
            Self::OnTime => "on-time".to_owned(),
            Self::Vault => "vault".to_owned(),
            Self::Device => "device".to_owned(),
            Self::Scanned => "scanned".to_owned(),
            Self::Digitised => "digitised".to_owned(),
            Self::Personal => "personal".to_owned(),
            Self::Returned => "returned".to_owned(),
            Self::Electronic => "electronic".to_owned(),
            Self::Waiting => "waiting".to_owned(),
            Self::Processing => "processing".to_owned(),
            Self::Open(status) => format!("open-{}", status.as_str()),
            Self::OpenDue => "open-due".to_owned(),
            Self::Feedback(reason) => format!("feedback-{}", reason.as_str()),
        }
    }
}

/// The month that is none: what is so now.
pub const NOW: i32 = 0;

/// `202611`.
pub fn month_of(day: NaiveDate) -> i32 {
    let month = i32::try_from(day.month()).unwrap_or_default();
    day.year().saturating_mul(100).saturating_add(month)
}

/// `202600`: the whole year.
pub const fn year_of(month: i32) -> i32 {
    month.saturating_sub(month.rem_euclid(100))
}

/// One that is added to a sum of a unit alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Which sum.
    pub figure: Figure,
    /// In which month.
    pub month: i32,
    /// Working days or a day, where sums go by these.
    pub step: i32,
    /// How many.
    pub count: i64,
}

impl Facts {
    /// What this dossier adds to its unit. It counts at most once in each figure, whatever was repeated.
    pub fn counted(&self) -> Vec<Counted> {
        let mut counted = Vec::new();
        let mut add = |figure, month, step, count: i64| {
            if count != 0 {
                counted.push(Counted {
                    figure,
                    month,
                    step,
                    count,
                });
            }
        };
        let filed = month_of(self.filed_on);
        add(Figure::Filed, filed, 0, 1);
        add(Figure::Vault, filed, 0, self.vault_parts.into());
        add(Figure::Device, filed, 0, self.device_parts.into());
        add(Figure::Scanned, filed, 0, self.scanned_parts.into());
        add(Figure::Digitised, filed, 0, self.digitised_parts.into());
        add(Figure::Personal, filed, 0, self.is_personal.into());
        if let Some(day) = self.received_on {
            add(Figure::Received, month_of(day), 0, 1);
            if let Some(days) = self.waiting_days {
                add(Figure::Waiting, month_of(day), days, 1);
            }
        }
        if let Some(day) = self.ended_on {
            let month = month_of(day);
            add(Figure::Ended, month, 0, 1);
            if let Some(due) = self.due_on {
                add(Figure::Due, month, 0, 1);
                add(Figure::OnTime, month, 0, (day <= due).into());
            }
            if self.status == DossierStatus::Returned {
                add(Figure::Returned, month, 0, 1);
                add(Figure::Electronic, month, 0, (self.results > 0).into());
            }
            if let Some(days) = self.processing_days {
                add(Figure::Processing, month, days, 1);
            }
        } else {
            add(Figure::Open(self.status), NOW, 0, 1);
            if let Some(due) = self.due_on.filter(|_| self.status.is_due()) {
                add(Figure::OpenDue, NOW, due.num_days_from_ce(), 1);
            }
        }
        counted
    }
}

impl FeedbackFacts {
    /// What this feedback adds to its unit.
    pub fn counted(&self) -> Counted {
        Counted {
            figure: Figure::Feedback(self.reason),
            month: month_of(self.sent_on),
            step: 0,
            count: 1,
        }
    }
}

/// Whether a sum is of a unit alone or of a level with all that is under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// The unit alone.
    Own,
    /// With all that is under it.
    Tree,
}

impl Scope {
    /// As it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Tree => "tree",
        }
    }
}

/// Which sum.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The unit or level.
    pub level: String,
    /// Alone or with all under it.
    pub scope: Scope,
    /// Code of the procedure; empty for all.
    pub procedure: String,
    /// What is counted.
    pub figure: String,
    /// When.
    pub month: i32,
    /// By what.
    pub step: i32,
}

/// Sums, or what is to be added to them.
pub type Sums = HashMap<Key, i64>;

/// A row of a unit alone.
#[derive(Debug, Clone)]
pub struct Own {
    /// Code of the procedure; empty where what is counted has none.
    pub procedure: String,
    /// What is counted.
    pub figure: String,
    /// When.
    pub month: i32,
    /// By what.
    pub step: i32,
    /// How many.
    pub count: i64,
}

/// Adds what a unit has to every level that it is counted under.
pub fn add_to_levels(sums: &mut Sums, path: &Path, own: &Own) {
    let mut add = |level: &str, procedure: &str, month| {
        let key = Key {
            level: level.to_owned(),
            scope: Scope::Tree,
            procedure: procedure.to_owned(),
            figure: own.figure.clone(),
            month,
            step: own.step,
        };
        *sums.entry(key).or_default() += own.count;
    };
    for level in path.levels() {
        if !own.procedure.is_empty() {
            add(level, &own.procedure, own.month);
        }
        add(level, "", own.month);
        if own.month != NOW {
            add(level, "", year_of(own.month));
        }
    }
}

/// Adds what is counted of something (`sign` 1), or takes it away again (-1).
pub fn add_counted(
    sums: &mut Sums,
    (unit, path): (&str, &Path),
    procedure: &str,
    counted: Counted,
    sign: i64,
) {
    let own = Own {
        procedure: procedure.to_owned(),
        figure: counted.figure.key(),
        month: counted.month,
        step: counted.step,
        count: counted.count.saturating_mul(sign),
    };
    let key = Key {
        level: unit.to_owned(),
        scope: Scope::Own,
        procedure: own.procedure.clone(),
        figure: own.figure.clone(),
        month: own.month,
        step: own.step,
    };
    *sums.entry(key).or_default() += own.count;
    add_to_levels(sums, path, &own);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts() -> Facts {
        Facts {
            dossier: "d".to_owned(),
            unit: "u".to_owned(),
            procedure: "1.1".to_owned(),
            status: DossierStatus::Submitted,
            filed_on: day("2026-11-20"),
            received_on: None,
            ended_on: None,
            due_on: None,
            vault_parts: 2,
            device_parts: 1,
            scanned_parts: 1,
            digitised_parts: 1,
            results: 0,
            is_personal: false,
            waiting_days: None,
            processing_days: None,
        }
    }

    fn of(facts: &Facts) -> Vec<(String, i32, i32, i64)> {
        let counted = facts.counted().into_iter();
        let mut all: Vec<_> = counted
            .map(|one| (one.figure.key(), one.month, one.step, one.count))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn an_open_dossier_counts_where_it_stands_and_with_the_files_it_came_with() {
        let filed = |key: &str, count| (key.to_owned(), 202_611, 0, count);
        assert_eq!(
            of(&facts()),
            [
                filed("device", 1),
                filed("digitised", 1),
                filed("filed", 1),
                ("open-submitted".to_owned(), NOW, 0, 1),
                filed("scanned", 1),
                filed("vault", 2)
            ]
        );
    }

    #[test]
    fn what_ended_by_its_day_is_on_time_and_what_had_none_is_neither() {
        let ended = |due: Option<&str>, ended: &str| {
            let facts = Facts {
                status: DossierStatus::Returned,
                received_on: Some(day("2026-11-23")),
                ended_on: Some(day(ended)),
                due_on: due.map(day),
                results: 1,
                ..facts()
            };
            let keys = of(&facts).into_iter().map(|one| one.0);
            let timed = keys.filter(|key| key == "due" || key == "on-time");
            timed.collect::<Vec<_>>()
        };
        assert_eq!(ended(Some("2026-11-30"), "2026-11-30"), ["due", "on-time"]);
        assert_eq!(ended(Some("2026-11-30"), "2026-12-01"), ["due"]);
        assert_eq!(ended(None, "2026-12-01"), Vec::<String>::new());
    }

    #[test]
    fn a_level_has_what_is_under_it_by_month_and_by_year() {
        let mut sums = Sums::new();
        let path = Path::parse("u,p,");
        for counted in facts().counted() {
            add_counted(&mut sums, ("u", &path), "1.1", counted, 1);
        }
        let count = |level: &str, procedure: &str, figure: &str, month| {
            let key = Key {
                level: level.to_owned(),
                scope: Scope::Tree,
                procedure: procedure.to_owned(),
                figure: figure.to_owned(),
                month,
                step: 0,
            };
            sums.get(&key).copied()
        };
        for level in ["u", "p", ""] {
            assert_eq!(count(level, "", "vault", 202_611), Some(2));
            assert_eq!(count(level, "", "vault", 202_600), Some(2));
            assert_eq!(count(level, "1.1", "vault", 202_611), Some(2));
            assert_eq!(count(level, "", "open-submitted", NOW), Some(1));
        }
        for counted in facts().counted() {
            add_counted(&mut sums, ("u", &path), "1.1", counted, -1);
        }
        assert!(sums.values().all(|count| *count == 0), "taken away again");
    }
}

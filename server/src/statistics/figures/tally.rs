//! Sums of one level and period, and the rates that they make. No SQL, no clock.

use super::domain::{Figure, NOW, year_of};
use super::store::Sum;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::statistics::period::Period;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// Sums by figure and step.
#[derive(Debug, Clone, Default)]
pub struct Tally(HashMap<String, BTreeMap<i32, u64>>);

/// A rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// What counts.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

impl Rate {
    /// In thousandths, rounded to the nearest; nothing of nothing.
    pub fn permille(self) -> Option<u32> {
        let doubled = self.whole.saturating_mul(2);
        let rounded = (self.part.saturating_mul(2_000).saturating_add(self.whole)).checked_div(doubled)?;
        u32::try_from(rounded).ok()
    }
}

impl Tally {
    /// Adds what is of one of these months.
    pub fn of<'a>(sums: impl IntoIterator<Item = &'a Sum>, months: &[i32]) -> Self {
        let mut tally = Self::default();
        for sum in sums {
            if months.contains(&sum.month) {
                let steps = tally.0.entry(sum.figure.clone()).or_default();
                let count = steps.entry(sum.step).or_default();
                *count = count.saturating_add(u64::try_from(sum.count).unwrap_or_default());
            }
        }
        tally
    }

    /// How many there are of a figure.
    pub fn count(&self, figure: Figure) -> u64 {
        self.0.get(&figure.key()).map_or(0, |steps| steps.values().sum())
    }

    /// How many there are before a step.
    pub fn count_before(&self, figure: Figure, step: i32) -> u64 {
        let steps = self.0.get(&figure.key());
        steps.map_or(0, |steps| steps.range(..step).map(|(_, count)| count).sum())
    }

    /// How many there are of each step.
    pub fn steps(&self, figure: Figure) -> Vec<(u32, u64)> {
        let steps = self.0.get(&figure.key()).into_iter().flatten();
        steps
            .filter(|(_, count)| **count > 0)
            .filter_map(|(step, count)| Some((u32::try_from(*step).ok()?, *count)))
            .collect()
    }

    /// Components from vaults, of all.
    pub fn reuse(&self) -> Rate {
        let part = self.count(Figure::Vault);
        Rate {
            part,
            whole: part.saturating_add(self.count(Figure::Device)),
        }
    }

    /// Components from devices, of all.
    pub fn device(&self) -> Rate {
        let part = self.count(Figure::Device);
        Rate {
            part,
            whole: part.saturating_add(self.count(Figure::Vault)),
        }
    }

    /// Kept for their owners, of the components that desks scanned.
    pub fn digitised(&self) -> Rate {
        Rate {
            part: self.count(Figure::Digitised),
            whole: self.count(Figure::Scanned),
        }
    }

    /// Ended by their day, of those that had one.
    pub fn on_time(&self) -> Rate {
        Rate {
            part: self.count(Figure::OnTime),
            whole: self.count(Figure::Due),
        }
    }

    /// With a signed file, of those given back.
    pub fn electronic(&self) -> Rate {
        Rate {
            part: self.count(Figure::Electronic),
            whole: self.count(Figure::Returned),
        }
    }

    /// Open dossiers by state.
    pub fn open(&self) -> Vec<(DossierStatus, u64)> {
        let states = DossierStatus::IN_USE
            .into_iter()
            .filter(|status| !status.is_over());
        states
            .map(|status| (status, self.count(Figure::Open(status))))
            .collect()
    }
}

/// The months of a period as sums are kept; the year has one of its own where all procedures are counted together.
pub fn months(period: Period, is_all: bool) -> Vec<i32> {
    let (year, first, last) = period.months();
    let code = |month: u32| {
        let month = i32::try_from(month).unwrap_or_default();
        year.saturating_mul(100).saturating_add(month)
    };
    match period {
        Period::Year(_) if is_all => vec![year_of(code(1))],
        _ => (first..=last).map(code).collect(),
    }
}

/// The twelve months up to a month, oldest first.
pub fn twelve(last: Period) -> Vec<Period> {
    let mut months: Vec<Period> = std::iter::successors(Some(last), |month| Some(month.before()))
        .take(12)
        .collect();
    months.reverse();
    months
}

/// What is so now.
pub const TODAY: [i32; 1] = [NOW];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_of_nothing_is_none_and_never_nought() {
        let rate = |part, whole| Rate { part, whole }.permille();
        assert_eq!(rate(0, 0), None);
        assert_eq!(rate(0, 3), Some(0));
        assert_eq!(rate(2, 3), Some(667));
        assert_eq!(rate(1, 3), Some(333));
        assert_eq!(rate(3, 3), Some(1_000));
    }

    #[test]
    fn a_year_has_a_sum_of_its_own_for_all_procedures_and_months_for_one() {
        assert_eq!(months(Period::Year(2026), true), [202_600]);
        assert_eq!(months(Period::Year(2026), false).len(), 12);
        assert_eq!(
            months(Period::Quarter(2026, 4), true),
            [202_610, 202_611, 202_612]
        );
        let twelve = twelve(Period::Month(2026, 2));
        assert_eq!(
            (twelve.first(), twelve.len()),
            (Some(&Period::Month(2025, 3)), 12)
        );
    }

    #[test]
    fn what_is_overdue_is_due_before_today() {
        let sum = |step, count| Sum {
            level: String::new(),
            figure: "open-due".to_owned(),
            month: NOW,
            step,
            count,
        };
        let tally = Tally::of(&[sum(9, 2), sum(10, 4), sum(11, 8)], &TODAY);
        assert_eq!(tally.count_before(Figure::OpenDue, 10), 2);
        assert_eq!(tally.count(Figure::OpenDue), 14);
    }
}

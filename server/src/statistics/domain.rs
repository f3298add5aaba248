//! How figures are made. No HTTP, no SQL, no clock.

use motcua_shared::statistics::dto::Duration;

/// Dossiers that ended in so many days up to today are counted.
pub const DAYS: u32 = 90;

/// With fewer dossiers nothing is said: one of ten is the least of which "nine of ten" can be said, and nobody can tell one
/// dossier from the figure.
pub const LEAST: u32 = 10;

/// The figure of dossiers, given how many took how many working days, from the fewest days on. It is a number of days that
/// some dossier took, not one between two.
pub fn duration(counts: &[(u32, u64)]) -> Duration {
    let dossiers: u64 = counts.iter().map(|(_, count)| count).sum();
    let within = |tenths: u64| {
        let wanted = (dossiers * tenths).div_ceil(10);
        let mut seen = 0;
        counts.iter().find_map(|(days, count)| {
            seen += count;
            (seen >= wanted).then_some(*days)
        })
    };
    let is_told = dossiers >= u64::from(LEAST);
    Duration {
        dossiers,
        half: within(5).filter(|_| is_told),
        most: within(9).filter(|_| is_told),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_dossiers_say_nothing() {
        let nine = duration(&[(1, 5), (2, 4)]);
        assert_eq!((nine.dossiers, nine.half, nine.most), (9, None, None));
        let ten = duration(&[(1, 5), (2, 4), (30, 1)]);
        assert_eq!((ten.dossiers, ten.half, ten.most), (10, Some(1), Some(2)));
        assert_eq!(duration(&[]).dossiers, 0);
    }

    proptest! {
        #[test]
        fn half_and_nine_of_ten_took_no_longer(mut days in proptest::collection::vec(0_u32..60, 10..200)) {
            days.sort_unstable();
            let mut counts: Vec<(u32, u64)> = Vec::new();
            for day in &days {
                match counts.last_mut() {
                    Some((last, count)) if last == day => *count += 1,
                    _ => counts.push((*day, 1)),
                }
            }
            let figure = duration(&counts);
            for (bound, tenths) in [(figure.half, 5), (figure.most, 9)] {
                let bound = bound.unwrap();
                let within = days.iter().filter(|day| **day <= bound).count();
                prop_assert!(within * 10 >= days.len() * tenths);
                let below = days.iter().filter(|day| **day < bound).count();
                prop_assert!(below * 10 < days.len() * tenths, "no smaller bound does");
            }
        }
    }
}

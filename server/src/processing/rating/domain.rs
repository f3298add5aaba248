//! What ratings of a unit say of its service, and nothing of whoever gave them. No HTTP, no SQL, no clock.

use motcua_shared::processing::rating::{STARS, UnitRatings};

/// Ratings of so many days count.
pub const DAYS: u32 = 365;

/// With fewer ratings nothing is said: of four that a unit knows it could tell the fifth.
pub const LEAST: u32 = 5;

/// Digits in one word, or in a row of them, from which on they are a number of somebody: an identity number, a phone, a dossier.
const MANY_DIGITS: usize = 6;

/// What stands in the place of what tells whose words they are.
const MASK: &str = "…";

/// The figure, given how often each number of stars was given.
pub fn figure(counts: &[(u8, u64)]) -> UnitRatings {
    let ratings: u64 = counts.iter().map(|(_, count)| count).sum();
    let sum: u64 = counts
        .iter()
        .map(|(stars, count)| u64::from(*stars).saturating_mul(*count))
        .sum();
    let is_told = ratings >= u64::from(LEAST);
    // Rounded to the nearest tenth.
    let mean = || u32::try_from((sum * 20 + ratings) / (ratings * 2)).ok();
    UnitRatings {
        days: DAYS,
        least: LEAST,
        ratings,
        mean_tenths: is_told.then(mean).flatten(),
    }
}

/// How often each step was given, from 1 to 5.
pub fn steps(counts: &[(u8, u64)]) -> Vec<u64> {
    let of = |stars: u8| {
        counts
            .iter()
            .filter(|(given, _)| *given == stars)
            .map(|(_, count)| count)
            .sum()
    };
    STARS.map(of).collect()
}

/// Words without what tells whose they are: the names that stand in the dossier, numbers, and addresses of mail.
pub fn anonymous(words: &str, names: &[&str]) -> String {
    let tokens: Vec<&str> = words.split_whitespace().collect();
    let plain: Vec<String> = tokens.iter().map(|token| bare(token)).collect();
    let mut hidden = vec![false; tokens.len()];
    for name in names {
        let parts: Vec<String> = name
            .split_whitespace()
            .map(bare)
            .filter(|part| !part.is_empty())
            .collect();
        // A single word is no name that tells anybody apart.
        if parts.len() < 2 {
            continue;
        }
        for (at, window) in plain.windows(parts.len()).enumerate() {
            if window == parts {
                hidden[at..at + parts.len()].fill(true);
            }
        }
    }
    let digits = |token: &str| token.chars().filter(char::is_ascii_digit).count();
    let is_number = |token: &str| digits(token) > 0 && token.chars().all(|sign| !sign.is_alphabetic());
    for (at, token) in tokens.iter().enumerate() {
        if token.contains('@') || digits(token) >= MANY_DIGITS {
            hidden[at] = true;
        }
        // "0912 000 011"
        let row = tokens[at..].iter().take_while(|token| is_number(token)).count();
        if tokens[at..at + row]
            .iter()
            .map(|token| digits(token))
            .sum::<usize>()
            >= MANY_DIGITS
        {
            hidden[at..at + row].fill(true);
        }
    }
    let mut said: Vec<&str> = Vec::new();
    for (token, is_hidden) in tokens.into_iter().zip(hidden) {
        match is_hidden {
            true if said.last() == Some(&MASK) => {}
            true => said.push(MASK),
            false => said.push(token),
        }
    }
    said.join(" ")
}

/// A word without case and without what stands around it.
fn bare(token: &str) -> String {
    token
        .trim_matches(|sign: char| !sign.is_alphanumeric())
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_ratings_say_nothing_and_five_their_mean() {
        assert_eq!(figure(&[]).mean_tenths, None);
        assert_eq!(
            (figure(&[(5, 4)]).ratings, figure(&[(5, 4)]).mean_tenths),
            (4, None)
        );
        assert_eq!(figure(&[(5, 5)]).mean_tenths, Some(50));
        assert_eq!(figure(&[(1, 1), (4, 2), (5, 3)]).mean_tenths, Some(40));
        assert_eq!(figure(&[(4, 3), (5, 3)]).mean_tenths, Some(45));
        assert_eq!(
            figure(&[(4, 2), (5, 1), (1, 2), (3, 1)]).mean_tenths,
            Some(30),
            "3 1/6 would be 3.2, 18/6 is 3.0"
        );
        assert_eq!(steps(&[(1, 1), (4, 2)]), [1, 0, 0, 2, 0]);
    }

    #[test]
    fn words_keep_what_was_said_and_lose_who_said_it() {
        let names = ["Lê Văn Mới", "Trường THCS Hoa Mai (mẫu)", "Hoa"];
        for (words, left) in [
            ("Rất nhanh, cảm ơn!", "Rất nhanh, cảm ơn!"),
            ("Tôi là LÊ VĂN MỚI, chờ 3 ngày.", "Tôi là … chờ 3 ngày."),
            ("Gọi 0912000011 hoặc 0912 000 011 nhé", "Gọi … hoặc … nhé"),
            ("hồ sơ H21.101-261122-0001 chậm", "hồ sơ … chậm"),
            ("thư moi@example.vn (Trường THCS Hoa Mai mẫu)", "thư …"),
            ("Hoa quả ngon, 20/11 đến", "Hoa quả ngon, 20/11 đến"),
            ("CCCD 001-099-000-011.", "CCCD …"),
        ] {
            assert_eq!(anonymous(words, &names), left, "{words}");
        }
    }
}

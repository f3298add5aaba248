//! Passwords that are guessed first: common words, rows of keys, and what is known of the person. What is left of a
//! password without them must still be something.

use motcua_shared::search_key::search_key;
use std::sync::LazyLock;

/// Words that many people build their passwords from, one on each line: small letters without marks.
const LIST: &str = include_str!("common_passwords.txt");

/// Letters and digits that must be left.
const LEFT: usize = 4;

/// Shortest part of a name that counts as known.
const SHORTEST_PART: usize = 3;

/// Shortest row of digits of a number that counts as known.
const SHORTEST_ROW: usize = 4;

/// Longest first, so that "matkhaumoi" goes as a whole.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = LIST
        .lines()
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
});

/// What is known of a person who chooses a password.
#[derive(Debug, Default)]
pub struct Known {
    words: Vec<String>,
    numbers: Vec<String>,
}

impl Known {
    /// Adds a name.
    pub fn name(mut self, name: &str) -> Self {
        let key = search_key(name);
        let parts = key.split(' ').filter(|part| part.len() >= SHORTEST_PART);
        self.words.extend(parts.map(str::to_owned));
        self.words.push(key.replace(' ', ""));
        self
    }

    /// Adds an identity number, a phone, an account name.
    pub fn number(mut self, number: &str) -> Self {
        self.numbers.push(number.to_lowercase());
        self
    }

    /// Adds a day of birth.
    pub fn birth_date(mut self, day: chrono::NaiveDate) -> Self {
        for pattern in ["%d%m%Y", "%Y%m%d", "%d%m%y", "%m%d%Y"] {
            self.numbers.push(day.format(pattern).to_string());
        }
        self
    }
}

/// Whether a password is among those that are guessed first.
pub fn is_common(password: &str, known: &Known) -> bool {
    let plain: String = search_key(password);
    // As it stands, and with the signs that people put for letters.
    let signs: String = password.chars().map(letter_of).collect();
    [plain, search_key(&signs)]
        .into_iter()
        .any(|text| left(&text.replace(' ', ""), known) < LEFT)
}

/// The letter that a sign stands for.
const fn letter_of(c: char) -> char {
    match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        c => c,
    }
}

/// How much is left once everything known is taken out.
fn left(text: &str, known: &Known) -> usize {
    let mut text = text.to_owned();
    let own = known.words.iter().map(String::as_str);
    for word in own.chain(WORDS.iter().copied()) {
        if !word.is_empty() {
            text = text.replace(word, " ");
        }
    }
    let letters: Vec<char> = text.chars().collect();
    let mut is_known = vec![false; letters.len()];
    let mut mark = |from: usize, to: usize| {
        if let Some(run) = is_known.get_mut(from..to) {
            run.fill(true);
        }
    };
    for (from, to) in rows(&letters) {
        mark(from, to);
    }
    for from in 0..letters.len() {
        for to in from + SHORTEST_ROW..=letters.len() {
            let row: String = letters.get(from..to).unwrap_or_default().iter().collect();
            if is_year(&row) || known.numbers.iter().any(|number| number.contains(&row)) {
                mark(from, to);
            }
        }
    }
    letters
        .iter()
        .zip(&is_known)
        .filter(|(c, is_known)| **c != ' ' && !**is_known)
        .count()
}

/// Where three or more characters follow each other: 123, cba, aaa.
fn rows(letters: &[char]) -> Vec<(usize, usize)> {
    let step = |from: usize| {
        let (first, second) = (letters.get(from)?, letters.get(from + 1)?);
        let step = i64::from(u32::from(*second)) - i64::from(u32::from(*first));
        (-1..=1).contains(&step).then_some(step)
    };
    (0..letters.len())
        .filter_map(|from| {
            let wanted = step(from)?;
            let steps = (from..).take_while(|at| step(*at) == Some(wanted)).count();
            (steps >= 2).then_some((from, from + steps + 1))
        })
        .collect()
}

fn is_year(row: &str) -> bool {
    row.len() == 4
        && (row.starts_with("19") || row.starts_with("20"))
        && row.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Known {
        Known::default()
            .name("Nguyễn Thị Mẫu")
            .number("001099000001")
            .number("0912345678")
            .birth_date(chrono::NaiveDate::from_ymd_opt(1999, 1, 31).unwrap())
    }

    #[test]
    fn what_everybody_takes_is_refused_in_every_dress() {
        for password in [
            "Password1!",
            "P@ssw0rd123",
            "Matkhau@123",
            "M@tkh4u!!",
            "Abc@12345",
            "Qwerty#2026",
            "Anhyeuem1!",
            "MotCua#2026",
            "Dichvucong@1",
            "Aa@123456",
            "Aaaaaaa1!",
            "Vietnam@2025",
        ] {
            assert!(is_common(password, &Known::default()), "{password}");
        }
    }

    #[test]
    fn what_is_known_of_the_person_is_refused() {
        for password in [
            "Nguyen@1999",
            "Nguyễn-Mẫu-1",
            "A@001099000001b",
            "Mb#0912345678",
            "A31011999@b",
            "Tb!310199",
        ] {
            assert!(is_common(password, &person()), "{password}");
        }
    }

    #[test]
    fn what_is_left_is_enough_otherwise() {
        for password in [
            "Kx7$mQ2p",
            "Sông-Côn-8-giờ",
            "Hoa-sen7 nở",
            "Thuyền về bến 8!",
            "Gạo nếp cái 9 nồi",
        ] {
            assert!(!is_common(password, &person()), "{password}");
        }
    }

    #[test]
    fn every_line_of_the_list_is_a_word_as_it_is_compared() {
        assert!(WORDS.len() > 250);
        for word in WORDS.iter() {
            assert!(word.len() >= 3 && search_key(word) == *word, "{word}");
        }
    }
}

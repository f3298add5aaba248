//! What people say of themselves: name, day of birth, address of their mail.

use crate::error::ErrorCode;
use crate::identity::rule::strip_separators;
use crate::unseen::is_unseen;
use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

/// Longest name of a person, in characters.
pub const MAX_NAME: usize = 100;
/// Longest e-mail address, in characters (RFC 5321 §4.5.3.1.3).
pub const MAX_EMAIL: usize = 254;
/// Who is younger has no identity card and no mobile phone in their own name; the desk and the parents help.
pub const MIN_AGE: i32 = 14;
/// Nobody has become older.
const MAX_AGE: i32 = 130;

/// A name with single blanks. One word is a name, too; digits are not.
pub fn parse_name(text: &str) -> Result<String, ErrorCode> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        Err(ErrorCode::Required)
    } else if name.chars().count() > MAX_NAME {
        Err(ErrorCode::TooLong)
    } else if name.chars().any(char::is_alphabetic) && name.chars().all(belongs_to_a_name) {
        Ok(name)
    } else {
        Err(ErrorCode::NotAName)
    }
}

/// Latin letters as papers write them, the marks of decomposed ones, and what joins the parts of a name. Letters of other
/// scripts look like ours or do not show at all: an officer would read another name than there is.
fn belongs_to_a_name(c: char) -> bool {
    let is_latin = c.is_ascii_alphabetic()
        || c.is_alphabetic() && matches!(c, '\u{c0}'..='\u{24f}' | '\u{2bc}' | '\u{1e00}'..='\u{1eff}');
    is_latin
        || matches!(c, ' ' | '\'' | '\u{2019}' | '-' | '.' | '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}')
}

/// The same letters in the same code points, whatever keyboard wrote them. Its tables are large: for the server.
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// A day of birth of somebody who may register by themselves today.
pub fn check_birth_date(born: Option<NaiveDate>, today: NaiveDate) -> Result<NaiveDate, ErrorCode> {
    let born = born.ok_or(ErrorCode::Required)?;
    if born > today || today.year() - born.year() > MAX_AGE {
        return Err(ErrorCode::NotABirthDate);
    }
    if age(born, today) < MIN_AGE {
        return Err(ErrorCode::TooYoung);
    }
    Ok(born)
}

/// Whole years between two days.
fn age(born: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i32::from(!had_birthday)
}

/// An e-mail address, roughly: whether it exists is found out by writing to it. Empty is none.
pub fn parse_email(text: &str) -> Result<Option<String>, ErrorCode> {
    let email = text.trim();
    if email.is_empty() {
        return Ok(None);
    }
    if email.chars().count() > MAX_EMAIL {
        return Err(ErrorCode::TooLong);
    }
    let is_odd = |c: char| c.is_whitespace() || is_unseen(c) || matches!(c, '<' | '>' | ',' | ';' | '"');
    match email.rsplit_once('@') {
        Some((name, domain))
            if !name.is_empty()
                && !name.contains('@')
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !email.contains(is_odd) =>
        {
            Ok(Some(email.to_owned()))
        }
        _ => Err(ErrorCode::NotAnEmail),
    }
}

/// A social insurance number: ten digits; since 2025 it may be the twelve of the identity number.
pub fn parse_insurance_number(text: &str) -> Result<String, ErrorCode> {
    let digits = strip_separators(text);
    if digits.is_empty() {
        Err(ErrorCode::Required)
    } else if matches!(digits.len(), 10 | 12) && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(ErrorCode::NotAnInsuranceNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn names_keep_their_letters_and_lose_their_blanks() {
        assert_eq!(
            parse_name("  Nguyễn   Thị\u{a0}Mẫu ").as_deref(),
            Ok("Nguyễn Thị Mẫu")
        );
        for name in ["Y", "H'Hen Niê", "Lê", "Đỗ-Lê An", "K’Brối"] {
            assert_eq!(parse_name(name).as_deref(), Ok(name));
        }
        // The last four: a Cyrillic A, letters that do not show, and a mark that joins.
        for text in [
            "An1",
            "<b>",
            "...",
            "A\u{202e}n",
            "A\0",
            "\u{410}n",
            "\u{3164}",
            "A\u{ffa0}n",
            "A\u{34f}n",
        ] {
            assert_eq!(parse_name(text), Err(ErrorCode::NotAName), "{text:?}");
        }
        assert_eq!(parse_name(&"a".repeat(101)), Err(ErrorCode::TooLong));
        assert_eq!(parse_name(" \t"), Err(ErrorCode::Required));
    }

    #[test]
    fn decomposed_names_are_names_and_become_the_same() {
        let typed: String = "Nguyễn Thị Mẫu".nfd().collect();
        assert_eq!(composed(&parse_name(&typed).unwrap()), "Nguyễn Thị Mẫu");
    }

    #[test]
    fn people_register_from_their_fourteenth_birthday() {
        let today = day(2026, 11, 21);
        let check = |born| check_birth_date(Some(born), today);
        assert_eq!(check(day(2012, 11, 21)), Ok(day(2012, 11, 21)));
        assert_eq!(check(day(2012, 11, 22)), Err(ErrorCode::TooYoung));
        assert_eq!(check(day(2026, 11, 22)), Err(ErrorCode::NotABirthDate));
        assert_eq!(check(day(1850, 1, 1)), Err(ErrorCode::NotABirthDate));
        assert_eq!(check_birth_date(None, today), Err(ErrorCode::Required));
        // Born on a leap day: the birthday is past on 1 March, as in law.
        assert_eq!(age(day(2008, 2, 29), day(2026, 2, 28)), 17);
        assert_eq!(age(day(2008, 2, 29), day(2026, 3, 1)), 18);
    }

    #[test]
    fn addresses_of_mail_are_looked_at_roughly() {
        assert_eq!(parse_email("  "), Ok(None));
        assert_eq!(
            parse_email(" an.le+1@vi-du.vn ").unwrap().as_deref(),
            Some("an.le+1@vi-du.vn")
        );
        for text in [
            "an",
            "an@",
            "@vi-du.vn",
            "an@vidu",
            "a b@vi-du.vn",
            "a@b@c.vn",
            "a@b.vn,c@d.vn",
            "an@vi-du.",
            "an@vi-du\u{200b}.vn",
            "\u{202e}nv.ud-iv@na",
            "a\u{fe0f}n@vi-du.vn",
        ] {
            assert_eq!(parse_email(text), Err(ErrorCode::NotAnEmail), "{text}");
        }
    }
}

//! What the officer types, made sound; what of a person may be shown. No HTTP, no SQL, no clock.

use crate::error::FieldFault;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::{AssistedForm, Sex};
use motcua_shared::identity::identity_number::doubt;
use motcua_shared::identity::person::{
    MAX_EMAIL, MAX_NAME, check_birth_date, composed, parse_email, parse_name,
};
use motcua_shared::identity::rule::{parse_identity_number, parse_phone, strip_separators};
use motcua_shared::time::Timestamp;
use motcua_shared::unseen::one_line;
use serde::{Deserialize, Serialize};

/// A draft is forgotten so long after its last change.
pub const LIFE_SECONDS: u64 = 24 * 3600;

/// Longest postal address, in characters.
const MAX_ADDRESS: usize = 300;

/// Longest text that a draft keeps of one field, in characters: what was typed stays, within reason.
const MAX_TYPED: usize = 500;

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being typed.
    Draft,
    /// There is an account.
    Done,
}

/// A citizen whose data is sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Digits only.
    pub identity_number: String,
    /// Composed, with single blanks.
    pub name: String,
    /// Day of birth.
    pub birth_date: NaiveDate,
    /// As on the card.
    pub sex: Sex,
    /// In local form.
    pub phone: String,
    /// Further address.
    pub email: Option<String>,
    /// Where the citizen lives.
    pub address: String,
}

/// Whether a request to begin came again: with the same words as long as nobody typed on, and for the same person in any case.
pub fn is_same_begin(kept: &AssistedForm, asked: &AssistedForm, version: u32) -> bool {
    let person = |form: &AssistedForm| strip_separators(&form.identity_number);
    person(kept) == person(asked) && (version > 1 || kept == asked)
}

/// Cuts what no form holds; nothing else is changed before the form is finished.
pub fn clip(form: AssistedForm) -> AssistedForm {
    let clip = |text: String| -> String {
        text.chars()
            .filter(|letter| *letter != '\0')
            .take(MAX_TYPED)
            .collect()
    };
    AssistedForm {
        identity_number: clip(form.identity_number),
        name: clip(form.name),
        birth_date: clip(form.birth_date),
        phone: clip(form.phone),
        email: clip(form.email),
        address: clip(form.address),
        ..form
    }
}

/// Makes a finished form sound, or says for each field why not.
pub fn parse(form: &AssistedForm, today: NaiveDate) -> Result<Candidate, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let number = keep(
        &mut faults,
        "identity_number",
        0,
        parse_identity_number(&form.identity_number),
    );
    let name = keep(&mut faults, "name", MAX_NAME, parse_name(&composed(&form.name)));
    let born = keep(&mut faults, "birth_date", 0, birth_date(&form.birth_date, today));
    let sex = keep(&mut faults, "sex", 0, form.sex.ok_or(ErrorCode::Required));
    let phone = keep(&mut faults, "phone", 0, parse_phone(&form.phone));
    let email = keep(&mut faults, "email", MAX_EMAIL, parse_email(&form.email));
    let address = keep(&mut faults, "address", MAX_ADDRESS, address(&form.address));
    if let (Some(number), Some(born), false) = (&number, born, form.confirmed)
        && let Some(code) = doubt(number, born)
    {
        faults.push(FieldFault::new("confirmed", code));
    }
    match (number, name, born, sex, phone, email, address) {
        (
            Some(identity_number),
            Some(name),
            Some(birth_date),
            Some(sex),
            Some(phone),
            Some(email),
            Some(address),
        ) if faults.is_empty() => Ok(Candidate {
            identity_number,
            name,
            birth_date,
            sex,
            phone,
            email,
            address,
        }),
        _ => Err(faults),
    }
}

fn keep<T>(faults: &mut Vec<FieldFault>, field: &str, max: usize, result: Result<T, ErrorCode>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(code) => {
            let fault = FieldFault::new(field, code);
            faults.push(if code == ErrorCode::TooLong {
                fault.with("max", max)
            } else {
                fault
            });
            None
        }
    }
}

/// Who is too young to register alone is helped here, with the parents.
fn birth_date(text: &str, today: NaiveDate) -> Result<NaiveDate, ErrorCode> {
    if text.trim().is_empty() {
        return Err(ErrorCode::Required);
    }
    let born = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| ErrorCode::NotADate)?;
    match check_birth_date(Some(born), today) {
        Err(ErrorCode::TooYoung) => Ok(born),
        checked => checked,
    }
}

fn address(text: &str) -> Result<String, ErrorCode> {
    let line = composed(&one_line(text));
    if line.is_empty() {
        Err(ErrorCode::Required)
    } else if line.chars().count() > MAX_ADDRESS {
        Err(ErrorCode::TooLong)
    } else {
        Ok(line)
    }
}

/// When a day begins in Viet Nam.
pub fn midnight(day: NaiveDate) -> Timestamp {
    Timestamp::new(day.and_time(NaiveTime::MIN).and_utc() - TimeDelta::hours(7))
}

/// A name by its initials and the given name: enough to know again who stands at the desk.
pub fn mask_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((given, before)) = words.split_last() else {
        return String::new();
    };
    let initials = before
        .iter()
        .filter_map(|word| word.chars().next())
        .map(|letter| format!("{letter}. "));
    initials.chain(std::iter::once((*given).to_owned())).collect()
}

/// A number by its first three and last three digits.
pub fn mask_number(number: &str) -> String {
    let head: String = number.chars().take(3).collect();
    let count = number.chars().count();
    let tail: String = number.chars().skip(count.saturating_sub(3)).collect();
    format!("{head}{}{tail}", "•".repeat(count.saturating_sub(6)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn form() -> AssistedForm {
        AssistedForm {
            identity_number: "001 099 000 011".to_owned(),
            name: " Lê  Văn Mới".to_owned(),
            birth_date: "1999-01-31".to_owned(),
            sex: Some(Sex::Male),
            phone: "+84 912 000 011".to_owned(),
            email: " ".to_owned(),
            address: "Thôn 1,\n xã Tuy Phước".to_owned(),
            confirmed: false,
        }
    }

    #[test]
    fn an_address_holds_only_what_is_seen() {
        assert_eq!(
            address("Thôn\u{200b} 1, \u{202e}xã Tuy Phước").as_deref(),
            Ok("Thôn 1, xã Tuy Phước")
        );
        assert_eq!(address("\u{200b}\u{feff}"), Err(ErrorCode::Required));
    }

    #[test]
    fn a_finished_form_is_cleaned() {
        let candidate = parse(&form(), today()).unwrap();
        assert_eq!(candidate.identity_number, "001099000011");
        assert_eq!(candidate.name, "Lê Văn Mới");
        assert_eq!(candidate.phone, "0912000011");
        assert_eq!(candidate.address, "Thôn 1, xã Tuy Phước");
        assert_eq!(candidate.email, None);
    }

    #[test]
    fn every_empty_field_is_named_at_once_and_a_doubt_is_a_question() {
        let faults = parse(&AssistedForm::default(), today()).unwrap_err();
        let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(
            paths,
            ["identity_number", "name", "birth_date", "sex", "phone", "address"]
        );
        let mut doubtful = form();
        doubtful.birth_date = "1989-01-31".to_owned();
        let faults = parse(&doubtful, today()).unwrap_err();
        assert_eq!(
            (faults[0].path.as_str(), faults[0].code),
            ("confirmed", ErrorCode::BirthYearDoubtful)
        );
        doubtful.confirmed = true;
        assert!(parse(&doubtful, today()).is_ok());
    }

    #[test]
    fn children_are_helped_at_the_desk_and_the_unborn_are_not() {
        let mut child = form();
        child.identity_number = "001220000011".to_owned();
        child.birth_date = "2020-05-05".to_owned();
        assert!(parse(&child, today()).is_ok());
        child.birth_date = "2027-05-05".to_owned();
        assert_eq!(
            parse(&child, today()).unwrap_err()[0].code,
            ErrorCode::NotABirthDate
        );
    }

    #[test]
    fn little_is_shown_of_a_person() {
        assert_eq!(mask_name("Nguyễn Thị Mẫu"), "N. T. Mẫu");
        assert_eq!(mask_name("Y"), "Y");
        assert_eq!(mask_name(""), "");
        assert_eq!(mask_number("001099000011"), "001••••••011");
        assert_eq!(mask_number("205412345"), "205•••345");
        assert_eq!(mask_number("12345"), "123345");
    }
}

//! The record of an officer, made sound. No HTTP, no SQL, no clock.

use super::super::login;
use crate::error::FieldFault;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::Sex;
use motcua_shared::identity::person::{MAX_EMAIL, composed, parse_email};
use motcua_shared::identity::rule::strip_separators;
use motcua_shared::identity::staff::OfficerForm;
use motcua_shared::time::write_day;
use motcua_shared::unseen::one_line;

/// Longest line, in characters.
const MAX_LINE: usize = 200;
/// Longest list of e-mails, in characters.
const MAX_EMAILS: usize = 1000;

/// What may be known of an officer; all of it may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// "Chức vụ".
    pub position: Option<String>,
    /// As on the card.
    pub sex: Option<Sex>,
    /// When the card was issued.
    pub card_issued_on: Option<NaiveDate>,
    /// By whom.
    pub card_issued_by: Option<String>,
    /// Digits, with the leading zero.
    pub landline: Option<String>,
    /// Beside the first, which is the account's.
    pub further_emails: Vec<String>,
    /// "Nơi tiếp nhận hồ sơ".
    pub reception_place: Option<String>,
    /// "Đại diện phòng ban".
    pub represents_unit: bool,
    /// "Tên tài khoản", as typed.
    pub login: Option<String>,
}

impl Record {
    /// Of a form, with the first e-mail. `born` is what the day of issue is held against; `faults` gets what is wrong.
    pub fn parse(
        form: &OfficerForm,
        (born, today): (Option<NaiveDate>, NaiveDate),
        faults: &mut Vec<FieldFault>,
    ) -> (Option<String>, Self) {
        let mut kept = |field: &str, max: usize, result: Result<Option<String>, ErrorCode>| {
            result.unwrap_or_else(|code| {
                let fault = FieldFault::new(field, code);
                faults.push(match code {
                    ErrorCode::TooLong => fault.with("max", max),
                    _ => fault,
                });
                None
            })
        };
        let login = kept("login", 0, login::parse(&form.login));
        let landline = kept("landline", 0, parse_landline(&form.landline));
        let emails = kept("email", MAX_EMAILS, parse_emails(&form.email));
        let position = kept("position", MAX_LINE, line(&form.position));
        let card_issued_by = kept("card_issued_by", MAX_LINE, line(&form.card_issued_by));
        let reception_place = kept("reception_place", MAX_LINE, line(&form.reception_place));
        let card_issued_on = issued_on(&form.card_issued_on, born, today).unwrap_or_else(|code| {
            faults.push(FieldFault::new("card_issued_on", code));
            None
        });
        let mut emails = split(emails.as_deref().unwrap_or_default());
        let first = (!emails.is_empty()).then(|| emails.remove(0));
        let record = Self {
            position,
            sex: form.sex,
            card_issued_on,
            card_issued_by,
            landline,
            further_emails: emails,
            reception_place,
            represents_unit: form.represents_unit,
            login,
        };
        (first, record)
    }

    /// Whether it tells the same of the identity card.
    pub fn is_same_card(&self, other: &Self) -> bool {
        let card = |record: &Self| (record.sex, record.card_issued_on, record.card_issued_by.clone());
        card(self) == card(other)
    }

    /// Puts what is known into a form, with the first e-mail before the others.
    pub fn fill(self, first_email: Option<String>, form: OfficerForm) -> OfficerForm {
        let emails: Vec<String> = first_email.into_iter().chain(self.further_emails).collect();
        OfficerForm {
            email: emails.join("; "),
            position: self.position.unwrap_or_default(),
            sex: self.sex,
            card_issued_on: self.card_issued_on.map(write_day).unwrap_or_default(),
            card_issued_by: self.card_issued_by.unwrap_or_default(),
            landline: self.landline.unwrap_or_default(),
            reception_place: self.reception_place.unwrap_or_default(),
            represents_unit: self.represents_unit,
            login: self.login.unwrap_or_default(),
            ..form
        }
    }
}

/// Parts between semicolons that are not blank.
pub fn split(text: &str) -> Vec<String> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn line(text: &str) -> Result<Option<String>, ErrorCode> {
    let line = composed(&one_line(text));
    match line.chars().count() {
        0 => Ok(None),
        count if count > MAX_LINE => Err(ErrorCode::TooLong),
        _ => Ok(Some(line)),
    }
}

fn parse_emails(text: &str) -> Result<Option<String>, ErrorCode> {
    let mut emails: Vec<String> = Vec::new();
    for part in split(text) {
        if part.chars().count() > MAX_EMAIL {
            return Err(ErrorCode::NotAnEmail);
        }
        if let Some(email) = parse_email(&part)?
            && !emails.contains(&email)
        {
            emails.push(email);
        }
    }
    let joined = emails.join(";");
    match joined.chars().count() {
        0 => Ok(None),
        count if count > MAX_EMAILS => Err(ErrorCode::TooLong),
        _ => Ok(Some(joined)),
    }
}

/// Ten or eleven digits since 2017, all of which begin with 02.
fn parse_landline(text: &str) -> Result<Option<String>, ErrorCode> {
    let digits: String = strip_separators(text)
        .chars()
        .filter(|letter| !matches!(letter, '(' | ')'))
        .collect();
    if digits.is_empty() {
        return Ok(None);
    }
    let local = match digits.strip_prefix("+84") {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => digits,
    };
    let is_number = local.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && local.starts_with("02") && matches!(local.len(), 10 | 11) {
        Ok(Some(local))
    } else {
        Err(ErrorCode::NotALandline)
    }
}

fn issued_on(text: &str, born: Option<NaiveDate>, today: NaiveDate) -> Result<Option<NaiveDate>, ErrorCode> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| ErrorCode::NotADate)?;
    if day > today || born.is_some_and(|born| day < born) {
        return Err(ErrorCode::NotACardDay);
    }
    Ok(Some(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    fn parse(form: &OfficerForm) -> (Option<String>, Record, Vec<(String, ErrorCode)>) {
        let mut faults = Vec::new();
        let days = (Some(day("1985-06-20")), day("2026-11-21"));
        let (email, record) = Record::parse(form, days, &mut faults);
        let faults = faults.into_iter().map(|fault| (fault.path, fault.code)).collect();
        (email, record, faults)
    }

    #[test]
    fn a_record_is_cleaned_and_stands_in_the_form_again() {
        let form = OfficerForm {
            email: " a@vi-du.vn ;; b@vi-du.vn;a@vi-du.vn ".to_owned(),
            position: " Phó \t Trưởng phòng\u{200b} ".to_owned(),
            sex: Some(Sex::Male),
            card_issued_on: "2021-03-25".to_owned(),
            card_issued_by: "Cục CS QLHC về TTXH".to_owned(),
            landline: "(0269) 3824.100".to_owned(),
            reception_place: "Quầy 3".to_owned(),
            represents_unit: true,
            ..OfficerForm::default()
        };
        let (email, record, faults) = parse(&form);
        assert_eq!(faults, []);
        assert_eq!(email.as_deref(), Some("a@vi-du.vn"));
        assert_eq!(record.further_emails, ["b@vi-du.vn"]);
        let again = record.clone().fill(email, OfficerForm::default());
        assert_eq!(again.position, "Phó Trưởng phòng");
        assert_eq!(again.landline, "02693824100");
        assert_eq!(again.email, "a@vi-du.vn; b@vi-du.vn");
        assert_eq!(parse(&again).1, record);
        let (email, record, faults) = parse(&OfficerForm::default());
        assert_eq!((email, record, faults), (None, Record::default(), vec![]));
    }

    #[test]
    fn what_cannot_be_is_named() {
        let long = OfficerForm {
            email: "a@vi-du.vn; không phải".to_owned(),
            position: "a".repeat(201),
            card_issued_on: "1985-06-19".to_owned(),
            landline: "0912000011".to_owned(),
            ..OfficerForm::default()
        };
        assert_eq!(
            parse(&long).2,
            [
                ("landline".to_owned(), ErrorCode::NotALandline),
                ("email".to_owned(), ErrorCode::NotAnEmail),
                ("position".to_owned(), ErrorCode::TooLong),
                ("card_issued_on".to_owned(), ErrorCode::NotACardDay),
            ]
        );
        for (text, code) in [
            ("2026-11-22", ErrorCode::NotACardDay),
            ("25/03/2021", ErrorCode::NotADate),
        ] {
            let form = OfficerForm {
                card_issued_on: text.to_owned(),
                ..OfficerForm::default()
            };
            assert_eq!(parse(&form).2, [("card_issued_on".to_owned(), code)]);
        }
    }
}

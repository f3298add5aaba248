//! What a person types, made sound. No HTTP, no SQL, no clock.

use crate::error::FieldFault;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::identity_number::doubt;
use motcua_shared::identity::person::{
    MAX_EMAIL, MAX_NAME, check_birth_date, composed, parse_email, parse_insurance_number, parse_name,
};
use motcua_shared::identity::registration::{Register, RegistrationMethod};
use motcua_shared::identity::rule::{parse_identity_number, parse_phone};
use serde::{Deserialize, Serialize};

/// A half-finished registration ends after so long.
pub const LIFE_SECONDS: u64 = 24 * 3600;

/// A last step whose answer was lost may be repeated for so long.
pub const REPEAT_SECONDS: u64 = 600;

/// Longest account name of the post office, in characters.
const MAX_POST_ACCOUNT: usize = 100;

/// Where a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Waits for its code.
    Code,
    /// Waits for the password.
    Password,
    /// Over.
    Done,
}

/// Who registers, as kept until the password comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Digits only.
    pub identity_number: String,
    /// Composed, with single blanks.
    pub name: String,
    /// Day of birth.
    pub birth_date: NaiveDate,
    /// By what the record is found.
    pub record: String,
    /// Further address.
    pub email: Option<String>,
    /// The phone that is proven by the code; known once the record answered.
    pub phone: String,
}

/// Makes what was typed sound, or says for each field why not.
pub fn parse(request: &Register, today: NaiveDate) -> Result<Applicant, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let number = keep(
        &mut faults,
        "identity_number",
        0,
        parse_identity_number(&request.identity_number),
    );
    let name = keep(
        &mut faults,
        "name",
        MAX_NAME,
        parse_name(&composed(&request.name)),
    );
    let born = keep(
        &mut faults,
        "birth_date",
        0,
        check_birth_date(request.birth_date, today),
    );
    let record = match request.method {
        RegistrationMethod::Phone => parse_phone(&request.record),
        RegistrationMethod::Insurance => parse_insurance_number(&request.record),
        RegistrationMethod::Post => post_account(&request.record),
    };
    let record = keep(&mut faults, "record", MAX_POST_ACCOUNT, record);
    let email = parse_email(request.email.as_deref().unwrap_or_default());
    let email = keep(&mut faults, "email", MAX_EMAIL, email);
    if let (Some(number), Some(born), false) = (&number, born, request.confirmed)
        && let Some(code) = doubt(number, born)
    {
        faults.push(FieldFault::new("confirmed", code));
    }
    match (number, name, born, record, email) {
        (Some(identity_number), Some(name), Some(birth_date), Some(record), Some(email))
            if faults.is_empty() =>
        {
            Ok(Applicant {
                identity_number,
                name,
                birth_date,
                record,
                email,
                phone: String::new(),
            })
        }
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

fn post_account(text: &str) -> Result<String, ErrorCode> {
    let account = composed(text.trim());
    if account.is_empty() {
        Err(ErrorCode::Required)
    } else if account.chars().count() > MAX_POST_ACCOUNT || account.chars().any(char::is_control) {
        Err(ErrorCode::TooLong)
    } else {
        Ok(account)
    }
}

/// What is said when the record is of somebody else, or of nobody.
pub const fn mismatch(method: RegistrationMethod) -> ErrorCode {
    match method {
        RegistrationMethod::Phone => ErrorCode::SubscriberMismatch,
        RegistrationMethod::Insurance => ErrorCode::InsuranceMismatch,
        RegistrationMethod::Post => ErrorCode::PostMismatch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn request() -> Register {
        Register {
            method: RegistrationMethod::Phone,
            identity_number: "001 099-000.011".to_owned(),
            name: " Lê  Văn Mới ".to_owned(),
            birth_date: NaiveDate::from_ymd_opt(1999, 1, 31),
            record: "+84 912 000 011".to_owned(),
            email: Some(" ".to_owned()),
            confirmed: false,
            proof: String::new(),
        }
    }

    #[test]
    fn what_is_typed_with_blanks_dots_and_hyphens_is_cleaned() {
        let applicant = parse(&request(), today()).unwrap();
        assert_eq!(applicant.identity_number, "001099000011");
        assert_eq!(applicant.name, "Lê Văn Mới");
        assert_eq!(applicant.record, "0912000011");
        assert_eq!(applicant.email, None);
    }

    #[test]
    fn a_contradiction_is_asked_back_and_taken_when_confirmed() {
        let mut doubtful = request();
        doubtful.birth_date = NaiveDate::from_ymd_opt(1989, 1, 31);
        let faults = parse(&doubtful, today()).unwrap_err();
        assert_eq!(
            (faults[0].path.as_str(), faults[0].code),
            ("confirmed", ErrorCode::BirthYearDoubtful)
        );
        doubtful.confirmed = true;
        assert!(parse(&doubtful, today()).is_ok());
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let empty = Register {
            identity_number: "12".to_owned(),
            name: String::new(),
            birth_date: None,
            record: "1".to_owned(),
            email: Some("x".to_owned()),
            ..request()
        };
        let faults = parse(&empty, today()).unwrap_err();
        let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(
            paths,
            ["identity_number", "name", "birth_date", "record", "email"]
        );
    }
}

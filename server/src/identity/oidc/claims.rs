//! From claims to a verified identity, or why there is none. Claims come in many shapes: missing, empty, numbers as
//! numbers, names decomposed, dates that are only a year.

use super::domain::{Citizen, Holder, Identity, Organisation, Sex};
use crate::config_oidc::{OidcConfig, Served};
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::rule::{parse_identity_number, parse_phone, strip_separators};
use motcua_shared::unseen::one_line;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

/// Longest text that is taken from a claim, in letters.
const LONGEST: usize = 300;

/// Claims by their names.
pub type Claims = Map<String, Value>;

/// Who the claims speak of.
pub fn identity(settings: &OidcConfig, claims: &Claims) -> Result<Identity, ErrorCode> {
    let names = &settings.claims;
    let subject = text(claims, &names.subject).ok_or(ErrorCode::AnswerIncomplete)?;
    let is_verified = settings.verified.iter().all(|condition| {
        text(claims, &condition.claim).is_some_and(|value| condition.values.contains(&value))
    });
    if !is_verified {
        return Err(ErrorCode::IdentityUnverified);
    }
    let is_citizen = text(claims, &names.account_type).is_none_or(|kind| kind == names.citizen);
    let (served, holder) = if is_citizen {
        (Served::Citizens, Holder::Citizen(citizen(settings, claims)?))
    } else {
        let organisation = organisation(settings, claims)?;
        (Served::Organisations, Holder::Organisation(organisation))
    };
    if !settings.serves.contains(&served) {
        return Err(ErrorCode::IdentityNotServed);
    }
    Ok(Identity {
        issuer: settings.issuer.clone(),
        // Keys of different claims are different keys, even if they read alike.
        subject: match names.subject.as_str() {
            "sub" => subject,
            other => format!("{other}={subject}"),
        },
        holder,
        phone: text(claims, &names.phone).and_then(|phone| parse_phone(&phone).ok()),
        email: text(claims, &names.email).filter(|email| is_email(email)),
        address: text(claims, &names.address),
        level: settings.assurance_level,
    })
}

fn citizen(settings: &OidcConfig, claims: &Claims) -> Result<Citizen, ErrorCode> {
    let names = &settings.claims;
    let number = |name: &str| text(claims, name).and_then(|number| parse_identity_number(&number).ok());
    let number_now = number(&names.number).ok_or(ErrorCode::AnswerIncomplete)?;
    Ok(Citizen {
        old_number: number(&names.old_number).filter(|old| *old != number_now),
        number: number_now,
        name: text(claims, &names.name).ok_or(ErrorCode::AnswerIncomplete)?,
        birth_date: text(claims, &names.birth_date).and_then(|day| parse_day(&day)),
        sex: text(claims, &names.sex).and_then(|sex| parse_sex(&sex)),
    })
}

fn organisation(settings: &OidcConfig, claims: &Claims) -> Result<Organisation, ErrorCode> {
    let names = &settings.claims;
    let tax_code = text(claims, &names.tax_code).map(|code| strip_separators(&code));
    let is_tax_code = |code: &String| matches!(code.len(), 10 | 12 | 13) && is_digits(code);
    Ok(Organisation {
        tax_code: tax_code.filter(is_tax_code).ok_or(ErrorCode::AnswerIncomplete)?,
        name: text(claims, &names.organisation).ok_or(ErrorCode::AnswerIncomplete)?,
    })
}

/// The text of a claim: composed, on one line, without what is not seen; `None` when nothing is left.
fn text(claims: &Claims, name: &str) -> Option<String> {
    let raw = match claims.get(name)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    let line: String = one_line(&raw).nfc().take(LONGEST).collect();
    (!line.is_empty()).then_some(line)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_email(text: &str) -> bool {
    let has_parts = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    has_parts && !text.contains(char::is_whitespace) && text.is_ascii()
}

/// A day; a year alone is none.
fn parse_day(text: &str) -> Option<NaiveDate> {
    let formats = ["%Y%m%d", "%Y-%m-%d", "%d/%m/%Y"];
    // `%Y%m%d` would read other lengths in surprising ways.
    let formats = formats
        .iter()
        .filter(|format| **format != "%Y%m%d" || text.len() == 8);
    let day = formats
        .filter_map(|format| NaiveDate::parse_from_str(text, format).ok())
        .next()?;
    (day >= NaiveDate::from_ymd_opt(1880, 1, 1)?).then_some(day)
}

/// Words only: what a number means differs from system to system.
fn parse_sex(text: &str) -> Option<Sex> {
    match text.to_lowercase().as_str() {
        "nam" | "male" | "m" => Some(Sex::Male),
        "nữ" | "nu" | "female" | "f" => Some(Sex::Female),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config_oidc::{ClaimNames, Condition};
    use serde_json::json;

    fn settings() -> OidcConfig {
        OidcConfig {
            id: "vneid".to_owned(),
            name: "VNeID".to_owned(),
            description: String::new(),
            issuer: "https://id.example".to_owned(),
            client_id: "c".to_owned(),
            client_secret: "s".to_owned().into(),
            scopes: Vec::new(),
            acr_values: Vec::new(),
            acr_required: false,
            max_age_seconds: None,
            assurance_level: 3,
            serves: vec![Served::Citizens, Served::Organisations],
            verified: vec![Condition {
                claim: "loginIdp".to_owned(),
                values: vec!["BCA".to_owned()],
            }],
            claims: ClaimNames::default(),
        }
    }

    fn read(change: Value) -> Result<Identity, ErrorCode> {
        let mut claims = json!({
            "sub": "a1", "loginIdp": "BCA", "LoaiTaiKhoan": "1", "SoDinhDanh": "001 099 000 001",
            "HoVaTen": "Nguye\u{302}\u{303}n  Thi\u{323} Ma\u{302}\u{303}u", "NgayThangNamSinh": "19990131", "GioiTinh": "Nữ",
            "SoDienThoai": "+84900000003", "ThuDienTu": "", "SoCMND": "",
        });
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        identity(&settings(), claims.as_object().unwrap())
    }

    fn person(change: Value) -> Citizen {
        match read(change).unwrap().holder {
            Holder::Citizen(citizen) => citizen,
            Holder::Organisation(_) => panic!("an organisation"),
        }
    }

    #[test]
    fn a_decomposed_name_is_composed_and_a_number_loses_its_blanks() {
        let citizen = person(json!({}));
        assert_eq!(citizen.name, "Nguyễn Thị Mẫu");
        assert_eq!(citizen.number, "001099000001");
        assert_eq!((citizen.old_number, citizen.sex), (None, Some(Sex::Female)));
        let identity = read(json!({})).unwrap();
        assert_eq!(
            (identity.phone.as_deref(), identity.email),
            (Some("0900000003"), None)
        );
    }

    #[test]
    fn a_name_holds_only_what_is_seen() {
        let name = |text: &str| person(json!({ "HoVaTen": text })).name;
        assert_eq!(name("Nguyễn\u{200b} Thị \u{202e}Mẫu\u{fe0f}"), "Nguyễn Thị Mẫu");
    }

    #[test]
    fn a_birth_date_may_be_a_year_or_nothing() {
        let day = |text: &str| person(json!({ "NgayThangNamSinh": text })).birth_date;
        let known = NaiveDate::from_ymd_opt(1999, 1, 31);
        for text in ["19990131", "1999-01-31", "31/01/1999"] {
            assert_eq!(day(text), known, "{text}");
        }
        for text in ["1999", "", "00000000", "19990231", "199901311", "31"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(
            person(json!({ "NgayThangNamSinh": 19_990_131 })).birth_date,
            known
        );
    }

    #[test]
    fn only_a_verified_identity_counts() {
        for value in [
            json!("VPCP"),
            json!(""),
            json!(null),
            json!("bca"),
            json!(["BCA"]),
        ] {
            assert_eq!(
                read(json!({ "loginIdp": value })),
                Err(ErrorCode::IdentityUnverified)
            );
        }
    }

    #[test]
    fn what_an_account_cannot_do_without_must_be_there() {
        for name in ["sub", "SoDinhDanh", "HoVaTen"] {
            for value in [json!(""), json!(null), json!(" \u{0} "), json!({})] {
                assert_eq!(
                    read(json!({ name: value })),
                    Err(ErrorCode::AnswerIncomplete),
                    "{name}"
                );
            }
        }
        assert_eq!(
            read(json!({ "SoDinhDanh": "12345" })),
            Err(ErrorCode::AnswerIncomplete)
        );
    }

    #[test]
    fn an_organisation_is_known_by_its_tax_code() {
        let business = json!({
            "LoaiTaiKhoan": "2", "MaSoThue": "0101234567-001", "TenDoanhNghiep": "Công ty Mẫu", "SoDinhDanh": "",
        });
        let holder = read(business.clone()).unwrap().holder;
        let Holder::Organisation(organisation) = holder else {
            panic!("{holder:?}")
        };
        assert_eq!(organisation.tax_code, "0101234567001");
        let mut nameless = business;
        nameless["MaSoThue"] = json!("khong");
        assert_eq!(read(nameless), Err(ErrorCode::AnswerIncomplete));
    }

    #[test]
    fn a_provider_opens_only_the_accounts_it_is_there_for() {
        let mut only = settings();
        only.serves = vec![Served::Organisations];
        let claims = json!({ "sub": "a", "loginIdp": "BCA", "SoDinhDanh": "001099000001", "HoVaTen": "A" });
        assert_eq!(
            identity(&only, claims.as_object().unwrap()),
            Err(ErrorCode::IdentityNotServed)
        );
    }

    #[test]
    fn keys_of_different_claims_never_meet() {
        let mut other = settings();
        other.claims.subject = "TechID".to_owned();
        let claims = json!({
            "sub": "x", "TechID": "a1", "loginIdp": "BCA", "SoDinhDanh": "001099000001", "HoVaTen": "A",
        });
        assert_eq!(
            identity(&other, claims.as_object().unwrap()).unwrap().subject,
            "TechID=a1"
        );
        assert_eq!(read(json!({})).unwrap().subject, "a1");
    }
}

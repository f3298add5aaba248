//! What an officer may do, and what an administrator typed, made sound. No HTTP, no SQL, no clock.

use super::super::domain::Account;
use super::record::domain::Record;
use crate::error::FieldFault;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::identity::person::{MAX_NAME, check_birth_date, composed, parse_name};
use motcua_shared::identity::rule::parse_phone;
use motcua_shared::identity::staff::OfficerForm;
use motcua_shared::search_key::search_key;
use motcua_shared::time::Timestamp;

/// What a staff account is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// Runs the portal, works in no unit.
    Administrator,
    /// Works in a unit.
    Officer {
        /// Where.
        unit: UnitId,
        /// As what; never as administrator.
        roles: Vec<StaffRole>,
    },
}

impl Duty {
    /// Of what was chosen, or what is wrong with it.
    pub fn parse(roles: &[StaffRole], unit: Option<UnitId>) -> Result<Self, FieldFault> {
        let mut chosen: Vec<StaffRole> = Vec::new();
        for role in roles {
            if !chosen.contains(role) {
                chosen.push(*role);
            }
        }
        match (chosen.contains(&StaffRole::Administrator), chosen.len(), unit) {
            (true, 1, _) => Ok(Self::Administrator),
            (true, ..) => Err(FieldFault::new("roles", ErrorCode::NotAChoice)),
            (false, _, Some(unit)) => Ok(Self::Officer { unit, roles: chosen }),
            (false, _, None) => Err(FieldFault::new("unit_id", ErrorCode::Required)),
        }
    }

    /// The kind of account that it takes.
    pub const fn kind(&self) -> AccountKind {
        match self {
            Self::Administrator => AccountKind::Administrator,
            Self::Officer { .. } => AccountKind::Staff,
        }
    }

    /// Where, if anywhere.
    pub const fn unit(&self) -> Option<UnitId> {
        match self {
            Self::Administrator => None,
            Self::Officer { unit, .. } => Some(*unit),
        }
    }

    /// The roles that are rows; being administrator is the kind of the account.
    pub fn rows(&self) -> &[StaffRole] {
        match self {
            Self::Administrator => &[],
            Self::Officer { roles, .. } => roles,
        }
    }

    /// The roles as they are shown.
    pub fn shown(&self) -> Vec<StaffRole> {
        roles_of(self.kind(), self.rows().to_vec())
    }
}

/// The roles of an account as they are shown.
pub fn roles_of(kind: AccountKind, rows: Vec<StaffRole>) -> Vec<StaffRole> {
    match kind {
        AccountKind::Administrator => vec![StaffRole::Administrator],
        _ => rows,
    }
}

/// Who a staff account is for, as written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Composed, with single blanks.
    pub name: String,
    /// Day of birth.
    pub birth_date: NaiveDate,
}

/// A form whose data is sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Who.
    pub named: Named,
    /// What for, and how to reach them.
    pub held: Held,
}

/// The part of a form that can be changed at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What for.
    pub duty: Duty,
    /// For notices.
    pub phone: Option<String>,
    /// For notices: the first of several.
    pub email: Option<String>,
    /// What else is written down.
    pub record: Record,
}

/// Makes a form sound, or says for each field why not.
pub fn parse(form: &OfficerForm, today: NaiveDate) -> Result<Written, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let name = keep(&mut faults, "name", MAX_NAME, parse_name(&composed(&form.name)));
    let birth_date = keep(&mut faults, "birth_date", 0, birth_date(&form.birth_date, today));
    match (name, birth_date, parse_held(form, birth_date, today)) {
        (Some(name), Some(birth_date), Ok(held)) => Ok(Written {
            named: Named { name, birth_date },
            held,
        }),
        (_, _, held) => {
            faults.extend(held.err().unwrap_or_default());
            Err(faults)
        }
    }
}

/// The same for what can be changed of somebody who is known by their identity: their name is none of the form's business.
/// `born` is the day of birth, where it is known.
pub fn parse_held(
    form: &OfficerForm,
    born: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Held, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let duty = Duty::parse(&form.roles, form.unit_id)
        .map_err(|fault| faults.push(fault))
        .ok();
    let phone = match form.phone.trim() {
        "" => Some(None),
        text => keep(&mut faults, "phone", 0, parse_phone(text)).map(Some),
    };
    let (email, mut record) = Record::parse(form, (born, today), &mut faults);
    match (duty, phone) {
        (Some(duty), Some(phone)) if faults.is_empty() => {
            // Who works nowhere represents nobody.
            record.represents_unit &= duty.unit().is_some();
            Ok(Held {
                duty,
                phone,
                email,
                record,
            })
        }
        _ => Err(faults),
    }
}

fn keep<T>(faults: &mut Vec<FieldFault>, field: &str, max: usize, result: Result<T, ErrorCode>) -> Option<T> {
    let fault = |code| match code {
        ErrorCode::TooLong => FieldFault::new(field, code).with("max", max),
        code => FieldFault::new(field, code),
    };
    result.map_err(|code| faults.push(fault(code))).ok()
}

fn birth_date(text: &str, today: NaiveDate) -> Result<NaiveDate, ErrorCode> {
    if text.trim().is_empty() {
        return Err(ErrorCode::Required);
    }
    let born = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| ErrorCode::NotADate)?;
    check_birth_date(Some(born), today)
}

/// A staff account as kept.
#[derive(Debug, Clone)]
pub struct Officer {
    /// The account.
    pub account: Account,
    /// Counts changes.
    pub version: u32,
    /// Whether it may act.
    pub is_active: bool,
    /// What for.
    pub duty: Duty,
    /// The day of birth that was written down.
    pub birth_date: Option<NaiveDate>,
    /// When the person came with an identity that fits.
    pub bound_at: Option<Timestamp>,
    /// What else is written down.
    pub record: Record,
}

impl Officer {
    /// Whether a verified identity is that of the person who was written down. Marks and case do not count: whoever
    /// writes a name down may forget one. A provider that keeps the day of birth to itself is not held to it.
    pub fn is_of(&self, name: &str, birth_date: Option<NaiveDate>) -> bool {
        let same_day = match (self.birth_date, birth_date) {
            (Some(written), Some(verified)) => written == verified,
            _ => true,
        };
        same_day && is_same_name(&self.account.name, name)
    }
}

/// Whether two names are one, marks and case aside.
pub fn is_same_name(one: &str, other: &str) -> bool {
    search_key(one) == search_key(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn form() -> OfficerForm {
        OfficerForm {
            name: " Lê  Thị Cán Bộ ".to_owned(),
            birth_date: "1985-06-20".to_owned(),
            roles: vec![StaffRole::Desk, StaffRole::Desk],
            unit_id: UnitId::parse("01890000-0000-7000-8000-000000000001"),
            phone: "+84 912 000 011".to_owned(),
            email: " ".to_owned(),
            ..OfficerForm::default()
        }
    }

    #[test]
    fn a_form_is_cleaned() {
        let written = parse(&form(), today()).unwrap();
        assert_eq!(written.named.name, "Lê Thị Cán Bộ");
        assert_eq!(written.held.phone.as_deref(), Some("0912000011"));
        assert_eq!(written.held.email, None);
        assert_eq!(written.held.duty.shown(), [StaffRole::Desk]);
        let without = OfficerForm {
            phone: String::new(),
            ..form()
        };
        assert_eq!(parse(&without, today()).unwrap().held.phone, None);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let empty = OfficerForm {
            phone: "1".to_owned(),
            email: "x".to_owned(),
            ..OfficerForm::default()
        };
        let faults = parse(&empty, today()).unwrap_err();
        let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(paths, ["name", "birth_date", "unit_id", "phone", "email"]);
    }

    #[test]
    fn an_administrator_is_nothing_besides_and_works_nowhere() {
        let unit = form().unit_id;
        let duty = Duty::parse(&[StaffRole::Administrator], unit).unwrap();
        assert_eq!((duty.unit(), duty.kind()), (None, AccountKind::Administrator));
        assert_eq!(
            (duty.rows(), duty.shown()),
            (&[][..], vec![StaffRole::Administrator])
        );
        let both = Duty::parse(&[StaffRole::Administrator, StaffRole::Desk], unit).unwrap_err();
        assert_eq!(both.path, "roles");
        assert_eq!(Duty::parse(&[], None).unwrap_err().path, "unit_id");
        assert!(Duty::parse(&[], unit).unwrap().shown().is_empty());
    }

    #[test]
    fn who_works_nowhere_represents_nobody() {
        let representing = |roles: Vec<StaffRole>| {
            let form = OfficerForm {
                represents_unit: true,
                roles,
                ..form()
            };
            parse(&form, today()).unwrap().held.record.represents_unit
        };
        assert!(representing(vec![]));
        assert!(!representing(vec![StaffRole::Administrator]));
    }

    #[test]
    fn a_forgotten_mark_is_forgiven_and_another_name_is_not() {
        assert!(is_same_name("Le Thi Can Bo", "LÊ THỊ CÁN BỘ"));
        assert!(!is_same_name("Lê Thị Cán", "Lê Thị Cán Bộ"));
    }
}

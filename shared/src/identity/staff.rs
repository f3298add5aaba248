//! What travels between an administrator and the server about officers and their accounts.

use crate::id::{AccountId, UnitId};
use crate::identity::desk::{Sex, StaffRole};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Looks for officers. Travels as a body: names and numbers have no place in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SearchOfficers {
    /// Words of the name, with or without marks.
    pub name: String,
    /// Identity number; whole.
    pub identity_number: String,
    /// One unit.
    pub unit_id: Option<UnitId>,
    /// One role.
    pub role: Option<StaffRole>,
    /// Those that are suspended, or those that are not.
    pub suspended: Option<bool>,
    /// Those whose person has come, or those whose person has not.
    pub bound: Option<bool>,
    /// `next` or `previous` of an earlier page.
    pub cursor: Option<String>,
}

/// A unit of the tree beside that list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffUnit {
    /// Its id.
    pub id: UnitId,
    /// Name on screen.
    pub name: String,
    /// The unit above it, which need not be in the tree.
    pub parent_id: Option<UnitId>,
    /// How many officers it has, suspended ones as well.
    pub officers: u32,
    /// How many of them may act and have not come with their electronic identity.
    pub unbound: u32,
    /// The first day without passwords that an administrator set here.
    #[serde(default, with = "crate::time::optional_day")]
    pub closes_on: Option<NaiveDate>,
    /// The one that holds here, which may be that of a unit above.
    #[serde(default, with = "crate::time::optional_day")]
    pub closed_from: Option<NaiveDate>,
}

/// A row of that list. The number is shown in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficerRow {
    /// The account.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Identity number, in part.
    pub identity_number: String,
    /// "Chức vụ"; may be empty.
    pub position: String,
    /// Unit; administrators have none.
    pub unit: Option<String>,
    /// What they may do beyond being an officer.
    pub roles: Vec<StaffRole>,
    /// Whether the account is suspended.
    pub suspended: bool,
    /// Whether the person has come with a verified identity that fits.
    pub bound: bool,
}

/// What an administrator types of an officer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OfficerForm {
    /// As on the identity card.
    pub name: String,
    /// `2026-11-21`.
    pub birth_date: String,
    /// What they may do. `administrator` stands alone.
    pub roles: Vec<StaffRole>,
    /// Where they work; asked of everybody but administrators.
    #[serde(default)]
    pub unit_id: Option<UnitId>,
    /// For notices; may be empty.
    #[serde(default)]
    pub phone: String,
    /// For notices; may be empty, or several with `;` between them.
    #[serde(default)]
    pub email: String,
    /// "Chức vụ"; may be empty, as everything below.
    #[serde(default)]
    pub position: String,
    /// As on the identity card.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// "Ngày cấp" of the card: `2026-11-21`.
    #[serde(default)]
    pub card_issued_on: String,
    /// "Nơi cấp" of the card.
    #[serde(default)]
    pub card_issued_by: String,
    /// "Số điện thoại" at the desk, beside the mobile phone.
    #[serde(default)]
    pub landline: String,
    /// "Nơi tiếp nhận hồ sơ".
    #[serde(default)]
    pub reception_place: String,
    /// "Đại diện phòng ban". Means nothing without a unit.
    #[serde(default)]
    pub represents_unit: bool,
    /// "Tên tài khoản", with which the officer signs in by a password; may be empty.
    #[serde(default)]
    pub login: String,
}

/// Adds an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddOfficer {
    /// CMND of 9 or CCCD of 12 digits: whoever has this number by their electronic identity reaches the account.
    pub identity_number: String,
    /// The rest.
    pub form: OfficerForm,
}

/// Changes an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeOfficer {
    /// The version that was seen.
    pub version: u32,
    /// What is typed now. Name and day of birth stay as they are once the person has come.
    pub form: OfficerForm,
}

/// Suspends an officer, or takes them up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SuspendOfficer {
    /// The version that was seen.
    pub version: u32,
    /// Which of the two.
    pub suspended: bool,
}

/// What was done to a staff account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OfficerAction {
    /// It was made.
    #[serde(rename = "staff-added")]
    Added,
    /// Rights, unit or contact were changed.
    #[serde(rename = "staff-changed")]
    Changed,
    /// It was suspended.
    #[serde(rename = "staff-suspended")]
    Suspended,
    /// It may act again.
    #[serde(rename = "staff-resumed")]
    Resumed,
    /// The person came with an identity that fits.
    #[serde(rename = "staff-bound")]
    Bound,
    /// A link to another password was sent.
    #[serde(rename = "staff-password-reset")]
    PasswordReset,
    /// What is written of the card was compared with the register of the population.
    #[serde(rename = "staff-identity-checked")]
    IdentityChecked,
}

/// One of these, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficerEvent {
    /// What.
    pub action: OfficerAction,
    /// Name of who did it; absent for the command line of the server.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
    /// The roles since then.
    pub roles: Vec<StaffRole>,
    /// The unit since then; empty for administrators.
    pub unit: String,
}

/// A staff account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficerView {
    /// The account.
    pub id: AccountId,
    /// Hand back when changing.
    pub version: u32,
    /// Identity number.
    pub identity_number: String,
    /// What stands in the form now.
    pub form: OfficerForm,
    /// Name of the unit.
    pub unit: Option<String>,
    /// Whether it is suspended.
    pub suspended: bool,
    /// Since when the person is known to be who they should be; until then name and day of birth can be put right.
    pub bound_at: Option<Timestamp>,
    /// It is the account that asks: nobody changes their own rights.
    pub own: bool,
    /// Whether there is a password.
    pub has_password: bool,
    /// From which day on passwords open the account no longer.
    #[serde(default, with = "crate::time::optional_day")]
    pub closed_from: Option<NaiveDate>,
    /// Whether links to passwords are sent here at all.
    pub password_offered: bool,
    /// Whether a register of the population can be asked.
    pub check_offered: bool,
    /// What the register of the population said of the card as it is written down.
    pub check: Option<IdentityCheck>,
    /// What was done, the newest first.
    pub events: Vec<OfficerEvent>,
}

/// Something on an identity card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CardField {
    /// The number: nobody has it.
    Number,
    /// Name.
    Name,
    /// Day of birth.
    BirthDate,
    /// Sex.
    Sex,
    /// Day of issue.
    IssuedOn,
    /// Place of issue.
    IssuedBy,
}

/// What the register of the population said of a card. Its own values stay with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityCheck {
    /// When.
    pub at: Timestamp,
    /// What is other there; empty where all of it is right.
    pub differs: Vec<CardField>,
}

/// Sets the first day on which passwords open no account of a unit, or of those below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetClosing {
    /// `2026-11-21`; empty takes the day away.
    pub closes_on: String,
}

/// Closes a staff account for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveOfficer {
    /// The version that was seen.
    pub version: u32,
}

/// Why an account looks as if several people used it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SharedSign {
    /// Its name is an office's or a duty's.
    NoName,
    /// Its phone is that of another person's account.
    SamePhone,
    /// Its e-mail is.
    SameEmail,
    /// It was used in two places at once.
    AtOnce,
}

/// What somebody found who looked into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedNote {
    /// When.
    pub at: Timestamp,
    /// Name of who looked.
    pub by: String,
    /// In words.
    pub note: String,
}

/// An account with signs of being several people's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedAccount {
    /// The account.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Unit; administrators have none.
    pub unit: Option<String>,
    /// Why; never empty.
    pub signs: Vec<SharedSign>,
    /// What was found, while there are no other signs than then.
    pub note: Option<SharedNote>,
}

/// Notes what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteShared {
    /// In words.
    pub note: String,
}

/// What a table of officers does, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetReport {
    /// Rows of officers who are new.
    pub added: u32,
    /// Rows of officers who are changed.
    pub changed: u32,
    /// Rows that say what is known.
    pub same: u32,
    /// What is wrong; with anything wrong nothing is taken in.
    pub wrong: u32,
    /// Who is new or changed, in the order of the table; the first of them.
    pub lines: Vec<SheetLine>,
    /// What is wrong, in the order of the table; the first of it.
    pub faults: Vec<SheetFault>,
    /// Hand back to have exactly this done; absent where there is nothing to do, or something is wrong.
    pub seen: Option<String>,
    /// Whether it was done.
    pub is_taken: bool,
}

/// An officer whom a table adds or changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetLine {
    /// As spreadsheets count.
    pub row: u32,
    /// Name.
    pub name: String,
    /// Whether the account is new.
    pub is_new: bool,
    /// What is said of them, or what is other than before: in words.
    pub details: Vec<String>,
}

/// Something wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetFault {
    /// Row and column in words; empty where it is about the file.
    pub at: String,
    /// What, and what to do about it.
    pub sentence: String,
}

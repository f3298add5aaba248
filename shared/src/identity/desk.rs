//! What travels between an officer at the desk and the server.

use crate::catalogue::dto::UnitView;
use crate::id::{AccountId, AssistedId, ClaimId, UnitId};
use crate::identity::dto::{AccountKind, Challenge};
use crate::identity::password::PasswordPolicy;
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Largest scan in bytes (seed 002: 5 MB).
pub const MAX_SCAN_BYTES: u64 = 5_000_000;

/// What an officer may do beyond being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StaffRole {
    /// Makes accounts for people who come to the one-stop desk, and settles claims.
    Desk,
    /// Leads a unit: signs, and agrees to what officers prepared.
    Leader,
    /// Runs the portal and looks after officers. Held by the kind of the account, and by nobody beside another role.
    Administrator,
}

impl StaffRole {
    /// Those that let into dossiers.
    pub const OF_DOSSIERS: [Self; 2] = [Self::Desk, Self::Leader];
}

/// What waits at the desk of the officer who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskView {
    /// The officer's unit.
    pub unit: UnitView,
    /// What the officer may do.
    pub roles: Vec<StaffRole>,
    /// Claims that nobody has settled.
    pub open_claims: u64,
    /// Accounts that this unit has begun to make.
    pub drafts: Vec<AssistedDraft>,
    /// The unit and those below it.
    pub units: Vec<UnitView>,
}

/// An account that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistedDraft {
    /// Its id.
    pub id: AssistedId,
    /// Name as typed so far; may be empty.
    pub name: String,
    /// Who began it.
    pub officer: String,
    /// Last change.
    pub changed_at: Timestamp,
    /// When it is forgotten.
    pub ends_at: Timestamp,
}

/// Asks whether there is an account under a number. Travels as a body, so that no log of addresses holds the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookUp {
    /// CMND of 9 or CCCD of 12 digits.
    pub identity_number: String,
}

/// What there is under a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookedUp {
    /// The number without blanks.
    pub identity_number: String,
    /// The citizen's account; absent when there is none.
    pub account: Option<FoundAccount>,
}

/// As much of an account as it takes to know it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundAccount {
    /// Initials and given name.
    pub name: String,
    /// Whether it is suspended.
    pub suspended: bool,
}

/// Sex as the identity card writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Nữ.
    Female,
    /// Nam.
    Male,
}

/// What the officer typed, as it stands; may be unfinished.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssistedForm {
    /// CMND or CCCD.
    pub identity_number: String,
    /// As on the card.
    #[serde(default)]
    pub name: String,
    /// `2026-11-21`, or whatever was typed so far.
    #[serde(default)]
    pub birth_date: String,
    /// As on the card.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// The citizen's own phone.
    #[serde(default)]
    pub phone: String,
    /// Further address for notices; may be empty.
    #[serde(default)]
    pub email: String,
    /// Where the citizen lives.
    #[serde(default)]
    pub address: String,
    /// The officer looked again at what seemed to contradict itself.
    #[serde(default)]
    pub confirmed: bool,
}

/// Saves a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveAssisted {
    /// The version that was seen.
    pub version: u32,
    /// What was typed.
    pub form: AssistedForm,
}

/// A file of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DeskFileKind {
    /// Both sides of the identity card.
    Scan,
    /// The request that the citizen signed.
    Request,
}

/// A file that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskFile {
    /// What it is.
    pub kind: DeskFileKind,
    /// Name on the officer's computer.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
}

/// What the operator's record of the subscriber said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// The phone is the citizen's.
    Same,
    /// It is somebody else's, or not known. No obstacle at the desk: that is why people come.
    Different,
    /// The record could not be asked.
    Unknown,
}

/// The link by which the citizen sets the password. The link itself is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkState {
    /// When the last one went out.
    pub sent_at: Timestamp,
    /// Until when it works.
    pub ends_at: Timestamp,
    /// Whether the citizen has set a password.
    pub password_set: bool,
}

/// An account that is being made, or was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistedView {
    /// Its id.
    pub id: AssistedId,
    /// Hand back when saving.
    pub version: u32,
    /// What was typed.
    pub form: AssistedForm,
    /// The unit of the desk.
    pub unit: String,
    /// The officer.
    pub officer: String,
    /// What came in.
    pub files: Vec<DeskFile>,
    /// A code that waits to be read out.
    pub challenge: Option<Challenge>,
    /// What the operator's record said, once it was asked.
    pub comparison: Option<Comparison>,
    /// When the account was made; absent for a draft.
    pub made_at: Option<Timestamp>,
    /// The citizen's way to a password, once there is an account.
    pub link: Option<LinkState>,
    /// When a draft is forgotten.
    pub ends_at: Timestamp,
}

/// The code that the citizen read out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeAccount {
    /// Six digits; blanks and hyphens do not matter.
    pub code: String,
}

/// Looks for accounts that the desk made. Travels as a body: names and numbers have no place in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SearchAssisted {
    /// Words of the name, with or without marks.
    pub name: String,
    /// Phone; whole.
    pub phone: String,
    /// Identity number; whole.
    pub identity_number: String,
    /// Words of the officer's name.
    pub officer: String,
    /// One unit; the officer's own and all below it when absent.
    pub unit_id: Option<UnitId>,
    /// First day.
    #[serde(with = "crate::time::optional_day")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(with = "crate::time::optional_day")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub to: Option<NaiveDate>,
    /// `next` or `previous` of an earlier page.
    pub cursor: Option<String>,
}

/// A row of that list. Number and phone are shown in part: the whole of them stands on the account's own page, which
/// the citizen sees was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistedRow {
    /// Its id.
    pub id: AssistedId,
    /// Name.
    pub name: String,
    /// Number, in part.
    pub identity_number: String,
    /// Phone, in part.
    pub phone: String,
    /// Who made it.
    pub officer: String,
    /// Where.
    pub unit: String,
    /// When.
    pub made_at: Timestamp,
}

/// A claim that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimRow {
    /// Its id.
    pub id: ClaimId,
    /// Who says so.
    pub name: String,
    /// The number it is about, in part.
    pub identity_number: String,
    /// When.
    pub created_at: Timestamp,
}

/// How an account came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AccountOrigin {
    /// Registered by phone.
    Phone,
    /// Registered by social insurance number.
    Insurance,
    /// Registered by an account of the post office.
    Post,
    /// Made at a desk.
    Desk,
    /// Came with an electronic identity.
    Elsewhere,
    /// Was there from the beginning.
    Imported,
}

/// The account that a claim is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimedAccount {
    /// Name of its holder.
    pub name: String,
    /// Phone, in part.
    pub phone: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// How it was made.
    pub origin: AccountOrigin,
    /// The desk that made it, if one did.
    pub made_by: Option<String>,
    /// Whether it is suspended.
    pub suspended: bool,
}

/// What the desk decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ClaimDecision {
    /// The account is its holder's and stays.
    Kept,
    /// The account is suspended.
    Suspended,
    /// There is no such account.
    NoAccount,
}

/// A claim beside the account that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimView {
    /// Its id.
    pub id: ClaimId,
    /// Who says so.
    pub name: String,
    /// The number it is about.
    pub identity_number: String,
    /// Where they are reached.
    pub phone: String,
    /// What they added.
    pub note: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// The account under that number, if there is one.
    pub account: Option<ClaimedAccount>,
    /// What was decided.
    pub decision: Option<ClaimDecision>,
    /// Why.
    pub reason: Option<String>,
}

/// Settles a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleClaim {
    /// What.
    pub decision: ClaimDecision,
    /// Why, for whoever looks into it later.
    pub reason: String,
}

/// What a link of the desk holds: it stands behind `#` in the address, so it reaches no log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenLink {
    /// The part behind `#`.
    pub token: String,
}

/// The link works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkOpened {
    /// What is asked of the password.
    pub password: PasswordPolicy,
    /// Whether it is an officer's, who signs in at a page of their own.
    #[serde(default)]
    pub is_officer: bool,
}

/// A staff account of the person who came from a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffChoice {
    /// The account.
    pub id: AccountId,
    /// Officer or administrator.
    pub kind: AccountKind,
    /// The account's name.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
}

/// The one to act as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseStaff {
    /// The account.
    pub id: AccountId,
}

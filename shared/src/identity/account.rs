//! What travels when somebody looks after their account.

use crate::id::{AccountId, DelegationId, LinkId, PhoneChangeId, SessionId};
use crate::identity::desk::StaffRole;
use crate::identity::dto::{AccountKind, ProviderView, SignInMethod};
use crate::identity::password::PasswordPolicy;
use crate::notification::dto::ChannelKind;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// With what the account's unsent photographs are sealed on its devices.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceKey {
    /// 256 bits for AES-GCM, Base64 as in addresses. For the memory of the page alone.
    pub key: String,
    /// Days that they wait there.
    pub days: u32,
}

/// The account that acts, as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountOverview {
    /// In which capacity it acts.
    pub kind: AccountKind,
    /// Name of the person or body.
    pub name: String,
    /// Identity number, tax or budget code.
    pub identifier: String,
    /// Identity assurance level, 1–3.
    pub assurance_level: u8,
    /// What is asked of a password; absent when the account signs in without one.
    pub password: Option<PasswordPolicy>,
    /// Phones that get its codes; the one that is asked first stands first.
    pub phones: Vec<PhoneView>,
    /// E-mail.
    pub email: Option<String>,
    /// Changes of phone that may still be called off.
    pub changes: Vec<PhoneChangeView>,
    /// Identities from elsewhere that open it.
    pub identities: Vec<LinkedIdentity>,
    /// Providers whose identities it could be joined with.
    pub linkable: Vec<ProviderView>,
    /// Other accounts of the same person.
    pub others: Vec<OtherAccount>,
    /// When its holder wants to be told of sign-ins.
    pub sign_in_notices: SignInNotices,
    /// By which channels its holder is told, first to last.
    pub channels: Vec<ChannelKind>,
    /// Recovery codes that are left; `None` when none were ever made.
    pub recovery_codes: Option<u32>,
}

/// A phone of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneView {
    /// In local form.
    pub phone: String,
    /// Whether codes and notices go here first.
    pub is_first: bool,
    /// When its code was given.
    pub verified_at: Timestamp,
    /// Before this it is too new to be the only proof; absent when that is over.
    pub new_until: Option<Timestamp>,
}

/// Why a phone changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PhoneChangeKind {
    /// It was added on the account page.
    Added,
    /// It is to take the place of a lost one.
    Lost,
}

/// Where a change of phone stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PhoneChangeState {
    /// It may be called off.
    Open,
    /// It holds.
    Done,
    /// It was called off.
    Cancelled,
}

/// A change of phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneChangeView {
    /// Its id.
    pub id: PhoneChangeId,
    /// Why.
    pub kind: PhoneChangeKind,
    /// The new phone, masked.
    pub phone: String,
    /// Where it stands.
    pub state: PhoneChangeState,
    /// When it was asked for.
    pub begun_at: Timestamp,
    /// Until when it may be called off.
    pub due_at: Timestamp,
}

/// An identity from elsewhere that opens the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkedIdentity {
    /// Its id.
    pub id: LinkId,
    /// What people call its provider.
    pub provider: String,
    /// When it was joined.
    pub linked_at: Timestamp,
    /// When it was last used.
    pub used_at: Timestamp,
}

/// Another account of the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherAccount {
    /// Its id.
    pub id: AccountId,
    /// In which capacity it acts.
    pub kind: AccountKind,
    /// Its name.
    pub name: String,
    /// The unit of a staff account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What a staff account may do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<StaffRole>,
    /// The delegation by which one works for this account, which is not one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation_id: Option<DelegationId>,
}

/// When somebody is told of sign-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SignInNotices {
    /// From a device that was not seen before.
    #[default]
    NewDevice,
    /// Every time.
    Always,
}

/// What the holder wants to be told, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// Of which sign-ins.
    pub sign_in_notices: SignInNotices,
    /// By which channels, first to last.
    pub channels: Vec<ChannelKind>,
}

/// A session of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionEntry {
    /// Its id.
    pub id: SessionId,
    /// The program, such as `Chrome`; empty when it is not known.
    pub browser: String,
    /// What it runs on, such as `Android`; empty when it is not known.
    pub system: String,
    /// Where it was opened from.
    pub address: Option<String>,
    /// How.
    pub method: SignInMethod,
    /// Since when.
    pub created_at: Timestamp,
    /// The last request that was noted.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// Another password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The one that holds now.
    pub current: String,
    /// The new one.
    pub password: String,
}

/// The password again, to show that it is still the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmPassword {
    /// The password.
    pub password: String,
}

/// A phone number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChosenPhone {
    /// Blanks, dots and hyphens do not matter.
    pub phone: String,
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChosenEmail {
    /// The address.
    pub email: String,
}

/// The account to act as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SwitchAccount {
    /// One of the same person, or the account for which a delegation lets one work.
    pub account_id: AccountId,
    /// That delegation: the own account goes on in the place of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation_id: Option<DelegationId>,
}

/// Recovery codes, shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// Ten of them.
    pub codes: Vec<String>,
}

/// What happened to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// It was registered by its holder.
    Registered,
    /// It was made for somebody with a verified identity.
    AccountMade,
    /// Signed in.
    SignedIn,
    /// A sign-in failed: the password was wrong.
    SignInFailed,
    /// A wrong one-time code.
    CodeWrong,
    /// Signed out.
    SignedOut,
    /// Another account of the same person took over.
    AccountSwitched,
    /// A session was ended from the account page.
    SessionEnded,
    /// All other sessions were.
    OtherSessionsEnded,
    /// The person showed again who they are.
    IdentityConfirmed,
    /// A forgotten password was replaced.
    PasswordReset,
    /// The password was changed.
    PasswordChanged,
    /// A phone was added.
    PhoneAdded,
    /// Another phone is asked first.
    PhoneChosen,
    /// A phone was taken away.
    PhoneRemoved,
    /// Another phone in place of a lost one was asked for.
    PhoneChangeAsked,
    /// That was called off.
    PhoneChangeCancelled,
    /// Another phone took the place of a lost one.
    PhoneReplaced,
    /// The e-mail address was changed.
    EmailChanged,
    /// The e-mail address was taken away.
    EmailRemoved,
    /// An identity from elsewhere was joined.
    IdentityLinked,
    /// One was taken off.
    IdentityUnlinked,
    /// What is known of the holder was brought up to date.
    HolderUpdated,
    /// New recovery codes were made.
    RecoveryCodesMade,
    /// One was used.
    RecoveryCodeUsed,
    /// Notices were set otherwise.
    PreferencesChanged,
    /// Something of a newer server.
    #[serde(other)]
    Unknown,
}

/// One line of the account's own log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventView {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Timestamp,
    /// Which phone, device or address; may be empty.
    pub detail: String,
}

/// Other ways to the code of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeWays {
    /// Phones and e-mail of the account, masked, each with whether the code went there.
    pub channels: Vec<CodeWay>,
    /// Whether recovery codes are left.
    pub recovery_codes: bool,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeWay {
    /// Hand back to choose it.
    pub key: String,
    /// Masked.
    pub name: String,
    /// Whether it is an e-mail address.
    pub is_email: bool,
    /// Whether the code goes there now.
    pub is_current: bool,
}

/// Sends the code of a sign-in elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendElsewhere {
    /// The challenge of the first step.
    pub challenge_id: crate::id::ChallengeId,
    /// One of the ways.
    pub key: String,
}

/// A recovery code in place of the one-time code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UseRecoveryCode {
    /// The challenge of the first step.
    pub challenge_id: crate::id::ChallengeId,
    /// Blanks and hyphens do not matter.
    pub recovery_code: String,
}

/// What somebody who lost their phone may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LostPhoneStarted {
    /// Hand back with every further step; kept like a password.
    pub flow: String,
    /// Whether recovery codes are left.
    pub recovery_codes: bool,
    /// Whether the new number can be compared with the operator's record.
    pub comparable: bool,
    /// Hours before a new number holds that was compared.
    pub hold_hours: u64,
}

/// The new number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LostPhoneNumber {
    /// The flow of the first step.
    pub flow: String,
    /// The new number.
    pub phone: String,
    /// A recovery code; without one the number is compared with the operator's record.
    #[serde(default)]
    pub recovery_code: Option<String>,
}

/// What came of a lost phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LostPhoneDone {
    /// When the new number holds; absent when it does already.
    pub due_at: Option<Timestamp>,
}

/// The secret of a link in a notice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkSecret {
    /// It.
    pub secret: String,
}

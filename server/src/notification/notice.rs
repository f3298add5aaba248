//! What people are told, and in which words for each channel. A new notice is a variant here, its texts in
//! `shared/locales/*/notice.ftl`, and nothing else.

use super::delegation_news::DelegationTold;
use super::dossier_news::DossierNews;
use super::notice_words::{half, reviewed};
use super::petition_news::PetitionTold;
use chrono::NaiveDate;
use motcua_shared::text::Lang;
use motcua_shared::time::{Timestamp, format_date};
use serde::{Deserialize, Serialize};

/// What a one-time code is good for; said with it, so that nobody gives it away for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodePurpose {
    /// Signing in.
    SignIn,
    /// Making an account.
    Register,
    /// Another password.
    ResetPassword,
    /// Another phone in place of a lost one.
    LostPhone,
    /// A further phone.
    AddPhone,
    /// An e-mail address.
    AddEmail,
    /// The person again, before something that matters.
    Confirm,
    /// An identity from elsewhere joins the account.
    Link,
    /// An account made at the desk.
    Assist,
    /// An officer looks into the vault.
    VaultLook,
}

impl CodePurpose {
    /// Whether an officer asks to hear the code: then nobody is told to keep it from everybody.
    pub const fn is_read_out(self) -> bool {
        matches!(self, Self::Assist | Self::VaultLook)
    }
}

/// What somebody is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// A code to type in.
    OneTimeCode {
        /// The digits.
        code: String,
        /// How long it lives.
        minutes: u64,
        /// What for.
        purpose: CodePurpose,
    },
    /// A dossier was received by the portal.
    DossierSubmitted {
        /// Its code.
        dossier: String,
        /// What is due for it, in đồng.
        #[serde(default)]
        fee: i64,
    },
    /// A draft that nobody goes on with will go.
    DraftEnds {
        /// The day.
        day: NaiveDate,
        /// Name of its procedure.
        procedure: String,
    },
    /// An account was made.
    AccountOpened {
        /// When.
        at: Timestamp,
    },
    /// A session began on a device that was not seen before.
    SignedInOnNewDevice {
        /// When.
        at: Timestamp,
        /// In words, such as "Chrome, Android".
        device: String,
    },
    /// A session began, for who wants to know of each.
    SignedIn {
        /// When.
        at: Timestamp,
        /// In words, such as "Chrome, Android".
        device: String,
    },
    /// A further phone was added.
    PhoneAdded {
        /// The new one, masked.
        phone: String,
        /// For how long it can be called off.
        hours: u64,
        /// Where.
        url: String,
    },
    /// A phone was taken away.
    PhoneRemoved {
        /// When.
        at: Timestamp,
        /// Which, masked.
        phone: String,
    },
    /// New recovery codes were made.
    RecoveryCodesMade {
        /// When.
        at: Timestamp,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// When.
        at: Timestamp,
        /// How many are left.
        left: u32,
    },
    /// The phone number is another one.
    PhoneChanged {
        /// When.
        at: Timestamp,
        /// The new one, masked.
        phone: String,
    },
    /// The e-mail address is another one.
    EmailChanged {
        /// When.
        at: Timestamp,
    },
    /// The e-mail address was taken away.
    EmailRemoved {
        /// When.
        at: Timestamp,
    },
    /// The password is another one.
    PasswordChanged {
        /// When.
        at: Timestamp,
    },
    /// Where to set the password.
    PasswordLink {
        /// Works once.
        url: String,
        /// How long it lives.
        hours: u64,
    },
    /// Somebody asked to recover the account, which is held back for a while so that its owner may object.
    AccountHold {
        /// When it was asked for.
        at: Timestamp,
        /// The new phone, masked.
        phone: String,
        /// How long it is held.
        hours: u64,
        /// Where to call it off.
        url: String,
    },
    /// The account was opened with a certificate that was not seen before.
    CertificateAdded {
        /// When.
        at: Timestamp,
        /// The last day of the certificate.
        until: String,
    },
    /// Signed in with a token, a signing SIM included.
    SignedInWithToken {
        /// When.
        at: Timestamp,
    },
    /// The desk settled what somebody said of an account; for whoever said it.
    ClaimSettled {
        /// What was decided.
        outcome: ClaimOutcome,
    },
    /// The same, for the account.
    AccountReviewed {
        /// When.
        at: Timestamp,
        /// Whether it is suspended now.
        suspended: bool,
    },
    /// Somebody shares a paper; for the organisation that may see it.
    PaperShared {
        /// When.
        at: Timestamp,
        /// Who shares it.
        from: String,
        /// Where it lies.
        url: String,
    },
    /// A share was used as often as it may be; for the owner.
    ShareUsedUp {
        /// When.
        at: Timestamp,
        /// Name of the paper.
        paper: String,
    },
    /// An officer looks into the vault with the owner's consent; for the owner.
    VaultLooked {
        /// When.
        at: Timestamp,
        /// Name of the unit.
        unit: String,
        /// Where the owner sees what was read, and objects.
        url: String,
    },
    /// An administrator changed what an officer may do.
    StaffRights {
        /// When.
        at: Timestamp,
        /// What.
        change: RightsChange,
    },
    /// Passwords open the officer's account no longer from a day on.
    PasswordCloses {
        /// The day.
        day: NaiveDate,
    },
    /// What became of a delegation; for both officers.
    Delegation(DelegationTold),
    /// A day was agreed for a certified copy.
    CopyAppointed {
        /// The day.
        day: NaiveDate,
        /// Which half of it.
        is_morning: bool,
    },
    /// A certified copy lies in the vault.
    CopyIssued {
        /// Its number and year.
        number: String,
    },
    /// A certified copy was refused.
    CopyRefused {
        /// When.
        at: Timestamp,
    },
    /// The antivirus found something in a file that was sent.
    FileInfected {
        /// When.
        at: Timestamp,
        /// Its name.
        file: String,
    },
    /// How a feedback on a result goes on.
    Feedback {
        /// When.
        at: Timestamp,
        /// What is new.
        news: FeedbackNews,
    },
    /// How a petition goes on.
    Petition(PetitionTold),
    /// A dossier was filed with a file that its agency has replaced since.
    DossierPaperReplaced {
        /// Its code.
        dossier: String,
    },
    /// How a dossier goes on.
    DossierMoved {
        /// Its code.
        dossier: String,
        /// What is new.
        news: DossierNews,
    },
}

/// What is new of a feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedbackNews {
    /// It lies with the agency.
    Sent,
    /// Its officers compare.
    Comparing,
    /// The right file is in the vault.
    Replaced,
    /// The agency says why the file is right.
    Refused,
}

/// What was done to a staff account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RightsChange {
    /// It was made.
    Added,
    /// Roles, unit or contact are others.
    Changed,
    /// It is suspended.
    Suspended,
    /// It may act again.
    Resumed,
    /// It is closed for ever.
    Removed,
}

/// What the desk decided on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimOutcome {
    /// The account stays.
    Kept,
    /// It is suspended.
    Suspended,
    /// There is none.
    NoAccount,
}

/// What it says stays out of logs.
impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}

impl Notice {
    /// The stable names of all notices, by which templates are set.
    pub const KINDS: [&str; 34] = [
        "one-time-code",
        "dossier-submitted",
        "draft-ends",
        "account-opened",
        "signed-in-on-new-device",
        "signed-in",
        "phone-added",
        "phone-removed",
        "recovery-codes-made",
        "recovery-code-used",
        "phone-changed",
        "email-changed",
        "email-removed",
        "password-changed",
        "password-link",
        "account-hold",
        "certificate-added",
        "file-infected",
        "signed-in-with-token",
        "claim-settled",
        "account-reviewed",
        "paper-shared",
        "share-used-up",
        "vault-looked",
        "staff-rights",
        "password-closes",
        "delegation",
        "copy-appointed",
        "copy-issued",
        "copy-refused",
        "feedback",
        "petition",
        "dossier-paper-replaced",
        "dossier-moved",
    ];

    /// The stable name.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OneTimeCode { .. } => "one-time-code",
            Self::DossierSubmitted { .. } => "dossier-submitted",
            Self::AccountOpened { .. } => "account-opened",
            Self::SignedInOnNewDevice { .. } => "signed-in-on-new-device",
            Self::SignedIn { .. } => "signed-in",
            Self::PhoneAdded { .. } => "phone-added",
            Self::PhoneRemoved { .. } => "phone-removed",
            Self::RecoveryCodesMade { .. } => "recovery-codes-made",
            Self::RecoveryCodeUsed { .. } => "recovery-code-used",
            Self::PhoneChanged { .. } => "phone-changed",
            Self::EmailChanged { .. } => "email-changed",
            Self::EmailRemoved { .. } => "email-removed",
            Self::PasswordChanged { .. } => "password-changed",
            Self::PasswordLink { .. } => "password-link",
            Self::AccountHold { .. } => "account-hold",
            Self::CertificateAdded { .. } => "certificate-added",
            Self::SignedInWithToken { .. } => "signed-in-with-token",
            Self::ClaimSettled { .. } => "claim-settled",
            Self::AccountReviewed { .. } => "account-reviewed",
            Self::PaperShared { .. } => "paper-shared",
            Self::ShareUsedUp { .. } => "share-used-up",
            Self::VaultLooked { .. } => "vault-looked",
            Self::StaffRights { .. } => "staff-rights",
            Self::PasswordCloses { .. } => "password-closes",
            Self::Delegation(_) => "delegation",
            Self::CopyAppointed { .. } => "copy-appointed",
            Self::CopyIssued { .. } => "copy-issued",
            Self::CopyRefused { .. } => "copy-refused",
            Self::FileInfected { .. } => "file-infected",
            Self::Feedback { .. } => "feedback",
            Self::Petition(_) => "petition",
            Self::DossierPaperReplaced { .. } => "dossier-paper-replaced",
            Self::DossierMoved { .. } => "dossier-moved",
            Self::DraftEnds { .. } => "draft-ends",
        }
    }

    /// Codes go by SMS first, whatever order somebody chose for the rest.
    pub const fn is_code(&self) -> bool {
        matches!(self, Self::OneTimeCode { .. })
    }

    /// The values that a template of the operator may name.
    pub fn values(&self, lang: Lang) -> Vec<(&'static str, String)> {
        match self {
            Self::OneTimeCode {
                code,
                minutes,
                purpose,
            } => vec![
                ("code", code.clone()),
                ("minutes", minutes.to_string()),
                ("purpose", purpose.plain(lang).to_owned()),
            ],
            Self::DossierSubmitted { dossier, .. } | Self::DossierPaperReplaced { dossier } => {
                vec![("dossier", dossier.clone())]
            }
            Self::DossierMoved { dossier, news } => {
                vec![("dossier", dossier.clone()), ("outcome", news.proper(lang))]
            }
            Self::AccountOpened { at }
            | Self::EmailChanged { at }
            | Self::EmailRemoved { at }
            | Self::PasswordChanged { at }
            | Self::RecoveryCodesMade { at }
            | Self::CopyRefused { at }
            | Self::SignedInWithToken { at } => {
                vec![("time", at.vietnam_minute())]
            }
            Self::CertificateAdded { at, until } => {
                vec![("time", at.vietnam_minute()), ("until", until.clone())]
            }
            Self::SignedInOnNewDevice { at, device } | Self::SignedIn { at, device } => {
                vec![("time", at.vietnam_minute()), ("device", device.clone())]
            }
            Self::PhoneChanged { at, phone } | Self::PhoneRemoved { at, phone } => {
                vec![("time", at.vietnam_minute()), ("phone", phone.clone())]
            }
            Self::ClaimSettled { outcome } => vec![("outcome", outcome.proper(lang).to_owned())],
            Self::AccountReviewed { at, suspended } => vec![
                ("time", at.vietnam_minute()),
                ("outcome", reviewed(*suspended, lang).to_owned()),
            ],
            Self::PaperShared { at, from, url } => vec![
                ("time", at.vietnam_minute()),
                ("from", from.clone()),
                ("url", url.clone()),
            ],
            Self::ShareUsedUp { at, paper } => {
                vec![("time", at.vietnam_minute()), ("paper", paper.clone())]
            }
            Self::VaultLooked { at, unit, url } => vec![
                ("time", at.vietnam_minute()),
                ("unit", unit.clone()),
                ("url", url.clone()),
            ],
            Self::StaffRights { at, change } => vec![
                ("time", at.vietnam_minute()),
                ("outcome", change.proper(lang).to_owned()),
            ],
            Self::PasswordCloses { day } => vec![("day", format_date(*day))],
            Self::Delegation(told) => told.values(lang),
            Self::Petition(told) => told.values(lang),
            Self::CopyAppointed { day, is_morning } => {
                vec![("day", format_date(*day)), ("part", half(*is_morning, lang))]
            }
            Self::DraftEnds { day, procedure } => {
                vec![("day", format_date(*day)), ("procedure", procedure.clone())]
            }
            Self::CopyIssued { number } => vec![("number", number.clone())],
            Self::FileInfected { at, file } => vec![("time", at.vietnam_minute()), ("file", file.clone())],
            Self::Feedback { at, news } => vec![
                ("time", at.vietnam_minute()),
                ("outcome", news.proper(lang).to_owned()),
            ],
            Self::PhoneAdded { phone, hours, url } => vec![
                ("phone", phone.clone()),
                ("hours", hours.to_string()),
                ("url", url.clone()),
            ],
            Self::RecoveryCodeUsed { at, left } => {
                vec![("time", at.vietnam_minute()), ("left", left.to_string())]
            }
            Self::PasswordLink { url, hours } => vec![("url", url.clone()), ("hours", hours.to_string())],
            Self::AccountHold {
                at,
                phone,
                hours,
                url,
            } => vec![
                ("time", at.vietnam_minute()),
                ("phone", phone.clone()),
                ("hours", hours.to_string()),
                ("url", url.clone()),
            ],
        }
    }
}

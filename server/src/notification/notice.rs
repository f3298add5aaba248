//! What people are told, and in which words for each channel. A new notice is a variant here, its texts in
//! `shared/locales/*/notice.ftl`, and nothing else.

use motcua_shared::text::{Lang, notice as words};
use motcua_shared::time::Timestamp;
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
    pub const KINDS: [&str; 18] = [
        "one-time-code",
        "dossier-submitted",
        "account-opened",
        "signed-in-on-new-device",
        "signed-in",
        "phone-added",
        "phone-removed",
        "recovery-codes-made",
        "recovery-code-used",
        "phone-changed",
        "email-changed",
        "password-changed",
        "password-link",
        "account-hold",
        "certificate-added",
        "signed-in-with-token",
        "claim-settled",
        "account-reviewed",
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
            Self::PasswordChanged { .. } => "password-changed",
            Self::PasswordLink { .. } => "password-link",
            Self::AccountHold { .. } => "account-hold",
            Self::CertificateAdded { .. } => "certificate-added",
            Self::SignedInWithToken { .. } => "signed-in-with-token",
            Self::ClaimSettled { .. } => "claim-settled",
            Self::AccountReviewed { .. } => "account-reviewed",
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
            Self::DossierSubmitted { dossier } => vec![("dossier", dossier.clone())],
            Self::AccountOpened { at }
            | Self::EmailChanged { at }
            | Self::PasswordChanged { at }
            | Self::RecoveryCodesMade { at }
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

    /// The text of an SMS.
    pub fn sms(&self, lang: Lang) -> String {
        match self {
            Self::OneTimeCode {
                code,
                minutes,
                purpose,
            } => words::sms_one_time_code(lang, code, minutes, purpose.plain(lang)),
            Self::DossierSubmitted { dossier } => words::sms_dossier_submitted(lang, dossier),
            Self::AccountOpened { at } => words::sms_account_opened(lang, at.vietnam_minute()),
            Self::SignedInOnNewDevice { at, .. } => words::sms_new_device(lang, at.vietnam_minute()),
            Self::PhoneChanged { at, phone } => words::sms_phone_changed(lang, phone, at.vietnam_minute()),
            Self::EmailChanged { at } => words::sms_email_changed(lang, at.vietnam_minute()),
            Self::PasswordChanged { at } => words::sms_password_changed(lang, at.vietnam_minute()),
            Self::PasswordLink { url, hours } => words::sms_password_link(lang, hours, url),
            Self::CertificateAdded { at, until } => {
                words::sms_certificate_added(lang, at.vietnam_minute(), until)
            }
            Self::SignedInWithToken { at } => words::sms_signed_in_with_token(lang, at.vietnam_minute()),
            Self::ClaimSettled { outcome } => words::sms_claim_settled(lang, outcome.plain(lang)),
            Self::AccountReviewed { at, suspended } => {
                let outcome = match suspended {
                    true => words::reviewed_suspended(lang),
                    false => words::reviewed_kept(lang),
                };
                words::sms_account_reviewed(lang, outcome, at.vietnam_minute())
            }
            Self::AccountHold {
                phone, hours, url, ..
            } => words::sms_account_hold(lang, hours, phone, url),
            Self::SignedIn { at, .. } => words::sms_signed_in(lang, at.vietnam_minute()),
            Self::PhoneAdded { phone, hours, url } => words::sms_phone_added(lang, hours, phone, url),
            Self::PhoneRemoved { at, phone } => words::sms_phone_removed(lang, phone, at.vietnam_minute()),
            Self::RecoveryCodesMade { at } => words::sms_recovery_codes_made(lang, at.vietnam_minute()),
            Self::RecoveryCodeUsed { at, left } => {
                words::sms_recovery_code_used(lang, left, at.vietnam_minute())
            }
        }
    }

    /// The subject of an e-mail.
    pub fn subject(&self, lang: Lang) -> String {
        match self {
            Self::OneTimeCode { .. } => words::subject_one_time_code(lang).to_owned(),
            Self::DossierSubmitted { dossier } => words::subject_dossier_submitted(lang, dossier),
            Self::AccountOpened { .. } => words::subject_account_opened(lang).to_owned(),
            Self::SignedInOnNewDevice { .. } => words::subject_new_device(lang).to_owned(),
            Self::PhoneChanged { .. } => words::subject_phone_changed(lang).to_owned(),
            Self::EmailChanged { .. } => words::subject_email_changed(lang).to_owned(),
            Self::PasswordChanged { .. } => words::subject_password_changed(lang).to_owned(),
            Self::PasswordLink { .. } => words::subject_password_link(lang).to_owned(),
            Self::AccountHold { .. } => words::subject_account_hold(lang).to_owned(),
            Self::CertificateAdded { .. } => words::subject_certificate_added(lang).to_owned(),
            Self::SignedInWithToken { .. } => words::subject_signed_in_with_token(lang).to_owned(),
            Self::ClaimSettled { .. } => words::subject_claim_settled(lang).to_owned(),
            Self::AccountReviewed { .. } => words::subject_account_reviewed(lang).to_owned(),
            Self::SignedIn { .. } => words::subject_signed_in(lang).to_owned(),
            Self::PhoneAdded { .. } => words::subject_phone_added(lang).to_owned(),
            Self::PhoneRemoved { .. } => words::subject_phone_removed(lang).to_owned(),
            Self::RecoveryCodesMade { .. } => words::subject_recovery_codes_made(lang).to_owned(),
            Self::RecoveryCodeUsed { .. } => words::subject_recovery_code_used(lang).to_owned(),
        }
    }

    /// The text of an e-mail.
    pub fn mail(&self, lang: Lang) -> String {
        let body = match self {
            Self::OneTimeCode {
                code,
                minutes,
                purpose,
            } => words::mail_one_time_code(lang, code, minutes, purpose.proper(lang)),
            Self::DossierSubmitted { dossier } => words::mail_dossier_submitted(lang, dossier),
            Self::AccountOpened { at } => words::mail_account_opened(lang, at.vietnam_minute()),
            Self::SignedInOnNewDevice { at, device } => {
                words::mail_new_device(lang, device, at.vietnam_minute())
            }
            Self::PhoneChanged { at, phone } => words::mail_phone_changed(lang, phone, at.vietnam_minute()),
            Self::EmailChanged { at } => words::mail_email_changed(lang, at.vietnam_minute()),
            Self::PasswordChanged { at } => words::mail_password_changed(lang, at.vietnam_minute()),
            Self::PasswordLink { url, hours } => words::mail_password_link(lang, hours, url),
            Self::CertificateAdded { at, until } => {
                words::mail_certificate_added(lang, at.vietnam_minute(), until)
            }
            Self::SignedInWithToken { at } => words::mail_signed_in_with_token(lang, at.vietnam_minute()),
            Self::ClaimSettled { outcome } => words::mail_claim_settled(lang, outcome.proper(lang)),
            Self::AccountReviewed { at, suspended } => {
                words::mail_account_reviewed(lang, reviewed(*suspended, lang), at.vietnam_minute())
            }
            Self::AccountHold {
                at,
                phone,
                hours,
                url,
            } => words::mail_account_hold(lang, hours, phone, at.vietnam_minute(), url),
            Self::SignedIn { at, device } => words::mail_signed_in(lang, device, at.vietnam_minute()),
            Self::PhoneAdded { phone, hours, url } => words::mail_phone_added(lang, hours, phone, url),
            Self::PhoneRemoved { at, phone } => words::mail_phone_removed(lang, phone, at.vietnam_minute()),
            Self::RecoveryCodesMade { at } => words::mail_recovery_codes_made(lang, at.vietnam_minute()),
            Self::RecoveryCodeUsed { at, left } => {
                words::mail_recovery_code_used(lang, left, at.vietnam_minute())
            }
        };
        format!("{body}\n\n-- \n{}\n", words::mail_footer(lang))
    }
}

fn reviewed(suspended: bool, lang: Lang) -> &'static str {
    match suspended {
        true => words::mail_reviewed_suspended(lang),
        false => words::mail_reviewed_kept(lang),
    }
}

impl ClaimOutcome {
    fn plain(self, lang: Lang) -> &'static str {
        match self {
            Self::Kept => words::claim_kept(lang),
            Self::Suspended => words::claim_suspended(lang),
            Self::NoAccount => words::claim_no_account(lang),
        }
    }

    fn proper(self, lang: Lang) -> &'static str {
        match self {
            Self::Kept => words::mail_claim_kept(lang),
            Self::Suspended => words::mail_claim_suspended(lang),
            Self::NoAccount => words::mail_claim_no_account(lang),
        }
    }
}

impl CodePurpose {
    fn plain(self, lang: Lang) -> &'static str {
        match self {
            Self::SignIn => words::purpose_sign_in(lang),
            Self::Register => words::purpose_register(lang),
            Self::ResetPassword => words::purpose_reset_password(lang),
            Self::LostPhone => words::purpose_lost_phone(lang),
            Self::AddPhone => words::purpose_add_phone(lang),
            Self::AddEmail => words::purpose_add_email(lang),
            Self::Confirm => words::purpose_confirm(lang),
            Self::Link => words::purpose_link(lang),
            Self::Assist => words::purpose_assist(lang),
        }
    }

    fn proper(self, lang: Lang) -> &'static str {
        match self {
            Self::SignIn => words::mail_purpose_sign_in(lang),
            Self::Register => words::mail_purpose_register(lang),
            Self::ResetPassword => words::mail_purpose_reset_password(lang),
            Self::LostPhone => words::mail_purpose_lost_phone(lang),
            Self::AddPhone => words::mail_purpose_add_phone(lang),
            Self::AddEmail => words::mail_purpose_add_email(lang),
            Self::Confirm => words::mail_purpose_confirm(lang),
            Self::Link => words::mail_purpose_link(lang),
            Self::Assist => words::mail_purpose_assist(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As long as one of a province with a long name.
    const LINK: &str = "https://dichvucong.thuathienhue.gov.vn/huy#AbCdEfGhIjKlMnOpQrStUv";

    fn all() -> Vec<Notice> {
        let at = Timestamp::parse("2026-11-20T02:41:00Z").unwrap();
        let purpose = CodePurpose::LostPhone;
        vec![
            Notice::OneTimeCode {
                code: "123456".to_owned(),
                minutes: 10,
                purpose,
            },
            Notice::DossierSubmitted {
                dossier: "H21.101-261120-0001".to_owned(),
            },
            Notice::AccountOpened { at },
            Notice::SignedInOnNewDevice {
                at,
                device: "Chrome, Android".to_owned(),
            },
            Notice::SignedIn {
                at,
                device: "Chrome, Android".to_owned(),
            },
            Notice::PhoneAdded {
                phone: "*** *** 678".to_owned(),
                hours: 24,
                url: LINK.to_owned(),
            },
            Notice::PhoneRemoved {
                at,
                phone: "*** *** 678".to_owned(),
            },
            Notice::RecoveryCodesMade { at },
            Notice::RecoveryCodeUsed { at, left: 9 },
            Notice::PhoneChanged {
                at,
                phone: "*** *** 678".to_owned(),
            },
            Notice::EmailChanged { at },
            Notice::PasswordChanged { at },
            Notice::PasswordLink {
                url: "https://dvc.example.vn/dat-mat-khau".to_owned(),
                hours: 24,
            },
            Notice::CertificateAdded {
                at,
                until: "20/11/2029".to_owned(),
            },
            Notice::SignedInWithToken { at },
            Notice::ClaimSettled {
                outcome: ClaimOutcome::Suspended,
            },
            Notice::AccountReviewed { at, suspended: true },
            Notice::AccountHold {
                at,
                phone: "*** *** 678".to_owned(),
                hours: 24,
                url: LINK.to_owned(),
            },
        ]
    }

    #[test]
    fn the_names_of_notices_are_those_that_are_stored() {
        let names: Vec<&str> = all().iter().map(Notice::kind).collect();
        assert_eq!(names, Notice::KINDS);
        for notice in all() {
            let stored = serde_json::to_value(&notice).unwrap();
            assert_eq!(stored["kind"], notice.kind());
            assert_eq!(serde_json::from_value::<Notice>(stored).unwrap(), notice);
        }
    }

    #[test]
    fn an_sms_is_one_part_without_marks() {
        for notice in all() {
            for lang in [Lang::Vi, Lang::En] {
                let text = notice.sms(lang);
                assert!(text.is_ascii() && !text.contains('{'), "{text}");
                assert!(text.len() <= 160, "{}: {text}", text.len());
            }
        }
    }

    #[test]
    fn an_email_says_everything_in_both_languages() {
        for notice in all() {
            let (vi, en) = (notice.mail(Lang::Vi), notice.mail(Lang::En));
            for text in [&vi, &en, &notice.subject(Lang::Vi), &notice.subject(Lang::En)] {
                assert!(!text.contains(['{', '\u{1}', '\u{2}']), "{text}");
            }
            assert!(!vi.is_ascii() && vi != en);
            for (name, value) in notice
                .values(Lang::En)
                .into_iter()
                .filter(|(name, _)| *name != "purpose")
            {
                assert!(en.contains(&value), "{name} of {}: {en}", notice.kind());
            }
        }
    }

    #[test]
    fn a_notice_prints_its_name_and_nothing_of_what_it_says() {
        let code = Notice::OneTimeCode {
            code: "123456".to_owned(),
            minutes: 2,
            purpose: CodePurpose::SignIn,
        };
        assert_eq!(format!("{code:?}"), "one-time-code");
    }
}

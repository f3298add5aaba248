//! What a notice says, by SMS and by e-mail.

use super::dossier_news::plain_money;
use super::notice::{ClaimOutcome, CodePurpose, FeedbackNews, Notice, RightsChange};
use motcua_shared::payment::words::money;
use motcua_shared::text::{Lang, notice as words};
use motcua_shared::time::format_date;
use motcua_shared::vault::appointment;
use motcua_shared::vault::certified::{Appointment, HalfOfDay};

impl Notice {
    /// The text of an SMS.
    pub fn sms(&self, lang: Lang) -> String {
        match self {
            Self::OneTimeCode {
                code,
                minutes,
                purpose,
            } => match purpose.is_read_out() {
                true => words::sms_read_out_code(lang, code, minutes, purpose.plain(lang)),
                false => words::sms_one_time_code(lang, code, minutes, purpose.plain(lang)),
            },
            Self::DossierSubmitted { dossier, fee: 0 } => words::sms_dossier_submitted(lang, dossier),
            Self::DossierSubmitted { dossier, fee } => {
                words::sms_dossier_submitted_fee(lang, plain_money(*fee, lang), dossier)
            }
            Self::DraftEnds { day, .. } => words::sms_draft_ends(lang, format_date(*day)),
            Self::AccountOpened { at } => words::sms_account_opened(lang, at.vietnam_minute()),
            Self::SignedInOnNewDevice { at, .. } => words::sms_new_device(lang, at.vietnam_minute()),
            Self::PhoneChanged { at, phone } => words::sms_phone_changed(lang, phone, at.vietnam_minute()),
            Self::EmailChanged { at } => words::sms_email_changed(lang, at.vietnam_minute()),
            Self::EmailRemoved { at } => words::sms_email_removed(lang, at.vietnam_minute()),
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
            Self::StaffRights { at, change } => {
                words::sms_staff_rights(lang, change.plain(lang), at.vietnam_minute())
            }
            Self::PasswordCloses { day } => words::sms_password_closes(lang, format_date(*day)),
            Self::Delegation(told) => told.sms(lang),
            Self::Petition(told) => told.sms(lang),
            Self::CopyAppointed { day, is_morning } => {
                let part = match is_morning {
                    true => words::half_morning(lang),
                    false => words::half_afternoon(lang),
                };
                words::sms_copy_appointed(lang, format_date(*day), part)
            }
            Self::CopyIssued { number } => words::sms_copy_issued(lang, number),
            Self::CopyRefused { at } => words::sms_copy_refused(lang, at.vietnam_minute()),
            Self::FileInfected { at, .. } => words::sms_file_infected(lang, at.vietnam_minute()),
            Self::Feedback { at, news } => words::sms_feedback(lang, news.plain(lang), at.vietnam_minute()),
            Self::DossierPaperReplaced { dossier } => words::sms_dossier_paper_replaced(lang, dossier),
            Self::DossierMoved { dossier, news } => words::sms_dossier_moved(lang, dossier, news.plain(lang)),
            Self::PaperShared { at, url, .. } => words::sms_paper_shared(lang, at.vietnam_minute(), url),
            Self::ShareUsedUp { at, .. } => words::sms_share_used_up(lang, at.vietnam_minute()),
            Self::VaultLooked { at, url, .. } => words::sms_vault_looked(lang, at.vietnam_minute(), url),
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
            Self::DossierSubmitted { dossier, .. } => words::subject_dossier_submitted(lang, dossier),
            Self::DraftEnds { .. } => words::subject_draft_ends(lang).to_owned(),
            Self::AccountOpened { .. } => words::subject_account_opened(lang).to_owned(),
            Self::SignedInOnNewDevice { .. } => words::subject_new_device(lang).to_owned(),
            Self::PhoneChanged { .. } => words::subject_phone_changed(lang).to_owned(),
            Self::EmailChanged { .. } => words::subject_email_changed(lang).to_owned(),
            Self::EmailRemoved { .. } => words::subject_email_removed(lang).to_owned(),
            Self::PasswordChanged { .. } => words::subject_password_changed(lang).to_owned(),
            Self::PasswordLink { .. } => words::subject_password_link(lang).to_owned(),
            Self::AccountHold { .. } => words::subject_account_hold(lang).to_owned(),
            Self::CertificateAdded { .. } => words::subject_certificate_added(lang).to_owned(),
            Self::SignedInWithToken { .. } => words::subject_signed_in_with_token(lang).to_owned(),
            Self::ClaimSettled { .. } => words::subject_claim_settled(lang).to_owned(),
            Self::AccountReviewed { .. } => words::subject_account_reviewed(lang).to_owned(),
            Self::PaperShared { .. } => words::subject_paper_shared(lang).to_owned(),
            Self::ShareUsedUp { .. } => words::subject_share_used_up(lang).to_owned(),
            Self::VaultLooked { .. } => words::subject_vault_looked(lang).to_owned(),
            Self::StaffRights { .. } => words::subject_staff_rights(lang).to_owned(),
            Self::PasswordCloses { day } => words::subject_password_closes(lang, format_date(*day)),
            Self::Delegation(told) => told.subject(lang),
            Self::Petition(told) => told.subject(lang),
            Self::CopyAppointed { .. } => words::subject_copy_appointed(lang).to_owned(),
            Self::CopyIssued { .. } => words::subject_copy_issued(lang).to_owned(),
            Self::CopyRefused { .. } => words::subject_copy_refused(lang).to_owned(),
            Self::FileInfected { .. } => words::subject_file_infected(lang).to_owned(),
            Self::Feedback { .. } => words::subject_feedback(lang).to_owned(),
            Self::DossierPaperReplaced { dossier } => words::subject_dossier_paper_replaced(lang, dossier),
            Self::DossierMoved { dossier, .. } => words::subject_dossier_moved(lang, dossier),
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
            } => match purpose.is_read_out() {
                true => words::mail_read_out_code(lang, code, minutes, purpose.proper(lang)),
                false => words::mail_one_time_code(lang, code, minutes, purpose.proper(lang)),
            },
            Self::DossierSubmitted { dossier, fee: 0 } => words::mail_dossier_submitted(lang, dossier),
            Self::DossierSubmitted { dossier, fee } => {
                words::mail_dossier_submitted_fee(lang, money(*fee, lang), dossier)
            }
            Self::DraftEnds { day, procedure } => words::mail_draft_ends(lang, format_date(*day), procedure),
            Self::AccountOpened { at } => words::mail_account_opened(lang, at.vietnam_minute()),
            Self::SignedInOnNewDevice { at, device } => {
                words::mail_new_device(lang, device, at.vietnam_minute())
            }
            Self::PhoneChanged { at, phone } => words::mail_phone_changed(lang, phone, at.vietnam_minute()),
            Self::EmailChanged { at } => words::mail_email_changed(lang, at.vietnam_minute()),
            Self::EmailRemoved { at } => words::mail_email_removed(lang, at.vietnam_minute()),
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
            Self::StaffRights { at, change } => {
                words::mail_staff_rights(lang, change.proper(lang), at.vietnam_minute())
            }
            Self::PasswordCloses { day } => words::mail_password_closes(lang, format_date(*day)),
            Self::Delegation(told) => told.mail(lang),
            Self::Petition(told) => told.mail(lang),
            Self::CopyAppointed { day, is_morning } => {
                let half = HalfOfDay::of(*is_morning);
                let at = Appointment { day: *day, half };
                words::mail_copy_appointed(lang, appointment::words(at, lang))
            }
            Self::CopyIssued { number } => words::mail_copy_issued(lang, number),
            Self::CopyRefused { at } => words::mail_copy_refused(lang, at.vietnam_minute()),
            Self::FileInfected { at, file } => words::mail_file_infected(lang, file, at.vietnam_minute()),
            Self::Feedback { at, news } => words::mail_feedback(lang, news.proper(lang), at.vietnam_minute()),
            Self::DossierPaperReplaced { dossier } => words::mail_dossier_paper_replaced(lang, dossier),
            Self::DossierMoved { dossier, news } => {
                words::mail_dossier_moved(lang, dossier, news.proper(lang))
            }
            Self::PaperShared { at, from, url } => {
                words::mail_paper_shared(lang, from, at.vietnam_minute(), url)
            }
            Self::ShareUsedUp { at, paper } => words::mail_share_used_up(lang, paper, at.vietnam_minute()),
            Self::VaultLooked { at, unit, url } => {
                words::mail_vault_looked(lang, at.vietnam_minute(), unit, url)
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

/// Which half of the day, with its hours.
pub(super) fn half(is_morning: bool, lang: Lang) -> String {
    appointment::half(HalfOfDay::of(is_morning), lang)
}

pub(super) fn reviewed(suspended: bool, lang: Lang) -> &'static str {
    match suspended {
        true => words::mail_reviewed_suspended(lang),
        false => words::mail_reviewed_kept(lang),
    }
}

impl FeedbackNews {
    pub(super) fn plain(self, lang: Lang) -> &'static str {
        match self {
            Self::Sent => words::feedback_sent(lang),
            Self::Comparing => words::feedback_comparing(lang),
            Self::Replaced => words::feedback_replaced(lang),
            Self::Refused => words::feedback_refused(lang),
        }
    }

    pub(super) fn proper(self, lang: Lang) -> &'static str {
        match self {
            Self::Sent => words::mail_feedback_sent(lang),
            Self::Comparing => words::mail_feedback_comparing(lang),
            Self::Replaced => words::mail_feedback_replaced(lang),
            Self::Refused => words::mail_feedback_refused(lang),
        }
    }
}

impl RightsChange {
    pub(super) fn plain(self, lang: Lang) -> &'static str {
        match self {
            Self::Added => words::rights_added(lang),
            Self::Changed => words::rights_changed(lang),
            Self::Suspended => words::rights_suspended(lang),
            Self::Resumed => words::rights_resumed(lang),
            Self::Removed => words::rights_removed(lang),
        }
    }

    pub(super) fn proper(self, lang: Lang) -> &'static str {
        match self {
            Self::Added => words::mail_rights_added(lang),
            Self::Changed => words::mail_rights_changed(lang),
            Self::Suspended => words::mail_rights_suspended(lang),
            Self::Resumed => words::mail_rights_resumed(lang),
            Self::Removed => words::mail_rights_removed(lang),
        }
    }
}

impl ClaimOutcome {
    pub(super) fn plain(self, lang: Lang) -> &'static str {
        match self {
            Self::Kept => words::claim_kept(lang),
            Self::Suspended => words::claim_suspended(lang),
            Self::NoAccount => words::claim_no_account(lang),
        }
    }

    pub(super) fn proper(self, lang: Lang) -> &'static str {
        match self {
            Self::Kept => words::mail_claim_kept(lang),
            Self::Suspended => words::mail_claim_suspended(lang),
            Self::NoAccount => words::mail_claim_no_account(lang),
        }
    }
}

impl CodePurpose {
    pub(super) fn plain(self, lang: Lang) -> &'static str {
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
            Self::VaultLook => words::purpose_vault_look(lang),
        }
    }

    pub(super) fn proper(self, lang: Lang) -> &'static str {
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
            Self::VaultLook => words::mail_purpose_vault_look(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notification::delegation_news::DelegationTold;
    use crate::notification::dossier_news::DossierNews;
    use crate::notification::petition_news::PetitionTold;
    use motcua_shared::time::Timestamp;

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
                fee: 0,
            },
            Notice::DossierSubmitted {
                dossier: "H21.24.101-261120-0001".to_owned(),
                fee: 100_000_000,
            },
            Notice::DraftEnds {
                day: chrono::NaiveDate::from_ymd_opt(2027, 2, 20).unwrap(),
                procedure: "Thủ tục đăng ký khai sinh".to_owned(),
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
            Notice::EmailRemoved { at },
            Notice::PasswordChanged { at },
            Notice::PasswordLink {
                url: "https://dvc.example.vn/dat-mat-khau".to_owned(),
                hours: 24,
            },
            Notice::AccountHold {
                at,
                phone: "*** *** 678".to_owned(),
                hours: 24,
                url: LINK.to_owned(),
            },
            Notice::CertificateAdded {
                at,
                until: "20/11/2029".to_owned(),
            },
            Notice::FileInfected {
                at,
                file: "Tờ trình.pdf".to_owned(),
            },
            Notice::SignedInWithToken { at },
            Notice::ClaimSettled {
                outcome: ClaimOutcome::Suspended,
            },
            Notice::AccountReviewed { at, suspended: true },
            Notice::PaperShared {
                at,
                from: "Nguyễn Thị Mẫu".to_owned(),
                url: "https://dichvucong.thuathienhue.gov.vn/kho/duoc-chia-se".to_owned(),
            },
            Notice::ShareUsedUp {
                at,
                paper: "Giấy khai sinh".to_owned(),
            },
            Notice::VaultLooked {
                at,
                unit: "Ủy ban nhân dân xã Tuy Phước".to_owned(),
                url: "https://dichvucong.thuathienhue.gov.vn/kho/nhat-ky".to_owned(),
            },
            Notice::StaffRights {
                at,
                change: RightsChange::Changed,
            },
            Notice::PasswordCloses {
                day: chrono::NaiveDate::from_ymd_opt(2026, 12, 20).unwrap(),
            },
            Notice::Delegation(DelegationTold::sample()),
            Notice::CopyAppointed {
                day: chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
                is_morning: false,
            },
            Notice::CopyIssued {
                number: "07/2026".to_owned(),
            },
            Notice::CopyRefused { at },
            Notice::Feedback {
                at,
                news: FeedbackNews::Comparing,
            },
            Notice::Petition(PetitionTold::sample()),
            Notice::DossierPaperReplaced {
                dossier: "H21.101-261120-0001".to_owned(),
            },
            Notice::DossierMoved {
                dossier: "H21.101-261120-0001".to_owned(),
                news: DossierNews::Ready,
            },
        ]
    }

    #[test]
    fn the_names_of_notices_are_those_that_are_stored() {
        let mut names: Vec<&str> = all().iter().map(Notice::kind).collect();
        // One kind may have a sample with and one without a fee.
        names.dedup();
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
    fn every_step_of_a_feedback_fits_an_sms() {
        let at = Timestamp::parse("2026-11-20T02:41:00Z").unwrap();
        for news in [
            FeedbackNews::Sent,
            FeedbackNews::Comparing,
            FeedbackNews::Replaced,
            FeedbackNews::Refused,
        ] {
            for lang in [Lang::Vi, Lang::En] {
                let text = Notice::Feedback { at, news }.sms(lang);
                assert!(text.is_ascii() && text.len() <= 160, "{}: {text}", text.len());
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

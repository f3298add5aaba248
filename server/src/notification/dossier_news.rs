//! What is new of a dossier, and in which words.

use chrono::NaiveDate;
use motcua_shared::payment::words::money;
use motcua_shared::text::{Lang, notice as words};
use motcua_shared::time::format_date;
use serde::{Deserialize, Serialize};

/// What is new of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DossierNews {
    /// It was received.
    Received {
        /// The day its result is due.
        due: NaiveDate,
    },
    /// It was not received.
    Refused,
    /// It was stopped after it was received.
    Stopped,
    /// Its result lies in the vault of who is told.
    InVault,
    /// Its result is there, and is handed over as was chosen.
    Ready,
    /// Somebody else filed it for who is told.
    FiledForOwner,
    /// Its result is there, and who is told has no account to find it in.
    ReadyForOwner,
    /// Parts of it are asked for once more.
    SupplementAsked {
        /// The last day for the answer.
        until: NaiveDate,
    },
    /// They came.
    Supplied {
        /// The day its result is due now.
        due: NaiveDate,
    },
    /// Its unit says sorry and promises a later day.
    Extended {
        /// The day its result is due now.
        due: NaiveDate,
    },
    /// Its unit is no more, and another one goes on with it.
    HandedOver,
    /// They came before it was received: no day is promised yet.
    SuppliedEarly,
    /// Its filer took it back.
    Withdrawn,
    /// Its unit did not give it back.
    WithdrawalDeclined,
    /// Its unit wrote a message.
    Message,
    /// Its fee came in.
    FeePaid {
        /// In đồng.
        amount: i64,
    },
    /// Its fee was waived.
    FeeWaived,
    /// Money went back.
    FeeRefunded {
        /// In đồng.
        amount: i64,
    },
    /// Money came in that nobody owed any more.
    FeeOverpaid {
        /// In đồng.
        amount: i64,
    },
    /// It does not go back although the dossier ended without a result.
    FeeKept {
        /// In đồng.
        amount: i64,
    },
    /// A transfer had been noted by mistake.
    FeeStruck {
        /// In đồng.
        amount: i64,
    },
}

/// Money without marks, for an SMS.
pub(super) fn plain_money(amount: i64, lang: Lang) -> String {
    money(amount, lang).replace('đ', "d")
}

impl DossierNews {
    pub(super) fn plain(self, lang: Lang) -> String {
        match self {
            Self::Received { due } => words::dossier_received(lang, format_date(due)),
            Self::Refused => words::dossier_refused(lang).to_owned(),
            Self::Stopped => words::dossier_stopped(lang).to_owned(),
            Self::InVault => words::dossier_in_vault(lang).to_owned(),
            Self::Ready => words::dossier_ready(lang).to_owned(),
            Self::FiledForOwner => words::dossier_filed_for_owner(lang).to_owned(),
            Self::ReadyForOwner => words::dossier_ready_for_owner(lang).to_owned(),
            Self::SupplementAsked { until } => words::dossier_supplement_asked(lang, format_date(until)),
            Self::Supplied { due } => words::dossier_supplied(lang, format_date(due)),
            Self::Extended { due } => words::dossier_extended(lang, format_date(due)),
            Self::HandedOver => words::dossier_handed_over(lang).to_owned(),
            Self::SuppliedEarly => words::dossier_supplied_early(lang).to_owned(),
            Self::Withdrawn => words::dossier_withdrawn(lang).to_owned(),
            Self::WithdrawalDeclined => words::dossier_withdrawal_declined(lang).to_owned(),
            Self::Message => words::dossier_message(lang).to_owned(),
            Self::FeePaid { amount } => words::dossier_fee_paid(lang, plain_money(amount, lang)),
            Self::FeeWaived => words::dossier_fee_waived(lang).to_owned(),
            Self::FeeRefunded { amount } => words::dossier_fee_refunded(lang, plain_money(amount, lang)),
            Self::FeeOverpaid { amount } => words::dossier_fee_overpaid(lang, plain_money(amount, lang)),
            Self::FeeKept { amount } => words::dossier_fee_kept(lang, plain_money(amount, lang)),
            Self::FeeStruck { amount } => words::dossier_fee_struck(lang, plain_money(amount, lang)),
        }
    }

    pub(super) fn proper(self, lang: Lang) -> String {
        match self {
            Self::Received { due } => words::mail_dossier_received(lang, format_date(due)),
            Self::Refused => words::mail_dossier_refused(lang).to_owned(),
            Self::Stopped => words::mail_dossier_stopped(lang).to_owned(),
            Self::InVault => words::mail_dossier_in_vault(lang).to_owned(),
            Self::Ready => words::mail_dossier_ready(lang).to_owned(),
            Self::FiledForOwner => words::mail_dossier_filed_for_owner(lang).to_owned(),
            Self::ReadyForOwner => words::mail_dossier_ready_for_owner(lang).to_owned(),
            Self::SupplementAsked { until } => words::mail_dossier_supplement_asked(lang, format_date(until)),
            Self::Supplied { due } => words::mail_dossier_supplied(lang, format_date(due)),
            Self::Extended { due } => words::mail_dossier_extended(lang, format_date(due)),
            Self::HandedOver => words::mail_dossier_handed_over(lang).to_owned(),
            Self::SuppliedEarly => words::mail_dossier_supplied_early(lang).to_owned(),
            Self::Withdrawn => words::mail_dossier_withdrawn(lang).to_owned(),
            Self::WithdrawalDeclined => words::mail_dossier_withdrawal_declined(lang).to_owned(),
            Self::Message => words::mail_dossier_message(lang).to_owned(),
            Self::FeePaid { amount } => words::mail_dossier_fee_paid(lang, money(amount, lang)),
            Self::FeeWaived => words::mail_dossier_fee_waived(lang).to_owned(),
            Self::FeeRefunded { amount } => words::mail_dossier_fee_refunded(lang, money(amount, lang)),
            Self::FeeOverpaid { amount } => words::mail_dossier_fee_overpaid(lang, money(amount, lang)),
            Self::FeeKept { amount } => words::mail_dossier_fee_kept(lang, money(amount, lang)),
            Self::FeeStruck { amount } => words::mail_dossier_fee_struck(lang, money(amount, lang)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notification::notice::Notice;

    #[test]
    fn every_step_of_a_dossier_fits_an_sms() {
        let due = NaiveDate::from_ymd_opt(2027, 1, 22).unwrap();
        let amount = 100_000_000;
        for news in [
            DossierNews::Received { due },
            DossierNews::Refused,
            DossierNews::Stopped,
            DossierNews::InVault,
            DossierNews::Ready,
            DossierNews::FiledForOwner,
            DossierNews::ReadyForOwner,
            DossierNews::SupplementAsked { until: due },
            DossierNews::Supplied { due },
            DossierNews::Extended { due },
            DossierNews::HandedOver,
            DossierNews::SuppliedEarly,
            DossierNews::Withdrawn,
            DossierNews::WithdrawalDeclined,
            DossierNews::Message,
            DossierNews::FeePaid { amount },
            DossierNews::FeeWaived,
            DossierNews::FeeRefunded { amount },
            DossierNews::FeeOverpaid { amount },
            DossierNews::FeeKept { amount },
            DossierNews::FeeStruck { amount },
        ] {
            for lang in [Lang::Vi, Lang::En] {
                let dossier = "H21.24.101-261120-0001".to_owned();
                let notice = Notice::DossierMoved { dossier, news };
                let text = notice.sms(lang);
                assert!(text.is_ascii() && text.len() <= 160, "{}: {text}", text.len());
                let stored = serde_json::to_string(&notice).unwrap();
                assert_eq!(serde_json::from_str::<Notice>(&stored).unwrap(), notice);
            }
        }
    }
}

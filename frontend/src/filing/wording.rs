//! Dossiers in words: states, attachments, parties.

use crate::format;
use crate::title;
use crate::ui::Tone;
use chrono::NaiveDate;
use motcua_shared::filing::dto::{AttachedBy, Attachment, DossierStatus, DossierView, Party};
use motcua_shared::text::{self, Lang};
use motcua_shared::time::format_date;
use motcua_shared::vault::rule::Fit;

/// A state in words.
pub fn status(status: DossierStatus, lang: Lang) -> (Tone, &'static str) {
    use DossierStatus as S;
    match status {
        S::Submitted => (Tone::Plain, text::filing::status_submitted(lang)),
        S::Received => (Tone::Plain, text::filing::status_received(lang)),
        S::Refused => (Tone::Bad, text::filing::status_refused(lang)),
        S::InProcess => (Tone::Plain, text::filing::status_in_process(lang)),
        S::AwaitingSupplement => (Tone::Warn, text::filing::status_awaiting_supplement(lang)),
        S::AwaitingPayment => (Tone::Warn, text::filing::status_awaiting_payment(lang)),
        S::WithdrawalRequested => (Tone::Warn, text::filing::status_withdrawal_requested(lang)),
        S::Stopped => (Tone::Bad, text::filing::status_stopped(lang)),
        S::Completed => (Tone::Ok, text::filing::status_completed(lang)),
        S::Returned => (Tone::Ok, text::filing::status_returned(lang)),
    }
}

/// The same, or that it was taken back.
pub fn standing(dossier: DossierStatus, is_withdrawn: bool, lang: Lang) -> (Tone, &'static str) {
    match is_withdrawn {
        true => (Tone::Plain, text::dossier::withdrawn(lang)),
        false => status(dossier, lang),
    }
}

/// The day of the result, or why there is none yet; nothing when it is over.
pub fn promised(status: DossierStatus, due: Option<NaiveDate>, lang: Lang) -> Option<String> {
    use DossierStatus as S;
    match (due, status) {
        (Some(day), _) => Some(format_date(day)),
        (None, S::Submitted | S::AwaitingPayment) => Some(text::dossier::due_later(lang).to_owned()),
        (None, S::AwaitingSupplement) => Some(text::dossier::due_paused(lang).to_owned()),
        (None, _) => None,
    }
}

/// How the page of a dossier looks on top, and what it says of what is to be done now.
pub fn asked(dossier: &DossierView, lang: Lang) -> (Tone, &'static str) {
    use DossierStatus as S;
    match dossier.status {
        _ if dossier.is_withdrawn => (Tone::Plain, text::dossier::now_withdrawn(lang)),
        S::AwaitingSupplement => (Tone::Warn, text::dossier::now_supplement(lang)),
        _ if dossier.is_fee_due => (Tone::Warn, text::dossier::now_fee(lang)),
        S::AwaitingPayment => (Tone::Warn, text::dossier::now_fee(lang)),
        S::WithdrawalRequested => (Tone::Plain, text::dossier::now_withdrawal(lang)),
        S::Refused | S::Stopped => (Tone::Bad, text::dossier::now_over(lang)),
        S::Returned | S::Completed => (Tone::Ok, text::dossier::now_result(lang)),
        S::Submitted => (Tone::Ok, text::dossier::now_nothing(lang)),
        S::Received | S::InProcess => (Tone::Plain, text::dossier::now_nothing(lang)),
    }
}

/// "Đã lấy từ kho:" or "Đã nhận tệp:".
pub fn attached_title(attachment: &Attachment, lang: Lang) -> &'static str {
    if attachment.paper_id.is_some() {
        text::filing::taken_from_vault(lang)
    } else {
        text::filing::received(lang)
    }
}

/// "Tờ trình 45/TTr-THCS, ký 18/11/2026. Là tệp duy nhất phù hợp nên được đính kèm sẵn."
pub fn attached_line(attachment: &Attachment, lang: Lang) -> String {
    let name = title::words_of(&attachment.name);
    let what = match attachment.signed_at {
        Some(moment) => text::filing::name_signed(lang, moment.vietnam_day(), name),
        None => text::filing::name_only(lang, name),
    };
    match (attachment.attached_by, attachment.signed_at) {
        (AttachedBy::Portal, _) => format!("{what} {}", text::filing::only_fit(lang)),
        (AttachedBy::Person, Some(_)) => what,
        // A point behind the name of a file would be read as part of it.
        (AttachedBy::Person, None) => name.to_owned(),
    }
}

/// "to-trinh.pdf · 99 kB"; only the size where the name is the file's.
pub fn file_line(attachment: &Attachment, lang: Lang) -> String {
    let size = format::size(attachment.size, lang);
    if attachment.name == attachment.file_name {
        size
    } else {
        format!("{} · {size}", attachment.file_name)
    }
}

/// Why a paper is offered, or why it will not be taken.
pub fn fit(fit: Fit, lang: Lang) -> (Tone, &'static str) {
    match fit {
        Fit::Category => (Tone::Ok, text::filing::fit_category(lang)),
        Fit::SimilarName => (Tone::Plain, text::filing::fit_similar_name(lang)),
        Fit::TooOld => (Tone::Bad, text::filing::fit_too_old(lang)),
    }
}

/// Name, identifier and how to reach a party, one per line.
pub fn party_lines(party: &Party, lang: Lang) -> Vec<String> {
    let mut lines = vec![
        party.name.clone(),
        text::filing::identifier_line(lang, &party.identifier),
    ];
    // A child has none: who files for it is called.
    if !party.phone.is_empty() {
        lines.push(text::filing::phone_line(lang, &party.phone));
    }
    lines.extend(party.email.clone());
    lines.extend(party.address.clone());
    lines
}

/// Every browser shows a picture by itself; what is none was looked at for signatures, found or not.
pub fn is_picture(attachment: &Attachment) -> bool {
    attachment.verdict.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::id::PaperId;
    use motcua_shared::time::Timestamp;

    fn attachment(attached_by: AttachedBy) -> Attachment {
        Attachment {
            paper_id: PaperId::parse("01926f3e-0000-7000-8000-000000000001"),
            name: "Tờ trình 45/TTr-THCS".to_owned(),
            file_name: "to-trinh.pdf".to_owned(),
            size: 1,
            sha256: String::new(),
            verdict: None,
            lacks_revocation: false,
            signed_by: None,
            signed_at: Timestamp::parse("2026-11-18T03:00:00Z"),
            issued_on: None,
            attached_by,
        }
    }

    #[test]
    fn what_the_portal_attached_says_why() {
        assert_eq!(
            attached_line(&attachment(AttachedBy::Portal), Lang::Vi),
            "Tờ trình 45/TTr-THCS, ký 18/11/2026. Là tệp duy nhất phù hợp nên được đính kèm sẵn."
        );
        let mut chosen = attachment(AttachedBy::Person);
        assert_eq!(attached_title(&chosen, Lang::Vi), "Đã lấy từ kho:");
        chosen.paper_id = None;
        chosen.signed_at = None;
        assert_eq!(attached_title(&chosen, Lang::Vi), "Đã nhận tệp:");
        assert_eq!(attached_line(&chosen, Lang::Vi), "Tờ trình 45/TTr-THCS");
    }
}

//! A dossier in words.

use crate::filing::dto::DossierStatus;
use crate::processing::rule::DossierAct;
use crate::text::{self, Lang};
use crate::time::format_date;
use chrono::NaiveDate;

/// Where it stands, as officers read it.
pub fn status(status: DossierStatus, lang: Lang) -> &'static str {
    use DossierStatus as S;
    match status {
        S::Submitted => text::processing::status_submitted(lang),
        other => done(other, lang),
    }
}

/// Where it stands, or that its filer took it back.
pub fn standing(dossier: DossierStatus, is_withdrawn: bool, lang: Lang) -> &'static str {
    match is_withdrawn {
        true => text::processing::status_withdrawn(lang),
        false => status(dossier, lang),
    }
}

/// What was done to bring it there.
pub fn done(status: DossierStatus, lang: Lang) -> &'static str {
    use DossierStatus as S;
    match status {
        S::Submitted => text::processing::done_submitted(lang),
        S::Received => text::processing::status_received(lang),
        S::Refused => text::processing::status_refused(lang),
        S::InProcess => text::processing::status_in_process(lang),
        S::Stopped => text::processing::status_stopped(lang),
        S::Returned => text::processing::status_returned(lang),
        S::AwaitingSupplement => text::filing::status_awaiting_supplement(lang),
        S::AwaitingPayment => text::filing::status_awaiting_payment(lang),
        S::WithdrawalRequested => text::filing::status_withdrawal_requested(lang),
        S::Completed => text::filing::status_completed(lang),
    }
}

/// What was done, as both sides read it.
pub fn step(status: DossierStatus, act: Option<DossierAct>, lang: Lang) -> &'static str {
    use DossierAct as A;
    match act {
        Some(A::AskSupplement) => text::processing::done_ask_supplement(lang),
        Some(A::Supply) => text::processing::done_supply(lang),
        Some(A::Withdraw) => text::processing::done_withdraw(lang),
        Some(A::AskWithdrawal) => text::processing::done_ask_withdrawal(lang),
        Some(A::GrantWithdrawal) => text::processing::done_grant_withdrawal(lang),
        Some(A::DeclineWithdrawal) => text::processing::done_decline_withdrawal(lang),
        Some(A::Receive | A::Begin | A::Return | A::Refuse) | None => done(status, lang),
    }
}

/// "27/11/2026, còn 3 ngày làm việc"; the day alone where no time runs.
pub fn due(day: NaiveDate, left: Option<i32>, lang: Lang) -> String {
    let day = format_date(day);
    match left {
        None => day,
        Some(0) => text::processing::due_today(lang, day),
        Some(left) if left > 0 => text::processing::due_left(lang, day, left),
        Some(over) => text::processing::due_over(lang, day, -over),
    }
}

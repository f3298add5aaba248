//! A report in words, the same in the browser, on paper and in a terminal.

use super::reason::Reason;
use super::report::{
    Change, CheckName, CheckResult, Question, SignatureReport, SignerKind, TimeSource, Verdict,
    VerificationReport,
};
use crate::text::{self, Lang};
use crate::time::Timestamp;

/// The outcome in one sentence: who signed, when, and whether the paper still is what was signed.
pub fn headline(report: &VerificationReport, lang: Lang) -> String {
    let by = signed_by(report, lang);
    let sentence = match (report.verdict, by) {
        (Verdict::Unsigned, _) if report.reasons.contains(&Reason::OrphanedSignature) => {
            text::signature::verdict_lost(lang)
        }
        (Verdict::Unsigned, _) => text::signature::verdict_unsigned(lang),
        (Verdict::Unreadable, _) => text::signature::verdict_unreadable(lang),
        (Verdict::TotalPassed, Some(by)) => return text::signature::headline_passed(lang, by),
        (Verdict::TotalPassed, None) => text::signature::verdict_passed(lang),
        (Verdict::Indeterminate, Some(_)) if report.reasons.contains(&Reason::UntrustedIssuer) => {
            let name = last_signer(report).unwrap_or_default();
            return text::signature::headline_unknown(lang, name);
        }
        (Verdict::Indeterminate, Some(by)) => return text::signature::headline_undecided(lang, by),
        (Verdict::Indeterminate, None) => text::signature::verdict_undecided(lang),
        (Verdict::TotalFailed, by) => match (worst_question(report), by) {
            (Question::IsUnchanged, Some(by)) => return text::signature::headline_changed(lang, by),
            (Question::IsTrusted, Some(by)) => return text::signature::headline_untrusted(lang, by),
            _ => text::signature::verdict_failed(lang),
        },
    };
    sentence.to_owned()
}

/// The name in the certificate of the last signature of somebody.
fn last_signer(report: &VerificationReport) -> Option<&str> {
    let last = report
        .signatures
        .iter()
        .rfind(|signature| signature.kind != Some(SignerKind::Timestamp))?;
    Some(last.signer.as_ref()?.common_name.as_str())
}

/// "UBND xã Mẫu ký ngày 02/02/2024" of the last signature of somebody.
fn signed_by(report: &VerificationReport, lang: Lang) -> Option<String> {
    let last = report
        .signatures
        .iter()
        .rfind(|signature| signature.kind != Some(SignerKind::Timestamp))?;
    let name = last.signer.as_ref()?.common_name.as_str();
    Some(match last.best_time() {
        Some(time) => text::signature::by_on(lang, time.vietnam_day(), name),
        None => text::signature::by(lang, name),
    })
}

/// The trusted time of a signature, and who vouches for it where that is not the signer's own timestamp.
pub fn trusted_time(signature: &SignatureReport, lang: Lang) -> String {
    let time = signature.trusted_time.map(Timestamp::vietnam_minute);
    match (time, signature.time_source) {
        (Some(time), Some(TimeSource::Receiver)) => text::signature::time_received(lang, time),
        (Some(time), _) => time,
        (None, _) => text::signature::time_none(lang).to_owned(),
    }
}

/// The question whose answer condemns the paper. A change is what a person must hear first.
fn worst_question(report: &VerificationReport) -> Question {
    [Question::IsUnchanged, Question::IsSound, Question::IsTrusted]
        .into_iter()
        .find(|question| report.answer(*question) == CheckResult::Fail)
        .unwrap_or(Question::IsSound)
}

/// A question as it is put to a person.
pub fn question(question: Question, lang: Lang) -> &'static str {
    match question {
        Question::IsSound => text::signature::question_sound(lang),
        Question::IsTrusted => text::signature::question_trusted(lang),
        Question::IsUnchanged => text::signature::question_unchanged(lang),
    }
}

/// The answer to a question.
pub fn answer(question: Question, result: CheckResult, lang: Lang) -> &'static str {
    use CheckResult as A;
    use Question as Q;
    match (question, result) {
        (Q::IsSound, A::Pass) => text::signature::sound_pass(lang),
        (Q::IsSound, A::Fail) => text::signature::sound_fail(lang),
        (Q::IsSound, A::Unknown) => text::signature::sound_unknown(lang),
        (Q::IsTrusted, A::Pass) => text::signature::trusted_pass(lang),
        (Q::IsTrusted, A::Fail) => text::signature::trusted_fail(lang),
        (Q::IsTrusted, A::Unknown) => text::signature::trusted_unknown(lang),
        (Q::IsUnchanged, A::Pass) => text::signature::unchanged_pass(lang),
        (Q::IsUnchanged, A::Fail) => text::signature::unchanged_fail(lang),
        (Q::IsUnchanged, A::Unknown) => text::signature::unchanged_unknown(lang),
        (_, A::NotDone) => text::signature::not_checked_here(lang),
    }
}

/// The name of a check.
pub fn check(name: CheckName, lang: Lang) -> &'static str {
    match name {
        CheckName::Structure => text::signature::check_structure(lang),
        CheckName::Digest => text::signature::check_digest(lang),
        CheckName::Signature => text::signature::check_signature(lang),
        CheckName::SignedAttributes => text::signature::check_signed_attributes(lang),
        CheckName::Algorithms => text::signature::check_algorithms(lang),
        CheckName::CertificateValidity => text::signature::check_certificate_validity(lang),
        CheckName::KeyUsage => text::signature::check_key_usage(lang),
        CheckName::Chain => text::signature::check_chain(lang),
        CheckName::Revocation => text::signature::check_revocation(lang),
        CheckName::Timestamp => text::signature::check_timestamp(lang),
        CheckName::Changes => text::signature::check_changes(lang),
    }
}

/// How a check went, in a word.
pub fn result(result: CheckResult, lang: Lang) -> &'static str {
    match result {
        CheckResult::Pass => text::signature::result_pass(lang),
        CheckResult::Fail => text::signature::result_fail(lang),
        CheckResult::Unknown => text::signature::result_unknown(lang),
        CheckResult::NotDone => text::signature::result_not_done(lang),
    }
}

/// What kind of holder signed.
pub fn kind(kind: SignerKind, lang: Lang) -> &'static str {
    match kind {
        SignerKind::Person => text::signature::kind_person(lang),
        SignerKind::Organisation => text::signature::kind_organisation(lang),
        SignerKind::Office => text::signature::kind_office(lang),
        SignerKind::Timestamp => text::signature::kind_timestamp(lang),
    }
}

/// The sentence of a reason.
pub fn reason(reason: Reason, lang: Lang) -> String {
    text::reason::find(reason.as_str())
        .map_or_else(|| reason.to_string(), |message| message.render(lang, &[]))
}

/// "Trang 3 (đối tượng 57): Nội dung trang đã bị thay đổi sau khi ký."
pub fn change(change: &Change, lang: Lang) -> String {
    let what = reason(change.what, lang);
    match change.page {
        Some(page) => text::signature::change_on_page(lang, change.object, page, what),
        None => text::signature::change_of_object(lang, change.object, what),
    }
}

/// What was found about one signature, in sentences: each change where it is, and the reasons that no change tells.
pub fn findings(signature: &SignatureReport, lang: Lang) -> Vec<String> {
    let told = |what: &Reason| signature.changes.iter().any(|change| change.what == *what);
    let reasons = signature.reasons.iter().filter(|what| !told(what));
    let reasons = reasons.map(|what| reason(*what, lang));
    let changes = signature.changes.iter().map(|one| change(one, lang));
    reasons.chain(changes).collect()
}

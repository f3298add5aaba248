//! A report in words, the same in the browser, on paper and in a terminal.

use super::reason::Reason;
use super::report::{
    Change, CheckName, CheckResult, Question, SignatureReport, SignerKind, TimeSource, Verdict,
    VerificationReport,
};
use crate::text::{self, Lang};
use crate::time::Timestamp;

/// A verdict in one sentence, where there is no more of the report than that.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::TotalPassed => text::signature::verdict_passed(lang),
        Verdict::Indeterminate => text::signature::verdict_undecided(lang),
        Verdict::TotalFailed => text::signature::verdict_failed(lang),
        Verdict::Unsigned => text::signature::verdict_unsigned(lang),
        Verdict::Unreadable => text::signature::verdict_unreadable(lang),
    }
}

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
        (Verdict::Indeterminate, Some(by)) => {
            return match found(report, |one| one.verdict == Verdict::Indeterminate, |_| true) {
                Some(why) => text::signature::headline_undecided(lang, by, why_not(why.0, why.1, lang)),
                None => text::signature::headline_open(lang, by),
            };
        }
        (Verdict::Indeterminate, None) => text::signature::verdict_undecided(lang),
        (Verdict::TotalFailed, by) => match (worst_question(report), by) {
            (Question::IsUnchanged, Some(by)) => return text::signature::headline_changed(lang, by),
            (Question::IsTrusted, Some(by)) => {
                return match distrusted(report, CheckResult::Fail) {
                    Some(why) => text::signature::headline_untrusted(lang, by, why_not(why.0, why.1, lang)),
                    None => text::signature::headline_rejected(lang, by),
                };
            }
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

/// The answer to a question. Whether a signer is trusted has many sides; which one it failed on is said with it.
pub fn answer(report: &VerificationReport, question: Question, lang: Lang) -> String {
    use CheckResult as A;
    use Question as Q;
    let result = report.answer(question);
    if question == Q::IsTrusted
        && let Some((signature, reason)) = distrusted(report, result)
    {
        let why = why_not(signature, reason, lang);
        match result {
            A::Fail => return text::signature::trusted_no(lang, why),
            A::Unknown => return text::signature::trusted_open(lang, why),
            A::Pass | A::NotDone => {}
        }
    }
    let sentence = match (question, result) {
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
    };
    sentence.to_owned()
}

fn is_about_trust(reason: Reason) -> bool {
    CheckName::of(reason).and_then(CheckName::question) == Some(Question::IsTrusted)
}

/// Why a signer is not trusted, from the signatures whose signers are `result`.
fn distrusted(report: &VerificationReport, result: CheckResult) -> Option<(&SignatureReport, Reason)> {
    let is_such = |one: &SignatureReport| one.answer(Question::IsTrusted) == result;
    found(report, is_such, is_about_trust)
}

/// The worst wanted reason of the last such signature that has one.
fn found(
    report: &VerificationReport,
    is_such: impl Fn(&SignatureReport) -> bool,
    is_wanted: impl Fn(Reason) -> bool,
) -> Option<(&SignatureReport, Reason)> {
    let such = report.signatures.iter().rev().filter(|one| is_such(one));
    let mut reasons = such.filter_map(|signature| {
        let reason = signature.reasons.iter().find(|reason| is_wanted(**reason))?;
        Some((signature, *reason))
    });
    reasons.next()
}

/// The sentence of a reason, with the day where the report of the signature knows it.
fn why_not(signature: &SignatureReport, what: Reason, lang: Lang) -> String {
    use text::signature as say;
    let expired = || signature.chain.first()?.valid_to.map(Timestamp::vietnam_day);
    let revoked = || signature.revoked_at.map(Timestamp::vietnam_day);
    let dated = match what {
        Reason::CertificateExpired => expired().map(|day| say::why_expired(lang, day)),
        Reason::ExpiredWithoutProofOfTime => expired().map(|day| say::why_expired_no_time(lang, day)),
        Reason::CertificateRevoked => revoked().map(|day| say::why_revoked(lang, day)),
        Reason::RevokedWithoutProofOfTime => revoked().map(|day| say::why_revoked_no_time(lang, day)),
        Reason::UntrustedIssuer => Some(say::why_issuer(lang).to_owned()),
        _ => None,
    };
    dated.unwrap_or_else(|| reason(what, lang))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A paper with one signature that fails or lacks in one thing.
    fn report(reason: Reason, result: CheckResult) -> VerificationReport {
        let verdict = match result {
            CheckResult::Fail => Verdict::TotalFailed,
            _ => Verdict::Indeterminate,
        };
        let json = serde_json::json!({
            "verdict": verdict, "reasons": [reason], "warnings": [],
            "signatures": [{
                "field": "S", "verdict": verdict, "sub_indication": null, "reasons": [reason],
                "signer": { "common_name": "UBND xã Mẫu", "organisation": null, "serial": "1", "issuer": "CA" },
                "digest": null, "algorithm": null, "claimed_time": "2024-02-02T01:00:00Z", "trusted_time": null,
                "covers_whole_document": true, "changes_after": "none", "trust_anchor": null,
                "revoked_at": "2023-05-05T01:00:00Z",
                "chain": [{ "name": "UBND xã Mẫu", "valid_from": null, "valid_to": "2025-03-04T01:00:00Z", "is_anchor": false }],
                "checks": [{ "name": CheckName::of(reason).unwrap(), "result": result }],
            }],
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn why_a_signer_is_not_trusted_is_said_with_the_day() {
        use CheckResult::{Fail, Unknown};
        for (reason, result, told) in [
            (
                Reason::CertificateRevoked,
                Fail,
                "Không. Chứng thư bị thu hồi từ ngày 05/05/2023, trước khi ký.",
            ),
            (
                Reason::CertificateExpired,
                Fail,
                "Không. Chứng thư hết hạn ngày 04/03/2025, trước khi ký.",
            ),
            (
                Reason::ExpiredWithoutProofOfTime,
                Unknown,
                "Chưa kết luận được. Chứng thư hết hạn ngày 04/03/2025, không có dấu thời gian chứng minh chữ ký có trước ngày đó.",
            ),
            (
                Reason::UntrustedIssuer,
                Unknown,
                "Chưa kết luận được. Nơi cấp chứng thư chưa được công nhận.",
            ),
            (
                Reason::RevocationUnknown,
                Unknown,
                "Chưa kết luận được. Chưa rõ chứng thư có bị thu hồi hay không.",
            ),
            (
                Reason::KeyUsageForbids,
                Fail,
                "Không. Chứng thư không dùng để ký văn bản.",
            ),
        ] {
            let report = report(reason, result);
            assert_eq!(answer(&report, Question::IsTrusted, Lang::Vi), told);
            let (_, why) = told.split_once(". ").unwrap();
            let headline = headline(&report, Lang::Vi);
            let is_unknown_signer = reason == Reason::UntrustedIssuer;
            assert!(headline.contains(why) || is_unknown_signer, "{headline}");
            assert!(!headline.contains("Chưa thấy sai sót"), "{headline}");
        }
    }

    #[test]
    fn a_report_of_an_older_version_is_told_without_the_day() {
        let mut report = report(Reason::CertificateRevoked, CheckResult::Fail);
        report.signatures[0].revoked_at = None;
        let told = answer(&report, Question::IsTrusted, Lang::Vi);
        assert_eq!(told, "Không. Chứng thư đã bị thu hồi trước khi ký.");
        report.signatures[0].reasons.clear();
        let told = answer(&report, Question::IsTrusted, Lang::Vi);
        assert_eq!(told, "Không. Chứng thư không được chấp nhận.");
    }
}

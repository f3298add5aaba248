//! Reports about signatures, in words.

use crate::format;
use crate::signature::outcome::Signed;
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::signature::Reason;
use motcua_shared::signature::report::{
    ChainLink, Changes, SignatureReport, SignatureStructure, Signer, Verdict, VerificationReport,
};
use motcua_shared::signature::words;
use motcua_shared::text::{self, Lang};

/// The verdict over a paper in two or three words. `lacks_revocation`: nothing else is missing where it is undecided; what
/// else it may be stands in the report.
pub fn tag(verdict: Verdict, lacks_revocation: bool, lang: Lang) -> (Tone, &'static str) {
    match verdict {
        Verdict::TotalPassed => (Tone::Ok, text::signature::tag_passed(lang)),
        Verdict::Indeterminate if lacks_revocation => {
            (Tone::Warn, text::signature::tag_revocation_unknown(lang))
        }
        Verdict::Indeterminate => (Tone::Warn, text::signature::tag_undecided(lang)),
        Verdict::TotalFailed => (Tone::Bad, text::signature::tag_failed(lang)),
        Verdict::Unsigned => (Tone::Plain, text::signature::tag_unsigned(lang)),
        Verdict::Unreadable => (Tone::Bad, text::signature::tag_unreadable(lang)),
    }
}

/// The same of a report.
pub fn tag_of(report: &VerificationReport, lang: Lang) -> (Tone, &'static str) {
    tag(report.verdict, report.lacks_revocation(), lang)
}

/// How good a verdict is.
pub fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::TotalPassed => Tone::Ok,
        Verdict::Indeterminate => Tone::Warn,
        Verdict::TotalFailed | Verdict::Unsigned | Verdict::Unreadable => Tone::Bad,
    }
}

/// Whom the certificate names, which day the file names, and what is covered. Nobody has looked at the certificate yet, so
/// nothing here may sound as if it were known who signed.
fn signed(signed: &Signed, lang: Lang) -> String {
    let name = signed
        .by
        .as_deref()
        .unwrap_or_else(|| text::signature::unknown_signer(lang));
    let who = match (signed.count, signed.on.map(format::day)) {
        (0 | 1, Some(day)) => text::signature::one(lang, day, name),
        (0 | 1, None) => text::signature::one_no_day(lang, name),
        (count, Some(day)) => text::signature::many(lang, count, day, name),
        (count, None) => text::signature::many_no_day(lang, count, name),
    };
    let covered = if signed.covers_all {
        text::signature::covers_all(lang)
    } else {
        text::signature::covers_permitted(lang)
    };
    format!("{who} {covered}")
}

/// The box over a file in which the device found nothing wrong: neither green nor ticked, since a forger's file looks the
/// same to it.
pub fn not_whose(found: &Signed, more: &'static str, lang: Lang) -> AnyView {
    let title = if found.is_content_compared {
        text::signature::intact(lang)
    } else {
        text::signature::page_local_sound(lang)
    };
    let more = (!more.is_empty()).then(|| view! { <p class="hint">{more}</p> });
    let about = view! {
        <p class="strong">{text::signature::not_whose(lang)}</p>
        <p>{signed(found, lang)}</p>
        {more}
    };
    verdict(Tone::Plain, title, about)
}

/// One signature as names and values, whichever report it comes from.
pub struct Described {
    /// "Chữ ký 1: UBND xã Phước Lộc".
    pub title: String,
    /// Names and values.
    pub facts: Vec<(&'static str, String)>,
    /// From the signer's certificate to the root.
    pub chain: Vec<String>,
    /// What was found, in sentences.
    pub findings: Vec<String>,
}

/// A signature as the browser sees it.
pub fn structure(number: usize, signature: &SignatureStructure, lang: Lang) -> Described {
    let mut facts = signer_facts(signature.signer.as_ref(), lang);
    facts.push((
        text::signature::time(lang),
        match signature.claimed_time {
            Some(time) => text::signature::time_claimed(lang, time.vietnam_minute()),
            None => text::signature::time_none(lang).to_owned(),
        },
    ));
    facts.push(coverage(
        signature.covers_whole_document,
        signature.changes_after,
        lang,
    ));
    facts.extend(certification(signature.certification_level, lang));
    facts.extend(algorithm(&signature.algorithm, &signature.digest, lang));
    let told = |what: &Reason| signature.changes.iter().any(|change| change.what == *what);
    let reasons = signature.reasons.iter().filter(|what| !told(what));
    let reasons = reasons.map(|what| words::reason(*what, lang));
    let changes = signature.changes.iter().map(|change| words::change(change, lang));
    Described {
        title: title(number, signature.signer.as_ref(), lang),
        facts,
        chain: Vec::new(),
        findings: reasons.chain(changes).collect(),
    }
}

/// A signature as the server judged it.
pub fn report(number: usize, signature: &SignatureReport, lang: Lang) -> Described {
    let mut facts = Vec::new();
    if let Some(kind) = signature.kind {
        facts.push((text::signature::kind(lang), words::kind(kind, lang).to_owned()));
    }
    facts.extend(signer_facts(signature.signer.as_ref(), lang));
    if let Some(time) = signature.claimed_time {
        facts.push((text::signature::time_claimed_name(lang), time.vietnam_minute()));
    }
    facts.push((
        text::signature::time_trusted_name(lang),
        words::trusted_time(signature, lang),
    ));
    facts.push(coverage(
        signature.covers_whole_document,
        signature.changes_after,
        lang,
    ));
    facts.extend(certification(signature.certification_level, lang));
    facts.extend(algorithm(&signature.algorithm, &signature.digest, lang));
    if let Some(level) = signature.level {
        facts.push((
            text::signature::level(lang),
            text::signature::level_value(lang, level.as_str()),
        ));
    }
    if let (Some(anchor), true) = (&signature.trust_anchor, signature.chain.is_empty()) {
        facts.push((text::signature::anchor(lang), anchor.clone()));
    }
    Described {
        title: title(number, signature.signer.as_ref(), lang),
        facts,
        chain: signature
            .chain
            .iter()
            .map(|link| chain_link(link, lang))
            .collect(),
        findings: words::findings(signature, lang),
    }
}

fn title(number: usize, signer: Option<&Signer>, lang: Lang) -> String {
    let name = signer.map_or_else(
        || text::signature::unknown_signer(lang),
        |signer| signer.common_name.as_str(),
    );
    text::signature::number(lang, name, number)
}

type Fact = (&'static str, String);

fn signer_facts(signer: Option<&Signer>, lang: Lang) -> Vec<Fact> {
    let Some(signer) = signer else { return Vec::new() };
    let organisation = signer.organisation.clone();
    organisation
        .map(|name| (text::signature::organisation(lang), name))
        .into_iter()
        .chain([
            (text::signature::issuer(lang), signer.issuer.clone()),
            (text::signature::serial(lang), signer.serial.clone()),
        ])
        .collect()
}

fn coverage(covers_all: bool, changes: Changes, lang: Lang) -> Fact {
    let coverage = match changes {
        Changes::NotPermitted => text::signature::coverage_changed(lang),
        Changes::None if covers_all => text::signature::coverage_all(lang),
        Changes::None | Changes::Permitted => text::signature::coverage_permitted(lang),
    };
    (text::signature::coverage(lang), coverage.to_owned())
}

fn certification(level: Option<u8>, lang: Lang) -> Option<Fact> {
    let permitted = match level? {
        1 => text::signature::certification_1(lang),
        2 => text::signature::certification_2(lang),
        _ => text::signature::certification_3(lang),
    };
    Some((text::signature::certification(lang), permitted.to_owned()))
}

/// "RSA-PKCS1v15, SHA-256".
fn algorithm(algorithm: &Option<String>, digest: &Option<String>, lang: Lang) -> Option<Fact> {
    let named: Vec<&str> = [algorithm, digest]
        .into_iter()
        .filter_map(|name| name.as_deref())
        .collect();
    (!named.is_empty()).then(|| (text::signature::algorithm(lang), named.join(", ")))
}

fn chain_link(link: &ChainLink, lang: Lang) -> String {
    match (link.valid_from, link.valid_to) {
        (Some(from), Some(to)) => {
            text::signature::chain_link(lang, from.vietnam_day(), &link.name, to.vietnam_day())
        }
        _ => link.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_sentence_in_both_languages() {
        for reason in Reason::ALL {
            for lang in [Lang::Vi, Lang::En] {
                assert_ne!(words::reason(*reason, lang), reason.as_str(), "reason-{reason}");
            }
        }
    }

    #[test]
    fn an_undecided_paper_is_called_so_unless_only_word_of_revocation_is_missing() {
        let with = |reasons: &[Reason]| VerificationReport {
            verdict: Verdict::Indeterminate,
            reasons: reasons.to_vec(),
            warnings: Vec::new(),
            signatures: Vec::new(),
        };
        let revocation = Reason::RevocationUnknown;
        let words = |reasons: &[Reason], lang| tag_of(&with(reasons), lang).1;
        assert_eq!(words(&[revocation], Lang::Vi), "Chưa rõ tình trạng thu hồi");
        assert_eq!(words(&[revocation], Lang::En), "Revocation unknown");
        for reasons in [
            &[Reason::ExpiredWithoutProofOfTime][..],
            &[Reason::UntrustedIssuer, revocation],
            &[],
        ] {
            assert_eq!(words(reasons, Lang::Vi), "Chưa xác định được", "{reasons:?}");
            assert_eq!(words(reasons, Lang::En), "Undecided", "{reasons:?}");
        }
    }

    #[test]
    fn what_the_device_found_does_not_say_who_signed() {
        let by = Signed {
            count: 1,
            by: Some("UBND xã Phước Lộc".to_owned()),
            on: chrono::NaiveDate::from_ymd_opt(2024, 2, 2),
            covers_all: true,
            is_content_compared: true,
        };
        assert_eq!(
            signed(&by, Lang::Vi),
            "Chứng thư ghi tên UBND xã Phước Lộc. Ngày ký ghi trong tệp: 02/02/2024. Chữ ký phủ toàn bộ tệp."
        );
    }
}

//! Reports about signatures, in words.

use crate::format;
use crate::signature::outcome::Signed;
use crate::ui::Tone;
use motcua_shared::signature::Reason;
use motcua_shared::signature::report::{Changes, SignatureReport, SignatureStructure, Signer, Verdict};
use motcua_shared::text::{self, Lang};
use motcua_shared::time::Timestamp;

/// The verdict over a paper in two or three words.
pub fn tag(verdict: Verdict, lang: Lang) -> (Tone, &'static str) {
    match verdict {
        Verdict::TotalPassed => (Tone::Ok, text::signature::tag_passed(lang)),
        // Nothing else keeps a stored paper from passing: the others are not taken in.
        Verdict::Indeterminate => (Tone::Warn, text::signature::tag_revocation_unknown(lang)),
        Verdict::TotalFailed => (Tone::Bad, text::signature::tag_failed(lang)),
        Verdict::Unsigned => (Tone::Plain, text::signature::tag_unsigned(lang)),
        Verdict::Unreadable => (Tone::Bad, text::signature::tag_unreadable(lang)),
    }
}

/// The verdict over a paper in a sentence.
pub fn verdict(verdict: Verdict, lang: Lang) -> (Tone, &'static str) {
    match verdict {
        Verdict::TotalPassed => (Tone::Ok, text::signature::verdict_passed(lang)),
        Verdict::Indeterminate => (Tone::Warn, text::signature::verdict_undecided(lang)),
        Verdict::TotalFailed => (Tone::Bad, text::signature::verdict_failed(lang)),
        Verdict::Unsigned => (Tone::Bad, text::signature::verdict_unsigned(lang)),
        Verdict::Unreadable => (Tone::Bad, text::signature::verdict_unreadable(lang)),
    }
}

/// Who signed, when, and what is covered: two sentences.
pub fn signed(signed: &Signed, lang: Lang) -> String {
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

/// One signature as names and values, whichever report it comes from.
pub struct Described {
    /// "Chữ ký 1: UBND xã Phước Lộc".
    pub title: String,
    /// Names and values.
    pub facts: Vec<(&'static str, String)>,
    /// What was found, in sentences.
    pub findings: Vec<String>,
}

/// A signature as the browser sees it.
pub fn structure(number: usize, signature: &SignatureStructure, lang: Lang) -> Described {
    let time = signature
        .claimed_time
        .map(|time| text::signature::time_claimed(lang, time.vietnam_minute()));
    describe(
        number,
        signature.signer.as_ref(),
        time,
        (signature.covers_whole_document, signature.changes_after),
        signature.algorithm.as_deref(),
        &signature.reasons,
        lang,
    )
}

/// A signature as the server judged it.
pub fn report(number: usize, signature: &SignatureReport, lang: Lang) -> Described {
    let claimed = |time: Timestamp| text::signature::time_claimed(lang, time.vietnam_minute());
    let trusted = |time: Timestamp| text::signature::time_trusted(lang, time.vietnam_minute());
    let time = match signature.trusted_time {
        Some(time) => Some(trusted(time)),
        None => signature.claimed_time.map(claimed),
    };
    let mut described = describe(
        number,
        signature.signer.as_ref(),
        time,
        (signature.covers_whole_document, signature.changes_after),
        signature.algorithm.as_deref(),
        &signature.reasons,
        lang,
    );
    if let Some(anchor) = &signature.trust_anchor {
        described
            .facts
            .push((text::signature::anchor(lang), anchor.clone()));
    }
    described
}

fn describe(
    number: usize,
    signer: Option<&Signer>,
    time: Option<String>,
    (covers_all, changes): (bool, Changes),
    algorithm: Option<&str>,
    reasons: &[Reason],
    lang: Lang,
) -> Described {
    let name = signer.map_or_else(
        || text::signature::unknown_signer(lang),
        |signer| signer.common_name.as_str(),
    );
    let mut facts = Vec::new();
    if let Some(signer) = signer {
        if let Some(organisation) = &signer.organisation {
            facts.push((text::signature::organisation(lang), organisation.clone()));
        }
        facts.push((text::signature::issuer(lang), signer.issuer.clone()));
        facts.push((text::signature::serial(lang), signer.serial.clone()));
    }
    let time = time.unwrap_or_else(|| text::signature::time_none(lang).to_owned());
    facts.push((text::signature::time(lang), time));
    let coverage = match changes {
        Changes::NotPermitted => text::signature::coverage_changed(lang),
        Changes::None if covers_all => text::signature::coverage_all(lang),
        Changes::None | Changes::Permitted => text::signature::coverage_permitted(lang),
    };
    facts.push((text::signature::coverage(lang), coverage.to_owned()));
    if let Some(algorithm) = algorithm {
        facts.push((text::signature::algorithm(lang), algorithm.to_owned()));
    }
    Described {
        title: text::signature::number(lang, name, number),
        facts,
        findings: reasons.iter().map(|reason| finding(*reason, lang)).collect(),
    }
}

/// The sentence of a reason.
pub fn finding(reason: Reason, lang: Lang) -> String {
    text::signature::find(&format!("reason-{}", reason.as_str()))
        .map_or_else(|| reason.to_string(), |message| message.render(lang, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_sentence_in_both_languages() {
        for reason in Reason::ALL {
            for lang in [Lang::Vi, Lang::En] {
                assert_ne!(
                    finding(*reason, lang),
                    reason.as_str(),
                    "signature-reason-{reason}"
                );
            }
        }
    }

    #[test]
    fn two_sentences_say_who_when_and_how_much() {
        let by = Signed {
            count: 1,
            by: Some("UBND xã Phước Lộc".to_owned()),
            on: chrono::NaiveDate::from_ymd_opt(2024, 2, 2),
            covers_all: true,
        };
        assert_eq!(
            signed(&by, Lang::Vi),
            "UBND xã Phước Lộc ký ngày 02/02/2024. Chữ ký phủ toàn bộ tệp."
        );
    }
}

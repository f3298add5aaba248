//! One signature as names and values.

use motcua_shared::{
    signature::{
        report::{ChainLink, Changes, SignatureReport},
        words,
    },
    text::{self, Lang},
};

/// A name and a value.
pub(super) type Fact = (&'static str, String);

/// What is known of a signature, in the order in which a person asks.
pub(super) fn facts(signature: &SignatureReport, lang: Lang) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(kind) = signature.kind {
        facts.push((text::signature::kind(lang), words::kind(kind, lang).to_owned()));
    }
    if let Some(signer) = &signature.signer {
        if let Some(organisation) = &signer.organisation {
            facts.push((text::signature::organisation(lang), organisation.clone()));
        }
        facts.push((text::signature::issuer(lang), signer.issuer.clone()));
        facts.push((text::signature::serial(lang), signer.serial.clone()));
    }
    if let Some(time) = signature.claimed_time {
        facts.push((text::signature::time_claimed_name(lang), time.vietnam_minute()));
    }
    facts.push((
        text::signature::time_trusted_name(lang),
        words::trusted_time(signature, lang),
    ));
    let coverage = match signature.changes_after {
        Changes::NotPermitted => text::signature::coverage_changed(lang),
        Changes::None if signature.covers_whole_document => text::signature::coverage_all(lang),
        Changes::None | Changes::Permitted => text::signature::coverage_permitted(lang),
    };
    facts.push((text::signature::coverage(lang), coverage.to_owned()));
    if let Some(level) = signature.certification_level {
        let permitted = match level {
            1 => text::signature::certification_1(lang),
            2 => text::signature::certification_2(lang),
            _ => text::signature::certification_3(lang),
        };
        facts.push((text::signature::certification(lang), permitted.to_owned()));
    }
    let algorithms: Vec<&str> = [&signature.algorithm, &signature.digest]
        .into_iter()
        .filter_map(|name| name.as_deref())
        .collect();
    if !algorithms.is_empty() {
        facts.push((text::signature::algorithm(lang), algorithms.join(", ")));
    }
    if let Some(level) = signature.level {
        let level = text::signature::level_value(lang, level.as_str());
        facts.push((text::signature::level(lang), level));
    }
    if signature.chain.is_empty() {
        if let Some(anchor) = &signature.trust_anchor {
            facts.push((text::signature::anchor(lang), anchor.clone()));
        }
    } else {
        let links: Vec<String> = signature.chain.iter().map(|one| link(one, lang)).collect();
        facts.push((text::signature::chain(lang), links.join("\n")));
    }
    facts
}

fn link(link: &ChainLink, lang: Lang) -> String {
    match (link.valid_from, link.valid_to) {
        (Some(from), Some(to)) => {
            text::signature::chain_link(lang, from.vietnam_day(), &link.name, to.vietnam_day())
        }
        _ => link.name.clone(),
    }
}

//! Settings, refusals and findings have words; nothing of a machine stands in the sources.

use crate::source::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::Reason;
use motcua_shared::text::{self, Lang};
use motcua_tests::environment::source_root;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Every setting with its default as the file writes it; empty for those without one.
fn settings() -> BTreeMap<String, String> {
    let mut section = String::new();
    let mut found = BTreeMap::new();
    for line in motcua_server::config::DEFAULTS.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = format!("{name}.");
        } else if let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            found.insert(format!("{section}{key}"), value.trim_matches('"').to_owned());
        }
    }
    for key in [
        "secret_key",
        "files.options",
        "identity.oidc",
        "vault.partners",
        "payment.accounts",
        "sms.texts",
        "sms.http.headers",
        "zalo.templates",
    ] {
        found.insert(key.to_owned(), String::new());
    }
    found
}

#[test]
fn every_setting_is_described_for_operators_with_its_default() {
    let text = std::fs::read_to_string(source_root().join("docs/operations.md")).unwrap();
    let row = Regex::new(r"(?m)^\| `([\w.]+)` \| (.*?) \|").unwrap();
    let described: BTreeMap<String, String> = row
        .captures_iter(&text)
        .map(|hit| (hit[1].to_owned(), hit[2].trim_matches('`').replace('–', "")))
        .collect();
    assert_eq!(described, settings(), "docs/operations.md against the defaults");
}

#[test]
fn every_setting_of_the_configuration_has_a_default_or_is_known_to_have_none() {
    let text = std::fs::read_to_string(source_root().join("server/src/config.rs")).unwrap();
    let field = Regex::new(r"(?m)^    pub (\w+): ").unwrap();
    let production = text.split("#[cfg(test)]").next().unwrap();
    let declared: BTreeSet<&str> = field
        .captures_iter(production)
        .map(|hit| hit.get(1).unwrap().as_str())
        .collect();
    let known = settings();
    for name in declared {
        let is_section = known.keys().any(|key| key.starts_with(&format!("{name}.")));
        let is_key = known
            .keys()
            .any(|key| key == name || key.ends_with(&format!(".{name}")));
        assert!(is_section || is_key, "{name} has no default");
    }
}

#[test]
fn every_refusal_has_a_sentence_in_both_languages() {
    for code in ErrorCode::ALL.iter().chain(&[ErrorCode::Unknown]) {
        let found = text::error::find(code.as_str()).or_else(|| text::refusal::find(code.as_str()));
        let message = found.unwrap_or_else(|| panic!("error-{code} or refusal-{code} is missing"));
        let (vi, en) = (message.render(Lang::Vi, &[]), message.render(Lang::En, &[]));
        assert!(!vi.is_ascii(), "{code}: {vi}");
        assert!(en.len() > 5 && en != vi, "{code}: {en}");
    }
}

#[test]
fn what_the_browser_finds_by_itself_it_can_also_say() {
    let named = Regex::new(r"\b(?:ErrorCode|E)::([A-Z]\w+)").unwrap();
    let codes: BTreeMap<String, ErrorCode> = ErrorCode::ALL
        .iter()
        .map(|code| (format!("{code:?}"), *code))
        .collect();
    let mut files = sources("shared/src");
    files.extend(sources("frontend/src"));
    for source in files.iter().filter(|source| source.path != "shared/src/error.rs") {
        for hit in named.captures_iter(&source.code()) {
            if let Some(code) = codes.get(&hit[1]) {
                assert!(
                    text::error::find(code.as_str()).is_some(),
                    "{} names {code}: its sentence belongs into error.ftl",
                    source.path
                );
            }
        }
    }
}

#[test]
fn every_finding_about_a_signature_has_words_in_both_languages() {
    let folder = source_root().join("shared/locales");
    let mut missing = Vec::new();
    for language in ["vi", "en"] {
        let mut keys: BTreeMap<String, String> = BTreeMap::new();
        for entry in std::fs::read_dir(folder.join(language)).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for line in text.lines() {
                if let Some((key, value)) = line.split_once(" = ") {
                    keys.insert(key.to_owned(), value.to_owned());
                }
            }
        }
        for reason in Reason::ALL {
            let ending = format!("reason-{reason}");
            if !keys
                .iter()
                .any(|(key, value)| key.ends_with(&ending) && !value.trim().is_empty())
            {
                missing.push(format!("{language}: {ending}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn nothing_of_the_machine_it_was_written_on_stands_in_the_sources() {
    let private = Regex::new(concat!(
        "/wor",
        r"k/|/tmp/w",
        r"t/|/roo",
        r"t/|/hom",
        r"e/[a-z]+/"
    ))
    .unwrap();
    let mut found = BTreeSet::new();
    for folder in ["server/src", "shared/src", "frontend/src", "tests"] {
        for source in sources(folder) {
            if private.is_match(&source.text) {
                found.insert(source.path.clone());
            }
        }
    }
    expect_only("paths of one machine help nobody else", found, &[]);
}

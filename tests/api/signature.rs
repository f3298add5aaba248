//! The verifier against every file of the sandbox: sound, odd and forged.

use motcua_server::signature::{Policy, RevocationMode, TrustStore, Verifier};
use motcua_shared::signature::Reason;
use motcua_shared::signature::check_structure;
use motcua_shared::signature::report::{Changes, PadesLevel, Verdict};
use motcua_shared::time::Timestamp;
use motcua_tests::{papers, sandbox};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Corpus {
    files: BTreeMap<String, Expected>,
}

/// What the sandbox says of a file that it made.
#[derive(Deserialize)]
struct Expected {
    verdict: Vec<Verdict>,
    #[serde(default)]
    reasons_any: Vec<String>,
    signatures: usize,
    #[serde(default)]
    changes_after: Vec<Changes>,
    #[serde(default)]
    covers_whole_document: Vec<bool>,
    #[serde(default)]
    levels: Vec<Option<PadesLevel>>,
    why: String,
}

/// The reasons that a name of the corpus stands for.
fn meaning(name: &str) -> &'static [Reason] {
    match name {
        "no-trusted-chain" => &[Reason::UntrustedIssuer, Reason::ChainInvalid],
        "changed-after-signing" => &[
            Reason::CertificationForbids,
            Reason::FieldLocked,
            Reason::PageChanged,
            Reason::PageTreeChanged,
            Reason::AnnotationAdded,
            Reason::AnnotationChanged,
            Reason::FormChanged,
            Reason::CatalogChanged,
            Reason::ObjectChanged,
            Reason::ChangeUnreadable,
        ],
        "digest-mismatch" => &[Reason::DigestMismatch],
        "revoked" => &[Reason::CertificateRevoked],
        "orphaned-signature" => &[Reason::OrphanedSignature],
        other => {
            let place = Reason::ALL.iter().position(|reason| reason.as_str() == other);
            let place = place.unwrap_or_else(|| panic!("the corpus uses a new name: {other}"));
            &Reason::ALL[place..=place]
        }
    }
}

fn now() -> Timestamp {
    motcua_server::clock::Clock::default().now()
}

fn verifier(folder: &str, revocation: RevocationMode) -> Verifier {
    let loaded = TrustStore::load(&[sandbox::folder().join(folder)]).unwrap();
    Verifier::new(loaded.store, Policy::default(), revocation)
}

fn corpus() -> Corpus {
    serde_json::from_slice(&papers::read("corpus/expected.json")).unwrap()
}

#[test]
fn every_file_of_the_corpus_is_judged_as_its_maker_says() {
    let corpus = corpus();
    assert!(corpus.files.len() > 70, "{} files", corpus.files.len());
    let verifier = verifier("trust", RevocationMode::Prefer);
    let mut wrong = Vec::new();
    for (file, expected) in &corpus.files {
        let report = verifier.verify(&papers::read(file), now());
        let mut say = |what: String| wrong.push(format!("{file} ({}): {what}", expected.why));
        if !expected.verdict.contains(&report.verdict) {
            say(format!(
                "verdict {:?}, expected {:?}; {:?}",
                report.verdict, expected.verdict, report.reasons
            ));
        }
        let is_named = |name: &String| meaning(name).iter().any(|reason| report.reasons.contains(reason));
        if !expected.reasons_any.is_empty() && !expected.reasons_any.iter().any(is_named) {
            say(format!(
                "reasons {:?}, expected {:?}",
                report.reasons, expected.reasons_any
            ));
        }
        let is_readable = report.verdict != Verdict::Unreadable;
        if is_readable && report.signatures.len() != expected.signatures {
            say(format!(
                "{} signatures, expected {}",
                report.signatures.len(),
                expected.signatures
            ));
        }
        let changes: Vec<Changes> = report.signatures.iter().map(|one| one.changes_after).collect();
        if is_readable && !expected.changes_after.is_empty() && changes != expected.changes_after {
            say(format!(
                "changes {changes:?}, expected {:?}",
                expected.changes_after
            ));
        }
        let levels: Vec<_> = report.signatures.iter().map(|one| one.level).collect();
        if !expected.levels.is_empty() && levels != expected.levels {
            say(format!("levels {levels:?}, expected {:?}", expected.levels));
        }
        let covers: Vec<bool> = report
            .signatures
            .iter()
            .map(|one| one.covers_whole_document)
            .collect();
        if is_readable
            && !expected.covers_whole_document.is_empty()
            && covers != expected.covers_whole_document
        {
            say(format!(
                "covers {covers:?}, expected {:?}",
                expected.covers_whole_document
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        corpus.files.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_browser_sees_the_same_signatures_as_the_server() {
    let verifier = verifier("trust", RevocationMode::Prefer);
    for file in corpus().files.keys() {
        let bytes = papers::read(file);
        let (seen, judged) = (check_structure(&bytes), verifier.verify(&bytes, now()));
        let fields = |report: &[String]| report.to_vec();
        let seen_fields: Vec<String> = seen.signatures.iter().map(|one| one.field.clone()).collect();
        let judged_fields: Vec<String> = judged.signatures.iter().map(|one| one.field.clone()).collect();
        assert_eq!(fields(&seen_fields), fields(&judged_fields), "{file}");
        for (left, right) in seen.signatures.iter().zip(&judged.signatures) {
            assert_eq!(
                (left.changes_after, left.covers_whole_document, &left.signer),
                (right.changes_after, right.covers_whole_document, &right.signer),
                "{file}"
            );
            assert!(
                left.reasons.iter().all(|reason| right.reasons.contains(reason)),
                "{file}: what the browser refuses, the server refuses"
            );
        }
        if judged.verdict == Verdict::TotalPassed {
            assert!(
                seen.structure_ok,
                "{file}: what the server takes, the browser does not refuse"
            );
        }
    }
}

/// The authorities without their published lists.
fn without_lists(revocation: RevocationMode) -> Verifier {
    let folders = ["trust/roots", "trust/intermediates"].map(|folder| sandbox::folder().join(folder));
    let store = TrustStore::load(&folders).unwrap().store;
    Verifier::new(store, Policy::default(), revocation)
}

#[test]
fn only_revocation_data_in_the_paper_itself_settles_it_where_no_list_is_kept() {
    let verifier = without_lists(RevocationMode::Require);
    for (name, verdict) in [
        ("pades-b-t", Verdict::Indeterminate),
        ("pades-b-lt", Verdict::TotalPassed),
        ("pades-b-lt-ocsp", Verdict::TotalPassed),
        ("pades-b-lta", Verdict::TotalPassed),
        ("pades-b-lta-streams", Verdict::TotalPassed),
        ("pades-revoked-inside", Verdict::TotalFailed),
        // An answer about the signer alone leaves the authority above open.
        ("ocsp-good", Verdict::Indeterminate),
        ("ocsp-revoked", Verdict::TotalFailed),
        ("ocsp-revoked-by-stranger", Verdict::Indeterminate),
        ("ocsp-revoked-by-end-entity", Verdict::Indeterminate),
    ] {
        let report = verifier.verify(&papers::read(&format!("corpus/{name}.pdf")), now());
        assert_eq!(report.verdict, verdict, "{name}: {:?}", report.reasons);
        if verdict == Verdict::Indeterminate {
            assert_eq!(report.reasons, [Reason::RevocationUnknown], "{name}");
        }
    }
}

#[test]
fn nothing_passes_under_roots_that_did_not_issue_it() {
    for folder in ["other-trust", "corpus"] {
        let verifier = verifier(folder, RevocationMode::Prefer);
        for (file, expected) in &corpus().files {
            // The other roots vouch for the foreign signer, whose papers are sound under them.
            let is_theirs = file.contains("chung-thu-ngoai");
            let verdict = verifier.verify(&papers::read(file), now()).verdict;
            assert!(
                verdict != Verdict::TotalPassed || (is_theirs && folder == "other-trust"),
                "{file} ({}) passes under {folder}",
                expected.why
            );
        }
    }
}

#[test]
fn a_paper_cut_anywhere_never_passes_and_never_stops_the_verifier() {
    let verifier = verifier("trust", RevocationMode::Prefer);
    for name in ["to-trinh", "hai-chu-ky-nguoi-va-co-quan"] {
        let whole = papers::sound(name);
        for share in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            let report = verifier.verify(&whole[..share], now());
            assert_ne!(report.verdict, Verdict::TotalPassed, "{name} cut at {share}");
        }
    }
}

#[test]
fn one_changed_byte_passes_only_where_nothing_depends_on_it() {
    let verifier = verifier("trust", RevocationMode::Prefer);
    let whole = papers::sound("to-trinh");
    let find = |what: &[u8], from: usize| {
        let found = whole[from..].windows(what.len()).position(|part| part == what);
        from + found.unwrap()
    };
    let start = find(b"/Contents <", 0) + b"/Contents <".len();
    let gap = start..find(b">", start);
    let sound = verifier.verify(&whole, now());
    let mut passed = 0;
    for place in (0..whole.len()).step_by(whole.len() / 400 + 1) {
        let mut changed = whole.to_vec();
        changed[place] ^= 0x01;
        let report = verifier.verify(&changed, now());
        if report.verdict != Verdict::TotalPassed {
            continue;
        }
        // The container of the signature carries what no signature protects: attributes added afterwards and
        // certificates that nobody needs. What it says of the paper must still be the same.
        assert!(gap.contains(&place), "byte {place} of {}", whole.len());
        let (left, right) = (&report.signatures[0], &sound.signatures[0]);
        assert_eq!(
            (
                &left.signer,
                &left.digest,
                &left.algorithm,
                left.claimed_time,
                left.changes_after,
                &left.trust_anchor
            ),
            (
                &right.signer,
                &right.digest,
                &right.algorithm,
                right.claimed_time,
                right.changes_after,
                &right.trust_anchor
            )
        );
        passed += 1;
    }
    assert!(passed < 40, "{passed}");
}
